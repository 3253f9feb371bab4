// Shows what was handed out, the three figures and the receipt's own page as paper, and prints it. Moves nothing.

import { paper } from './net.js';
import { cut } from './roll.js';
import { fill, piece, section, side } from './stage.js';
import { day, goods, points, say } from './words.js';

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

export function drawDone(answer, name) {
  const batches = answer.items.filter((one) => one.expires_on);
  fill(section('done'), {
    spent: points(answer.tenths),
    left: points(answer.balance_after),
    before: points(answer.balance_before),
    hand: say('hand_to', { name }),
    goods: goods(answer.items),
    batch: batches.map((one) => say('batch', { name: one.name, day: day(one.expires_on) })).join(say('goods_comma')),
  });
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
