// The household whose number was typed: who lives there is said, and its door is filled in where none was typed.

const form = document.querySelector("[data-household]");

async function look() {
  const body = new URLSearchParams({ household: form.elements.household.value });
  const line = document.getElementById("household-members");
  try {
    const answer = await fetch(form.dataset.household, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const found = await answer.json();
    line.hidden = found.members.length === 0;
    line.textContent = line.dataset.words.replace("{names}", found.members.join("、"));
    if (found.door && !form.elements.door.value.trim()) form.elements.door.value = found.door;
  } catch (gone) {
    // without a network the number is looked up when the form is sent
  }
}

if (form) form.elements.household.addEventListener("change", look);
