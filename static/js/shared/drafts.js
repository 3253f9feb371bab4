// What is being written is kept on the server, so that a lost line or a closed window loses nothing. The server decides
// what may be kept of a form; secrets, files and searches are not even sent.

const PAUSE = 1500;
const LONGEST = 2000;
const NEVER = ["password", "file", "search"];

function written(form) {
  const data = new URLSearchParams({ draft_of: new URL(form.action).pathname });
  for (const field of form.elements) {
    if (!field.name || NEVER.includes(field.type) || field.type === "submit") continue;
    if ((field.type === "checkbox" || field.type === "radio") && !field.checked) continue;
    data.append(field.name, field.value);
  }
  return data;
}

function keep(form) {
  let soon = null;
  let under = null;

  function send() {
    clearTimeout(soon);
    soon = null;
    if (form.dataset.sent) return;
    // a lost line is no matter: the next stroke tries again
    const sent = fetch("/drafts", { method: "POST", body: written(form), keepalive: true })
      .catch(() => {})
      .then(() => {
        if (under === sent) under = null;
      });
    under = sent;
  }

  form.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(send, PAUSE);
  });
  form.addEventListener("submit", async (event) => {
    clearTimeout(soon);
    soon = null;
    if (!under) return;
    // what is on its way would arrive behind the form and lie there as not handed in: the form goes after it
    event.preventDefault();
    event.stopPropagation();
    await Promise.race([under, new Promise((done) => setTimeout(done, LONGEST))]);
    under = null;
    form.requestSubmit(event.submitter);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && soon !== null) send();
  });
}

document.querySelectorAll("form[data-draft]").forEach(keep);
