"""A scanner at the counter: what its driver sends, however busy the machine is."""

from __future__ import annotations

from playwright.sync_api import Page

#: all keys of a scan in one go, as a scanner's driver hands them on: however busy the machine is, they are a burst
BURST = """(keys) => keys.forEach((one) => {
  const [key, ctrlKey] = one.startsWith('Control+') ? [one.slice(8), true] : [one, false];
  const code = key.length > 1 ? key : /[0-9]/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, code, ctrlKey, bubbles: true, cancelable: true }));
})"""


def burst(page: Page, *parts: str) -> None:
    """What a scanner sends: digits and letters, and keys by their names."""
    keys = [key for part in parts for key in ([part] if part[:3] in ("Con", "Ent", "Tab") else part)]
    page.evaluate(BURST, keys)


def scan(page: Page, text: str) -> None:
    """A code and its Enter."""
    burst(page, text, "Enter")
