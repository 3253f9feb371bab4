"""Pure decisions about the second proof: the numbers of an authenticator app (RFC 6238, as every such app makes them),
and codes on paper, for a day without it or on a sheet in its place."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from datetime import datetime

import pyotp

STEP_SECONDS = 30
DIGITS = 6
#: a telephone's clock may be a step slow or fast
SKEW = 1
SECRET_BYTES = 20

RECOVERY_CODES = 10
#: no look-alikes; ten letters are 44 bits
RECOVERY_LETTERS = 10

#: the numbered codes of a sheet, asked for one by one
SHEET_CODES = 40
SHEET_LETTERS = 6
#: with so many left it is time for a new sheet
FEW_LEFT = 5
ALPHABET = "34679ACDEFHJKMNPQRTWXY"


def step_of(now: datetime) -> int:
    """The half minute a moment is in."""
    return int(now.timestamp()) // STEP_SECONDS


def number_of(secret: bytes, step: int) -> str:
    """What an app with this secret shows in a step."""
    return pyotp.HOTP(_letters(secret)).at(step)


def shown_in(secret: bytes, number: str, *, now: datetime) -> int | None:
    """In which step near this moment an app showed a number, if it did; the newest."""
    here = step_of(now)
    steps = range(here + SKEW, here - SKEW - 1, -1)
    found = [step for step in steps if hmac.compare_digest(number_of(secret, step), number)]
    return found[0] if found else None


def is_number(text: str) -> bool:
    """Whether this is what an app shows, and not a code on paper."""
    return text.isascii() and text.isdigit() and len(text) == DIGITS


def typed_secret(secret: bytes) -> str:
    """The secret as it is typed where no picture can be taken, in groups of four."""
    plain = _letters(secret)
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def address(secret: bytes, *, issuer: str, account: str) -> str:
    """What the picture says to an app."""
    return pyotp.TOTP(_letters(secret)).provisioning_uri(name=account, issuer_name=issuer)


def _letters(secret: bytes) -> str:
    return base64.b32encode(secret).decode("ascii")


def new_code(choice: Callable[[str], str]) -> str:
    """A code for paper, in two groups."""
    letters = "".join(choice(ALPHABET) for _ in range(RECOVERY_LETTERS))
    return f"{letters[:5]}-{letters[5:]}"


def new_sheet_code(choice: Callable[[str], str]) -> str:
    """A code of a sheet: short, as it is one of many, and wrong ones are counted."""
    return "".join(choice(ALPHABET) for _ in range(SHEET_LETTERS))


def plain_code(text: str) -> str:
    """A code as it was printed, from what was typed with gaps, dashes or small letters."""
    return "".join(sign for sign in text.upper() if sign.isalnum())
