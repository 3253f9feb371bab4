"""How numbers, days, hours and names are said in Chinese and English; pure, and ignorant of their origin."""

# every one takes the language, so that templates and refusals call them all alike
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from points.foundation.clock import NEVER, shanghai

MINUS = "−"
MONTHS_IN_FULL = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS = tuple(name[:3] for name in MONTHS_IN_FULL)
WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: family names of two characters, which a mask keeps whole
DOUBLE_NAMES = "欧阳 上官 司马 诸葛 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 夏侯 轩辕 南宫 独孤 端木 百里 呼延 闻人 赫连"


class Named(Protocol):
    """Anything with a Chinese name and perhaps an English one."""

    @property
    def name(self) -> str:
        """Chinese, always there."""

    @property
    def name_en(self) -> str:
        """English, or nothing."""


def new_prices(lines: Iterable[Mapping[str, Any]], language: str) -> str:
    """Things that cost something else now, each with what was said and what it is: 大米 44 → 50，"""
    words = (
        f"{one['name'] if language == 'zh' else one['name_en'] or one['name']} "
        f"{points(one['shown'], language)} → {points(one['tenths'], language)}"
        for one in lines
    )
    return "".join(f"{one}，" if language == "zh" else f"{one}, " for one in words)


def held_beside(tenths: int, language: str) -> str:
    """What vouchers hold beside what can be spent, as a sentence; nothing where they hold nothing."""
    if not tenths:
        return ""
    said = points(tenths, language)
    return (
        f"另有 {said} 分留在没用掉的券里。"
        if language == "zh"
        else f" Another {said} are set aside in unused vouchers."
    )


def purse_would_pay(tenths: int, language: str) -> str:
    """What the purse behind a voucher has, and how to use it; nothing where that would not do."""
    if not tenths:
        return ""
    said = points(tenths, language)
    return (
        f"家里另有 {said} 分够用：请居民出示卡或手机上的码，这一篮用家里的分，券留着。或者"
        if language == "zh"
        else f"The household has {said} beside it, which would do: ask for the card or the code on the phone, and keep the voucher. Or: "
    )


def points(tenths: int, language: str = "zh") -> str:
    """Tenths in a sentence: no trailing zero (8, 3.5)."""
    whole, part = divmod(abs(tenths), 10)
    return f"{MINUS if tenths < 0 else ''}{whole:,}" + (f".{part}" if part else "")


def column(tenths: int, language: str = "zh") -> str:
    """Tenths in a column: always one decimal (8.0)."""
    whole, part = divmod(abs(tenths), 10)
    return f"{MINUS if tenths < 0 else ''}{whole:,}.{part}"


def signed(tenths: int, language: str = "zh") -> str:
    """Tenths that came or went, in a column: +8.0, −27.0; nothing has no sign."""
    return ("+" if tenths > 0 else "") + column(tenths, language)


def day(value: date | datetime, language: str = "zh") -> str:
    """11月26日 or 26 Nov."""
    one = _date(value)
    return f"{one.month}月{one.day}日" if language == "zh" else f"{one.day} {MONTHS[one.month - 1]}"


