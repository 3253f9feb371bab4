// The right half between two residents: today's sums, the last sales, and what has had no answer yet. Moves nothing.

import { pending, recent } from './net.js';
import { fill, list, piece, side } from './stage.js';
import { clock, data, goods, plain, say } from './words.js';

const LAST = 5;

function drawSale(one) {
  const node = piece('sale');
  node.dataset.receipt = one.receipt;
  node.classList.toggle('reversed', one.state === 'undone');
  node.querySelector('.sale-goods').textContent = goods(one.items);
  node.querySelector('.sale-at').textContent = [clock(one.at), one.name].filter(Boolean).join('\u3000');
  node.querySelector('.sale-sum').textContent = say('sale_sum', { n: plain(one.tenths) });
  node.querySelector('.sale-tag').textContent = { asked: say('state_asked'), undone: say('state_undone'), done: '' }[one.state];
  return node;
}

export function drawDay({ today, receipts }) {
  const root = side('day');
  fill(root, { count: String(today.count), tenths: plain(today.tenths) });
  const sales = receipts.filter((one) => !one.day);
  root.querySelector('#last').hidden = !sales.length;
  list(root, 'sales', sales.slice(0, LAST).map(drawSale));
  // what is printed again is the last that stands
  const last = sales.find((one) => one.state !== 'undone');
  const again = root.querySelector('[data-do="print-last"]');
  again.hidden = !last;
  if (last) again.dataset.url = last.receipt_url;
}

export async function refreshDay() {
  drawPending();
  const outcome = await recent();
  if (outcome.kind === 'ok') drawDay(outcome.answer);
}

export function drawPending() {
  const [oldest] = pending.all();
  document.getElementById('pending').hidden = !oldest;
  if (oldest) fill(side('day'), { pending: say('unsure_what', { total: plain(oldest.tenths), time: clock(oldest.at) }) });
}

drawDay(data.recent);
