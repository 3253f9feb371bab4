"""A service that nobody checked in for, typed in later with its reason and evidence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from points import audit, people
from points.foundation import Actor, clock
from points.volunteering.access import need_for
from points.volunteering.programme import activity_rows, entering
from points.volunteering.programme.policy import fit_times
from points.volunteering.programme.refusals import EvidenceMissing, OutOfRange, StartInFuture
from points.volunteering.rulebook.policy import ONE
from points.volunteering.rulebook.versions import giving_on
from points.volunteering.services.policy import Span, refuse_overlap
from points.volunteering.services.records import taken_spans
from points.volunteering.services.refusals import ReasonMissing

MOST_AT_ONCE = 200


@audit.records.writes("service.back_filled", of="activity")
def record(
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
) -> entering.Entered:
    """Type in later what was done (补录): with a reason and something to show, marked wherever it appears."""
    who = list(dict.fromkeys(person_ids))
    span = _fit_back_fill(who, starts_at, ends_at, reason=reason, evidence=evidence)
    people.persons.refuse_gone(actor.community_id, who)
    for one in who:
        need_for(actor, one)
    refuse_overlap(span, taken_spans(actor.community_id, who, span))
    day = clock.shanghai(starts_at).date()
    rule = giving_on(actor.community_id, rule_id, day)
    if minutes is not None and not 0 < minutes <= span.minutes:
        raise OutOfRange(least=1, most=span.minutes)
    found = activity_rows.write(
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
    rows = [entering.row(actor, found, rule, person_id=one, **facts) for one in who]
    entering.write(rows, actor, reason=reason.strip())
    return entering.Entered(found, len(rows), 0, sum(row["minutes"] for row in rows))


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
