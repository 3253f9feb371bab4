"""Reads the sign-in sheets: which activity, led by whom, who was there for how long. It knows no points."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from points.imports.lines import ActivityLine, AttendanceLine, EarnedLine, SheetRow
from points.imports.reading import matching
from points.imports.reading.cells import is_nothing, minutes, phone, squeezed, text, time_of_day, unbracketed
from points.imports.reading.dates import day_within, year_named
from points.imports.reading.faults import Faults, Keys, canonical
from points.imports.reading.roster import Roster
from points.imports.reading.tables import Columns, Table, TableLine, tables, titles
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import (
    DateUnreadable,
    HouseholdUnknown,
    LineTwice,
    NameMissing,
    NameUnknown,
    ValueImpossible,
)

ATTENDANCE = Columns(
    {
        "counter": ("序号", "编号", "行号"),
        "name": ("姓名", "志愿者姓名", "志愿者"),
        "household": ("户号", "户编号", "家庭编号", "家庭户号"),
        "phone": ("电话", "联系电话", "手机", "手机号", "手机号码"),
        "signed_in": ("签到", "签到时间", "到岗时间"),
        "signed_out": ("签退", "签退时间", "离岗时间"),
        "hours": ("时长", "服务时长", "小时", "小时数", "志愿时长"),
        "note": ("备注", "签名"),
    },
    needed=("name", "household", "signed_in", "hours"),
)
_DAY_LONG = 24 * 60
_LEADER = re.compile(r"(?:带队人|领队|活动负责人|负责人|带队)\s*[:：]?\s*([^\s:：,，;；、()]{2,12})")
_RULE = re.compile(r"(?:规则编号|规则|编号)\s*[:：]?\s*([A-Za-z]?\s?-?\d{1,4})")
_START = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
_TITLE = re.compile(r"(志愿(服务)?活动)?(活动)?(签到|签退|考勤)+(登记)?(表|册|簿)?$")


@dataclass(frozen=True)
class _Context:
    roster: Roster
    rulebook: matching.RulesByName
    faults: Faults
    year: int | None


def read_activities(
    sheets: list[Sheet],
    roster: Roster,
    rulebook: matching.RulesByName,
    faults: Faults,
    year: int | None,
) -> tuple[list[ActivityLine], list[tuple[str, str]]]:
    """Every activity with its attendances, and the sheets that hold none."""
    found, skipped = tables(sheets, ATTENDANCE)
    context = _Context(roster, rulebook, faults, year_named(_all_notes(found)) or year)
    keys = Keys()
    read = (_activity(table, context, keys) for table in found if table.lines)
    return [activity for activity in read if activity is not None], skipped


def _all_notes(found: list[Table]) -> list[str]:
    return [words for table in found for _, words in table.notes] + titles(found)


def _activity(table: Table, context: _Context, keys: Keys) -> ActivityLine | None:
    row, foot = _foot(table)
    origin = SheetRow(table.sheet.file, table.sheet.name, row)
    words = " ".join(one for _, one in table.notes)
    on = (
        day_within(foot, context.year)
        or day_within(words, context.year)
        or _day_of(table.sheet.name, context.year)
    )
    title = _title(table)
    if on is None:
        context.faults.add(origin, DateUnreadable(column="活动时间"))
        return None
    rule = _rule(words, title, context.rulebook)
    if not rule:
        context.faults.add(origin, ValueImpossible(column="规则编号"))
        return None
    leader = _LEADER.search(foot) or _LEADER.search(words)
    starts = _starts(foot)
    key = keys.key("activity", on.isoformat(), starts, rule, squeezed(title))
    return ActivityLine(
        key=key,
        title=title,
        sheet=table.sheet.name,
        day=on,
        starts=starts,
        leader=leader[1] if leader else "",
        rule=rule,
        attendances=tuple(_attendances(table, key, context)),
        origin=origin,
    )


def _foot(table: Table) -> tuple[int, str]:
    """The sentence that says when the activity was; the last one where none says so."""
    said = [note for note in table.notes if re.search("时间|日期|带队|领队|负责人", note[1])]
    return (said or list(table.notes) or [(table.heading, "")])[-1]


def _title(table: Table) -> str:
    above = [words for row, words in table.notes if row < table.heading]
    named = next((words for words in above if _TITLE.search(squeezed(words))), above[0] if above else "")
    return _TITLE.sub("", squeezed(named)) or table.sheet.name


def _rule(words: str, title: str, rulebook: matching.RulesByName) -> str:
    match = _RULE.search(words)
    return (rulebook.by_code(match[1]) if match else "") or rulebook.by_name(title)


def _starts(foot: str) -> time | None:
    match = _START.search(text(foot))
    return time_of_day(f"{match[1]}:{match[2]}") if match else None


def _day_of(name: str, year: int | None) -> date | None:
    """The day in a sheet's name, such as 01-0105 or 3月5日."""
    found = day_within(name, year)
    match = re.search(r"(?<!\d)(\d{2})(\d{2})$", squeezed(name))
    return found if found or not match else day_within(f"{match[1]}月{match[2]}日", year)


def _attendances(table: Table, activity: str, context: _Context) -> list[AttendanceLine]:
    kept, keys = [], Keys()
    first: dict[str, AttendanceLine] = {}
    for line in table.lines:
        attendance = _attendance(line, context)
        if attendance is None:
            continue
        words = canonical("", attendance.household, attendance.name, attendance.signed_in, attendance.minutes)
        before = first.setdefault(words, attendance)
        if before is attendance:
            key = keys.key("attendance", activity, attendance.household, attendance.name, attendance.minutes)
            kept.append(replace(attendance, key=key))
        else:
            context.faults.add(line.origin, LineTwice(sheet=line.origin.sheet, first=before.origin.row))
    return kept


def _attendance(line: TableLine, context: _Context) -> AttendanceLine | None:
    name, number = squeezed(line["name"]), context.roster.number(line["household"])
    person = context.roster.find_person(number, name)
    signed_in, signed_out = time_of_day(line["signed_in"]), time_of_day(line["signed_out"])
    served = _served(line, signed_in, signed_out)
    if not name:
        context.faults.add(line.origin, NameMissing())
    elif not number:
        context.faults.add(line.origin, HouseholdUnknown(household=line.text("household")))
    elif served is None or not 0 < served <= _DAY_LONG:
        context.faults.add(line.origin, ValueImpossible(column=ATTENDANCE.title("hours")))
    elif person is None:
        context.faults.add(line.origin, NameUnknown(household=number))
    else:
        return AttendanceLine(
            key="",
            household=number,
            name=name,
            phone=phone(line["phone"]),
            signed_in=signed_in,
            signed_out=signed_out,
            minutes=served,
            person=person,
            origin=line.origin,
        )
    return None


def _served(line: TableLine, signed_in: time | None, signed_out: time | None) -> int | None:
    """The hours of the last column stand; only where it is empty the two times are counted."""
    if not is_nothing(line["hours"]):
        return minutes(line["hours"])
    if signed_in is None or signed_out is None:
        return None
    span = datetime.combine(date.min, signed_out) - datetime.combine(date.min, signed_in)
    return int(span % timedelta(days=1) / timedelta(minutes=1))


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
