"""What the desk's forms must contain; what is wrong is named by a code that the pages put into words."""

# marshmallow hands every field the whole form; a field looks at itself alone
# ruff: noqa: ARG002

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, pre_load, validate, validates_schema

from points import people
from points.foundation import clock
from points.web.forms import Form

EARLIEST_BIRTH = 1900
_TIME = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)(?::\d\d)?")


class Words(fields.String):
    """One piece of text without its outer blanks; `among` are the ones there are to choose from."""

    def __init__(self, *, most: int, required: bool = True, among: Collection[str] = ()) -> None:
        checks: list[Any] = [validate.Length(max=most, error="too_long")]
        if required:
            checks.insert(0, validate.Length(min=1, error="required"))
        if among:
            checks.append(validate.OneOf(among, error="not_a_choice"))
        more: dict[str, Any] = {} if required else {"load_default": ""}
        super().__init__(required=required, validate=checks, error_messages=_missing("too_long"), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        found = super()._deserialize(value, attr, data, **more)
        return found.strip() if isinstance(found, str) else found


class Day(fields.Field[date]):
    """A day as a date field or a hand writes it: 2026-11-26, 2026/11/26."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> date:
        _refuse_empty(value)
        try:
            return date.fromisoformat(str(value).strip().replace("/", "-").replace(".", "-"))
        except ValueError as error:
            raise ValidationError("not_a_date") from error


class Clock(fields.Field[time]):
    """A wall-clock time as a time field or a hand writes it: 9:30."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> time:
        _refuse_empty(value)
        found = _TIME.fullmatch(str(value).strip())
        if found is None:
            raise ValidationError("not_a_time")
        return time(int(found[1]), int(found[2]))


class Birth(Day):
    """A day of birth that may be left out: not to come, and of somebody who can be alive."""

    def __init__(self, **more: Any) -> None:
        super().__init__(load_default=None, error_messages=_missing("not_a_date"), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        if not str(value or "").strip():
            return None
        day = super()._deserialize(value, attr, data, **more)
        if day > clock.today() or day.year < EARLIEST_BIRTH:
            raise ValidationError("out_of_range")
        return day


class Choice(fields.UUID):
    """One line of a list, by its key."""

    def __init__(self) -> None:
        super().__init__(required=True, error_messages=_missing("not_a_choice", "invalid_uuid"))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        _refuse_empty(value)
        return super()._deserialize(value, attr, data, **more)


class Number(fields.Integer):
    """A number that may be left out."""

    def __init__(self, *, least: int, most: int) -> None:
        self._range = validate.Range(min=least, max=most, error="out_of_range")
        super().__init__(load_default=None, error_messages=_missing("not_a_number", "too_large"))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        if not str(value or "").strip():
            return None
        return self._range(super()._deserialize(value, attr, data, **more))


def _refuse_empty(value: Any) -> None:
    if not str(value or "").strip():
        raise ValidationError("required")


def _missing(invalid: str, *more: str) -> dict[str, Any]:
    plain: dict[str, Any] = {"required": "required", "null": "required", "invalid": invalid}
    return {**plain, **dict.fromkeys(more, invalid)}


class TimesForm(Form):
    """A day with a beginning and an end on it."""

    day = Day(required=True, error_messages=_missing("not_a_date"))
    starts = Clock(required=True, error_messages=_missing("not_a_time"))
    ends = Clock(required=True, error_messages=_missing("not_a_time"))

    @validates_schema
    def ends_after(self, data: dict[str, Any], **_: Any) -> None:
        """Said beside the end, once every field is readable by itself."""
        if data["ends"] <= data["starts"]:
            raise ValidationError("before_start", "ends")


class PlanForm(TimesForm):
    """An activity to be put on the list."""

    rule = Choice()
    title = Words(most=40)
    place = Words(most=60)
    leader = Choice()
    capacity = Number(least=1, most=500)


class BackFillForm(TimesForm):
    """What was done and is typed in later; `person` is a list."""

    person = fields.List(
        fields.UUID(error_messages={"invalid_uuid": "unknown"}),
        required=True,
        validate=validate.Length(min=1, error="required"),
        error_messages=_missing("unknown"),
    )
    rule = Choice()
    title = Words(most=40)
    reason = Words(most=300)
    evidence = Words(most=300)


class ApproveForm(Form):
    """Services to approve; for a single one its minutes. Of whom nobody saw leaving (`asks`): when they left or how
    many hours, and the reason."""

    service = fields.List(
        fields.String(), required=True, validate=validate.Length(min=1, max=500, error="required")
    )
    minutes = Number(least=1, most=24 * 60)
    asks = fields.String(load_default="")
    left = Clock(load_default=None, error_messages=_missing("not_a_time"))
    hours = fields.Decimal(
        load_default=None,
        allow_nan=False,
        validate=validate.Range(min=Decimal("0.1"), max=24, error="out_of_range"),
        error_messages={"invalid": "not_a_number", "special": "not_a_number"},
    )
    reason = Words(most=300, required=False)

    @pre_load
    def leave_out_empty(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Of two fields one may stay empty."""
        return {key: one for key, one in data.items() if key not in ("left", "hours") or str(one).strip()}

    @validates_schema(skip_on_field_errors=False)
    def said(self, data: dict[str, Any], **_: Any) -> None:
        """All that is missing, at once."""
        if not data.get("asks"):
            return
        wrong = {}
        if data.get("left") is None and data.get("hours") is None:
            wrong["left"] = ["when_or_hours"]
        if not data.get("reason"):
            wrong["reason"] = ["required"]
        if wrong:
            raise ValidationError(wrong)


class TakeBackForm(Form):
    """What one press approved, and the activity whose page it is taken back on, if it is one."""

    decision = fields.UUID(required=True)
    activity = Words(most=40, required=False)


class RejectForm(Form):
    """All of an activity or one service, and why."""

    target = Words(most=40)
    reason = Words(most=300)


class CardForm(Form):
    """A card to issue, or one to replace with the reason."""

    kind = fields.String(
        load_default="",
        validate=validate.OneOf(["", "household", "person", "carer"], error="not_a_choice"),
    )
    replaces = Words(most=40, required=False)
    reason = Words(most=200, required=False)
    pin = Words(most=20, required=False)

    @validates_schema
    def kind_or_reason(self, data: dict[str, Any], **_: Any) -> None:
        """A new card is of some kind; one that replaces another has the kind of that, and a reason."""
        if data["replaces"] and not data["reason"]:
            raise ValidationError("required", "reason")
        if not data["replaces"] and not data["kind"]:
            raise ValidationError("not_a_choice", "kind")


class EndCardForm(Form):
    """A card that is lost."""

    card = Choice()
    reason = Words(most=200)


class PinForm(Form):
    """A new PIN for a card."""

    card = Choice()
    pin = Words(most=20)


class RoleForm(Form):
    """A role on a place."""

    role = Words(most=30, among=people.permissions.GRANTABLE)
    place = Choice()


class EndRoleForm(Form):
    """A role to end, and why."""

    grant = Choice()
    reason = Words(most=200)


class NewPersonForm(Form):
    """A person at registration; the household by its number, new or known."""

    name = Words(most=40)
    household = Words(most=20)
    door = Words(most=60)
    phone = Words(most=30, required=False)
    kinship = Words(most=20, required=False)
    birth = Birth(attribute="birth_date")
