"""Kinds of values a community decides: how each is typed, checked and said. Pure; it knows no setting and no database.

A value that does not fit is refused by field and code, as forms are; `said` is for readers, in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Protocol

Typed = Mapping[str, str]
#: months points may last or a pause may take: ten years
MOST_MONTHS = 120


class Unfit(ValueError):
    """A field that does not hold what it should, by a code that pages put into words."""

    def __init__(self, field: str, code: str) -> None:
        self.field, self.code = field, code
        super().__init__(f"{field}: {code}")


class Kind(Protocol):
    """What every kind can do. `form` names the fields that pages draw for it."""

    form: ClassVar[str]

    def read(self, typed: Typed) -> Any:
        """The value that was typed."""

    def check(self, value: Any) -> Any:
        """The value, if it is one of this kind."""

    def shown(self, value: Any, language: str = "zh") -> dict[str, str]:
        """The value as it stands in the fields."""

    def said(self, value: Any, language: str) -> str:
        """The value in words."""

    def looks(self) -> str:
        """How it may look where it is stored."""


def whole(field: str, value: Any, least: int, most: int) -> int:
    """A whole number between two others."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unfit(field, "not_a_number")
    if not least <= value <= most:
        raise Unfit(field, "out_of_range")
    return value


def typed_number(field: str, text: str, scale: int = 1) -> int:
    """What was typed, in the unit in which it is kept: `scale` of them in one of what is typed."""
    if not text.strip():
        raise Unfit(field, "required")
    try:
        number = Decimal(text.strip()) * scale
    except InvalidOperation as error:
        raise Unfit(field, "not_a_number") from error
    if not number.is_finite() or number != number.to_integral_value() or abs(number) > 10**12:
        raise Unfit(field, "not_a_number")
    return int(number)


def plain(value: int, scale: int) -> str:
    """A kept number as it is typed."""
    return f"{Decimal(value) / scale:f}"


#: what is counted: the word in both languages, and for exactly one
UNITS = {
    "days": ("{n} 天", "{n} days", "{n} day"),
    "working_days": ("{n} 个工作日", "{n} working days", "{n} working day"),
    "seconds": ("{n} 秒", "{n} seconds", "{n} second"),
    "minutes": ("{n} 分钟", "{n} minutes", "{n} minute"),
    "hours": ("{n} 小时", "{n} hours", "{n} hour"),
    "numbers": ("{n} 个号", "{n} numbers", "{n} number"),
    "pieces": ("{n} 件", "{n} pieces", "{n} piece"),
    "points": ("{n} 分", "{n} points", "{n} point"),
    "yuan": ("{n} 元", "{n} yuan", "{n} yuan"),
    "for_each": ("每 1 分配 {n} 分", "{n} beside each earned point", "{n} beside each earned point"),
}

#: what is kept where it is typed in a larger unit
KEPT_IN = {10: "tenths of a point", 60: "minutes", 100: "fen"}


@dataclass(frozen=True)
class Amount:
    """A number, kept in its smallest unit; `none` are the words for no number at all, where that may be."""

    unit: str
    least: int
    most: int
    scale: int = 1
    none: tuple[str, str] | None = None
    form: ClassVar[str] = "number"

    def read(self, typed: Typed) -> int | None:
        """A number; nothing where that means no limit."""
        text = typed.get("value", "")
        if self.none and not text.strip():
            return None
        return self.check(typed_number("value", text, self.scale))

    def check(self, value: Any) -> int | None:
        """Within its range."""
        if value is None and self.none:
            return None
        return whole("value", value, self.least, self.most)

    def shown(self, value: Any, language: str = "zh") -> dict[str, str]:  # noqa: ARG002
        """As it is typed."""
        return {"value": "" if value is None else plain(value, self.scale)}

    def said(self, value: Any, language: str) -> str:
        """With its unit."""
        if value is None and self.none:
            return self.none[language == "en"]
        number = plain(value, self.scale)
        zh, many, one = UNITS[self.unit]
        return (zh if language != "en" else one if number == "1" else many).format(n=number)

    def range(self, language: str) -> tuple[str, str]:
        """The least and the most, in words."""
        return self.said(self.least, language), self.said(self.most, language)

    def looks(self) -> str:
        """A number and its range."""
        kept = KEPT_IN.get(self.scale, UNITS[self.unit][1].partition("{n} ")[2])
        return f"{'`null` or ' if self.none else ''}{kept}: a whole number from {self.least} to {self.most}"


