// Gives a reader of QR and EAN-13 pictures: the browser's own if it proves itself on made codes, else zxing from our own folder.

import '../shared/old-browsers.js';
import { links } from './words.js';
import { drawEan, drawQr, EAN_TEXT, QR_TEXT } from './made-codes.js';

const FORMATS = ['qr_code', 'ean_13', 'ean_8', 'code_128'];

async function reads(detector, canvas, text) {
  const found = await detector.detect(canvas);
  return found.some((one) => one.rawValue === text);
}

// Some browsers offer a BarcodeDetector that finds nothing, or knows no EAN-13; only a right answer counts.
export async function proves(detector) {
  try {
    return (await reads(detector, drawQr(), QR_TEXT)) && (await reads(detector, drawEan(), EAN_TEXT));
  } catch (error) {
    return false;
  }
}

async function native() {
  const Native = window.BarcodeDetector;
  if (!Native) return null;
  try {
    const known = await Native.getSupportedFormats();
    const detector = new Native({ formats: FORMATS.filter((format) => known.includes(format)) });
    return (await proves(detector)) ? detector : null;
  } catch (error) {
    return null;
  }
}

async function own() {
  const { BarcodeDetector, prepareZXingModule } = await import(links.ponyfill);
  prepareZXingModule({
    overrides: { locateFile: (path, prefix) => (path.endsWith('.wasm') ? links.wasm : prefix + path) },
  });
  const detector = new BarcodeDetector({ formats: FORMATS });
  if (!(await proves(detector))) throw new Error('the reader does not read our own code');
  return detector;
}

let ready = null;

// { detector, kind: 'native' | 'zxing' }, made once; a try that did not succeed may be repeated.
export function reader() {
  if (!ready) {
    ready = (async () => {
      const mine = await native();
      return mine ? { detector: mine, kind: 'native' } : { detector: await own(), kind: 'zxing' };
    })();
    ready.catch(() => { ready = null; });
  }
  return ready;
}
