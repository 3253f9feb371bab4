"""Habits in the day column of the register."""

from __future__ import annotations

from datetime import date, datetime

from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.imports.made.book import Row
from tests.imports.made.community import DATE_FORMATS, REGISTER, Made
from tests.imports.made.counting import Event
from tests.imports.made.habits import Trace, asked, habit, refused, taken

_DIGITS = "〇一二三四五六七八九"


def _on(made: Made, value: object, *, number: int = 27, counts: bool = True) -> Row:
    row = made.earned(made.lone(), number=number, counts=counts)
    row.cells["day"] = value
    row.formats.pop("day", None)
    return row


@habit("taken")
def american_order(made: Made) -> Trace:
    """A computer set to American English; the 27th can only be a day."""
    _on(made, f"{made.last_month}/27/{made.year % 100}")
    return taken()


@habit("taken")
def several_days(made: Made) -> Trace:
    """A deed of two days stands in one line; it counts from the first."""
    month = made.last_month
    row = _on(
        made,
        made.dice.choice(
            (f"{made.year}年{month}月27日至28日", f"{month}月27、28日", f"{made.year}.{month}.27-28")
        ),
    )
    return taken((row, "day"))


@habit("taken")
def with_the_hour(made: Made) -> Trace:
    """The hour or the day of the week stands beside the day."""
    day = made.day(27)
    week = "一二三四五六日"[day.weekday()]
    tails = (" 09:30", "上午", f"（周{week}）", f" 星期{week}", "下午3点", " 15:00:00")
    _on(made, f"{day.year}年{day.month}月{day.day}日{made.dice.choice(tails)}")
    return taken()


@habit("taken")
def two_digits_of_the_year(made: Made) -> Trace:
    """The century is left out; the title says which."""
    day = made.day(27)
    _on(
        made,
        made.dice.choice((f"{day:%y}.{day.month}.27", f"{day:%y-%m-%d}", f"{day:%y}年{day.month}月27日")),
    )
    return taken()


@habit("taken")
def day_in_chinese_numerals(made: Made) -> Trace:
    """Written as on an official paper."""
    day = made.day(27)
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    month = {10: "十", 11: "十一", 12: "十二"}.get(day.month) or _DIGITS[day.month]
    _on(made, f"{year}年{month}月二十七日")
    return taken()


@habit("taken")
def day_as_a_bare_number(made: Made) -> Trace:
    """The format was lost when values were pasted: a number of days since 1900, in the month that the title names."""
    _on(made, (made.day(27) - date(1899, 12, 30)).days)
    return taken()


@habit("taken")
def day_not_repeated(made: Made) -> Trace:
    """The day is written once, and the lines below it are of the same day."""
    made.earned(made.lone())
    row = _on(made, None)
    return taken((row, "day"))


@habit("taken")
def day_by_ditto(made: Made) -> Trace:
    """A mark instead of the same day again."""
    made.earned(made.lone())
    _on(made, made.dice.choice(("〃", "″", "同上", "”")))
    return taken()


@habit("taken")
def lost_nought(made: Made) -> Trace:
    """3.10 typed as a number is kept as 3.1; between the 9th and the 11th it is the tenth."""
    home, rows = made.lone(quiet=True), []
    for number in (9, 10, 11):
        row = made.earned(home, number=number, matter=f"{made.free_rule.name}第{number}日")
        row.cells["day"] = round(made.last_month + number / (10 if number < 10 else 100), 2)
        row.formats["day"] = "0.0" if number < 10 else "0.00"
        rows.append(row)
    return taken((rows[1], "day"))


@habit("taken", "register")
def macintosh_days(made: Made) -> Trace:
    """A workbook made on an old Macintosh counts its days from 1904."""
    days = {id(event.row): event.day for event in made.events}
    for sheet in made.sheets(REGISTER):
        for row in sheet.lines:
            day = days.get(id(row))
            if day is not None and row.cells["day"] == made.day_cell("register", day):
                row.cells["day"] = datetime(day.year, day.month, day.day)
                row.formats["day"] = DATE_FORMATS["cell"]
        sheet.finish.append(_from_1904)
    return taken()


def _from_1904(sheet: Worksheet) -> None:
    sheet.parent.epoch = CALENDAR_MAC_1904


@habit("asked")
def year_mistyped(made: Made) -> Trace:
    """Two digits changed places; nobody can know that it was no line of another year."""
    day = made.day(27)
    wrong = made.dice.choice((2052, day.year - 10, 2205, day.year + 30))
    row = _on(made, f"{wrong}-{day:%m-%d}", counts=False)
    made.events.append(Event(day, "earn", row, _household(made, row), tenths=30))
    return asked("the year is the one of the book", [(row, "day")], [row])


def _household(made: Made, row: Row) -> str:
    return next(one.number for one in made.households if made.number_cell(one) == row.cells["household"])


@habit("refused")
def day_that_never_was(made: Made) -> Trace:
    """The 31st of a short month may be its 30th or the first of the next."""
    words = made.dice.choice(
        (f"{made.year}年6月31日", f"{made.year}-02-30", f"{made.year}.9.31", f"{made.year}/13/2")
    )
    return refused((_on(made, words, counts=False), "day"))


@habit("refused")
def day_of_no_month(made: Made) -> Trace:
    """It was some time that month."""
    return refused((_on(made, made.dice.choice(("月底", "某日", "不详", "当天")), counts=False), "day"))
