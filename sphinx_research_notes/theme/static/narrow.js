// Lists can be narrowed without this script, which says how many notes each choice would leave, and when none is left.
(function () {
  function chosen(box) { return box.checked; }
  document.querySelectorAll(".note-filters form").forEach(function (form) {
    var list = form.parentElement.nextElementSibling;
    var rows = Array.from(list.querySelectorAll(".h-entry"));
    var groups = Array.from(form.querySelectorAll("fieldset"), function (each) { return Array.from(each.querySelectorAll("input")); });
    function has(row) { return function (box) { return row.classList.contains(box.className); }; }
    // Whether the choices of all groups, except for one, leave the row.
    function fits(row, except) {
      return groups.every(function (group) {
        return group === except || !group.some(chosen) || group.filter(chosen).some(has(row));
      });
    }
    function update() {
      groups.forEach(function (group) {
        var left = rows.filter(function (row) { return fits(row, group); });
        group.forEach(function (box) {
          box.parentElement.querySelector(".count").textContent = left.filter(function (row) { return has(row)(box); }).length;
        });
      });
      list.nextElementSibling.querySelector(".none").hidden = rows.some(function (row) { return fits(row); });
    }
    form.addEventListener("change", update);
    form.addEventListener("reset", function () { setTimeout(update); });
    // Browsers keep the choices when one comes back to a page.
    addEventListener("pageshow", update);
  });
})();
