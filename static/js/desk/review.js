// The queue and one activity under review: the action bar adds up what is ticked, and ready-made sentences fill the reason.
// Sums come from data attributes of the boxes; the sentences stay in the page.
// Space ticks (the browser's own); ↑ and ↓ go from box to box; a click anywhere in a row ticks it.

const MINUS = "\u2212";

export function pointsWords(tenths) {
  const size = Math.abs(tenths);
  const whole = Math.floor(size / 10).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const part = size % 10;
  return (tenths < 0 ? MINUS : "") + whole + (part ? "." + part : "");
}

export function hoursWords(minutes) {
  return pointsWords(Math.floor((minutes * 10) / 60));
}

export function addUp(boxes) {
  const sums = { number: 0, people: 0, minutes: 0, tenths: 0 };
  for (const box of boxes) {
    sums.number += 1;
    sums.people += Number(box.dataset.people);
    sums.minutes += Number(box.dataset.minutes);
    sums.tenths += Number(box.dataset.tenths);
  }
  return sums;
}

function start(form) {
  const bar = document.querySelector(".action-bar");
  const boxes = Array.from(form.querySelectorAll("input[type=checkbox]:not(:disabled)"));
  if (!bar || !boxes.length) return;
  const main = bar.querySelector("[data-needs-tick]");
  const wording = { number: String, people: String, minutes: hoursWords, tenths: pointsWords };

  function show() {
    const ticked = boxes.filter((box) => box.checked);
    const sums = addUp(ticked);
    for (const place of bar.querySelectorAll("[data-sum]")) {
      place.textContent = wording[place.dataset.sum](sums[place.dataset.sum]);
    }
    const states = { none: !ticked.length, some: ticked.length > 0 };
    states.all = ticked.length === boxes.length || !ticked.length;
    states.part = !states.all;
    for (const piece of bar.querySelectorAll("[data-when]")) {
      piece.hidden = !states[piece.dataset.when];
    }
    if (main) main.disabled = !ticked.length;
    for (const box of boxes) {
      const row = box.closest("[data-row]");
      if (row) row.classList.toggle("is-ticked", box.checked);
    }
  }

  function tickAll(wanted) {
    for (const box of boxes) box.checked = wanted(box);
    show();
    boxes[0].focus();
  }

  form.addEventListener("change", show);
  form.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || event.target.closest("a, button, label, input") || String(window.getSelection())) return;
    const box = row.querySelector("input[type=checkbox]:not(:disabled)");
    if (box) box.click();
  });
  form.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const here = boxes.indexOf(event.target);
    if (!step || here < 0) return;
    event.preventDefault();
    const next = boxes[here + step];
    if (next) next.focus();
  });
  const none = bar.querySelector("[data-tick-none]");
  if (none) none.addEventListener("click", () => tickAll(() => false));
  const clear = bar.querySelector("[data-tick-clear]");
  if (clear) clear.addEventListener("click", () => tickAll((box) => "clear" in box.dataset));
  window.addEventListener("pageshow", show);
  show();
}

for (const form of document.querySelectorAll("form[data-tally]")) start(form);

// A press puts a ready-made sentence into the field, or adds it to what is already there.
for (const group of document.querySelectorAll("[data-phrases]")) {
  const field = document.getElementById(group.dataset.phrases);
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    if (!button) return;
    const typed = field.value.trim();
    if (!typed.includes(button.dataset.fill)) field.value = typed + button.dataset.fill;
    field.focus();
  });
}
