// Hears a keyboard-wedge scanner wherever the focus is and tells its codes from a person's typing. Does not know what a code means.
//
// A scanner is a very fast typist who ends with Enter. Its keys must neither press the focused button nor stay in the
// focused field, even while an input method is composing: so keys are read by their place (event.code) when the input
// method hides them, and a field gets back what it held before the burst.

import { squeeze } from '../shared/codes.js';

const FAST = 50; // ms between two keys of a scanner, on average
const HELD = 600; // ms for which a busy computer may hold back the rest of a burst that is known for a scanner's
const SLOW = 150; // ms at most inside one burst; only codes too long for a person are believed at this pace
const QUIET = HELD + 50; // ms of silence after which no end key comes any more
const SURE = 8; // so many fast keys are a scanner
const LONG = 20; // so many keys are a scanner even at a slow pace
const TYPED = 6; // outside fields a person may type a number of at least so many digits
const PATIENCE = 5000; // ms after which a number typed by hand is forgotten
const ECHO = 400; // ms in which a second end key (CR LF) belongs to the same scan
const SETTLE = 250; // ms in which an input method may still deliver what it had swallowed

const SHIFTED = { Semicolon: ':', Slash: '?', Minus: '_', Equal: '+', Digit7: '&', Digit5: '%' };
const PLAIN = { Semicolon: ';', Slash: '/', Minus: '-', Equal: '=', Period: '.', Comma: ',', NumpadDecimal: '.', NumpadSubtract: '-', NumpadDivide: '/', BracketLeft: '[', BracketRight: ']', Space: ' ' };
const MODIFIERS = ['Shift', 'CapsLock', 'NumLock', 'Control', 'Alt', 'Meta', 'AltGraph'];

function byPlace(event) {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (digit && !event.shiftKey) return digit[1];
  const letter = /^Key([A-Z])$/.exec(event.code);
  if (letter) return letter[1];
  return (event.shiftKey ? SHIFTED[event.code] : PLAIN[event.code]) || null;
}

// The character a key stands for, full-width forms folded to plain ones, or null when it is no part of any code.
export function character(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return null;
  const hidden = event.isComposing || event.keyCode === 229 || ['Process', 'Unidentified'].includes(event.key);
  if (hidden) return byPlace(event);
  if (event.key.length !== 1) return null;
  const plain = event.key === ' ' ? ' ' : squeeze(event.key);
  return /^[\x20-\x7e]$/.test(plain) ? plain : byPlace(event);
}

const fieldOf = (target) =>
  target && (target.tagName === 'TEXTAREA' ||
    (target.tagName === 'INPUT' && !['button', 'submit', 'checkbox', 'radio', 'reset', 'file'].includes(target.type)))
    ? target : null;

const isEnter = (event) => event.key === 'Enter' || event.code === 'Enter' || event.code === 'NumpadEnter';

// Control characters arrive as the keys that a terminal made them with.
const STX = 'KeyB';
const ENDS = ['KeyM', 'KeyJ']; // CR, LF
const MARKS = [STX, 'KeyC', 'BracketRight', 'Backslash', ...ENDS]; // STX, ETX, GS, FS
const isControl = (event, codes) => event.ctrlKey && !event.altKey && !event.metaKey && codes.includes(event.code);

export class Wedge {
  // onCode(code): a whole code was read. onTyping(digits): what a person has typed outside any field so far ('' when forgotten).
  // onQuiet(code, fast): this was written as scanners write, fast or at a pace a person may have, and no end key followed;
  // says whether it was taken all the same. onEnd(): one did.
  // letters: whether a person may type them outside fields as well.
  constructor({ onCode, onTyping, onQuiet = () => false, onEnd = () => {}, letters = false }) {
    Object.assign(this, { onCode, onTyping, onQuiet, onEnd, typable: letters ? /[A-Z0-9]/ : /\d/ });
    this.typed = '';
    this.ended = -Infinity;
    this.composing = null; // { field, value } before the input method began
    this.guarded = null; // { field, value, until }
    this.start(0, null);
  }

  listen(target = window) {
    target.addEventListener('keydown', (event) => this.down(event), true);
    target.addEventListener('keyup', (event) => this.up(event), true);
    target.addEventListener('compositionstart', (event) => {
      const field = fieldOf(event.target);
      if (field && !this.caught) this.composing = { field, value: field.value };
    }, true);
    target.addEventListener('compositionend', () => { this.restore(); if (!this.caught) this.composing = null; }, true);
    target.addEventListener('input', () => this.restore(), true);
  }

