// The right half between two residents: today's sums, the last receipt, and what has had no answer yet. Moves nothing.

import { pending, recent } from './net.js';
import { fill, side } from './stage.js';
import { clock, goods, plain, points, say } from './words.js';

function drawLast(root, last) {
  fill(root, { 'last-at': clock(last.at), 'last-goods': goods(last.items), 'last-tenths': points(last.tenths) });
  root.querySelector('[data-do="print-last"]').dataset.url = last.receipt_url;
}

export async function refreshDay() {
  drawPending();
  const outcome = await recent();
  if (outcome.kind !== 'ok') return;
  const { today, receipts } = outcome.answer;
  const root = side('day');
  fill(root, { count: String(today.count), tenths: plain(today.tenths) });
  const last = receipts.find((one) => one.state !== 'undone');
  root.querySelector('#last').hidden = !last;
  if (last) drawLast(root, last);
}

export function drawPending() {
  const [oldest] = pending.all();
  document.getElementById('pending').hidden = !oldest;
  if (oldest) fill(side('day'), { pending: say('unsure_what', { total: plain(oldest.tenths), time: clock(oldest.at) }) });
}
