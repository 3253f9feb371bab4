// What Chromium 86 to 92 (Windows 7 offices) lack and a vendored file uses. Import this before it.
if (!Object.hasOwn) {
  Object.hasOwn = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
}
