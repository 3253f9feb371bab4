// Turns figures into the page's sentences and reads them aloud. Knows no sentence of its own: all come from the page.

const block = (id) => JSON.parse(document.getElementById(id).textContent);

export const data = block('counter-data');
export const links = block('counter-links');
const strings = block('counter-strings');

const ZONE = 'Asia/Shanghai';
const chinese = data.lang === 'zh';
const locale = chinese ? 'zh-CN' : 'en-GB';

// A number is never parted from its unit at the end of a line.
const bind = (text) => text.replace(/(\d) (?=\S)/g, '$1\u00a0');

export function say(key, facts = {}) {
  const sentence = strings[key];
  if (sentence === undefined) throw new Error(`no sentence named ${key}`);
  const filled = sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
  // a good may have no unit word; a separator keeps its space
  const end = sentence.endsWith(' ') ? ' ' : '';
  return bind(filled.replace(/ {2,}/g, ' ').replace(/ (?=[.,。，]|$)/g, '')) + end;
}

// The shelves the goods are sorted on by themselves have words; a shop's own are shown as they are.
export const shelf = (group) => strings.shelves[group] || group;

const commas = (number) => number.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');

// 35 → "3.5", 80 → "8": the form used in sentences.
export const plain = (tenths) => commas(tenths % 10 ? (tenths / 10).toFixed(1) : String(tenths / 10));
// 35 → "3.5", 80 → "8.0": the form used in columns.
export const column = (tenths) => commas((tenths / 10).toFixed(1));
export const points = (tenths) => say('points', { n: plain(tenths) });

// A receipt's number as people read it out: capitals in groups of four.
export const inFours = (number) => number.replace(/.{4}(?=.)/g, '$& ').toUpperCase();

export function clock(moment) {
  return new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit', hour12: false, timeZone: ZONE })
    .format(new Date(moment))
    .replace(/^0(?=\d:)/, '');
}

// The time of day with its seconds, now.
export const second = () => new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit', second: '2-digit', hour12: false, timeZone: ZONE }).format(new Date());

// "2025-12-02" → 12月2日, with the year when it is not this one.
export function day(date) {
  const noon = new Date(`${date}T12:00:00+08:00`);
  const now = new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: ZONE }).format(new Date());
  const form = chinese ? { month: 'long', day: 'numeric' } : { month: 'short', day: 'numeric' };
  if (now !== date.slice(0, 4)) form.year = 'numeric';
  return new Intl.DateTimeFormat(locale, { ...form, timeZone: ZONE }).format(noon);
}

export const goods = (items) =>
  items.map((one) => say('goods_one', { name: one.name, n: one.quantity, unit: one.unit })).join(say('goods_comma'));

// "差 12 分。大米5kg 要 44 分。" → ["差 12 分", "大米5kg 要 44 分。"]: the short fact is shown large, the rest below it.
export function split(message) {
  const cut = /^(.+?)(?:[。！]|\.(?=\s|$))\s*(.*)$/s.exec(message || '') || [null, message || '', ''];
  const [, first, rest] = cut;
  const comma = /^(.+?)(?:，|,\s)(.+)$/s.exec(first);
  if (first.length <= (chinese ? 14 : 28) || !comma) return [bind(first), bind(rest)];
  return [bind(comma[1]), bind(`${comma[2]}${chinese ? '。' : '. '}${rest}`)];
}

export const canSpeak = 'speechSynthesis' in window && 'SpeechSynthesisUtterance' in window;

export function speak(text) {
  if (!canSpeak) return;
  window.speechSynthesis.cancel();
  const voice = new SpeechSynthesisUtterance(text);
  voice.lang = say('speech_lang');
  voice.rate = 0.9;
  window.speechSynthesis.speak(voice);
}
