// A new card or account that does not pay yet: confirmed beside the basket by the family's older proof or by what the clerk
// saw, or its PIN typed by the resident on the turned screen. What was asked when it was refused is asked again.

import { keep } from './kept.js';
import { post } from './net.js';
import { fill, section } from './stage.js';
import { drawSide } from './tiles.js';
import { say } from './words.js';

const WITHOUT_PIN = ['card_without_pin', 'pin_locked', 'card_unconfirmed'];

export class Ways {
  constructor(till) {
    this.till = till;
    this.way = null;
  }

  // The ways on from the server's "no", in the order in which they are tried.
  ways(answer) {
    const { till } = this;
    const found = [];
    const way = answer.facts && answer.facts.way;
    if (way) {
      found.push({ label: say('way_proof'), detail: say('way_proof_detail'), icon: 'user', run: () => this.open(way, answer.code, 'proof') });
      found.push({ label: say('way_seen'), detail: say('way_seen_detail'), icon: 'info-circle', run: () => this.open(way, answer.code, 'seen') });
    }
    const code = till.shown && till.shown.code;
    if (code && WITHOUT_PIN.includes(answer.code)) found.push({ label: say('way_turn'), detail: say('way_turn_detail'), icon: 'switch-horizontal', run: () => this.turn(code) });
    return found;
  }

  open(way, refused, phase) {
    const { till } = this;
    this.way = way;
    this.again = refused === 'card_unconfirmed' ? till.retry : null;
    const root = section('way');
    root.dataset.phase = phase;
    root.querySelectorAll('input').forEach((input) => { input.value = ''; });
    root.querySelectorAll('[data-way]').forEach((one) => { one.hidden = one.dataset.way !== phase; });
    this.problem('');
    if (till.state.payer) drawSide(till.state, 'way');
    till.stage.show('way', { side: till.state.payer ? 'who' : 'leave', focus: false });
    root.querySelector(`[data-way="${phase}"] input`).focus({ preventScroll: true });
  }

  problem(words) {
    fill(section('way'), { problem: words });
  }

  go() {
    return section('way').dataset.phase === 'seen' ? this.seen() : this.prove();
  }

  prove(code) {
    const field = section('way').querySelector('[name="pin"]');
    const pin = field.value.trim();
    field.value = '';
    return this.hand('proof', { pin, code: code || '' });
  }

  seen() {
    return this.hand('seen', { seen: section('way').querySelector('[name="seen"]').value.trim() });
  }

  async hand(name, body) {
    const { till } = this;
    this.problem('');
    till.stage.busy(say('doing_scan'));
    const outcome = await post(name, { ...body, way: this.way }, () => till.stage.busy(say('doing_wait')));
    till.stage.idle();
    if (outcome.kind === 'refusal') {
      this.problem([outcome.answer.message, outcome.answer.next].filter(Boolean).join(' '));
    } else if (outcome.kind !== 'ok') {
      till.answered(outcome, () => this.hand(name, body));
    } else if (this.again) {
      this.again();
    } else {
      // a code on a phone is good once
      till.back();
      till.note(say('way_confirmed'), true);
    }
  }

  async turn(code) {
    const { till } = this;
    till.stage.busy(say('doing_scan'));
    const outcome = await post('turn', { code });
    till.stage.idle();
    // a press whose answer was lost has turned it: every page leads there
    const turned = outcome.kind === 'refusal' && outcome.answer.code === 'screen_turned';
    if (outcome.kind !== 'ok' && !turned) {
      till.answered(outcome, () => this.turn(code));
      return;
    }
    keep(till.state);
    window.location.assign(turned ? window.location.href : outcome.answer.to);
  }
}
