"""Pure decisions about PINs, about the short number of a phone, and about ways to a purse that nobody confirmed yet."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import date, timedelta

from points.foundation.spelling import guessing
from points.foundation.spelling.guessing import NOBODY, Owner
from points.people.identification.refusals import OwnFamily, OwnMaking, PinUnfit

PIN_TRIES = 5


PIN_DIGITS = 6


def fit_pin(pin: str, *, owner: Owner = NOBODY) -> str:
    """A PIN of six digits that is not among the first anybody would try who knows its owner."""
    six = pin.isascii() and pin.isdigit() and len(pin) == PIN_DIGITS
    if not six or guessing.is_easy_pin(pin, owner):
        raise PinUnfit
    return pin


def draw_pin(below: Callable[[int], int]) -> str:
    """A PIN that is drawn, as good as any somebody may choose."""
    while True:
        pin = f"{below(10**PIN_DIGITS):0{PIN_DIGITS}d}"
        try:
            return fit_pin(pin)
        except PinUnfit:
            continue


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


#: what a way that cooled pays in a day before anybody confirmed it, in tenths: of one purse, and of all that one
#: person made together
COOLED_A_DAY = 100
COOLED_OF_ONE_MAKER = 200


def is_cooled(*, made_on: date, others_used_on: date | None, today: date, days: int) -> bool:
    """Whether a way that nobody confirmed may pay a little: its household was told, came again by an older way, and
    let the time go by."""
    return others_used_on is not None and others_used_on > made_on and today >= made_on + timedelta(days=days)


def refuse_own_word(*, maker: bool, of_one: bool, family: bool) -> None:
    """What one person made another confirms, who is neither of their making nor of the family."""
    if maker or of_one:
        raise OwnMaking
    if family:
        raise OwnFamily
