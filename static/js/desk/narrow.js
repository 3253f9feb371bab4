// A list that is wholly on the page narrows while one types; the count is said aloud. Without script the search button does it.

for (const field of document.querySelectorAll("[data-narrows]")) {
  const rows = Array.from(document.querySelectorAll(field.dataset.narrows));
  const said = document.querySelector("[data-narrowed]");
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    let left = 0;
    for (const row of rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      if (!row.hidden) left += 1;
    }
    if (said) said.textContent = String(left);
  });
}
