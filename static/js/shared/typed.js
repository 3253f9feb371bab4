// A field in which a day or a time is typed: says beside it what is understood, offers the calendar and the near days.
// Without this the field is text that the server reads; nothing here reads dates itself.

const PAUSE = 250;
const asked = new Map();

function beside(field) {
  return document.getElementById(`${field.id}-understood`);
}

async function understand(field) {
  const turn = (asked.get(field) || 0) + 1;
  asked.set(field, turn);
  const words = field.value.trim();
  if (!words) {
    show(field, { said: "", value: "" });
    return;
  }
  const query = new URLSearchParams({ kind: field.dataset.typed, words });
  const starts = field.dataset.starts && document.getElementById(field.dataset.starts);
  if (starts) query.set("starts", starts.value.trim());
  try {
    const answer = await fetch(`/understood?${query}`, { headers: { Accept: "application/json" } });
    if (answer.ok && asked.get(field) === turn) show(field, await answer.json());
  } catch (gone) {
    // no network: the field is text, and what it means is said when it is sent
    if (asked.get(field) === turn) show(field, { said: "", value: "" });
  }
}

function show(field, found) {
  beside(field).textContent = found.said;
  field.dispatchEvent(new CustomEvent("understood", { detail: found.value }));
  const picker = document.querySelector(`[data-picker="${field.id}"] input`);
  if (picker) picker.value = found.value;
}

function fill(field, words) {
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

for (const field of document.querySelectorAll("[data-typed]")) {
  let soon;
  const again = () => {
    clearTimeout(soon);
    soon = setTimeout(() => understand(field), PAUSE);
  };
  field.addEventListener("input", again);
  const starts = field.dataset.starts && document.getElementById(field.dataset.starts);
  if (starts) starts.addEventListener("input", again);
}

for (const box of document.querySelectorAll("[data-picker]")) {
  box.hidden = false;
  const picker = box.querySelector("input");
  picker.addEventListener("change", () => {
    if (picker.value) fill(document.getElementById(box.dataset.picker), picker.value);
  });
}

for (const button of document.querySelectorAll("[data-fills]")) {
  button.hidden = false;
  button.addEventListener("click", () => fill(document.getElementById(button.dataset.fills), button.dataset.day));
}
