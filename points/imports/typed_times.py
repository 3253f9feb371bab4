"""The day and the time of day that somebody means who types them into a field: 11.26, 1126, 昨天, 周三; 9点, 0900.

What the cells of old books may hold is read in `reading`; a field has a today besides, and a sense: what was done lies
behind it, what is planned before it. Pure: words and a day in, a day or a time out, None where they cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Literal

from points.imports.reading import cells, clocks, dates

#: which way a field looks for the year, the month or the week that was not typed
Sense = Literal["past", "future"]

#: a day just beyond today is a slip of the hand, and no day of another year: it is read as typed, and can be refused
SLIP = timedelta(days=7)
ends_on = clocks.ends_on
_AHEAD = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
_WEEK = {"上": -1, "这": 0, "本": 0, "下": 1}
_WEEKDAY = re.compile(r"(上上|上|这|本|下下|下)?个?(?:周|星期|礼拜)([一二三四五六日天])")
_NAMED = re.compile(r"\(?(?:周|星期|礼拜)([一二三四五六日天])\)?$")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})[日号]?")
_DIGITS = re.compile(r"\d{3,8}")


def day(words: str, *, today: date, sense: Sense) -> date | None:
    """The day; where no year was typed, the nearest one on the side that the field looks to."""
    plain = cells.squeezed(words).lower()
    if plain in _AHEAD:
        return today + timedelta(days=_AHEAD[plain])
    weekday = _WEEKDAY.fullmatch(plain)
    if weekday:
        return _of_week(weekday, today, sense)
    named = _NAMED.search(plain)
    found = _spelled(_NAMED.sub("", plain), cells.text(words).lower(), today, sense)
    # a day with a day of the week that it is not: one of the two is wrong
    return None if named and found and found.weekday() != _number_of(named[1]) else found


def whole_day(words: str) -> date | None:
    """A day that nothing is added to: of a birth, the year has to be typed."""
    return dates.day(words)


def time_of_day(words: str) -> time | None:
    """The time of day; 24:00 is the midnight a night ends with."""
    plain = cells.squeezed(words)
    return cells.time_of_day(f"{plain}:00" if re.fullmatch(r"\d{1,2}", plain) else words)


def _spelled(plain: str, spaced: str, today: date, sense: Sense) -> date | None:
    if _DIGITS.fullmatch(plain):
        return _from_digits(plain, today, sense)
    only_day = _DAY_OF_MONTH.fullmatch(plain)
    if only_day:
        return _of_month(int(only_day[1]), today, sense)
    whole = dates.day(spaced)
    return whole or _nearest((dates.day(spaced, year) for year in _years(today)), today, sense)


def _from_digits(digits: str, today: date, sense: Sense) -> date | None:
    """20251126, 251126, 1126, 926."""
    if len(digits) in (6, 8):
        return _day(int(digits[:-4]) + (2000 if len(digits) == 6 else 0), digits[-4:-2], digits[-2:])
    if len(digits) in (3, 4):
        return _nearest((_day(year, digits[:-2], digits[-2:]) for year in _years(today)), today, sense)
    return None


def _of_month(number: int, today: date, sense: Sense) -> date | None:
    """The last, or the next, day of this number; a month that is too short for it is passed over."""
    step = -1 if sense == "past" else 1
    months = (divmod(today.year * 12 + today.month - 1 + step * ahead, 12) for ahead in range(4))
    found = [_day(year, month + 1, number) for year, month in months]
    return next((one for one in found if one is not None and (one - today).days * step >= 0), None)


def _of_week(match: re.Match[str], today: date, sense: Sense) -> date:
    wanted, week = _number_of(match[2]), match[1]
    if week:
        ahead = _WEEK[week[0]] * len(week)
        return today + timedelta(days=wanted - today.weekday() + 7 * ahead)
    if sense == "past":
        return today - timedelta(days=(today.weekday() - wanted) % 7)
    return today + timedelta(days=(wanted - today.weekday()) % 7)


def _number_of(weekday: str) -> int:
    return "一二三四五六日".index("日" if weekday == "天" else weekday)


def _years(today: date) -> range:
    """Far enough for the 29th of February."""
    return range(today.year - 8, today.year + 9)


def _nearest(found: Iterable[date | None], today: date, sense: Sense) -> date | None:
    there = [one for one in found if one is not None]
    if sense == "past":
        return max((one for one in there if one <= today + SLIP), default=None)
    return min((one for one in there if one >= today - SLIP), default=None)


def _day(year: int, month: str | int, number: str | int) -> date | None:
    try:
        found = date(year, int(month), int(number))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2199 else None
