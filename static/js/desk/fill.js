// Ready-made sentences under a field: a press puts one in, or adds it to what is already there.

for (const group of document.querySelectorAll("[data-fills]")) {
  const field = document.getElementById(group.dataset.fills);
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    if (!button) return;
    const typed = field.value.trim();
    if (!typed.includes(button.dataset.fill)) field.value = typed + button.dataset.fill;
    field.focus();
  });
}
