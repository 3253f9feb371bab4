"""Reads what a rule table says in the cells of value and unit: the kinds of rules communities publish. Pure.

Of a kind that can be counted (so much per unit) it gives points and unit; any other keeps its words, and gives nothing
until it can be counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from points.volunteering.rulebook.words import NOTHING, NUMBER, number, plain

_POINTS = r"(?:个?爱心)?(?:积?分值?|工分|点)"
_N = NUMBER
#: kinds that cannot be counted yet, by what their words show; the first that fits
UNCOUNTED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("case_by_case", re.compile(r"一事一议|另议|面议|酌情|视情况|研究决定|待定")),
    ("zeroing", re.compile(r"归零|清零")),
    ("quota", re.compile(rf"每.*评.*?{_N}(?:户|人|名|个)")),
    ("decider", re.compile(r"由.+(?:评定|认定|核定|确定|打分)|\d+日前")),
    ("score_sheet", re.compile(r"\+.*分|每[处项条个]-|满分")),
    ("decay", re.compile(r"小时(?:以?内|以上|后).*每.*小时")),
    ("date_ladder", re.compile(r"(?:年|月|日)[末底]?(?:之?前|以前|起|后)")),
    ("minus", re.compile(r"(?:^|\D)-\d|扣|减")),
    (
        "award_ladder",
        re.compile(
            rf"(?:省|市|县|区|镇|乡|村|等|级|名|奖)\D*?{_N}.*?(?:省|市|县|区|镇|乡|村|等|级|名|奖)\D*?{_N}"
        ),
    ),
    ("by_status", re.compile(rf"户{_N}.*户{_N}|(?:党员|群众|低保|残疾|一般)\D*{_N}\D+{_N}")),
    ("range", re.compile(rf"(?:\d{_POINTS}?)[-至到]\d|最高|最多|不超过|以内|以下")),
    ("once", re.compile(rf"^[\u3400-\u9fff]{{2,}}?{_N}(?:{_POINTS})?$|^\D{{2,}}\d.*\D{{2,}}\d")),
    ("part_of_a_unit", re.compile(r"每(?:\d|[二两三四五六七八九十])|/\d")),
)
_PLAIN = re.compile(rf"(?:得|加|计|记|给|奖励?|[+])?({_N})(?:{_POINTS})?")
_UNIT = "(?:个?小时|钟头|半[天日]|季度?|人次|[次回场趟天日周月年件条项例起个篇单节期课人户名位亩斤袋盆棵])"
_BEHIND = re.compile(rf"({_N})(?:{_POINTS})?((?:/每?|每)({_UNIT})(?:(?:/每?|每|·)({_UNIT}))?)")
_AHEAD = re.compile(
    rf"每一?({_UNIT})(?:(?:/?每一?|·)({_UNIT}))?(?:得|加|计|记|给|奖励?)?({_N})(?:{_POINTS})?"
)
_SAME = {
    "个小时": "小时",
    "钟头": "小时",
    "日": "天",
    "人次": "次",
    "人·次": "次",
    "半日": "半天",
    "积分": "",
    "分": "",
}


@dataclass(frozen=True)
class Value:
    """What a rule gives: `tenths` per `unit`; where its kind cannot be counted yet, `not_counted` are its words."""

    kind: str
    tenths: int = 0
    unit: str = ""
    not_counted: str = ""


def read_value(words: str, unit: str = "") -> Value:
    """What the cells of value and unit say together."""
    spelled, column = plain(words), plain(unit)
    if spelled in NOTHING:
        return Value("empty", unit=column, not_counted="空")
    kind = _uncounted(spelled)
    match = None if kind else _PLAIN.fullmatch(spelled)
    if match:
        return _counted("plain", match[1], column, words)
    within = None if kind else _with_unit(spelled)
    if within is None or (plain_unit(column) and plain_unit(column) != within[1]):
        return Value(kind or "two_units", unit=column, not_counted=words)
    return _counted("unit_in_the_cell", within[0], column if plain_unit(column) else within[1], words)


def _uncounted(spelled: str) -> str:
    if any(form.fullmatch(spelled) for form in (_PLAIN, _BEHIND, _AHEAD)):
        return ""
    return next((kind for kind, pattern in UNCOUNTED if pattern.search(spelled)), "unknown")


def _with_unit(spelled: str) -> tuple[str, str] | None:
    """The number, and the unit that stands beside it."""
    if match := _BEHIND.fullmatch(spelled):
        amount, units = match[1], (match[3], match[4])
    elif match := _AHEAD.fullmatch(spelled):
        amount, units = match[3], (match[1], match[2])
    else:
        return None
    return amount, plain_unit("·".join(one for one in units if one))


def plain_unit(unit: str) -> str:
    """A unit in one spelling: 户月, 户/月 and 每户每月 are 户·月; a unit of points is none."""
    bare = re.sub(r"^每一?", "", unit)
    joined = re.sub(r"/每?|每", "·", bare)
    joined = re.sub(r"^(户|人)(月|周|年|季度|次|天)$", r"\1·\2", joined)
    return _SAME.get(joined, joined)


def _counted(kind: str, amount: str, unit: str, words: str) -> Value:
    """So much per unit; what is finer than a tenth of a point cannot be counted."""
    tenths = number(amount) * 10
    nearest = round(tenths)
    if abs(tenths - nearest) * 10_000 >= 1:
        return Value("finer", unit=unit, not_counted=words)
    return Value(kind, nearest, unit)