  start(now, field) {
    this.run = '';
    this.runStart = now;
    this.last = now;
    this.field = field;
    this.caught = false;
    this.before = field ? (this.composing && this.composing.field === field ? this.composing.value : field.value) : null;
  }

  swallow(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  down(event) {
    if (MODIFIERS.includes(event.key)) return;
    const now = event.timeStamp;
    if (now - this.ended < ECHO && (isEnter(event) || isControl(event, MARKS))) {
      this.swallow(event);
      return;
    }
    const quick = now - this.last <= (this.caught ? HELD : SLOW) && this.run !== '';
    if (isEnter(event) || (this.caught && (event.key === 'Tab' || isControl(event, ENDS)))) {
      this.end(event, now);
      return;
    }
    // the other marks of a scanner belong to the burst and stand in no code
    if (isControl(event, MARKS) && (quick || event.code === STX)) {
      this.swallow(event);
      return;
    }
    const char = character(event);
    if (event.key === 'Escape' && this.typed) {
      this.swallow(event); // one step back: what was typed is taken back, and nothing else
      this.forget();
      return;
    }
    if (char === null) {
      // A scanner may send F8 for a group separator: inside a burst it must not confirm anything.
      if (quick && this.caught) this.swallow(event);
      else if (!event.repeat) this.forget();
      return;
    }
    if (char === ' ') {
      this.spaceSwallowed = quick && this.run.length > 1;
      if (!this.spaceSwallowed) return;
    }
    this.take(event, char, now, quick);
  }

  take(event, char, now, quick) {
    const field = fieldOf(event.target);
    if (!quick || field !== this.field) {
      this.start(now, field);
      this.guarded = null; // a person may be typing here again
    }
    this.ended = -Infinity; // a new scan may follow at once, and its Enter is no echo
    if (char !== ' ') this.run += char;
    this.last = now;
    if (!field) {
      this.swallow(event);
      if (!this.caught && this.typable.test(char)) this.type(char);
    }
    if (!this.caught && ((this.run.length >= SURE && this.pace() <= FAST) || this.run.length >= LONG)) this.capture();
    if (this.caught) {
      this.swallow(event);
      if (this.guarded) this.guarded.until = now + SETTLE;
      this.restore();
      clearTimeout(this.silence);
      this.silence = setTimeout(() => this.quiet(), QUIET);
    }
  }

  pace() {
    return (this.last - this.runStart) / Math.max(1, this.run.length - 1);
  }

  // A burst that nothing ended. What is taken is over; what is not may still go on.
  quiet() {
    if (!this.caught || !this.onQuiet(this.run, this.pace() <= FAST)) return;
    this.ended = this.last + QUIET; // an Enter that comes late presses nothing
    this.forget();
  }

  // From here on it is a scanner: the field gets its former value back, and whatever an input method still delivers is undone.
  capture() {
    this.caught = true;
    if (this.typed) this.onTyping('');
    this.typed = '';
    if (!this.field) return;
    this.guarded = { field: this.field, value: this.before, until: this.last + SETTLE };
    this.restore();
    if (this.composing) {
      this.field.blur();
      this.field.focus();
      this.composing = null;
    }
  }

  restore() {
    const guard = this.guarded;
    if (!guard) return;
    if (performance.now() > guard.until) this.guarded = null;
    else if (guard.field.value !== guard.value) guard.field.value = guard.value;
  }

  end(event, now) {
    const scanned = this.caught && now - this.last <= HELD;
    const code = scanned ? this.run : this.typed;
    clearTimeout(this.silence);
    const field = fieldOf(event.target);
    if (scanned) {
      this.swallow(event);
      this.ended = now;
      this.onEnd();
      if (this.guarded) this.guarded.until = now + SETTLE;
    } else if (field) {
      this.forget();
      return;
    } else if (event.target.tagName !== 'A') {
      this.swallow(event); // Enter presses nothing here: space and F8 do
    }
    this.forget();
    if (scanned || (code.length >= TYPED && /\d/.test(code))) this.onCode(code);
    else if (code) this.onTyping('', code);
  }

  type(char) {
    this.typed = (this.typed + char).slice(-400);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.forget(), PATIENCE);
    if (this.typed.length <= 10) this.onTyping(this.typed);
  }

  forget() {
    clearTimeout(this.timer);
    if (this.typed) this.onTyping('');
    this.typed = '';
    this.start(this.last, null);
    this.last = -Infinity;
  }

  // The browser presses a button when space is let go; inside a burst that is not wanted either.
  up(event) {
    if (event.code === 'Space' && this.spaceSwallowed) this.swallow(event);
  }
}
