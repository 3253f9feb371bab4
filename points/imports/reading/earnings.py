"""Reads the points register: who earned how much for what on which day. It knows no goods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from points.imports.lines import EarnedLine
from points.imports.reading import matching
from points.imports.reading.caps import Caps
from points.imports.reading.cells import squeezed, tenths
from points.imports.reading.dates import day, year_named
from points.imports.reading.faults import NOTED, Faults, Keys, canonical
from points.imports.reading.roster import Roster
from points.imports.reading.tables import Columns, Table, TableLine, day_samples, tables, title, titles
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import (
    DateUnreadable,
    HouseholdUnknown,
    LineTwice,
    NameMissing,
    PointsOutOfRange,
    ValueImpossible,
)

EARNINGS = Columns(
    {
        "day": ("日期", "时间", "登记日期", "发生日期"),
        "household": ("户号", "户编号", "家庭编号", "家庭户号"),
        "name": ("姓名", "居民姓名"),
        "address": ("住址", "地址", "门牌", "家庭住址"),
        "rule": ("编号", "规则编号", "事项编号"),
        "matter": ("事项", "积分事项", "事由", "内容", "项目"),
        "tenths": ("积分", "得分", "分值", "加分", "分数"),
        "recorder": ("登记人", "记录人", "经办人", "填表人"),
        "counter": ("序号", "行号"),
    },
    needed=("day", "household", "name", "matter", "tenths"),
)


@dataclass(frozen=True)
class _Context:
    roster: Roster
    rulebook: matching.RulesByName
    faults: Faults
    keys: Keys


def read_earnings(
    sheets: list[Sheet], roster: Roster, rulebook: matching.RulesByName, faults: Faults
) -> tuple[list[EarnedLine], list[tuple[str, str]]]:
    """The lines that are taken, in the order of the book, and the sheets that hold no register."""
    found, skipped = tables(sheets, EARNINGS)
    for table in found:
        for line in table.lines:
            code = rulebook.by_code(line["rule"])
            if code:
                rulebook.learn(code, line.text("matter"))
    context = _Context(roster, rulebook, faults, Keys())
    lines = [earned for table, year in _with_years(found) for earned in _lines(table, year, context)]
    return _under_caps(_once(lines, faults), rulebook, faults), skipped


def _with_years(found: list[Table]) -> list[tuple[Table, int | None]]:
    """Each table with the year of its dates without one: its own title's, else what its or the book's dates say."""
    whole_book = year_named(titles(found)) or year_named(
        words for table in found for words in day_samples(table)
    )
    return [
        (table, year_named(title(table)) or year_named(day_samples(table)) or whole_book) for table in found
    ]


def _lines(table: Table, year: int | None, context: _Context) -> list[EarnedLine]:
    lines = (_line(line, year, context) for line in table.lines)
    return [line for line in lines if line is not None]


def _line(line: TableLine, year: int | None, context: _Context) -> EarnedLine | None:
    on, points = day(line["day"], year), tenths(line["tenths"])
    number = context.roster.number(line["household"])
    if on is None:
        context.faults.add(line.origin, DateUnreadable(column=EARNINGS.title("day")))
    elif not number:
        context.faults.add(line.origin, HouseholdUnknown(household=line.text("household")))
    elif points is None or points <= 0:
        context.faults.add(line.origin, ValueImpossible(column=EARNINGS.title("tenths")))
    else:
        return _earned(line, on, number, points, context)
    return None


def _earned(line: TableLine, on: date, number: str, points: int, context: _Context) -> EarnedLine:
    name = squeezed(line["name"])
    rule = context.rulebook.find(line["rule"], line.text("matter"))
    if not name and (not rule or context.rulebook.rules[rule].credits_to == "person"):
        context.faults.add(line.origin, NameMissing(), NOTED)
    earned = EarnedLine(
        key="",
        day=on,
        household=number,
        name=name,
        person=context.roster.find_person(number, name),
        rule=rule,
        matter=line.shown("matter"),
        tenths=points,
        recorder=line.shown("recorder"),
        origin=line.origin,
    )
    return replace(earned, key=context.keys.key("earned", *_content(earned)))


def _content(one: EarnedLine) -> tuple[object, ...]:
    return one.day.isoformat(), one.household, one.name, one.rule, squeezed(one.matter), one.tenths


def _once(lines: list[EarnedLine], faults: Faults) -> list[EarnedLine]:
    """Leave out what stands there twice: the same person, day, rule, matter and points."""
    first: dict[str, EarnedLine] = {}
    kept = []
    for line in lines:
        before = first.setdefault(canonical("", *_content(line)), line)
        if before is line:
            kept.append(line)
        else:
            faults.add(line.origin, LineTwice(sheet=before.origin.sheet, first=before.origin.row))
    return kept


def _under_caps(lines: list[EarnedLine], rulebook: matching.RulesByName, faults: Faults) -> list[EarnedLine]:
    """Leave out what is more than the rule can give, alone or with what it gave before in the same window."""
    caps = Caps(rulebook.rules.values())
    kept = []
    for line in lines:
        most = caps.count_in(line)
        if most is None:
            kept.append(line)
        else:
            fault = PointsOutOfRange(tenths=line.tenths, rule=line.rule or "—", most=most)
            faults.add(line.origin, fault)
    return kept
