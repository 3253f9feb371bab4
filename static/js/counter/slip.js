// The print button of a slip opened as a page of its own, as long as the slip is. Knows nothing of what is on it.

import { cut } from './roll.js';

const slip = document.querySelector('.slip');
cut(slip);
window.addEventListener('beforeprint', () => cut(slip));
document.getElementById('print').addEventListener('click', () => window.print());
