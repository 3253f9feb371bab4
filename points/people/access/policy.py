"""Pure decisions about coming in: lock-out, passwords, user names, grants."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from points.foundation.spelling import guessing, signs
from points.foundation.spelling.guessing import NOBODY, Owner
from points.people.access.refusals import PasswordTooCommon, PasswordTooLong, PasswordTooShort, UsernameUnfit
from points.people.registry.policy import plain_name

TRIES_BEFORE_LOCK = 5


FIRST_LOCK = timedelta(minutes=15)


LONGEST_LOCK = timedelta(hours=24)


TRIES_OF_A_MACHINE = 40


LONGEST_PAUSE = timedelta(hours=4)


PASSWORD_LEAST = 8


PASSWORD_MOST = 128


def locked_until(failed: int, now: datetime) -> datetime | None:
    """Until when the try that made this count locks an account: 15 minutes after five, doubling with each five."""
    if failed < TRIES_BEFORE_LOCK or failed % TRIES_BEFORE_LOCK:
        return None
    doublings = min(failed // TRIES_BEFORE_LOCK - 1, 10)
    return now + min(FIRST_LOCK * 2**doublings, LONGEST_LOCK)


def machine_locked_until(failed: int, now: datetime) -> datetime | None:
    """Until when the wrong password that made this count pauses a machine, whatever names were tried: forty are more than
    people mistype on one in a day; a quarter of an hour, doubling with each further forty up to four hours."""
    if failed < TRIES_OF_A_MACHINE or failed % TRIES_OF_A_MACHINE:
        return None
    return now + min(FIRST_LOCK * 2 ** min(failed // TRIES_OF_A_MACHINE - 1, 10), LONGEST_PAUSE)


#: what is done at a machine and what is begun there so soon after is one sitting
ONE_SITTING = timedelta(minutes=10)


#: a new machine that nobody ever said anything about is the owner's after so long, who may have no other
STRANGE_FOR = timedelta(days=14)


def is_strange(machine: bytes | None, since: datetime, mark: bytes | None, begun: datetime) -> bool:
    """Whether a session begins on the machine that its owner was told of as a new one and has said nothing about."""
    return machine is not None and machine == mark and begun < since + STRANGE_FOR


def is_told(
    machine: bytes | None, at: datetime, mark: bytes | None, begun: datetime, *, shared: bool
) -> bool:
    """Whether a session tells of what was done at a machine: anywhere else; there only where the machine is `shared` with
    others, who could have done it, and at another sitting."""
    return machine is None or machine != mark or (shared and begun > at + ONE_SITTING)


def fit_password(password: str, *, owner: Owner = NOBODY) -> str:
    """The password as it is hashed (NFC, so that two keyboards agree), if it is one we take from its owner."""
    plain = unicodedata.normalize("NFC", password)
    if len(plain) < PASSWORD_LEAST:
        raise PasswordTooShort(least=PASSWORD_LEAST)
    if len(plain) > PASSWORD_MOST:
        raise PasswordTooLong(most=PASSWORD_MOST)
    if guessing.is_easy_password(plain, owner):
        raise PasswordTooCommon
    return plain


_USERNAME = re.compile(r"[^\W\d_][\w.-]{1,31}")


def fit_username(name: str) -> str:
    """A user name as it is stored: one width, lower case, beginning with a letter."""
    signs.refuse(name)
    plain = plain_name(name)
    if not _USERNAME.fullmatch(plain):
        raise UsernameUnfit
    return plain
