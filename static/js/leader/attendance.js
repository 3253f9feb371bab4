// The leader's scan button: opens the camera, reads one code and sends the form. Without a camera it asks for the digits.

import "../shared/old-browsers.js";

const bar = document.querySelector("[data-scan]");
if (bar) bar.querySelector("[data-scan-button]").addEventListener("click", begin);

let running = false;

async function begin(event) {
  const typed = bar.querySelector("[data-typed]");
  const input = typed.querySelector("input");
  if (!typed.hidden && input.value.trim()) return; // the digits were typed: send them
  event.preventDefault();
  if (running) return;
  running = true;
  try {
    await scan(input);
  } catch (fault) {
    running = false;
    bar.querySelector("video").hidden = true;
    bar.querySelector("[data-no-camera]").hidden = false;
    typed.hidden = false;
    input.disabled = false;
    input.focus();
  }
}

async function scan(input) {
  const { BarcodeDetector, prepareZXingModule } = await import(bar.dataset.scan);
  prepareZXingModule({ overrides: { locateFile: () => bar.dataset.wasm } });
  const video = bar.querySelector("video");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  const detector = new BarcodeDetector({ formats: ["qr_code", "code_128"] });
  for (;;) {
    const [found] = await detector.detect(video);
    if (found) {
      for (const track of stream.getTracks()) track.stop();
      input.disabled = false;
      input.value = found.rawValue;
      input.form.requestSubmit();
      return;
    }
    await new Promise((resume) => setTimeout(resume, 150));
  }
}
