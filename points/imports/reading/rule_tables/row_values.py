"""What the cells of rules and goods hold besides points of a rule: prices, limits, days, yes and no. It knows no sheet."""

from __future__ import annotations

import re
from decimal import Decimal

from points.imports.reading import amounts
from points.imports.reading.cells import Cell, chinese_number, is_nothing, squeezed

_EACH = re.compile(r"/每?一?[\u3400-\u9fff]{1,2}$|^每一?[\u3400-\u9fff]{1,2}[:：]?(?=\d)")
_YES = re.compile(r"是的?|计(入|时|算|小时|志愿时长)?|算|有|对|可以?|[√✓✔☑]|y|yes|1|true", re.IGNORECASE)
_NO = re.compile(r"否|不(是|计|算|计入|计时|可以?)?|没?无|没有|[×✗✘☐]|x|n|no|0|false", re.IGNORECASE)
_STRETCH = re.compile(r"(\d{1,5}|[一二两三四五六七八九十]{1,3})(天|日|个?月|周|年)?")
_DAYS = {"": 1, "天": 1, "日": 1, "周": 7, "月": 365 / 12, "个月": 365 / 12, "年": 365}
#: what keeps longer keeps for ever
_LONGEST = 36_500
_FOR_EVER = frozenset({"长期", "长期有效", "永久", "不限", "无保质期", "无期限", "长久"})
_NO_LIMIT = frozenset({"0", "不限", "不限量", "不限兑", "不限制", "无限制"})
_HOUSE = re.compile(r"(每一?个?|一|单|[/／])(户|家庭|家)|^户")
#: how our own list says a limit in English
_IN_ENGLISH = {
    "Nolimit": "不限",
    "/perperson": "/每人",
    "/a": "/每",
    "每人a": "每人每",
    "每month": "每月",
    "每quarter": "每季度",
    "每year": "每年",
    "每day": "每天",
}
_EACH_PERSON = re.compile(r"(?<=.)[;；]\d+[^\d;；/]{0,4}/每人每(天|月|季度|年)$")
_SAID = re.compile(r"限兑|限领|限购|最多|至多|不超过|限|可?兑换?|可?领取?|[:：/]")
_WINDOW = re.compile(r"(?:每个?|/|一个?|^)(?:自然)?(月|季度?|年)度?|(?<=\d)(月|季度?|年)$")
_COUNT = re.compile(r"(\d{1,4}|[一二两三四五六七八九十]{1,3})[^\d\s年月季周天日人半每]{0,2}")
_WINDOWS = {"月": "month", "季": "quarter", "季度": "quarter", "年": "year"}


def price(cell: Cell, shape: str = "", scale: Decimal = Decimal(1)) -> int | None:
    """The price of a piece in tenths (40, 40分, 40分/袋); None where it is none."""
    bare = _EACH.sub("", squeezed(cell)) if isinstance(cell, str) else cell
    found = amounts.points(bare, shape, scale).tenths
    return found if found is not None and found > 0 else None


def yes(cell: Cell) -> bool | None:
    """是 or 否 in one of their spellings; nothing is no, None where it is neither."""
    words = squeezed(cell)
    if is_nothing(cell) or _NO.fullmatch(words):
        return False
    return True if _YES.fullmatch(words) else None


def of_household(cell: Cell) -> bool | None:
    """Whether points go to the household's account rather than to the person's; nothing is the person's."""
    words = squeezed(cell)
    if words.startswith(("户", "家庭")):
        return True
    if is_nothing(cell) or re.search("个人|本人|志愿者", words):
        return False
    return True if re.search(r"户|家庭", words) else None


def days(cell: Cell) -> tuple[int | None, bool]:
    """For how many days goods keep, None for ever; and whether that could be read at all."""
    words = squeezed(cell)
    match = _STRETCH.fullmatch(words)
    if is_nothing(cell) or words in _FOR_EVER:
        return None, True
    if match is None:
        return None, False
    count = int(match[1]) if match[1].isdigit() else chinese_number(match[1])
    found = None if count is None else round(count * _DAYS[match[2] or ""])
    return (None if found is None or found > _LONGEST else found), count is not None


def limit(cell: Cell) -> tuple[int, str] | None:
    """How many a household may take in which window: 2, 2/月, 每户每月2条, 一年一次; None where it says something else.

    A limit per person behind it, as the list of goods has one, is decided on the page of the goods and not here.
    """
    words = squeezed(cell)
    for english, chinese in _IN_ENGLISH.items():
        words = words.replace(english, chinese)
    words = _EACH_PERSON.sub("", words)
    if is_nothing(cell) or words in _NO_LIMIT:
        return 0, "none"
    bare = _HOUSE.sub("", words)
    windows = {match[1] or match[2] for match in _WINDOW.finditer(bare)}
    match = _COUNT.fullmatch(_SAID.sub("", _WINDOW.sub("", bare)))
    count = (int(match[1]) if match[1].isdigit() else chinese_number(match[1])) if match else None
    if not count or len(windows) > 1:
        return None
    return count, _WINDOWS[next(iter(windows), "月")]
