"""Confirming a list and back-filling one: both make service records, which wait for a second person. They give nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import Actor, clock, db, new_id
from points.foundation.codes import PublicKind, new_public_id
from points.volunteering.access import need_for
from points.volunteering.activities import (
    ActivityCard,
    locked_activity,
    must_be_open,
    must_keep_list,
    set_status,
    write_activity,
)
from points.volunteering.attendance import Presence, presences
from points.volunteering.models import Service, SignUp
from points.volunteering.policy import ONE, Span, fit_times, refuse_overlap, within_plan
from points.volunteering.records import taken_spans
from points.volunteering.refusals import (
    ActivityAhead,
    EvidenceMissing,
    OutOfRange,
    ReasonMissing,
    StartInFuture,
)
from points.volunteering.rulebook import RuleCard, same_rule_on

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Closed:
    """A list that was confirmed or typed in: how many people, how many did not come, their minutes."""

    activity: ActivityCard
    people: int
    no_shows: int
    minutes: int


def close_activity(public_id: str, *, actor: Actor) -> Closed:
    """Confirm the list: one service record for each who was there, a no-show for each who was not."""
    found = locked_activity(actor.community_id, public_id)
    must_keep_list(found, actor)
    must_be_open(found)
    if clock.now() < found.starts_at:
        raise ActivityAhead(title=found.title, starts=found.starts_at)
    there = presences(actor.community_id, found.activity_id)
    rule = same_rule_on(actor.community_id, found.rule_id, found.day)
    rows = [_of_presence(actor, found, rule, one) for one in there.values()]
    _write(rows, actor)
    missing = _note_no_shows(actor.community_id, found.activity_id, set(there))
    set_status(actor.community_id, found.activity_id, "held" if rows else "reviewed")
    minutes = sum(row["minutes"] for row in rows)
    audit.records.record(
        "activity.closed",
        actor=actor,
        subject_kind="activity",
        subject_id=found.activity_id,
        facts={"people": len(rows), "no_shows": missing, "minutes": minutes},
    )
    return Closed(found, len(rows), missing, minutes)


def record_service(
    person_ids: Collection[UUID],
    rule_id: UUID,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    evidence: str,
    actor: Actor,
    minutes: int | None = None,
    quantity_tenths: int = ONE,
    spot: str = "",
) -> Closed:
    """Type in later what was done (补录): with a reason and something to show, marked wherever it appears."""
    who = list(dict.fromkeys(person_ids))
    span = _fit_back_fill(who, starts_at, ends_at, reason=reason, evidence=evidence)
    people.persons.get_many(actor.community_id, who)
    for one in who:
        need_for(actor, one)
    refuse_overlap(span, taken_spans(actor.community_id, who, span))
    day = clock.shanghai(starts_at).date()
    rule = same_rule_on(actor.community_id, rule_id, day)
    if minutes is not None and not 0 < minutes <= span.minutes:
        raise OutOfRange(least=1, most=span.minutes)
    found = write_activity(
        actor,
        rule_id=rule.rule_id,
        title=title.strip() or rule.name,
        starts_at=starts_at,
        ends_at=ends_at,
        spot=spot.strip(),
        status="held",
        origin="back_filled",
    )
    facts: dict[str, Any] = {
        "origin": "back_filled",
        "method": "typed",
        "served_on": day,
        "span": span,
        "minutes": span.minutes if minutes is None else minutes,
        "quantity_tenths": quantity_tenths,
        "reason": reason.strip(),
        "evidence": evidence.strip(),
    }
    rows = [_row(actor, found, rule, person_id=one, **facts) for one in who]
    _write(rows, actor, reason=reason.strip())
    return Closed(found, len(rows), 0, sum(row["minutes"] for row in rows))


def _fit_back_fill(
    who: list[UUID], starts_at: datetime, ends_at: datetime, *, reason: str, evidence: str
) -> Span:
    if not 0 < len(who) <= MOST_AT_ONCE:
        raise OutOfRange(least=1, most=MOST_AT_ONCE)
    fit_times(starts_at, ends_at)
    if ends_at > clock.now():
        raise StartInFuture(ends=ends_at)
    if not reason.strip():
        raise ReasonMissing
    if not evidence.strip():
        raise EvidenceMissing
    return Span(starts_at, ends_at)


def _of_presence(actor: Actor, found: ActivityCard, rule: RuleCard, there: Presence) -> dict[str, Any]:
    span = within_plan(there.in_at, there.out_at, starts=found.starts_at, ends=found.ends_at, now=clock.now())
    return _row(
        actor,
        found,
        rule,
        person_id=there.person_id,
        origin="activity",
        method=there.method_in,
        served_on=found.day,
        span=span,
        minutes=span.minutes,
    )


def _row(
    actor: Actor,
    found: ActivityCard,
    rule: RuleCard,
    *,
    person_id: UUID,
    origin: str,
    method: str,
    served_on: date,
    span: Span,
    minutes: int,
    quantity_tenths: int = ONE,
    reason: str = "",
    evidence: str = "",
) -> dict[str, Any]:
    return {
        "community_id": actor.community_id,
        "id": new_id(),
        "public_id": new_public_id(PublicKind.SERVICE),
        "activity_id": found.activity_id,
        "person_id": person_id,
        "rule_id": rule.rule_id,
        "status": "submitted",
        "origin": origin,
        "method": method,
        "served_on": served_on,
        "starts_at": span.starts_at,
        "ends_at": span.ends_at,
        "minutes": minutes,
        "quantity_tenths": quantity_tenths,
        "what": found.title,
        "evidence": evidence,
        "reason": reason,
        "entered_by": actor.account_id,
        "created_at": clock.now(),
    }


def _write(rows: list[dict[str, Any]], actor: Actor, *, reason: str = "") -> None:
    if not rows:
        return
    db.session.execute(sa.insert(Service), rows)
    origin = "back_filled" if reason else "entered"
    private = {"reason": reason} if reason else {}
    audit.records.record_many(
        [
            audit.records.Action(
                "service.back_filled" if reason else "service.recorded",
                "service",
                row["id"],
                {name: row[name] for name in ("activity_id", "person_id", "rule_id", "method", "minutes")},
                private,
                origin=origin,
            )
            for row in rows
        ],
        actor=actor,
    )


def _note_no_shows(community_id: UUID, activity_id: UUID, there: set[UUID]) -> int:
    statement = (
        sa.update(SignUp)
        .where(SignUp.community_id == community_id, SignUp.activity_id == activity_id)
        .where(SignUp.status == "signed_up", SignUp.person_id.not_in(there))
        .values(status="no_show")
        .execution_options(synchronize_session=False)
    )
    done: Any = db.session.execute(statement)
    return int(done.rowcount)
