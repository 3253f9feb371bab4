"""What stands around a sign-in sheet: its title, its day and hour, who led it, by which rule it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from points.imports.asking import CellPlace
from points.imports.reading import matching, years
from points.imports.reading.cells import squeezed, text, time_of_day
from points.imports.reading.dates import day_within, year_named
from points.imports.reading.days.day_slips import DayFound, believed, usual_year
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import Table
from points.imports.reading.years import PRINTED

_LEADER = re.compile(r"(?:带队人|领队|活动负责人|负责人|带队)\s*[:：]?\s*([^\s:：,，;；、()]{2,12})")
_RULE = re.compile(
    r"(?:规则编号|规则|事项编号|(?<!活动)(?<!队伍)(?<!单位)(?<!登记)编号)\s*[:：]?\s*([A-Za-z]{0,4}\s?-?\d{1,4})"
)
_RULE_NUMBER = re.compile(r"(?:规则|事项)(?:编号\s*[:：]?|\s*[:：])\s*([A-Za-z]{0,4}\s?-?\d{1,4})(?!\d)")
_START = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
_TITLE = re.compile(r"(志愿(服务)?活动)?(活动)?(签到|签退|考勤)+(登记)?(表|册|簿)?$")
_WHEN = re.compile(r"(活动|服务|开展)?(时间|日期)")
_SAYS_DAY = re.compile(r"(?:时间|日期)\s*[:：]?\s*[^\s:：_]*[\d月日]")
_SAYS = re.compile("时间|日期|带队|领队|负责人|规则")


@dataclass(frozen=True)
class Foot:
    """What is said of an activity, and the row that says it; `day` is None and `rule` empty where nothing does."""

    row: int
    title: str
    day: date | None
    starts: time | None
    leader: str
    rule: str
    #: whether anything is written where the day and the rule should be
    says_day: bool
    says_rule: bool
    #: the rule's number as it is typed; empty where none is
    typed: str


def joined_pages(found: Sequence[Table]) -> list[list[Table]]:
    """The tables by activity: a page that goes on says nothing of its own and follows one that was not ended."""
    pages: list[list[Table]] = []
    for table in found:
        before = pages[-1][-1] if pages else None
        goes_on = (
            before is not None
            and before.sheet is table.sheet
            and before.head.places == table.head.places
            and not any(_SAYS.search(words) for _, words in before.below)
            and not any(_SAYS.search(words) for _, words in table.above if words not in _said(before))
            and not any(
                _TITLE.search(squeezed(words)) for _, words in table.above if words not in _said(before)
            )
        )
        if goes_on:
            pages[-1].append(table)
        else:
            pages.append([table])
    return pages


def read_foot(pages: Sequence[Table], year: int | None, rulebook: matching.RulesByName) -> Foot:
    """What the sentences around an activity say; a day on which the sheet was filled in is not its day."""
    notes = [note for page in pages for note in page.notes]
    plain = [(row, PRINTED.split(words)[0] if PRINTED.search(words) else words) for row, words in notes]
    row, foot = _telling(plain, pages[0])
    words = " ".join(one for _, one in plain)
    own_year = year_named([*(one for _, one in plain), pages[0].sheet.name]) or year
    title = _title(pages[0])
    numbered = _RULE_NUMBER.search(words)
    leader = _LEADER.search(foot) or _LEADER.search(words)
    return Foot(
        row=row,
        title=title,
        day=day_within(foot, own_year)
        or day_within(words, own_year)
        or _day_of(pages[0].sheet.name, own_year),
        starts=_starts(foot),
        leader=leader[1] if leader else "",
        rule=_rule(words, title, rulebook),
        says_day=bool(_SAYS_DAY.search(words)),
        says_rule=bool(_RULE.search(words)),
        typed=numbered[1] if numbered else "",
    )


def believable(
    held: Sequence[tuple[Sequence[Table], Foot]], expected: int | None, remarks: Remarks
) -> list[Foot | None]:
    """Each foot with the day that is meant, judged as a line's is: by the title, by other books, by the sheets beside it.

    None where the day is asked about.
    """
    usual = expected or usual_year(foot.day for _, foot in held if foot.day)
    found: list[Foot | None] = []
    for index, (pages, foot) in enumerate(held):
        if foot.day is None:
            found.append(foot)
            continue
        page = replace(pages[0], above=tuple(note for note in pages[0].above if note[0] != foot.row))
        near = [other.day for _, other in (*held[max(0, index - 1) : index], *held[index + 1 : index + 2])]
        cell, words = CellPlace(page.sheet.file, page.sheet.name, f"A{foot.row}"), foot.day.isoformat()
        year, month = years.of_title(page) or usual, years.month_of_title(page)
        meant = believed(DayFound(foot.day, words, cell, cell, year, month, near), "attendance", remarks)
        found.append(None if meant is None else replace(foot, day=meant))
    return found


def _said(table: Table) -> set[str]:
    return {words for _, words in table.above}


def _telling(notes: Sequence[tuple[int, str]], page: Table) -> tuple[int, str]:
    """The sentence that says when the activity was; else one that says anything of it; else the last."""
    when = [note for note in notes if _WHEN.search(note[1]) and re.search(r"\d", note[1])]
    said = [note for note in notes if _SAYS.search(note[1])]
    return (when or said or list(notes) or [(page.heading, "")])[-1]


def _title(page: Table) -> str:
    above = [words for row, words in page.above if row < page.heading]
    named = next((words for words in above if _TITLE.search(squeezed(words))), above[0] if above else "")
    return _TITLE.sub("", squeezed(named)) or page.sheet.name


def _rule(words: str, title: str, rulebook: matching.RulesByName) -> str:
    match = _RULE.search(words)
    return (rulebook.by_code(match[1]) if match else "") or rulebook.by_name(title)


def _starts(foot: str) -> time | None:
    match = _START.search(text(foot))
    return time_of_day(f"{match[1]}:{match[2]}") if match else None


def _day_of(name: str, year: int | None) -> date | None:
    """The day in a sheet's name, such as 01-0105 or 3月5日."""
    found = day_within(name, year)
    match = re.search(r"(?<!\d)(\d{2})(\d{2})$", re.sub(r"\(\d\)$", "", squeezed(name)))
    return found if found or not match else day_within(f"{match[1]}月{match[2]}日", year)
