// The contents work without this script, which marks the current section where CSS cannot, makes them give way to
// what is as wide as both margins, scrolls a long list to the current document, and closes the sheet after a choice.
(function () {
  var side = document.querySelector(".side");
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

  // The contents make way while something passes that is as wide as both margins.
  function watch() {
    var passing = new Set();
    var below = Math.max(0, innerHeight - side.offsetHeight);
    var observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) { passing[entry.isIntersecting ? "add" : "delete"](entry.target); });
      side.classList.toggle("passed", passing.size > 0);
    }, { rootMargin: "0px 0px -" + below + "px 0px" });
    wide.forEach(function (each) { observer.observe(each); });
    return observer;
  }
  var wide = document.querySelectorAll("main .full");
  if (side && wide.length && window.IntersectionObserver) {
    var observer = watch();
    addEventListener("resize", function () { observer.disconnect(); observer = watch(); });
  }

  // In a long list, the current document is in view.
  var here = side && side.querySelector('[aria-current="page"]');
  if (here && here.offsetTop > side.clientHeight / 2) side.scrollTop = here.offsetTop - side.clientHeight / 3;

  var sheet = document.querySelector(".side-sheet");
  if (sheet && sheet.hidePopover) sheet.addEventListener("click", function (event) {
    if (event.target.closest("a") && sheet.matches(":popover-open")) sheet.hidePopover();
  });
})();
