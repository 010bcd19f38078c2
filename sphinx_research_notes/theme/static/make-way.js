// The contents in the start margin make way while something passes that is as wide as both margins.
(function () {
  var side = document.querySelector(".side"), wide = document.querySelectorAll("main .full");
  var passing = new Set(), observer;

  // Between the top of the window and the end of the contents.
  function watch() {
    if (observer) observer.disconnect();
    passing.clear();
    observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) { passing[entry.isIntersecting ? "add" : "delete"](entry.target); });
      side.classList.toggle("passed", passing.size > 0);
    }, { rootMargin: "0px 0px " + Math.min(0, side.offsetHeight - innerHeight) + "px 0px" });
    wide.forEach(function (each) { observer.observe(each); });
  }

  if (!side || !wide.length) return;
  watch();
  addEventListener("resize", watch);
})();
