// Says with the number what this machine's clock shows: where it and ours differ, that may be why the number proved wrong.

const field = document.querySelector('[data-clock]');
if (field) {
  field.form.addEventListener('submit', () => { field.value = String(Math.floor(Date.now() / 1000)); });
}
