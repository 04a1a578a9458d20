// Rows copied from a spreadsheet are spread over the cells of the grid, from where they are pasted.
(function () {
  const grid = document.querySelector("[data-grid]");
  if (!grid) return;
  grid.addEventListener("paste", function (event) {
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const rows = Array.from(grid.tBodies[0].rows);
    const cell = event.target.closest("td");
    const top = rows.indexOf(cell.parentElement);
    const left = Array.from(cell.parentElement.querySelectorAll("td")).indexOf(cell);
    let last = null;
    text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach(function (line, down) {
      const cells = rows[top + down] ? rows[top + down].querySelectorAll("td input") : [];
      line.split("\t").forEach(function (value, across) {
        last = cells[left + across] || last;
        if (cells[left + across]) cells[left + across].value = value.trim();
      });
    });
    if (last) last.focus();
  });
})();
