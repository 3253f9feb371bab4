// Cuts the page to the length of its slip: a browser knows no page as long as its text, so the height is measured.

// blank millimetres below the last line, for the tear
const SPARE = 4;
const MM = 96 / 25.4;
const sheet = 'adoptedStyleSheets' in document ? new CSSStyleSheet() : null;
if (sheet) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

export function cut(slip) {
  if (!sheet || !slip) return;
  slip.classList.add('slip-measured');
  const height = Math.ceil(slip.getBoundingClientRect().height / MM) + SPARE;
  slip.classList.remove('slip-measured');
  sheet.replaceSync(`@page { size: ${slip.dataset.roll}mm ${height}mm; margin: 0; }`);
}
