// Runs the camera and reports each code it sees once. Does not know what a code means.

import { reader } from './detector.js';
import { say } from './words.js';

const EVERY = 90; // ms from look to look: eleven a second where the machine keeps up
const AWAY = 2000; // ms a code must have been out of sight before it counts again

const TROUBLE = {
  NotAllowedError: 'camera_denied',
  SecurityError: 'camera_denied',
  NotFoundError: 'camera_none',
  OverconstrainedError: 'camera_none',
  NotReadableError: 'camera_taken',
  AbortError: 'camera_taken',
};

export class Camera {
  // box holds the picture and its note; onCode(code); onChange(on: boolean).
  constructor({ box, video, note, onCode, onChange }) {
    Object.assign(this, { box, video, note, onCode, onChange });
    this.seen = new Map();
    this.turn = 0;
    this.on = false;
  }

  toggle() {
    return this.on ? this.stop() : this.start();
  }

  async start() {
    this.turn += 1;
    const turn = this.turn;
    this.on = true;
    this.box.hidden = false;
    this.tell('camera_start', 'busy');
    this.onChange(true);
    if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) {
      this.trouble('camera_insecure');
      return;
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
      });
      if (turn !== this.turn) {
        stream.getTracks().forEach((track) => track.stop());
        return;
      }
      this.stream = stream;
      stream.getVideoTracks()[0].addEventListener('ended', () => { if (turn === this.turn) this.trouble('camera_lost'); });
      this.video.srcObject = stream;
      await this.video.play();
    } catch (error) {
      if (turn === this.turn) this.trouble(TROUBLE[error.name] || 'camera_none');
      return;
    }
    await this.read(turn);
  }

  async read(turn) {
    try {
      const { detector, kind } = await reader();
      if (turn !== this.turn) return;
      this.box.dataset.reader = kind;
      this.tell('camera_ready', 'ready');
      this.look(detector, turn);
    } catch (error) {
      if (turn === this.turn) this.trouble('camera_reader');
    }
  }

  async look(detector, turn) {
    while (turn === this.turn && this.on) {
      const begun = performance.now();
      try {
        const found = this.video.readyState >= 2 ? await detector.detect(this.video) : [];
        if (turn === this.turn) found.forEach((one) => this.report(one.rawValue));
      } catch (error) {
        // One unreadable picture is no trouble: the next comes in a moment.
      }
      const rest = EVERY - (performance.now() - begun);
      await new Promise((done) => { setTimeout(done, Math.max(4, rest)); });
    }
  }

  // A code lying in front of the camera counts once, however long it lies there.
  report(code) {
    const now = performance.now();
    const fresh = !(now - this.seen.get(code) < AWAY);
    this.seen.set(code, now);
    if (fresh && code) this.onCode(code);
  }

  stop() {
    this.turn += 1;
    this.on = false;
    this.release();
    this.box.hidden = true;
    this.onChange(false);
  }

  release() {
    if (this.stream) this.stream.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
  }

  trouble(key) {
    this.release();
    this.tell(key, 'trouble');
  }

  tell(key, state) {
    this.box.dataset.state = state;
    this.note.textContent = say(key);
  }
}
