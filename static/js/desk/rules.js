// A list that is wholly on the page narrows while one types, and says how many lines are left.
// Groups without a line go away with them. Without script the search button does the same.

for (const field of document.querySelectorAll("[data-narrows]")) {
  const rows = Array.from(document.querySelectorAll(field.dataset.narrows));
  const groups = new Set(rows.map((row) => row.parentElement));
  const said = document.querySelector("[data-narrowed]");
  if (!rows.length) continue;
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !(row.parentElement.firstElementChild.textContent + row.textContent).toLowerCase().includes(wanted);
    for (const group of groups) group.hidden = rows.every((row) => row.parentElement !== group || row.hidden);
    if (!said) return;
    said.hidden = !wanted;
    said.querySelector("[data-count]").textContent = String(rows.filter((row) => !row.hidden).length);
  });
}
