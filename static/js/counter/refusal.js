// Draws a refusal: the fact large, one line of arithmetic, then the ways on, best first. Decides nothing and moves nothing.

import { dropFor, homePays, instead, purse, total } from './reach.js';
import { fill, icon, list, piece, section } from './stage.js';
import { canSpeak, plain, points, say, speak, split } from './words.js';

const MOST = 4;
// somebody's points were there to be spent, and were not
const PRESENTED = /^(own_purse|(voucher|card)_(?!unknown))/;

function drawWay(way) {
  const node = piece('way');
  const mark = node.querySelector('.way-mark');
  if (way.glyph) {
    mark.classList.add('plaque');
    mark.textContent = way.glyph;
  } else {
    mark.replaceChildren(icon(way.icon));
  }
  node.querySelector('.way-words b').textContent = way.label;
  node.querySelector('.way-words span').textContent = way.detail || '';
  node.addEventListener('click', way.run);
  return node;
}

// refusal: { title, line, next, code, tried: a sale was, asks: the clerk alone is asked, most: so many ways where it is a choice, ways: [{ label, detail, glyph | icon, run }] }
export function drawRefusal(refusal) {
  const root = section('refusal');
  const rest = [refusal.line, refusal.next].filter(Boolean).join(' ').replace(/([。；]) /g, '$1');
  const spoken = [refusal.title, rest].filter(Boolean).join(say('goods_comma'));
  const aloud = { label: say('way_speak'), detail: say('speak_quote', { words: spoken }), icon: 'volume', run: () => speak(spoken) };
  const ways = canSpeak && !refusal.asks ? [...refusal.ways.slice(0, MOST - 1), aloud] : refusal.ways.slice(0, refusal.most || MOST);
  // nothing is said of points where none were in play
  const still = root.querySelector('.verdict-still');
  still.hidden = !refusal.tried || refusal.code === 'sale_not_known' || [refusal.line, refusal.next].some((words) => words && words.includes(still.textContent));
  root.dataset.code = refusal.code;
  const why = root.querySelector('[data-why]');
  why.href = why.dataset.why + encodeURIComponent(refusal.code || 'basket_empty');
  fill(root, { title: refusal.title, line: refusal.line, next: refusal.next });
  list(root, 'ways', ways.map(drawWay));
}

function swapWay(tile, other, state, till) {
  return {
    label: say('way_swap', { name: other.name }),
    detail: say('way_swap_detail', { price: plain(other.tenths), rest: plain(till.left() - other.tenths) }),
    glyph: other.glyph,
    run: () => till.put(other.item),
  };
}

function noteWay(till) {
  return { label: say('way_note'), detail: say('way_note_detail'), icon: 'printer', run: () => till.printNote() };
}

function hintWay(state, gap) {
  const label = gap ? say('way_hint', { gap: plain(gap) }) : say('way_hint_plain');
  return { label, detail: state.payer.hint, icon: 'calendar-event', run: () => speak(state.payer.hint) };
}

// The voucher is too small, and there is more in the purse it came from.
function homeWay(tile, state, till) {
  const label = say('way_home', { n: plain(state.payer.available_tenths) });
  return { label, detail: say('way_home_detail'), icon: 'user', run: () => till.fromHome(tile.item) };
}

function gapRefusal(tile, stop, state, till) {
  const [other] = instead(tile, state.payer, state.basket, state.tiles, 1);
  const drop = dropFor(stop.gap, state.basket, state.tiles);
  const ways = [];
  if (homePays(tile, state.payer, state.basket, state.tiles)) ways.push(homeWay(tile, state, till));
  if (other && other.glyph === tile.glyph) ways.push(swapWay(tile, other, state, till));
  if (drop) {
    ways.push({
      label: say('way_drop', { name: drop.name }),
      detail: say('way_drop_detail', { price: plain(drop.tenths * state.basket.get(drop.item)), want: tile.name }),
      icon: 'trash',
      run: () => till.drop(drop.item, tile.item),
    });
  }
  if (other && other.glyph !== tile.glyph) ways.push(swapWay(tile, other, state, till));
  if (state.payer.hint) ways.push(hintWay(state, stop.gap));
  ways.push(noteWay(till));
  const facts = {
    name: tile.name, price: plain(tile.tenths), who: state.payer.name, left: plain(stop.left), used: plain(stop.used), all: plain(purse(state.payer)),
  };
  const form = state.payer.voucher ? 'short_line_voucher' : stop.used ? 'short_line_basket' : 'short_line';
  return { title: say('short_title', { gap: plain(stop.gap) }), line: say(form, facts), code: 'not_enough', tried: true, ways };
}

