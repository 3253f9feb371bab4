// Keeps the rotating code fresh: picture and both numbers change together, and both go when no fresh one can be had.

const box = document.querySelector("[data-code]");
const fresh = box.querySelector("[data-fresh]");
const stale = box.querySelector("[data-stale]");
const digits = box.querySelector("[data-digits]");
const short = box.querySelector("[data-short]");
const picture = box.querySelector("img");
// a code is still read for some seconds after its half minute, which is the time to fetch the next
const GRACE = 8000;
let until = Date.now() + Number(box.dataset.lives) * 1000;
let asking = false;

function show(isFresh) {
  fresh.hidden = !isFresh;
  stale.hidden = isFresh;
}

async function renew() {
  if (asking) return;
  asking = true;
  try {
    const answer = await fetch(box.dataset.code, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    const code = await answer.json();
    picture.src = code.picture;
    short.textContent = code.short;
    digits.textContent = code.digits.join(" ");
    until = Date.now() + code.lives * 1000;
    show(true);
  } catch {
    // tried again below; what is shown stays only while it can be read
  } finally {
    asking = false;
  }
}

function look() {
  if (document.visibilityState !== "visible") return;
  if (Date.now() > until + GRACE) show(false);
  if (Date.now() >= until) renew();
}

setInterval(look, 1000);
document.addEventListener("visibilitychange", look);
window.addEventListener("pageshow", look);
window.addEventListener("online", look);
