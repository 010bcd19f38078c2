// The contents work without this script, which marks the current section where CSS cannot, scrolls a long list to the current
// document, and closes the sheet after a choice.
(function () {
  var links = document.querySelectorAll(".here a");
  function mark() {
    var current = null;
    links.forEach(function (link) {
      var section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (section && section.getBoundingClientRect().top < 64) current = link;
    });
    links.forEach(function (link) {
      if (link === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  }
  if (!(window.CSS && CSS.supports("scroll-target-group", "auto"))) {
    var waiting = 0;
    addEventListener("scroll", function () {
      if (!waiting) waiting = requestAnimationFrame(function () { waiting = 0; mark(); });
    }, { passive: true });
    mark();
  }

  // In a long list, the current document is in view.
  var side = document.querySelector(".side");
  var here = side && side.querySelector('[aria-current="page"]');
  if (here && here.offsetTop > side.clientHeight / 2) side.scrollTop = here.offsetTop - side.clientHeight / 3;

  var sheet = document.querySelector(".side-sheet");
  if (sheet && sheet.hidePopover) sheet.addEventListener("click", function (event) {
    if (event.target.closest("a") && sheet.matches(":popover-open")) sheet.hidePopover();
  });
})();
