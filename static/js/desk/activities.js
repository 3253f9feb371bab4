// Planning: where an end was not typed, the one that the last activity of this rule had is put in, to be typed over.

const rule = document.getElementById("rule");
const starts = document.getElementById("starts");
const ends = document.getElementById("ends");
const DAY = 24 * 60;

let begins = "";
let proposed = "";

function propose() {
  const minutes = Number(rule.selectedOptions[0] && rule.selectedOptions[0].dataset.minutes);
  if (!minutes || !begins || (ends.value && ends.value !== proposed)) return;
  const [hours, part] = begins.split(":").map(Number);
  const until = (hours * 60 + part + minutes) % DAY;
  proposed = `${Math.floor(until / 60)}:${String(until % 60).padStart(2, "0")}`;
  ends.value = proposed;
  ends.dispatchEvent(new Event("input", { bubbles: true }));
}

if (rule && starts && ends) {
  starts.addEventListener("understood", (event) => {
    begins = event.detail;
    propose();
  });
  rule.addEventListener("change", propose);
}
