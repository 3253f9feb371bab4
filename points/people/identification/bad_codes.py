"""Counts codes and PINs that were wrong, on the machine or account that reads them; it reads none itself.

Never on the resident: nobody can lock a neighbour out.
"""

from __future__ import annotations

from datetime import timedelta

from points.foundation import Actor, clock
from points.people.access.lockout import Tries
from points.people.access.refusals import TooManyTries

BAD_CODES = 30
PAUSE = timedelta(minutes=5)

_bad = Tries()


def refuse_paused(*, actor: Actor) -> None:
    """Refuse to read for a machine that read too many wrong ones."""
    now = clock.now()
    until = _bad.locked_until(_where(actor), now)
    if until is not None:
        raise TooManyTries(seconds=int((until - now).total_seconds()) + 1)


def note(*, actor: Actor) -> None:
    """One more wrong one; with every thirtieth comes a pause."""
    now = clock.now()
    if _bad.note(_where(actor), now) % BAD_CODES == 0:
        _bad.lock(_where(actor), now + PAUSE, now)


def _where(actor: Actor) -> str:
    return str(actor.device_id or actor.account_id or "")
