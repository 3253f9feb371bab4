"""Habits in the sign-in sheets."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from openpyxl.worksheet.worksheet import Worksheet

from tests.imports.made import words
from tests.imports.made.attending import attend, hold, open_sheet
from tests.imports.made.book import Row, Sheet
from tests.imports.made.community import ATTENDANCE, Made, Rule, Unfit
from tests.imports.made.habits import Trace, asked, habit, taken


def _rule(made: Made) -> Rule:
    return next(rule for rule in made.rules if rule.unit == "小时")


def _held(made: Made, number: int = 27, people: int = 2) -> Sheet:
    """An activity of its own, with its lines in the register."""
    guests = [(home, made.dice.choice(home.people)) for home in (made.lone() for _ in range(people))]
    name = f"活动{len(made.sheets(ATTENDANCE)) + 1}"
    return hold(made, _rule(made), made.day(number), guests, made.register_sheet(), name=name)


@habit("taken")
def hours_as_a_time(made: Made) -> Trace:
    """The hours are the difference of two times, and formatted as one."""
    for row in _held(made).rows:
        minutes = made.minutes[row]
        row.cells["hours"] = time(minutes // 60, minutes % 60)
        row.formats["hours"] = "h:mm"
    return taken()


@habit("taken")
def hours_in_words(made: Made) -> Trace:
    """Hours as people say them."""
    for row in _held(made).rows:
        hours, rest = divmod(made.minutes[row], 60)
        half = f"{hours}个半小时" if rest else f"{hours}个小时"
        said = (
            f"{hours}:{rest:02d}",
            f"{hours}小时{rest}分" if rest else f"{hours}小时",
            f"{hours * 60 + rest}分钟",
            half,
        )
        row.cells["hours"] = made.dice.choice(said)
    return taken()


@habit("taken")
def column_in_minutes(made: Made) -> Trace:
    """The heading says that the column is minutes."""
    sheet = _held(made)
    sheet.headings = {
        key: "时长（分钟）" if key == "hours" else words for key, words in sheet.headings.items()
    }
    for row in sheet.rows:
        row.cells["hours"] = made.minutes[row]
    return taken()


@habit("asked")
def more_hours_than_there_was_time(made: Made) -> Trace:
    """Two hours between coming and going, and twenty in the column."""
    row = _held(made).rows[0]
    row.cells["hours"] = made.dice.choice((20, 25, 15))
    return asked("the times", [(row, "hours")], [row])


@habit("taken")
def over_midnight(made: Made) -> Trace:
    """A night watch ends on the next day."""
    sheet = _held(made)
    for row in sheet.rows:
        start = datetime(made.year, 1, 1, 23, 0)
        row.cells |= {"in": f"{start:%H:%M}", "out": f"{start + timedelta(minutes=made.minutes[row]):%H:%M}"}
    return taken()


@habit("taken")
def forgot_to_sign_out(made: Made) -> Trace:
    """The leader wrote the hours down, and nobody wrote when they left."""
    row = _held(made).rows[0]
    row.cells["out"] = made.dice.choice((None, "忘签", "忘记签退", "/"))
    return taken()


@habit("taken")
def leader_among_the_guests(made: Made) -> Trace:
    """The leader is a resident, stands in the list as well, and has hours like everybody."""
    sheet, home = _held(made), made.lone()
    name = home.head.name
    for rows in (sheet.above, sheet.below):
        for cells in rows:
            cells[:] = [_led_by(cell, name) if isinstance(cell, str) else cell for cell in cells]
    minutes = made.minutes[sheet.rows[0]]
    attend(made, sheet, home, home.head, datetime(made.year, 1, 1, 9, 0), minutes)
    rule = _rule(made)
    made.earn(
        home, made.day(27), rule, rule.tenths * minutes // 60, matter=f"{rule.name}{minutes / 60:g}小时"
    )
    return taken()


def _led_by(said: str, name: str) -> str:
    for one in words.STAFF:
        said = said.replace(f"带队人：{one}", f"带队人：{name}")
    return said


def _without_rule(said: str) -> str:
    return said.partition("   规则编号")[0]


@habit("taken")
def rule_only_in_the_title(made: Made) -> Trace:
    """The title says what was done, and that is the name of a rule."""
    sheet = _held(made)
    for rows in (sheet.above, sheet.below):
        for cells in rows:
            cells[:] = [_without_rule(cell) if isinstance(cell, str) else cell for cell in cells]
    return taken()


@habit("taken")
def rule_only_in_the_register(made: Made) -> Trace:
    """The sheet names no rule at all; the register's lines of that day do."""
    sheet = _held(made)
    for rows in (sheet.above, sheet.below):
        for cells in rows:
            cells[:] = [_without_rule(cell) if isinstance(cell, str) else cell for cell in cells]
    sheet.above[0] = [f"{made.name}志愿服务签到表"]
    return taken()


