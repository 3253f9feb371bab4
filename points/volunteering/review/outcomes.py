"""What follows from judging: records move on, what was seen is kept with them, points are credited or wait. No judging."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock
from points.foundation.calendar import add_working_days
from points.foundation.prepared import given, given_many, prepared
from points.volunteering.models import Activity, Service
from points.volunteering.review import findings
from points.volunteering.review.eligibility import Judged, by_person
from points.volunteering.review.flags import flags_of, overrides_of
from points.volunteering.review.policy import WAITING
from points.volunteering.rulebook import versions
from points.volunteering.services import counting, records
from points.volunteering.services.crediting import Awarded, credit
from points.volunteering.services.policy import Counted, count
from points.volunteering.services.records import move_on
from points.volunteering.services.recusal import Ties


@dataclass(frozen=True)
class Approved:
    """What an approval did: people, what they get, how many wait for a second person, whom it had to leave and why.

    `decision_id` names it for taking it back, for so many `seconds`; where it hangs out, until it is credited.
    """

    people: int
    minutes: int
    tenths: int
    second: int
    left: Mapping[str, int]
    publicity_until: date | None
    decision_id: UUID
    seconds: int


@dataclass(frozen=True)
class Look:
    """What was read and said before deciding: day-fellows, records as they were found, ties, decisions, the reason;
    and, once it was counted, what each gives."""

    known: Mapping[UUID, records.ServiceRecord]
    before: Mapping[UUID, records.ServiceRecord]
    ties: Ties
    decided: Mapping[str, Any]
    reason: str = ""
    counted: Mapping[UUID, Counted] = field(default_factory=dict)


def carry_out(
    judged: Sequence[Judged], actor: Actor, left: Mapping[str, int], look: Look, decision_id: UUID
) -> Approved:
    """Read, count, then move what was locked and judged on; credit it unless it hangs out first, or waits a moment."""
    second = [one.record for one in judged if one.step == "verify"]
    whole = [one.record for one in judged if one.step == "approve"]
    rules = versions.get_many(actor.community_id, {one.rule_id for one in (*second, *whole)})
    versions.refuse_uncounted(rules.values())
    inputs = counting.read(actor.community_id, whole, rules=rules, decided=look.decided)
    counted = count(inputs, whole)
    look = replace(look, counted={one.record.service_id: one for one in counted})
    said: dict[str, Any] = {"decision_id": decision_id}
    move(second, actor, look, status="verified", first_by=actor.account_id, **said)
    record_all("service.verified", second, actor, look)
    until, seconds = _publicity_until(look.decided, clock.today()), int(look.decided["takeback_seconds"])
    given: Sequence[Counted | Awarded] = counted
    said["decided_by"] = actor.account_id
    if until is not None:
        move(whole, actor, look, status="in_publicity", publicity_until=until, **said)
        record_all("service.approved", whole, actor, look, facts={"publicity_until": until})
    elif seconds:
        due = clock.now() + timedelta(seconds=seconds)
        move(whole, actor, look, status="approved", due_at=due, **said)
        record_all("service.approved", whole, actor, look)
    else:
        move(whole, actor, look, status="credited", **said)
        record_all("service.approved", whole, actor, look)
        approved_by = {one.service_id: actor.account_id for one in whole}
        given = credit(inputs, counted, approved_by=approved_by, actor=actor)
    finish_reviewed(actor.community_id, [*second, *whole])
    return Approved(
        people=len(whole),
        minutes=sum(one.minutes for one in given),
        tenths=sum(one.tenths for one in given),
        second=len(second),
        left=left,
        publicity_until=until if whole else None,
        decision_id=decision_id,
        seconds=seconds,
    )


def move(
    chosen: Sequence[records.ServiceRecord],
    actor: Actor,
    look: Look,
    *,
    expect_from: Collection[str] = WAITING,
    **values: Any,
) -> None:
    """Move decided records on, with what was seen of them; those of which the same is kept by one statement.

    One that was shortened takes its new times along.
    """
    values["decided_at"] = clock.now()
    persons = by_person(look.known.values())
    weighed = {one.service_id: _weighed(one, look, persons[one.person_id]) for one in chosen}
    for kept, some in findings.alike(chosen, weighed):
        one, more = some[0], {}
        if findings.changed(one, look.before[one.service_id]):
            more = {"minutes": one.minutes, "starts_at": one.starts_at, "ends_at": one.ends_at}
        move_on(actor.community_id, some, expect_from=expect_from, weighed=kept, **values, **more)


def _weighed(
    record: records.ServiceRecord, look: Look, known: Sequence[records.ServiceRecord]
) -> dict[str, Any]:
    """What is kept of how a record looked and of what was changed; the first look stays where nobody looked anew."""
    found, key = look.before[record.service_id], record.service_id
    if found.status not in WAITING and found.weighed is not None:
        return dict(found.weighed)
    flags = flags_of(found, known, look.counted.get(key), look.ties, look.decided["day_limit_minutes"])
    return findings.weigh(record, flags, before=found, reason=look.reason)


def record_all(
    action: str,
    chosen: Sequence[records.ServiceRecord],
    actor: Actor,
    look: Look | None = None,
    *,
    facts: Mapping[str, Any] | None = None,
    private: Mapping[str, str] | None = None,
) -> None:
    """A record for each; where minutes were changed, with what they were, and with the reason beside it."""
    if look is not None and look.reason:
        private = {"reason": look.reason}
    before = look.before if look is not None else {}
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
                    **_minutes_before(one, before.get(one.service_id)),
                    **(facts or {}),
                },
                private or {},
                origin="back_filled" if one.origin == "back_filled" else "entered",
            )
            for one in chosen
        ],
        actor=actor,
    )


def _minutes_before(record: records.ServiceRecord, before: records.ServiceRecord | None) -> dict[str, int]:
    if before is None or before.minutes == record.minutes:
        return {}
    return {"minutes_before": before.minutes}


def _publicity_until(decided: Mapping[str, Any], today: date) -> date | None:
    """The last day of publicity of what is approved today; None where the community has none."""
    if not decided["publicity_days"]:
        return None
    return add_working_days(today, decided["publicity_days"], overrides_of(decided)).day


def finish_reviewed(community_id: UUID, chosen: Sequence[records.ServiceRecord]) -> None:
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
    )