// What vouchers hold is said before what is missing, where it would do; else beside it.
function heldFirst(refusal, stop, { voucher, held_tenths: held }) {
  if (voucher || !held) return refusal;
  if (held < stop.gap) return { ...refusal, next: say('held_beside', { n: plain(held) }) };
  return { ...refusal, title: say('held_title', { n: plain(held) }), next: say('held_next'), code: 'points_held' };
}

// What a clerk is told when a good out of reach is touched or scanned: the same facts the server would name.
export function tileRefusal(tile, stop, state, till) {
  if (stop.kind === 'gap') return heldFirst(gapRefusal(tile, stop, state, till), stop, state.payer);
  const others = instead(tile, state.payer, state.basket, state.tiles, 2);
  const ways = others.length ? others.map((other) => swapWay(tile, other, state, till)) : [till.backWay()];
  const { name, unit } = tile;
  if (stop.kind === 'full') {
    const { window, each } = stop.limit;
    if (stop.person) {
      const { left } = stop.limit;
      return { title: say('person_full', { name, each, unit }), line: say(left > 0 ? 'person_in_line' : 'person_had_line', { who: state.payer.name, n: left, unit }), code: 'person_limit_reached', tried: true, ways };
    }
    if (!stop.taken) return { title: say(`most_${window}`, { name, each, unit }), line: say('last_line'), code: 'limit_reached', tried: true, ways };
    return { title: say(`full_${window}`, { name }), line: say('full_line', { each, unit }), code: 'limit_reached', tried: true, ways };
  }
  if (stop.kind === 'last') {
    return { title: say('last_title', { name, n: stop.stock, unit }), line: say('last_line'), code: 'stock_short', tried: true, ways };
  }
  if (stop.kind === 'none') return { title: say('none_title', { name }), line: say('none_line'), code: 'stock_short', tried: true, ways };
  return { title: say('blocked_title', { name }), line: stop.words, code: 'not_today', tried: true, ways };
}

// Whoever is here may collect for others as well: for whom is a choice, and nothing is refused.
export function forWhomRefusal({ payer, tiles, wanted, collects }, code, till) {
  const own = { label: say('for_own', { name: payer.name }), detail: say('for_own_detail'), icon: 'user', run: () => till.scannedPayer({ payer, tiles, wanted }, code) };
  const others = collects.map((one) => ({ label: say('for_other', { name: one.name }), detail: one.door, icon: 'user', run: () => till.scan({ collect: one.ref }) }));
  return { title: say('for_whom'), line: say('for_whom_line', { name: payer.name }), code: 'for_whom', asks: true, most: 12, ways: [own, ...others] };
}

// A good was scanned before anybody's code.
export function payerFirstRefusal(item, till) {
  const ways = [till.backWay(), till.searchWay()];
  return { title: say('basket_empty_payer'), line: say('basket_empty_payer_line', { name: item.name }), code: 'payer_first', ways };
}

// Another person's code was scanned while a basket is open: nothing is thrown away unasked.
export function basketOpenRefusal(answer, code, till) {
  const ways = [
    { label: say('way_stay'), detail: say('way_back_detail'), icon: 'arrow-left', run: () => till.back() },
    { label: say('way_switch'), detail: say('way_switch_detail'), icon: 'user', run: () => till.begin(answer, code) },
  ];
  return { title: say('busy_title'), line: say('busy_line', { n: till.state.basket.size }), code: 'basket_open', ways };
}

// A number was typed, or a code that is good once was read, while a basket is open: it is not used up before somebody says so.
export function numberOpenRefusal(code, till) {
  const ways = [
    { label: say('way_stay'), detail: say('way_back_detail'), icon: 'arrow-left', run: () => till.back() },
    { label: say('way_same'), detail: say('way_back_detail'), icon: 'check', run: () => till.sameAgain(code) },
    { label: say('way_switch_number'), detail: say('way_leave_detail'), icon: 'user', run: () => { till.next(); till.scan({ code }); } },
  ];
  return { title: say('busy_title'), line: say('busy_line_number', { n: till.state.basket.size }), code: 'basket_open', asks: true, ways };
}

// Somebody wants to leave a basket that holds something.
export function leaveRefusal(then, till) {
  const ways = [
    { label: say('way_stay'), detail: say('way_back_detail'), icon: 'arrow-left', run: () => till.stay() },
    { label: say('way_leave'), detail: say('way_leave_detail'), icon: 'trash', run: then },
  ];
  const line = till.open ? say('leave_open') : say('leave_line', { n: till.state.basket.size });
  return { title: say('busy_title'), line, code: 'basket_open', asks: true, ways };
}

