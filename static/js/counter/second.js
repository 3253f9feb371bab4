// What a clerk may not do alone: a sale to her own family, which a second person agrees to here or the next shift serves.
// Whose purse is whose the server knows. The second person's password stays in its field and is kept nowhere.

import { get, post } from './net.js';
import { clock, plain, say } from './words.js';
import { fill, icon, list, piece, section } from './stage.js';
import { drawSide } from './tiles.js';

const HERE = ['wrong_password', 'account_locked', 'machine_paused', 'own_purse', 'own_purse_by_two', 'second_of_family'];

export class Second {
  constructor(till) {
    this.till = till;
    this.request = null;
  }

  // The ways on from the server's "own_purse": in the order in which they are tried.
  ways(request) {
    const { payer } = this.till.state;
    const found = [{ label: say('way_second'), detail: say('way_second_detail'), icon: 'user', run: () => this.open(request) }];
    if (payer && payer.voucher) found.push({ label: say('way_aside'), detail: say('way_aside_detail'), icon: 'calendar-event', run: () => this.leave(request) });
    return found;
  }

  open(request) {
    this.request = request;
    const root = section('second');
    root.querySelectorAll('input').forEach((input) => { input.value = ''; });
    this.problem('');
    this.why(false);
    drawSide(this.till.state, 'second');
    this.till.stage.show('second', { side: 'who' });
  }

  why(asked) {
    const box = section('second').querySelector('[data-phase="two"]');
    box.hidden = !asked;
    if (asked) box.querySelector('input').focus({ preventScroll: true });
  }

  problem(words) {
    fill(section('second'), { problem: words });
  }

  async agree(form) {
    const { till, request } = this;
    const second = { username: form.elements.username.value.trim(), password: form.elements.password.value, reason: form.elements.reason.value.trim() };
    this.problem('');
    const outcome = await till.ask(request, second);
    const here = outcome.kind === 'refusal' && HERE.includes(outcome.answer.code);
    const why = here && outcome.answer.code === 'own_purse_by_two';
    if (!why) form.elements.password.value = '';
    if (!here) return till.sent(outcome, request);
    this.problem([outcome.answer.message, outcome.answer.next].filter(Boolean).join(' '));
    if (why) this.why(true);
    return null;
  }

  async leave(request) {
    const { payer_ref: ref, items } = request.body;
    const outcome = await post('asides', { payer_ref: ref, items });
    if (outcome.kind !== 'ok') {
      this.till.answered(outcome, () => this.leave(request));
      return;
    }
    this.till.next();
    this.till.note(say('aside_left'));
  }

  async list() {
    const outcome = await get('asides');
    if (outcome.kind !== 'ok') {
      this.till.answered(outcome, () => this.list());
      return;
    }
    const { asides } = outcome.answer;
    const root = section('asides');
    root.querySelector('[data-t="empty"]').hidden = asides.length > 0;
    list(root, 'asides', asides.map((one) => this.row(one)));
    this.till.stage.show('asides');
  }

  row(one) {
    const node = piece('way');
    node.querySelector('.way-mark').replaceChildren(icon('calendar-event'));
    node.querySelector('.way-words b').textContent = say('aside_row', { name: one.name, tenths: plain(one.tenths), n: one.pieces });
    node.querySelector('.way-words span').textContent = say('aside_by', { name: one.left_by, time: clock(one.at) });
    node.addEventListener('click', () => this.till.scan({ aside: one.aside }));
    return node;
  }
}