@habit("taken")
def two_rules_on_one_sheet(made: Made) -> Trace:
    """Some swept and some stood guard; the sheet names both rules, and the register says who did what."""
    rules = [rule for rule in made.rules if rule.unit == "小时" and rule.tenths % 10 == 0]
    if len(rules) < 2:
        raise Unfit
    day = datetime(made.year, made.last_month, 27, 9)
    sheet = open_sheet(made, rules[0], day, f"活动{len(made.sheets(ATTENDANCE)) + 1}")
    for rows in (sheet.above, sheet.below):
        for cells in rows:
            cells[:] = [one.replace(rules[0].code, f"{rules[0].code}、{rules[1].code}") for one in cells]
    sheet.above[0] = [f"{made.name}志愿服务签到表"]
    for rule in rules[:2]:
        home = made.lone()
        attend(made, sheet, home, home.head, day, 120)
        made.earn(home, made.day(27), rule, 2 * rule.tenths, matter=f"{rule.name}2小时")
    return taken()


@habit("asked")
def called_off(made: Made) -> Trace:
    """The list was filled in beforehand, and the title says that the activity was called off."""
    guests = [(home, home.head) for home in (made.lone(), made.lone())]
    name = f"活动{len(made.sheets(ATTENDANCE)) + 1}"
    sheet = hold(made, _rule(made), made.day(28), guests, None, name=name)
    sheet.above[0] = [f"{_rule(made).name}签到表（{made.dice.choice(('因雨取消', '活动取消', '作废'))}）"]
    for row in sheet.rows:
        del made.minutes[row]
    return asked("the activity was called off", [sheet], sheet.rows)


@habit("taken")
def signed_off_below(made: Made) -> Trace:
    """Below the list stands when it was filed, which is not when it was."""
    sheet = _held(made)
    sheet.below += [[f"填表人：{words.STAFF[0]}      填表日期：{made.year + 1}年1月5日"]]
    return taken()


@habit("taken")
def hours_summed_up(made: Made) -> Trace:
    """The last row of the list is the sum of the hours."""
    sheet = _held(made)
    cells: list[object] = [None] * len(sheet.headings)
    cells[0] = "合计"
    cells[list(sheet.headings).index("hours")] = sum(made.minutes[row] for row in sheet.lines) / 60
    sheet.rows.append(Row(raw=cells))
    return taken()


@habit("taken", "attendance")
def coming_and_going_under_one_heading(made: Made) -> Trace:
    """Two rows of headings: signed in and out stand under one merged cell."""
    sheet = _held(made)
    headings, keys = list(sheet.headings.values()), list(sheet.headings)
    at, top = keys.index("in") + 1, len(sheet.above) + 1
    first: list[str | None] = [*headings]
    first[at - 1 : at + 1] = ["签到情况", None]
    second: list[str | None] = [None] * len(headings)
    second[at - 1 : at + 1] = headings[at - 1 : at + 1]
    sheet.head = [first, second]

    def merge(to: Worksheet) -> None:
        to.merge_cells(start_row=top, end_row=top, start_column=at, end_column=at + 1)
        for column in (one for one in range(1, len(headings) + 1) if one not in (at, at + 1)):
            to.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)

    sheet.finish.append(merge)
    return taken()


@habit("taken", "attendance")
def one_below_the_other(made: Made) -> Trace:
    """All activities of the book stand on one sheet, one list below the other."""
    sheets = made.sheets(ATTENDANCE)
    first = sheets[0]
    if any(sheet.head or sheet.finish for sheet in sheets):
        raise Unfit
    rows = [*first.rows, *(Row(raw=cells) for cells in first.below)]
    for sheet in sheets[1:]:
        rows += [Row(raw=[]), *(Row(raw=cells) for cells in sheet.above), Row(headings=dict(sheet.headings))]
        rows += [*sheet.rows, *(Row(raw=cells) for cells in sheet.below)]
    one = Sheet("签到", first.headings, first.above, rows)
    for sheet in sheets:
        sheet.header = one.header
    made.book.files[ATTENDANCE] = [one]
    return taken()


@habit("taken", "attendance")
def sheet_kept_twice(made: Made) -> Trace:
    """A sheet was copied before it was printed; the activity took place once."""
    sheet = _held(made)
    twin = Sheet(f"{sheet.name} (2)", dict(sheet.headings), list(sheet.above), below=list(sheet.below))
    twin.rows = [Row(dict(row.cells)) for row in sheet.rows]
    made.sheets(ATTENDANCE).append(twin)
    return taken(twin)


@habit("taken", "attendance")
def no_numbers_on_the_list(made: Made) -> Trace:
    """People sign with their names; who they are, the register of that day says."""
    if not made.names_are_unique or any(sheet.head or sheet.finish for sheet in made.sheets(ATTENDANCE)):
        raise Unfit
    for sheet in made.sheets(ATTENDANCE):
        sheet.headings = {key: heading for key, heading in sheet.headings.items() if key != "household"}
    return taken()


@habit("taken")
def two_shifts(made: Made) -> Trace:
    """Somebody came in the morning and again in the afternoon."""
    home, rule = made.lone(), _rule(made)
    minutes = next(one for one in (60, 120) if rule.tenths * one % 60 == 0)
    sheet = open_sheet(
        made, rule, datetime(made.year, made.last_month, 27, 9), f"活动{len(made.sheets(ATTENDANCE)) + 1}"
    )
    for hour in (9, 14):
        attend(made, sheet, home, home.head, datetime(made.year, made.last_month, 27, hour), minutes)
    tenths = 2 * rule.tenths * minutes // 60
    made.earn(home, made.day(27), rule, tenths, matter=f"{rule.name}{2 * minutes / 60:g}小时")
    return taken()
