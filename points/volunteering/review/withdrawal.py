"""Taking back an approval of which nothing was credited yet: by who gave it, alone, whole. Points never move here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound
from points.foundation.prepared import given, given_many, prepared
from points.volunteering.access import need_one
from points.volunteering.models import Activity, Service
from points.volunteering.review import findings
from points.volunteering.review.left_over import DECIDES
from points.volunteering.review.policy import WAITING
from points.volunteering.review.refusals import AlreadyPosted
from points.volunteering.review.standing import STANDING, first_of_two, is_due, stands_by
from points.volunteering.services import records
from points.volunteering.services.records import move_on, select_records
from points.volunteering.services.refusals import AlreadyDecided


@dataclass(frozen=True)
class Withdrawn:
    """How many wait again, and their minutes."""

    people: int
    minutes: int


@audit.records.writes("service.approval_withdrawn", of="service")
def withdraw(decision_id: UUID, *, actor: Actor) -> Withdrawn:
    """Take back all that one press approved; said again it gives the same answer."""
    need_one(actor, *DECIDES)
    rows = _decided().all(community=actor.community_id, decision=decision_id)
    found = [records.ServiceRecord(*row) for row in rows]
    if not found:
        raise NotFound
    if any(one.status in ("credited", "reversed") or is_due(one) for one in found):
        raise AlreadyPosted
    standing = [one for one in found if stands_by(one, actor)]
    if standing:
        _take_back(standing, actor)
    again = standing or [one for one in found if one.status in WAITING and not first_of_two(one)]
    if not again:
        raise AlreadyDecided
    return Withdrawn(len(again), sum(findings.as_before(one).get("minutes", one.minutes) for one in again))


def _take_back(standing: Sequence[records.ServiceRecord], actor: Actor) -> None:
    cleared = {"decided_by": None, "decided_at": None, "due_at": None, "publicity_until": None}
    whole = [one for one in standing if not findings.as_before(one)]
    groups: list[tuple[list[records.ServiceRecord], dict[str, object]]] = [
        ([one for one in whole if _back_to(one) == "submitted"], {}),
        ([one for one in whole if _back_to(one) == "verified"], {}),
        *(([one], findings.as_before(one)) for one in standing if one not in whole),
    ]
    for some, before in groups:
        if some:
            status = _back_to(some[0])
            first = {"first_by": None} if status == "submitted" else {}
            values = {**cleared, **first, **before}
            move_on(actor.community_id, some, expect_from=[*STANDING, "verified"], status=status, **values)
    audit.records.record_many(
        [
            audit.records.Action(
                "service.approval_withdrawn",
                "service",
                one.service_id,
                {"activity_id": one.activity_id, "person_id": one.person_id},
            )
            for one in standing
        ],
        actor=actor,
    )
    activities = {one.activity_id for one in standing if one.activity_id}
    if activities:
        _held_again().changed(community=actor.community_id, activities=list(activities))


def _back_to(record: records.ServiceRecord) -> str:
    """Where it waits again: for a second person, if somebody else had approved first."""
    return "verified" if record.status in STANDING and record.first_by is not None else "submitted"


@prepared
def _decided() -> sa.Executable:
    query = select_records(given("community")).where(Service.decision_id == given("decision"))
    return query.order_by(Service.id).with_for_update()


@prepared
def _held_again() -> sa.Executable:
    return (
        sa.update(Activity)
        .where(Activity.community_id == given("community"), Activity.status == "reviewed")
        .where(Activity.id.in_(given_many("activities")))
        .values(status="held")
    )
