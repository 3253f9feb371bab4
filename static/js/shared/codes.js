// What a scanner or a keyboard has sent: cleaned and sorted by kind, as points/foundation/codes does it; both are held to
// tests/vectors/scans.json. Pure: knows no page, no network and no secret, and believes nothing.

const LONGEST = 512; // longer than any code of ours
const LONGEST_BARCODE = 13;
const KINDS = { 86: 'card', 87: 'voucher', 88: 'identity' };
const LETTERS = { C: 'card', R: 'receipt', A: 'activity' };
const TYPED = { 10: 'card_number', 9: 'card_number', 8: 'spoken', 7: 'spoken' };
const LENGTHS = { card: 43, voucher: 214, identity: 26, card_number: 10, spoken: 8 };
const LINK = /^HTTPS?:\/\/[^/]+(?:\/[^/]+)*?\/([A-Z])\/([0-9A-Z]+)\/?$/;
const CARTON = /^(?:\(?01\)?)?0(\d{13})$/;
const MARKED_CARTON = /^\(?01\)?0(\d{13})./;

const isDigits = (text) => /^[0-9]+$/.test(text);

// [the letter by which the scanner named the picture or '', the text without it]
function seenAs(text) {
  if (text.length > LONGEST) return ['', ''];
  const plain = text.normalize('NFKC').replace(/、/g, '/').replace(/。/g, '.').replace(/[\p{Z}\p{C}]/gu, '').replace(/[\p{Pd}\u2212]/gu, '-').toUpperCase();
  const named = /^\]([A-Z])[0-9A-Z]/.exec(plain);
  return named ? [named[1], plain.slice(named[0].length)] : ['', plain];
}

// The text as it was printed: one width, upper case, without blanks, line ends and scanner marks.
export const squeeze = (text) => seenAs(text)[1];

function sumHolds(digits) {
  const sum = [...digits].reverse().reduce((before, digit, at) => before + Number(digit) * (at % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
}

const isEan = (digits, length) => digits.length === length && isDigits(digits) && sumHolds(digits);

// The barcode in its stored form, or null; twelve digits are an EAN-13 without its nought, fourteen one with a nought more.
export function readBarcode(text) {
  const digits = squeeze(text).replace(/-/g, '');
  if (isEan(digits, 13) || isEan(digits, 8)) return digits;
  const carton = CARTON.exec(digits) || MARKED_CARTON.exec(digits);
  const widened = carton ? carton[1] : `0${digits}`;
  return isEan(widened, 13) ? widened : null;
}

function kindOf(digits) {
  const kinds = digits.length > LONGEST_BARCODE ? KINDS[digits.slice(0, 2)] : TYPED[digits.length];
  return kinds || 'unknown';
}

// { kind, text, barcode }. Eight digits are a number that was said; whether a thing here has them is for the shelf to say.
export function readScan(text) {
  const [picture, plain] = seenAs(text);
  const link = LINK.exec(plain);
  if (link) return { kind: LETTERS[link[1]] || 'unknown', text: link[2], barcode: null };
  const barcode = readBarcode(text);
  if (barcode && (picture === 'E' || barcode.length === LONGEST_BARCODE)) return { kind: 'barcode', text: barcode, barcode };
  const digits = plain.replace(/-/g, '');
  if (!isDigits(digits)) return { kind: 'unknown', text: plain, barcode };
  return { kind: picture === 'E' ? 'unknown' : kindOf(digits), text: digits, barcode };
}

// How many digits a number should have that has one fewer, or null.
export function missingOne({ kind, text }) {
  if (kind === 'spoken' && text.length === 7) return 8;
  return kind === 'card_number' && text.length === 9 ? 10 : null;
}

// Whether nothing is missing at its end, by its length; a barcode is one only when it is whole.
export const isWhole = ({ kind, text, barcode }) => Boolean(barcode) || text.length === LENGTHS[kind];
