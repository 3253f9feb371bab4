// Enter in a field is the form's own button, and not the search for people, which stands first in it.

const form = document.getElementById("back-fill-form");
const main = document.querySelector("[form=back-fill-form]");

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.target.id === "who") return;
  if (!event.target.matches("input:not([type=checkbox])")) return;
  event.preventDefault();
  main.click();
});
