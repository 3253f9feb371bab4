"""Writing down actions and refused attempts, in the transaction of the action; it knows no action's meaning."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa

from points.audit import history_rows
from points.audit.canonical import commitment, leaf_hash
from points.audit.models import Private, Record, RefusedCount
from points.audit.plain import plain_value
from points.foundation import (
    Actor,
    BooksAway,
    DiskFull,
    NotKnown,
    Refusal,
    add_rows,
    add_rows_later,
    changed,
    clock,
    marks,
    new_id,
    transact,
)

T = TypeVar("T")
UseCase = TypeVar("UseCase", bound=Callable[..., Any])


@dataclass(frozen=True)
class Action:
    """One line for the book of actions, before it is written.

    `facts` are references and numbers; `private` are personal words, which enter only as commitments.
    """

    name: str
    subject_kind: str
    subject_id: UUID | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, str] = field(default_factory=dict)
    origin: str = "entered"
    outcome: str = "done"
    at: datetime | None = None


def writes(*actions: str, of: str) -> Callable[[UseCase], UseCase]:
    """Say on a use case which actions it records, and of what kind of subject.

    A refused attempt is written down as the first of them, so that what was tried and what was done have one name.
    """

    def mark(use_case: UseCase) -> UseCase:
        use_case.actions, use_case.subject_kind = actions, of  # type: ignore[attr-defined]
        return use_case

    return mark


def record(
    action: str,
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
    private: Mapping[str, str] | None = None,
    origin: str = "entered",
    outcome: str = "done",
) -> UUID:
    """Write one action down and hand back its id. Past tense, dotted: `voucher.redeemed`."""
    line = Action(action, subject_kind, subject_id, facts or {}, private or {}, origin, outcome)
    return record_many([line], actor=actor)[0]


def record_many(actions: Sequence[Action], *, actor: Actor) -> list[UUID]:
    """Write many actions with as few statements as one."""
    if not actions:
        return []
    rows: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    # what was written on the way to this record and has a history
    lines = history_rows.take(actor.community_id)
    for action in actions:
        row, private = _row(action, actor, lines if not rows else ())
        rows.append(row)
        words.extend(private)
    add_rows_later(Record, rows)
    if lines:
        history_rows.add(actor.community_id, rows[0]["id"], lines)
    if words:
        add_rows_later(Private, words)
    marks.note(marks.Remembered(one["community_id"], one["id"], one["leaf_hash"], one["at"]) for one in rows)
    return [row["id"] for row in rows]


def attempt(
    work: Callable[[], T],
    *,
    of: Callable[..., Any],
    actor: Actor,
    subject_id: UUID | None = None,
    replayable: bool = False,
) -> T:
    """Run `work` to its commit; it does what the use case `of` does, and perhaps looks things up around it.

    A refusal is written down on its own, after the rollback, as an attempt at what the use case writes, and raised
    again.
    """
    action, subject_kind = of.actions[0], of.subject_kind  # type: ignore[attr-defined]
    try:
        return transact(work, replayable=replayable)
    except (BooksAway, DiskFull, NotKnown):
        # no answer of the use case, and there is nowhere to write it down
        raise
    except Refusal as refusal:
        code, facts = refusal.code, refusal.plain_facts()
        transact(
            lambda: record(
                action,
                actor=actor,
                subject_kind=subject_kind,
                subject_id=subject_id,
                facts={"code": code, **_numbers(facts)},
                outcome="refused",
            )
        )
        raise


def count_refused(action: str, code: str) -> None:
    """Count a failure of nobody in particular in its minute; to be run in a transaction of its own."""
    minute = clock.now().replace(second=0, microsecond=0)
    found = changed(
        sa.update(RefusedCount)
        .where(RefusedCount.minute == minute, RefusedCount.action == action, RefusedCount.code == code)
        .values(times=RefusedCount.times + 1)
    )
    if found == 0:
        add_rows(RefusedCount, [{"minute": minute, "deed": action, "code": code, "times": 1}])


def _row(
    action: Action, actor: Actor, lines: Sequence[history_rows.HistoryLine]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    record_id = new_id()
    private: list[dict[str, Any]] = [
        {
            "community_id": actor.community_id,
            "record_id": record_id,
            "name": name,
            "salt": secrets.token_bytes(16),
            "words": words,
        }
        for name, words in action.private.items()
    ]
    row: dict[str, Any] = {
        "community_id": actor.community_id,
        "id": record_id,
        "at": action.at or clock.now(),
        "actor_kind": actor.kind,
        "actor_id": actor.account_id,
        "device_id": actor.device_id,
        "deed": action.name,
        "subject_kind": action.subject_kind,
        "subject_id": action.subject_id,
        "outcome": action.outcome,
        "origin": action.origin,
        "facts": plain_value(action.facts),
        "commitments": {one["name"]: commitment(one["salt"], one["words"]) for one in private},
    }
    if lines:
        row["commitments"][history_rows.ROWS] = history_rows.digest(lines)
    row["leaf_hash"] = leaf_hash(row)
    return row, private


def _numbers(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a refused attempt may keep: numbers and references, no sentence somebody typed."""
    return {
        name: value
        for name, value in facts.items()
        if isinstance(value, bool | int) or (name.endswith("_id") and isinstance(value, str))
    }
