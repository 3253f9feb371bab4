"""One activity as the office reads it: who signed up, who waits and who was decided about. It decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from points import audit, people
from points.foundation import Actor, NotFound, clock, settings
from points.volunteering.access import covered
from points.volunteering.programme import activity_rows
from points.volunteering.programme.activity_rows import leads
from points.volunteering.programme.presence_rows import Expected, Presence, presences, signed_up
from points.volunteering.review import counts, waiting
from points.volunteering.review.counts import MethodCount
from points.volunteering.review.decided import DecidedRow, TakeBack, rows_of, takebacks
from points.volunteering.review.flags import (
    DECIDED,
    MAY,
    Inspected,
    due,
    inspect,
    overrides_of,
)
from points.volunteering.review.left_over import DECIDES
from points.volunteering.review.policy import WAITING
from points.volunteering.rulebook import rules, versions
from points.volunteering.services import records
from points.volunteering.services.names import names_of
from points.volunteering.services.records import of_activity
from points.volunteering.services.surroundings import Surroundings, of_activities


@dataclass(frozen=True)
class ExpectedRow:
    """One person who signed up, came without, or did not come (`status` is signed_up, no_show or came)."""

    person_public_id: str
    name: str
    door: str
    phone_tail: str
    status: str
    checked_in: datetime | None


@dataclass(frozen=True)
class HandedIn:
    """Who confirmed the list, when, and how many were on it."""

    name: str | None
    at: datetime
    people: int


@dataclass(frozen=True)
class Review:
    """Everything the review page says of an activity."""

    activity: activity_rows.ActivityInfo
    leader_name: str | None
    entered_by_name: str | None
    reason: str | None
    evidence: str | None
    closed: bool
    over: bool
    handed_in: HandedIn | None
    due: date
    days_left: int
    rule: rules.RuleInfo
    methods: list[MethodCount]
    listed: list[ExpectedRow]
    flagged: list[waiting.ReviewRow]
    clear: list[waiting.ReviewRow]
    decided: list[DecidedRow]
    takebacks: list[TakeBack]
    publicity_days: int
    publicity_from: date
    takeback_seconds: int
    may_decide: bool
    blocked: str | None

    @property
    def may_cancel(self) -> bool:
        """Whether it can still be called off: nobody has come."""
        return self.activity.status == "open" and not any(one.checked_in for one in self.listed)


def read(public_id: str, *, actor: Actor) -> Review:
    """An activity and its people, for whoever may see it; to anybody else it does not exist."""
    found = activity_rows.get(actor.community_id, public_id)
    if not activity_rows.may_see(found, actor):
        raise NotFound
    services = of_activity(actor.community_id, found.activity_id)
    said = settings(
        actor.community_id, ["publicity_days", "takeback_seconds", "working_day_overrides", *DECIDED]
    )
    around, inspected = _inspected(found, services, actor, said)
    there = presences(actor.community_id, found.activity_id)
    expected = signed_up(actor.community_id, found.activity_id)
    listed = {one.person_id for one in services} | {one.person_id for one in expected} | there.keys()
    cards = people.persons.get_many(actor.community_id, listed)
    closing = _closing(actor.community_id, found)
    names = _names(actor.community_id, found, services, closing)
    last, left = due(found.day, clock.today(), overrides_of(said))
    rows = waiting.rows(found, inspected, around, cards, there)
    blocked = _blocked(found, inspected, actor)
    return Review(
        activity=found,
        leader_name=names.get(found.leader_id) if found.leader_id else None,
        **_entry(services, names),
        closed=found.status != "open",
        over=clock.now() >= found.ends_at,
        handed_in=_handed_in(closing, names),
        due=last,
        days_left=left,
        rule=versions.get(actor.community_id, services[0].rule_id if services else found.rule_id),
        methods=counts.by_method(services),
        listed=_listed(expected, there, cards),
        flagged=[row for row in rows if waiting.to_look_at(row)],
        clear=[row for row in rows if not waiting.to_look_at(row)],
        decided=rows_of(
            [one for one in services if one.status not in WAITING],
            community_id=actor.community_id,
            said=said,
            cards=cards,
            there=there,
            names=names,
        ),
        takebacks=takebacks(services, actor, cards),
        publicity_days=said["publicity_days"],
        publicity_from=clock.today() + timedelta(days=1),
        takeback_seconds=said["takeback_seconds"],
        may_decide=blocked is None and any(one.may_decide for one in inspected),
        blocked=blocked,
    )


def may_decide(public_id: str, *, actor: Actor) -> bool:
    """Whether somebody of this activity is left about whom the actor may decide; as `read` says it."""
    found = activity_rows.get(actor.community_id, public_id)
    if not activity_rows.may_see(found, actor):
        raise NotFound
    services = of_activity(actor.community_id, found.activity_id)
    _, inspected = _inspected(found, services, actor)
    return any(one.may_decide for one in inspected) and _blocked(found, inspected, actor) is None


def _inspected(
    found: activity_rows.ActivityInfo,
    services: Sequence[records.ServiceRecord],
    actor: Actor,
    said: Mapping[str, Any] | None = None,
) -> tuple[Surroundings | None, list[Inspected]]:
    """Those who wait, in the order of the list, and what is around them."""
    order = {one.service_id: number for number, one in enumerate(services) if one.status in WAITING}
    if not order:
        return None, []
    if said is None:
        said = settings(actor.community_id, [*DECIDED])
    around = of_activities(actor, [found.activity_id], WAITING)
    listed = sorted(around.found, key=lambda one: order.get(one.service_id, len(order)))
    around = replace(around, found=listed)
    return around, inspect(around, actor=actor, may=covered(actor, *MAY), decided=said)


def _entry(services: Sequence[records.ServiceRecord], names: Mapping[UUID, str]) -> dict[str, str | None]:
    """Who entered it, why so, and what there is to show."""
    entered = next((one for one in services if one.entered_by), None)
    if entered is None or entered.entered_by is None:
        return {"entered_by_name": None, "reason": None, "evidence": None}
    return {
        "entered_by_name": names.get(entered.entered_by),
        "reason": entered.reason or None,
        "evidence": entered.evidence or None,
    }


def _listed(
    expected: Sequence[Expected],
    there: Mapping[UUID, Presence],
    cards: Mapping[UUID, people.persons.PersonInfo],
) -> list[ExpectedRow]:
    """Who signed up, in that order, then who came without."""
    states = {one.person_id: one.status for one in expected}
    states |= {one: "came" for one in there if one not in states}
    found = []
    for person_id, status in states.items():
        card, seen = cards[person_id], there.get(person_id)
        came = seen.in_at if seen else None
        found.append(ExpectedRow(card.public_id, card.name, card.door, card.phone_tail, status, came))
    return found


def _closing(community_id: UUID, found: activity_rows.ActivityInfo) -> audit.trail.TrailLine | None:
    """The record of the list being confirmed."""
    if found.status == "open" or found.origin != "planned":
        return None
    wanted = audit.trail.TrailFilter(action="activity.closed", subject_id=found.activity_id, outcome="done")
    return next(iter(audit.trail.read(community_id, wanted, limit=1)), None)


def _handed_in(closing: audit.trail.TrailLine | None, names: Mapping[UUID, str]) -> HandedIn | None:
    if closing is None:
        return None
    name = names.get(closing.actor_id) if closing.actor_id else None
    return HandedIn(name, closing.at, int(closing.facts.get("people", 0)))


def _names(
    community_id: UUID,
    found: activity_rows.ActivityInfo,
    services: Sequence[records.ServiceRecord],
    closing: audit.trail.TrailLine | None,
) -> dict[UUID, str]:
    """Who led, entered, confirmed and decided."""
    accounts = {by for one in services for by in (one.entered_by, one.first_by, one.decided_by) if by}
    if closing is not None and closing.actor_id:
        accounts.add(closing.actor_id)
    return names_of(community_id, accounts, {found.leader_id} if found.leader_id else ())


def _blocked(found: activity_rows.ActivityInfo, inspected: Sequence[Inspected], actor: Actor) -> str | None:
    """Why the reader cannot decide what waits; nothing where nothing waits."""
    if found.status == "open":
        return "not_closed" if clock.now() >= found.ends_at else None
    if not inspected:
        return None
    if not covered(actor, *DECIDES):
        return "not_your_role"
    if leads(found, actor):
        return "own_activity"
    if not any(one.may_decide for one in inspected):
        return inspected[0].blocked
    return None
