// Two things that CSS shows and only script can tell to keyboards and screen readers.
(function () {
  // Beside the text the contents list is always shown (css/contents.css): say so, instead of "collapsed".
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

  // What scrolls by itself can be scrolled with the keyboard.
  document.querySelectorAll("main :is(pre, table, .math, .math-line, .table-wrapper)").forEach(function (box) {
    if (box.scrollWidth > box.clientWidth && !box.hasAttribute("tabindex") && getComputedStyle(box).overflowX === "auto") box.tabIndex = 0;
  });
})();
