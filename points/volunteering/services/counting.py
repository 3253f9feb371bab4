"""Reads what counting needs (rules, purses, hours, caps used, decisions), and what was given. It decides and writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa

from points import ledger, people
from points.foundation import db, settings
from points.volunteering.models import Award
from points.volunteering.rulebook import versions
from points.volunteering.services.hour_sums import of_people
from points.volunteering.services.policy import CountingInputs, ServiceRecord, cap_key


def read(community_id: UUID, records: Sequence[ServiceRecord]) -> CountingInputs:
    """What is to be known to count these services: five or six statements, however many they are."""
    if not records:
        return CountingInputs()
    persons = {one.person_id for one in records}
    rules = versions.get_many(community_id, {one.rule_id for one in records})
    purses = people.purses.accounts_of(community_id, persons)
    decided = settings(community_id, ["backfilled_points", "decay"])
    keys = [cap_key(one, rules[one.rule_id], purses.get(one.person_id)) for one in records]
    return CountingInputs(
        rules=rules,
        purses=purses,
        minutes=of_people(community_id, persons) if decided["decay"] else {},
        used=ledger.caps.used_by_many(community_id, {key for key in keys if key is not None}),
        backfilled_points=decided["backfilled_points"],
        decay=decided["decay"],
    )


def tenths_given(community_id: UUID, service_ids: Collection[UUID]) -> dict[UUID, int]:
    """What these services gave, of those that were credited."""
    query = sa.select(Award.service_id, Award.tenths).where(
        Award.community_id == community_id, Award.service_id.in_(set(service_ids))
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
