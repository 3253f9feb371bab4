// Reading aloud with the device's own voice. Buttons stay hidden where there is none, as in some WeChat browsers.

export function speak(text) {
  window.speechSynthesis.cancel();
  const words = new SpeechSynthesisUtterance(text);
  words.lang = document.documentElement.lang || "zh-CN";
  words.rate = 0.9;
  window.speechSynthesis.speak(words);
}

export function offerSpeech() {
  if (!("speechSynthesis" in window)) return;
  for (const button of document.querySelectorAll("[data-say]")) {
    button.hidden = false;
    button.addEventListener("click", () => speak(button.dataset.say));
  }
}
