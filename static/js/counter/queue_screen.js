// The second screen's sound: two notes, and the number spoken where the machine has a voice for the page's language. A browser
// lets a page sound after one press, so a button asks for it.

import { voice } from "../shared/speech.js";

const button = document.querySelector("[data-sound]");
const Sound = window.AudioContext;
let sound = null;

function note(at, pitch) {
  const tone = sound.createOscillator();
  const loud = sound.createGain();
  tone.frequency.value = pitch;
  loud.gain.setValueAtTime(0.4, at);
  loud.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
  tone.connect(loud).connect(sound.destination);
  tone.start(at);
  tone.stop(at + 0.6);
}

function chime() {
  document.documentElement.dataset.chimed = String(Number(document.documentElement.dataset.chimed || 0) + 1);
  note(sound.currentTime, 880);
  note(sound.currentTime + 0.35, 660);
}

function say(text) {
  const speaker = "speechSynthesis" in window && voice();
  if (!speaker) return;
  const words = new SpeechSynthesisUtterance(text);
  words.lang = document.documentElement.lang;
  words.voice = speaker;
  words.rate = 0.8;
  window.speechSynthesis.speak(words);
}

if (Sound) {
  button.hidden = false;
  button.addEventListener("click", () => {
    sound = new Sound();
    button.hidden = true;
    chime();
  });
}

let called = document.getElementById("called").dataset.called;
document.addEventListener("again", (event) => {
  const { called: now, words } = event.target.dataset;
  if (!now || now === called) return;
  called = now;
  if (!sound) return;
  chime();
  say(words);
});
