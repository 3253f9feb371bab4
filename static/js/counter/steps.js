// Every step of the counter as data: its right half, what Esc does there, which press F8 stands for, and whether the right
// half is dead for as long as something is asked on the left. Pure; knows no page.

// esc: leave (asked where the basket holds something) · back (to the basket, or with nobody there to the first step) ·
// before (where it was come from) · refusal (to the "no" that offered it) · next (nothing is lost by it)
// open: a sale has no answer yet, or was not sold. rests: nothing is asked, so what was scanned meanwhile has its turn.
export const STEPS = {
  scan: { side: 'day', esc: 'next', rests: true },
  typed: { side: 'day', esc: 'next' },
  basket: { side: 'who', esc: 'leave', f8: 'confirm', rests: true },
  refusal: { side: 'who', esc: 'before' },
  proof: { side: 'leave', esc: 'before', dead: true },
  second: { side: 'who', esc: 'refusal', f8: 'agree', dead: true },
  way: { side: 'leave', esc: 'refusal', f8: 'way', dead: true },
  asides: { side: 'day', esc: 'next' },
  search: { side: 'leave', esc: 'next' },
  recent: { side: 'undo', esc: 'before', f8: 'undo' },
  undone: { side: 'day', esc: 'next' },
  done: { side: 'paper', esc: 'next' },
  unsure: { side: 'who', esc: 'leave', f8: 'again', open: true },
  unsold: { side: 'who', esc: 'leave', open: true },
  broken: { side: 'who', esc: 'back', f8: 'again' },
};

// What the right half shows of the payer's basket: its foot, and whether lines can be changed.
export function foot(step) {
  if (step === 'basket' || step === 'refusal') return { foot: step, locked: false };
  return { foot: STEPS[step].dead ? 'dead' : 'none', locked: true };
}

// Keys that no scanner sends, and what they press; those of F8 are the step's own.
export const KEYS = { F2: 'camera', F4: 'search', F6: 'who', F7: 'speak', F8: 'f8', F9: 'print', Escape: 'escape' };
