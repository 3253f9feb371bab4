"""Planning an activity from a rule, finding it, cancelling it; it knows no services."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import Actor, clock
from points.foundation.prepared import given, prepared
from points.foundation.spelling import signs
from points.volunteering.access import need
from points.volunteering.models import Activity
from points.volunteering.programme import activity_rows
from points.volunteering.programme.activity_rows import must_be_open
from points.volunteering.programme.policy import fit_times
from points.volunteering.programme.presence_rows import presences
from points.volunteering.programme.refusals import (
    LeaderNeeded,
    NotCancelled,
    OutOfRange,
    ResumedLate,
    SomebodyCame,
    StartInPast,
)
from points.volunteering.rulebook.versions import planning_on
from points.volunteering.services.refusals import ReasonMissing

MOST_PLACES = 1000

#: what callers hand in or get back
ActivityInfo = activity_rows.ActivityInfo


@audit.records.writes("activity.planned", of="activity")
def plan(
    rule_id: UUID,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    actor: Actor,
    spot: str = "",
    leader_id: UUID | None = None,
    capacity: int | None = None,
) -> activity_rows.ActivityInfo:
    """Put an activity on the list; the rule's version is the one in force on its day."""
    need(actor, "plan_activities")
    title, spot = signs.plain(title), signs.plain(spot)
    if starts_at < clock.now():
        raise StartInPast(starts=starts_at)
    fit_times(starts_at, ends_at)
    if capacity is not None and not 1 <= capacity <= MOST_PLACES:
        raise OutOfRange(least=1, most=MOST_PLACES)
    if leader_id is not None:
        people.persons.get(actor.community_id, leader_id)
    rule = planning_on(actor.community_id, rule_id, clock.shanghai(starts_at).date())
    card = activity_rows.write(
        actor,
        rule_id=rule.rule_id,
        title=title.strip() or rule.name,
        starts_at=starts_at,
        ends_at=ends_at,
        spot=spot.strip(),
        leader_id=leader_id,
        capacity=capacity,
    )
    facts = {"rule_id": rule.rule_id, "starts_at": starts_at, "leader_id": leader_id, "capacity": capacity}
    audit.records.record(
        "activity.planned", actor=actor, subject_kind="activity", subject_id=card.activity_id, facts=facts
    )
    return card


def get(public_id: str, *, actor: Actor) -> activity_rows.ActivityInfo:
    """One activity as it was planned, for whoever may plan one."""
    need(actor, "plan_activities")
    return activity_rows.get(actor.community_id, public_id)


def announced(public_id: str, *, community_id: UUID) -> activity_rows.ActivityInfo:
    """One activity as its community may read it."""
    return activity_rows.get(community_id, public_id)


@audit.records.writes("activity.cancelled", of="activity")
def cancel(public_id: str, *, reason: str, actor: Actor) -> ActivityInfo:
    """It does not take place, says the office or its leader; whoever signed up is told, with the reason.

    Once somebody has come it did take place, and its list says of whom.
    """
    found = _to_call_off(public_id, actor)
    if not reason.strip():
        raise ReasonMissing
    must_be_open(found)
    if presences(actor.community_id, found.activity_id):
        raise SomebodyCame(title=found.title)
    values = {"cancelled_at": clock.now(), "cancel_reason": reason.strip(), "resumed_at": None}
    activity_rows.change(actor.community_id, found.activity_id, status="cancelled", **values)
    audit.records.record(
        "activity.cancelled",
        actor=actor,
        subject_kind="activity",
        subject_id=found.activity_id,
        private={"reason": reason.strip()},
    )
    return found


@audit.records.writes("activity.resumed", of="activity")
def resume(public_id: str, *, actor: Actor) -> ActivityInfo:
    """It takes place after all, which whoever signed up is told as well; until the hour at which it would begin."""
    found = _to_call_off(public_id, actor)
    if found.status != "cancelled":
        raise NotCancelled(title=found.title)
    if clock.now() >= found.starts_at:
        raise ResumedLate(title=found.title, starts=found.starts_at)
    planning_on(actor.community_id, found.rule_id, found.day)
    activity_rows.change(actor.community_id, found.activity_id, status="open", resumed_at=clock.now())
    audit.records.record(
        "activity.resumed", actor=actor, subject_kind="activity", subject_id=found.activity_id
    )
    return found


def _to_call_off(public_id: str, actor: Actor) -> ActivityInfo:
    """An activity for its leader or the office; nobody hands its list in meanwhile."""
    found = activity_rows.get_locked(actor.community_id, public_id)
    if not activity_rows.leads(found, actor):
        need(actor, "plan_activities")
    return found


def led_by(community_id: UUID, person_id: UUID) -> list[ActivityInfo]:
    """What somebody leads whose list is not handed in, the next first."""
    rows = _led().all(community=community_id, leader=person_id)
    return [activity_rows.info_of(row) for row in rows]


@audit.records.writes("activity.handed_on", of="activity")
def hand_on(leader_id: UUID, *, to: UUID | None, actor: Actor) -> list[ActivityInfo]:
    """Give what somebody leads another leader, who may lead; what was handed on. Refused where nobody is named."""
    need(actor, "open_accounts")
    found = led_by(actor.community_id, leader_id)
    if not found:
        return []
    leaders = people.roles.holders(actor.community_id, *people.permissions.roles_for("lead_activities"))
    if to is None or to == leader_id or to not in {person_id for person_id, _ in leaders}:
        raise LeaderNeeded
    for one in found:
        activity_rows.change(actor.community_id, one.activity_id, leader_id=to)
        audit.records.record(
            "activity.handed_on",
            actor=actor,
            subject_kind="activity",
            subject_id=one.activity_id,
            facts={"leader_id": to},
        )
    return found


@prepared
def _led() -> sa.Executable:
    query = activity_rows.select_activities().where(Activity.leader_id == given("leader"))
    return query.where(Activity.status == "open").order_by(Activity.starts_at, Activity.id)
