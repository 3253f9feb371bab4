"""What a field of a form may hold; what is wrong is named by a code that the pages put into words."""

# marshmallow hands every field the whole form; a field looks at itself alone
# ruff: noqa: ARG002

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, time
from typing import Any

from marshmallow import ValidationError, fields, validate

from points import imports, people
from points.foundation import clock
from points.web.forms import PlainText

EARLIEST_BIRTH = 1900


class Words(PlainText):
    """One piece of text without its outer blanks; `among` are the ones there are to choose from."""

    def __init__(
        self, *, most: int, required: bool = True, among: Collection[str] = (), data_key: str | None = None
    ) -> None:
        checks: list[Any] = [validate.Length(max=most, error="too_long")]
        if required:
            checks.insert(0, validate.Length(min=1, error="required"))
        if among:
            checks.append(validate.OneOf(among, error="not_a_choice"))
        more: dict[str, Any] = {} if required else {"load_default": ""}
        super().__init__(
            required=required, validate=checks, error_messages=missing("too_long"), data_key=data_key, **more
        )


class Day(fields.Field[date]):
    """A day as people type it; without a year it is the nearest one that was, or that is to come."""

    def __init__(self, sense: imports.typed_times.Sense) -> None:
        self.sense = sense
        super().__init__(required=True, error_messages=missing("not_a_date"))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> date:
        _refuse_empty(value)
        found = imports.typed_times.day(str(value), today=clock.today(), sense=self.sense)
        if found is None:
            raise ValidationError("not_a_date")
        return found


class Clock(fields.Field[time]):
    """A wall-clock time as people type it: 9:30, 0930, 9点半."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> time:
        _refuse_empty(value)
        found = imports.typed_times.time_of_day(str(value))
        if found is None:
            raise ValidationError("not_a_time")
        return found


class Birth(fields.Field[date]):
    """A day of birth that may be left out: not to come, and of somebody who can be alive."""

    def __init__(self, **more: Any) -> None:
        super().__init__(load_default=None, error_messages=missing("not_a_whole_date"), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        if not str(value or "").strip():
            return None
        day = imports.typed_times.whole_day(str(value))
        if day is None:
            raise ValidationError("not_a_whole_date")
        if day > clock.today() or day.year < EARLIEST_BIRTH:
            raise ValidationError("out_of_range")
        return day


class Phone(Words):
    """A telephone number that may be left out."""

    def __init__(self) -> None:
        super().__init__(most=30, required=False)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        found = super()._deserialize(value, attr, data, **more)
        if found and not people.residents.is_phone(found):
            raise ValidationError("not_a_phone")
        return found


class Choice(fields.UUID):
    """One line of a list, by its key."""

    def __init__(self) -> None:
        super().__init__(required=True, error_messages=missing("not_a_choice", "invalid_uuid"))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        _refuse_empty(value)
        return super()._deserialize(value, attr, data, **more)


class Number(fields.Integer):
    """A number that may be left out."""

    def __init__(self, *, least: int, most: int) -> None:
        self._range = validate.Range(min=least, max=most, error="out_of_range")
        super().__init__(load_default=None, error_messages=missing("not_a_number", "too_large"))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        if not str(value or "").strip():
            return None
        return self._range(super()._deserialize(value, attr, data, **more))


def _refuse_empty(value: Any) -> None:
    if not str(value or "").strip():
        raise ValidationError("required")


def missing(invalid: str, *more: str) -> dict[str, Any]:
    """What a field says that is not there, or unreadable in the ways marshmallow names."""
    plain: dict[str, Any] = {"required": "required", "null": "required", "invalid": invalid}
    return {**plain, **dict.fromkeys(more, invalid)}
