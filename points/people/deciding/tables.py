"""Values of several lines: when a shop opens, days of its own calendar, steps of hours. Pure, as the plain kinds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from points.foundation import wording
from points.people.deciding.kinds import Typed, Unfit

_SPAN = re.compile(r"^(\d{1,2})[:：.](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：.](\d{2})$")
_BETWEEN = re.compile(r"[,，;；、\n]+")
_TIME = re.compile(r"^\d{1,2}:\d{2}$")


@dataclass(frozen=True)
class ExchangeTimes:
    """Days of the week and hours of a day, or always."""

    form: ClassVar[str] = "opening"

    def read(self, typed: Typed) -> dict[str, Any] | None:
        """Ticked days, and hours as 8:30-11:30."""
        if typed.get("when") == "always":
            return None
        if typed.get("when") != "some":
            raise Unfit("when", "not_a_choice")
        spans = [one.strip() for one in _BETWEEN.split(typed.get("hours", "")) if one.strip()]
        return self.check(
            {
                "days": [day for day in range(7) if typed.get(f"day_{day}")],
                "hours": [self._span(one) for one in spans],
            }
        )

    @staticmethod
    def _span(text: str) -> list[str]:
        found = _SPAN.match(text)
        if not found:
            raise Unfit("hours", "not_hours")
        return [f"{int(found[1])}:{found[2]}", f"{int(found[3])}:{found[4]}"]

    def check(self, value: Any) -> dict[str, Any] | None:
        """Days there are, and hours that end after they begin."""
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Unfit("when", "not_a_choice")
        days = value.get("days", list(range(7)))
        if not isinstance(days, list) or not days or any(day not in range(7) for day in days):
            raise Unfit("day_0", "required")
        spans = value.get("hours") or []
        if not isinstance(spans, list) or len(spans) > 6:
            raise Unfit("hours", "not_hours")
        return {"days": sorted(set(days)), "hours": [self._fits(one) for one in spans]}

    @staticmethod
    def _fits(span: Any) -> list[str]:
        if not isinstance(span, list) or len(span) != 2 or not all(_TIME.match(str(one)) for one in span):
            raise Unfit("hours", "not_hours")
        ends = [tuple(int(part) for part in one.split(":")) for one in span]
        if any(hour * 60 + minute > 24 * 60 or minute > 59 for hour, minute in ends) or ends[0] >= ends[1]:
            raise Unfit("hours", "not_hours")
        return [str(one) for one in span]

    def shown(self, value: Any, language: str = "zh") -> dict[str, str]:  # noqa: ARG002
        """Ticks and hours."""
        if value is None:
            return {"when": "always", "hours": ""}
        ticked = {f"day_{day}": "1" for day in value.get("days", range(7))}
        return {
            "when": "some",
            "hours": ", ".join(f"{start}-{end}" for start, end in value.get("hours") or ()),
            **ticked,
        }

    def said(self, value: Any, language: str) -> str:
        """In words."""
        if value is None:
            return "at any time" if language == "en" else "随时"
        days = wording.weekdays(tuple(value.get("days", range(7))), language)
        hours = ", ".join(f"{start}–{end}" for start, end in value.get("hours") or ())
        return f"{days} {hours}".strip()

    def looks(self) -> str:
        """An example; days count from Monday."""
        return 'days from Monday, 0, to Sunday, 6: `null`, `{"days": [1, 3, 5], "hours": [["9:00", "11:30"], ["14:00", "17:00"]]}`'


@dataclass(frozen=True)
class Overrides:
    """Days that are working days, or are not, whatever the calendar says."""

    form: ClassVar[str] = "lines"
    rows: ClassVar[int] = 5
    words: ClassVar[dict[str, bool]] = {"上班": True, "休息": False, "work": True, "off": False}

    def read(self, typed: Typed) -> dict[str, bool]:
        """A line a day: 2026-02-14 上班."""
        value: dict[str, bool] = {}
        for line in typed.get("value", "").splitlines():
            if line.strip():
                day, _, word = line.strip().partition(" ")
                if word.strip() not in self.words:
                    raise Unfit("value", "not_day_lines")
                value[day] = self.words[word.strip()]
        return self.check(value)

    def check(self, value: Any) -> dict[str, bool]:
        """Days by their dates."""
        if not isinstance(value, dict) or len(value) > 200:
            raise Unfit("value", "not_day_lines")
        try:
            found = {date.fromisoformat(day).isoformat(): works for day, works in value.items()}
        except (TypeError, ValueError) as error:
            raise Unfit("value", "not_day_lines") from error
        if not all(isinstance(works, bool) for works in found.values()):
            raise Unfit("value", "not_day_lines")
        return dict(sorted(found.items()))

    def shown(self, value: Any, language: str = "zh") -> dict[str, str]:
        """A line a day."""
        words = ("off", "work") if language == "en" else ("休息", "上班")
        lines = (f"{day} {words[works]}" for day, works in sorted(value.items()))
        return {"value": "\n".join(lines)}

    def said(self, value: Any, language: str) -> str:
        """In words."""
        english = language == "en"
        if not value:
            return "as the public calendar" if english else "照国家日历"
        words = ("off", "work") if english else ("休息", "上班")
        return ("; " if english else "；").join(
            f"{day} {words[works]}" for day, works in sorted(value.items())
        )

    def looks(self) -> str:
        """An example."""
        return '`{"2026-02-14": true}`'


@dataclass(frozen=True)
class Decay:
    """Up to so many hours, one part in so many; `null` hours is the rest. Nothing at all: hours count whole."""

    form: ClassVar[str] = "lines"
    rows: ClassVar[int] = 5

    def read(self, typed: Typed) -> list[list[int | None]] | None:
        """A line a step, 20 1; the last with a word for the rest."""
        lines = [one.split() for one in typed.get("value", "").splitlines() if one.strip()]
        if not lines:
            return None
        if any(len(one) != 2 for one in lines):
            raise Unfit("value", "not_steps")
        try:
            steps = [[None if up in ("以上", "rest") else int(up), int(part)] for up, part in lines]
        except ValueError as error:
            raise Unfit("value", "not_steps") from error
        return self.check(steps)

    def check(self, value: Any) -> list[list[int | None]] | None:
        """Hours that rise, and a last step for the rest."""
        if value is None:
            return None
        if not isinstance(value, list) or not 1 <= len(value) <= 12:
            raise Unfit("value", "not_steps")
        if any(not isinstance(one, list) or len(one) != 2 for one in value):
            raise Unfit("value", "not_steps")
        *before, last = value
        hours = [one[0] for one in before]
        numbers = [*hours, *(one[1] for one in value)]
        if last[0] is not None or any(type(one) is not int or one < 1 for one in numbers):
            raise Unfit("value", "not_steps")
        if hours != sorted(set(hours)):
            raise Unfit("value", "not_steps")
        return [[up, part] for up, part in value]

    def shown(self, value: Any, language: str = "zh") -> dict[str, str]:
        """A line a step."""
        rest = "rest" if language == "en" else "以上"
        return {"value": "\n".join(f"{rest if up is None else up} {part}" for up, part in value or ())}

    def said(self, value: Any, language: str) -> str:
        """In words."""
        if value is None:
            return "hours count whole" if language == "en" else "不递减"
        if language == "en":
            return "; ".join(
                f"{'beyond' if up is None else f'up to {up} h'}: 1/{part}"
                if part > 1
                else f"up to {up} h: whole"
                for up, part in value
            )
        return "；".join(
            f"{'再往上' if up is None else f'{up} 小时以内'}{'全算' if part == 1 else f'算 1/{part}'}"
            for up, part in value
        )

    def looks(self) -> str:
        """An example."""
        return "`null`, `[[20, 1], [80, 2], [200, 3], [null, 4]]`"


@dataclass(frozen=True)
class Codes:
    """Numbers or classes of goods, in the order in which they were typed."""

    form: ClassVar[str] = "codes"

    def read(self, typed: Typed) -> list[str]:
        """Apart by commas or lines."""
        return self.check([one.strip() for one in _BETWEEN.split(typed.get("value", "")) if one.strip()])

    def check(self, value: Any) -> list[str]:
        """Short words, each once."""
        if not isinstance(value, list) or len(value) > 60:
            raise Unfit("value", "not_codes")
        if not all(isinstance(one, str) and 0 < len(one) <= 40 for one in value):
            raise Unfit("value", "not_codes")
        return list(dict.fromkeys(value))

    def shown(self, value: Any, language: str = "zh") -> dict[str, str]:
        """As they are typed."""
        return {"value": (", " if language == "en" else "，").join(value)}

    def said(self, value: Any, language: str) -> str:
        """In words."""
        return (", " if language == "en" else "、").join(value) or ("nothing" if language == "en" else "不数")

    def looks(self) -> str:
        """An example."""
        return '`[]`, `["G01", "粮油"]`'