@dataclass(frozen=True)
class YesNo:
    """Yes or no."""

    yes: tuple[str, str]
    no: tuple[str, str]
    form: ClassVar[str] = "choice"

    @property
    def options(self) -> dict[str, tuple[str, str]]:
        """What there is to choose."""
        return {"yes": self.yes, "no": self.no}

    def read(self, typed: Typed) -> bool:
        """One of the two."""
        if typed.get("value") not in self.options:
            raise Unfit("value", "not_a_choice")
        return typed["value"] == "yes"

    def check(self, value: Any) -> bool:
        """One of the two."""
        if not isinstance(value, bool):
            raise Unfit("value", "not_a_choice")
        return value

    def shown(self, value: Any, language: str = "zh") -> dict[str, str]:  # noqa: ARG002
        """The choice."""
        return {"value": "yes" if value else "no"}

    def said(self, value: Any, language: str) -> str:
        """In words."""
        return (self.yes if value else self.no)[language == "en"]

    def looks(self) -> str:
        """As JSON has it."""
        return "`true`, `false`"


@dataclass(frozen=True)
class OneOf:
    """One of a few words."""

    words: tuple[tuple[str, str, str], ...]
    form: ClassVar[str] = "choice"

    @property
    def options(self) -> dict[str, tuple[str, str]]:
        """What there is to choose."""
        return {code: (zh, en) for code, zh, en in self.words}

    def read(self, typed: Typed) -> str:
        """The chosen one."""
        return self.check(typed.get("value"))

    def check(self, value: Any) -> str:
        """One of those there are."""
        if not isinstance(value, str) or value not in self.options:
            raise Unfit("value", "not_a_choice")
        return value

    def shown(self, value: Any, language: str = "zh") -> dict[str, str]:  # noqa: ARG002
        """The choice."""
        return {"value": value}

    def said(self, value: Any, language: str) -> str:
        """In words."""
        return self.options[value][language == "en"]

    def looks(self) -> str:
        """As JSON has it."""
        return ", ".join(f'`"{code}"`' for code in self.options)


@dataclass(frozen=True)
class Validity:
    """How long points last: for ever, to the end of the year, or so many months."""

    form: ClassVar[str] = "validity"
    kinds: ClassVar[tuple[str, ...]] = ("none", "year_end", "months")

    def read(self, typed: Typed) -> dict[str, Any]:
        """The kind, and months where they count."""
        value: dict[str, Any] = {"kind": typed.get("kind", "")}
        if value["kind"] == "months":
            value["months"] = typed_number("months", typed.get("months", ""))
        return self.check(value)

    def check(self, value: Any) -> dict[str, Any]:
        """One of the three."""
        if not isinstance(value, dict) or value.get("kind") not in self.kinds:
            raise Unfit("kind", "not_a_choice")
        if value["kind"] != "months":
            return {"kind": value["kind"]}
        return {"kind": "months", "months": whole("months", value.get("months"), 1, MOST_MONTHS)}

    def shown(self, value: Any, language: str = "zh") -> dict[str, str]:  # noqa: ARG002
        """The kind and the months."""
        return {
            "kind": value["kind"],
            "months": str(value["months"]) if value["kind"] == "months" else "",
        }

    def said(self, value: Any, language: str) -> str:
        """In words."""
        said = {
            "none": ("一直有效", "for ever"),
            "year_end": ("到当年年底", "until the end of the year"),
            "months": (f"{value.get('months')} 个月", f"{value.get('months')} months"),
        }
        return said[value["kind"]][language == "en"]

    def looks(self) -> str:
        """All three."""
        return '`{"kind": "none"}`, `{"kind": "year_end"}`, `{"kind": "months", "months": 36}`'


@dataclass(frozen=True)
class Pause:
    """After so many times, a pause of so many months."""

    form: ClassVar[str] = "pause"

    def read(self, typed: Typed) -> dict[str, int]:
        """Two numbers."""
        return self.check({name: typed_number(name, typed.get(name, "")) for name in ("times", "months")})

    def check(self, value: Any) -> dict[str, int]:
        """Both within reason."""
        found = value if isinstance(value, dict) else {}
        return {
            "times": whole("times", found.get("times"), 1, 99),
            "months": whole("months", found.get("months"), 1, 12),
        }

    def shown(self, value: Any, language: str = "zh") -> dict[str, str]:  # noqa: ARG002
        """Both as typed."""
        return {name: str(value[name]) for name in ("times", "months")}

    def said(self, value: Any, language: str) -> str:
        """In words."""
        if language == "en":
            return f"{value['times']} times, then {value['months']} months"
        return f"{value['times']} 次没来，停 {value['months']} 个月"

    def looks(self) -> str:
        """An example."""
        return '`{"times": 5, "months": 3}`'
