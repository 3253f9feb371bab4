"""What one cell says: text, numbers, household numbers, phones, times of day. It knows no sheet and no day."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from points.foundation.spelling import signs

Cell = str | int | float | bool | datetime | date | time | timedelta | None

#: the same words stand in many cells of a book
_KEPT = 1 << 15

#: what our own lists put before words that a spreadsheet would take for a formula
_DEFUSED = re.compile(r"^'(?=[=+\-@＝＋－＠])")
_MADE_TEXT = re.compile("^['’‘`](?=[^'’‘`\\s])")
#: what an export writes so that a spreadsheet leaves a number alone: ="003"
_QUOTED = re.compile(r'^=\s*"([^"]*)"$')
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NUMBER = re.compile(r"[^\d.,+\-/~]*?([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)[^\d.,+\-/~半]*")
_COUNTED = re.compile(r"^([零〇一二两三四五六七八九十]+)(?:[^\d百千万亿半点一二两三四五六七八九十]{1,3})$")
_CLOCK = re.compile(
    r"(上午|下午|晚上?|傍晚|中午|早上?|凌晨|am|pm)?(\d{1,2})[:点时.](?:(半)|(\d{1,2}))?(?:[:分](\d{1,2})?秒?)?(am|pm)?"
)
_HALF_DAY = re.compile("上午|下午|晚上?|傍晚|中午|早上?|凌晨")
_SPAN = re.compile(r"([^-~至到\s/—–―]+)(?:\s*(?:[-~至到/—–―]+|\s)\s*)([^-~至到\s/—–―]*\d[^-~至到\s/—–―]*)")
_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|#+", re.IGNORECASE)
_QUARTER = re.compile("[一三]刻")
_HOUR = re.compile(r"(.*?)([零〇一二两三四五六七八九十]{1,3})(?=[点时])")
_NOTHING = frozenset({"", "/", "\\", "-", "--", "—", "——", "无", "暂无", "没有", "n/a", "none", "null", "空"})
_SAME = frozenset({"同上", "〃", "″", "′′", '"', "''", "”", "“", "..", "同前"})
_NUMERALS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_LATE = ("下午", "晚", "傍晚", "pm")


def text(cell: Cell) -> str:
    """What stands in the cell, in half-width signs and without blanks around it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return _plain(str(cell))


@lru_cache(_KEPT)
def _plain(words: str) -> str:
    visible = _QUOTED.sub(r"\1", signs.visible(unicodedata.normalize("NFKC", words)).strip())
    return _MADE_TEXT.sub(
        "", visible
    )  # the sign by which a clerk tells a spreadsheet to leave a number alone


def shown(cell: Cell) -> str:
    """The text as it was typed, for people to read again."""
    if cell is None or (isinstance(cell, float) and cell.is_integer()):
        return text(cell)
    return _DEFUSED.sub("", _QUOTED.sub(r"\1", signs.visible(str(cell)).strip()))


def quoted(formula: str) -> str | None:
    """The text of a formula that is nothing else (="003"), else None."""
    match = _QUOTED.fullmatch(formula)
    return match[1] if match else None


def squeezed(cell: Cell) -> str:
    """The text without any blank inside: names and headings are typed with blanks for looks."""
    return _without_blanks(text(cell))


@lru_cache(_KEPT)
def _without_blanks(words: str) -> str:
    return re.sub(r"\s+", "", words)


def unbracketed(words: str) -> str:
    """The words without what stands in brackets."""
    return _IN_BRACKETS.sub("", words)


def is_nothing(cell: Cell) -> bool:
    """Whether the cell is empty or holds one of the strokes that mean "none"."""
    return squeezed(cell).lower() in _NOTHING


def is_error(cell: Cell) -> bool:
    """Whether a spreadsheet put an error where a value was: #REF!, ####."""
    return isinstance(cell, str) and bool(_ERROR.fullmatch(text(cell)))


def is_same_as_above(cell: Cell) -> bool:
    """Whether the cell holds a ditto mark."""
    return isinstance(cell, str) and squeezed(cell) in _SAME


def number(cell: Cell) -> Decimal | None:
    """The number in the cell, typed with its unit or without; None where there is none or more than one."""
    if isinstance(cell, bool | datetime | date | time | timedelta):
        return None
    if isinstance(cell, int | float):
        return _decimal(str(cell))
    words = squeezed(cell).replace("。", ".").replace("−", "-")
    match = _NUMBER.fullmatch(words)
    if match and match[1]:
        return _decimal(match[1].replace(",", ""))
    counted = chinese_number(_COUNTED.sub(r"\1", words))
    return None if counted is None else Decimal(counted)


