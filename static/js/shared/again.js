// Keeps a part of a page as the server has it: what says data-again="seconds" is asked for anew and put in its place where its data-mark
// has changed; data-from is where. What stands in [data-late] is shown while no answer comes. Each part that was replaced says so by the event "again".

import { offerSpeech } from "./speech.js";

const late = document.querySelectorAll("[data-late]");

function show(isLate) {
  for (const one of late) one.hidden = !isLate;
}

async function look(id, from) {
  const answer = await fetch(from, { credentials: "same-origin", headers: { Accept: "text/html" } });
  if (answer.redirected) {
    window.location.assign(from);
    return;
  }
  if (!answer.ok) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
  const here = document.getElementById(id);
  if (!fresh || fresh.dataset.mark === here.dataset.mark) return;
  here.replaceWith(fresh);
  offerSpeech(fresh);
  fresh.dispatchEvent(new CustomEvent("again", { bubbles: true }));
}

for (const part of document.querySelectorAll("[data-again]")) {
  const { id } = part;
  const { from } = part.dataset;
  const ahead = Number(part.dataset.again) * 1000;
  const turn = async () => {
    // a page that nobody sees asks nothing; a form that was just sent, or that somebody types into, is left alone
    const busy = document.hidden || document.querySelector("form[data-sent], input:focus");
    try {
      if (!busy) await look(id, from);
      show(false);
    } catch {
      show(true);
    }
    window.setTimeout(turn, ahead);
  };
  window.setTimeout(turn, ahead);
}
