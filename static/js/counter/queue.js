// F8 calls the next number, as it confirms at the counter; no scanner sends it.

document.addEventListener("keydown", (event) => {
  if (event.key !== "F8" || event.repeat) return;
  event.preventDefault();
  document.querySelector("[data-next]")?.click();
});
