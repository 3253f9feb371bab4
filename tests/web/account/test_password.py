"""Changing one's own password: what is wrong is said beside its field, other devices are signed out."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import db, transact
from points.people.access.hashing import hash_secret
from points.people.models import Account
from tests.support.town import PASSWORD, Town, enter, inside, resident_account
from tests.support.visitors import Visitor


def test_a_changed_password_keeps_this_device_and_ends_the_others(
    client: Visitor, town: Town, app: Flask
) -> None:
    other = app.test_client()
    enter(client)
    enter(other)
    new = "一句新的话 99"
    wrong = client.post("/password", data={"old": "no", "password": new, "again": new})
    assert (wrong.status_code, "原来的密码不对" in wrong.text) == (409, True)
    differ = client.post("/password", data={"old": PASSWORD, "password": new, "again": new + "x"})
    assert (differ.status_code, people.refusals.PasswordsDiffer.zh in differ.text) == (422, True)
    assert client.post("/password", data={"old": PASSWORD, "password": new, "again": new}).status_code == 303
    assert inside(client)
    assert not inside(other)


def test_the_form_asks_three_times_and_shows_no_password_again(client: Visitor, town: Town) -> None:
    assert "/sign-in" in client.get("/password").location
    enter(client)
    assert client.get("/password").status_code == 200
    empty = client.post("/password", data={"old": PASSWORD, "password": "", "again": ""})
    assert (empty.status_code, empty.text.count("这一格还没有填")) == (422, 2)
    common = client.post("/password", data={"old": PASSWORD, "password": "12345678", "again": "12345678"})
    assert common.status_code == 422
    for page in (empty, common):
        assert PASSWORD not in page.text
        assert "12345678" not in page.text


def test_a_refused_password_is_told_what_would_do(client: Visitor, town: Town) -> None:
    enter(client)
    refused = client.post("/password", data={"old": PASSWORD, "password": "12345678", "again": "12345678"})
    assert "太容易猜到" in refused.text
    assert "一句自己记得住的话" in refused.text
    assert "好记就行" not in client.get("/password").text


def easy_password() -> None:
    """One from before such ones were refused, for everybody."""
    old = hash_secret("woaini520")
    transact(lambda: db.session.execute(sa.update(Account).values(password_hash=old)))


def test_a_resident_with_an_easy_password_is_told_once_and_may_go_on(client: Visitor, town: Town) -> None:
    resident_account(town)
    easy_password()
    asked = enter(client, "tian", password="woaini520", next="/statement")
    told = client.get(asked.location)
    assert "别人容易猜到" in told.text
    assert 'href="/statement"' in told.text
    assert client.get("/statement").status_code == 200
    client.post("/sign-out")
    assert enter(client, "tian", password="woaini520", next="/statement").location == "/statement"


def test_staff_with_an_easy_password_do_nothing_before_they_have_another(
    app: Flask, client: Visitor, town: Town
) -> None:
    easy_password()
    for _ in range(2):
        enter(client, password="woaini520")
        assert client.get("/desk/people").location.startswith("/password?next=")
        client.post("/sign-out")
    enter(client, password="woaini520")
    assert client.post("/desk/people/new").status_code == 409
    page = client.get("/password").text
    assert "您能看到别人的信息" in page
    assert "先不改" not in page
    new = "一句新的话 99"
    client.post("/password", data={"old": "woaini520", "password": new, "again": new})
    assert client.get("/desk/people").status_code == 200
    client.post("/sign-out")
    enter(client, password=new)
    assert client.get("/desk/people").status_code == 200


def test_staff_get_no_token_for_an_easy_password(client: Visitor, town: Town) -> None:
    easy_password()
    resident_account(town)
    answer = client.post("/api/v1/tokens", json={"username": "ranting", "password": "woaini520"})
    assert (answer.status_code, answer.json["code"]) == (409, "password_still_easy")
    assert (
        client.post("/api/v1/tokens", json={"username": "tian", "password": PASSWORD}).status_code == 201
    ), "the control"
