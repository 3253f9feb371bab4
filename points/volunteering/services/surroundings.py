"""Services that wait, read together with all that is looked at before they are decided, by one statement. Read only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import Actor, db
from points.foundation.prepared import given, given_many, prepared
from points.volunteering.models import Rule, Service
from points.volunteering.rulebook import versions
from points.volunteering.rulebook.rules import RuleInfo
from points.volunteering.services.policy import ServiceRecord
from points.volunteering.services.records import COLUMNS
from points.volunteering.services.recusal import Ties, tied, ties_of


@dataclass(frozen=True)
class Surroundings:
    """`found` are the services asked for; `known` are all of the same persons on the same days and their neighbours."""

    found: Sequence[ServiceRecord]
    known: Sequence[ServiceRecord]
    rules: Mapping[UUID, RuleInfo]
    ties: Ties


def of_activities(actor: Actor, activity_ids: Collection[UUID], states: Collection[str]) -> Surroundings:
    """The services of these activities in these states, in the order of their ids, with what is around them."""
    if not activity_ids:
        return Surroundings([], [], {}, Ties())
    rows = _around().all(
        community=actor.community_id,
        person=actor.person_id,
        account=actor.account_id,
        activities=list(activity_ids),
        states=list(states),
    )
    width = len(COLUMNS)
    known = [ServiceRecord(*row[:width]) for row in rows]
    wanted = set(activity_ids)
    found = [one for one in known if one.activity_id in wanted and one.status in states]
    rules = {row[width]: row[width : width + len(versions.COLUMNS)] for row in rows}
    return Surroundings(
        found, known, {key: versions.info_of(row) for key, row in rules.items()}, ties_of(rows)
    )


@prepared
def _around() -> sa.Executable:
    asked, near = aliased(Service), aliased(Service)
    day_before, day_after = _day(asked.served_on, -1), _day(asked.served_on, 1)
    ids = (
        sa.select(near.id)
        .join(asked, sa.and_(asked.community_id == near.community_id, asked.person_id == near.person_id))
        .where(near.community_id == given("community"), near.served_on.between(day_before, day_after))
        .where(asked.activity_id.in_(given_many("activities")), asked.status.in_(given_many("states")))
    )
    return tied(
        sa.select(*COLUMNS, *versions.COLUMNS)
        .join(Rule, sa.and_(Rule.community_id == Service.community_id, Rule.id == Service.rule_id))
        .where(Service.community_id == given("community"), Service.id.in_(ids))
        .order_by(Service.id)
    )


def _day(day: Any, step: int) -> sa.ColumnElement[Any]:
    """So many days after a day, in the dialect at hand."""
    if db.engine.dialect.name == "sqlite":
        return sa.func.date(day, sa.literal_column(f"'{step} days'"))
    return day + sa.literal_column(str(step), sa.Integer())
