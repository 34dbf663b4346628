"use strict";
// Buttons in the heads of tables of class "sortable" sort their rows: numbers from the largest, names from A. A cell that has no
// number comes last either way.
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
  const value = (row, i) => {
    const cell = row.cells[i], text = cell.dataset.sort ?? cell.textContent.trim();
    return cell.tagName === "TH" || cell.classList.contains("left") ? text : parseFloat(text);
  };
  const compare = (a, b) => typeof a === "string" ? a.localeCompare(b, undefined, { numeric: true }) : a - b;
  heads.forEach((head, i) => {
    if (head.tagName !== "TH") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const first = head.classList.contains("left") ? "ascending" : "descending";
      const now = head.getAttribute("aria-sort");
      const next = !now ? first : now === "ascending" ? "descending" : "ascending";
      for (const h of heads) h.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", next);
      const sign = next === "ascending" ? 1 : -1;
      const rows = [...body.rows].map(row => ({ row, v: value(row, i) }));
      const known = rows.filter(r => r.v === r.v && r.v !== ""), unknown = rows.filter(r => !(r.v === r.v && r.v !== ""));
      known.sort((a, b) => sign * compare(a.v, b.v));
      body.append(...known.concat(unknown).map(r => r.row));
    });
  });
}