def tenths(cell: Cell) -> int | None:
    """Points as whole tenths; None where the cell holds no number or a part smaller than a tenth."""
    value = number(cell)
    if value is None:
        return None
    scaled = (value * 10).quantize(Decimal("0.0001"))
    return int(scaled) if scaled == scaled.to_integral_value() else None


def whole(cell: Cell) -> int | None:
    """A whole number, else None."""
    value = number(cell)
    return int(value) if value is not None and value == value.to_integral_value() else None


def chinese_number(words: str) -> int | None:
    """A number below a hundred in Chinese numerals (三, 十二, 二十五), else None."""
    if not re.fullmatch(
        "[零〇一二两三四五六七八九]{1,9}|[零〇一二两三四五六七八九]?十[零〇一二两三四五六七八九]?", words
    ):
        return None
    if "十" not in words:
        return int("".join(str(_NUMERALS[sign]) for sign in words))
    tens, _, ones = words.partition("十")
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)


def household(cell: Cell, width: int = 3) -> str:
    """A household number in one spelling: 1, "1", "001" and "１户" are the same household."""
    words = squeezed(cell).upper()
    bare = re.sub(r"^(第|户号:?|NO\.?|#)|(户|号)$", "", words)
    bare = re.sub(r"\.0+$", "", bare)
    return bare.lstrip("0").zfill(width) if bare.isdigit() else bare


def phone(cell: Cell) -> str:
    """The digits of a phone number, also where a spreadsheet made a number of it."""
    value = text(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        value = str(int(cell))
    digits = re.sub(r"[\s\-()+.]", "", re.split("[/、,;或]", value)[0])
    return re.sub(r"^(0086|86)(?=1\d{10}$)", "", digits)


def is_phone(digits: str) -> bool:
    """Whether these can be the digits of a mobile or a fixed line."""
    return bool(re.fullmatch(r"1\d{10}|0\d{9,11}|[2-9]\d{6,7}", digits))


def time_of_day(cell: Cell) -> time | None:
    """The time of day in the cell, else None: "09:30", "9：30", "下午2点半", 930, 0.395, a time; 24:00 ends a night.

    9.3 may be 9:30 and 9:03: it is none.
    """
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, timedelta):
        return _from_minutes(round(cell.total_seconds() / 60))
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell < 1:
        return _from_minutes(round(cell * 24 * 60))
    words = squeezed(cell).lower().replace("。", ".").replace(";", ":").removesuffix("整")
    words = _QUARTER.sub(lambda match: "15" if match[0] == "一刻" else "45", words)
    words = _HOUR.sub(lambda match: f"{match[1]}{chinese_number(match[2])}", words)
    words = re.sub(r"^(\d{1,2})(\d{2})$|^(\d{1,2})(?=[ap]m$)", _with_colon, words)
    if words in ("24:00", "24点"):
        return time(0)
    match = _CLOCK.fullmatch(words)
    return _clock(match) if match and not re.fullmatch(r"\d+\.\d", words) else None


def _with_colon(match: re.Match[str]) -> str:
    return f"{match[3]}:00" if match[3] else f"{match[1]}:{match[2]}"


def time_span(cell: Cell) -> tuple[time, time] | None:
    """Two times of day in one cell: 9:00-11:00, 上午9点至11点半, 下午2点-4点."""
    match = _SPAN.fullmatch(text(cell).lower()) if isinstance(cell, str) else None
    if match is None:
        return None
    first, second = match[1].strip(), match[2].strip()
    half_day = _HALF_DAY.match(first)
    if half_day and not _HALF_DAY.match(second):
        second = half_day[0] + second
    if re.fullmatch(r"\D*\d{1,2}", first):
        first += "点"
    starts, ends = time_of_day(first), time_of_day(second)
    return None if starts is None or ends is None else (starts, ends)


def _clock(match: re.Match[str]) -> time | None:
    hour, minute = int(match[2]), 30 if match[3] else int(match[4] or 0)
    half_day = (match[1] or match[6] or "").strip()
    if (half_day.startswith(_LATE) and hour < 12) or (half_day == "中午" and hour < 3):
        hour += 12
    elif hour == 12 and half_day.startswith(("晚", "凌晨", "am")):
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _from_minutes(count: int) -> time | None:
    return time(count // 60, count % 60) if 0 <= count < 24 * 60 else None


def _decimal(words: str) -> Decimal | None:
    try:
        value = Decimal(words)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < 10**15 else None
