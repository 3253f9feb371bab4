"""Sessions and their ends, and whom a page is for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from points import people
from points.foundation import clock
from points.web import auth
from tests.support.town import NOON, Town, enter, inside, resident_account
from tests.support.visitors import Visitor


def test_a_desk_left_alone_for_half_an_hour_is_signed_out(client: Visitor, town: Town) -> None:
    enter(client)
    for minutes in (25, 50, 75):
        clock.set_now(NOON + timedelta(minutes=minutes))
        assert inside(client)
    clock.set_now(NOON + timedelta(minutes=106))
    assert not inside(client)


def test_a_resident_stays_signed_in_for_weeks(client: Visitor, town: Town) -> None:
    resident_account(town)
    enter(client, "tian")
    clock.set_now(NOON + timedelta(days=29))
    assert inside(client)
    clock.set_now(NOON + timedelta(days=60))
    assert not inside(client)


def test_a_page_of_another_role_is_not_there(client: Visitor, town: Town) -> None:
    enter(client, "shilei")
    assert client.get("/statement").status_code == 404


def test_every_page_of_signing_in_names_its_audience(app: Flask) -> None:
    views = {name: view for name, view in app.view_functions.items() if name.startswith("account.")}
    assert {name: getattr(view, "audience", None) for name, view in views.items()} == {
        "account.sign_in": ("everyone",),
        "account.sign_in_posted": ("everyone",),
        "account.sign_out": ("everyone",),
        "account.sign_out_everywhere": ("signed_in",),
        "account.activate": ("everyone",),
        "account.activate_posted": ("everyone",),
        "account.founding": ("everyone",),
        "account.founding_posted": ("everyone",),
        "account.password": ("signed_in",),
        "account.password_posted": ("signed_in",),
        "account.card": ("everyone",),
        "account.card_posted": ("everyone",),
        "account.language": ("everyone",),
        "account.care": ("everyone",),
        "account.close_card": ("everyone",),
        "account.keep_draft": ("signed_in",),
        "account.forget_draft": ("signed_in",),
        "account.sessions": ("signed_in",),
        "account.end_session": ("signed_in",),
        "account.end_token": ("signed_in",),
        "account.understood_session": ("signed_in",),
        "account.understood": ("signed_in",),
        "account.device": ("shop_manager", "admin"),
        "account.waiting": ("signed_in",),
        "account.second_factor": ("everyone",),
        "account.second_factor_posted": ("everyone",),
        "account.second_factor_setup": people.permissions.roles_for("prove_twice"),
        "account.second_factor_setup_posted": people.permissions.roles_for("prove_twice"),
        "account.second_factor_off": people.permissions.roles_for("prove_twice"),
        "account.second_factor_codes": people.permissions.roles_for("prove_twice"),
        "account.second_factor_sheet": people.permissions.roles_for("prove_twice"),
        "account.second_factor_sheet_printed": people.permissions.roles_for("prove_twice"),
        "account.second_factor_sheet_confirmed": people.permissions.roles_for("prove_twice"),
        "account.clock": ("everyone",),
        "account.device_clock": people.permissions.roles_for("use_desk", "serve_counter", "lead_activities"),
        "account.own_pin": people.permissions.roles_for("turn_screen"),
        "account.own_pin_typed": people.permissions.roles_for("turn_screen"),
        "account.turn_back": people.permissions.roles_for("turn_screen"),
    }


def test_an_audience_that_nobody_is_cannot_be_named() -> None:
    with pytest.raises(ValueError, match="a page is for somebody"):
        auth.audience()
    with pytest.raises(KeyError):
        auth.audience("serve_counter", "rule_an_empire")
