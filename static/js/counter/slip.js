// The print button of a slip opened as a page of its own, as long as the slip is; what is printed once more is a copy.
// Knows nothing else of what is on it.

import { cut } from './roll.js';

const slip = document.querySelector('.slip');
cut(slip);
window.addEventListener('beforeprint', () => cut(slip));
window.addEventListener('afterprint', () => slip.querySelectorAll('[data-copy]').forEach((one) => { one.hidden = false; }));
document.getElementById('print').addEventListener('click', () => window.print());
