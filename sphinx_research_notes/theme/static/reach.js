// Tell keyboards and screen readers what CSS can only show.
(function () {
  // In the margin the contents are always visible (css/contents.css), so they must not be announced as collapsed.
  var beside = window.matchMedia("(min-width: 72rem)");
  function tell() {
    document.querySelectorAll(".contents > details").forEach(function (list) {
      list.open = beside.matches;
      list.querySelector("summary").tabIndex = beside.matches ? -1 : 0;
    });
  }
  var hides = window.CSS && CSS.supports("selector(::details-content)");
  if (hides) beside.addEventListener("change", tell);

  // Make scrolling elements scrollable with the keyboard.
  function reach() {
    document.querySelectorAll("main :is(pre, .math, .math-line, .math-long, .table-wrapper, .productionlist, .text_html)").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth && !box.hasAttribute("tabindex") && getComputedStyle(box).overflowX === "auto") box.tabIndex = 0;
    });
  }

  function bind() {
    if (hides) tell();
    reach();
  }
  bind();
  // Read the Docs has replaced the text of the page with a comparison of two versions.
  document.addEventListener("readthedocs-root-dom-changed", bind);
})();
