// One resident at the counter from the first scan to the receipt: which step is next, what a code means here, what may be pressed.
// Points and goods move on the server alone. What is lost on the way is asked about by its number, which sells nothing; it
// is sold anew by a person's press alone, while who pays is here.

import { missingOne, readScan } from '../shared/codes.js';
import { drawPending, refreshDay } from './day.js';
import { drawDone, printRefusal } from './done.js';
import { drop, find, keep } from './kept.js';
import { newId, pending, post } from './net.js';
import { byCode, obstacle, purse, total } from './reach.js';
import { askingRefusal, basketOpenRefusal, drawRefusal, forWhomRefusal, leaveRefusal, numberOpenRefusal, pausedRefusal, payerFirstRefusal, serverRefusal, signedOutRefusal, tileRefusal } from './refusal.js';
import { STEPS } from './steps.js';
import { basketWords, drawChips, drawSide, drawTiles, groups, ready, shelfNote } from './tiles.js';
import { fill, icon, list, piece, section } from './stage.js';
import { clock, day, plain, say, speak } from './words.js';

// codes that are asked for by a PIN, or good once: they are not used while somebody else's basket is open
const USED_UP = ['spoken', 'card_number', 'identity'];
// the shelf changed since the screen was drawn
const CHANGED = ['price_changed', 'stock_short', 'batch_expired', 'limit_reached', 'person_limit_reached', 'item_gone', 'item_unknown'];
// how long ago something was tried, by this machine's own clock at both ends
const since = (at) => Math.max(0, Math.round((Date.now() - Date.parse(at)) / 1000)) || 0;
// Pieces of a batch with a price of its own say so wherever they are named.
const named = (tile) => (tile.near ? { ...tile, name: say('near_name', { name: tile.name, day: day(tile.near) }) } : tile);
const shelfOf = (tiles) => new Map(tiles.map((tile) => [tile.item, named(tile)]));

export class Till {
  constructor(stage, line) {
    this.stage = stage;
    this.line = line;
    this.state = { payer: null, tiles: new Map(), basket: new Map(), who: false, group: 'all' };
    this.refusal = null;
    this.from = 'scan';
    this.retry = null;
    this.proofFor = null;
    this.queue = [];
    this.keys = {}; // the codes on the shop's sheet of keys
    this.press = () => {};
    stage.settled = () => this.pull();
  }

  // A sale is open: its answer did not come, or it was not sold; asking whether to leave it closes nothing.
  get open() {
    const { step } = this.stage;
    return Boolean(STEPS[step === 'refusal' ? this.from : step].open);
  }

  // ---- codes -------------------------------------------------------------

  // What is scanned while an answer is awaited waits for its turn, and is seen to wait. A key on paper is a key.
  code(code) {
    const key = this.keyOf(code);
    if (key && !this.stage.waiting && !this.queue.length) {
      this.press(key);
      return;
    }
    this.queue.push(code);
    this.pull(true);
  }

  keyOf(code) {
    return this.keys[readScan(code).text];
  }

  // The next code that waits: now, or where the step asks nothing.
  async pull(now = false) {
    const turn = this.queue.length && !this.stage.waiting && !this.open && (now || STEPS[this.stage.step].rests);
    const code = turn && this.queue.shift();
    this.drawQueue();
    if (!turn) return;
    await this.read(code);
    if (this.queue.length) this.pull();
  }

  drawQueue() {
    fill(document.getElementById('queued'), { queued: say('queued', { n: this.queue.length }) });
    document.getElementById('queued').hidden = !this.queue.length;
  }

  async read(code) {
    const scan = readScan(code);
    if (this.keyOf(code)) {
      this.press(this.keyOf(code));
      return;
    }
    if (this.stage.step === 'way') {
      await this.ways.prove(code);
      return;
    }
    const need = missingOne(scan);
    if (need && ['scan', 'typed', 'basket'].includes(this.stage.step)) {
      this.note(say('typed_missing', { have: scan.text.length, need }), true);
      return;
    }
    const tile = this.state.payer && byCode(scan, this.state.tiles);
    if (tile) this.put(tile.item);
    else if (this.state.payer && this.state.code && scan.text === readScan(this.state.code).text && !this.provedFor) {
      this.back();
      this.note(say('again_same'), true);
    } else if (this.state.basket.size && USED_UP.includes(scan.kind) && !this.provedFor) this.refuse(numberOpenRefusal(code, this));
    else await this.scan({ code });
  }

