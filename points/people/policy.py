"""Pure decisions about people: lock-out, sessions, passwords, names. It knows no table, no page."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from points.people.refusals import (
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    PinUnfit,
    UsernameUnfit,
)

TRIES_BEFORE_LOCK = 5


FIRST_LOCK = timedelta(minutes=15)


LONGEST_LOCK = timedelta(hours=24)


PIN_TRIES = 5


PIN_DIGITS = 6


PASSWORD_LEAST = 8


PASSWORD_MOST = 128


_COMMON = frozenset(
    {"password", "passw0rd", "password1", "qwerty123", "iloveyou", "admin123", "abc12345", "a1234567"}
    | {"aa123456", "woaini520", "woaini1314", "5201314520", "1qaz2wsx", "letmein1", "welcome1", "12341234"}
)


_ROWS = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
)


def locked_until(failed: int, now: datetime) -> datetime | None:
    """Until when the try that made this count locks an account: 15 minutes after five, doubling with each five."""
    if failed < TRIES_BEFORE_LOCK or failed % TRIES_BEFORE_LOCK:
        return None
    doublings = min(failed // TRIES_BEFORE_LOCK - 1, 10)
    return now + min(FIRST_LOCK * 2**doublings, LONGEST_LOCK)


def fit_password(password: str, *, username: str | None = None) -> str:
    """The password as it is hashed (NFC, so that two keyboards agree), if it is one we take."""
    plain = unicodedata.normalize("NFC", password)
    if len(plain) < PASSWORD_LEAST:
        raise PasswordTooShort(least=PASSWORD_LEAST)
    if len(plain) > PASSWORD_MOST:
        raise PasswordTooLong(most=PASSWORD_MOST)
    low = plain.casefold()
    if low in _COMMON or _is_row(low) or (username and low in (username, username * 2, username[::-1])):
        raise PasswordTooCommon
    return plain


def fit_pin(pin: str) -> str:
    """A PIN of six digits that is not the first anybody would try."""
    if not (pin.isascii() and pin.isdigit() and len(pin) == PIN_DIGITS) or _is_row(pin):
        raise PinUnfit
    return pin


def _is_row(text: str) -> bool:
    repeated = any(text == (text[:size] * len(text))[: len(text)] for size in (1, 2))
    return repeated or any(text in row for row in _ROWS)


_USERNAME = re.compile(r"[^\W\d_][\w.-]{1,31}")


_PHONE = re.compile(r"\+?\d{5,20}")


def fit_username(name: str) -> str:
    """A user name as it is stored: one width, lower case, beginning with a letter."""
    plain = plain_name(name)
    if not _USERNAME.fullmatch(plain):
        raise UsernameUnfit
    return plain


def plain_name(name: str) -> str:
    """What somebody typed as a name, in the spelling we compare."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def plain_phone(text: str) -> str:
    """A telephone number as it is stored: digits only, the country's own prefix taken off; '' where it is none."""
    digits = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", text))
    if not _PHONE.fullmatch(digits):
        return ""
    for prefix in ("+86", "0086"):
        digits = digits.removeprefix(prefix)
    return digits.removeprefix("+")


def in_force(valid_from: date, valid_until: date, today: date) -> bool:
    """Whether a grant with these days counts today, both days included."""
    return valid_from <= today <= valid_until
