// Counting: one item is open, digits or the scanner make its number, a press keeps it. Knows nothing of what the books say.

import { Camera } from '../counter/camera.js';
import { Wedge } from '../counter/wedge.js';
import { data, links, say } from '../counter/words.js';
import { isWhole, readScan } from '../shared/codes.js';
import { KeptCounts } from './kept_counts.js';

const AGAIN = 15000; // ms between two tries to send what is kept
const LONGEST = 5; // digits

const find = (name) => document.querySelector(`[data-${name}]`);
const lines = new Map(data.lines.map((line) => [line.line, line]));
const state = { open: null, typed: '', fresh: false, ask: null, before: new Map() };

const unitOf = (line) => line.unit;
const isTodo = (line) => line.state === 'open' || line.state === 'again';
const pieces = (line, n) => say('pieces', { n, unit: unitOf(line) });

function tell(words, good = false) {
  const said = find('said');
  said.className = `notice ${good ? 'good' : 'wait'}`;
  said.textContent = words;
  said.hidden = !words;
}

function row(line, aside, mends) {
  const node = find(mends ? 'mend' : 'row').content.firstElementChild.cloneNode(true);
  node.dataset.line = line.line;
  node.children[0].textContent = line.name;
  node.children[1].textContent = aside;
  return node;
}

function drawLists() {
  const asked = find('find').querySelector('input').value.trim().toLowerCase();
  const todo = [...lines.values()].filter((line) => isTodo(line) && line.found.includes(asked));
  find('todo').replaceChildren(...todo.map((line) => row(line, line.state === 'again' ? say('again_tag') : '')));
  find('todo-head').hidden = !todo.length && !asked;
  find('none').hidden = todo.length > 0 || !asked;
  const done = [...lines.values()].filter((line) => !isTodo(line) && line.pieces !== null);
  const counted = [...lines.values()].filter((line) => !isTodo(line)).length;
  find('done').replaceChildren(...done.reverse().map((line) => row(line, pieces(line, line.pieces), line.state === 'mine')));
  find('done-title').textContent = say('done', { n: done.length });
  const all = lines.size;
  find('place').textContent = counted === all ? say('all_done', { all }) : say('place', { n: counted + 1, all });
}

function drawOpen() {
  const line = lines.get(state.open);
  find('open').hidden = !line;
  find('find').hidden = Boolean(line);
  const record = find('record');
  if (!record) return;
  record.disabled = !line || state.typed === '';
  record.textContent = record.disabled ? say(line ? 'record_first' : 'open_first') : say('record', { n: Number(state.typed), unit: unitOf(line) });
  if (!line) return;
  const barcode = line.codes[line.codes.length - 1];
  find('glyph').textContent = line.glyph;
  find('name').textContent = line.name;
  find('tail').textContent = line.codes.length > 1 ? say('tail', { tail: barcode.slice(-4), unit: unitOf(line) }) : say('tail_plain', { unit: unitOf(line) });
  find('number').textContent = state.typed === '' ? '0' : String(Number(state.typed));
  find('unit').textContent = unitOf(line);
  find('hint').textContent = say('hint', { unit: unitOf(line) });
}

function draw() {
  drawOpen();
  drawLists();
}

function open(line, typed) {
  tell('');
  state.open = line.line;
  state.typed = typed;
  state.fresh = true;
  find('find').querySelector('input').value = '';
  draw();
  window.scrollTo(0, 0);
}

function record(sure = false) {
  const line = lines.get(state.open);
  const number = Number(state.typed);
  state.before.set(line.line, { state: line.state, pieces: line.pieces });
  line.pieces = number;
  line.state = line.state === 'again' ? 'kept' : 'mine';
  // those counted last stand first
  lines.delete(line.line);
  lines.set(line.line, line);
  state.open = null;
  state.typed = '';
  tell(say('noted', { name: line.name, n: number, unit: unitOf(line) }), true);
  draw();
  kept.add({ line: line.line, pieces: number, sure });
}

// A question in place of the deeds, which nothing else answers.
function ask(words, next, no, yes) {
  state.ask = { no, yes };
  find('question').hidden = false;
  find('deeds').hidden = true;
  find('question').querySelector('h2').textContent = words;
  find('question-next').textContent = next;
  find('no').textContent = no.words;
  find('yes').textContent = yes.words;
  find('question').querySelector('h2').focus();
}

function answer(chosen) {
  const { deed } = state.ask[chosen];
  state.ask = null;
  find('question').hidden = true;
  find('deeds').hidden = false;
  deed();
}

