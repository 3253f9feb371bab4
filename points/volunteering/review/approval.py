"""Approving and rejecting services by a second person. Approving goes: lock and judge, read, count, move on and credit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import time
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, new_id, settings
from points.foundation.prepared import given, given_many, prepared
from points.volunteering.access import covered, need_one
from points.volunteering.models import Service
from points.volunteering.programme import activity_rows
from points.volunteering.review import outcomes
from points.volunteering.review.eligibility import LIMITS, ROLES, Judged, shortened
from points.volunteering.review.left_over import DECIDES, judge, only_what_is_left
from points.volunteering.review.outcomes import Look, carry_out, finish_reviewed, move, record_all
from points.volunteering.review.policy import WAITING
from points.volunteering.review.refusals import (
    NotClosed,
    NothingWaiting,
    NotSignedOut,
    ObjectedFirst,
    OthersDecide,
)
from points.volunteering.services import counting, records
from points.volunteering.services.records import locked, of_activity
from points.volunteering.services.recusal import Ties, read_ties, refuse_family
from points.volunteering.services.refusals import AlreadyDecided, ReasonMissing

#: what an approval gives back
Approved = outcomes.Approved

#: what is objected to is decided with the objection
REJECTABLE = (*WAITING, "approved", "in_publicity")


@audit.records.writes("service.approved", "service.verified", of="service")
def approve(
    services: Collection[str],
    *,
    actor: Actor,
    minutes: int | None = None,
    left: time | None = None,
    reason: str = "",
) -> Approved:
    """Approve these services, all or none. `minutes`, or when somebody `left`, shorten a single one.

    Of whom nobody saw leaving, only one with either, and with a reason.
    """
    need_one(actor, *DECIDES)
    known = locked(actor.community_id, _ids(actor.community_id, services))
    before = {one.service_id: one for one in known.values() if one.public_id in set(services)}
    chosen = list(before.values())
    ties = read_ties(chosen, actor)
    if any(_unsure(one, ties) for one in chosen):
        if minutes is None and left is None:
            raise NotSignedOut
        if not reason.strip():
            raise ReasonMissing
    if minutes is not None or left is not None:
        short = shortened(chosen, known, minutes=minutes, left=left)
        known, chosen = {**known, short.service_id: short}, [short]
    decided, judged = _judged(chosen, known, actor, ties)
    for one in judged:
        if one.refusal is not None:
            raise one.refusal
    look = Look(known, before, ties, decided, reason.strip())
    return carry_out(judged, actor, {}, look, new_id())


@audit.records.writes("service.approved", "service.verified", of="activity")
def approve_activity(public_id: str, *, actor: Actor, decision_id: UUID | None = None) -> Approved:
    """Approve everybody of an activity who waits and about whom the actor may decide; the others are left and counted.

    So are those whom nobody saw leaving. Several activities of one press share its `decision_id`.
    """
    need_one(actor, *DECIDES)
    found = activity_rows.get(actor.community_id, public_id)
    if found.status == "open":
        raise NotClosed(title=found.title)
    listed = of_activity(actor.community_id, found.activity_id)
    known = locked(actor.community_id, [one.service_id for one in listed])
    waiting = [known[one.service_id] for one in listed if known[one.service_id].status in WAITING]
    if not waiting:
        raise AlreadyDecided if listed else NothingWaiting
    ties = read_ties(waiting, actor)
    decided, judged = _judged(waiting, known, actor, ties)
    looked_at = [
        replace(one, refusal=NotSignedOut()) if one.refusal is None and _unsure(one.record, ties) else one
        for one in judged
    ]
    refused = [one.refusal for one in looked_at if one.refusal is not None]
    clear = [one for one in looked_at if one.refusal is None]
    if not clear:
        raise refused[0]
    left = Counter(one.code for one in refused)
    look = Look(known, {one.service_id: one for one in waiting}, ties, decided)
    return carry_out(clear, actor, left, look, decision_id or new_id())


@audit.records.writes("service.rejected", of="activity")
def reject(services: Collection[str], *, reason: str, actor: Actor) -> int:
    """Reject these services, all or none, with a reason that the volunteer reads. Says how many."""
    need_one(actor, *DECIDES)
    if not reason.strip():
        raise ReasonMissing
    known = locked(actor.community_id, _ids(actor.community_id, services))
    chosen = [one for one in known.values() if one.public_id in set(services)]
    if any(one.status == "objected" for one in chosen):
        raise ObjectedFirst
    if any(one.status not in REJECTABLE for one in chosen):
        raise AlreadyDecided
    refuse_family(chosen, actor=actor)
    ties, decided = read_ties(chosen, actor), settings(actor.community_id, [*LIMITS])
    _refuse_of_others(chosen, known, actor, ties, decided)
    look = Look(known, {one.service_id: one for one in chosen}, ties, decided)
    said = {"decided_by": actor.account_id, "decision_reason": reason.strip()}
    move(chosen, actor, look, expect_from=REJECTABLE, status="rejected", **said)
    record_all("service.rejected", chosen, actor, private={"reason": reason.strip()})
    finish_reviewed(actor.community_id, chosen)
    return len(chosen)


@audit.records.writes("service.rejected", of="activity")
def reject_activity(public_id: str, *, reason: str, actor: Actor) -> int:
    """Reject everybody of an activity who still waits."""
    need_one(actor, *DECIDES)
    found = activity_rows.get(actor.community_id, public_id)
    listed = of_activity(actor.community_id, found.activity_id)
    waiting = [one for one in listed if one.status in WAITING]
    if not waiting:
        raise AlreadyDecided if listed else NothingWaiting
    return reject([one.public_id for one in waiting], reason=reason, actor=actor)


def _refuse_of_others(
    chosen: Sequence[records.ServiceRecord],
    known: Mapping[UUID, records.ServiceRecord],
    actor: Actor,
    ties: Ties,
    decided: Mapping[str, Any],
) -> None:
    """Who only stands in sends nothing back either that others may decide about."""
    may = covered(actor, *ROLES, *DECIDES)
    if not only_what_is_left(may):
        return
    for one in judge(chosen, known.values(), actor=actor, limits=decided, may=may, ties=ties):
        if isinstance(one.refusal, OthersDecide):
            raise one.refusal


def _unsure(record: records.ServiceRecord, ties: Ties) -> bool:
    """Whether somebody has to say first when this one left; whoever is second finds it said."""
    return record.service_id in ties.never_out and record.status == "submitted"


def _judged(
    chosen: Sequence[records.ServiceRecord],
    known: Mapping[UUID, records.ServiceRecord],
    actor: Actor,
    ties: Ties,
) -> tuple[dict[str, Any], list[Judged]]:
    """How these may move on, and what the community decided about all that follows."""
    names = [*LIMITS, *counting.DECIDED, "publicity_days", "takeback_seconds", "working_day_overrides"]
    decided = settings(actor.community_id, names)
    may = covered(actor, *ROLES, *DECIDES)
    return decided, judge(chosen, known.values(), actor=actor, limits=decided, may=may, ties=ties)


def _ids(community_id: UUID, services: Collection[str]) -> list[UUID]:
    found = list(_named().values(community=community_id, services=list(set(services))))
    if not found or len(found) != len(set(services)):
        raise NotFound
    return found


@prepared
def _named() -> sa.Executable:
    return sa.select(Service.id).where(
        Service.community_id == given("community"), Service.public_id.in_(given_many("services"))
    )
