// A button that copies a citation. Without scripts or clipboard access, the text can still be selected.
(function () {
  if (!navigator.clipboard) return;
  // In the language of the site; without it, in English.
  var words = document.currentScript.dataset;
  function bind() {
    // A copy of a button does nothing.
    document.querySelectorAll(".cite-this .copy").forEach(function (button) { button.remove(); });
    document.querySelectorAll(".cite-this details").forEach(add);
  }
  function add(form) {
    var name = (words.copy || "Copy %(name)s").replace("%(name)s", form.querySelector("summary").textContent);
    var button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = name;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(form.querySelector("pre").textContent).then(function () {
        button.textContent = words.copied || "Copied";
        setTimeout(function () { button.textContent = name; }, 2000);
      });
    });
    form.querySelector("pre").after(button);
  }
  bind();
  // Read the Docs has replaced the text of the page with a comparison of two versions.
  document.addEventListener("readthedocs-root-dom-changed", bind);
})();
