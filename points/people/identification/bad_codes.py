"""Counts codes and PINs that were wrong, for the account and the machine that read them; it reads none itself.

Never for the resident: nobody can lock a neighbour out. For both readers, so that a machine enrolled meanwhile, or
another name at the same counter, does not begin anew.
"""

from __future__ import annotations

from datetime import timedelta

from points.foundation import Actor, reading, transact
from points.people.access import lockout
from points.people.access.refusals import TooManyTries

BAD_CODES = 30
PAUSE = timedelta(minutes=5)

_READERS = lockout.TryLimit("codes", timedelta(hours=1), lockout.every(BAD_CODES, PAUSE))


def refuse_paused(*, actor: Actor) -> None:
    """Refuse to read for somebody, or for a machine, who read too many wrong ones."""
    until = reading(lambda: lockout.find_lock(_READERS, _readers(actor)))
    if until is not None:
        raise TooManyTries(until=until)


def note(*, actor: Actor) -> None:
    """One more wrong one; with every thirtieth comes a pause. Runs a transaction of its own, as what was wrong is refused."""
    if readers := _readers(actor):
        transact(lambda: [lockout.note(_READERS, one) for one in readers])


def _readers(actor: Actor) -> list[str]:
    return sorted(str(one) for one in (actor.device_id, actor.account_id) if one)
