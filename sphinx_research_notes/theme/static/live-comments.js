// Loads a discussion once the reader asks for it. Until then, nothing is requested from its service.
(function () {
  var details = document.querySelector(".live-comments details");
  if (!details) return;
  var box = details.parentNode;
  // Opened by a search of the browser, it has not been asked for: only a click counts, or the key that stands for one.
  details.querySelector("summary").addEventListener("click", function (event) {
    if (box.dataset.state) return;
    if (details.open) event.preventDefault();
    load(details.dataset.service, JSON.parse(details.dataset.script));
  });

  function load(service, attributes) {
    box.dataset.state = "loading";
    var script = document.createElement("script");
    Object.keys(attributes).forEach(function (name) { script.setAttribute(name, attributes[name]); });
    script.async = true;
    script.onload = function () { box.dataset.state = "loaded"; };
    // The address of the discussion stays in place.
    script.onerror = function () { delete box.dataset.state; script.remove(); };
    var place = document.createElement("div");
    place.className = "live-thread";
    if (prepare[service]) prepare[service](script, place, attributes);
    details.querySelectorAll(".live-thread").forEach(function (failed) { failed.remove(); });
    details.append(place);
    place.append(script);
    follow(service);
  }

  var prepare = {
    giscus: function (script) {
      script.crossOrigin = "anonymous";
      script.dataset.theme = scheme();
    },
    utterances: function (script) {
      script.crossOrigin = "anonymous";
      script.setAttribute("theme", "github-" + scheme());
    },
    isso: function (script, place, attributes) {
      var thread = document.createElement("section");
      thread.id = "isso-thread";
      thread.dataset.issoId = attributes["data-isso-id"];
      thread.dataset.title = attributes["data-title"];
      place.append(thread);
    },
    discourse: function (script, place, attributes) {
      var thread = document.createElement("div");
      thread.id = "discourse-comments";
      place.append(thread);
      window.DiscourseEmbed = { discourseUrl: attributes["data-url"], discourseEmbedUrl: attributes["data-page"] };
    },
    hypothesis: function (script, place) {
      var settings = document.createElement("script");
      settings.type = "application/json";
      settings.className = "js-hypothesis-config";
      settings.textContent = '{"openSidebar":true}';
      place.append(settings);
    },
  };

  // Whatever the theme is: what counts is the colour that the page has.
  function scheme() {
    var found = [document.body, document.documentElement].map(function (element) {
      return (getComputedStyle(element).backgroundColor.match(/[\d.]+/g) || []).map(Number);
    }).filter(function (colour) { return colour.length > 2 && colour[3] !== 0; })[0];
    if (!found) return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    return found[0] * 0.299 + found[1] * 0.587 + found[2] * 0.114 < 128 ? "dark" : "light";
  }

  function follow(service) {
    var last = scheme();
    function change() {
      if (scheme() === last) return;
      last = scheme();
      var frame = details.querySelector("iframe");
      if (!frame) return;
      var said = service === "giscus" ? { giscus: { setConfig: { theme: last } } } : { type: "set-theme", theme: "github-" + last };
      if (service === "giscus" || service === "utterances") frame.contentWindow.postMessage(said, new URL(frame.src).origin);
    }
    var watch = new MutationObserver(change);
    [document.documentElement, document.body].forEach(function (element) { watch.observe(element, { attributes: true }); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change);
  }
})();
