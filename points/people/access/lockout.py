"""Counts what was tried in vain, in the database, so that every worker counts with the others and a restart forgets
nothing. Only digests of what it is counted for are kept; what is tried rightly writes nothing here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from points.foundation import changed, clock, run
from points.foundation.database import upsert
from points.foundation.prepared import given, given_many, prepared
from points.people.access.policy import locked_until
from points.people.models import TryCount

#: what nobody tried for so long is forgotten
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class TryLimit:
    """Something that is counted: after which quiet time it begins anew, and until when the try that makes a count locks."""

    of: str
    quiet: timedelta
    locks: Callable[[int, datetime], datetime | None]


#: names at the door, whether somebody has them or not
NAMES = TryLimit("name", KEPT_FOR, locked_until)


def every(times: int, pause: timedelta) -> Callable[[int, datetime], datetime | None]:
    """A pause with so many tries, and with so many more again."""
    return lambda count, now: None if count % times else now + pause


def note(limit: TryLimit, subject: str) -> int | None:
    """One more try; how many it makes, or None where the subject is locked and it was none. Inside `transact`."""
    now, key = clock.now(), _digest(limit, subject)
    counted = run(_count(), {"subject": key, "now": now, "quiet_since": now - limit.quiet}).scalar()
    until = limit.locks(counted, now) if counted else None
    if until is not None:
        run(sa.update(TryCount).where(TryCount.subject == key).values(locked_until=until))
    return counted


def times(limit: TryLimit, subject: str) -> int:
    """How many there were. Inside `reading` or `transact`."""
    found = _kept().first(subject=_digest(limit, subject))
    return 0 if found is None or found.last_at <= clock.now() - limit.quiet else int(found.times)


def find_lock(limit: TryLimit, subjects: Iterable[str]) -> datetime | None:
    """Until when the longest locked of these is refused, if one is. Inside `reading` or `transact`."""
    keys = [_digest(limit, one) for one in subjects]
    return _locked().value(subjects=keys, now=clock.now()) if keys else None


def clear(limit: TryLimit, subjects: Iterable[str]) -> None:
    """Begin anew with these. Inside `transact`."""
    keys = [_digest(limit, one) for one in subjects if one]
    run(sa.delete(TryCount).where(TryCount.subject.in_(keys)))


def forget_old() -> int:
    """How many were not tried for a month."""
    now = clock.now()
    over = sa.or_(TryCount.locked_until.is_(None), TryCount.locked_until <= now)
    return changed(sa.delete(TryCount).where(TryCount.last_at <= now - KEPT_FOR, over))


def _count() -> sa.Executable:
    """One statement, so that two at once make two; a row that is locked stays as it is and nothing comes back."""
    new = upsert(TryCount).values(subject=given("subject", TryCount.subject), times=1, last_at=_now())
    again = sa.case((TryCount.last_at <= _quiet_since(), 1), else_=TryCount.times + 1)
    free = sa.or_(TryCount.locked_until.is_(None), TryCount.locked_until <= _now())
    changes = {"times": again, "last_at": _now(), "locked_until": None}
    return new.on_conflict_do_update(index_elements=["subject"], set_=changes, where=free).returning(  # type: ignore[no-any-return]
        TryCount.times
    )


def _now() -> sa.BindParameter[datetime]:
    return given("now", TryCount.last_at)


def _quiet_since() -> sa.BindParameter[datetime]:
    return given("quiet_since", TryCount.last_at)


@prepared
def _kept() -> sa.Executable:
    return sa.select(TryCount.times, TryCount.last_at).where(TryCount.subject == given("subject"))


@prepared
def _locked() -> sa.Executable:
    return sa.select(sa.func.max(TryCount.locked_until)).where(
        TryCount.subject.in_(given_many("subjects")), TryCount.locked_until > given("now")
    )


def _digest(limit: TryLimit, subject: str) -> bytes:
    return hashlib.sha256(f"{limit.of}\n{subject}".encode("utf-8", "replace")).digest()
