"""Reads what counting needs (rules, purses, hours, caps used, decisions), and what was given. It decides and writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import ledger, people
from points.foundation import settings
from points.foundation.prepared import given, given_many, prepared
from points.volunteering.models import Award
from points.volunteering.rulebook import versions
from points.volunteering.rulebook.policy import RuleInfo
from points.volunteering.services.hour_sums import of_people
from points.volunteering.services.policy import CountingInputs, Purse, ServiceRecord, cap_key

#: what a community decides about counting
DECIDED = ("backfilled_points", "decay")


def read(
    community_id: UUID,
    records: Sequence[ServiceRecord],
    *,
    rules: Mapping[UUID, RuleInfo] | None = None,
    decided: Mapping[str, Any] | None = None,
) -> CountingInputs:
    """What is to be known to count these services: at most six statements, however many they are.

    The versions of their `rules`, or what is `decided`, are handed in where they were read already.
    """
    if not records:
        return CountingInputs()
    persons = {one.person_id for one in records}
    if rules is None:
        rules = versions.get_many(community_id, {one.rule_id for one in records})
    if decided is None:
        decided = settings(community_id, [*DECIDED])
    purses = people.purses.accounts_of(community_id, persons)
    homes = _homes(community_id, records, rules, purses)
    keys = [
        cap_key(one, rules[one.rule_id], purses.get(one.person_id), homes.get(one.person_id))
        for one in records
    ]
    return CountingInputs(
        rules=rules,
        purses=purses,
        homes=homes,
        minutes=of_people(community_id, persons) if decided["decay"] else {},
        used=ledger.caps.used_by_many(community_id, {key for key in keys if key is not None}),
        backfilled_points=decided["backfilled_points"],
        decay=decided["decay"],
    )


def _homes(
    community_id: UUID,
    records: Sequence[ServiceRecord],
    rules: Mapping[UUID, RuleInfo],
    purses: Mapping[UUID, Purse],
) -> dict[UUID, UUID]:
    """The households of those with a purse of their own whose rule has a cap for each household."""
    alone = {
        one.person_id
        for one in records
        if (limit := rules[one.rule_id].limit) is not None
        and limit.whose == "household"
        and purses.get(one.person_id, (None, None))[1] is None
    }
    return {
        one.person_id: one.household_id
        for one in people.persons.get_many(community_id, alone).values()
        if one.household_id is not None
    }


def tenths_given(community_id: UUID, service_ids: Collection[UUID]) -> dict[UUID, int]:
    """What these services gave, of those that were credited."""
    if not service_ids:
        return {}
    rows = _given().all(community=community_id, services=list(set(service_ids)))
    return {row[0]: row[1] for row in rows}


@prepared
def _given() -> sa.Executable:
    return sa.select(Award.service_id, Award.tenths).where(
        Award.community_id == given("community"), Award.service_id.in_(given_many("services"))
    )
