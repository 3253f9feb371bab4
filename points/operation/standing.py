"""How the installation stands: its last backup and night round, what failed, its version, and the room that is left."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, db, migrating, reading
from points.foundation.backup import backups as backups_in
from points.foundation.backup import made_at
from points.foundation.database import UtcTime
from points.foundation.engines import describe

#: with less than this a backup may not fit any more
LITTLE_ROOM = 2 * 1024**3
#: a round or a backup older than this was missed
MISSED_AFTER = timedelta(hours=36)
_PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


@dataclass(frozen=True)
class NightPart:
    """The last time a part of the night round was begun; `failed` names the fault where it was not finished."""

    name: str
    started_at: datetime
    finished_at: datetime | None
    failed: str
    broken: Sequence[str]


@dataclass(frozen=True)
class InstallationStanding:
    """All of it. Bytes for sizes; `refused` counts a day of attempts that were not allowed."""

    version: str
    migration: str
    engine: str
    backup: str | None
    backup_at: datetime | None
    backup_bytes: int
    parts: Sequence[NightPart]
    refused: int
    locked: int
    room: int
    whole: int

    @property
    def backup_missed(self) -> bool:
        """Whether there is no backup of the last day and a half."""
        return self.backup_at is None or clock.now() - self.backup_at > MISSED_AFTER

    @property
    def round_missed(self) -> bool:
        """Whether no part was finished in the last day and a half."""
        done = [one.finished_at for one in self.parts if one.finished_at]
        return not done or clock.now() - max(done) > MISSED_AFTER

    @property
    def failed(self) -> Sequence[NightPart]:
        """Parts that were begun and did not end well."""
        return [one for one in self.parts if one.failed or one.broken]

    @property
    def little_room(self) -> bool:
        """Whether the disk fills up."""
        return self.room < LITTLE_ROOM


def now(community_id: UUID, *, backups: Path, instance: Path) -> InstallationStanding:
    """As it stands."""
    files = backups_in(backups) if backups.is_dir() else []
    newest = files[0] if files else None
    disk = shutil.disk_usage(instance)
    parts, refused, locked, engine = reading(lambda: _of_the_books(community_id))
    return InstallationStanding(
        version=_version(),
        migration=migrating.head(),
        engine=engine,
        backup=newest.name if newest else None,
        backup_at=made_at(newest) if newest else None,
        backup_bytes=newest.stat().st_size if newest else 0,
        parts=parts,
        refused=refused,
        locked=locked,
        room=disk.free,
        whole=disk.total,
    )


@cache
def _version() -> str:
    """The release, as the project says it."""
    return str(tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"])


def engine_line() -> str:
    """Which database holds the books, and how; one line."""
    if db.engine.dialect.name == "sqlite":
        return describe("sqlite://")
    found: str = db.session.execute(sa.text("SHOW server_version")).scalar_one()
    return f"{db.engine.dialect.name} {found}"


def _of_the_books(community_id: UUID) -> tuple[list[NightPart], int, int, str]:
    rows = db.session.execute(_PARTS).all()
    day = {"c": community_id, "since": clock.now() - timedelta(days=1), "now": clock.now()}
    counted = db.session.execute(_COUNTED, day).one()
    return [_part(row) for row in rows], int(counted.refused), int(counted.locked), engine_line()


def _part(row: Any) -> NightPart:
    outcome = row.outcome or {}
    return NightPart(
        row.name.removeprefix("nightly."),
        row.started_at,
        row.finished_at,
        str(outcome.get("failed", "")),
        list(outcome.get("broken", ())),
    )


_PARTS = sa.text(
    "SELECT j.name, j.started_at, j.finished_at, j.outcome FROM foundation_job j"
    " JOIN (SELECT name, max(day) AS day FROM foundation_job WHERE name LIKE 'nightly.%' GROUP BY name) AS last"
    " ON last.name = j.name AND last.day = j.day ORDER BY j.name"
).columns(name=sa.Text, started_at=UtcTime, finished_at=UtcTime, outcome=sa.JSON)
_COUNTED = sa.text(
    "SELECT (SELECT count(*) FROM audit_record WHERE community_id = :c AND at >= :since AND outcome = 'refused')"
    " AS refused,"
    " (SELECT count(*) FROM people_account WHERE community_id = :c AND locked_until > :now) AS locked"
).bindparams(
    sa.bindparam("c", type_=sa.Uuid), sa.bindparam("since", type_=UtcTime), sa.bindparam("now", type_=UtcTime)
)
