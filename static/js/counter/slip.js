// The print button of a slip opened as a page of its own. Knows nothing of what is on the slip.

document.getElementById('print').addEventListener('click', () => window.print());
