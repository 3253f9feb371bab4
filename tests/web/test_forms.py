"""What a form says, and what is wrong with it by field."""

from __future__ import annotations

import pytest

from points.web.forms import ActivateForm, CardPinForm, Form, SignInForm, read_form
from points.web.refusals import FieldMissing, FieldUnfit


def wrong(schema: type[Form], **typed: object) -> dict[str, type]:
    """What is wrong by field."""
    form, errors = read_form(schema, typed)
    assert form == {} or not errors
    return {name: type(error) for name, error in errors.items()}


def test_what_was_typed_comes_back_and_what_nobody_asked_for_is_left_out() -> None:
    typed = {"username": "tian", "password": "一句话", "next": "/me", "csrf": "x"}
    assert read_form(SignInForm, typed) == ({"username": "tian", "password": "一句话"}, {})


def test_an_empty_field_and_a_missing_one_are_both_missing() -> None:
    assert wrong(SignInForm, username="") == {"username": FieldMissing, "password": FieldMissing}
    assert wrong(SignInForm, username="tian", password=None) == {"password": FieldMissing}


@pytest.mark.parametrize("value", ["1" * 21, 275318, ["275318"]])
def test_what_is_too_long_or_no_text_does_not_fit(value: object) -> None:
    assert wrong(CardPinForm, pin=value) == {"pin": FieldUnfit}


def test_every_field_that_is_wrong_is_named() -> None:
    assert wrong(ActivateForm, code="x" * 61, password="a") == {"code": FieldUnfit, "again": FieldMissing}
