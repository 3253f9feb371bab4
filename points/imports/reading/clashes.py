"""Where books do not agree about one person's afternoon: two places at one time, or hours of a sheet against points.

It reads no sheet; what it finds was read and joined before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from points.imports.asking import LATER
from points.imports.lines import ActivityLine, AttendanceLine, EarnedLine, RuleLine
from points.imports.reading.caps import cap_of
from points.imports.reading.cells import unbracketed
from points.imports.reading.doubts.contradictions import TIMES_OVERLAP
from points.imports.reading.matching import place_of
from points.imports.reading.refusals import (
    HoursAgainstHours,
    LeftForLater,
    LineCancelled,
    PointsAgainstHours,
)
from points.imports.reading.remarks import Remarks
from points.imports.refusals import LineFault

#: who leaves one place late, or comes to the next one early, was in two places for no longer than this
_LITTLE = timedelta(minutes=15)
#: minutes by which hours are rounded in a register
_ROUGHLY = 30
#: day, household, name and rule
_Whose = tuple[date, str, str, str]


@dataclass(frozen=True)
class _Presence:
    """A person somewhere from one time to another; `earned` is the line of the register for it, if there is one."""

    begins: datetime
    ends: datetime
    what: str
    line: AttendanceLine | EarnedLine
    earned: EarnedLine | None = None

    def clashes(self, other: _Presence) -> bool:
        return min(self.ends, other.ends) - max(self.begins, other.begins) > _LITTLE


def in_one_place(
    activities: list[ActivityLine], earned: list[EarnedLine], links: Mapping[str, str], remarks: Remarks
) -> tuple[list[ActivityLine], list[EarnedLine]]:
    """Without what somebody says cannot have been: one person in two places at one time, which is asked about."""
    out: set[str] = set()
    for (_, name, on), some in _by_person(activities, earned, links).items():
        kept: list[_Presence] = []
        for one in some:
            before = next((other for other in kept if one.clashes(other)), None)
            if before is None or _both(one, before, name, on, remarks):
                kept.append(one)
            else:
                out |= {line.key for line in (one.line, one.earned) if line is not None}
    left = [
        replace(one, attendances=tuple(a for a in one.attendances if a.key not in out)) for one in activities
    ]
    return left, [line for line in earned if line.key not in out]


def _by_person(
    activities: Sequence[ActivityLine], earned: Sequence[EarnedLine], links: Mapping[str, str]
) -> dict[tuple[str, str, date], list[_Presence]]:
    """Where each person was on a day, as far as times are known; a sheet and its line of the register are one."""
    found: dict[tuple[str, str, date], list[_Presence]] = defaultdict(list)
    by_key = {line.key: line for line in earned}
    for activity in activities:
        for one in activity.attendances:
            if one.signed_in is not None:
                until = one.signed_out or _after(one.signed_in, one.minutes)
                line = by_key.get(links.get(one.key, ""))
                there = _there(activity.day, (one.signed_in, until), activity.title, one, line)
                found[one.household, unbracketed(one.name), activity.day].extend(there)
    joined = set(links.values())
    for line in earned:
        if line.span is not None and line.kind == "earned" and line.key not in joined:
            there = _there(line.day, line.span, line.matter, line, None)
            found[line.household, unbracketed(line.name), line.day].extend(there)
    return {who: some for who, some in found.items() if len(some) > 1}


def _there(
    on: date, span: tuple[time, time], what: str, line: AttendanceLine | EarnedLine, earned: EarnedLine | None
) -> Iterator[_Presence]:
    start, end = (datetime.combine(on, one) for one in span)
    end += timedelta(days=end < start)
    # a span over half a day is two times in the wrong order, and says nothing
    if end - start <= timedelta(hours=12):
        yield _Presence(start, end, f"{what} {start:%H:%M}–{end:%H:%M}", line, earned)


def _after(begins: time, minutes: int) -> time:
    return (datetime.combine(date.min, begins) + timedelta(minutes=minutes)).time()


def _both(one: _Presence, before: _Presence, name: str, on: date, remarks: Remarks) -> bool:
    """Whether both count by what was answered; what does not is listed, with its points."""
    origin = one.line.origin
    book = "register" if isinstance(one.line, EarnedLine) else "attendance"
    answer = remarks.ask(
        TIMES_OVERLAP, book, place_of(origin), name=name, day=on.isoformat(), one=before.what, other=one.what
    ).choice
    for line in (one.line, one.earned):
        if line is not None and answer in ("first", LATER):
            remarks.skip(place_of(line.origin), LineCancelled() if answer == "first" else LeftForLater())
    return answer == "both"


def compare_hours(
    activities: Sequence[ActivityLine],
    earned: Sequence[EarnedLine],
    links: Mapping[str, str],
    rules: Sequence[RuleLine],
    remarks: Remarks,
) -> None:
    """Name each line of the register that gives or says other hours than the sheet that it is joined with."""
    by_key, by_code = {line.key: line for line in earned}, {rule.code: rule for rule in rules}
    whose: dict[_Whose, list[EarnedLine]] = defaultdict(list)
    for line in earned:
        whose[line.day, line.household, unbracketed(line.name), line.rule].append(line)
    served: dict[_Whose, list[tuple[int, EarnedLine]]] = defaultdict(list)
    whole: dict[_Whose, int] = defaultdict(int)
    for activity in activities:
        for one in activity.attendances:
            who = (activity.day, one.household, unbracketed(one.name), activity.rule)
            whole[who] += one.minutes
            if one.key in links:
                served[who].append((one.minutes, by_key[links[one.key]]))
    for who, pairs in served.items():
        rule = by_code[who[3]]
        wrong = [(minutes, line) for minutes, line in pairs if _differs(minutes, [line], rule)]
        # two shifts may share a line of the register
        if wrong and _differs(whole[who], whose[who], rule):
            for minutes, line in wrong:
                remarks.note(line.origin, _how(minutes, line, rule))


def _differs(minutes: int, lines: Sequence[EarnedLine], rule: RuleLine) -> bool:
    """Whether lines say or give other hours, by half an hour at least; less than that was rounded."""
    said = [line.minutes for line in lines if line.minutes is not None]
    if len(said) == len(lines) and abs(sum(said) - minutes) >= _ROUGHLY:
        return True
    if rule.unit != "小时" or not rule.tenths:
        return False
    given, cap = sum(line.tenths for line in lines), cap_of(rule)
    counted = rule.tenths * minutes // 60
    if given < counted and (cap is None or given == cap.tenths or cap.window not in ("", "day")):
        return False
    return abs(given - counted) * 60 >= _ROUGHLY * rule.tenths


def _how(minutes: int, line: EarnedLine, rule: RuleLine) -> LineFault:
    if line.minutes is not None and abs(line.minutes - minutes) >= _ROUGHLY:
        return HoursAgainstHours(served=minutes, said=line.minutes)
    return PointsAgainstHours(served=minutes, counted=rule.tenths * minutes // 60, tenths=line.tenths)
