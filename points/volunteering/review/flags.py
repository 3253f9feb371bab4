"""Looking at services before they are decided: flags, what they would give, who may decide, what to do instead. Read only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from points.foundation import Actor
from points.foundation.calendar import working_days_between
from points.volunteering.programme.policy import BRIEF
from points.volunteering.review.eligibility import LIMITS, ROLES, Judged, by_person, find_shorter
from points.volunteering.review.left_over import DECIDES, judge
from points.volunteering.review.policy import WAITING, deadline
from points.volunteering.services import counting, records
from points.volunteering.services.policy import Counted, CountingInputs, count
from points.volunteering.services.records import day_minutes, overlap
from points.volunteering.services.recusal import Ties
from points.volunteering.services.surroundings import Surroundings


@dataclass(frozen=True)
class Flag:
    """Something to look at twice: overlap, long_day, no_check_out, brief, added, ticked_by_one, listed_by_one,
    back_filled, over_cap, under_least, relative."""

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
    """One service, with everything a decision needs. `blocked` says why this actor may not decide, `overlaps` that it
    cannot be approved as it stands."""

    record: records.ServiceRecord
    counted: Counted
    flags: tuple[Flag, ...]
    suggestion: Suggestion | None
    blocked: str | None
    overlaps: bool

    @property
    def may_decide(self) -> bool:
        """Whether this actor may approve it as it stands."""
        return self.blocked is None

    @property
    def asks(self) -> bool:
        """Whether somebody has to say first when this one left."""
        unsigned = any(flag.code == "no_check_out" for flag in self.flags)
        return unsigned and self.record.status == "submitted"

    @property
    def ready(self) -> bool:
        """Whether approving all approves this one too."""
        return self.may_decide and not self.overlaps and not self.asks


#: why somebody gets less than the rule says, as a flag
NOTHING_MORE = {"cap": "over_cap", "under_least": "under_least"}
#: what a community decides about what is looked at here
DECIDED = (*LIMITS, *counting.DECIDED)
#: what the actor may do, as far as it says how things look
MAY = (*DECIDES, *ROLES)


def inspect(
    around: Surroundings, *, actor: Actor, may: Set[str], decided: Mapping[str, Any]
) -> list[Inspected]:
    """Look at the services that were read there, in their order; `may` are those of MAY that the actor has."""
    found, persons = around.found, by_person(around.known)
    if not found:
        return []
    inputs = counting.read(actor.community_id, found, rules=around.rules, decided=decided)
    counted = {one.record.service_id: one for one in count(inputs, found)}
    judging = judge(found, around.known, actor=actor, limits=decided, may=may, ties=around.ties)
    judged = {one.record.service_id: one for one in judging}
    seen = []
    for one in found:
        known = persons[one.person_id]
        flags = flags_of(one, known, counted[one.service_id], around.ties, decided["day_limit_minutes"])
        refusal = judged[one.service_id].refusal
        blocked = _blocked(judged[one.service_id], bool(may & {*DECIDES}))
        if blocked in ("relative", "own_service"):
            flags = [*flags, Flag("relative")]
        seen.append(
            Inspected(
                record=one,
                counted=counted[one.service_id],
                flags=tuple(flags),
                suggestion=_suggestion(inputs, one, known, flags, counted[one.service_id]),
                blocked=blocked,
                overlaps=refusal is not None and refusal.code == "overlap",
            )
        )
    return seen


def due(day: date, today: date, overrides: Mapping[date, bool]) -> tuple[date, int]:
    """By when the hours of this day are to be posted, and how many working days are left."""
    last = deadline(day, overrides).day
    return last, working_days_between(today, last, overrides)


def overrides_of(decided: Mapping[str, Any]) -> dict[date, bool]:
    """The office's own working days and holidays."""
    return {date.fromisoformat(day): bool(works) for day, works in decided["working_day_overrides"].items()}


def _blocked(judged: Judged, allowed: bool) -> str | None:
    if not allowed:
        return "not_your_role"
    if judged.refusal is None or judged.refusal.code == "already_decided":
        return None
    if judged.refusal.code in ("street_needed", "first_needed"):
        return "not_your_role"
    # an overlap is not the actor's doing: it can be trimmed or rejected
    return None if judged.refusal.code == "overlap" else judged.refusal.code


def flags_of(
    record: records.ServiceRecord,
    known: Sequence[records.ServiceRecord],
    counted: Counted | None,
    ties: Ties,
    day_limit: int,
) -> list[Flag]:
    """What there is to look at twice about one service; without what it would give nothing is said of caps."""
    flags = []
    if record.status in WAITING:
        other = overlap(record, known)
        if other is not None:
            shorter = find_shorter(record, known)
            lost = record.minutes - (shorter.minutes if shorter else 0)
            flags.append(Flag("overlap", lost, other.title))
    length = day_minutes(record, known)
    if length > day_limit:
        flags.append(Flag("long_day", length))
    if record.service_id in ties.never_out:
        flags.append(Flag("no_check_out", record.minutes))
    if record.origin == "activity" and record.minutes < BRIEF and not _untimed(counted):
        flags.append(Flag("brief", record.minutes))
    if record.method == "leader_added":
        flags.append(Flag("added", record.minutes))
    if record.service_id in ties.ticked:
        flags.append(Flag("ticked_by_one"))
    elif record.service_id in ties.listed_by_one:
        flags.append(Flag("listed_by_one"))
    if record.origin == "back_filled":
        flags.append(Flag("back_filled", record.minutes))
    if counted is not None and counted.reason in NOTHING_MORE:
        flags.append(Flag(NOTHING_MORE[counted.reason]))
    return flags


def _untimed(counted: Counted | None) -> bool:
    """Whether it is given on its evidence, whatever the hour."""
    return counted is not None and counted.rule.on_evidence


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
