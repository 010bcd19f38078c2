// Tell keyboards and screen readers what CSS can only show.
(function () {
  // In the margin the contents are always visible (css/contents.css), so they must not be announced as collapsed.
  var beside = window.matchMedia("(min-width: 72rem)");
  var lists = document.querySelectorAll(".contents > details");
  function tell() {
    lists.forEach(function (list) {
      list.open = beside.matches;
      list.querySelector("summary").tabIndex = beside.matches ? -1 : 0;
    });
  }
  if (lists.length && window.CSS && CSS.supports("selector(::details-content)")) {
    tell();
    beside.addEventListener("change", tell);
  }

  // Make scrolling elements scrollable with the keyboard.
  document.querySelectorAll("main :is(pre, table, .math, .math-line, .table-wrapper)").forEach(function (box) {
    if (box.scrollWidth > box.clientWidth && !box.hasAttribute("tabindex") && getComputedStyle(box).overflowX === "auto") box.tabIndex = 0;
  });
})();