  async scan(body) {
    this.shown = body;
    this.stage.busy(say('doing_scan'));
    const outcome = await post('scan', body, () => this.stage.busy(say('doing_wait')));
    this.stage.idle();
    if (outcome.kind !== 'ok') {
      this.answered(outcome, () => this.scan(body));
      return;
    }
    const { answer } = outcome;
    this.line.back();
    if (answer.kind === 'people') this.foundPeople(answer.candidates);
    else if (answer.kind === 'item') this.scannedItem(answer.item, body.code);
    else if (answer.kind === 'proof') this.askProof(body, answer.pins ? this.whose(answer.pins) : { ask: this.numbered(body, answer.ask) });
    else {
      if (body.person && !answer.payer.voucher) answer.payer.via = 'name';
      if (answer.collects.length) this.refuse(forWhomRefusal(answer, body.code, this));
      else this.scannedPayer(answer, body.code);
    }
  }

  scannedItem(item, code) {
    if (!this.state.payer) {
      this.refuse(payerFirstRefusal(item, this));
      return;
    }
    if (!this.state.tiles.has(item.item)) this.state.tiles.set(item.item, named(item));
    const tile = this.state.tiles.get(item.item);
    tile.barcodes = [...(tile.barcodes || []), readScan(code).text];
    this.put(item.item);
  }

  scannedPayer(answer, code) {
    const { payer, basket } = this.state;
    if (payer && this.provedFor && payer.purse === answer.payer.purse) this.goOn(answer, code);
    else if (payer && basket.size) this.refuse(basketOpenRefusal(answer, code, this));
    else this.begin(answer, code);
  }

  begin({ payer, tiles, wanted }, code) {
    this.clear();
    this.resuming = false;
    const shelf = shelfOf(tiles);
    const basket = new Map(Object.entries(wanted || {}).filter(([item]) => shelf.has(item)));
    this.state = { payer, code, tiles: shelf, basket, who: false, group: 'all' };
    this.state.group = groups(this.state.tiles)[0].key;
    this.back();
  }

  // The same person proved again in the middle of a basket: what was chosen stays, who it is may be asked anew.
  goOn({ payer, tiles }, code) {
    const who = this.provedFor !== 'payer_gone' && this.state.who;
    const { wish } = this;
    this.clear();
    this.state = { ...this.state, payer, code: code || this.state.code, who };
    this.shelve(tiles);
    this.back();
    if (wish) this.put(wish);
  }

  // The voucher is too small: the same basket, paid from the purse it came from.
  fromHome(item) {
    this.provedFor = 'purse';
    this.wish = item;
    this.back();
    this.note(say('scan_home'), true);
  }

  sameAgain(code) {
    this.provedFor = 'same';
    this.scan({ code });
  }

  // Whose PIN is asked for: of a number, the number is said.
  numbered({ code }, ask) {
    const { kind, text } = readScan(code || '');
    return kind === 'card_number' ? say('proof_of_number', { number: text.replace(/^(\d{3})(\d{3})/, '$1 $2 '), ask }) : ask;
  }

  // Of who was searched by name their own, and else that of who holds a card; where nobody does, what else proves them.
  whose({ name, own, others }) {
    const key = own ? 'ask_pin_own' : others.length ? 'ask_pin_other' : 'ask_pin_none';
    return { ask: say(key, { name }), others };
  }

  // People who were looked for by name, or by the number of an old card; whoever came proves it.
  foundPeople(candidates) {
    if (this.stage.step !== 'search') this.search();
    const root = section('search');
    fill(root, { found: candidates.length ? say('found_some', { n: candidates.length }) : say('found_none') });
    list(root, 'candidates', candidates.map((one) => this.candidate(one)));
    const first = root.querySelector('.way');
    if (first) first.focus();
  }

