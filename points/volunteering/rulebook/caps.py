"""Reads caps as communities write them (每户每月2次, 4小时/日, 20分/半年), for the desk and for old books alike. Pure.

A cap says how much of what, in which window of time or for which occasion, and whom it counts. Words that are not
understood are never "no cap": whoever reads them learns that they could not be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from points.volunteering.rulebook.words import NOTHING, NUMBER, number, plain, said

HOUR = "小时"
POINTS = "分"
#: how the windows of a cap are written
PERIODS = {
    "日": "day",
    "天": "day",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "月": "month",
    "月度": "month",
    "个月": "month",
    "自然月": "month",
    "季": "quarter",
    "季度": "quarter",
    "半年": "half",
    "半年度": "half",
    "年": "year",
    "年度": "year",
    "自然年": "year",
    "全年": "year",
    "终身": "life",
    "终生": "life",
    "一生": "life",
    "一辈子": "life",
}
#: whom a cap counts, where it says so
_WHO = {
    **dict.fromkeys(
        ("人", "个人", "志愿者", "名志愿者", "居民", "名居民", "位居民", "村民", "名村民"), "person"
    ),
    **dict.fromkeys(("户", "家", "家庭", "户家庭", "个家庭"), "household"),
}
#: what happens once: a cap for each of them
_OCCASIONS = frozenset(
    [
        "次",
        "回",
        "场",
        "事",
        "件",
        "件事",
        "项",
        "起",
        "例",
        "单",
        "篇",
        "活动",
        "次活动",
        "场活动",
        "个活动",
        "项活动",
    ]
)
#: what is counted as times, where the rule counts something else
_TIMES = frozenset(["次", "回", "场", "件", "条", "个", "项", "例", "起", "单", "篇", "事"])
_NO_CAP = re.compile(
    r"随活动|(?:上|次数)?不限(?:次|次数|量)?|不设(?:上限|封顶)?|上?不封顶|无(?:上限|封顶|限制)|不作限制"
)
_MOST = re.compile(
    r"最高|最多|最大|至多|不得?超过?|不能超过|不多于|不高于|不大于|<=?|≤|上限为?|封顶|仅限|限|只|仅|累计|合计|总计|可得|可|共|以内|之内|内|[():]"
)
_NAMED = "|".join(sorted((*PERIODS, *_WHO, *_OCCASIONS), key=len, reverse=True))
#: who or what is helped: 每名老人, 每处
_OBJECT = r"[名位户个处条栋幢项家只](?:(?![每零一二两三四五六七八九十])[\u3400-\u9fff]){0,6}"
_EACH = re.compile(rf"(每一?|各|单|同?一|/每?|·)?({_NAMED}|(?<=每){_OBJECT})")
_AMOUNT = re.compile(NUMBER)
_UNIT = re.compile(r"[^\d/每·]{1,4}")
#: forms that were always read as they are now; of others a version from before says what it said then
_EVER = re.compile(
    r"(?:最高|最多|不超过|限)?\d+(?:\.\d+)?(?!积分)\D{1,3}?(?:/|每)每?(?:日|天|周|月|季|季度|年|次|事)"
    r"|每(?:日|天|周|月|季|季度|年)(?:最高|最多|不超过|限)?\d+(?:\.\d+)?(?!积分)[^\d/每]{1,3}"
)


@dataclass(frozen=True)
class Cap:
    """So much of a unit in one window; the window 'each' is one occasion by itself.

    `whose` is person or household, empty where the cap does not say; `about` is the occasion (事) or the one who is
    helped (老人) that it names.
    """

    amount: Fraction
    unit: str
    window: str
    whose: str = ""
    about: str = ""

    @property
    def quantity(self) -> str:
        """The amount as people write it."""
        return said(self.amount)

    @property
    def of_object(self) -> bool:
        """Whether it holds for each of those who are helped, whom no record of a service names."""
        return bool(self.about) and self.window != "each"


@dataclass(frozen=True)
class Limit:
    """A cap as it is counted: in `tenths` of a point, or in `times` where the rule counts something else.

    `whose` is person or household where the cap says so, else whom the rule credits.
    """

    measure: str
    allowed: int
    window: str
    whose: str = ""


@dataclass(frozen=True)
class CapReading:
    """What was made of the words of a cap: `counted` says whether it can be kept; its limit, None where it names none."""

    counted: bool
    cap: Cap | None = None
    limit: Limit | None = None


@lru_cache(1024)
def read_cap(words: str, *, unit: str, tenths: int) -> CapReading:
    """The cap of a rule that gives `tenths` per `unit`: read, and as it is counted."""
    spelled = plain(words)
    if spelled in NOTHING or _NO_CAP.fullmatch(spelled):
        return CapReading(counted=True)
    cap = next(_readings(_MOST.sub("", spelled)), None)
    limit = None if cap is None or cap.of_object else _limit(cap, unit, tenths)
    return CapReading(limit is not None, cap, limit)


def always_read_so(words: str) -> bool:
    """Whether these words were read the same at all times, so that old awards kept to them as well."""
    return bool(_EVER.fullmatch(re.sub(r"\s", "", words)))


def period_of(day: date, window: str) -> str:
    """The name of the window of Shanghai time that a day lies in."""
    if window == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    if window == "month":
        return f"{day:%Y-%m}"
    if window == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    if window == "half":
        return f"{day.year}-H{1 if day.month <= 6 else 2}"
    return {"year": str(day.year), "life": "life"}.get(window, day.isoformat())


def _limit(cap: Cap, unit: str, tenths: int) -> Limit | None:
    """The cap as it is counted; None where what it counts is not what the rule gives for."""
    if cap.unit == POINTS:
        return Limit("tenths", int(cap.amount * 10), cap.window, cap.whose)
    if cap.unit in (HOUR, unit) or cap.unit == "分钟":
        hours = cap.amount / 60 if cap.unit == "分钟" else cap.amount
        fits = unit == HOUR or cap.unit not in (HOUR, "分钟")
        return Limit("tenths", int(hours * tenths), cap.window, cap.whose) if fits else None
    if cap.unit not in _TIMES or (cap.window == "each" and unit == HOUR):
        return None
    if cap.window == "each" or unit.startswith("户"):
        return Limit("tenths", int(cap.amount * tenths), cap.window, cap.whose)
    return Limit("times", int(cap.amount), cap.window, cap.whose) if cap.amount.denominator == 1 else None


def _readings(words: str) -> Iterator[Cap]:
    """Every way to read the words: what is said before the amount, the amount with its unit, what is said after."""
    begins, before = 0, Cap(Fraction(0), "", "")
    while True:
        amount = _AMOUNT.match(words, begins)
        if amount:
            yield from _with_unit(words, amount, before)
        each = _EACH.match(words, begins)
        known = _with_each(before, each, bare=True) if each else None
        if each is None or known is None:
            return
        begins, before = each.end(), known


def _with_unit(words: str, amount: re.Match[str], before: Cap) -> Iterator[Cap]:
    rest = _UNIT.match(words, amount.end())
    for length in range(1, len(rest[0]) + 1 if rest else 1):
        ends = amount.end() + length
        after = _after(words, ends, before)
        if after is not None and after.window:
            unit = words[amount.end() : ends]
            unit = {"个小时": HOUR, "积分": POINTS, "人次": "次"}.get(unit, unit)
            yield replace(after, amount=number(amount[0]), unit=unit)


def _after(words: str, begins: int, before: Cap) -> Cap | None:
    """What is said from here to the end, on top of what was said before; None where it makes no sense."""
    known, bare = before, False
    while begins < len(words):
        each = _EACH.match(words, begins)
        found = _with_each(known, each, bare=bare) if each else None
        if each is None or found is None or (each[1] or "/")[0] in "单同一":
            return None
        known, begins, bare = found, each.end(), True
    return known


def _with_each(known: Cap, each: re.Match[str], *, bare: bool) -> Cap | None:
    """With one more 每月, /户, 每次, 终身; None where that was said already, or stands there without any sign."""
    sign, name = each.groups()
    if name in PERIODS:
        window = PERIODS[name]
        fits = not known.window and (bare or sign or window == "life")
        return replace(known, window=window) if fits else None
    if name in _WHO:
        return (
            replace(known, whose=_WHO[name])
            if (bare or sign) and not known.whose and not known.about
            else None
        )
    if not sign or known.about or (name in _OCCASIONS and known.window):
        return None
    return (
        replace(known, about=name, window="each")
        if name in _OCCASIONS
        else replace(known, about=name[1:] or name)
    )
