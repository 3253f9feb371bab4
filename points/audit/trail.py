"""Reading the book of actions: search by action, actor, subject, day, origin and outcome, page by key."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.audit.models import Mention, Private, Record
from points.foundation import paging
from points.foundation.prepared import given, given_many, prepared


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

    `action` is how an action's name begins. Several at once, any of which will do: `actions` by whole names, `actors` by
    account; `about` is what a record names, as its subject or in its facts. `besides` are actions that are left out.
    """

    action: str | None = None
    actions: Collection[str] | None = None
    besides: Collection[str] | None = None
    actor_id: UUID | None = None
    actors: Collection[UUID] | None = None
    subject_id: UUID | None = None
    about: Collection[UUID] | None = None
    origin: str | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: tuple[datetime, UUID] | None = None


def read(community_id: UUID, wanted: TrailFilter | None = None, *, limit: int = 50) -> list[TrailLine]:
    """Newest first, at most `limit` lines."""
    values = _asked(wanted or TrailFilter())
    rows = _lines(*sorted(values)).all(
        community=community_id,
        limit=limit,
        **{name: one for value in values.values() for name, one in value.items()},
    )
    words = _words_of(community_id, [row.id for row in rows])
    return [_line(row, words.get(row.id, {})) for row in rows]


def page(community_id: UUID, wanted: TrailFilter, asked: paging.PageAsked) -> paging.PageFound[TrailLine]:
    """One page of the records that fit, newest first, and how many there are; without what was said in private."""
    values = _asked(wanted)
    plain = {name: one for value in values.values() for name, one in value.items()}
    found = paging.turn(
        lambda step: _page(step, *sorted(values)), _NEWEST, asked, {"community": community_id, **plain}
    )
    return found.of([_line(row, {}) for row in found.rows])


_NEWEST = paging.PageOrder(
    columns=(Record.at, Record.id),
    place_of=lambda row: (row.at, row.id),
    make=lambda row: paging.make_key(row.at, row.id),
    read=paging.read_key,
    descending=True,
)


#: by the name of a filter, what it asks of a record, with the values that `_asked` hands in
_CONDITIONS: dict[str, Callable[[], sa.ColumnElement[bool]]] = {
    "action": lambda: Record.action.like(given("action"), escape="/"),
    "actor_id": lambda: Record.actor_id == given("actor_id"),
    "subject_id": lambda: Record.subject_id == given("subject_id"),
    "actions": lambda: Record.action.in_(given_many("actions")),
    "besides": lambda: Record.action.not_in(given_many("besides")),
    "origin": lambda: Record.origin == given("origin"),
    "outcome": lambda: Record.outcome == given("outcome"),
    "actors": lambda: Record.actor_id.in_(given_many("actors")),
    "about": lambda: Record.id.in_(
        sa.select(Mention.record_id).where(
            Mention.community_id == given("community"), Mention.named_id.in_(given_many("about"))
        )
    ),
    "since": lambda: Record.at >= given("since"),
    "until": lambda: Record.at < given("until"),
    "before": lambda: (
        sa.tuple_(Record.at, Record.id) < sa.tuple_(given("last_at", Record.at), given("last", Record.id))
    ),
}
_SEVERAL = ("actions", "besides", "actors", "about")


def _asked(wanted: TrailFilter) -> dict[str, dict[str, Any]]:
    """By the filters that are set, the values of their conditions."""
    found = {}
    for name in _CONDITIONS:
        value = getattr(wanted, name)
        if value is None or (name == "action" and not value):
            continue
        found[name] = {name: list(value) if name in _SEVERAL else value}
    if wanted.action:
        begins = "".join(f"/{one}" if one in "/%_" else one for one in wanted.action)
        found["action"] = {"action": f"{begins}%"}
    if wanted.before:
        found["before"] = {"last_at": wanted.before[0], "last": wanted.before[1]}
    return found


@prepared
def _page(step: str, *filters: str) -> sa.Executable:
    return paging.statement(_select(filters), _NEWEST, step)


@prepared
def _lines(*filters: str) -> sa.Executable:
    query = _select(filters).order_by(Record.at.desc(), Record.id.desc())
    return query.limit(sa.bindparam("limit", type_=sa.Integer()))


def _select(filters: Sequence[str]) -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        Record.id,
        Record.at,
        Record.actor_kind,
        Record.actor_id,
        Record.device_id,
        Record.action.label("action"),
        Record.subject_kind,
        Record.subject_id,
        Record.outcome,
        Record.origin,
        Record.facts,
        Record.leaf_hash,
    ).where(Record.community_id == given("community"), *(_CONDITIONS[name]() for name in filters))


@prepared
def _words() -> sa.Executable:
    return sa.select(Private.record_id, Private.name, Private.words).where(
        Private.community_id == given("community"), Private.record_id.in_(given_many("records"))
    )


def _words_of(community_id: UUID, records: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = {}
    rows = _words().all(community=community_id, records=list(records)) if records else []
    for one in rows:
        found.setdefault(one.record_id, {})[one.name] = one.words
    return found


def _line(row: Any, words: dict[str, str]) -> TrailLine:
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