  candidate({ person, name, door }) {
    const node = piece('way');
    node.querySelector('.way-mark').replaceChildren(icon('user'));
    node.querySelector('.way-words b').textContent = name;
    node.querySelector('.way-words span').textContent = door;
    node.addEventListener('click', () => this.pick(person));
    return node;
  }

  // Somebody of those who were found, or who holds a card in their household.
  pick(person) {
    return this.scan({ person });
  }

  member({ person, name }) {
    const node = piece('way');
    node.querySelector('.way-mark').replaceChildren(icon('user'));
    node.querySelector('.way-words b').textContent = say('way_member', { name });
    node.querySelector('.way-words span').textContent = say('way_member_detail', { name });
    node.addEventListener('click', () => this.pick(person));
    return node;
  }

  // asked: { ask: whose, others: who else of the household has a card with a PIN }
  askProof(body, asked) {
    this.proofFor = body;
    section('proof').querySelector('input').value = '';
    this.proofAsk = asked;
    fill(section('proof'), { ask: asked.ask });
    list(section('proof'), 'members', (asked.others || []).map((one) => this.member(one)));
    if (this.state.payer) drawSide(this.state, 'proof');
    this.stage.show('proof', { side: this.state.payer ? 'who' : 'leave' });
  }

  prove(proof) {
    section('proof').querySelector('input').value = '';
    return this.scan({ ...this.proofFor, proof });
  }

  // ---- basket ------------------------------------------------------------

  left() {
    return purse(this.state.payer) - total(this.state.basket, this.state.tiles);
  }

  put(item) {
    const { state } = this;
    const tile = state.tiles.get(item);
    if (!tile || !state.payer || (this.stage.step === 'done' || this.open) || this.stage.waiting) return;
    const stop = obstacle(tile, state.payer, state.basket, state.tiles);
    if (stop) {
      this.refuse(tileRefusal(tile, stop, state, this));
      return;
    }
    if (this.provedFor === 'purse') this.clear();
    state.basket.set(item, (state.basket.get(item) || 0) + 1);
    if (this.stage.step === 'basket') this.draw();
    else this.back();
    this.note(say('added', { name: tile.name }));
  }

  take(item) {
    const { basket } = this.state;
    if (!basket.has(item) || this.stage.waiting || this.open) return;
    if (basket.get(item) > 1) basket.set(item, basket.get(item) - 1);
    else basket.delete(item);
    if (this.stage.step === 'basket') this.draw();
    else {
      keep(this.state);
      drawSide(this.state, this.stage.step);
    }
  }

  drop(item, wanted) {
    this.state.basket.delete(item);
    this.back();
    if (wanted) this.put(wanted);
  }

  known() {
    if (this.stage.step !== 'basket' || this.stage.waiting || !this.state.payer.ask) return;
    this.state.who = !this.state.who;
    this.draw();
  }

  choose(group) {
    this.state.group = group;
    this.draw();
  }

  // What was typed so far, in the basket: the goods it may mean, the first of them with the focus. Says whether there are any.
  find(typed) {
    if (this.stage.step !== 'basket' || (this.state.found || '') === typed) return false;
    this.state.found = typed;
    drawTiles(this.state);
    const first = typed && document.querySelector('#tiles .tile');
    if (first) first.focus({ preventScroll: true });
    return Boolean(first);
  }

  draw() {
    keep(this.state);
    drawChips(this.state);
    drawTiles(this.state);
    drawSide(this.state, 'basket');
  }

  note(words, loud) {
    if (this.stage.step === 'basket') shelfNote(words, loud);
    else fill(section(this.stage.step === 'typed' ? 'typed' : 'scan'), { nothing: words });
  }

  // ---- confirming --------------------------------------------------------

