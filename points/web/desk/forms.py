"""What the desk's forms must contain; what is wrong is named by a code that the pages put into words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, post_load, pre_load, validate, validates_schema

from points import imports, people
from points.foundation import clock
from points.web.fields import Birth, Choice, Clock, Day, Number, Phone, Words, missing
from points.web.forms import Form

#: a series is planned for a season, not for ever
MOST_WEEKS = 12


class ReasonForm(Form):
    """Why something is done: ended, declined, closed, or opened again."""

    reason = Words(most=200)


class TimesForm(Form):
    """A day with a beginning and an end; an end before the beginning is one of the next day, after a night.

    Read as the instants `starts_at` and `ends_at`. What is wrong with the two together is said at once with whatever
    else is wrong.
    """

    starts = Clock(required=True, error_messages=missing("not_a_time"))
    ends = Clock(required=True, error_messages=missing("not_a_time"))

    @validates_schema(skip_on_field_errors=False)
    def fits(self, data: dict[str, Any], **_: Any) -> None:
        """Said beside the end or the beginning, once day and times are readable."""
        if not {"day", "starts", "ends"} <= set(data):
            return
        starts_at, ends_at = _span(data)
        if starts_at == ends_at:
            raise ValidationError("before_start", "ends")
        self.when((starts_at, ends_at))

    def when(self, span: tuple[datetime, datetime]) -> None:
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
    #: every week, so many times in all
    weeks = Number(least=1, most=MOST_WEEKS)

    def when(self, span: tuple[datetime, datetime]) -> None:
        """Nothing is planned for a time that has gone by."""
        if span[0] < clock.now():
            raise ValidationError("in_the_past", "starts")


class BackFillForm(TimesForm):
    """What was done and is typed in later; `person` is a list."""

    day = Day("past")
    person = fields.List(
        fields.UUID(error_messages={"invalid_uuid": "unknown"}),
        required=True,
        validate=validate.Length(min=1, error="required"),
        error_messages=missing("unknown"),
    )
    rule = Choice()
    title = Words(most=40)
    reason = Words(most=300)
    evidence = Words(most=300)

    def when(self, span: tuple[datetime, datetime]) -> None:
        """Nothing is done before it is over."""
        if span[1] > clock.now():
            raise ValidationError("in_the_future", "ends")


class EvidenceForm(Form):
    """What there is to show for a list whose rule is given on evidence."""

    evidence = Words(most=300)


class ApproveForm(Form):
    """Services to approve; for a single one its minutes. Of whom nobody saw leaving (`asks`): when they left or how
    many hours, and the reason."""

    service = fields.List(
        fields.String(), required=True, validate=validate.Length(min=1, max=500, error="required")
    )
    minutes = Number(least=1, most=24 * 60)
    asks = fields.String(load_default="")
    left = Clock(load_default=None, error_messages=missing("not_a_time"))
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
    """What one press approved."""

    decision = Choice()


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
    with_pin = Words(most=3, required=False, among=("", "yes", "own"))

    @validates_schema(skip_on_field_errors=False)
    def kind_or_reason(self, data: dict[str, Any], **_: Any) -> None:
        """A new card is of some kind; one that replaces another has the kind of that, and a reason."""
        if data.get("replaces") and data.get("reason") == "":
            raise ValidationError("required", "reason")
        if not data.get("replaces") and data.get("kind") == "":
            raise ValidationError("not_a_choice", "kind")


class EndCardForm(ReasonForm):
    """A card that is lost."""

    card = Choice()


class PinForm(Form):
    """A card that is to get a new PIN."""

    card = Choice()


class RoleForm(Form):
    """A role on a place."""

    role = Words(most=30, among=people.permissions.GRANTABLE)
    place = Choice()


class EndRoleForm(ReasonForm):
    """A role to end, to decline or to object to, and why."""

    grant = Choice()


class AnswerForm(Form):
    """A role to confirm; with words where somebody objected."""

    grant = Choice()
    answer = Words(most=200, required=False)


class NewPersonForm(Form):
    """A person at registration; the household by its number, new or known."""

    name = Words(most=40)
    household = Words(most=20)
    door = Words(most=60)
    phone = Phone()
    kinship = Words(most=20, required=False)
    birth = Birth(attribute="birth_date")
    #: another person of a name that the household has already
    namesake = fields.Boolean(load_default=False, error_messages={"invalid": "not_a_choice"})


class NewWorkerForm(Form):
    """Somebody who works here and lives elsewhere: in no household, behind no door."""

    name = Words(most=40)
    phone = Phone()
