"""The list of objections: which wait, until when, who may decide, what came of the others. It decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import people
from points.foundation import Actor, Refusal, clock, db
from points.foundation.calendar import add_working_days, working_days_between
from points.volunteering.access import covers, need
from points.volunteering.models import Activity, Objection, Service
from points.volunteering.review.objection_rows import own_days, why_not
from points.volunteering.services.records import ServiceRecord, by_ids

#: an answer is given within so many working days
ANSWER_DAYS = 7
#: so many that were decided are listed
DECIDED_SHOWN = 30


@dataclass(frozen=True)
class Objected:
    """An objection and the line it is about; `why_not` is why the reader does not decide about it.

    `objector` is empty where no name was given; `written_by` is who wrote it down, the objector or somebody for them.
    """

    record: ServiceRecord
    activity_public_id: str | None
    whose: str
    reason: str
    objector: str
    written_by: str
    raised_at: datetime
    due: date
    days_left: int
    status: str
    decided_by: str
    decided_at: datetime | None
    answer: str
    why_not: Refusal | None


def list_all(actor: Actor) -> list[Objected]:
    """Those that wait, the oldest first, then the latest that were decided; for who sees activities."""
    need(actor, "see_activities")
    waiting = _select(actor.community_id).where(Objection.status == "open")
    decided = _select(actor.community_id).where(Objection.status != "open")
    rows = [
        *db.session.execute(waiting.order_by(Objection.raised_at, Objection.id)),
        *db.session.execute(decided.order_by(Objection.decided_at.desc(), Objection.id).limit(DECIDED_SHOWN)),
    ]
    records = by_ids(actor.community_id, [row.Objection.service_id for row in rows])
    accounts = {one for row in rows for one in (row.Objection.raised_by, row.Objection.decided_by) if one}
    persons = {row.Objection.person_id for row in rows if row.Objection.person_id}
    persons |= {one.person_id for one in records.values()}
    names = people.accounts.names_behind(actor.community_id, accounts, persons)
    overrides = own_days(actor.community_id)
    return [_objected(row, records[row.Objection.service_id], names, overrides, actor) for row in rows]


def waiting_count(actor: Actor) -> int:
    """How many wait that this reader may decide about."""
    if not covers(actor, "decide_objections"):
        return 0
    query = sa.select(Objection).where(Objection.community_id == actor.community_id)
    found = db.session.scalars(query.where(Objection.status == "open")).all()
    if not found:
        return 0
    records = by_ids(actor.community_id, [one.service_id for one in found])
    return sum(why_not(one, records[one.service_id], actor) is None for one in found)


def _objected(
    row: Any, record: ServiceRecord, names: Mapping[UUID, str], own: Mapping[date, bool], actor: Actor
) -> Objected:
    one: Objection = row.Objection
    due = add_working_days(clock.shanghai(one.raised_at).date(), ANSWER_DAYS, own).day

    def name(key: UUID | None) -> str:
        return names.get(key, "") if key else ""

    return Objected(
        record=record,
        activity_public_id=row.public_id,
        whose=name(record.person_id),
        reason=one.reason,
        objector=name(one.person_id),
        written_by=name(one.raised_by),
        raised_at=one.raised_at,
        due=due,
        days_left=working_days_between(clock.today(), due, own),
        status=one.status,
        decided_by=name(one.decided_by),
        decided_at=one.decided_at,
        answer=one.answer or "",
        why_not=why_not(one, record, actor) if one.status == "open" else None,
    )


def _select(community_id: UUID) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(Objection, Activity.public_id)
        .join(
            Service,
            sa.and_(Service.community_id == Objection.community_id, Service.id == Objection.service_id),
        )
        .outerjoin(
            Activity,
            sa.and_(Activity.community_id == Service.community_id, Activity.id == Service.activity_id),
        )
        .where(Objection.community_id == community_id)
    )
