// Keys of a list: "/" goes to the search, j and k go from row to row, x ticks a row, Enter opens it, as any link.
// Its link is marked with data-open. Where somebody types, keys are letters.

const rows = [...document.querySelectorAll("[data-open]")].map((link) => link.closest("tr"));
const search = document.querySelector("[data-search]");
const help = document.querySelector("[data-keys]");
if (help) help.hidden = rows.length === 0 && !search;

// Who opens a list mostly wants to find somebody; on a phone that would bring the keyboard up.
if (search && document.activeElement === document.body && window.matchMedia("(min-width: 768px)").matches) {
  search.focus();
  search.select();
}

function step(by) {
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(here + by, rows.length - 1))];
  if (!next) return;
  next.querySelector("[data-open]").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function tick() {
  const row = rows.find((one) => one.contains(document.activeElement));
  const box = row && row.querySelector("input[type=checkbox]");
  if (box) box.click();
}

function types(element) {
  return element.matches("textarea, select") || (element.matches("input") && !["checkbox", "radio"].includes(element.type));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const typing = event.target instanceof Element && types(event.target);
  if (typing) {
    if (event.target !== search) return;
    if (event.key === "Escape") search.blur();
    else if (event.key === "ArrowDown" && rows.length) step(1);
    else return;
  } else if (event.key === "/" && search) {
    search.focus();
    search.select();
  } else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "x") tick();
  else return;
  event.preventDefault();
});
