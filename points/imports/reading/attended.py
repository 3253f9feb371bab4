"""What sign-in sheets say twice, and which line of the register each attendance belongs to. It reads no sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from points.imports.asking import CellPlace
from points.imports.lines import ActivityLine, AttendanceLine, EarnedLine
from points.imports.reading.cells import squeezed, unbracketed
from points.imports.reading.faults import canonical
from points.imports.reading.refusals import SheetCopied
from points.imports.reading.remarks import Remarks
from points.imports.refusals import LineTwice


def lists_once(activities: list[ActivityLine], remarks: Remarks) -> list[ActivityLine]:
    """Without sheets that say all that another says: the same day, rule and people with the same times."""
    first: dict[str, ActivityLine] = {}
    kept = []
    people: dict[tuple[object, ...], AttendanceLine] = {}
    for one in (_once_each(activity, people, remarks) for activity in activities):
        words = [canonical("", a.household, a.name, a.signed_in, a.minutes) for a in one.attendances]
        same = canonical("", one.day.isoformat(), one.starts, one.rule, squeezed(one.title), *sorted(words))
        before = first.setdefault(same, one)
        if before is one or not words:
            kept.append(one)
            continue
        for attendance in one.attendances:
            place = CellPlace(attendance.origin.file, attendance.origin.sheet, f"A{attendance.origin.row}")
            remarks.skip(place, SheetCopied(sheet=before.sheet))
    return kept


def _once_each(
    one: ActivityLine, people: dict[tuple[object, ...], AttendanceLine], remarks: Remarks
) -> ActivityLine:
    """Without people who stand on a fuller list of the same activity already, unless the whole list is the same."""
    same = [
        people.setdefault(
            (one.day, one.starts, one.rule, squeezed(one.title), a.household, a.name, a.signed_in), a
        )
        for a in one.attendances
    ]
    again = [a for a, first in zip(one.attendances, same, strict=True) if first is not a]
    if not again or len(again) == len(one.attendances):
        return one
    for a in again:
        first = same[one.attendances.index(a)]
        remarks.add(a.origin, LineTwice(sheet=first.origin.sheet, first=first.origin.row))
    return replace(one, attendances=tuple(a for a in one.attendances if a not in again))


def link(activities: list[ActivityLine], earned: list[EarnedLine]) -> dict[str, str]:
    """Each attendance with its line in the register: same household, name, day and rule, and each line once."""
    open_lines: dict[tuple[date, str, str, str], list[EarnedLine]] = {}
    for line in earned:
        open_lines.setdefault((line.day, line.household, unbracketed(line.name), line.rule), []).append(line)
    links = {}
    for activity in activities:
        for one in activity.attendances:
            candidates = open_lines.get(
                (activity.day, one.household, unbracketed(one.name), activity.rule), []
            )
            if candidates:
                links[one.key] = _nearest(candidates, one).key
                candidates.remove(_nearest(candidates, one))
    return links


def _nearest(candidates: list[EarnedLine], one: AttendanceLine) -> EarnedLine:
    """Of two lines of one day, the one whose matter names these hours."""
    hours = f"{one.minutes / 60:g}小时"
    return next((line for line in candidates if hours in squeezed(line.matter)), candidates[0])
