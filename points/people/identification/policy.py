"""Pure decisions about PINs."""

from __future__ import annotations

from points.people.access import policy
from points.people.identification.refusals import PinUnfit

PIN_TRIES = 5


PIN_DIGITS = 6


def fit_pin(pin: str) -> str:
    """A PIN of six digits that is not the first anybody would try."""
    if not (pin.isascii() and pin.isdigit() and len(pin) == PIN_DIGITS) or policy.is_row(pin):
        raise PinUnfit
    return pin
