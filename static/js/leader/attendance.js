// The leader's sheet without leaving it: a tick is sent, the list is renewed and stays where it was. The camera goes on
// reading until it is closed. Without this script every form here is an ordinary one.

import "../shared/old-browsers.js";
import { online, say } from "./base.js";
import { scanning, watchCamera } from "./camera.js";

const PATIENCE = 20000;

// One after the other: what is pressed while another is on its way waits for it.
let before = Promise.resolve();

// The page the house answers with; null where no answer came.
async function ask(address, body) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    const answer = await fetch(address, body ? { method: "POST", body, signal: giveUp.signal } : { signal: giveUp.signal });
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch (fault) {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

// Sends one tick and shows what came back; says in words what happened.
async function send(address, body, next) {
  const page = online() ? await ask(address, body) : null;
  if (!page) {
    say("offline");
    return document.querySelector("[data-offline]").textContent.trim();
  }
  if (!page.querySelector("[data-sheet]")) {
    location.assign(location.pathname);
    return "";
  }
  return show(page, next);
}

function show(page, next) {
  const stood = next && document.getElementById(next)?.getBoundingClientRect().top;
  const main = document.importNode(page.querySelector("main"), true);
  document.querySelector("main").replaceWith(main);
  showBar(page);
  say("online");
  const refused = document.getElementById("refusal");
  const kept = next && document.getElementById(next);
  if (refused && !scanning()) {
    refused.scrollIntoView({ block: "center" });
    refused.focus({ preventScroll: true });
  } else if (kept) {
    window.scrollBy(0, kept.getBoundingClientRect().top - (stood || 0));
    kept.querySelector("button")?.focus({ preventScroll: true });
  }
  document.getElementById("ask")?.focus({ preventScroll: true });
  const words = (refused || main.querySelector("[data-said]"))?.textContent.replace(/\s+/g, " ").trim() || "";
  document.querySelector("[data-aloud]").textContent = words;
  return words;
}

// The bar stays as it is, with its camera, unless it is another one; what is read next is another press.
function showBar(page) {
  const [old, fresh] = [document, page].map((where) => where.querySelector("[data-bar]"));
  if (old?.dataset.bar === fresh?.dataset.bar) {
    const [key, next] = [old, fresh].map((bar) => bar?.querySelector("[name=form_key]"));
    if (key && next) key.value = next.value;
    return;
  }
  if (old) old.remove();
  if (fresh) document.querySelector("[data-aloud]").before(document.importNode(fresh, true));
  offer();
}

// The row to look at after this one has gone.
function beside(row) {
  const near = row && (row.nextElementSibling || row.previousElementSibling || row);
  return near ? near.id : "";
}

function offer() {
  for (const button of document.querySelectorAll("[data-scan-button], [data-type-button]")) {
    button.hidden = false;
    const typed = document.querySelector("[data-typed]");
    if (typed) typed.hidden = true;
  }
}

function type() {
  const typed = document.querySelector("[data-typed]");
  typed.hidden = !typed.hidden;
  document.querySelector("[data-type-button]").setAttribute("aria-expanded", String(!typed.hidden));
  if (!typed.hidden) typed.querySelector("[name=code]").focus();
}

function tick(event) {
  const form = event.target.closest("form[data-tick]");
  if (!form) return;
  event.preventDefault();
  event.stopPropagation();
  if (form.dataset.sent) return;
  form.dataset.sent = "1";
  const button = form.querySelector("button");
  button.setAttribute("aria-busy", "true");
  const body = new FormData(form);
  const next = beside(form.closest(".weui-cell"));
  const address = form.method === "get" ? `${form.action}?${new URLSearchParams(body)}` : form.action;
  before = before.then(() => send(address, form.method === "get" ? null : body, next)).then(() => {
    delete form.dataset.sent;
    button.removeAttribute("aria-busy");
    if (form.matches("[data-typed]")) form.reset();
  });
}

async function press(event) {
  const back = event.target.closest("a[data-tick]");
  if (back) {
    event.preventDefault();
    await send(back.href, null, "");
  }
  if (event.target.closest("[data-type-button]")) type();
}

function read(code) {
  const form = document.querySelector("[data-typed]");
  const body = new FormData(form);
  body.set("code", code);
  return send(form.action, body, "");
}

document.addEventListener("submit", tick, true);
document.addEventListener("click", press);
watchCamera(read, type);
offer();
