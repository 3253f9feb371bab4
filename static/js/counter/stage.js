// Shows one step at a time, left what to do, right who and how much, and puts the focus where it belongs. Knows no business.

import { STEPS } from './steps.js';

const find = (selector) => document.querySelector(selector);
export const piece = (name) => document.getElementById(`piece-${name}`).content.firstElementChild.cloneNode(true);

export function icon(name) {
  const holder = document.getElementById('piece-icons').content.querySelector(`[data-icon="${name}"]`);
  return (holder || document.getElementById('piece-icons').content.querySelector('[data-icon="info-circle"]')).firstElementChild.cloneNode(true);
}

export const section = (step) => find(`[data-step="${step}"]`);
export const side = (name) => find(`[data-side="${name}"]`);

// Writes values into the slots of a section; null hides a slot that may be hidden.
export function fill(root, values) {
  Object.entries(values).forEach(([name, value]) => {
    root.querySelectorAll(`[data-t="${name}"]`).forEach((slot) => {
      slot.textContent = value === null || value === undefined ? '' : value;
      slot.hidden = value === null || value === undefined || value === '';
    });
  });
}

export function list(root, name, children) {
  root.querySelector(`[data-list="${name}"]`).replaceChildren(...children);
}

export class Stage {
  constructor() {
    this.step = 'scan';
    this.busyTimer = null;
    this.settled = () => {};
  }

  // side: which right half, where it is not the usual one.
  show(step, { side: wanted, focus = true } = {}) {
    this.idle();
    this.step = step;
    document.body.dataset.at = step;
    const shown = wanted || STEPS[step].side;
    document.querySelectorAll('[data-step]').forEach((one) => { one.hidden = one.dataset.step !== step; });
    document.querySelectorAll('[data-side]').forEach((one) => { one.hidden = one.dataset.side !== shown; });
    if (focus) this.focus(step);
    find('#left').scrollTop = 0;
    window.scrollTo(0, 0);
    setTimeout(() => this.settled(), 0);
  }

  focus(step) {
    const root = section(step);
    const target = root.querySelector('[data-focus]') || root.querySelector('input') || root.querySelector('h1');
    if (target) target.focus({ preventScroll: true });
  }

  // Loading shows only after a second; until then nothing flickers.
  busy(words) {
    this.idle();
    const box = find('#busy');
    box.querySelector('[data-t="what"]').textContent = words;
    document.body.dataset.busy = 'yes';
    this.busyTimer = setTimeout(() => { box.hidden = false; }, 1000);
  }

  idle() {
    clearTimeout(this.busyTimer);
    find('#busy').hidden = true;
    delete document.body.dataset.busy;
  }

  get waiting() {
    return document.body.dataset.busy === 'yes';
  }

  network(since, words) {
    const banner = find('#banner');
    banner.hidden = !since;
    if (since) banner.querySelector('[data-t="since"]').textContent = words;
    document.querySelectorAll('[data-net]').forEach((one) => { one.hidden = (one.dataset.net === 'off') !== Boolean(since); });
  }
}

// ↑ ↓ ← → walk through pressable things as they lie on the screen.
export function walk(root, selector, key) {
  const all = [...root.querySelectorAll(selector)].filter((one) => one.offsetParent !== null);
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  if (at < 0) {
    all[0].focus();
    return;
  }
  const here = all[at].getBoundingClientRect();
  const columns = all.filter((one) => Math.abs(one.getBoundingClientRect().top - all[0].getBoundingClientRect().top) < 4).length;
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key];
  const next = all[at + step];
  if (next) next.focus();
  else if (here && Math.abs(step) > 1) all[step < 0 ? 0 : all.length - 1].focus();
}
