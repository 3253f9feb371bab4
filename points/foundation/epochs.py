"""Lives of this database: a restore begins a new one; it knows nothing of what was forgotten."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock
from points.foundation.database import db
from points.foundation.models import BookIdentity, Epoch

FIRST = 1


def current_epoch() -> int:
    """The number of this life; a database that was never restored lives its first."""
    return db.session.scalar(sa.select(sa.func.max(Epoch.number))) or FIRST


def newest_epoch() -> sa.ScalarSelect[int]:
    """The same, for a statement that asks for something else besides."""
    return sa.select(sa.func.coalesce(sa.func.max(Epoch.number), FIRST)).scalar_subquery()


def restored_at() -> datetime | None:
    """When this life began, of books that a restore brought back; None for those that live their first."""
    return db.session.scalar(sa.select(Epoch.started_at).order_by(Epoch.number.desc()).limit(1))


def identity() -> UUID:
    """Which books these are, whatever life they live; a copy is the same books."""
    found: UUID = db.session.scalars(sa.select(BookIdentity.id)).one()
    return found


def begin_epoch(reason: str, *, ever: int = 0) -> int:
    """Begin the life after the newest one known; `ever` is the highest number this machine remembers.

    A backup that is restored twice has forgotten its first restore, so the database alone cannot tell.
    """
    number = max(current_epoch(), ever) + 1
    db.session.execute(sa.insert(Epoch), [{"number": number, "started_at": clock.now(), "reason": reason}])
    return number


def begun_here(instance: Path) -> datetime | None:
    """When the life these books live began, where this machine saw it begin: they were not put back since."""
    number = current_epoch()
    if remembered(instance) != number:
        return None
    return db.session.scalar(sa.select(Epoch.started_at).where(Epoch.number == number))


def remembered(instance: Path) -> int:
    """The highest epoch this machine has seen, whatever the database says."""
    path = instance / "epoch"
    return int(path.read_text(encoding="ascii")) if path.exists() else 0


def remember(instance: Path, number: int) -> None:
    """Write it beside the database, where a restore does not reach."""
    (instance / "epoch").write_text(f"{max(number, remembered(instance))}\n", encoding="ascii")
