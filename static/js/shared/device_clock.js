// Says now and then what the clock of this device shows, so that a wrong clock of the house is found out.

const EVERY = 120000;
const SOON = 100000;
const KEPT = "device-clock-said";

function since() {
  const last = Number(window.sessionStorage.getItem(KEPT));
  const passed = Date.now() - last;
  return last && passed >= 0 ? passed : EVERY;
}

function say() {
  // who turns page after page is not asked on each
  if (document.visibilityState === "hidden" || since() < SOON) return;
  window.sessionStorage.setItem(KEPT, String(Date.now()));
  // a lost line is no matter: it is said again
  fetch("/device-clock", { method: "POST", body: new URLSearchParams({ now: String(Date.now()) }), keepalive: true }).catch(() => {});
}

say();
window.setInterval(say, EVERY);
document.addEventListener("visibilitychange", say);
