// What lies on the counter while its page is left for a moment: the payer who was recognised and the basket, in this tab
// alone, for its clerk alone, and no longer than the server knows the payer. It is gone once it was taken up, or done.

import { data } from './words.js';

const STORE = 'counter.basket';
const LASTS = 9 * 60 * 1000;

export function keep({ payer, code, tiles, basket, who, group }) {
  if (!payer) return;
  const kept = { clerk: data.clerk, at: Date.now(), payer, code, tiles: [...tiles.values()], basket: [...basket], who, group };
  sessionStorage.setItem(STORE, JSON.stringify(kept));
}

export function drop() {
  sessionStorage.removeItem(STORE);
}

// The state again, or null.
export function take() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(STORE));
  } catch (error) {
    kept = null;
  }
  drop();
  if (!kept || kept.clerk !== data.clerk || Date.now() - kept.at > LASTS) return null;
  const { payer, code, who, group } = kept;
  return { payer, code, who, group, tiles: new Map(kept.tiles.map((tile) => [tile.item, tile])), basket: new Map(kept.basket) };
}
