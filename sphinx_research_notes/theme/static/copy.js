// A button that copies a citation. Without scripts or clipboard access, the text can still be selected.
(function () {
  if (!navigator.clipboard) return;
  document.querySelectorAll(".cite-this details").forEach(function (form) {
    var name = "Copy " + form.querySelector("summary").textContent;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = name;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(form.querySelector("pre").textContent).then(function () {
        button.textContent = "Copied";
        setTimeout(function () { button.textContent = name; }, 2000);
      });
    });
    form.querySelector("pre").after(button);
  });
})();
