"""Old activities and services taken in at once, credited as they were. It checks no cap and knows no workbook."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, add_rows, changed, clock, db, in_parts, new_id
from points.foundation.codes import PublicKind, new_public_id
from points.foundation.database import LookAgain
from points.volunteering.models import Activity, Attendance, Award, Objection, ReversalAsk, Rule, Service

ORIGIN = "imported"


@dataclass(frozen=True, slots=True)
class OldActivity:
    """An activity that was held before this installation kept its books."""

    title: str
    rule_id: UUID
    starts_at: datetime
    ends_at: datetime
    leader_id: UUID | None
    activity_id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class OldService:
    """What one person did, and what it gave: points with their transfer, or none with the reason why.

    `in_at` is set where there was a list: then an attendance is written too, and `out_at` may be unknown.
    """

    person_id: UUID
    rule_id: UUID
    rule_version: int
    account_id: UUID
    served_on: date
    what: str
    tenths: int
    minutes: int
    quantity_tenths: int
    transfer_id: UUID | None
    award_id: UUID
    service_id: UUID = field(default_factory=new_id)
    reason: str = ""
    activity_id: UUID | None = None
    in_at: datetime | None = None
    out_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BookedAward:
    """An award of old books as it is now; it stands while it is credited and nobody objected or asked for it back;
    it is `over` when it was taken back."""

    award_id: UUID
    service_id: UUID
    person_id: UUID
    account_id: UUID
    tenths: int
    minutes: int
    transfer_id: UUID | None
    rule: str
    what: str
    served_on: date
    stands: bool
    over: bool


def write_activities(old: Sequence[OldActivity], *, actor: Actor) -> None:
    """Write activities as held and reviewed."""
    actions = [
        audit.records.Action(
            "activity.imported",
            "activity",
            one.activity_id,
            {"rule_id": one.rule_id, "starts_at": one.starts_at, "leader_id": one.leader_id},
            origin=ORIGIN,
        )
        for one in old
    ]
    audit.records.record_many(actions, actor=actor)
    now = clock.now()
    rows = [
        {
            "community_id": actor.community_id,
            "id": one.activity_id,
            "public_id": new_public_id(PublicKind.ACTIVITY),
            "rule_id": one.rule_id,
            "title": one.title,
            "spot": "",
            "starts_at": one.starts_at,
            "ends_at": one.ends_at,
            "leader_id": one.leader_id,
            "capacity": None,
            "status": "reviewed",
            "origin": ORIGIN,
            "planned_by": None,
            "created_at": now,
        }
        for one in old
    ]
    if rows:
        db.session.execute(sa.insert(Activity), rows)


def write_services(old: Sequence[OldService], *, actor: Actor) -> None:
    """Write services as credited, each with its one award and, where there was a list, its attendance."""
    audit.records.record_many([_action(one) for one in old], actor=actor)
    add_rows(Service, [_service(one, actor) for one in old])
    add_rows(Award, [_award(one, actor) for one in old])
    add_rows(Attendance, [_attendance(one, actor) for one in old if one.activity_id and one.in_at])


def booked(community_id: UUID, awards: Collection[UUID]) -> dict[UUID, BookedAward]:
    """These awards as they are now."""
    found: dict[UUID, BookedAward] = {}
    wanted = sorted(awards)
    objected = sa.exists().where(
        Objection.community_id == Service.community_id, Objection.service_id == Service.id
    )
    asked = sa.exists().where(
        ReversalAsk.community_id == Award.community_id, ReversalAsk.award_id == Award.id
    )
    for some in in_parts(wanted):
        query = (
            sa.select(
                Award.id,
                Award.service_id,
                Award.person_id,
                Award.account_id,
                Award.tenths,
                Award.minutes,
                Award.transfer_id,
                Rule.code,
                Service.what,
                Service.served_on,
                sa.and_(Service.status == "credited", ~objected, ~asked),
                Service.status == "reversed",
            )
            .join(
                Service, sa.and_(Service.community_id == Award.community_id, Service.id == Award.service_id)
            )
            .join(Rule, sa.and_(Rule.community_id == Award.community_id, Rule.id == Award.rule_id))
            .where(Award.community_id == community_id, Award.id.in_(some))
        )
        found.update((row.id, BookedAward(*tuple(row))) for row in db.session.execute(query))
    return found


def take_back(awards: Sequence[BookedAward], *, reason: str, actor: Actor) -> None:
    """Mark the services of these awards as reversed; their points are taken back by the caller, in the same transaction."""
    for part in in_parts(awards):
        some = [one.service_id for one in part]
        done = changed(
            sa.update(Service)
            .where(Service.community_id == actor.community_id, Service.id.in_(some))
            .where(Service.status == "credited")
            .values(
                status="reversed",
                version=Service.version + 1,
                decided_by=actor.account_id,
                decided_at=clock.now(),
                decision_reason=reason,
            )
            .execution_options(synchronize_session=False)
        )
        if done != len(some):
            raise LookAgain
    audit.records.record_many([_reversal(one) for one in awards], actor=actor)


def _reversal(one: BookedAward) -> audit.records.Action:
    facts = {"service_id": one.service_id, "tenths": one.tenths, "minutes": one.minutes}
    return audit.records.Action("award.reversed", "award", one.award_id, facts, origin=ORIGIN)


def already_there(community_id: UUID, activities: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Who has a service record in these activities, as (activity, person)."""
    found: set[tuple[UUID, UUID]] = set()
    wanted = sorted(activities)
    for some in in_parts(wanted):
        query = sa.select(Service.activity_id, Service.person_id).where(
            Service.community_id == community_id, Service.activity_id.in_(some)
        )
        found.update(
            (activity_id, person_id) for activity_id, person_id in db.session.execute(query) if activity_id
        )
    return found


