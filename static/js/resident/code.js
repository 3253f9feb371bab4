// Keeps the rotating code fresh: a new picture before the old one dies, and an honest word when none can be had.

const box = document.querySelector("[data-code]");
const picture = box.querySelector("img");
const fresh = box.querySelector("[data-fresh]");
const stale = box.querySelector("[data-stale]");
const seconds = Number(box.dataset.seconds);
let loadedAt = Date.now();

function show(isFresh) {
  fresh.hidden = !isFresh;
  stale.hidden = isFresh;
  picture.hidden = !isFresh;
}

function renew() {
  const next = new Image();
  next.onload = () => {
    picture.src = next.src;
    loadedAt = Date.now();
    show(true);
  };
  next.onerror = () => {
    if (Date.now() - loadedAt > seconds * 1000) show(false);
  };
  next.src = `${box.dataset.code}?at=${Date.now()}`;
}

function renewIfOld() {
  if (document.visibilityState === "visible" && Date.now() - loadedAt >= (seconds - 5) * 1000) renew();
}

setInterval(renewIfOld, 5000);
document.addEventListener("visibilitychange", renewIfOld);
window.addEventListener("online", renew);
