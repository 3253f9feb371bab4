"""Limits that stop: a row per rule, subject and window, raised by a conditional upsert."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db
from points.foundation.database import upsert
from points.foundation.prepared import given, given_many, prepared
from points.ledger.models import CapUse
from points.ledger.refusals import CapReached


@dataclass(frozen=True)
class CapCharge:
    """So much of one limit is wanted by one subject in one window (e.g. '2025-11')."""

    rule: str
    subject: UUID
    window: str
    amount: int
    allowed: int


def use(community_id: UUID, claims: Sequence[CapCharge]) -> None:
    """Use up limits with one statement, or refuse the first that would be overrun."""
    if not claims:
        return
    for one in claims:
        if one.amount > one.allowed:
            raise _reached(community_id, one)
    rows = sorted(claims, key=lambda one: (one.rule, one.window))
    values: dict[str, Any] = {"community": community_id}
    for number, one in enumerate(rows):
        values |= {
            f"rule{number}": one.rule,
            f"subject{number}": one.subject,
            f"time_window{number}": one.window,
            f"used{number}": one.amount,
            f"allowed{number}": one.allowed,
        }
    taken = set(_used(len(rows)).values(**values))
    for one in claims:
        if one.rule not in taken:
            raise _reached(community_id, one)


def use_many(community_id: UUID, claims: Sequence[CapCharge]) -> set[tuple[str, UUID, str]]:
    """Use up limits of many subjects, each limit named once, with one statement.

    Hands back those (rule, subject, window) that would be overrun: of these nothing is used, and their rows are
    locked, so that a second look is the last.
    """
    within = [one for one in claims if one.amount <= one.allowed]
    rows = [
        {
            "community_id": community_id,
            "rule": one.rule,
            "subject": one.subject,
            "time_window": one.window,
            "used": one.amount,
            "allowed": one.allowed,
        }
        for one in sorted(within, key=lambda one: (one.rule, one.subject, one.window))
    ]
    used_up = {tuple(row) for row in _used_each().for_each(rows)} if rows else set()
    return {(one.rule, one.subject, one.window) for one in claims} - used_up


def give_back(community_id: UUID, claims: Sequence[CapCharge]) -> None:
    """Undo `use` for what was reversed; never below zero."""
    for one in sorted(claims, key=lambda one: (one.rule, one.window)):
        db.session.execute(
            sa.update(CapUse)
            .where(CapUse.community_id == community_id, CapUse.rule == one.rule)
            .where(CapUse.subject == one.subject, CapUse.window == one.window, CapUse.used >= one.amount)
            .values(used=CapUse.used - one.amount)
        )


def used(community_id: UUID, subjects: Collection[UUID], windows: dict[str, str]) -> dict[str, int]:
    """How much of each rule's limit is used in the given window of that rule, by whichever subject the rule counts."""
    rows = _used_of().all(community=community_id, subjects=list(subjects), rules=list(windows))
    return {rule: used for rule, window, used in rows if windows[rule] == window}


def used_by_many(
    community_id: UUID, keys: Collection[tuple[str, UUID, str]]
) -> dict[tuple[str, UUID, str], int]:
    """How much of several limits (rule, subject, window) is used, with one statement."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = _used_of_many().all(
        community=community_id,
        subjects=list({subject for _, subject, _ in wanted}),
        windows=list({window for _, _, window in wanted}),
    )
    found = {(row[0], row[1], row[2]): row[3] for row in rows}
    return {key: found.get(key, 0) for key in wanted}


def _reached(community_id: UUID, one: CapCharge) -> CapReached:
    before = used(community_id, [one.subject], {one.rule: one.window}).get(one.rule, 0)
    return CapReached(rule=one.rule, allowed=one.allowed, used=before, wanted=one.amount)


@prepared
def _used(count: int) -> sa.Executable:
    columns = {
        "rule": CapUse.rule,
        "subject": CapUse.subject,
        "time_window": CapUse.window,
        "used": CapUse.used,
        "allowed": CapUse.allowed,
    }
    rows = [
        {
            "community_id": given("community", CapUse.community_id),
            **{name: given(f"{name}{one}", column) for name, column in columns.items()},
        }
        for one in range(count)
    ]
    charged: sa.Executable = _charged(upsert(CapUse).values(rows)).returning(CapUse.rule)
    return charged


@prepared
def _used_each() -> sa.Executable:
    charged: sa.Executable = _charged(upsert(CapUse)).returning(CapUse.rule, CapUse.subject, CapUse.window)
    return charged


def _charged(new: Any) -> Any:
    return new.on_conflict_do_update(
        index_elements=["community_id", "rule", "subject", "time_window"],
        set_={"used": CapUse.used + new.excluded.used, "allowed": new.excluded.allowed},
        where=CapUse.used + new.excluded.used <= new.excluded.allowed,
    )


@prepared
def _used_of() -> sa.Executable:
    return sa.select(CapUse.rule, CapUse.window, CapUse.used).where(
        CapUse.community_id == given("community"),
        CapUse.subject.in_(given_many("subjects")),
        CapUse.rule.in_(given_many("rules")),
    )


@prepared
def _used_of_many() -> sa.Executable:
    return sa.select(CapUse.rule, CapUse.subject, CapUse.window, CapUse.used).where(
        CapUse.community_id == given("community"),
        CapUse.subject.in_(given_many("subjects")),
        CapUse.window.in_(given_many("windows")),
    )
