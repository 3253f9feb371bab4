"""An activity as it stands, and what its state allows; for the modules of this wing and of review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import people
from points.foundation import Actor, NotFound, clock, db, new_id, run
from points.foundation.codes import PublicKind, new_public_id
from points.foundation.prepared import given, prepared
from points.volunteering.access import covers
from points.volunteering.models import Activity
from points.volunteering.programme.refusals import ActivityCancelled, ActivityOver, NotYourActivity


@dataclass(frozen=True)
class ActivityInfo:
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
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    resumed_at: datetime | None = None

    @property
    def day(self) -> date:
        """The Shanghai day it takes place on."""
        return clock.shanghai(self.starts_at).date()

    @property
    def may_resume(self) -> bool:
        """Whether it was called off and can still take place after all."""
        return self.status == "cancelled" and clock.now() < self.starts_at


def write(actor: Actor, **facts: Any) -> ActivityInfo:
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
    return ActivityInfo(activity_id=row.pop("id"), **row)


def select_activities() -> sa.Select[*tuple[Any, ...]]:
    """The activities of a community, each with its leader's name, to be narrowed."""
    leader = people.persons.named()
    return (
        sa.select(*_COLUMNS, leader.c.name.label("leader_name"))
        .outerjoin(
            leader,
            sa.and_(leader.c.community_id == Activity.community_id, leader.c.person_id == Activity.leader_id),
        )
        .where(Activity.community_id == given("community"))
    )


_COLUMNS = (
    Activity.id,
    Activity.public_id,
    Activity.title,
    Activity.spot,
    Activity.starts_at,
    Activity.ends_at,
    Activity.rule_id,
    Activity.leader_id,
    Activity.capacity,
    Activity.status,
    Activity.origin,
    Activity.planned_by,
    Activity.cancelled_at,
    Activity.cancel_reason,
    Activity.resumed_at,
)


def get(community_id: UUID, public_id: str) -> ActivityInfo:
    """One activity by its public id."""
    row = _one().first(community=community_id, public_id=public_id.strip().lower())
    if row is None:
        raise NotFound
    return info_of(row)


def get_locked(community_id: UUID, public_id: str) -> ActivityInfo:
    """The same, and nobody else changes its list until this transaction ends."""
    row = _one_locked().first(community=community_id, public_id=public_id.strip().lower())
    if row is None:
        raise NotFound
    return info_of(row)


@prepared
def _one_locked() -> sa.Executable:
    return _select_one().with_for_update()


@prepared
def _one() -> sa.Executable:
    return _select_one()


def _select_one() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(*_COLUMNS).where(
        Activity.community_id == given("community"), Activity.public_id == given("public_id")
    )


def set_status(community_id: UUID, activity_id: UUID, status: str) -> None:
    """Move an activity on."""
    change(community_id, activity_id, status=status)


def change(community_id: UUID, activity_id: UUID, **values: object) -> None:
    """Write something else about an activity."""
    run(
        sa.update(Activity)
        .where(Activity.community_id == community_id, Activity.id == activity_id)
        .values(**values)
    )


def must_be_open(found: ActivityInfo) -> None:
    """Refuse a list that is closed."""
    if found.status == "cancelled":
        raise ActivityCancelled(title=found.title)
    if found.status != "open":
        raise ActivityOver(title=found.title)


def may_hand_in(found: ActivityInfo, somebody: bool) -> bool:
    """Whether a list has something to say: somebody came once it began, or nobody did until it was over."""
    return clock.now() >= (found.starts_at if somebody else found.ends_at)


def leads(found: ActivityInfo, actor: Actor) -> bool:
    """Whether the actor is this activity's leader."""
    return actor.person_id is not None and actor.person_id == found.leader_id


def must_keep_list(found: ActivityInfo, actor: Actor) -> None:
    """A leader keeps the list of their own activity; the office may keep any."""
    if not leads(found, actor) and not covers(actor, "plan_activities"):
        raise NotYourActivity


def may_see(found: ActivityInfo, actor: Actor) -> bool:
    """Leaders see their own sheets, the office all of them."""
    return leads(found, actor) or covers(actor, "see_activities")


def info_of(row: Any) -> ActivityInfo:
    """A row as a plain value."""
    return ActivityInfo(
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
        cancelled_at=row.cancelled_at,
        cancel_reason=row.cancel_reason,
        resumed_at=row.resumed_at,
    )