def in_fours(number: str, language: str = "zh") -> str:
    """A receipt's number as people read it out, the same everywhere: capitals in groups of four."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4)).upper()


def full_day(value: date | datetime, language: str = "zh") -> str:
    """With its year, for what is kept: 2026年11月26日 or 26 Nov 2026."""
    one = _date(value)
    return f"{one.year}年{day(one)}" if language == "zh" else f"{day(one, language)} {one.year}"


def dated(value: date | datetime, language: str = "zh", *, today: date) -> str:
    """A day that was; with its year unless that is this year."""
    return day(value, language) if _date(value).year == today.year else full_day(value, language)


def month(value: date, language: str = "zh") -> str:
    """A month with its year: 2026年11月 or November 2026."""
    if language == "zh":
        return f"{value.year}年{value.month}月"
    return f"{MONTHS_IN_FULL[value.month - 1]} {value.year}"


def weekday(value: date | datetime, language: str = "zh") -> str:
    """周四 or Thursday."""
    return (WEEKDAYS_ZH if language == "zh" else WEEKDAYS_EN)[_date(value).weekday()]


def weekdays(days: Sequence[int], language: str = "zh") -> str:
    """Days of the week, 0 for Monday: 每天, 周一至周五, 周三、周五."""
    names = WEEKDAYS_ZH if language == "zh" else [name[:3] for name in WEEKDAYS_EN]
    every, to, comma = ("每天", "至", "、") if language == "zh" else ("every day", "–", ", ")
    some = sorted(set(days))
    if len(some) > 2 and some[-1] - some[0] == len(some) - 1:
        return every if len(some) == len(names) else names[some[0]] + to + names[some[-1]]
    return comma.join(names[one] for one in some)


def clock_time(value: datetime, language: str = "zh") -> str:
    """The wall clock of the community: 9:42."""
    local = shanghai(value)
    return f"{local.hour}:{local.minute:02d}"


def clock_second(value: datetime, language: str = "zh") -> str:
    """The same to the second, for what ends soon: 9:42:05."""
    return f"{clock_time(value)}:{shanghai(value).second:02d}"


def kept_day(text: str, language: str = "zh") -> str:
    """A day that was kept as text (2026-11-26), said with its year; what is no day stays as it is."""
    try:
        return full_day(date.fromisoformat(text), language)
    except ValueError:
        return text


def kept_when(text: str, language: str = "zh") -> str:
    """An instant that was kept as text, as day and wall-clock time; what is none stays as it is."""
    try:
        one = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{full_day(one, language)} {clock_time(one, language)}"


def when(value: datetime, language: str = "zh") -> str:
    """Day and wall-clock time."""
    return f"{day(value, language)} {clock_time(value, language)}"


def full_when(value: datetime, language: str = "zh") -> str:
    """The same with the year, where the year itself may be in question."""
    return f"{full_day(value, language)} {clock_time(value, language)}"


def due(value: date | datetime, language: str = "zh", *, today: date) -> str:
    """A deadline as people say it: today, tomorrow, a weekday within the week, else a day; with its year if far."""
    one = _date(value)
    chinese = language == "zh"
    if one == NEVER:
        return "长期" if chinese else "no end"
    ahead = (one - today).days
    if ahead in (0, 1):
        return (("今天", "明天") if chinese else ("today", "tomorrow"))[ahead]
    if 1 < ahead < 7:
        return weekday(one, language)
    return day(one, language) if one.year == today.year else full_day(one, language)


def ago(value: date | datetime, language: str = "zh", *, today: date) -> str:
    """A day that was, as people say it: today, yesterday, else the day; with its year unless that is this year."""
    back, said = (today - _date(value)).days, ("今天", "昨天") if language == "zh" else ("today", "yesterday")
    return said[back] if back in (0, 1) else dated(value, language, today=today)


def hours(minutes: int, language: str = "zh") -> str:
    """Minutes as hours without a trailing zero, to one decimal."""
    tenths = minutes * 10 // 60
    return points(tenths, language)


def hours_column(minutes: int, language: str = "zh") -> str:
    """Minutes as a time sheet has them, 1:58, so that a column and its sum agree to the minute."""
    return f"{minutes // 60:,}:{minutes % 60:02}"


def masked(name: str, language: str = "zh") -> str:
    """A name for public lists: the family name, then a star for each further sign (田**, 欧阳*)."""
    plain = "".join(name.split())
    kept = 2 if plain[:2] in DOUBLE_NAMES and len(plain) > 2 else 1
    # a name in Latin letters would tell by its length, and a single sign would be told whole
    return plain[:kept] + "*" * min(max(len(plain) - kept, 1), 2)


def given_name(name: str) -> str:
    """What somebody is called beside others of their household: the name without the family's, where that is more than
    a sign (桂兰, 代玉)."""
    plain = "".join(name.split())
    kept = 2 if plain[:2] in DOUBLE_NAMES and len(plain) > 2 else 1
    return plain[kept:] if len(plain) - kept > 1 else plain


def named(one: Named, language: str = "zh") -> str:
    """What something with two names is called: the English name only where there is one."""
    return one.name_en if language == "en" and one.name_en else one.name


def _date(value: date | datetime) -> date:
    return shanghai(value).date() if isinstance(value, datetime) else value
