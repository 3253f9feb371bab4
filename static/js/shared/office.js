// What every desk page does beyond its HTML: focus goes to what was refused, a form is sent once,
// a print button prints. All pages work without it. Narrowing a list while one types is in desk/rules.js.

const spoken = document.querySelector("[data-focus]");
if (spoken) {
  // An address that ends in #… would take the focus away again once the page stands, as what it names takes none.
  if (window.location.hash) window.history.replaceState(null, "", window.location.pathname + window.location.search);
  spoken.focus();
}

// Where the list of the side bar scrolls, the page one is on is not beyond its edge, and what follows is begun to be seen.
const list = document.querySelector(".side-nav");
const lit = list && list.querySelector(".is-lit");
if (lit) {
  const below = lit.getBoundingClientRect().bottom + lit.offsetHeight / 2 - list.getBoundingClientRect().bottom;
  if (below > 0) list.scrollTop += below;
}

// A printed card or slip is the answer to a deed: loading it again must not do the deed again.
if (document.body.classList.contains("print-page")) window.history.replaceState(null, "", window.location.href);

function free(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  // On a bad line nothing may come back: after a while a second press is wanted, and safe.
  setTimeout(() => free(form), 6000);
});

// Coming back with the browser's own button must leave the form usable.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach(free);
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The menu of the narrow page closes with Esc, and focus stays on its button.
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
