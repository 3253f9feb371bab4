"""Planning an activity from a rule, finding it, cancelling it; it knows neither sign-ups nor services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import Actor, NotFound, clock, db, new_id
from points.foundation.codes import PublicKind, new_public_id
from points.volunteering.access import covers, need
from points.volunteering.models import Activity
from points.volunteering.policy import fit_times
from points.volunteering.refusals import (
    ActivityCancelled,
    ActivityOver,
    NotYourActivity,
    OutOfRange,
    ReasonMissing,
    StartInPast,
)
from points.volunteering.rulebook import rule_version, same_rule_on

MOST_PLACES = 1000


@dataclass(frozen=True)
class ActivityCard:
    """An activity as it was planned. `status` is open, held (list confirmed), reviewed or cancelled."""

    activity_id: UUID
    public_id: str
    title: str
    spot: str
    starts_at: datetime
    ends_at: datetime
    rule_id: UUID
    leader_id: UUID | None
    capacity: int | None
    status: str
    origin: str
    planned_by: UUID | None

    @property
    def day(self) -> date:
        """The Shanghai day it takes place on."""
        return clock.shanghai(self.starts_at).date()


def plan_activity(
    rule_id: UUID,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    actor: Actor,
    spot: str = "",
    leader_id: UUID | None = None,
    capacity: int | None = None,
) -> ActivityCard:
    """Put an activity on the list; the rule's version is the one in force on its day."""
    need(actor, "plan_activities")
    if starts_at < clock.now():
        raise StartInPast(starts=starts_at)
    fit_times(starts_at, ends_at)
    if capacity is not None and not 1 <= capacity <= MOST_PLACES:
        raise OutOfRange(least=1, most=MOST_PLACES)
    if leader_id is not None:
        people.persons.get(actor.community_id, leader_id)
    rule = same_rule_on(actor.community_id, rule_id, clock.shanghai(starts_at).date())
    card = write_activity(
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


def write_activity(actor: Actor, **facts: Any) -> ActivityCard:
    """Add the row of an activity."""
    row: dict[str, Any] = {
        "id": new_id(),
        "public_id": new_public_id(PublicKind.ACTIVITY),
        "spot": "",
        "leader_id": None,
        "capacity": None,
        "status": "open",
        "origin": "planned",
        "planned_by": actor.account_id,
        **facts,
    }
    db.session.execute(
        sa.insert(Activity), [{**row, "community_id": actor.community_id, "created_at": clock.now()}]
    )
    return ActivityCard(activity_id=row.pop("id"), **row)


def cancel_activity(public_id: str, *, reason: str, actor: Actor) -> None:
    """It does not take place; whoever signed up sees it."""
    need(actor, "plan_activities")
    if not reason.strip():
        raise ReasonMissing
    found = locked_activity(actor.community_id, public_id)
    must_be_open(found)
    set_status(actor.community_id, found.activity_id, "cancelled")
    audit.records.record(
        "activity.cancelled",
        actor=actor,
        subject_kind="activity",
        subject_id=found.activity_id,
        private={"reason": reason},
    )


def activity(community_id: UUID, public_id: str) -> ActivityCard:
    """One activity by its public id."""
    row = db.session.scalar(_by_public_id(community_id, public_id))
    if row is None:
        raise NotFound
    return card_of(row)


def locked_activity(community_id: UUID, public_id: str) -> ActivityCard:
    """The same, and nobody else changes its list until this transaction ends."""
    row = db.session.scalar(
        _by_public_id(community_id, public_id).with_for_update().execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    return card_of(row)


def set_status(community_id: UUID, activity_id: UUID, status: str) -> None:
    """Move an activity on."""
    db.session.execute(
        sa.update(Activity)
        .where(Activity.community_id == community_id, Activity.id == activity_id)
        .values(status=status)
        .execution_options(synchronize_session=False)
    )


def must_be_open(found: ActivityCard) -> None:
    """Refuse a list that is closed."""
    if found.status == "cancelled":
        raise ActivityCancelled(title=found.title)
    if found.status != "open":
        raise ActivityOver(title=found.title)


def leads(found: ActivityCard, actor: Actor) -> bool:
    """Whether the actor is this activity's leader."""
    return actor.person_id is not None and actor.person_id == found.leader_id


def must_keep_list(found: ActivityCard, actor: Actor) -> None:
    """A leader keeps the list of their own activity; the office may keep any."""
    if not leads(found, actor) and not covers(actor, "plan_activities"):
        raise NotYourActivity


def may_see_activity(found: ActivityCard, actor: Actor) -> bool:
    """Leaders see their own sheets, the office all of them."""
    return leads(found, actor) or covers(actor, "see_activities")


def card_of(row: Activity) -> ActivityCard:
    """A row as a plain value."""
    return ActivityCard(
        activity_id=row.id,
        public_id=row.public_id,
        title=row.title,
        spot=row.spot,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        rule_id=row.rule_id,
        leader_id=row.leader_id,
        capacity=row.capacity,
        status=row.status,
        origin=row.origin,
        planned_by=row.planned_by,
    )


def rule_words(community_id: UUID, found: ActivityCard) -> str:
    """The name of the rule of an activity."""
    return rule_version(community_id, found.rule_id).name


def _by_public_id(community_id: UUID, public_id: str) -> sa.Select:
    return sa.select(Activity).where(
        Activity.community_id == community_id, Activity.public_id == public_id.strip().lower()
    )
