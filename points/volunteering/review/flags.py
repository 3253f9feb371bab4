"""Looking at services before they are decided: flags, what they would give, who may decide, what to do instead. Read only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, db, setting
from points.foundation.calendar import working_days_between
from points.volunteering.access import covers
from points.volunteering.models import Attendance
from points.volunteering.review.eligibility import Judged, find_shorter, judge
from points.volunteering.review.policy import WAITING, deadline
from points.volunteering.services import counting, records
from points.volunteering.services.policy import Counted, CountingInputs, count, first_overlap
from points.volunteering.services.records import around, day_minutes, fellows, spans


@dataclass(frozen=True)
class Flag:
    """Something to look at twice: overlap, long_day, no_check_out, back_filled, over_cap, relative."""

    code: str
    minutes: int | None = None
    other_title: str | None = None


@dataclass(frozen=True)
class Suggestion:
    """What could be done about a flag: take it as it is, or trim it to what overlaps nothing."""

    kind: str
    minutes: int
    tenths: int


@dataclass(frozen=True)
class Inspected:
    """One service, with everything a decision needs. `blocked` says why this actor may not decide."""

    record: records.ServiceRecord
    counted: Counted
    flags: tuple[Flag, ...]
    suggestion: Suggestion | None
    blocked: str | None

    @property
    def may_decide(self) -> bool:
        """Whether this actor may approve it as it stands."""
        return self.blocked is None


def inspect(found: Sequence[records.ServiceRecord], *, actor: Actor) -> list[Inspected]:
    """Look at these services, in the order given."""
    if not found:
        return []
    known = list(around(actor.community_id, [one.service_id for one in found]).values())
    inputs = counting.read(actor.community_id, found)
    counted = {one.record.service_id: one for one in count(inputs, found)}
    judged = {one.record.service_id: one for one in judge(found, known, actor=actor)}
    unsigned = _never_out(actor.community_id, found)
    day_limit = setting(actor.community_id, "day_limit_minutes")
    allowed = covers(actor, "approve_services")
    seen = []
    for one in found:
        flags = _flags(one, known, counted[one.service_id], unsigned, day_limit)
        blocked = _blocked(judged[one.service_id], allowed)
        if blocked in ("relative", "own_service"):
            flags = [*flags, Flag("relative")]
        seen.append(
            Inspected(
                record=one,
                counted=counted[one.service_id],
                flags=tuple(flags),
                suggestion=_suggestion(inputs, one, known, flags, counted[one.service_id]),
                blocked=blocked,
            )
        )
    return seen


def due(community_id: UUID, day: date, today: date) -> tuple[date, int]:
    """By when the hours of this day are to be posted, and how many working days are left."""
    overrides = overrides_of(community_id)
    last = deadline(day, overrides).day
    return last, working_days_between(today, last, overrides)


def overrides_of(community_id: UUID) -> dict[date, bool]:
    """The office's own working days and holidays."""
    decided = setting(community_id, "working_day_overrides")
    return {date.fromisoformat(day): bool(works) for day, works in decided.items()}


def _blocked(judged: Judged, allowed: bool) -> str | None:
    if not allowed:
        return "not_your_role"
    if judged.refusal is None or judged.refusal.code == "already_decided":
        return None
    if judged.refusal.code in ("street_needed", "first_needed"):
        return "not_your_role"
    # an overlap is not the actor's doing: it can be trimmed or rejected
    return None if judged.refusal.code == "overlap" else judged.refusal.code


def _flags(
    record: records.ServiceRecord,
    known: Sequence[records.ServiceRecord],
    counted: Counted,
    unsigned: set[tuple[UUID, UUID]],
    day_limit: int,
) -> list[Flag]:
    flags = []
    if record.status in WAITING and record.span is not None:
        others = spans(fellows(record, known))
        other = first_overlap(record.span, others)
        if other is not None:
            shorter = find_shorter(record, known)
            lost = record.minutes - (shorter.minutes if shorter else 0)
            flags.append(Flag("overlap", lost, other.title))
    length = day_minutes(record, known)
    if length > day_limit:
        flags.append(Flag("long_day", length))
    if record.activity_id is not None and (record.activity_id, record.person_id) in unsigned:
        flags.append(Flag("no_check_out", record.minutes))
    if record.origin == "back_filled":
        flags.append(Flag("back_filled", record.minutes))
    if counted.reason == "cap":
        flags.append(Flag("over_cap"))
    return flags


def _suggestion(
    inputs: CountingInputs,
    record: records.ServiceRecord,
    known: Sequence[records.ServiceRecord],
    flags: Sequence[Flag],
    counted: Counted,
) -> Suggestion | None:
    codes = {flag.code for flag in flags}
    if record.status not in WAITING or not codes & {"overlap", "no_check_out"}:
        return None
    if "overlap" not in codes:
        return Suggestion("as_is", record.minutes, counted.tenths)
    shorter = find_shorter(record, known)
    if shorter is None:
        return None
    return Suggestion("trim", shorter.minutes, count(inputs, [shorter])[0].tenths)


def _never_out(community_id: UUID, found: Sequence[records.ServiceRecord]) -> set[tuple[UUID, UUID]]:
    query = sa.select(Attendance.activity_id, Attendance.person_id).where(
        Attendance.community_id == community_id,
        Attendance.out_at.is_(None),
        Attendance.activity_id.in_({one.activity_id for one in found if one.activity_id}),
    )
    return {(row[0], row[1]) for row in db.session.execute(query)}
