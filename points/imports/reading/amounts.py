"""What a cell of points, pieces or hours says: a figure, a deduction, or nothing that can be counted. It knows no sheet.

A number is what the screen shows. 扣5, —5, （5）, ▲5, 负5 take away; 约3, 2+1, 3?, 30%, 2小时 are no points.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal

from points.imports.reading.cells import Cell, chinese_number, is_nothing, squeezed, time_of_day

_FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_SPELLED = r"[零〇一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰半]+(?:点[零〇一二三四五六七八九]+)?"
_MINUS = r"扣除?|减去?|负|[-\u2010-\u2015\u2212▲△▼]"
_POINTS = re.compile(
    rf"(?P<minus>(?:{_MINUS})[:分]?)?(?:\+|加|得|奖励?|计)?(?P<figure>{_FIGURE}|{_SPELLED})(?:个?积?分|点)?(?P<half>半)?"
)
_IN_BRACKETS = re.compile(rf"\(({_FIGURE})\)分?")
_PIECES = re.compile(
    rf"(?P<minus>{_MINUS})?(?P<figure>{_FIGURE}|{_SPELLED})(?P<unit>(?!些|来|多|几|余)[\u3400-\u9fffA-Za-z]{{0,3}})"
)
_PACKED = re.compile(r"(.+?)\((?:共|计|合)?([^()]+)\)")
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰", "一二三四五六七八九十百")
_FORMAT_SIGN = re.compile(r'^(?:\[[^\]]*\])*\s*(?:"([^"]*)"|\\?([-扣负▲△]))')


_LENGTH = re.compile(rf"(?:{_FIGURE}|{_SPELLED})?个?半?(?:小时|钟头)半?")
_OF_DAY = r"上午|下午|早上|晚上|中午"
_AT = r"\d{1,2}(?::\d{2}|[点时](?!长)(?:半|\d{1,2}分?)?)"
_SPAN = re.compile(rf"({_OF_DAY}|)({_AT})(?:至|到|[-~\u2010-\u2015])({_OF_DAY}|)({_AT})")


@dataclass(frozen=True, slots=True)
class PointsRead:
    """A figure, below zero for a deduction; without one, why: "none", "unclear" or "fine" (smaller than a tenth)."""

    tenths: int | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Pieces:
    """So many of a unit; `inside` are those that a pack of them holds, as in 1提（10袋）."""

    count: int
    unit: str = ""
    inside: Pieces | None = None


def points(cell: Cell, number_format: str = "", scale: Decimal = Decimal(1)) -> PointsRead:
    """The points of a cell; `scale` is how many one in its column is."""
    if is_nothing(cell):
        return PointsRead(None, "none")
    if _is_footnoted(cell):
        return PointsRead(None, "unclear")
    value = _number(cell, number_format) if isinstance(cell, int | float) else _typed(cell)
    if value is None:
        return PointsRead(None, "unclear")
    scaled = (value * scale * 10).quantize(Decimal("0.0001"))
    return PointsRead(int(scaled)) if scaled == scaled.to_integral_value() else PointsRead(None, "fine")


def pieces(cell: Cell, number_format: str = "") -> Pieces | None:
    """How many pieces a cell means, and of what; None where it is no whole number."""
    if isinstance(cell, int | float):
        value = _number(cell, number_format)
        return Pieces(int(value)) if value is not None and value == value.to_integral_value() else None
    if _is_footnoted(cell):
        return None
    words = squeezed(cell)
    packed = _PACKED.fullmatch(words)
    if packed:
        outer, inner = pieces(packed[1]), pieces(packed[2])
        return None if outer is None or inner is None else Pieces(outer.count, outer.unit, inner)
    match = _PIECES.fullmatch(words)
    value = _figure(match["figure"]) if match else None
    if match is None or value is None or value != value.to_integral_value():
        bracketed = _IN_BRACKETS.fullmatch(words)
        value = _figure(bracketed[1]) if bracketed else None
        return Pieces(-int(value)) if value is not None and value == value.to_integral_value() else None
    return Pieces(-int(value) if match["minus"] else int(value), match["unit"])


def minutes(cell: Cell, *, in_minutes: bool = False) -> int | None:
    """A duration in minutes: figures count hours, unless the heading or the cell says minutes; 2:00 is two hours."""
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, timedelta):
        return round(cell.total_seconds() / 60)
    if _is_footnoted(cell):
        return None
    words = squeezed(cell).lower().rstrip("整")
    clock = re.fullmatch(r"(\d{1,3}):(\d{2})(?::\d{2})?", words)
    if clock:
        return int(clock[1]) * 60 + int(clock[2])
    spelled = re.fullmatch(
        rf"({_FIGURE}|{_SPELLED})?个?(半)?(?:小时|时|h|钟头)(半|({_FIGURE}|{_SPELLED})分钟?)?", words
    )
    if spelled:
        return _spelled(spelled)
    match = re.fullmatch(rf"({_FIGURE}|{_SPELLED})(分钟?|min)?", words)
    value = _figure(match[1]) if match else None
    if match is None or value is None:
        return None
    return round(value) if match[2] or in_minutes else round(value * 60)


def hours_within(words: str) -> int | None:
    """The minutes that a matter names, if it names one length: 社区清洁4小时, 2个半小时; None for any other, and for 1小时×2."""
    plain = squeezed(words)
    found = {minutes(match[0]) for match in _LENGTH.finditer(plain)} - {None}
    return found.pop() if len(found) == 1 and not re.search("[×x*]", plain) else None


def span_within(words: str) -> tuple[time, time] | None:
    """From when to when, if words name one span of a day: 9:00-11:00, 下午2点至4点半."""
    found = [
        (time_of_day(one[1] + one[2]), time_of_day(_half_day(one) + one[4]))
        for one in _SPAN.finditer(squeezed(words))
    ]
    if len(found) != 1 or found[0][0] is None or found[0][1] is None:
        return None
    return found[0][0], found[0][1]


def _half_day(match: re.Match[str]) -> str:
    """The half of the day that the end of a span is in: its own, else that of its beginning."""
    return match[3] or match[1]


def arithmetic(formula: str) -> Decimal | None:
    """What a formula of nothing but figures comes to (=4*1, =2+3); None for any other."""
    words = squeezed(formula).lstrip("=")
    if not re.fullmatch(r"[\d.+*]+(?:[-/][\d.]+)*", words) or len(words) > 40:
        return None
    total = Decimal(0)
    for part in re.findall(r"[+-]?[^+-]+", words):
        product = Decimal(-1 if part.startswith("-") else 1)
        for step in re.findall(r"[*/]?[\d.]+", part):
            value = _decimal(step.lstrip("*/"))
            if value is None or (step.startswith("/") and not value):
                return None
            product = product / value if step.startswith("/") else product * value
        total += product
    return total


def _is_footnoted(cell: Cell) -> bool:
    """Whether a raised or circled figure stands behind another, which would read as one number: 1⁰, 6②."""
    return (
        isinstance(cell, str) and len(cell) > 1 and any(unicodedata.category(sign) == "No" for sign in cell)
    )


def _number(cell: float | int | bool, number_format: str) -> Decimal | None:
    """A number as it is shown: a percentage is none, and a sign may stand in the format."""
    if isinstance(cell, bool) or "%" in number_format or re.search("E[+-]", number_format):
        return None
    value = _decimal(str(cell))
    if value is not None and not _is_shown(value, number_format):
        return None
    sign = _FORMAT_SIGN.match(number_format.split(";", maxsplit=1)[0])
    shown = (sign[1] or sign[2] or "") if sign else ""
    if value is not None and value > 0 and re.search(_MINUS, shown):
        return -value
    return value


def _is_shown(value: Decimal, shape: str) -> bool:
    """Whether the screen shows the whole of a number: not rounded, not hidden, and in no other unit."""
    plain = re.sub(r"\[[^\]]*\]", "", shape.split(";", maxsplit=1)[0]).strip()
    if not shape or plain.lower() in ("general", "@"):
        return True
    if not plain or re.search("小时|分钟|元|次|天", plain):
        return False
    places = re.search(r"[0#][0#,]*(?:\.([0#]+))?", plain)
    return places is None or value == round(value, len(places[1] or ""))


def _typed(cell: Cell) -> Decimal | None:
    words = squeezed(cell).replace("。", ".") if isinstance(cell, str) else ""
    bracketed = _IN_BRACKETS.fullmatch(words)
    if bracketed:
        value = _figure(bracketed[1])
        return None if value is None else -value
    match = _POINTS.fullmatch(words)
    value = _figure(match["figure"]) if match else None
    if match is None or value is None:
        return None
    if match["half"]:
        value += Decimal("0.5")
    return -value if match["minus"] else value


def _figure(words: str) -> Decimal | None:
    plain = words.translate(_FORMAL)
    if plain == "半":
        return Decimal("0.5")
    if re.fullmatch(_FIGURE, plain):
        return _decimal(plain.replace(",", ""))
    plain, _, behind = plain.partition("点")
    if behind:
        whole, part = _figure(plain), "".join(str(chinese_number(sign)) for sign in behind)
        return None if whole is None else _decimal(f"{whole}.{part}")
    hundreds, hundred, rest = plain.rpartition("百")
    if "半" in plain or (hundred and not hundreds):
        return None
    counted = chinese_number(rest.lstrip("零")) if rest.lstrip("零") else 0
    over = chinese_number(hundreds) if hundreds else 0
    return None if counted is None or over is None else Decimal(over * 100 + counted)


def _spelled(match: re.Match[str]) -> int | None:
    hours = _figure(match[1]) if match[1] else Decimal(0)
    if match[1] == "半":
        hours = Decimal("0.5")
    more = _figure(match[4]) if match[4] else Decimal(0)
    if hours is None or more is None or not (match[1] or match[2]):
        return None
    half = 30 if match[2] or match[3] == "半" else 0
    return round(hours * 60) + half + round(more)


def _decimal(words: str) -> Decimal | None:
    try:
        value = Decimal(words)
    except ArithmeticError:
        return None
    return value if value.is_finite() and abs(value) < 10**15 else None
