// Buttons that copy code and citations. Without scripts or clipboard access, the text can still be selected.
(function () {
  if (!navigator.clipboard) return;
  // In the language of the site; without it, in English.
  var words = document.currentScript.dataset;
  function bind() {
    // A copy of a button does nothing.
    document.querySelectorAll("main .copy").forEach(function (button) { button.remove(); });
    // sphinx-copybutton has buttons of its own, for all of these.
    if (document.querySelector('script[src*="copybutton"]')) return;
    document.querySelectorAll(".cite-this details").forEach(function (form) {
      var pre = form.querySelector("pre");
      var name = form.querySelector("summary").textContent;
      pre.after(button((words.copy || "Copy %(name)s").replace("%(name)s", name), pre));
    });
    document.querySelectorAll('main [class*="highlight-"] > .highlight').forEach(function (box) {
      // Of the columns of a table, the last is the code.
      var pre = Array.from(box.querySelectorAll("pre")).pop();
      if (pre && !box.closest(".output, .cell_output, .margin-body")) box.append(button(words.copyCode || "Copy", pre));
    });
  }
  function button(name, pre) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = name;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(typed(pre)).then(function () {
        button.textContent = words.copied || "Copied";
        setTimeout(function () { button.textContent = name; }, 2000);
      });
    });
    return button;
  }
  // What was typed: no numbers of lines and, in a session, no prompts and no output.
  function typed(pre) {
    var copy = pre.cloneNode(true);
    var isSession = copy.querySelector(".gp");
    copy.querySelectorAll(".linenos, .gp, .go, .gt, .gr").forEach(function (part) {
      // The line of a removed output goes with it.
      var after = part.nextSibling;
      if (isSession && !part.matches(".gp, .linenos") && after && after.nodeType === 3) after.textContent = after.textContent.replace(/^\n/, "");
      part.remove();
    });
    return copy.textContent;
  }
  bind();
  // Read the Docs has replaced the text of the page with a comparison of two versions.
  document.addEventListener("readthedocs-root-dom-changed", bind);
})();
