"""The short number of a resident's phone, said by who was searched by name and door: tried, counted, used up.

Six digits are few, so they prove somebody who is named and find nobody; they are compared here and never by a machine
that has no network. A purse whose number was wrong five times waits; its PIN and its vouchers do not.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from points.foundation import Actor, clock, reading, transact
from points.foundation.codes import open_steps
from points.foundation.codes.check_digit import is_digits
from points.people.access import lockout
from points.people.identification import handle_rows
from points.people.identification.policy import PIN_TRIES, SHORT_DIGITS, shown_in
from points.people.identification.refusals import ShortNumberLocked, ShortNumberWrong

PAUSE = timedelta(minutes=15)

_PURSES = lockout.TryLimit("short_number", timedelta(hours=1), lockout.every(PIN_TRIES, PAUSE))


def proves(person_id: UUID, number: str, purpose: str, *, purse: UUID, actor: Actor) -> bool:
    """Whether it is the number on this person's phone. Counted before it is compared, on the purse; a right one
    begins anew. Runs transactions of its own, so that the number stays used up whatever follows."""
    key = str(purse)
    if not is_short(number) or transact(lambda: lockout.note(_PURSES, key)) is None:
        return False
    return transact(lambda: _proves(person_id, number, purpose, actor.community_id, key))


def _proves(person_id: UUID, number: str, purpose: str, community_id: UUID, key: str) -> bool:
    right = _use_up(person_id, number, purpose, community_id)
    if right:
        lockout.clear(_PURSES, [key])
    return right


def _use_up(person_id: UUID, number: str, purpose: str, community_id: UUID) -> bool:
    now, own = clock.now(), handle_rows.number_of(community_id)
    for row in handle_rows.of_person(community_id, person_id, now):
        step = shown_in(number.strip(), row.handle, community=own, secret=row.secret, steps=open_steps(now))
        if step is not None:
            handle_rows.use_up(community_id, row.handle, step, purpose, now)
            return True
    return False


def is_short(text: str) -> bool:
    """Whether it looks like one."""
    return len(text.strip()) == SHORT_DIGITS and is_digits(text.strip())


def refusal(purse: UUID) -> ShortNumberWrong | ShortNumberLocked:
    """What to say after a wrong one, where nothing else was left to try."""
    key = str(purse)
    until, times = reading(lambda: (lockout.find_lock(_PURSES, [key]), lockout.times(_PURSES, key)))
    if until is not None:
        return ShortNumberLocked(until=until)
    return ShortNumberWrong(tries_left=PIN_TRIES - times % PIN_TRIES)


def clear(purse: UUID) -> None:
    """Begin anew, once the purse was proved in another way; where nothing was wrong, nothing is written."""
    key = str(purse)
    if reading(lambda: lockout.times(_PURSES, key)):
        transact(lambda: lockout.clear(_PURSES, [key]))
