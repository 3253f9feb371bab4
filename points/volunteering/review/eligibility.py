"""Whether a service may move on, and how: recusal, long days, overlaps, and the part of it that is free. It moves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from points.foundation import Actor, Refusal, clock
from points.volunteering.access import only_stands_in
from points.volunteering.programme.refusals import OutOfRange
from points.volunteering.review.policy import TAKEN, WAITING, approvals_needed
from points.volunteering.review.refusals import (
    AboveWhole,
    EvidenceFirst,
    FirstNeeded,
    NotAfterComing,
    SecondLook,
    SecondNeeded,
    StreetNeeded,
)
from points.volunteering.services import records
from points.volunteering.services.policy import Span, free_part
from points.volunteering.services.records import day_minutes, fellows, overlap, spans
from points.volunteering.services.recusal import Ties, blocked, read_ties
from points.volunteering.services.refusals import AlreadyDecided, Overlapping

#: an interval decided upon, if only by the first of two
DECIDED = (*TAKEN, "verified")


@dataclass(frozen=True)
class Judged:
    """How a service may move on: whole ('approve') or to a second person ('verify'); or why it may not."""

    record: records.ServiceRecord
    step: str
    day_minutes: int
    refusal: Refusal | None = None


#: what a community decides about long days
LIMITS = ("day_limit_minutes", "street_limit_minutes")
#: who may decide about them
ROLES = ("plan_activities", "approve_long_days")


def judge(
    chosen: Sequence[records.ServiceRecord],
    known: Iterable[records.ServiceRecord],
    *,
    actor: Actor,
    limits: Mapping[str, Any],
    may: Set[str],
    ties: Ties | None = None,
) -> list[Judged]:
    """How each of these may move on, each after those before it; `known` are all of the same persons and days.

    `limits` are what is decided of LIMITS, `may` those of ROLES that the actor has; `ties` were read before, if any.
    """
    ties = read_ties(chosen, actor) if ties is None else ties
    why = blocked(chosen, actor=actor, known=ties)
    persons = by_person(known)
    levels = {one.service_id: _level(one, persons, limits) for one in chosen}
    longest = any(level == "street" for level, _ in levels.values()) and ROLES[1] in may
    roles = (ROLES[0] in may, longest and not only_stands_in(actor, ROLES[1]))
    taken = {who: [one for one in theirs if one.status in DECIDED] for who, theirs in persons.items()}
    judged = []
    for one in chosen:
        level, length = levels[one.service_id]
        refusal = (
            why[one.service_id]()
            if one.service_id in why
            else _second(one, level, length, actor, ties) or _refusal(one, level, length, roles)
        )
        if refusal is None and one.service_id in ties.unproved:
            refusal = EvidenceFirst()
        refusal = refusal or _overlap(one, taken.get(one.person_id, ()))
        # what a leader only ticked whose account the actor made is looked at by somebody else as well
        twice = level != "one" or one.service_id in ties.ticked
        step = "verify" if one.status == "submitted" and twice else "approve"
        judged.append(Judged(one, step, length, refusal))
        if refusal is None:
            taken.setdefault(one.person_id, []).append(one)
    return judged


def _level(
    record: records.ServiceRecord,
    persons: Mapping[UUID, Sequence[records.ServiceRecord]],
    limits: Mapping[str, Any],
) -> tuple[str, int]:
    """Who decides about the day of this one, and how long it was."""
    length = day_minutes(record, persons.get(record.person_id, ()))
    day, street = limits["day_limit_minutes"], limits["street_limit_minutes"]
    return approvals_needed(length, day_limit=day, street_limit=street), length


def by_person(known: Iterable[records.ServiceRecord]) -> dict[UUID, list[records.ServiceRecord]]:
    """These records by whose they are."""
    found: dict[UUID, list[records.ServiceRecord]] = {}
    for one in known:
        found.setdefault(one.person_id, []).append(one)
    return found


def find_shorter(
    record: records.ServiceRecord, known: Iterable[records.ServiceRecord]
) -> records.ServiceRecord | None:
    """The same record cut to its longest part that overlaps nothing; None where nothing is left, itself where all is."""
    known = list(known)
    if record.span is None or overlap(record, known) is None:
        return record
    free = free_part(record.span, spans(fellows(record, known)))
    if free is None or not free.minutes:
        return None
    return replace(
        record, starts_at=free.starts_at, ends_at=free.ends_at, minutes=min(record.minutes, free.minutes)
    )


def shortened(
    chosen: Sequence[records.ServiceRecord],
    known: Mapping[UUID, records.ServiceRecord],
    *,
    minutes: int | None,
    left: time | None,
) -> records.ServiceRecord:
    """The one chosen record until somebody `left`, or with fewer minutes at a time that overlaps nothing.

    More than the whole is refused: what somebody typed is never made to fit.
    """
    if len(chosen) != 1:
        raise OutOfRange(least=1, most=1)
    one = chosen[0]
    if left is not None and one.span is not None:
        return _until(one, one.span, left)
    if minutes is None:
        return one
    if minutes > one.minutes:
        raise AboveWhole(whole=one.minutes)
    decided = [one for one in known.values() if one.status in DECIDED]
    # beside everything that is known first, so that one trim also settles what still waits
    for others in (list(known.values()), decided):
        short = find_shorter(one, others)
        if short is not None and 0 < minutes <= short.minutes:
            return replace(short, minutes=minutes)
        most = short.minutes if short is not None else 0
    raise OutOfRange(least=min(1, most), most=most)


def _until(record: records.ServiceRecord, span: Span, left: time) -> records.ServiceRecord:
    """The record until this time of the clock; of a night, on the next day."""
    day = clock.shanghai(span.starts_at).date()
    at = clock.instant(day, left)
    if at <= span.starts_at:
        at = clock.instant(day + timedelta(days=1), left)
        if at > span.ends_at:
            raise NotAfterComing(came=span.starts_at)
    if at > span.ends_at:
        raise AboveWhole(whole=record.minutes)
    return replace(record, ends_at=at, minutes=Span(span.starts_at, at).minutes)


def _second(
    record: records.ServiceRecord, level: str, length: int, actor: Actor, ties: Ties
) -> Refusal | None:
    """Whether whoever looks second is somebody else than the first, and not of one origin with them."""
    if record.status != "verified":
        return None
    again = actor.account_id is not None and actor.account_id == record.first_by
    if again or record.service_id in ties.first_by_one:
        return SecondLook() if level == "one" or not again else SecondNeeded(minutes=length)
    return None


def _refusal(
    record: records.ServiceRecord, level: str, length: int, roles: tuple[bool, bool]
) -> Refusal | None:
    office, street = roles
    if record.status not in WAITING:
        return AlreadyDecided()
    if record.status == "verified":
        return StreetNeeded(minutes=length) if level == "street" and not street else None
    return FirstNeeded(minutes=length) if level == "street" and not office else None


def _overlap(record: records.ServiceRecord, taken: Sequence[records.ServiceRecord]) -> Refusal | None:
    other = overlap(record, taken)
    return None if other is None else Overlapping(title=other.title, starts=other.starts_at)