  // What is sent says what the screen says: it is sold for that, or asked again.
  confirm() {
    const { basket, tiles, payer } = this.state;
    if (this.stage.step !== 'basket' || this.stage.waiting || !ready()) return;
    const items = [...basket].map(([item, quantity]) => ({ item, quantity, tenths: tiles.get(item).tenths }));
    const tenths = total(basket, tiles);
    const request = {
      body: { payer_ref: payer.ref, items, scan_id: newId(), who_confirmed: true, expected_tenths: tenths },
      tenths,
      at: new Date().toISOString(),
    };
    this.send(request);
  }

  async send(request) {
    this.sent(await this.ask(request), request);
  }

  // second: who agrees; their password goes with this one request and is kept with none.
  async ask(request, second) {
    pending.keep(request); // before it leaves: whatever happens to the answer, the number is known
    drop(); // a basket whose sale is open is not taken up anew: it might be sold a second time
    this.stage.busy(say('doing_redeem'));
    const outcome = await post('redeem', { ...request.body, ...second, seconds_ago: since(request.at) }, () => this.stage.busy(say('doing_wait')));
    this.stage.idle();
    if (['refusal', 'paused', 'denied', 'signed_out'].includes(outcome.kind)) {
      pending.drop(request.body.scan_id);
      keep(this.state);
    }
    return outcome;
  }

  sent(outcome, request) {
    this.request = request;
    if (outcome.kind === 'ok' && outcome.answer.receipt) this.finish(outcome.answer, request);
    else if (outcome.kind === 'lost') this.unsure(request);
    else this.answered(outcome, () => this.send(request));
  }

  finish(answer, request) {
    pending.drop(request.body.scan_id);
    this.line.back();
    const name = (this.state.payer && this.state.payer.name) || say('resident');
    drop();
    this.done = answer;
    this.state = { ...this.state, payer: null, basket: new Map(), who: false };
    drawDone(answer, name);
    this.stage.show('done');
    refreshDay();
  }

  unsure(request) {
    this.line.lost();
    this.retry = () => this.inquire(request);
    this.reopen = () => this.unsure(request);
    fill(section('unsure'), { what: say('unsure_what', { total: plain(request.tenths), time: clock(request.at) }) });
    if (this.state.payer) drawSide(this.state, 'unsure');
    this.stage.show('unsure', { side: this.state.payer ? 'who' : 'day' });
  }

  // What became of a sale, as often as it takes; nothing is sold by asking.
  async inquire(request) {
    this.retry = () => this.inquire(request);
    this.stage.busy(say('doing_ask'));
    const outcome = await post('asked', { scan_id: request.body.scan_id, seconds_ago: since(request.at) }, () => this.stage.busy(say('doing_wait')));
    this.stage.idle();
    if (outcome.kind === 'ok') this.finish(outcome.answer, request);
    else if (outcome.kind === 'refusal' && outcome.answer.code === 'not_sold') this.unsold(request);
    else if (outcome.kind === 'refusal' && outcome.answer.code === 'sale_not_known') this.forgotten(outcome.answer, request);
    else if (outcome.kind === 'signed_out') this.refuse(signedOutRefusal());
    else if (outcome.kind === 'paused') this.refuse(pausedRefusal(outcome.after, this));
    else if (outcome.kind === 'refusal') this.refuse(askingRefusal(outcome.answer, this));
    else this.unsure(request);
  }

  // Sold anew under the same number, so that one which is still on its way can do no harm.
  unsold(request) {
    pending.drop(request.body.scan_id);
    this.line.back();
    if (!request.body.payer_ref || !this.state.payer) {
      this.next();
      this.note(say('unsold_gone', { total: plain(request.tenths), time: clock(request.at) }));
      return;
    }
    this.retry = () => this.send(request);
    this.reopen = () => this.unsold(request);
    fill(section('unsold'), { what: say('unsure_what', { total: plain(request.tenths), time: clock(request.at) }) });
    drawSide(this.state, 'unsure');
    this.stage.show('unsold', { side: 'who' });
  }

