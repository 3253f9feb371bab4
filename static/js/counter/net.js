// Talks to the server and sorts its answers; keeps a redemption's own number before it is sent. Knows neither page nor goods.

import { links } from './words.js';

const TIMEOUT = 15000;
const STORE = 'counter.pending';
// Which pages ask: all files of a release share one version in their address.
const pages = (/\/static\/([0-9a-f]{12})\//.exec(import.meta.url) || [])[1] || '';
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

// By what is asked for, the key of a press that is not answered yet: said again, however much later, it is the same press, and is done once.
const unanswered = new Map();
const asAsked = (name, value) => (['password', 'seconds_ago'].includes(name) ? undefined : value);

// One attempt. kind: ok, refusal, retry, paused (too many at once), signed_out, denied, fault, lost (the answer did not come).
async function once(method, url, body, key) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT);
  try {
    const reply = await fetch(url, {
      method,
      credentials: 'same-origin',
      redirect: 'manual',
      headers: { Accept: 'application/json', ...(pages ? { 'X-Pages': pages } : {}), ...(body ? { 'Content-Type': 'application/json' } : {}), ...(key ? { 'Idempotency-Key': key } : {}) },
      body: body ? JSON.stringify(body) : undefined,
      signal: stop.signal,
    });
    const answer = await reply.json().catch(() => null);
    return sort(reply, answer);
  } catch (error) {
    return { kind: 'lost' };
  } finally {
    clearTimeout(timer);
  }
}

function sort(reply, answer) {
  const status = reply.status;
  if (reply.ok && answer) return { kind: 'ok', status, answer };
  // The second person's wrong password is about them; the one at the counter is still signed in.
  if (status === 401 && answer && answer.code === 'wrong_password') return { kind: 'refusal', answer };
  if (status === 401 || reply.type === 'opaqueredirect') return { kind: 'signed_out' };
  // where the server itself cannot know, it is asked, and not told once more
  if (answer && ['not_known', 'fault_after_commit', 'disk_full'].includes(answer.code)) return { kind: 'lost' };
  if (status === 409 && answer && !reply.headers.get('Retry-After')) return { kind: 'refusal', answer };
  // a pause has its end, and asking again before it only holds up the queue
  if (status === 429) return answer && answer.message ? { kind: 'refusal', answer } : { kind: 'paused', after: Number(reply.headers.get('Retry-After')) || 60 };
  if ([409, 503].includes(status)) return { kind: 'retry', after: Number(reply.headers.get('Retry-After')) || 1, answer };
  if (status === 422 && answer) return { kind: 'refusal', answer };
  // asked what became of a sale: there is none
  if (status === 404 && answer && answer.code === 'not_sold') return { kind: 'refusal', answer };
  if (status === 403 || status === 404) return { kind: 'denied' };
  if (status === 502 || status === 504) return { kind: 'lost' };
  return { kind: 'fault', answer: answer || {} };
}

// What a "not now" that did not end is.
const told = (answer) => (answer && answer.message ? { kind: 'refusal', answer } : { kind: 'lost' });

// Busy answers are asked again by themselves, with the same body and so the same scan_id; onWait tells the clerk.
async function ask(method, url, body, onWait = () => {}, key = '') {
  for (let tries = 0; ; tries += 1) {
    const outcome = await once(method, url, body, key);
    if (outcome.kind !== 'retry') return outcome;
    if (tries === 4) return told(outcome.answer);
    onWait();
    await pause(Math.min(outcome.after, 5) * 1000);
  }
}

export async function post(name, body, onWait) {
  const press = name + JSON.stringify(body, asAsked);
  if (!unanswered.has(press)) unanswered.set(press, newId());
  const outcome = await ask('POST', links[name], body, onWait, unanswered.get(press));
  if (outcome.kind !== 'lost') unanswered.delete(press);
  return outcome;
}

export const get = (name) => ask('GET', links[name]);
export const recent = () => get('recent');

export async function paper(url) {
  const reply = await fetch(url, { credentials: 'same-origin' });
  if (!reply.ok) throw new Error(`receipt ${reply.status}`);
  return new DOMParser().parseFromString(await reply.text(), 'text/html').querySelector('.slip');
}

// Version 4, made by hand: crypto.randomUUID is younger than the browsers of Windows 7 offices.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

// Redemptions whose answer has not come. They outlive a reload, so that they can be asked about: their number, their sum
// and when. Nothing is kept that could sell, and no name.
export const pending = {
  all() {
    try {
      return JSON.parse(localStorage.getItem(STORE)) || [];
    } catch (error) {
      return [];
    }
  },
  others(scanId) {
    return this.all().filter((one) => one.body.scan_id !== scanId);
  },
  has(scanId) {
    return this.all().some((one) => one.body.scan_id === scanId);
  },
  keep({ body, tenths, at }) {
    const { scan_id: scanId } = body;
    localStorage.setItem(STORE, JSON.stringify([...this.others(scanId), { body: { scan_id: scanId }, tenths, at }]));
  },
  drop(scanId) {
    localStorage.setItem(STORE, JSON.stringify(this.others(scanId)));
  },
};

// Calls onChange(since | null). A lost answer counts as no network until the server answers again.
export class Line {
  constructor(onChange) {
    this.onChange = onChange;
    this.since = null;
    window.addEventListener('offline', () => this.lost());
    window.addEventListener('online', () => this.probe());
    if (!navigator.onLine) this.lost();
  }

  lost() {
    if (this.since) return;
    this.since = new Date();
    this.onChange(this.since);
    this.timer = setInterval(() => this.probe(), 5000);
  }

  back() {
    if (!this.since) return;
    clearInterval(this.timer);
    this.since = null;
    this.onChange(null);
  }

  async probe() {
    try {
      await fetch(links.alive, { cache: 'no-store' });
      this.back();
    } catch (error) {
      this.lost();
    }
  }
}
