// Draws the shelf and the basket of one payer. Decides nothing: what can be taken comes from reach.

import { isMeant, numberOf, obstacle, purse, total } from './reach.js';
import { foot } from './steps.js';
import { fill, list, piece, section, side } from './stage.js';
import { canSpeak, column, day, plain, points, say, shelf } from './words.js';

// How many one person may take; the period is said where the household's is another.
function personWords({ limit, person_limit: own }) {
  if (!own) return '';
  if (limit && limit.window === own.window) return say('person_same', { each: own.each });
  return say('person_each', { window: say(`window_${own.window}`), each: own.each });
}

function leftWords(tile, stop, count) {
  const unit = tile.unit;
  if (stop) {
    if (stop.kind === 'blocked') return stop.words;
    if (stop.kind === 'none') return say('no_stock');
    if (stop.kind === 'last') return say('all_in_basket');
    if (stop.kind === 'full' && stop.person) return stop.taken ? say('person_taken', { n: stop.taken, unit }) : say('person_in_basket', { each: stop.limit.each, unit });
    if (stop.kind === 'full' && stop.taken && count) return say('taken_and_basket', { window: say(`window_${stop.limit.window}`), each: stop.limit.each, n: stop.taken });
    if (stop.kind === 'full') return stop.taken ? say(`taken_${stop.limit.window}`, { n: stop.taken, unit }) : say('limit_in_basket', { window: say(`window_${stop.limit.window}`), each: stop.limit.each });
    return say('gap', { gap: plain(stop.gap) });
  }
  const window = tile.limit ? say(`window_${tile.limit.window}`) : '';
  const each = personWords(tile);
  if (tile.stock === null && !tile.limit) return each || say('service');
  const words = tile.stock === null
    ? say('limit_only', { window, each: tile.limit.each })
    : say(tile.limit ? 'stock_limit' : 'stock', { n: tile.stock, unit, window, each: tile.limit && tile.limit.each });
  return each ? say('person_beside', { words, each }) : words;
}

// What donors asked of what stands there, in their own words; said of how many pieces where it is not all of them.
const wishWords = ({ wishes, unit }) =>
  (wishes || []).map(({ words, pieces }) => (pieces === null ? words : say('wish_part', { n: pieces, unit, wish: words }))).join(say('wishes'));

function drawWish(node, tile) {
  node.textContent = wishWords(tile);
  node.hidden = !node.textContent;
}

function drawTile(tile, state, known) {
  const count = state.basket.get(tile.item) || 0;
  const stop = obstacle(tile, state.payer, state.basket, state.tiles);
  // What is chosen shows its stock again, not that a second one would be too dear.
  const told = stop && count && stop.kind === 'gap' ? null : stop;
  const words = leftWords(tile, told, count).replace(/([\u4e00-\u9fff]) (?=\d)/g, '$1\u00a0');
  const node = known || piece('tile');
  node.dataset.item = tile.item;
  node.className = `tile${count ? ' chosen' : ''}${stop && !count ? ' away' : ''}`;
  node.querySelector('.tile-name').textContent = tile.name;
  node.querySelector('.tile-number').textContent = numberOf(tile);
  node.querySelector('.tile-price b').textContent = plain(tile.tenths);
  node.querySelector('.tile-left').textContent = words;
  node.querySelector('.tile-left').classList.toggle('warn', Boolean(told));
  drawWish(node.querySelector('.tile-wish'), tile);
  node.querySelector('.plaque').textContent = tile.glyph;
  const badge = node.querySelector('.tile-count');
  badge.querySelector('b').textContent = count;
  badge.hidden = !count;
  return node;
}

export function groups(tiles) {
  const all = [...tiles.values()];
  const named = [...new Set(all.map((tile) => tile.group))].map((group) => ({ key: `g:${group}`, words: shelf(group) }));
  const first = all.some((tile) => tile.frequent) ? [{ key: 'often', words: say('often') }] : [];
  return named.length > 1 ? [...first, ...named, { key: 'all', words: say('all') }] : [{ key: 'all', words: say('all') }];
}

// What was typed narrows every shelf; else a good in the basket stays in sight whichever shelf is shown.
const onShelf = (tile, { group, basket, found }) =>
  found ? isMeant(tile, found) : group === 'all' || basket.has(tile.item) || (group === 'often' ? tile.frequent : `g:${tile.group}` === group);

export function drawChips(state) {
  const nodes = groups(state.tiles).map(({ key, words }) => {
    const chip = document.createElement('button');
    chip.type = 'button';
    chip.className = 'chip';
    chip.dataset.group = key;
    chip.textContent = words;
    chip.setAttribute('aria-pressed', String(key === state.group));
    return chip;
  });
  document.getElementById('chips').replaceChildren(...nodes);
}

