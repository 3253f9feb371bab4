"""Who may not decide about which service: one's own, a relative's, what one entered, ticked or led. It decides nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from points import people
from points.foundation import Actor, Refusal, db
from points.volunteering.models import Activity, Attendance
from points.volunteering.services import records
from points.volunteering.services.refusals import OwnActivity, OwnEntry, OwnService, RelativesService


def blocked(found: Sequence[records.ServiceRecord], *, actor: Actor) -> dict[UUID, type[Refusal]]:
    """Of these services, those the actor keeps away from, and why."""
    if actor.kind in ("system", "import") or not found:
        return {}
    family = _family(found, actor)
    led = _led(found, actor)
    mine = _entered(found, actor)
    why: dict[UUID, type[Refusal]] = {}
    for one in found:
        if one.person_id in family:
            own = one.person_id == actor.person_id
            why[one.service_id] = OwnService if own else RelativesService
        elif one.activity_id in led:
            why[one.service_id] = OwnActivity
        elif one.service_id in mine:
            why[one.service_id] = OwnEntry
    return why


def refuse_blocked(found: Sequence[records.ServiceRecord], *, actor: Actor) -> None:
    """Refuse the first of them that the actor keeps away from."""
    why = blocked(found, actor=actor)
    for one in found:
        if one.service_id in why:
            raise why[one.service_id]


def refuse_family(found: Sequence[records.ServiceRecord], *, actor: Actor) -> None:
    """The same, for one's own and one's family's alone."""
    family = _family(found, actor)
    for one in found:
        if one.person_id in family:
            raise OwnService if one.person_id == actor.person_id else RelativesService


def _family(found: Sequence[records.ServiceRecord], actor: Actor) -> set[UUID]:
    if actor.person_id is None:
        return set()
    return people.relations.relatives_among(
        actor.community_id, actor.person_id, {one.person_id for one in found}
    )


def _led(found: Sequence[records.ServiceRecord], actor: Actor) -> set[UUID]:
    if actor.person_id is None:
        return set()
    query = sa.select(Activity.id).where(
        Activity.community_id == actor.community_id,
        Activity.leader_id == actor.person_id,
        Activity.id.in_({one.activity_id for one in found if one.activity_id}),
    )
    return set(db.session.scalars(query))


def _entered(found: Sequence[records.ServiceRecord], actor: Actor) -> set[UUID]:
    """What the actor entered or ticked, under whatever account of theirs."""
    query = sa.select(Attendance.activity_id, Attendance.person_id, Attendance.checked_by).where(
        Attendance.community_id == actor.community_id,
        Attendance.checked_by.is_not(None),
        Attendance.activity_id.in_({one.activity_id for one in found if one.activity_id}),
    )
    ticked: dict[tuple[UUID | None, UUID], UUID | None] = {}
    for activity_id, person_id, checked_by in db.session.execute(query):
        ticked[activity_id, person_id] = checked_by
    hands = {
        one.service_id: {one.entered_by, ticked.get((one.activity_id, one.person_id))} - {None}
        for one in found
    }
    accounts = {account for pair in hands.values() for account in pair if account is not None}
    behind = people.accounts.persons_of(actor.community_id, accounts) if accounts else {}
    own = {account for account, person in behind.items() if person == actor.person_id} | {actor.account_id}
    return {service for service, pair in hands.items() if pair & own}
