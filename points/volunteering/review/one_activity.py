"""One activity as it is reviewed: flagged people first, then the clear ones, then the decided. It decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from points import people
from points.foundation import Actor, NotFound, clock, settings
from points.volunteering.access import covered, covers
from points.volunteering.programme import activity_rows
from points.volunteering.programme.activity_rows import leads
from points.volunteering.programme.presence_rows import presences
from points.volunteering.review import counts
from points.volunteering.review.counts import TO_LOOK_AT, MethodCount
from points.volunteering.review.flags import (
    DECIDED,
    MAY,
    Flag,
    Inspected,
    Suggestion,
    due,
    inspect,
    overrides_of,
)
from points.volunteering.review.policy import WAITING
from points.volunteering.rulebook import rules, versions
from points.volunteering.services import counting, records
from points.volunteering.services.names import names_of
from points.volunteering.services.policy import count
from points.volunteering.services.records import of_activity
from points.volunteering.services.surroundings import of_activities


@dataclass(frozen=True)
class ReviewRow:
    """One person who waits."""

    public_id: str
    person_id: UUID
    name: str
    door: str
    checked_in: datetime | None
    checked_out: datetime | None
    minutes: int
    tenths: int
    flags: tuple[Flag, ...]
    suggestion: Suggestion | None
    is_leader: bool
    may_decide: bool
    blocked: str | None
    checked: bool


@dataclass(frozen=True)
class DecidedRow:
    """One person about whom somebody decided. `status` is publicity, credited, rejected, objected or reversed."""

    name: str
    minutes: int
    tenths: int
    status: str
    reason: str | None
    by_name: str | None


@dataclass(frozen=True)
class Review:
    """Everything the review page says of an activity."""

    activity: activity_rows.ActivityInfo
    leader_name: str | None
    entered_by_name: str | None
    reason: str | None
    evidence: str | None
    closed: bool
    due: date
    days_left: int
    rule: rules.RuleInfo
    methods: list[MethodCount]
    flagged: list[ReviewRow]
    clear: list[ReviewRow]
    decided: list[DecidedRow]
    publicity_days: int
    publicity_from: date
    may_decide: bool
    blocked: str | None


def read(public_id: str, *, actor: Actor) -> Review:
    """An activity and its people, for whoever may see it; to anybody else it does not exist."""
    found = activity_rows.get(actor.community_id, public_id)
    if not activity_rows.may_see(found, actor):
        raise NotFound
    services = of_activity(actor.community_id, found.activity_id)
    said = settings(actor.community_id, ["publicity_days", "working_day_overrides", *DECIDED])
    inspected = _inspected(found, services, actor, said)
    rows = _rows(found, inspected, actor)
    decided = _all_decided([one for one in services if one.status not in WAITING], actor.community_id, said)
    names = _names(found, services, actor.community_id)
    entered = next((one for one in services if one.entered_by), None)
    last, left = due(found.day, clock.today(), overrides_of(said))
    blocked = _blocked(found, inspected, actor)
    return Review(
        activity=found,
        leader_name=names.get(found.leader_id) if found.leader_id else None,
        entered_by_name=names.get(entered.entered_by) if entered and entered.entered_by else None,
        reason=entered.reason or None if entered else None,
        evidence=entered.evidence or None if entered else None,
        closed=found.status != "open",
        due=last,
        days_left=left,
        rule=versions.get(actor.community_id, services[0].rule_id if services else found.rule_id),
        methods=counts.by_method(services),
        flagged=[row for row in rows if _to_look_at(row)],
        clear=[row for row in rows if not _to_look_at(row)],
        decided=decided,
        publicity_days=said["publicity_days"],
        publicity_from=clock.today() + timedelta(days=1),
        may_decide=blocked is None and any(one.may_decide for one in inspected),
        blocked=blocked,
    )


def may_decide(public_id: str, *, actor: Actor) -> bool:
    """Whether somebody of this activity is left about whom the actor may decide; as `read` says it."""
    found = activity_rows.get(actor.community_id, public_id)
    if not activity_rows.may_see(found, actor):
        raise NotFound
    services = of_activity(actor.community_id, found.activity_id)
    inspected = _inspected(found, services, actor)
    return any(one.may_decide for one in inspected) and _blocked(found, inspected, actor) is None


def _inspected(
    found: activity_rows.ActivityInfo,
    services: Sequence[records.ServiceRecord],
    actor: Actor,
    decided: Mapping[str, Any] | None = None,
) -> list[Inspected]:
    """Those who wait, in the order of the list."""
    order = {one.service_id: number for number, one in enumerate(services) if one.status in WAITING}
    if not order:
        return []
    if decided is None:
        decided = settings(actor.community_id, [*DECIDED])
    around = of_activities(actor, [found.activity_id], WAITING)
    listed = sorted(around.found, key=lambda one: order.get(one.service_id, len(order)))
    around = replace(around, found=listed)
    return inspect(around, actor=actor, may=covered(actor, *MAY), decided=decided)


def _to_look_at(row: ReviewRow) -> bool:
    return any(flag.code in TO_LOOK_AT for flag in row.flags)


def _rows(found: activity_rows.ActivityInfo, inspected: Sequence[Inspected], actor: Actor) -> list[ReviewRow]:
    cards = people.persons.get_many(actor.community_id, {one.record.person_id for one in inspected})
    there = presences(actor.community_id, found.activity_id)
    rows = []
    for one in inspected:
        record, card = one.record, cards[one.record.person_id]
        seen = there.get(record.person_id)
        rows.append(
            ReviewRow(
                public_id=record.public_id,
                person_id=record.person_id,
                name=card.name,
                door=card.door,
                checked_in=seen.in_at if seen else None,
                checked_out=seen.out_at if seen else None,
                minutes=record.minutes,
                tenths=one.counted.tenths,
                flags=one.flags,
                suggestion=one.suggestion,
                is_leader=record.person_id == found.leader_id,
                may_decide=one.may_decide,
                blocked=one.blocked,
                checked=one.may_decide and not any(flag.code in TO_LOOK_AT for flag in one.flags),
            )
        )
    return sorted(rows, key=lambda row: (row.checked_in or found.starts_at, row.name, row.public_id))


def _all_decided(
    done: Sequence[records.ServiceRecord], community_id: UUID, decided: Mapping[str, Any]
) -> list[DecidedRow]:
    """Who was decided about; what hangs out still says what it is going to give."""
    hanging = [one for one in done if one.status in ("in_publicity", "objected")]
    given = counting.tenths_given(community_id, {one.service_id for one in done if one.status == "credited"})
    expected = count(counting.read(community_id, hanging, decided=decided), hanging)
    given |= {one.record.service_id: one.tenths for one in expected}
    cards = people.persons.get_many(community_id, {one.person_id for one in done})
    deciders = names_of(community_id, {one.decided_by for one in done if one.decided_by}, ())
    rows = [
        DecidedRow(
            name=cards[one.person_id].name,
            minutes=one.minutes,
            tenths=given.get(one.service_id, 0),
            status="publicity" if one.status == "in_publicity" else one.status,
            reason=one.decision_reason or None,
            by_name=deciders.get(one.decided_by) if one.decided_by else None,
        )
        for one in done
    ]
    return sorted(rows, key=lambda row: (row.status, row.name))


def _names(
    found: activity_rows.ActivityInfo, services: Sequence[records.ServiceRecord], community_id: UUID
) -> dict[UUID, str]:
    entered = {one.entered_by for one in services if one.entered_by}
    return names_of(community_id, entered, {found.leader_id} if found.leader_id else ())


def _blocked(found: activity_rows.ActivityInfo, inspected: Sequence[Inspected], actor: Actor) -> str | None:
    if not covers(actor, "approve_services"):
        return "not_your_role"
    if found.status == "open":
        return "not_closed"
    if leads(found, actor):
        return "own_activity"
    if inspected and not any(one.may_decide for one in inspected):
        return inspected[0].blocked
    return None