export function drawTiles(state) {
  const box = document.getElementById('tiles');
  const known = new Map([...box.children].map((node) => [node.dataset.item, node]));
  const nodes = [...state.tiles.values()]
    .filter((tile) => onShelf(tile, state))
    .map((tile) => drawTile(tile, state, known.get(tile.item)));
  const same = nodes.length === box.children.length && nodes.every((node, at) => node === box.children[at]);
  if (!same) box.replaceChildren(...nodes);
}

function drawLine(item, quantity, state) {
  const tile = state.tiles.get(item);
  const node = piece('line');
  node.dataset.item = item;
  node.querySelector('.line-name').textContent = tile.name;
  node.querySelector('.line-price').textContent = say('each_price', { n: plain(tile.tenths) });
  drawWish(node.querySelector('.line-wish'), tile);
  node.querySelector('.steps b').textContent = quantity;
  node.querySelector('.line-sum').textContent = column(tile.tenths * quantity);
  node.querySelector('[data-do="less"]').setAttribute('aria-label', say('less', { name: tile.name }));
  const more = node.querySelector('[data-do="more"]');
  more.setAttribute('aria-label', say('more', { name: tile.name }));
  more.classList.toggle('away', Boolean(obstacle(tile, state.payer, state.basket, state.tiles)));
  return node;
}

// What the confirm button says; dead for as long as it says what is missing.
function confirmWords(state, sum) {
  const over = sum - purse(state.payer);
  if (!state.basket.size) return [say('confirm_empty'), false];
  if (over > 0) return [say('confirm_over', { gap: plain(over) }), false];
  if (state.payer.ask && !state.who) return [say('confirm_who'), false];
  return [say('confirm', { total: plain(sum) }), true];
}

function drawHead(root, payer) {
  const voucher = payer.voucher;
  const via = voucher ? say('voucher_until', { day: day(voucher.valid_until) }) : say(`via_${payer.via}`);
  const home = voucher && payer.available_tenths ? [say('at_home', { n: plain(payer.available_tenths) })] : [];
  const kind = [say(voucher ? 'in_voucher' : 'available'), ...home].join('\n');
  fill(root, { name: payer.name, via, available: plain(purse(payer)), kind });
}

function drawAsk(payer, who) {
  const box = document.getElementById('ask');
  box.hidden = !payer.ask;
  if (!payer.ask) return;
  fill(box, { question: payer.ask.question, answer: payer.ask.answer });
  box.classList.toggle('known', who);
  box.querySelector('button').setAttribute('aria-pressed', String(who));
}

// step decides the foot: in the basket the sum and the confirm button, beside a refusal only the way out, and where
// something is asked on the left nothing but the way back.
export function drawSide(state, step) {
  const root = side('who');
  const kept = root.contains(document.activeElement) ? document.activeElement : null;
  const line = kept && kept.closest('.line');
  const back = line && `.line[data-item="${CSS.escape(line.dataset.item)}"] [data-do="${kept.dataset.do}"]`;
  const sum = total(state.basket, state.tiles);
  drawHead(root, state.payer);
  drawAsk(state.payer, state.who);
  const shown = foot(step);
  root.querySelectorAll('[data-when]').forEach((one) => { one.hidden = one.dataset.when !== shown.foot; });
  root.dataset.locked = shown.locked ? 'yes' : 'no';
  if (step !== 'basket') document.getElementById('ask').hidden = true;
  fill(root, { empty: state.basket.size ? null : say(step === 'refusal' ? 'basket_refused' : 'basket_empty') });
  list(root, 'lines', [...state.basket].map(([item, quantity]) => drawLine(item, quantity, state)));
  const [words, alive] = confirmWords(state, sum);
  fill(root, {
    total: points(sum),
    rest: points(Math.max(0, purse(state.payer) - sum)),
    'rest-name': say(state.payer.voucher ? 'rest_voucher' : 'rest'),
    confirm: words,
  });
  document.getElementById('confirm').disabled = !alive;
  root.querySelectorAll('[data-do="speak"]').forEach((one) => { one.hidden = !canSpeak; });
  const again = back && (root.querySelector(back) || root.querySelector('.line button'));
  if (again) again.focus({ preventScroll: true });
}

// What is read aloud before confirming.
export function basketWords({ payer, basket, tiles }) {
  const sum = total(basket, tiles);
  const facts = { name: payer.name, total: plain(sum), rest: plain(purse(payer) - sum) };
  if (!basket.size) return say('speak_empty', facts);
  return say(payer.voucher ? 'speak_basket_voucher' : 'speak_basket', facts);
}

export function shelfNote(words, loud) {
  fill(section('basket'), { note: words });
  section('basket').querySelector('[data-t="note"]').classList.toggle('loud', Boolean(loud));
}
export const ready = () => !document.getElementById('confirm').disabled;
