"""What the desk's forms must contain; what is wrong is named by a code that the pages put into words."""

# marshmallow hands every field the whole form; a field looks at itself alone
# ruff: noqa: ARG002

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, post_load, pre_load, validate, validates_schema

from points import imports, people
from points.foundation import clock
from points.web.forms import Form

EARLIEST_BIRTH = 1900


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
    """A day as people type it; without a year it is the nearest one that was, or that is to come."""

    def __init__(self, sense: imports.typed_times.Sense) -> None:
        self.sense = sense
        super().__init__(required=True, error_messages=_missing("not_a_date"))

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
        super().__init__(load_default=None, error_messages=_missing("not_a_whole_date"), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        if not str(value or "").strip():
            return None
        day = imports.typed_times.whole_day(str(value))
        if day is None:
            raise ValidationError("not_a_whole_date")
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
    """A day with a beginning and an end; an end before the beginning is one of the next day, after a night.

    Read as the instants `starts_at` and `ends_at`. What is wrong with the two together is said at once with whatever
    else is wrong.
    """

    starts = Clock(required=True, error_messages=_missing("not_a_time"))
    ends = Clock(required=True, error_messages=_missing("not_a_time"))

    @validates_schema(skip_on_field_errors=False)
    def fits(self, data: dict[str, Any], **_: Any) -> None:
        """Said beside the end or the beginning, once day and times are readable."""
        if not {"day", "starts", "ends"} <= set(data):
            return
        starts_at, ends_at = _span(data)
        if starts_at == ends_at:
            raise ValidationError("before_start", "ends")
        self.when(starts_at, ends_at)

    def when(self, starts_at: datetime, ends_at: datetime) -> None:
        """Whether it may be then."""

    @post_load
    def as_instants(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The two instants in place of a day and two times."""
        data["starts_at"], data["ends_at"] = _span(data)
        return {name: value for name, value in data.items() if name not in ("day", "starts", "ends")}


def _span(data: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """From when until when; both the same where that is no stretch of time."""
    starts_at = clock.instant(data["day"], data["starts"])
    later = imports.typed_times.ends_on(data["starts"], data["ends"])
    if later is None:
        return starts_at, starts_at
    return starts_at, clock.instant(data["day"] + timedelta(days=later), data["ends"])


class PlanForm(TimesForm):
    """An activity to be put on the list."""

    day = Day("future")
    rule = Choice()
    title = Words(most=40)
    place = Words(most=60)
    leader = Choice()
    capacity = Number(least=1, most=500)

    def when(self, starts_at: datetime, ends_at: datetime) -> None:
        """Nothing is planned for a time that has gone by."""
        if starts_at < clock.now():
            raise ValidationError("in_the_past", "starts")


class BackFillForm(TimesForm):
    """What was done and is typed in later; `person` is a list."""

    day = Day("past")
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

    def when(self, starts_at: datetime, ends_at: datetime) -> None:
        """Nothing is done before it is over."""
        if ends_at > clock.now():
            raise ValidationError("in_the_future", "ends")


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
