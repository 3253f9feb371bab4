"""The rotating identity code of a resident's phone; it is told the time and the secret and keeps neither."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta

from points.foundation.codes.check_digit import is_checked, is_digits, with_check_digit
from points.foundation.codes.cleaning import squeeze
from points.foundation.codes.refusals import CheckDigitWrong, CodeExpired, CodeLengthWrong, CodePrefixUnknown

PREFIX = "88"
DOMAIN = b"points identity 1\x00"
HANDLE_DIGITS = 10
MAC_DIGITS = 13
LENGTH = len(PREFIX) + HANDLE_DIGITS + MAC_DIGITS + 1
STEP_SECONDS = 30
GRACE_SECONDS = 10


def new_handle() -> str:
    """A random name of one phone for a while; it says nothing of its owner."""
    return str(secrets.randbelow(10**HANDLE_DIGITS)).zfill(HANDLE_DIGITS)


def identity_code(handle: str, *, community: int, secret: bytes, at: datetime) -> str:
    """The 26 digits to show at this instant."""
    if len(handle) != HANDLE_DIGITS or not is_digits(handle):
        raise ValueError("a handle has ten digits")
    mac = _mac(handle, community=community, secret=secret, step=step_of(at))
    return with_check_digit(PREFIX + handle + mac)


def read_identity(text: str) -> str:
    """The handle in a scan, by which the secret is looked up; not yet believed."""
    return _read(text)[0]


def identity_step(text: str, *, community: int, secret: bytes, at: datetime) -> int:
    """The step a code was made in, if it is this one or the last in its grace; good once per purpose."""
    handle, given = _read(text)
    for step in open_steps(at):
        made = _mac(handle, community=community, secret=secret, step=step)
        if hmac.compare_digest(made, given):
            return step
    raise CodeExpired


def step_of(at: datetime) -> int:
    """The number of the half minute."""
    return int(at.timestamp()) // STEP_SECONDS


def step_ends(at: datetime) -> datetime:
    """When the page should fetch the next code."""
    return datetime.fromtimestamp(step_of(at) * STEP_SECONDS, UTC) + timedelta(seconds=STEP_SECONDS)


def open_steps(at: datetime) -> tuple[int, ...]:
    """The steps whose codes are still read."""
    step = step_of(at)
    in_grace = at.timestamp() - step * STEP_SECONDS < GRACE_SECONDS
    return (step, step - 1) if in_grace else (step,)


def _read(text: str) -> tuple[str, str]:
    digits = squeeze(text)
    if len(digits) != LENGTH or not is_digits(digits):
        raise CodeLengthWrong
    if not digits.startswith(PREFIX):
        raise CodePrefixUnknown
    if not is_checked(digits):
        raise CheckDigitWrong
    start = len(PREFIX)
    return digits[start : start + HANDLE_DIGITS], digits[start + HANDLE_DIGITS : -1]


def _mac(handle: str, *, community: int, secret: bytes, step: int) -> str:
    message = DOMAIN + community.to_bytes(4, "big") + handle.encode("ascii") + step.to_bytes(8, "big")
    digest = hmac.new(secret, message, hashlib.sha256).digest()
    return str(int.from_bytes(digest, "big") % 10**MAC_DIGITS).zfill(MAC_DIGITS)
