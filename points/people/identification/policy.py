"""Pure decisions about PINs and about the short number of a phone."""

from __future__ import annotations

import hashlib
import hmac

from points.people.access import policy
from points.people.identification.refusals import PinUnfit

PIN_TRIES = 5


PIN_DIGITS = 6


def fit_pin(pin: str) -> str:
    """A PIN of six digits that is not the first anybody would try."""
    if not (pin.isascii() and pin.isdigit() and len(pin) == PIN_DIGITS) or policy.is_row(pin):
        raise PinUnfit
    return pin


#: another keyed hash than the rotating code's: neither tells anything of the other
SHORT_DOMAIN = b"points identity short 1\x00"
SHORT_DIGITS = 6


def short_number(handle: str, *, community: int, secret: bytes, step: int) -> str:
    """Six digits of this half minute, to be said aloud by who is known by name and door already; they name nobody."""
    message = SHORT_DOMAIN + community.to_bytes(4, "big") + handle.encode("ascii") + step.to_bytes(8, "big")
    digest = hmac.new(secret, message, hashlib.sha256).digest()
    return str(int.from_bytes(digest, "big") % 10**SHORT_DIGITS).zfill(SHORT_DIGITS)


def shown_in(
    number: str, handle: str, *, community: int, secret: bytes, steps: tuple[int, ...]
) -> int | None:
    """In which of these steps this phone showed that number, if it did."""
    made = {step: short_number(handle, community=community, secret=secret, step=step) for step in steps}
    return next((step for step, one in made.items() if hmac.compare_digest(one, number)), None)
