// Tell keyboards and screen readers what CSS can only show.
(function () {
  // Make scrolling elements scrollable with the keyboard.
  function reach() {
    document.querySelectorAll("main :is(pre, .math, .math-line, .math-long, .table-wrapper, .productionlist, .text_html)").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth && !box.hasAttribute("tabindex") && getComputedStyle(box).overflowX === "auto") box.tabIndex = 0;
    });
  }

  reach();
  // Read the Docs has replaced the text of the page with a comparison of two versions.
  document.addEventListener("readthedocs-root-dom-changed", reach);
})();
