"""Activities of a made-up community: sign-in sheets that agree with the register to the minute."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from tests.imports.made import words
from tests.imports.made.book import Row, Sheet
from tests.imports.made.community import ATTENDANCE, Household, Made, Person, Rule


def hold_activities(made: Made, month: int, register: Sheet, spent: Counter[tuple[Any, ...]]) -> None:
    """One to three activities of a month, on days of their own; nobody is at more than one a day."""
    dice = made.dice
    if "attendance" not in made.styles:
        made.styles["attendance"] = dice.choice(("above", "below"))
    days = dice.sample(range(2, 26), dice.randint(1, 3))
    for number in days:
        rule = dice.choice([one for one in made.rules if one.unit == "小时"])
        guests = dice.sample(made.households, dice.randint(3, min(12, len(made.households))))
        hold(
            made,
            rule,
            date(made.year, month, number),
            [(home, dice.choice(home.people)) for home in guests],
            register,
        )


def hold(
    made: Made,
    rule: Rule,
    day: date,
    guests: list[tuple[Household, Person]],
    register: Sheet | None,
    *,
    name: str = "",
) -> Sheet:
    """One activity: its sheet, and a line of the register for each who came; without a register it gives hours alone."""
    dice = made.dice
    starts = datetime(day.year, day.month, day.day, dice.choice((8, 9, 14)), dice.choice((0, 30)))
    sheet = open_sheet(made, rule, starts, name)
    for home, person in guests:
        minutes = dice.choice([one for one in (60, 90, 120, 150, 180) if rule.tenths * one % 60 == 0])
        row = attend(made, sheet, home, person, starts, minutes)
        if register is not None:
            matter = f"{rule.name}{minutes / 60:g}小时"
            tenths = rule.tenths * minutes // 60
            made.joined[row] = made.earn(home, day, rule, tenths, who=person, matter=matter, sheet=register)
    return sheet


def open_sheet(made: Made, rule: Rule, starts: datetime, name: str = "") -> Sheet:
    """An empty sign-in sheet, with its day, leader and rule above or below the table."""
    dice, sheets = made.dice, made.sheets(ATTENDANCE)
    if not sheets:
        optional = [key for key in words.OPTIONAL["attendance"] if dice.random() < 0.4]
        keys = [key for key in words.HEADINGS["attendance"] if key not in optional]
        columns = {key: dice.choice(words.HEADINGS["attendance"][key]) for key in keys}
    else:
        columns = dict(sheets[0].headings)
    said = (
        f"活动时间：{starts:%Y年%m月%d日 %H:%M}   带队人：{dice.choice(words.STAFF)}   规则编号：{rule.code}"
    )
    sheet = Sheet(name or f"{starts:%m%d}{rule.name[:6]}", columns, [[f"{rule.name}签到表"]])
    if made.styles["attendance"] == "above":
        sheet.above.append([said])
    else:
        sheet.below = [[], [said]]
    sheets.append(sheet)
    return sheet


def attend(made: Made, sheet: Sheet, home: Household, person: Person, starts: datetime, minutes: int) -> Row:
    """A line of a sign-in sheet."""
    row = Row(
        {
            "serial": len(sheet.rows) + 1, "name": person.name, "household": made.number_cell(home),
            "phone": person.phone if made.dice.random() < 0.3 else None, "in": f"{starts:%H:%M}",
            "out": f"{starts + timedelta(minutes=minutes):%H:%M}", "hours": _hours(minutes),
        }
    )  # fmt: skip
    sheet.rows.append(row)
    made.minutes[row] = minutes
    return row


def _hours(minutes: int) -> int | float:
    return minutes // 60 if minutes % 60 == 0 else minutes / 60
