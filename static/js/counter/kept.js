// What lies on the counter, written down as it changes, so that a page loaded again, the back key or a crash does not clear it:
// the reference to who was recognised, which is of use to this clerk alone, and the codes of the goods that were chosen. No name,
// and nothing that pays. It is gone once it was sold, or left.

import { data } from './words.js';

const STORE = 'counter.basket';
// no longer than the server knows the payer
const LASTS = 9 * 60 * 1000;

export function keep({ payer, basket, who, group }) {
  if (!payer) return;
  const kept = { clerk: data.clerk, at: Date.now(), ref: payer.ref, basket: [...basket], who, group };
  localStorage.setItem(STORE, JSON.stringify(kept));
}

export function drop() {
  localStorage.removeItem(STORE);
}

// What was kept, or null.
export function find() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(STORE));
  } catch (error) {
    kept = null;
  }
  return kept && kept.ref && kept.clerk === data.clerk && Date.now() - kept.at < LASTS ? kept : null;
}
