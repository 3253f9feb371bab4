// What every phone and door page gains from script: reading aloud, a word when the network goes, a form that is sent once.
// Nothing here is needed to read a page or to send a form.

import { offerSpeech } from "./speech.js";

const loadedAt = new Date();

function showOffline(offline) {
  for (const box of document.querySelectorAll("[data-offline]")) {
    const time = `${loadedAt.getHours()}:${String(loadedAt.getMinutes()).padStart(2, "0")}`;
    for (const line of box.querySelectorAll("p")) {
      line.textContent = line.textContent.replace("{time}", time);
    }
    box.hidden = !offline;
  }
}

function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-busy", "true");
}

// Coming back with the browser's own button shows the page as it was left: let it be sent again.
function allowAgain() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
}

function offerToShowPasswords() {
  for (const button of document.querySelectorAll("[data-show]")) {
    const input = document.getElementById(button.dataset.show);
    const word = button.textContent;
    button.hidden = false;
    button.addEventListener("click", () => {
      const hidden = input.type === "password";
      input.type = hidden ? "text" : "password";
      button.textContent = hidden ? button.dataset.hideWord : word;
      input.focus();
    });
  }
}

function warnOfCapsLock() {
  const warning = document.querySelector("[data-caps]");
  if (!warning) return;
  document.addEventListener("keyup", (event) => {
    if (event.getModifierState) warning.hidden = !event.getModifierState("CapsLock");
  });
}

window.addEventListener("offline", () => showOffline(true));
window.addEventListener("online", () => showOffline(false));
window.addEventListener("pageshow", allowAgain);
document.addEventListener("submit", sendOnce);
if (!navigator.onLine) showOffline(true);
offerToShowPasswords();
warnOfCapsLock();
offerSpeech();
document.getElementById("refusal")?.focus();