  // Tried before the books were restored: who served knows whether it was sold, and nobody else.
  forgotten(answer, request) {
    pending.drop(request.body.scan_id);
    this.line.back();
    this.next(); // the basket is not kept: nobody sells it again before somebody was asked
    this.refuse(serverRefusal(answer, this.state, this));
  }

  settle() {
    const [oldest] = pending.all();
    if (oldest) this.inquire(oldest);
  }

  // ---- what came back ----------------------------------------------------

  // The shelf as it is now; what was chosen and has gone from it stays in the basket until somebody takes it out.
  shelve(tiles) {
    const { basket, tiles: before } = this.state;
    this.state.tiles = shelfOf(tiles);
    [...basket.keys()].filter((item) => !this.state.tiles.has(item)).forEach((item) => this.state.tiles.set(item, { ...before.get(item), stock: 0 }));
  }

  async look() {
    this.stage.busy(say('doing_ask'));
    const outcome = await post('look', { payer_ref: this.state.payer.ref });
    this.stage.idle();
    if (outcome.kind === 'ok') this.shelve(outcome.answer.tiles);
    return outcome.kind === 'ok';
  }

  // Sold at the price of the second look, which is on the screen now.
  accept() {
    this.back();
    this.confirm();
  }

  // Everything that is not a yes. again: how to try the same once more.
  async answered(outcome, again) {
    this.retry = again;
    // what was sold anew was answered: it is open no more
    if (this.open) this.stage.step = 'basket';
    if (outcome.kind === 'refusal') {
      this.looked = this.state.payer && CHANGED.includes(outcome.answer.code) && await this.look();
      if (['pin_needed', 'payer_gone'].includes(outcome.answer.code)) this.provedFor = outcome.answer.code;
      this.refuse(serverRefusal(outcome.answer, this.state, this));
    } else if (outcome.kind === 'signed_out') this.refuse(signedOutRefusal());
    else if (outcome.kind === 'paused') this.refuse(pausedRefusal(outcome.after, this));
    else if (outcome.kind === 'lost') {
      this.line.lost();
      this.broken(say('no_net_title'), say('no_net_line'), null, 'yes');
    } else if (outcome.kind === 'denied') this.broken(say('wrong_title'), say('not_allowed'));
    else this.broken(say('problem_title'), say('problem_line'), outcome.answer && outcome.answer.number);
  }

  refuse(refusal, from = this.stage.step) {
    if (from !== 'refusal') this.from = from;
    this.refusal = refusal;
    this.showRefusal();
  }

  showRefusal() {
    const { open } = STEPS[this.from];
    drawRefusal(this.refusal);
    // beside a sale that is open nothing can be changed, nor gone back to
    if (this.state.payer) drawSide(this.state, open ? 'unsure' : 'refusal');
    this.stage.show('refusal', { side: this.state.payer ? 'who' : 'day' });
  }

  broken(title, line, number, calm = 'no') {
    section('broken').dataset.calm = calm;
    fill(section('broken'), { title, line, number: number ? say('number', { number }) : null });
    if (this.state.payer) drawSide(this.state, 'unsure');
    this.stage.show('broken', { side: this.state.payer ? 'who' : 'day' });
  }

  // ---- ways on -----------------------------------------------------------

  backWay() {
    const words = this.state.payer ? ['way_back', 'way_back_detail', 'shopping-cart'] : ['way_rescan', 'way_rescan_detail', 'scan'];
    return { label: say(words[0]), detail: say(words[1]), icon: words[2], run: () => this.stay() };
  }

  searchWay() {
    return { label: say('way_search'), detail: say('way_search_detail'), icon: 'search', run: () => this.search() };
  }

  again() {
    if (this.stage.waiting) return;
    const { retry } = this;
    this.retry = null;
    if (retry) retry();
    else this.stay();
  }

  back() {
    if (!this.state.payer) {
      this.next();
      return;
    }
    shelfNote(null);
    this.state.found = '';
    this.draw();
    this.stage.show('basket');
  }

