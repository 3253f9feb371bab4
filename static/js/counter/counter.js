// Wires the counter page: scanner, camera, keys and buttons to the till. Knows no rule of its own.

import { Camera } from './camera.js';
import { printPaper, printUrl } from './done.js';
import { Line, post } from './net.js';
import { Second } from './second.js';
import { fill, icon, list, piece, section, Stage, walk } from './stage.js';
import { Till } from './till.js';
import { Undo } from './undo.js';
import { Ways } from './ways.js';
import { Wedge } from './wedge.js';
import { canSpeak, clock, say } from './words.js';

const byId = (id) => document.getElementById(id);

const stage = new Stage();
const line = new Line((since) => stage.network(since, since && say('since', { time: clock(since) })));
const till = new Till(stage, line);
const undo = new Undo(till);
const second = new Second(till);
till.second = second;
const ways = new Ways(till);
till.ways = ways;

const camera = new Camera({
  box: byId('camera'),
  video: byId('camera-view'),
  note: byId('camera-note'),
  onCode: (code) => till.code(code),
  onChange: (on) => { document.body.dataset.camera = on ? 'on' : 'off'; },
});

const wedge = new Wedge({
  onCode: (code) => { fill(byId('left'), { typed: null }); till.code(code); },
  onTyping: (digits, tooShort) => {
    fill(byId('left'), { typed: digits ? say('typed', { digits }) : null });
    if (tooShort) till.note(say('typed_short'), true);
  },
});
wedge.listen();

// ---- search by name -------------------------------------------------------

function candidate(one) {
  const node = piece('way');
  node.querySelector('.way-mark').replaceChildren(icon('user'));
  node.querySelector('.way-words b').textContent = one.name;
  node.querySelector('.way-words span').textContent = one.door;
  node.addEventListener('click', () => till.askProof({ person: one.person }, say('ask_proof')));
  return node;
}

async function search(form) {
  const root = section('search');
  stage.busy(say('doing_search'));
  const outcome = await post('search', { name: form.elements.name.value.trim(), door: form.elements.door.value.trim() });
  stage.idle();
  if (outcome.kind !== 'ok') {
    till.answered(outcome, () => search(form));
    return;
  }
  const { candidates } = outcome.answer;
  fill(root, { found: candidates.length ? say('found_some', { n: candidates.length }) : say('found_none') });
  list(root, 'candidates', candidates.map(candidate));
  const first = root.querySelector('.way');
  if (first) first.focus();
}

byId('search-form').addEventListener('submit', (event) => { event.preventDefault(); search(event.target); });
byId('second-form').addEventListener('submit', (event) => { event.preventDefault(); second.agree(event.target); });
byId('way-proof').addEventListener('submit', (event) => { event.preventDefault(); ways.prove(); });
byId('way-seen').addEventListener('submit', (event) => { event.preventDefault(); ways.seen(); });
byId('proof-form').addEventListener('submit', (event) => { event.preventDefault(); till.prove(byId('proof').value.trim()); });
// Enter never undoes anything: these two forms have no submit of their own.
['ask-form', 'confirm-form'].forEach((id) => byId(id).addEventListener('submit', (event) => event.preventDefault()));

// ---- pressing -------------------------------------------------------------

const item = (node) => node.closest('[data-item]').dataset.item;

const DEEDS = {
  camera: () => camera.toggle(),
  search: () => till.search(),
  next: () => till.next(),
  back: () => till.back(),
  again: () => till.again(),
  who: () => till.known(),
  confirm: () => till.confirm(),
  speak: () => till.aloud(),
  settle: () => till.settle(),
  less: (node) => till.take(item(node)),
  more: (node) => till.put(item(node)),
  print: () => printPaper(),
  'print-last': (node) => printUrl(node.dataset.url),
  recent: () => undo.open(null),
  asides: () => second.list(),
  'undo-this': () => undo.open(till.done.receipt),
  'ask-undo': () => undo.ask(),
  'confirm-undo': () => undo.confirm(),
  'decline-undo': () => undo.decline(),
};

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button || button.disabled) return;
  if (button.dataset.do) DEEDS[button.dataset.do](button);
  else if (button.classList.contains('tile')) till.put(button.dataset.item);
  else if (button.classList.contains('chip')) till.choose(button.dataset.group);
});

// ---- keys -----------------------------------------------------------------

const KEYS = {
  F2: () => camera.toggle(),
  F4: () => { if (!stage.waiting && !['unsure', 'unsold'].includes(stage.step) && !till.state.basket.size) till.search(); },
  F8: () => (stage.step === 'unsure' ? till.again() : till.confirm()),
  Escape: () => {
    if (stage.step === 'scan' && camera.on) camera.stop();
    else till.next();
  },
};

const LISTS = { basket: ['#tiles', '.tile'], refusal: ['[data-step="refusal"]', '.way'], recent: ['[data-step="recent"]', '.way'], asides: ['[data-step="asides"]', '.way'], search: ['[data-step="search"]', '.way'] };

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (KEYS[event.key]) {
    event.preventDefault();
    if (!event.repeat) KEYS[event.key]();
    return;
  }
  const listed = LISTS[stage.step];
  // The best way on is framed from the start, so the space bar takes it without an arrow first.
  if (event.key === ' ' && stage.step === 'refusal' && !event.repeat && !event.target.closest('button, a, input')) {
    event.preventDefault();
    document.querySelector('[data-step="refusal"] .way').click();
    return;
  }
  const typing = ['INPUT', 'TEXTAREA'].includes(event.target.tagName);
  if (listed && /^Arrow/.test(event.key) && !(typing && /Left|Right/.test(event.key)) && event.target.type !== 'radio') {
    event.preventDefault();
    walk(document.querySelector(listed[0]), listed[1], event.key);
  }
});

document.querySelectorAll('[data-do="speak"]').forEach((one) => { one.hidden = !canSpeak; });
// a returning network asks; it never sells
window.addEventListener('online', () => { if (stage.step === 'unsure') till.again(); });
// Whose shift is over takes nothing along; on any other way out the basket waits for who comes back.
document.querySelector('.bar-side form').addEventListener('submit', () => till.next());
window.addEventListener('pagehide', () => till.leave());
till.resume();
document.body.dataset.ready = 'yes';
