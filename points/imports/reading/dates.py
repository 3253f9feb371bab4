"""Which day a cell or a sentence means, in the many ways an office writes one. It knows no sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from points.foundation import clock
from points.imports.reading.cells import Cell, chinese_number, squeezed, text

_EPOCH = date(1899, 12, 30)
_SEP = r"[./\-年,、_]"
_FULL = re.compile(rf"(?<!\d)(\d{{4}}|\d{{2}}){_SEP}(\d{{1,2}})[./\-月,、_](\d{{1,2}})(?!\d)[日号]?")
_SHORT = re.compile(r"(?<!\d)(\d{1,2})[./\-月](\d{1,2})(?!\d)[日号]?")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年|\D*月|[./\-]\d|度|$|\D)")
_MONTH = re.compile(rf"((?:19|20)\d{{2}}){_SEP}?(\d{{1,2}})月?(?:份)?")
_CLOCK = re.compile(
    r"(?:(?<!\d)|t)\d{1,2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|\s*[ap]m)?|[点时](?:\d{1,2}分?|半|整)?)(?!\d)"
)
_TAIL = re.compile(
    r"\(?(星期|周|礼拜)[一二三四五六日天]\)?|(?<=[\d日号])\([一二三四五六日天]\)$|\(?(上午|下午|早上|晚上?|中午|左右|补[登录记]?)\)?|(?<=[\d日号])[.,;、]+$"
)
_YEAR_LAST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_FIRST_OF_SPAN = re.compile(
    r"((?:\d{4}年\d{1,2}月|\d{4}[./\-]\d{1,2}[./\-]|\d{1,2}[月./])\d{1,2}[日号]?)"
    r"(?:至|到|和|及|[-~、,&+])(?:(?:\d{4}[年./\-])?\d{1,2}[月./\-])?\d{1,2}[日号]?"
)
_HOURS = re.compile(
    r"(?:上午|下午|晚上?|早上?)?\d{1,2}(?:[:点]\d{0,2}分?)(?:至|到|[-~])(?:上午|下午|晚上?)?\d{1,2}(?:[:点]\d{0,2}分?)$"
)
_STROKES = re.compile(r"[\u2010-\u2015\u2212\u00b7\uff5e~\\]")
_NUMERALS = re.compile(
    r"[零〇一二三四五六七八九]{4}(?=年)|[零〇一二三四五六七八九十]{1,3}(?=[月日号])|(?<=月)[一二三四五六七八九十]{1,3}$"
)
#: a nought of the year that is typed as the sign that looks most like it
_NOUGHT = re.compile(r"(?<=二)[○o0](?=[一二三])")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(:\d\d(\.\d+)?)?(z|[+-]\d\d:?\d\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[ -]?([a-z]{3})[a-z]*|([a-z]{3})[a-z]*\.? ?(\d{1,2})(?:st|nd|rd|th)?)(?:[,. -]{1,2}(\d{4}|\d\d))?"
)


def day(cell: Cell, year: int | None = None) -> date | None:
    """The day in the cell; where it names no year, the year handed in; None where it cannot be read.

    Figures with the year last (3/5/2025) are taken with the month first, where that can be; a column knows better.
    """
    if isinstance(cell, datetime):
        return _plausible(cell.date())
    if isinstance(cell, date):
        return _plausible(cell)
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return _from_number(Decimal(str(cell)), year)
    plain = text(cell).lower()
    if _INSTANT.fullmatch(plain):
        return _of_instant(plain.upper())
    named = english(plain)
    if named:
        return _date(named[0] or year or 0, named[1], named[2])
    words = _STROKES.sub("-", _CLOCK.sub("", plain.replace("。", ".")))
    words = _arabic(_TAIL.sub("", squeezed(re.sub(r"(?<=\d)\s+(?=\d)", "-", words.strip()))))
    words = re.sub(r"^\((.*)\)$", r"\1", words)
    typed = typed_parts(words)
    if typed:
        return (
            ordered(words, "month_first") or ordered(words, "day_first")
            if re.search(r"\d{4}$", words)
            else None
        )
    for shape in (_FULL, _COMPACT, _SHORT):
        match = shape.fullmatch(words)
        if match:
            return _built(shape, match, year)
    return _from_number(Decimal(words), year) if re.fullmatch(r"[1-9]\d{4,5}(\.\d+)?", words) else None


def english(plain: str) -> tuple[int | None, int, int] | None:
    """Year, month and day of one with an English month (5-mar-25, mar 5, 2025); None for anything else.

    Mar-05 may be a month of a year, and 25-mar-05 begins with its day or its year: they are none.
    """
    match = _ENGLISH.fullmatch(plain)
    name = match and (match[2] or match[3])
    if match is None or name not in _MONTHS or (match[5] and len(match[5]) == 2 and int(match[5]) < 19):
        return None
    year = int(match[5]) if match[5] else None
    return (
        2000 + year if year is not None and year < 100 else year,
        _MONTHS.index(name) + 1,
        int(match[1] or match[4]),
    )


def six_figures(cell: Cell) -> date | None:
    """The day of 250305, whose two first figures are a year of these times; a date of birth may be of another century."""
    match = (
        re.fullmatch(r"(\d{2})(\d{2})(\d{2})(?:\.0)?", squeezed(cell))
        if isinstance(cell, str | int | float)
        else None
    )
    return (
        None
        if match is None or int(match[1]) < 19
        else _date(2000 + int(match[1]), int(match[2]), int(match[3]))
    )


def is_instant(cell: Cell) -> bool:
    """Whether it is a moment of some zone (2025-03-05T16:00:00Z), whose day here may be another one."""
    return isinstance(cell, str) and bool(_INSTANT.fullmatch(text(cell).lower()))


def number_of_day(cell: Cell) -> int | None:
    """The number of a day that names no month (5日, 十五号), else None."""
    match = (
        re.fullmatch(r"(\d{1,2})[日号]", _arabic(_TAIL.sub("", squeezed(cell))))
        if isinstance(cell, str)
        else None
    )
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None


def day_within(words: str, year: int | None = None) -> date | None:
    """The first day named inside a sentence, such as the foot of a sign-in sheet."""
    plain = _arabic(re.sub(r"(?<=\d)\s+(?=[年月日])|(?<=[年月])\s+(?=\d)", "", text(words)))
    for shape in (_FULL, _COMPACT, _SHORT):
        for match in shape.finditer(plain):
            found = _built(shape, match, year)
            if found:
                return found
    return None


def typed_parts(cell: Cell) -> tuple[int, int, int] | None:
    """The figures of 3/15/25 or 5/3/2025, the year last, whose order only the column can tell; None for anything else.

    25/3/5 begins with its year, as here one is written.
    """
    match = _YEAR_LAST.fullmatch(squeezed(cell)) if isinstance(cell, str) else None
    if match is None or (len(match[3]) == 2 and (int(match[1]) >= 19 or int(match[3]) < 19)):
        return None
    year = int(match[3])
    return int(match[1]), int(match[2]), year if year > 99 else 2000 + year


def ordered(cell: Cell, order: str) -> date | None:
    """The day of such figures in an order: month_first or day_first."""
    parts = typed_parts(cell)
    if parts is None or order not in ("month_first", "day_first"):
        return None
    first, second, year = parts
    return _date(year, first, second) if order == "month_first" else _date(year, second, first)


def span_start(cell: Cell) -> str | None:
    """The first day of several (3月6、7日, 2025年3月5日至6日), or the day of some hours (3.7上午8:30—10:30), as typed."""
    if not isinstance(cell, str):
        return None
    words = _STROKES.sub("-", squeezed(cell))
    bare = _HOURS.sub("", words)
    if bare != words:
        return bare
    match = _FIRST_OF_SPAN.fullmatch(words)
    return match[1] if match else None


def month_end(cell: Cell) -> date | None:
    """The last day of a month that is written without a day (2026.12, 2026年12月)."""
    words = squeezed(cell)
    match = re.fullmatch(r"((?:19|20)\d{2})[年./\-](\d{1,2})月?(?:底|末)?", words)
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    following = date(int(match[1]) + int(match[2]) // 12, int(match[2]) % 12 + 1, 1)
    return following - timedelta(days=1)


def birth(cell: Cell) -> tuple[str, date | None] | None:
    """A birth date as ("1990-08", first day) or ("1984-09-27", day); ("", None) if none stands; None if impossible."""
    if isinstance(cell, int) and 3000 <= cell < 20000:
        return birth(_EPOCH + timedelta(days=cell))
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell < 3000:
        cell = f"{cell:.2f}" if isinstance(cell, float) and not cell.is_integer() else str(int(cell))
    words = squeezed(cell)
    if words.lower() in ("", "/", "-", "—", "不详", "无", "未知"):
        return "", None
    exact = day(cell)
    if exact:
        return exact.isoformat(), exact
    words = _arabic(words.rstrip("生"))
    month = _MONTH.fullmatch(words)
    if month and 1 <= int(month[2]) <= 12:
        return f"{month[1]}-{int(month[2]):02d}", date(int(month[1]), int(month[2]), 1)
    only_year = re.fullmatch(r"((?:19|20)\d{2})年?", words)
    return (only_year[1], date(int(only_year[1]), 1, 1)) if only_year else None


def year_named(sentences: Iterable[str]) -> int | None:
    """The year that titles and full dates name most often."""
    found = Counter(int(match[1]) for words in sentences for match in _YEAR.finditer(text(words)))
    return found.most_common(1)[0][0] if found else None


def _of_instant(words: str) -> date | None:
    """The day of the community at an instant of some other zone: 16:00 in Greenwich is the next day."""
    try:
        return _plausible(clock.shanghai(datetime.fromisoformat(words)).date())
    except (ValueError, OverflowError):
        return None


def _built(shape: re.Pattern[str], match: re.Match[str], year: int | None) -> date | None:
    parts = [int(part) for part in match.groups()]
    if shape is _SHORT:
        return None if year is None else _date(year, parts[0], parts[1])
    return _date(parts[0] if parts[0] > 99 else 2000 + parts[0], parts[1], parts[2])


def _from_number(value: Decimal, year: int | None) -> date | None:
    if value == value.to_integral_value() and _COMPACT.fullmatch(str(int(value))):
        return day(str(int(value)))
    if year is not None and re.fullmatch(rf"{year % 100:02d}\d{{4}}", str(value)):
        return day(f"20{value}")
    if 20000 <= value < 80000:
        return _plausible(_EPOCH + timedelta(days=int(value)))
    if 1 <= value < 13 and value != value.to_integral_value() and year is not None:
        return day(str(value), year)
    return None


def _date(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return _plausible(date(year, month, day_of_month))
    except ValueError:
        return None


def _plausible(found: date) -> date | None:
    return found if 1900 <= found.year <= 2199 else None


def _arabic(words: str) -> str:
    def spelled(match: re.Match[str]) -> str:
        value = chinese_number(match[0])
        return match[0] if value is None else str(value)

    return _NUMERALS.sub(spelled, _NOUGHT.sub("〇", words))
