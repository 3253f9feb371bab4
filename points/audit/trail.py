"""Reading the book of actions: search by action, actor, subject, day, origin and outcome, page by key."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.audit.models import Private, Record
from points.foundation import db


@dataclass(frozen=True)
class TrailLine:
    """One record as a watcher reads it."""

    id: UUID
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    device_id: UUID | None
    action: str
    subject_kind: str
    subject_id: UUID | None
    outcome: str
    origin: str
    facts: dict[str, Any]
    words: dict[str, str]
    leaf_hash: bytes


@dataclass(frozen=True)
class TrailFilter:
    """What to look for; None means anything. `before` is the last (at, id) of the page read so far.

    `actors` and `subjects` are several at once, any of which will do: a name may be shared.
    """

    action: str | None = None
    actor_id: UUID | None = None
    subject_id: UUID | None = None
    actors: Collection[UUID] | None = None
    subjects: Collection[UUID] | None = None
    origin: str | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: tuple[datetime, UUID] | None = None


def read(community_id: UUID, wanted: TrailFilter | None = None, *, limit: int = 50) -> list[TrailLine]:
    """Newest first, at most `limit` lines."""
    wanted = wanted or TrailFilter()
    query = sa.select(Record).where(Record.community_id == community_id)
    for column, value in (
        (Record.actor_id, wanted.actor_id),
        (Record.subject_id, wanted.subject_id),
        (Record.origin, wanted.origin),
        (Record.outcome, wanted.outcome),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.actors is not None:
        query = query.where(Record.actor_id.in_(wanted.actors))
    if wanted.subjects is not None:
        query = query.where(Record.subject_id.in_(wanted.subjects))
    if wanted.action:
        query = query.where(Record.action.startswith(wanted.action, autoescape=True))
    if wanted.since:
        query = query.where(Record.at >= wanted.since)
    if wanted.until:
        query = query.where(Record.at < wanted.until)
    if wanted.before:
        query = query.where(sa.tuple_(Record.at, Record.id) < sa.tuple_(*map(sa.literal, wanted.before)))
    rows = db.session.scalars(query.order_by(Record.at.desc(), Record.id.desc()).limit(limit)).all()
    words = _words(community_id, [row.id for row in rows])
    return [_line(row, words.get(row.id, {})) for row in rows]


def actions_known(community_id: UUID) -> list[str]:
    """The names of all actions that occur, for a filter."""
    query = (
        sa.select(Record.action).where(Record.community_id == community_id).distinct().order_by(Record.action)
    )
    return list(db.session.scalars(query))


def _words(community_id: UUID, records: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    query = sa.select(Private).where(Private.community_id == community_id, Private.record_id.in_(records))
    found: dict[UUID, dict[str, str]] = {}
    for one in db.session.scalars(query):
        found.setdefault(one.record_id, {})[one.name] = one.words
    return found


def _line(row: Record, words: dict[str, str]) -> TrailLine:
    return TrailLine(
        id=row.id,
        at=row.at,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        device_id=row.device_id,
        action=row.action,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        outcome=row.outcome,
        origin=row.origin,
        facts=row.facts,
        words=words,
        leaf_hash=row.leaf_hash,
    )