// The server, or what stands before it, was asked too often; nothing was done.
export function pausedRefusal(after, till) {
  const ways = [{ label: say('way_again'), detail: say('way_back_detail'), icon: 'refresh', run: () => till.again() }];
  return { title: say('paused_title'), line: say('paused_line', { n: after }), code: 'too_many_tries', tried: Boolean(till.request) && !till.open, ways };
}

// Asking about a sale was refused; what became of it is still not known, and nothing is said of points.
export function askingRefusal(answer, till) {
  const [title, line] = split(answer.message);
  const ways = [{ label: say('way_again'), detail: say('way_again_detail'), icon: 'refresh', run: () => till.again() }];
  return { title, line, next: answer.next, code: answer.code, asks: true, ways };
}

export function signedOutRefusal() {
  const go = { label: say('way_sign_in'), detail: say('way_sign_in_detail'), icon: 'user', run: () => window.location.reload() };
  return { title: say('signed_out_title'), line: say('signed_out_line'), code: 'signed_out', ways: [go] };
}

function pinWay(state, till) {
  const ask = say('ask_pin_own', { name: state.payer.name });
  return { label: say('way_pin'), detail: say('way_back_detail'), icon: 'user', run: () => till.askProof({ payer_ref: state.payer.ref }, { ask }) };
}

const ICONS = { swap: 'switch-horizontal', drop: 'trash', rescan: 'scan', retry: 'refresh', search: 'search', leave: 'user', speak: 'volume', note: 'info-circle', sign_in: 'user' };

function serverWay(way, till) {
  const run = {
    swap: () => { if (way.instead) till.take(way.instead); till.put(way.item); },
    drop: () => till.drop(way.item),
    rescan: () => till.back(),
    retry: () => till.again(),
    search: () => till.search(),
    leave: () => till.letGo(),
    speak: () => speak(way.detail || way.label),
    note: () => speak([way.label, way.detail].filter(Boolean).join(say('goods_comma'))),
  }[way.action];
  return run && { label: way.label, detail: way.detail, glyph: way.glyph, icon: ICONS[way.action], run };
}

// The server's "no" as the page shows it; where it names no way on, the page knows the plain ones.
export function serverRefusal(answer, state, till) {
  const [title, line] = split(answer.message);
  let { next } = answer;
  const ways = (answer.ways || []).map((way) => serverWay(way, till)).filter(Boolean);
  const item = answer.facts && answer.facts.item;
  if (answer.code === 'pin_needed' && state.payer) ways.unshift(pinWay(state, till));
  ways.unshift(...till.ways.ways(answer));
  if (answer.code === 'price_changed' && till.looked) {
    const sum = total(state.basket, state.tiles);
    const over = sum - purse(state.payer);
    // what the purse does not reach is taken out by hand, in the list
    if (over > 0) next = say('new_price_over', { gap: plain(over) });
    else ways.unshift({ label: say('way_new_price', { total: plain(sum) }), detail: say('way_new_price_detail'), icon: 'check', run: () => till.accept() });
    ways.push({ label: say('way_list'), detail: say('way_back_detail'), icon: 'shopping-cart', run: () => till.back() });
  }
  if (answer.code === 'prices_unseen') ways.unshift({ label: say('way_reload'), detail: say('way_sign_in_detail'), icon: 'refresh', run: () => window.location.reload() });
  if (answer.code === 'own_purse' && till.request) ways.unshift(...till.second.ways(till.request));
  if (answer.code === 'wrong_pin' && till.proofFor) ways.unshift({ label: say('way_pin'), detail: till.proofAsk.ask, icon: 'user', run: () => till.askProof(till.proofFor, till.proofAsk) });
  if (['pin_locked', 'short_number_locked', 'short_number_wrong'].includes(answer.code) && till.proofFor && till.proofFor.person) ways.unshift({ label: say('way_other_proof'), detail: say('way_other_proof_detail'), icon: 'user', run: () => till.pick(till.proofFor.person) });
  if (!ways.length && state.payer && item && state.basket.has(item)) {
    const tile = state.tiles.get(item);
    ways.push({ label: say('way_drop', { name: tile.name }), detail: points(tile.tenths * state.basket.get(item)), icon: 'trash', run: () => till.drop(item) });
  }
  if (!ways.length) ways.push(till.backWay());
  if (ways.length < 2 && !state.payer) ways.push(till.searchWay());
  if (ways.length < 3 && state.payer) ways.push(noteWay(till));
  return { title, line, next, code: answer.code, tried: Boolean(till.request) || PRESENTED.test(answer.code), ways };
}
