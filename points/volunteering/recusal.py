"""Who may not decide about which service: one's own, a relative's, what one entered, ticked or led. It decides nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from points import people
from points.foundation import Actor, Refusal, db
from points.volunteering.models import Activity, Attendance
from points.volunteering.records import Record
from points.volunteering.refusals import OwnActivity, OwnEntry, OwnService, RelativesService


def blocked(found: Sequence[Record], *, actor: Actor) -> dict[UUID, type[Refusal]]:
    """Of these services, those the actor keeps away from, and why."""
    if actor.kind in ("system", "import") or not found:
        return {}
    family = _family(found, actor)
    led = _led(found, actor)
    ticked = _ticked(found, actor)
    why: dict[UUID, type[Refusal]] = {}
    for one in found:
        if one.person_id in family:
            own = one.person_id == actor.person_id
            why[one.service_id] = OwnService if own else RelativesService
        elif one.activity_id in led:
            why[one.service_id] = OwnActivity
        elif actor.account_id is not None and (
            one.entered_by == actor.account_id or (one.activity_id, one.person_id) in ticked
        ):
            why[one.service_id] = OwnEntry
    return why


def refuse_blocked(found: Sequence[Record], *, actor: Actor) -> None:
    """Refuse the first of them that the actor keeps away from."""
    why = blocked(found, actor=actor)
    for one in found:
        if one.service_id in why:
            raise why[one.service_id]


def refuse_family(found: Sequence[Record], *, actor: Actor) -> None:
    """The same, for one's own and one's family's alone."""
    family = _family(found, actor)
    for one in found:
        if one.person_id in family:
            raise OwnService if one.person_id == actor.person_id else RelativesService


def _family(found: Sequence[Record], actor: Actor) -> set[UUID]:
    if actor.person_id is None:
        return set()
    return people.relatives_among(actor.community_id, actor.person_id, {one.person_id for one in found})


def _led(found: Sequence[Record], actor: Actor) -> set[UUID]:
    if actor.person_id is None:
        return set()
    query = sa.select(Activity.id).where(
        Activity.community_id == actor.community_id,
        Activity.leader_id == actor.person_id,
        Activity.id.in_({one.activity_id for one in found if one.activity_id}),
    )
    return set(db.session.scalars(query))


def _ticked(found: Sequence[Record], actor: Actor) -> set[tuple[UUID | None, UUID]]:
    query = sa.select(Attendance.activity_id, Attendance.person_id).where(
        Attendance.community_id == actor.community_id,
        Attendance.checked_by == actor.account_id,
        Attendance.activity_id.in_({one.activity_id for one in found if one.activity_id}),
    )
    return {(row[0], row[1]) for row in db.session.execute(query)}
