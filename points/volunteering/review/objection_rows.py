"""Objections as they stand, and who decides about one; for the modules that raise, decide and list them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points import people
from points.foundation import Actor, NotAllowed, Refusal, changed, clock, db, setting
from points.volunteering.access import covers
from points.volunteering.models import Objection
from points.volunteering.review.flags import overrides_of
from points.volunteering.review.refusals import ObjectionOfOne, OwnApprovalObjected, OwnObjection
from points.volunteering.services.records import ServiceRecord
from points.volunteering.services.recusal import refuse_family
from points.volunteering.services.refusals import AlreadyDecided


def why_not(found: Objection, record: ServiceRecord, actor: Actor) -> Refusal | None:
    """Why this actor does not decide: it is family, they objected or wrote it down, or it is about their own approval."""
    if not covers(actor, "decide_objections"):
        return NotAllowed()
    if actor.account_id is None:
        return None
    try:
        refuse_family([record], actor=actor)
    except Refusal as refusal:
        return refusal
    deciders = {record.decided_by, record.first_by} - {None}
    involved = {one for one in (found.raised_by, *deciders) if one}
    persons = people.accounts.persons_of(actor.community_id, involved)
    mine = {actor.account_id, *(one for one, person in persons.items() if person == actor.person_id)}
    if found.raised_by in mine or _is_near(found.person_id, actor):
        return OwnObjection()
    if deciders & mine:
        return OwnApprovalObjected()
    if any(people.origins.are_of_one(actor.community_id, actor.account_id, one) for one in deciders):
        return ObjectionOfOne()
    return None


def _is_near(person_id: UUID | None, actor: Actor) -> bool:
    if person_id is None:
        return False
    return bool(people.relations.relatives_among(actor.community_id, actor.person_id, {person_id}))


def open_of(community_id: UUID, service_id: UUID) -> Objection | None:
    """What is objected to a line and not decided."""
    query = sa.select(Objection).where(
        Objection.community_id == community_id, Objection.service_id == service_id
    )
    found: Objection | None = db.session.scalar(query.where(Objection.status == "open"))
    return found


def close(found: Objection, status: str, answer: str, actor: Actor) -> None:
    """Decide about one that is open; of two at once, once."""
    values = {"status": status, "decided_by": actor.account_id, "decided_at": clock.now(), "answer": answer}
    mine = Objection.community_id == found.community_id, Objection.id == found.id
    if not changed(sa.update(Objection).where(*mine, Objection.status == "open").values(**values)):
        raise AlreadyDecided


def own_days(community_id: UUID) -> dict[date, bool]:
    """The office's own working days and holidays."""
    return overrides_of({"working_day_overrides": setting(community_id, "working_day_overrides")})
