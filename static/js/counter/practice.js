// The practice till's edges: what the counter asks is answered here out of a table, what it keeps is forgotten with the
// page. Read before the counter's own script. Nothing leaves the page; it says the next step, and presses for the resident.

import { links, plain } from './words.js';

const table = JSON.parse(document.getElementById('practice-table').textContent);
const byId = (id) => document.getElementById(id);
const network = window.fetch.bind(window);
const names = new Map(Object.entries(links).map(([name, url]) => [url, name]));
const SLIP = '/practice/slip';
let sold = null;

// ---- memory ---------------------------------------------------------------

['localStorage', 'sessionStorage'].forEach((name) => {
  const kept = new Map();
  const value = {
    getItem: (key) => (kept.has(key) ? kept.get(key) : null),
    setItem: (key, words) => kept.set(key, String(words)),
    removeItem: (key) => kept.delete(key),
  };
  Object.defineProperty(window, name, { configurable: true, value });
});

// ---- network --------------------------------------------------------------

const reply = (status, answer) => new Response(JSON.stringify(answer), { status });
const no = (code) => reply(409, table.refusals[code]);
const payer = (ref) => reply(200, { kind: 'payer', payer: { ref, purse: ref, ...table.payers[ref] }, tiles: table.tiles, wanted: {}, collects: [] });

function proved(known, proof) {
  if (known.pin && !proof) return reply(200, { kind: 'proof', ask: table.ask });
  return known.pin && proof !== known.pin ? no('wrong_pin') : payer(known.payer);
}

function sell({ payer_ref: ref, items }) {
  const lines = items.map(({ item, quantity }) => {
    const { name, unit, tenths } = table.tiles.find((one) => one.item === item);
    return { item, name, unit, quantity, tenths: tenths * quantity, batches: [] };
  });
  const tenths = lines.reduce((sum, one) => sum + one.tenths, 0);
  const before = table.payers[ref].available_tenths;
  sold = { receipt: 'practice', tenths, balance_before: before, balance_after: before - tenths, at: new Date().toISOString(), items: lines, mark: table.mark, receipt_url: SLIP, name: table.payers[ref].name };
  return table.payers[ref].lost ? Promise.reject(new TypeError('no network')) : reply(201, sold);
}

const answers = {
  scan: ({ code, person, proof }) => {
    const known = table.codes[code || person];
    if (!known) return no('not_practised');
    return known.refusal ? no(known.refusal) : proved(known, proof);
  },
  search: () => reply(200, { candidates: table.candidates }),
  redeem: sell,
  asked: () => (sold ? reply(200, sold) : no('not_sold')),
  look: ({ payer_ref: ref }) => payer(ref),
  recent: () => reply(200, { today: { count: sold ? 1 : 0, tenths: sold ? sold.tenths : 0 }, receipts: [] }),
  asides: () => reply(200, { asides: [] }),
  alive: () => reply(200, {}),
};

function slip() {
  const paper = byId('practice-slip').content.firstElementChild.cloneNode(true);
  const put = (name, words) => { paper.querySelector(`[data-slip="${name}"]`).textContent = words; };
  put('name', sold.name);
  put('total', plain(sold.tenths));
  put('rest', plain(sold.balance_after));
  const rows = sold.items.map((one) => {
    const row = document.createElement('tr');
    row.append(...[one.name, `×${one.quantity}`, plain(one.tenths)].map((words) => Object.assign(document.createElement('td'), { textContent: words })));
    return row;
  });
  paper.querySelector('[data-slip="lines"]').append(...rows);
  return new Response(paper.outerHTML);
}

window.fetch = async (url, options = {}) => {
  if (String(url).startsWith(SLIP)) return slip();
  const name = names.get(url);
  if (answers[name]) return answers[name](options.body ? JSON.parse(options.body) : {});
  // the camera's own files; whatever else a counter may ask is not there to be practised
  return ['wasm', 'ponyfill'].includes(name) ? network(url, options) : no('not_practised');
};

// ---- the next step ---------------------------------------------------------

let at = 0;

function draw() {
  const step = table.steps[at];
  byId('guide-number').textContent = step ? `${at + 1}/${table.steps.length}` : '✓';
  byId('guide-words').textContent = step ? step.words : table.end;
  const button = byId('guide-press');
  button.hidden = !(step && step.press);
  button.textContent = (step && step.press) || '';
}

const shown = ({ until, text }) => [...document.querySelectorAll(until)].some((one) => !one.closest('[hidden]') && (!text || one.textContent === text));

function look() {
  if (!table.steps[at] || !shown(table.steps[at])) return;
  at += 1;
  draw();
}

// A code as the scanner would send it, or what the resident types.
function press({ scan, proof }) {
  if (proof) {
    byId('proof').value = proof;
    byId('proof-form').requestSubmit();
    return;
  }
  document.activeElement.blur();
  [...scan, 'Enter'].forEach((key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })));
}

byId('guide-press').addEventListener('click', () => press(table.steps[at]));
new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
draw();
