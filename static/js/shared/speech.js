// Reading aloud with the device's own voice. Buttons stay hidden where there is none for the page's language, as in some
// WeChat browsers and on phones without a Chinese voice.

const LANGUAGE = document.documentElement.lang || "zh-CN";
let speaking = null;

export function voice() {
  const family = LANGUAGE.slice(0, 2).toLowerCase();
  return window.speechSynthesis.getVoices().find((one) => one.lang.replace("_", "-").toLowerCase().startsWith(family));
}

function word(button, text) {
  button.querySelector("span").textContent = text;
}

function stopped() {
  if (speaking) word(speaking.button, speaking.before);
  speaking = null;
}

function press(button) {
  const again = speaking && speaking.button === button;
  window.speechSynthesis.cancel();
  stopped();
  if (again) return;
  const words = new SpeechSynthesisUtterance(button.dataset.say);
  words.lang = LANGUAGE;
  words.voice = voice() || null;
  words.rate = 0.9;
  speaking = { button, words, before: button.querySelector("span").textContent };
  // an utterance that was cancelled ends later, when the next one may be speaking
  words.onend = words.onerror = () => speaking && speaking.words === words && stopped();
  word(button, button.dataset.stop);
  window.speechSynthesis.speak(words);
}

// Voices come late on many phones: the buttons show as soon as there is one.
function show() {
  for (const button of document.querySelectorAll("[data-say]")) button.hidden = !voice();
}

export function offerSpeech(part = document) {
  const buttons = part.querySelectorAll("[data-say]");
  if (!("speechSynthesis" in window) || !buttons.length) return;
  for (const button of buttons) button.addEventListener("click", () => press(button));
  show();
  window.speechSynthesis.addEventListener?.("voiceschanged", show);
}
