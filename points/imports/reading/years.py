"""Which year the dates of a book mean that name none: its title's, its own dates', or what the other books say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from points.imports.reading.cells import text
from points.imports.reading.dates import year_named
from points.imports.reading.tables import Table
from points.imports.reading.worksheet import Sheet

#: a day on which something was printed, filled in or handed up is no day of the book
PRINTED = re.compile(r"(打印|制表|填表|填报|上报|审核|归档|导出|下载|截止|盖章|签发)[^\d]{0,6}")
#: headings of days on which nothing was done
_OTHER_DAYS = re.compile("保质|有效期|到期|出生|生日")
_FULL = re.compile(r"(?<!\d)((?:19|20)\d{2})[年./\-]\d{1,2}[月./\-]\d{1,2}")
_MONTH = re.compile(r"(?:(?:19|20)\d{2}年?)?[^\d]{0,2}?(?<!\d)(\d{1,2})月(?!\d{1,2}日|\d)")
_SPELLED_MONTH = re.compile(r"(?<![一二三四五六七八九十])(十[一二]?|[一二三四五六七八九])月(?!\d)")
#: 1-3月, 三至五月, 3月、4月, 一季度
_SEVERAL_MONTHS = re.compile(
    r"(?<!\d\d\d)[\d一二三四五六七八九十]月?份?(?:[-—–~～至到、,，/和及]|\.(?=\d+月))\d{0,4}年?[\d一二三四五六七八九十]+月|季度|半年"
)
_CHINESE_MONTHS = {name: at for at, name in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
#: rows that show in which years a sheet is
_SAMPLES = 3_000


class Years:
    """The years that the full dates of each book name, and how often."""

    def __init__(self, sheets: Mapping[str, Iterable[Sheet]]) -> None:
        self._of: dict[str, Counter[int]] = {
            book: sum((_counted(sheet) for sheet in some), Counter()) for book, some in sheets.items()
        }

    def elsewhere(self, book: str) -> int | None:
        """What the other books of deeds say, if they agree."""
        others = sum((counts for name, counts in self._of.items() if name not in (book, "roster")), Counter())
        if not others:
            return None
        year, times = others.most_common(1)[0]
        return year if times >= 0.8 * others.total() else None

    def within(self, book: str) -> int | None:
        """What most full dates of a book say."""
        counts = self._of.get(book)
        return counts.most_common(1)[0][0] if counts else None


def of_title(table: Table) -> int | None:
    """The year that stands above a table or in the name of its sheet; not that of a day of printing."""
    return year_named(words for words in _title(table))


def printed(table: Table) -> int | None:
    """The year of a day of printing or filling in, where only that is named."""
    found = [match for words in table.title() for match in PRINTED.finditer(text(words))]
    return year_named(text(match.string)[match.end() :] for match in found)


def month_of_title(table: Table) -> int | None:
    """The month that a title or the sheet's name says: 2025年3月积分登记表, 3月, 三月."""
    return next((month for words in _title(table) if (month := _month(words))), None)


def only_month_of_title(table: Table) -> int | None:
    """The same, where the title speaks of one month only: neither of several nor of a part of the year."""
    said = _title(table)
    months = {month for words in said if (month := _month(words))}
    several = any(_SEVERAL_MONTHS.search(text(words)) for words in said)
    return next(iter(months)) if len(months) == 1 and not several else None


def _month(words: str) -> int | None:
    match = _MONTH.search(text(words))
    if match and 1 <= int(match[1]) <= 12:
        return int(match[1])
    spelled = _SPELLED_MONTH.search(text(words))
    return _CHINESE_MONTHS[spelled[1]] if spelled else None


def _title(table: Table) -> list[str]:
    plain = [
        PRINTED.split(text(words))[0] if PRINTED.search(text(words)) else words for words in table.title()
    ]
    return [words for words in plain if words]


def _counted(sheet: Sheet) -> Counter[int]:
    counts: Counter[int] = Counter()
    others: set[int] = set()
    for number, row in enumerate(sheet.rows.values()):
        if number > _SAMPLES:
            break
        for column, cell in enumerate(row[:12]):
            if isinstance(cell, str) and _OTHER_DAYS.search(cell):
                others.add(column)
            if column in others:
                continue
            if isinstance(cell, datetime | date):
                counts[cell.year] += 1
            elif isinstance(cell, str) and not PRINTED.search(cell):
                match = _FULL.match(cell.strip())
                if match:
                    counts[int(match[1])] += 1
    return counts
