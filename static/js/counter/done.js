// Shows what was handed out, the three figures and the receipt's own page as paper, and prints it, where the machine is set
// so by itself. Moves nothing.

import { paper } from './net.js';
import { cut } from './roll.js';
import { fill, list, piece, section, side } from './stage.js';
import { day, goods, points, say, second } from './words.js';

// Longer than this a printing waits for somebody: in its window the next scan would end. That is tried once on a machine.
const WAITS = 1000;
const BLOCKS = 'counter.print-blocks';
if (document.body.dataset.prints === 'new') localStorage.removeItem(BLOCKS);

const box = () => document.getElementById('paper');
const blocks = () => Boolean(localStorage.getItem(BLOCKS));

function offerKey() {
  side('paper').querySelector('[data-t="print-blocks"]').hidden = !(document.body.dataset.prints && blocks());
}

export async function showPaper(url) {
  const root = side('paper');
  box().replaceChildren();
  root.querySelector('[data-t="paper-note"]').hidden = true;
  offerKey();
  root.querySelector('[data-do="print"]').hidden = true;
  try {
    box().replaceChildren(document.adoptNode(await paper(url)));
    root.querySelector('[data-do="print"]').hidden = false;
  } catch (error) {
    root.querySelector('[data-t="paper-note"]').hidden = false;
  }
}

// Which batch each piece is taken from, and its last day.
function drawBatches({ name, unit, batches }) {
  return batches.filter((one) => one.until).map((one) => {
    const node = document.createElement('p');
    node.textContent = say('batch', { name, n: one.pieces, unit, batch: one.batch, day: day(one.until) });
    return node;
  });
}

// The server's colour and word of this day, moving, with a clock that goes on: no picture of it does either.
function drawMark({ number, colour, word }) {
  const root = section('done').querySelector('.day-mark');
  root.dataset.day = number;
  fill(root, { colour, word });
  const tick = () => {
    fill(root, { now: second() });
    if (!section('done').hidden) setTimeout(tick, 500);
  };
  setTimeout(tick, 0);
}

export function drawDone(answer, name) {
  fill(section('done'), {
    spent: points(answer.tenths),
    left: points(answer.balance_after),
    before: points(answer.balance_before),
    hand: say('hand_to', { name }),
    goods: goods(answer.items),
  });
  list(section('done'), 'batches', answer.items.flatMap(drawBatches));
  drawMark(answer.mark);
  return showPaper(`${answer.receipt_url}?first=1`).then(alone);
}

async function alone() {
  if (!document.body.dataset.prints || blocks() || !box().firstElementChild) return;
  if (await printPaper() > WAITS) localStorage.setItem(BLOCKS, 'yes');
  offerKey();
}

// Only what stands in the print host reaches the paper; pictures must have arrived before. Says for how long it held the page.
async function printNode(node) {
  const host = document.getElementById('print-host');
  host.replaceChildren(node);
  await Promise.all([...host.querySelectorAll('img')].map((image) => image.decode().catch(() => null)));
  cut(node);
  const began = performance.now();
  window.print();
  return performance.now() - began;
}

// The first time the slip, and after it a copy.
export function printPaper() {
  const slip = box().firstElementChild;
  if (!slip) return 0;
  const paper = slip.cloneNode(true);
  slip.querySelectorAll('[data-copy]').forEach((one) => { one.hidden = false; });
  return printNode(paper);
}

export async function printUrl(url) {
  printNode(document.adoptNode(await paper(url)));
}

export function printRefusal({ title, line, next, hint }) {
  const note = piece('note');
  note.querySelector('.note-title').textContent = title;
  note.querySelector('.note-line').textContent = line || '';
  note.querySelector('.note-next').textContent = [next, hint].filter(Boolean).join(' ');
  printNode(note);
}
