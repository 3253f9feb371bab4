// Today's redemptions and the taking back of one: asked for by one person, confirmed by a second. The server decides who may.

import { refreshDay } from './day.js';
import { post, recent } from './net.js';
import { fill, icon, list, piece, section, side } from './stage.js';
import { clock, goods, inFours, plain, say } from './words.js';

// what the purse has back in the end, once other goods were paid for
const back = (one) => one.back.tenths - (one.swap ? one.swap.tenths : 0);
const swap = (one) => (one.swap ? say('undo_swap', { goods: goods(one.swap.items), tenths: plain(one.swap.tenths) }) : '');

export class Undo {
  constructor(till) {
    this.till = till;
    this.chosen = null;
  }

  async open(number) {
    this.till.stage.busy(say('doing_undo'));
    const outcome = await recent();
    if (outcome.kind !== 'ok') {
      this.till.answered(outcome, () => this.open(number));
      return;
    }
    const { receipts } = outcome.answer;
    const root = section('recent');
    root.querySelector('[data-t="empty"]').hidden = receipts.length > 0;
    list(root, 'receipts', receipts.map((one) => this.row(one)));
    this.till.stage.show('recent');
    this.choose(receipts.find((one) => one.receipt === number && this.open_for(one)) || null);
  }

  open_for(one) {
    return one.state !== 'undone' && (one.can_ask || one.can_confirm || one.state === 'asked');
  }

  row(one) {
    const node = piece('way');
    node.dataset.receipt = one.receipt;
    node.querySelector('.way-mark').replaceChildren(icon(one.state === 'done' ? 'receipt' : 'receipt-refund'));
    node.querySelector('.way-words b').textContent = say('receipt_row', { time: one.day || clock(one.at), name: one.name, tenths: plain(one.tenths) });
    node.querySelector('.way-words span').textContent = `${goods(one.items)}·${inFours(one.receipt)}`;
    node.querySelector('.way-end').textContent = { asked: say('state_asked'), undone: say('state_undone'), done: '' }[one.state];
    node.disabled = !this.open_for(one);
    node.addEventListener('click', () => this.choose(one));
    return node;
  }

  choose(one) {
    this.chosen = one;
    const root = side('undo');
    const box = root.querySelector('.undo');
    box.hidden = !one;
    root.querySelector('.undo-none').hidden = Boolean(one);
    section('recent').querySelectorAll('.way').forEach((row) => row.classList.toggle('picked', Boolean(one) && row.dataset.receipt === one.receipt));
    this.problem('');
    this.whyTwo(false);
    if (!one) return;
    const tenths = plain(back(one));
    fill(root, {
      'undo-what': say('undo_what', { tenths: plain(one.back.tenths), goods: goods(one.back.items) }) + swap(one),
      'ask-words': say('undo_ask', { tenths }),
      'confirm-words': say('undo_confirm', { tenths }),
      'undo-asked': this.askedWords(one),
      'decline-words': say(one.own ? 'undo_withdraw' : 'undo_decline'),
    });
    // some of it stays with the payer: asked for where every line has its count
    const part = root.querySelector('[data-part]');
    part.href = one.sale_url;
    part.hidden = one.state !== 'done';
    const asked = one.state === 'asked';
    root.querySelector('[data-phase="ask"]').hidden = asked || one.can_confirm && !one.can_ask;
    root.querySelector('[data-phase="confirm"]').hidden = !asked;
    root.querySelector('[data-phase="password"]').hidden = one.can_confirm;
    const first = root.querySelector('form:not([hidden]) input');
    if (first) first.focus({ preventScroll: true });
  }

  askedWords(one) {
    if (one.can_confirm) return say('undo_own');
    return one.asked_by ? say('undo_asked_by', { name: one.asked_by, reason: one.reason || '' }) : say('undo_asked');
  }

  // Why nobody else was there: asked only where the server says that payer, asker and confirmer are two people.
  whyTwo(asked) {
    const box = side('undo').querySelector('[data-phase="two"]');
    box.hidden = !asked;
    const field = box.querySelector('input');
    if (asked) field.focus({ preventScroll: true });
    else field.value = '';
  }

  problem(words) {
    fill(side('undo'), { 'undo-problem': words });
    if (words) side('undo').querySelector('[data-t="undo-problem"]').scrollIntoView({ block: 'nearest' });
  }

  // A refusal here stays beside the line it is about; everything else is shown as everywhere.
  async send(name, body) {
    this.problem('');
    this.till.stage.busy(say('doing_undo'));
    const outcome = await post(name, body);
    this.till.stage.idle();
    if (outcome.kind === 'ok') return outcome.answer;
    this.refused = outcome.kind === 'refusal' ? outcome.answer.code : null;
    if (outcome.kind === 'refusal') this.problem([outcome.answer.message, outcome.answer.next].filter(Boolean).join(' '));
    else this.till.answered(outcome, () => this.open(this.chosen.receipt));
    return null;
  }

  async ask() {
    const one = this.chosen;
    const reason = side('undo').querySelector('input[name="reason"]:checked').value;
    const answer = one && (await this.send('undo', { receipt: one.receipt, reason }));
    if (!answer) return;
    one.state = 'asked';
    one.own = true;
    const row = section('recent').querySelector(`[data-receipt="${CSS.escape(one.receipt)}"]`);
    if (row) row.querySelector('.way-end').textContent = say('state_asked');
    this.choose(one);
  }

  // The sale stays as it is: who asked takes it back, anybody else says no; it may be asked for again.
  async decline() {
    const one = this.chosen;
    const answer = one && (await this.send('decline', { receipt: one.receipt }));
    if (answer) this.open(one.receipt);
  }

  // The deed that the panel shows.
  go() {
    if (!this.chosen || this.till.stage.waiting) return null;
    return side('undo').querySelector('[data-phase="ask"]').hidden ? this.confirm() : this.ask();
  }

  async confirm() {
    const one = this.chosen;
    const root = side('undo');
    const [username, password] = ['#second-name', '#second-password'].map((id) => root.querySelector(id).value);
    const reason = root.querySelector('#two-reason').value.trim();
    const body = { receipt: one.receipt, reason, ...(one.swap ? { expected_tenths: one.swap.tenths } : {}), ...(one.can_confirm ? {} : { username, password }) };
    const answer = await this.send('confirm', body);
    const why = !answer && this.refused === 'undo_by_two';
    // the second person is still there and only has to say why
    if (!why) root.querySelector('#second-password').value = '';
    if (why) this.whyTwo(true);
    if (!answer) return;
    root.querySelector('#second-name').value = '';
    fill(section('undone'), { sum: `${say('undone_sum', { tenths: plain(back(one)) })} ${swap(one)}`, goods: goods(one.back.items) });
    this.till.stage.show('undone');
    refreshDay();
  }
}
