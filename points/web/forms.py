"""What the forms and the endpoints of this room must contain; it decides nothing about what they say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from points.foundation import Refusal
from points.foundation.refusal import LettersDisguised, SignsUnseen
from points.foundation.spelling import signs
from points.web.refusals import FieldMissing, FieldUnfit

_REFUSALS: dict[str, type[Refusal]] = {
    one.code: one for one in (FieldMissing, FieldUnfit, SignsUnseen, LettersDisguised)
}


#: how long ago something was tried; nobody asks after ten years
SECONDS_AGO = validate.Range(min=0, max=315_360_000)


class PlainText(fields.String):
    """Words or a name that others will read: in one spelling, and refused where they are not what they look like."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        found = super()._deserialize(value, attr, data, **more)
        try:
            return signs.plain(found) if isinstance(found, str) else found
        except (SignsUnseen, LettersDisguised) as refusal:
            raise ValidationError(refusal.code) from refusal


def _text(*, most: int, required: bool = True, kind: type[fields.String] = fields.String) -> fields.String:
    checks = [validate.Length(min=1, error=FieldMissing.code)] if required else []
    extra: dict[str, Any] = {} if required else {"load_default": ""}
    return kind(
        required=required,
        validate=[*checks, validate.Length(max=most, error=FieldUnfit.code)],
        error_messages={
            "required": FieldMissing.code,
            "null": FieldMissing.code,
            "invalid": FieldUnfit.code,
        },
        **extra,
    )


class Form(Schema):
    """A form of a page: what it does not know is left out."""

    class Meta:
        """Hidden fields of other makers do no harm."""

        unknown = EXCLUDE


class SignInForm(Form):
    """Name or phone number, and password."""

    username = _text(most=100)
    password = _text(most=1024)


class SecondFactorForm(Form):
    """What the app shows, or a code on paper; and what the machine's clock says."""

    number = _text(most=40)
    clock = _text(most=20, required=False)


class SecondFactorOffForm(SecondFactorForm):
    """The same and the password, to turn it off."""

    password = _text(most=1024)


class SlipForm(Form):
    """The code alone, before the password is asked for."""

    code = _text(most=60)


class ActivateForm(SlipForm):
    """The code of a slip and the new password, twice."""

    password = _text(most=1024)
    again = _text(most=1024)


class FoundingForm(Form):
    """What begins a community: the code, its name, and two people with their passwords, each twice."""

    code = _text(most=60)
    name = _text(most=100, kind=PlainText)
    phone = _text(most=40, required=False, kind=PlainText)
    district = _text(most=100, required=False, kind=PlainText)
    street = _text(most=100, required=False, kind=PlainText)
    name_1 = _text(most=100, kind=PlainText)
    username_1 = _text(most=100)
    password_1 = _text(most=1024)
    again_1 = _text(most=1024)
    name_2 = _text(most=100, kind=PlainText)
    username_2 = _text(most=100)
    password_2 = _text(most=1024)
    again_2 = _text(most=1024)


class PasswordForm(Form):
    """The old password and the new one, twice."""

    old = _text(most=1024)
    password = _text(most=1024)
    again = _text(most=1024)


class CardPinForm(Form):
    """Six digits."""

    pin = _text(most=20)


class OwnPinForm(Form):
    """Six digits, and the same again."""

    pin = _text(most=6)
    again = _text(most=6, required=False)


class TurnBackForm(Form):
    """The password of whose session it is."""

    password = _text(most=1024)


class DeviceForm(Form):
    """What a machine is called."""

    name = _text(most=60, kind=PlainText)


class TokenRequest(Schema):
    """User name or phone number, and password; and what the token is to be for, and for how many days.

    `second_factor` is the number of the app, or a recovery code, where the account has one.
    `read` reads the own statement, `own` makes vouchers of the own points as well, `counter` serves a shop's counter.
    """

    username = fields.String(required=True, validate=validate.Length(min=1, max=100))
    password = fields.String(required=True, validate=validate.Length(min=1, max=1024))
    second_factor = fields.String(load_default="", validate=validate.Length(max=40))
    scope = fields.String(load_default=None, validate=validate.OneOf(("read", "own", "counter")))
    days = fields.Integer(load_default=None, strict=True, validate=validate.Range(min=1, max=90))


class TokenAnswer(Schema):
    """A bearer token, what it is for and when it ends."""

    token = fields.String(required=True)
    scope = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)


class RefusalAnswer(Schema):
    """Every "no" of the API."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    next = fields.String(required=True)
    facts = fields.Dict(keys=fields.String(), required=True)


def read_form(schema: type[Schema], typed: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Refusal]]:
    """What a form says, and what is wrong with it by field."""
    try:
        return dict(schema().load(dict(typed))), {}
    except ValidationError as error:
        found = error.messages if isinstance(error.messages, dict) else {}
        return {}, {str(name): _REFUSALS.get(codes[0], FieldUnfit)() for name, codes in found.items()}