def _service(one: OldService, actor: Actor) -> dict[str, Any]:
    now = clock.now()
    return {
        "community_id": actor.community_id,
        "id": one.service_id,
        "public_id": new_public_id(PublicKind.SERVICE),
        "activity_id": one.activity_id,
        "person_id": one.person_id,
        "rule_id": one.rule_id,
        "status": "credited",
        "origin": ORIGIN,
        "method": "leader_tick" if one.in_at else "typed",
        "served_on": one.served_on,
        "starts_at": one.in_at,
        "ends_at": one.ends_at,
        "minutes": one.minutes,
        "quantity_tenths": one.quantity_tenths,
        "what": one.what,
        "evidence": "",
        "reason": "",
        "entered_by": actor.account_id,
        "first_by": None,
        "decided_by": None,
        "decided_at": now,
        "decision_reason": "",
        "publicity_until": None,
        "version": 1,
        "created_at": now,
    }


def _award(one: OldService, actor: Actor) -> dict[str, Any]:
    return {
        "community_id": actor.community_id,
        "id": one.award_id,
        "service_id": one.service_id,
        "person_id": one.person_id,
        "account_id": one.account_id,
        "tenths": one.tenths,
        "minutes": one.minutes,
        "rule_id": one.rule_id,
        "rule_version": one.rule_version,
        "origin": ORIGIN,
        "reason": one.reason,
        "transfer_id": one.transfer_id,
        "approved_by": None,
        "at": clock.now(),
    }


def _action(one: OldService) -> audit.records.Action:
    names = (
        "service_id",
        "person_id",
        "account_id",
        "tenths",
        "minutes",
        "rule_id",
        "rule_version",
        "transfer_id",
    )
    facts = {name: getattr(one, name) for name in names}
    return audit.records.Action("award.credited", "award", one.award_id, facts, origin=ORIGIN)


def _attendance(one: OldService, actor: Actor) -> dict[str, Any]:
    return {
        "community_id": actor.community_id,
        "id": new_id(),
        "activity_id": one.activity_id,
        "person_id": one.person_id,
        "in_at": one.in_at,
        "out_at": one.out_at,
        "method_in": "leader_tick",
        "method_out": "leader_tick" if one.out_at else "",
        "checked_by": None,
    }
