// Footnotes, citations and previews work without this script, which adds what CSS cannot do.
(function () {
  // Escape closes a card opened by hover or focus, which can be opened again afterwards.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(":is(.margin-cite, .preview):is(:hover, :focus-within)").forEach(function (cite) {
      cite.setAttribute("data-closed", "");
    });
  });
  // A card is in the page once, at the first link to its target. Under a pointer or a keyboard, the other links get copies.
  function share() {
    if (!matchMedia("(hover: hover)").matches) return;
    var first = new Map();
    document.querySelectorAll("main .preview > a").forEach(function (link) {
      if (!first.has(link.href)) first.set(link.href, link.parentElement.querySelector(".preview-card"));
    });
    document.querySelectorAll("main :is(p, li, dd) a.internal").forEach(function (link) {
      if (!first.has(link.href) || link.closest(".preview, .no-preview, .no-search, .footnote, .toctree-wrapper, nav, h1, h2, h3, h4, h5, h6")) return;
      var holder = document.createElement("span");
      var card = first.get(link.href).cloneNode(true);
      holder.className = "preview";
      card.removeAttribute("id");
      link.replaceWith(holder);
      holder.append(link, card);
    });
  }
  function bind() {
    share();
    document.querySelectorAll(".margin-cite, .preview").forEach(function (cite) {
      function open() { cite.removeAttribute("data-closed"); }
      cite.addEventListener("pointerleave", open);
      cite.addEventListener("focusout", function (event) { if (!cite.contains(event.relatedTarget)) open(); });
    });
  }
  bind();
  // Read the Docs has replaced the text of the page with a comparison of two versions.
  document.addEventListener("readthedocs-root-dom-changed", bind);

  document.addEventListener("click", function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    var link = event.target.closest(".sidenote > a, .margin-cite > :first-child a");
    var body = link && link.closest(".sidenote, .margin-cite").querySelector(".margin-body");
    if (!body) return;
    if (link.matches(".sidenote > a") && getComputedStyle(body).float !== "none") {
      // The note is in the margin: don't jump to the end of the page.
      event.preventDefault();
      body.scrollIntoView({ block: "nearest" });
      if (body.tabIndex === 0) body.focus({ preventScroll: true });
    } else if (link.matches(".margin-cite a") && matchMedia("(hover: none)").matches) {
      // Without hover, a tap on the citation does the same as the button next to it.
      var button = link.closest(".margin-cite").querySelector(".margin-open");
      if (!button.checkVisibility || !button.checkVisibility()) return;
      event.preventDefault();
      button.click();
    }
  });
})();
