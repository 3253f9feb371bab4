// Takes six digits twice from fingers or keys and hands them in. They stand in no field and in no store: what is typed is
// shown as dots, and forgotten as soon as it was sent or somebody turns away.

const LENGTH = 6;
const page = document.body;
const boxes = document.querySelector('.pin-boxes');
const wrong = document.getElementById('wrong');

// the same six digits handed in again, as their answer was lost, are the same press
const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

let digits = '';
let first = '';
let waiting = false;
// what quick fingers press while the first six are being looked at
let ahead = '';

const at = () => page.dataset.step;

function draw() {
  boxes.querySelectorAll('i').forEach((box, index) => {
    box.classList.toggle('full', index < digits.length);
    box.classList.toggle('next', index === digits.length);
  });
  boxes.setAttribute('aria-label', boxes.dataset.digits.replace('{n}', String(digits.length)));
}

function show(step) {
  page.dataset.step = step;
  digits = '';
  ahead = '';
  if (step !== 'again') first = '';
  document.querySelectorAll('[data-when]').forEach((one) => { one.hidden = !one.dataset.when.split(' ').includes(step); });
  draw();
  const head = [...document.querySelectorAll('h1')].find((one) => one.offsetParent !== null);
  if (step === 'back') document.getElementById('password').focus();
  else if (head) head.focus({ preventScroll: true });
}

function say(zh, en) {
  const [one, other] = wrong.querySelectorAll('span');
  one.textContent = zh;
  other.textContent = en;
  wrong.hidden = !zh;
  // what went wrong takes the place of the hint, so that the keys stay where they are
  page.dataset.wrong = zh ? 'yes' : 'no';
}

function lost() {
  const [zh, en] = document.getElementById('lost').content.querySelectorAll('span');
  show('first');
  say(zh.textContent, en.textContent);
}

async function hand(body) {
  waiting = true;
  try {
    const reply = await fetch(page.dataset.typedAt, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify(body),
    });
    if (reply.status === 401) window.location.reload();
    return await reply.json();
  } catch (error) {
    return null;
  } finally {
    waiting = false;
  }
}

async function full() {
  const typed = digits;
  const step = at();
  const answer = await hand(step === 'first' ? { pin: typed } : { pin: first, again: typed });
  if (at() !== step || digits !== typed) return;
  if (!answer || !(answer.fits || answer.set || answer.said)) {
    lost();
  } else if (answer.said) {
    show('first');
    say(answer.said.zh.join(''), answer.said.en.join(' '));
  } else if (answer.set) {
    show('done');
  } else {
    const next = ahead;
    first = typed;
    show('again');
    [...next].forEach(press);
  }
}

function press(digit) {
  if (waiting && at() === 'first' && ahead.length < LENGTH) ahead += digit;
  if (waiting || digits.length >= LENGTH || !['first', 'again'].includes(at())) return;
  digits += digit;
  say('', '');
  draw();
  if (digits.length === LENGTH) full();
}

const DEEDS = {
  clear: () => { digits = ''; draw(); },
  less: () => { digits = digits.slice(0, -1); draw(); },
  later: () => show('back'),
};

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.key) press(button.dataset.key);
  else if (button.dataset.do && !waiting) DEEDS[button.dataset.do]();
});

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.tagName === 'INPUT') return;
  if (/^\d$/.test(event.key)) {
    event.preventDefault();
    if (!event.repeat) press(event.key);
  } else if (event.key === 'Backspace') {
    event.preventDefault();
    if (!waiting) DEEDS.less();
  }
});

// Nobody finds half a PIN on a page that was left.
window.addEventListener('pagehide', () => { digits = ''; first = ''; ahead = ''; draw(); });
window.addEventListener('pageshow', (event) => { if (event.persisted) window.location.reload(); });

if (at() === 'first') show('first');
else draw();
page.dataset.ready = 'yes';
