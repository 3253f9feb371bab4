// Wires the counter page: scanner, camera, keys and buttons to the till. Knows no rule of its own.

import { isWhole, readScan } from '../shared/codes.js';
import { Camera } from './camera.js';
import { printPaper, printUrl } from './done.js';
import { Line, post } from './net.js';
import { Second } from './second.js';
import { fill, icon, list, piece, section, Stage, walk } from './stage.js';
import { KEYS, STEPS } from './steps.js';
import { Till } from './till.js';
import { Undo } from './undo.js';
import { Ways } from './ways.js';
import { Wedge } from './wedge.js';
import { canSpeak, clock, data, say } from './words.js';

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

// Few signs typed beside a basket look for goods, after a moment in which a scanner would have gone on.
const WORD = 3;
const MOMENT = 200;
let looking = null;

function typing(typed) {
  const isWord = stage.step === 'basket' && typed.length <= WORD;
  const digits = isWord ? '' : typed.replace(/\D/g, '');
  fill(byId('left'), { typed: digits ? say('typed', { digits }) : null });
  clearTimeout(looking);
  if (!typed || !isWord) till.find('');
  else looking = setTimeout(() => { if (till.find(typed)) fill(byId('left'), { typed: say('typed_goods', { typed }) }); }, MOMENT);
}

const wedge = new Wedge({
  letters: true,
  onCode: (code) => { typing(''); till.code(code); },
  onTyping: (typed, tooShort) => {
    typing(typed);
    if (tooShort && /^\d+$/.test(tooShort)) till.note(say('typed_short'), true);
  },
  // a scanner that sends no end key is waited for, works, and is told how to be set
  onQuiet: (code, fast) => {
    const whole = isWhole(readScan(code)) || Boolean(till.keyOf(code));
    if (whole || fast) byId('no-end').hidden = false;
    if (whole) till.code(code);
    return whole;
  },
  onEnd: () => { byId('no-end').hidden = true; },
});
wedge.listen();

// ---- search by name -------------------------------------------------------

async function search(form) {
  stage.busy(say('doing_search'));
  const outcome = await post('search', { name: form.elements.name.value.trim(), door: form.elements.door.value.trim() });
  stage.idle();
  if (outcome.kind !== 'ok') {
    till.answered(outcome, () => search(form));
    return;
  }
  till.foundPeople(outcome.answer.candidates);
}

// A name without a door goes on to the door: both are needed, and nothing is lost.
function searched(event) {
  event.preventDefault();
  const form = event.target;
  const missing = ['name', 'door'].find((name) => !form.elements[name].value.trim());
  fill(section('search'), { missing: missing === 'door' && form.elements.door === document.activeElement ? say('door_missing') : null });
  if (missing) form.elements[missing].focus();
  else search(form);
}

byId('search-form').addEventListener('submit', searched);
byId('way-proof').addEventListener('submit', (event) => { event.preventDefault(); ways.prove(); });
byId('typed-form').addEventListener('submit', (event) => { event.preventDefault(); till.code(byId('typed').value.trim()); });
byId('proof-form').addEventListener('submit', (event) => { event.preventDefault(); till.prove(byId('proof').value.trim()); });
// Enter never sells, confirms or undoes anything: these forms have no submit of their own.
['ask-form', 'confirm-form', 'second-form', 'way-seen'].forEach((id) => byId(id).addEventListener('submit', (event) => event.preventDefault()));

// ---- pressing -------------------------------------------------------------

const item = (node) => node.closest('[data-item]').dataset.item;

// A digit pressed by a finger goes where one that is typed would.
function press(node) {
  const field = node.closest('form').querySelector('input');
  const { key } = node.dataset;
  const value = { less: field.value.slice(0, -1), clear: '' }[key];
  field.value = value === undefined ? (field.value + key).slice(0, field.maxLength) : value;
  field.focus({ preventScroll: true }); // what is typed next goes on there; the page's own keys stand in for the device's
}

// Whose shift ends takes nothing along, and is asked where a basket is open.
function leave(event) {
  if (!till.state.payer || !till.state.basket.size) {
    if (!stage.waiting) till.next();
    return;
  }
  event.preventDefault();
  const way = event.currentTarget;
  till.letGo(() => {
    till.next();
    if (way.href) window.location.assign(way.href);
    else way.submit();
  });
}

const DEEDS = {
  camera: () => camera.toggle(),
  search: () => till.search(),
  next: () => till.letGo(),
  number: () => till.askNumber(),
  key: (node) => press(node),
  sale: (node) => undo.open(node.dataset.receipt),
  escape: () => till.escape(),
  back: () => till.back(),
  agree: () => second.agree(byId('second-form')),
  seen: () => ways.seen(),
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
  else if (button.classList.contains('tile')) { till.put(button.dataset.item); wedge.forget(); }
  else if (button.classList.contains('chip')) till.choose(button.dataset.group);
});

// ---- keys -----------------------------------------------------------------

const PRESSES = {
  camera: () => camera.toggle(),
  search: () => { if (!stage.waiting && !till.open && !STEPS[stage.step].dead) till.letGo(() => till.search()); },
  who: () => till.known(),
  speak: () => till.aloud(),
  print: () => { if (stage.step === 'done') printPaper(); },
  f8: () => F8[STEPS[stage.step].f8](),
  escape: () => {
    if (stage.step === 'scan' && camera.on) camera.stop();
    else till.escape();
  },
};
const F8 = {
  confirm: () => till.confirm(),
  again: () => till.again(),
  agree: DEEDS.agree,
  undo: () => undo.go(),
  way: () => ways.go(),
  undefined: () => {},
};

const LISTS = { basket: ['#tiles', '.tile'], proof: ['[data-step="proof"]', '.way'], refusal: ['[data-step="refusal"]', '.way'], recent: ['[data-step="recent"]', '.way'], asides: ['[data-step="asides"]', '.way'], search: ['[data-step="search"]', '.way'] };

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (KEYS[event.key]) {
    event.preventDefault();
    if (!event.repeat) PRESSES[KEYS[event.key]]();
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

// A key that was scanned from paper; the space bar presses what is framed, or the best way on.
till.keys = data.keys;
till.press = (key) => {
  const here = document.activeElement;
  const framed = here.matches('.way, .tile') ? here : document.querySelector(`[data-step="${stage.step}"] .way`);
  if (key !== ' ') here.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  else if (framed) framed.click();
};

document.querySelectorAll('[data-do="speak"]').forEach((one) => { one.hidden = !canSpeak; });
// a returning network asks; it never sells
window.addEventListener('online', () => { if (stage.step === 'unsure') till.again(); });
// what unfolds at the lower edge is seen whole
document.querySelectorAll('.more').forEach((one) => one.addEventListener('toggle', () => { if (one.open) one.scrollIntoView({ block: 'end' }); }));
document.querySelectorAll('[data-leaves]').forEach((one) => one.addEventListener(one.href ? 'click' : 'submit', leave));
till.resume();
document.body.dataset.ready = 'yes';
