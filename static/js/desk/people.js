// The household whose number was typed: who lives there is said, and its door is filled in, to be typed over. A door that
// was filled in goes when another number is typed.

const form = document.querySelector("[data-household]");
let proposed = "";

async function look() {
  const { household, door } = form.elements;
  const number = household.value;
  const body = new URLSearchParams({ household: number });
  const line = document.getElementById("household-members");
  try {
    const answer = await fetch(form.dataset.household, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const found = await answer.json();
    if (household.value !== number) return;
    line.hidden = found.members.length === 0;
    line.textContent = line.dataset.words.replace("{names}", found.members.join("、"));
    if (door.value.trim() && door.value !== proposed) return;
    proposed = found.door;
    door.value = proposed;
  } catch (gone) {
    // without a network the number is looked up when the form is sent
  }
}

if (form) form.elements.household.addEventListener("change", look);
