// Two codes drawn by us, so that a reader can prove itself on them before it is trusted. Knows no camera.

export const QR_TEXT = '8642075319';
export const EAN_TEXT = '6900000011003';

// The rows of that QR code (21 modules, level M), most significant bit left.
const QR_ROWS = ['1fcc7f', '104241', '17575d', '175f5d', '17595d', '105a41', '1fd57f', '1800', '17c27c', '187c4', 'ee968', '1327c5', '6d2a', '112b', '1fce91', '105c35', '17569c', '1753e4', '175568', '1047e2', '1fd52c'];

const LEFT = ['0001101', '0011001', '0010011', '0111101', '0100011', '0110001', '0101111', '0111011', '0110111', '0001011'];
const PARITY = ['LLLLLL', 'LLGLGG', 'LLGGLG', 'LLGGGL', 'LGLLGG', 'LGGLLG', 'LGGGLL', 'LGLGLG', 'LGLGGL', 'LGGLGL'];

const flip = (bits) => [...bits].map((bit) => (bit === '1' ? '0' : '1')).join('');

function eanBits(text) {
  const right = (digit) => flip(LEFT[digit]);
  const even = (digit) => [...right(digit)].reverse().join('');
  const first = [...text.slice(1, 7)].map((digit, at) => (PARITY[text[0]][at] === 'L' ? LEFT[digit] : even(digit)));
  const second = [...text.slice(7)].map(right);
  return `101${first.join('')}01010${second.join('')}101`;
}

function sheet(width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = '#000';
  return { canvas, pen };
}

export function drawQr() {
  const module = 6;
  const { canvas, pen } = sheet(29 * module, 29 * module);
  QR_ROWS.forEach((row, y) => {
    const bits = parseInt(row, 16);
    for (let x = 0; x < 21; x += 1) {
      if ((bits >> (20 - x)) & 1) pen.fillRect((x + 4) * module, (y + 4) * module, module, module);
    }
  });
  return canvas;
}

export function drawEan() {
  const bar = 3;
  const bits = eanBits(EAN_TEXT);
  const { canvas, pen } = sheet((bits.length + 24) * bar, 120);
  [...bits].forEach((bit, at) => { if (bit === '1') pen.fillRect((at + 12) * bar, 10, bar, 100); });
  return canvas;
}