function onCode(code) {
  if (state.ask || !find('record')) return;
  const { text, barcode } = readScan(code);
  const line = [...lines.values()].find((one) => one.codes.includes(text) || one.codes.includes(barcode));
  if (!line) return tell(say('unknown'));
  if (line.state === 'others') return tell(say('others', { name: line.name }));
  if (line.state === 'kept') return tell(say('final', { name: line.name }));
  if (state.open === line.line) {
    state.typed = String(Math.min(Number(state.typed) + 1, 10 ** LONGEST - 1));
    state.fresh = false;
    return drawOpen();
  }
  const begun = lines.get(state.open);
  if (!begun || state.typed === '') return open(line, '1');
  const facts = { n: Number(state.typed), unit: unitOf(begun) };
  return ask(say('other', facts), begun.name,
    { words: say('drop'), deed: () => open(line, '1') },
    { words: say('keep', facts), deed: () => { record(); open(line, '1'); } });
}

function onAnswer(count, no) {
  const line = lines.get(count.line);
  if (!line || !no) return;
  const before = state.before.get(count.line);
  if (before) Object.assign(line, before);
  if (no.code === 'count_odd' && find('record')) {
    const facts = { n: count.pieces, unit: unitOf(line) };
    ask(no.message, no.next,
      { words: say('again'), deed: () => open(line, '') },
      { words: say('sure', facts), deed: () => { state.open = line.line; state.typed = String(count.pieces); record(true); } });
  } else {
    if (no.code === 'counted_by_others') Object.assign(line, { state: 'others', pieces: null });
    tell(no.message);
  }
  draw();
}

function onChange(number, stuck) {
  find('kept').hidden = !number || !(stuck || !navigator.onLine);
  find('kept-words').textContent = say('kept', { n: number });
}

const kept = new KeptCounts({ name: `counts:${data.stocktake}:${data.who}`, address: links.count, onAnswer, onChange });

function digit(one) {
  state.typed = (state.fresh ? one : state.typed + one).slice(0, LONGEST);
  state.fresh = false;
  drawOpen();
}

document.addEventListener('click', (event) => {
  const pressed = event.target.closest('button');
  if (!pressed) return;
  const has = (name) => name in pressed.dataset;
  if (has('digit')) digit(pressed.dataset.digit);
  else if (has('clear')) { state.typed = ''; state.fresh = false; drawOpen(); }
  else if (has('back')) { state.typed = state.typed.slice(0, -1); state.fresh = false; drawOpen(); }
  else if (has('record')) record();
  else if (has('no')) answer('no');
  else if (has('yes')) answer('yes');
  else if (has('scan')) camera.toggle();
  else if (has('line')) {
    const line = lines.get(pressed.dataset.line);
    if (isTodo(line)) open(line, '');
    else if (line.state === 'mine') open(line, String(line.pieces));
    else tell(say('final', { name: line.name }));
  }
});
find('find').addEventListener('input', drawLists);

const box = find('camera');
const camera = box && new Camera({ box, video: box.querySelector('video'), note: find('camera-note'), onCode, onChange: () => {} });
const onQuiet = (code) => { const whole = isWhole(readScan(code)); if (whole) onScan(code); return whole; };
// Digits of a keyboard go where those of the fingers go. A scanner's first ones look the same: its number is put back then.
let before = null;
function onTyping(digits, whole) {
  if (!state.open || !find('record') || state.ask) return;
  if (whole && state.typed) record();
  if (!digits) return;
  if (digits.length === 1) before = { typed: state.typed, fresh: state.fresh };
  state.typed = ((before.fresh ? '' : before.typed) + digits).slice(0, LONGEST);
  state.fresh = false;
  drawOpen();
}
function onScan(code) {
  if (before && state.open) Object.assign(state, before);
  before = null;
  onCode(code);
}
window.addEventListener('keydown', (event) => {
  if (event.key !== 'Backspace' || !state.open || ['INPUT', 'TEXTAREA'].includes(event.target.tagName)) return;
  state.typed = state.typed.slice(0, -1);
  state.fresh = false;
  drawOpen();
});
new Wedge({ onCode: onScan, onQuiet, onTyping }).listen();

for (const count of kept.left) {
  const line = lines.get(count.line);
  if (line) Object.assign(line, { pieces: count.pieces, state: line.state === 'again' ? 'kept' : 'mine' });
}
window.addEventListener('online', () => kept.send());
window.addEventListener('offline', () => onChange(kept.left.length, true));
setInterval(() => { if (kept.left.length) kept.send(); }, AGAIN);
onChange(kept.left.length, false);
kept.send();
draw();
