// Files and folders that are dropped on the form go with it when it is sent, under the paths they have; without this script
// they are chosen in its two fields.

const form = document.querySelector("[data-bring]");
const SHOWN = 8;
const dropped = [];

/** The files below something that was dropped, with their paths. */
async function within(entry, path = "") {
  const here = path ? `${path}/${entry.name}` : entry.name;
  if (entry.isFile) {
    const file = await new Promise((found, lost) => entry.file(found, lost));
    return [{ path: here, file }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    // a reader gives some at a time, and nothing when there are no more
    const some = await new Promise((read, lost) => reader.readEntries(read, lost));
    if (some.length === 0) return found;
    for (const one of some) found.push(...(await within(one, here)));
  }
}

function say() {
  const list = form.querySelector("[data-drop-list]");
  const lines = dropped.slice(0, SHOWN).map((one) => one.path);
  if (dropped.length > SHOWN) lines.push(list.dataset.words.replace("{number}", dropped.length - SHOWN));
  list.replaceChildren(...lines.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
}

if (form) {
  const place = form.querySelector("[data-drop]");
  form.querySelector("[data-drop-words]").hidden = false;
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    place.classList.add("is-over");
  });
  place.addEventListener("dragleave", () => place.classList.remove("is-over"));
  place.addEventListener("drop", async (event) => {
    event.preventDefault();
    place.classList.remove("is-over");
    // what was dropped is told only while the event lasts
    const items = [...event.dataTransfer.items].map((one) => ({ entry: one.webkitGetAsEntry(), file: one.getAsFile() }));
    for (const { entry, file } of items) {
      if (entry) dropped.push(...(await within(entry)));
      else if (file) dropped.push({ path: file.name, file });
    }
    say();
  });
  form.addEventListener("formdata", (event) => {
    for (const one of dropped) event.formData.append("books", one.file, one.path);
  });
}
