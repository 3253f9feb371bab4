"""Beside every record the database notes what it names: its subject, and the ids in its facts."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from points import audit
from points.audit.models import Mention, Record
from points.foundation import db, reading, system_actor, transact

SUBJECT, ONE, TWO, THREE = (uuid4() for _ in range(4))


def named(community_id: UUID) -> set[UUID]:
    """Everything that is noted."""
    query = sa.select(Mention.named_id).where(Mention.community_id == community_id)
    return reading(lambda: set(db.session.scalars(query)))


@pytest.mark.parametrize(
    "facts, found",
    [
        ({}, {SUBJECT}),
        ({"person_id": ONE, "tenths": 20, "reason": None}, {SUBJECT, ONE}),
        ({"people": [ONE, TWO], "pair": {"a": THREE}}, {SUBJECT, ONE, TWO, THREE}),
        ({"person_id": SUBJECT}, {SUBJECT}),
        ({"rule_id": ONE, "transfer_id": TWO, "place_id": THREE, "shop_id": ONE}, {SUBJECT}),
        ({"title": "一二三", "file": "points-20261126T062438Z.sqlite", "word": "x" * 36}, {SUBJECT}),
        ({"word": "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz", "items": {"G01": 2}}, {SUBJECT}),
    ],
)
def test_a_record_is_found_by_what_it_names(
    community_id: UUID, facts: dict[str, Any], found: set[UUID]
) -> None:
    before = named(community_id)
    actor = system_actor(community_id)
    transact(
        lambda: audit.records.record(
            "test.done", actor=actor, subject_kind="test", subject_id=SUBJECT, facts=facts
        )
    )
    assert named(community_id) - before == found


def test_a_record_about_nothing_is_noted_nowhere(community_id: UUID) -> None:
    before = named(community_id)
    transact(lambda: audit.records.record("test.done", actor=system_actor(community_id), subject_kind="test"))
    assert named(community_id) == before


def test_what_is_noted_stands_with_the_instant_of_its_record(community_id: UUID) -> None:
    actions = [audit.records.Action("test.done", "test", SUBJECT, {"n": n}) for n in range(3)]
    ids = transact(lambda: audit.records.record_many(actions, actor=system_actor(community_id)))
    noted = sa.select(Mention.record_id, Mention.at).where(Mention.named_id == SUBJECT)
    records = sa.select(Record.id, Record.at).where(Record.id.in_(ids))
    found = reading(lambda: [set(map(tuple, db.session.execute(one))) for one in (noted, records)])
    assert found[0] == found[1]
    assert len(found[0]) == 3


def test_nothing_noted_is_changed_or_taken_away(community_id: UUID) -> None:
    transact(
        lambda: audit.records.record(
            "test.done", actor=system_actor(community_id), subject_kind="test", subject_id=SUBJECT
        )
    )
    for harm in ("DELETE FROM audit_mention", "UPDATE audit_mention SET named_id = record_id"):
        with pytest.raises(sa.exc.DBAPIError, match="only ever added to"), db.engine.begin() as connection:
            connection.execute(sa.text(harm))
