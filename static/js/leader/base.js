// On a leader's phone: without network nothing leads off the page, and the page says so in its own words.

export function online() {
  return navigator.onLine;
}

// The words are shown and hidden by the shared script, which listens for the browser's own events.
export function say(event) {
  window.dispatchEvent(new Event(event));
}

function stay(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  say("offline");
}

function follow(event) {
  const link = event.target.closest("a[href]");
  if (!link || online() || link.protocol === "tel:" || link.getAttribute("href").startsWith("#")) return;
  stay(event);
}

document.addEventListener("click", follow, true);
document.addEventListener("submit", (event) => {
  if (!online()) stay(event);
}, true);
