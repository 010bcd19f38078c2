// Shows a page anew when it has been built: only the parts that differ are replaced, so that it keeps its place.
(function () {
  var before = null;
  var number = null;
  var loadedText = document.currentScript.dataset.text;
  var isFresh = true;
  function source() {
    return fetch(location.href, { cache: "no-store" }).then(function (answer) { return answer.text(); })
      .then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html");
        var script = page.querySelector("script[src='/.research-notes/live.js']");
        isFresh = script !== null && script.dataset.text === loadedText;
        if (script) script.remove();
        return page;
      });
  }
  // Scripts of the page change it as soon as it is shown, so what is compared is the page as served. If it has
  // been made anew since it was loaded, nothing can be compared.
  var ready = source().then(function (page) {
    before = page;
    if (!isFresh) location.reload();
  });
  // The smallest part of the shown page in which `old` and `fresh`, both as served, differ.
  function parts(old, fresh, path, found) {
    if (old.isEqualNode(fresh)) return;
    var a = Array.from(old.children), b = Array.from(fresh.children);
    var isAlike = a.length === b.length && a.length && own(old) === own(fresh);
    if (!isAlike) { found.push({ path: path, fresh: fresh }); return; }
    a.forEach(function (each, place) { parts(each, b[place], path.concat(place), found); });
  }
  // What an element has besides its children: its name, attributes and text.
  function own(element) {
    var copy = element.cloneNode(false).outerHTML;
    return copy + Array.from(element.childNodes).map(function (each) {
      return each.nodeType === Node.TEXT_NODE ? each.data : "";
    }).join("\u0000");
  }
  // The element of the shown page at `path`; null if scripts have moved it.
  function shown(path) {
    var element = document.documentElement, served = before.documentElement;
    for (var place of path) {
      element = element.children[place];
      served = served.children[place];
      if (!element || element.tagName !== served.tagName || element.id !== served.id) return null;
    }
    return element;
  }
  // What the head has: what has been loaded with it, and what only says something of the page.
  function loaded(head) {
    var loads = "style, link[rel~=stylesheet], script:not([type='application/ld+json'])";
    return Array.from(head.querySelectorAll(loads), markup).join("");
  }
  function said(head) { return Array.from(head.querySelectorAll("title, meta, link, script")); }
  function markup(element) { return element.outerHTML; }
  function replaceHead(fresh) {
    var old = said(before.head).map(markup), now = said(fresh.head).map(markup);
    said(document.head).forEach(function (each) {
      if (old.includes(each.outerHTML) && !now.includes(each.outerHTML)) each.remove();
    });
    said(fresh.head).forEach(function (each) {
      if (!old.includes(each.outerHTML)) document.head.append(document.importNode(each, true));
    });
    Array.from(fresh.documentElement.attributes).forEach(function (each) {
      var isSame = before.documentElement.getAttribute(each.name) === each.value;
      if (!isSame) document.documentElement.setAttribute(each.name, each.value);
    });
  }
  // Whether scripts of the page have bound themselves to these elements when it was loaded, for good.
  function isBound(element) {
    var made = "script:not([type='application/ld+json']), form, [class*=mathjax_process]";
    if (window.MathJax) made += ", .math";
    if (document.querySelector("script[src*=copybutton]")) made += ", .highlight";
    return element.matches(made) || element.querySelector(made);
  }
  function replace(fresh) {
    var found = [];
    parts(before.body, fresh.body, [1], found);
    var targets = found.map(function (part) { return part.path.length > 1 ? shown(part.path) : null; });
    var isNarrowed = found.length && document.querySelector(".note-filters form");
    var hasBound = found.some(function (part) { return isBound(part.fresh); });
    if (loaded(before.head) !== loaded(fresh.head) || isNarrowed || hasBound || targets.includes(null)) {
      location.reload();
      return;
    }
    replaceHead(fresh);
    var left = scrollX, top = scrollY;
    found.forEach(function (part, place) { targets[place].replaceWith(document.importNode(part.fresh, true)); });
    // What was in view may have been replaced, and the browser then has nothing to hold on to.
    scrollTo({ left: left, top: top, behavior: "instant" });
    before = fresh;
    // The theme's scripts add buttons and the like to a page whose text has been replaced.
    if (found.length) document.dispatchEvent(new CustomEvent("readthedocs-root-dom-changed"));
  }
  var box = document.createElement("div");
  var root = box.attachShadow({ mode: "open" });
  function tell(state) {
    root.innerHTML = "<style>section{position:fixed;inset:auto 1rem 1rem auto;max-width:min(40rem,calc(100vw - 2rem));"
      + "max-height:40vh;overflow:auto;z-index:9999;font:14px/1.4 system-ui,sans-serif;background:#fffbe6;color:#222;"
      + "border:1px solid #a80;border-radius:6px;padding:.5rem .75rem;white-space:pre-wrap}"
      + "section.error{background:#fff0f0;border-color:#b00}p{margin:.25rem 0}code{font-weight:600}</style>";
    if (!state.error && !state.warnings.length) { box.remove(); return; }
    var section = document.createElement("section");
    section.setAttribute("role", "status");
    if (state.error) {
      section.className = "error";
      line(section, "", state.error + " \u2013 the last good page is shown");
    }
    var list = document.createElement("details");
    list.open = state.warnings.length < 4;
    var summary = document.createElement("summary");
    summary.textContent = state.warnings.length + (state.warnings.length === 1 ? " warning" : " warnings");
    list.append(summary);
    state.warnings.forEach(function (each) { line(list, each.place, each.message); });
    if (state.warnings.length) section.append(list);
    root.append(section);
    document.documentElement.append(box);
  }
  function line(parent, place, message) {
    var paragraph = document.createElement("p");
    if (place) { paragraph.append(Object.assign(document.createElement("code"), { textContent: place }), " "); }
    paragraph.append(message);
    parent.append(paragraph);
  }
  new EventSource("/.research-notes/events?page=" + encodeURIComponent(location.pathname)).onmessage = function (event) {
    var state = JSON.parse(event.data);
    var isSame = number === state.number;
    number = state.number;
    tell(state);
    // One after the other: an older page must not replace a newer one. The first message may be of this page.
    if (!isSame && !state.error) ready = ready.then(source).then(replace, function () { /* The server is gone. */ });
  };
})();
