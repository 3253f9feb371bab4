// Shows what was handed out, the three figures and the receipt's own page as paper, and prints it. Moves nothing.

import { paper } from './net.js';
import { cut } from './roll.js';
import { fill, list, piece, section, side } from './stage.js';
import { day, goods, points, say, second } from './words.js';

const box = () => document.getElementById('paper');

export async function showPaper(url) {
  const root = side('paper');
  box().replaceChildren();
  root.querySelector('[data-t="paper-note"]').hidden = true;
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
  return showPaper(answer.receipt_url);
}

// Only what stands in the print host reaches the paper; pictures must have arrived before.
async function printNode(node) {
  const host = document.getElementById('print-host');
  host.replaceChildren(node);
  await Promise.all([...host.querySelectorAll('img')].map((image) => image.decode().catch(() => null)));
  cut(node);
  window.print();
}

export function printPaper() {
  const slip = box().firstElementChild;
  if (slip) printNode(slip.cloneNode(true));
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
