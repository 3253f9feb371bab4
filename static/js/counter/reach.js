// Decides what one payer can still take: sums, limits, stock. Pure; knows neither the page nor the network, and the server decides again.

// A voucher pays up to its own value; a purse up to what is available in it.
export const purse = (payer) => (payer.voucher ? payer.voucher.tenths : payer.available_tenths);

export function total(basket, tiles) {
  let sum = 0;
  basket.forEach((quantity, item) => { sum += tiles.get(item).tenths * quantity; });
  return sum;
}

// Pieces of one good in the basket, at whatever price: a limit counts them all.
function piecesOf(good, basket, tiles) {
  let pieces = 0;
  basket.forEach((quantity, item) => { if (tiles.get(item).of === good) pieces += quantity; });
  return pieces;
}

// Why one more piece cannot be taken now, or null when it can. The order is the order in which a clerk would explain it.
export function obstacle(tile, payer, basket, tiles) {
  const inBasket = basket.get(tile.item) || 0;
  if (tile.blocked) return { kind: 'blocked', words: tile.blocked };
  if (tile.stock !== null && tile.stock <= 0) return { kind: 'none' };
  const full = [tile.limit, tile.person_limit].find((limit) => limit && limit.left - piecesOf(tile.of, basket, tiles) <= 0);
  if (full) return { kind: 'full', taken: full.each - full.left, limit: full, person: full === tile.person_limit };
  if (tile.stock !== null && tile.stock - inBasket <= 0) return { kind: 'last', stock: tile.stock };
  const used = total(basket, tiles);
  const left = purse(payer) - used;
  if (tile.tenths > left) return { kind: 'gap', gap: tile.tenths - left, left, used };
  return null;
}

// Goods that would do instead: the same sign first, then the same shelf, dearest first, at most `most`.
export function instead(tile, payer, basket, tiles, most) {
  const near = (other) => (other.glyph === tile.glyph ? 0 : 1);
  return [...tiles.values()]
    .filter((other) => other.item !== tile.item && (other.glyph === tile.glyph || other.group === tile.group))
    .filter((other) => !obstacle(other, payer, basket, tiles))
    .sort((a, b) => near(a) - near(b) || b.tenths - a.tenths)
    .slice(0, most);
}

// The one line of the basket whose leaving is enough, cheapest first, or null.
export function dropFor(gap, basket, tiles) {
  const lines = [...basket.keys()].map((item) => tiles.get(item)).filter((tile) => tile.tenths * basket.get(tile.item) >= gap);
  lines.sort((a, b) => a.tenths * basket.get(a.item) - b.tenths * basket.get(b.item));
  return lines[0] || null;
}

// A good by its barcode or its own number, as it was scanned or typed.
export function byCode({ text, barcode }, tiles) {
  for (const tile of tiles.values()) {
    if (tile.item === text || [text, barcode].some((code) => code && (tile.barcodes || []).includes(code))) return tile;
  }
  return null;
}

// The number a good is typed by: the digits of its code.
export const numberOf = (tile) => (tile.near ? '' : tile.of.replace(/\D/g, ''));

// Whether a good is meant by what was typed: digits of its number, or first letters of how its name sounds.
export function isMeant(tile, typed) {
  if (/^\d+$/.test(typed)) return numberOf(tile).startsWith(typed) || Number(numberOf(tile)) === Number(typed);
  return (tile.initials || '').includes(typed.toLowerCase());
}

// Whether the purse behind a voucher would pay what the voucher does not.
export function homePays(tile, { voucher, available_tenths: available }, basket, tiles) {
  return Boolean(voucher) && total(basket, tiles) + tile.tenths <= available;
}
