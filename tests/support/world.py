"""The smallest worlds tests start from: a community with its books, purses with points."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from points import audit, ledger
from points.foundation import NEVER, Actor, clock, found_community, system_actor, transact
from points.foundation import decide as foundation_decide
from points.ledger.posting import Note

_keys = count(1)


def key(word: str = "test") -> str:
    """A request key that was never used."""
    return f"{word}:{next(_keys)}"


def decide(community_id: UUID, name: str, value: Any, *, effective_on: date, actor: Actor) -> int:
    """A decision with the record that stands beside it, as nothing is decided without one."""
    version = foundation_decide(community_id, name, value, effective_on=effective_on, actor=actor)
    audit.records.record("setting.decided", actor=actor, subject_kind="setting")
    return version


def new_community(name: str = "测试社区") -> UUID:
    """A community with its own accounts open."""

    def work() -> UUID:
        made = found_community(name)
        ledger.accounts.open_books(made)
        return made

    return transact(work)


def claimed(community_id: UUID, actor: Actor | None = None, word: str = "test") -> UUID:
    """A fresh business event; to be called inside transact."""
    return ledger.idempotency.begin(
        community_id,
        request_key=key(word),
        body={},
        answer={},
        action="test.done",
        actor=actor or system_actor(community_id),
    ).txn_id


def note(what: str = "award", **facts: object) -> Note:
    """A line's note for today."""
    return Note(what, "test", clock.today(), **facts)  # type: ignore[arg-type]


def new_purse(community_id: UUID, *lots: tuple[int, str, date]) -> UUID:
    """A purse holding these lots (tenths, kind, last day)."""

    def work() -> UUID:
        purse = ledger.accounts.open_purses(community_id, 1)[0]
        for tenths, kind, lapses_on in lots:
            ledger.movements.issue(
                community_id,
                claimed(community_id),
                purse,
                tenths,
                note=note(),
                kind=kind,
                lapses_on=lapses_on,
            )
        return purse

    return transact(work)


@pytest.fixture
def community_id(app: Flask) -> UUID:
    """A community with its own accounts open."""
    return new_community()


@pytest.fixture
def filled_purse(community_id: UUID) -> Callable[[int], UUID]:
    """Makes a purse holding so many tenths that never lapse."""
    return lambda tenths: new_purse(community_id, (tenths, "earned", NEVER))