  // One step back, as the step says; what would be lost is asked about.
  escape() {
    if (this.stage.waiting) return;
    const { step } = this.stage;
    const deeds = {
      next: () => this.next(),
      leave: () => this.letGo(),
      back: () => this.back(),
      refusal: () => this.showRefusal(),
      before: () => this.before(step),
    };
    deeds[STEPS[step].esc]();
  }

  before(step) {
    const came = step === 'refusal' ? (!this.state.payer || this.open) && this.from : this.cameFrom(step);
    if (this.provedFor === 'same') this.provedFor = null;
    if (STEPS[came] && STEPS[came].open) this.reopen();
    else if (['search', 'typed', 'done'].includes(came)) this.stage.show(came);
    else if (came === 'proof' && this.proofFor) this.askProof(this.proofFor, this.proofAsk);
    else this.back();
  }

  cameFrom(step) {
    if (step === 'recent') return this.done && document.getElementById('paper').firstElementChild && 'done';
    return this.proofFor && this.proofFor.person && 'search';
  }

  // Where somebody was asked whether to leave, and stays.
  stay() {
    if (this.open) this.reopen();
    else this.back();
  }

  // Leaves the basket, asked first where it holds something.
  letGo(then = () => this.next()) {
    if (this.stage.waiting) return;
    const leave = () => { this.queue = []; then(); };
    if (this.state.payer && this.state.basket.size) this.refuse(leaveRefusal(leave, this));
    else then();
  }

  clear() {
    this.request = null;
    this.proofFor = null;
    this.provedFor = null;
    this.wish = null;
  }

  // The next person: nothing of the last one stays on the screen.
  next() {
    if (this.stage.waiting) return;
    this.clear();
    this.state = { payer: null, tiles: new Map(), basket: new Map(), who: false, group: 'all' };
    this.retry = null;
    this.reopen = null;
    this.shown = null;
    this.done = null;
    this.from = 'scan';
    if (!this.resuming) drop();
    document.getElementById('paper').replaceChildren();
    document.getElementById('print-host').replaceChildren();
    fill(section('scan'), { nothing: null, typed: null });
    drawPending();
    this.stage.show('scan');
  }

  // The page was loaded again in the middle of a basket: who pays and the shelf are asked for, as they are now.
  async resume() {
    const kept = find();
    this.resuming = Boolean(kept); // until the server was asked it stays written down
    this.next();
    if (!kept) return;
    this.stage.busy(say('doing_scan'));
    const outcome = await post('look', { payer_ref: kept.ref });
    this.stage.idle();
    if (outcome.kind === 'ok') this.takeUp(outcome.answer, kept);
    else if (outcome.kind === 'refusal' && outcome.answer.code === 'payer_gone') {
      this.resuming = false;
      drop();
      this.note(say('kept_too_long'), true);
    } else {
      this.answered(outcome, () => this.resume());
      if (outcome.kind === 'lost') fill(section('broken'), { line: say('kept_no_net') });
    }
  }

  takeUp({ payer, tiles }, { basket, who, group }) {
    this.state = { payer, code: null, tiles: shelfOf(tiles), basket: new Map(), who, group };
    const there = basket.filter(([item]) => this.state.tiles.has(item));
    there.forEach(([item, quantity]) => this.state.basket.set(item, quantity));
    this.resuming = false;
    this.back();
    if (there.length < basket.length) this.note(say('kept_less', { n: basket.length - there.length }), true);
  }

  // A number typed by fingers alone.
  askNumber() {
    section('typed').querySelector('input').value = '';
    fill(section('typed'), { nothing: null });
    this.stage.show('typed');
  }

  search() {
    this.next();
    section('search').querySelectorAll('input').forEach((input) => { input.value = ''; });
    section('search').querySelector('[data-list]').replaceChildren();
    fill(section('search'), { found: null });
    this.stage.show('search');
  }

  printNote() {
    printRefusal({ ...this.refusal, hint: this.state.payer && this.state.payer.hint });
  }

  aloud() {
    if (this.stage.step === 'done') speak(say('speak_done', { total: plain(this.done.tenths), rest: plain(this.done.balance_after) }));
    else if (this.state.payer) speak(basketWords(this.state));
  }
}
