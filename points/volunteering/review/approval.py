"""Approving and rejecting services by a second person. Approving goes: lock and judge, read, count, move on and credit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, clock, settings
from points.foundation.calendar import add_working_days
from points.foundation.prepared import given, given_many, prepared
from points.volunteering.access import covered, need
from points.volunteering.models import Activity, Service
from points.volunteering.programme import activity_rows
from points.volunteering.review.eligibility import LIMITS, ROLES, Judged, judge, shortened
from points.volunteering.review.flags import overrides_of
from points.volunteering.review.policy import WAITING
from points.volunteering.review.refusals import NotClosed, NothingWaiting
from points.volunteering.services import counting, records
from points.volunteering.services.crediting import Awarded, credit
from points.volunteering.services.policy import Counted, count
from points.volunteering.services.records import locked, move_on, of_activity
from points.volunteering.services.recusal import refuse_family
from points.volunteering.services.refusals import AlreadyDecided, ReasonMissing

REJECTABLE = (*WAITING, "in_publicity", "objected")


@dataclass(frozen=True)
class Approved:
    """What an approval did: people, what they get, how many wait for a second person, whom it had to leave and why."""

    people: int
    minutes: int
    tenths: int
    second: int
    left: Mapping[str, int]
    publicity_until: date | None


@audit.records.writes("service.approved", "service.verified", of="service")
def approve(services: Collection[str], *, actor: Actor, minutes: int | None = None) -> Approved:
    """Approve these services, all or none. `minutes` shortens a single one, to its part that overlaps nothing."""
    need(actor, "approve_services")
    known = locked(actor.community_id, _ids(actor.community_id, services))
    chosen = [one for one in known.values() if one.public_id in set(services)]
    if minutes is not None:
        short = shortened(chosen, minutes, known)
        known, chosen = {**known, short.service_id: short}, [short]
    decided, judged = _judged(chosen, known, actor)
    for one in judged:
        if one.refusal is not None:
            raise one.refusal
    return _carry_out(judged, actor, {}, decided)


@audit.records.writes("service.approved", "service.verified", of="activity")
def approve_activity(public_id: str, *, actor: Actor) -> Approved:
    """Approve everybody of an activity who waits and about whom the actor may decide; the others are left and counted."""
    need(actor, "approve_services")
    found = activity_rows.get(actor.community_id, public_id)
    if found.status == "open":
        raise NotClosed(title=found.title)
    listed = of_activity(actor.community_id, found.activity_id)
    known = locked(actor.community_id, [one.service_id for one in listed])
    waiting = [known[one.service_id] for one in listed if known[one.service_id].status in WAITING]
    if not waiting:
        raise AlreadyDecided if listed else NothingWaiting
    decided, judged = _judged(waiting, known, actor)
    refused = [one.refusal for one in judged if one.refusal is not None]
    if len(refused) == len(judged):
        raise refused[0]
    left = Counter(one.code for one in refused)
    return _carry_out([one for one in judged if one.refusal is None], actor, left, decided)


@audit.records.writes("service.rejected", of="activity")
def reject(services: Collection[str], *, reason: str, actor: Actor) -> int:
    """Reject these services, all or none, with a reason that the volunteer reads. Says how many."""
    need(actor, "approve_services")
    if not reason.strip():
        raise ReasonMissing
    known = locked(actor.community_id, _ids(actor.community_id, services))
    chosen = [one for one in known.values() if one.public_id in set(services)]
    if any(one.status not in REJECTABLE for one in chosen):
        raise AlreadyDecided
    refuse_family(chosen, actor=actor)
    move_on(
        actor.community_id,
        chosen,
        expect_from=REJECTABLE,
        status="rejected",
        decided_by=actor.account_id,
        decided_at=clock.now(),
        decision_reason=reason.strip(),
    )
    _record("service.rejected", chosen, actor, private={"reason": reason.strip()})
    _finish_reviewed(actor.community_id, chosen)
    return len(chosen)


@audit.records.writes("service.rejected", of="activity")
def reject_activity(public_id: str, *, reason: str, actor: Actor) -> int:
    """Reject everybody of an activity who still waits."""
    need(actor, "approve_services")
    found = activity_rows.get(actor.community_id, public_id)
    listed = of_activity(actor.community_id, found.activity_id)
    waiting = [one for one in listed if one.status in WAITING]
    if not waiting:
        raise AlreadyDecided if listed else NothingWaiting
    return reject([one.public_id for one in waiting], reason=reason, actor=actor)


def _judged(
    chosen: Sequence[records.ServiceRecord], known: Mapping[UUID, records.ServiceRecord], actor: Actor
) -> tuple[dict[str, Any], list[Judged]]:
    """How these may move on, and what the community decided about all that follows."""
    names = [*LIMITS, *counting.DECIDED, "publicity_days", "working_day_overrides"]
    decided = settings(actor.community_id, names)
    may = covered(actor, *ROLES)
    return decided, judge(chosen, known.values(), actor=actor, limits=decided, may=may)


def _publicity_until(decided: Mapping[str, Any], today: date) -> date | None:
    """The last day of publicity of what is approved today; None where the community has none."""
    if not decided["publicity_days"]:
        return None
    return add_working_days(today, decided["publicity_days"], overrides_of(decided)).day


def _finish_reviewed(community_id: UUID, chosen: Sequence[records.ServiceRecord]) -> None:
    """An activity of which nobody waits any more is reviewed."""
    activities = {one.activity_id for one in chosen if one.activity_id}
    if activities:
        _finished().changed(community=community_id, activities=list(activities))


@prepared
def _finished() -> sa.Executable:
    waiting = sa.exists().where(
        Service.community_id == given("community"),
        Service.activity_id == Activity.id,
        Service.status.in_(WAITING),
    )
    return (
        sa.update(Activity)
        .where(Activity.community_id == given("community"), Activity.status == "held", ~waiting)
        .where(Activity.id.in_(given_many("activities")))
        .values(status="reviewed")
        .execution_options(synchronize_session=False)
    )


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


def _carry_out(
    judged: Sequence[Judged], actor: Actor, left: Mapping[str, int], decided: Mapping[str, Any]
) -> Approved:
    """Read, count, then move what was locked and judged on, and credit it unless it hangs out first."""
    second = [one.record for one in judged if one.step == "verify"]
    whole = [one.record for one in judged if one.step == "approve"]
    inputs = counting.read(actor.community_id, whole, decided=decided)
    counted = count(inputs, whole)
    _move(second, actor, status="verified", first_by=actor.account_id)
    _record("service.verified", second, actor)
    until = _publicity_until(decided, clock.today())
    given: Sequence[Counted | Awarded]
    if until is None:
        _move(whole, actor, status="credited", decided_by=actor.account_id)
        _record("service.approved", whole, actor)
        approved_by = {one.service_id: actor.account_id for one in whole}
        given = credit(inputs, counted, approved_by=approved_by, actor=actor)
    else:
        _move(whole, actor, status="in_publicity", decided_by=actor.account_id, publicity_until=until)
        _record("service.approved", whole, actor, facts={"publicity_until": until})
        given = counted
    _finish_reviewed(actor.community_id, [*second, *whole])
    return Approved(
        people=len(whole),
        minutes=sum(one.minutes for one in given),
        tenths=sum(one.tenths for one in given),
        second=len(second),
        left=left,
        publicity_until=until if whole else None,
    )


def _move(chosen: Sequence[records.ServiceRecord], actor: Actor, **values: Any) -> None:
    """Move decided records on. One that was shortened takes its new times along; many are moved by one statement."""
    values["decided_at"] = clock.now()
    if len(chosen) == 1:
        one = chosen[0]
        values |= {"minutes": one.minutes, "starts_at": one.starts_at, "ends_at": one.ends_at}
    move_on(actor.community_id, chosen, expect_from=WAITING, **values)


def _record(
    action: str,
    chosen: Sequence[records.ServiceRecord],
    actor: Actor,
    *,
    facts: Mapping[str, Any] | None = None,
    private: Mapping[str, str] | None = None,
) -> None:
    audit.records.record_many(
        [
            audit.records.Action(
                action,
                "service",
                one.service_id,
                {
                    "activity_id": one.activity_id,
                    "person_id": one.person_id,
                    "minutes": one.minutes,
                    **(facts or {}),
                },
                private or {},
                origin="back_filled" if one.origin == "back_filled" else "entered",
            )
            for one in chosen
        ],
        actor=actor,
    )
