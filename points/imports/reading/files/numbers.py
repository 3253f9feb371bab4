"""What a number in a spreadsheet is, by its number format: a number, a day, a time of day, a duration."""

from __future__ import annotations

import math
from datetime import datetime
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import from_excel

from points.imports.reading.cells import Cell

#: formats that Chinese spreadsheets name by number alone
_CHINESE = {
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
_AS_IT_IS = frozenset({"", "General", "@", "G/通用格式"})


def built_in(number: int) -> str:
    """The format that a number stands for."""
    return _CHINESE.get(number) or BUILTIN_FORMATS.get(number, "General")


@lru_cache(maxsize=4096)
def shows_time(form: str) -> bool:
    """Whether a format shows a number as a day or a time."""
    return is_date_format(form)


def is_number(value: Cell) -> bool:
    """Whether a value is a number; yes and no are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def marked(form: str, value: Cell) -> bool:
    """Whether the value is a number and its format shows it otherwise than it is."""
    return is_number(value) and form not in _AS_IT_IS and not (form == "0" and isinstance(value, int))


def typed(words: str) -> int | float | str:
    """A number as it stands in a file; what is none stays text."""
    try:
        value = float(words) if any(sign in words for sign in ".eE") else int(words)
    except ValueError:
        return words
    return value if math.isfinite(value) else words


def in_time(value: float, form: str, epoch: datetime) -> Cell:
    """The day, the time of day or the duration that a number means; the number itself where it can mean none."""
    try:
        return from_excel(value, epoch, timedelta=is_timedelta_format(form))
    except (OverflowError, ValueError):
        return value
