// Footnotes and citations work without this. It adds what CSS cannot do.
(function () {
  // A card that a pointer or the keyboard brought up goes on Escape, and can come again afterwards.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".margin-cite:is(:hover, :focus-within)").forEach(function (cite) {
      cite.setAttribute("data-closed", "");
    });
  });
  document.querySelectorAll(".margin-cite").forEach(function (cite) {
    function open() { cite.removeAttribute("data-closed"); }
    cite.addEventListener("pointerleave", open);
    cite.addEventListener("focusout", function (event) { if (!cite.contains(event.relatedTarget)) open(); });
  });

  document.addEventListener("click", function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    var link = event.target.closest(".sidenote > a, .margin-cite > :first-child a");
    var body = link && link.closest(".sidenote, .margin-cite").querySelector(".margin-body");
    if (!body) return;
    if (link.matches(".sidenote > a") && getComputedStyle(body).float !== "none") {
      // The note stands beside its line: no need to go to the end of the page.
      event.preventDefault();
      body.scrollIntoView({ block: "nearest" });
      if (body.tabIndex === 0) body.focus({ preventScroll: true });
    } else if (link.matches(".margin-cite a") && matchMedia("(hover: none)").matches) {
      // Nothing to point with: a tap on the citation does what the button beside it does.
      var button = link.closest(".margin-cite").querySelector(".margin-open");
      if (!button.checkVisibility || !button.checkVisibility()) return;
      event.preventDefault();
      button.click();
    }
  });
})();
