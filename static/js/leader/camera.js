// The leader's camera: reads one code after the other, says in large letters whose it was, and is closed by a button.

//: the same code held up longer is not a second one
const AGAIN = 6000;

let stream = null;

export function scanning() {
  return stream !== null;
}

export function watchCamera(read, type) {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-scan-button]")) open(read, type);
    if (event.target.closest("[data-close-camera]")) close();
    if (event.target.closest("[data-light]")) light(event.target.closest("[data-light]"));
  });
}

async function open(read, type) {
  if (stream) return;
  const bar = document.querySelector("[data-scan]");
  try {
    const { BarcodeDetector, prepareZXingModule } = await import(bar.dataset.scan);
    prepareZXingModule({ overrides: { locateFile: () => bar.dataset.wasm } });
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    const video = bar.querySelector("video");
    video.srcObject = stream;
    bar.querySelector("[data-camera]").hidden = false;
    bar.querySelector("[data-scan-button]").hidden = true;
    await video.play();
    bar.querySelector("[data-light]").hidden = !stream.getVideoTracks()[0].getCapabilities?.().torch;
    await watch(bar, video, new BarcodeDetector({ formats: ["qr_code", "code_128"] }), read);
  } catch (fault) {
    close();
    bar.querySelector("[data-no-camera]").hidden = false;
    if (bar.querySelector("[data-typed]").hidden) type();
  }
}

async function watch(bar, video, detector, read) {
  const said = bar.querySelector("[data-scanned]");
  let last = { code: "", at: 0 };
  while (stream && bar.isConnected) {
    const [found] = await detector.detect(video);
    const fresh = found && (found.rawValue !== last.code || Date.now() - last.at > AGAIN);
    if (fresh) {
      said.textContent = "…";
      said.textContent = await read(found.rawValue);
      navigator.vibrate?.(80);
    }
    if (found) last = { code: found.rawValue, at: Date.now() };
    await new Promise((resume) => setTimeout(resume, 150));
  }
  close();
}

function close() {
  for (const track of stream ? stream.getTracks() : []) track.stop();
  stream = null;
  const bar = document.querySelector("[data-scan]");
  if (!bar) return;
  bar.querySelector("[data-camera]").hidden = true;
  bar.querySelector("[data-scan-button]").hidden = false;
}

function light(button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  stream?.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
}
