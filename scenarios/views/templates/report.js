"use strict";
const valueOf = cell => cell.dataset.v ?? cell.textContent;

for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => head.firstElementChild.addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach(h => h.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const numeric = head.classList.contains("n");
    const rows = [...table.tBodies[0].rows];
    rows.sort((a, b) => {
      const [x, y] = [valueOf(a.cells[column]), valueOf(b.cells[column])];
      if (x === "" || y === "") return (x === "") - (y === "");
      const order = numeric ? Number(x) - Number(y) : x.localeCompare(y);
      return down ? -order : order;
    });
    table.tBodies[0].append(...rows);
  }));
}

const quoted = text => /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
// A spreadsheet runs text that begins like a formula; numbers stay numbers.
const guarded = text => /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
for (const button of document.querySelectorAll("button.csv")) {
  button.addEventListener("click", () => {
    const rows = [...button.parentElement.querySelectorAll("tr")];
    const lines = rows.map(r => [...r.cells].map(c => quoted(guarded(valueOf(c).trim()))).join(","));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\n") + "\n"], {type: "text/csv"}));
    link.download = `${button.dataset.name}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

const tip = document.body.appendChild(Object.assign(document.createElement("div"), {id: "tip"}));
document.addEventListener("mousemove", event => {
  // Axes and legends have labels for screen readers; an interactive chart has its own tooltips.
  const found = event.target.closest?.(".chart svg [role=graphics-symbol][aria-label]");
  const scale = ["axis", "legend"].includes(found?.getAttribute("aria-roledescription"));
  const mark = scale || found?.closest(".vega-embed") ? null : found;
  tip.style.display = mark ? "block" : "none";
  if (!mark) return;
  tip.textContent = mark.getAttribute("aria-label");
  tip.style.left = `${Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8)}px`;
});

for (const chart of document.querySelectorAll("[data-interactive]")) {
  const specification = JSON.parse(document.getElementById(chart.dataset.interactive).textContent);
  const live = document.createElement("div");
  vegaEmbed(live, specification, {renderer: "svg", actions: false})
    .then(() => chart.replaceChildren(live));
}
