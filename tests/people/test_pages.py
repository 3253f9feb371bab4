"""The door as a browser meets it: sessions and their ends, forms that keep what was typed, audiences."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from points import audit, people
from points.foundation import clock, reading, transact
from points.web import auth
from tests.people.conftest import NOON, PASSWORD, Town
from tests.visitors import Visitor


def enter(client: Visitor, username: str = "ranting", password: str = PASSWORD, **more: str):
    return client.post("/sign-in", data={"username": username, "password": password, **more})


def inside(client: Visitor) -> bool:
    """Whether a page for the signed-in opens."""
    return client.get("/password").status_code == 200


def resident_account(town: Town) -> UUID:
    return transact(
        lambda: people.accounts.create(town.tian, actor=town.house, username="tian", password=PASSWORD)
    )


def test_signing_in_goes_on_to_the_page_that_was_asked_for(client: Visitor, town: Town) -> None:
    away = client.get("/password")
    assert away.status_code in (302, 303)
    assert away.location.endswith("/sign-in?next=/password") or "next=%2Fpassword" in away.location
    answer = enter(client, next="/password")
    assert (answer.status_code, answer.location) == (303, "/password")
    assert inside(client)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "/a\r\nb: c", "\\\\x"],
)
def test_signing_in_never_leads_out_of_the_house(client: Visitor, town: Town, target: str) -> None:
    answer = enter(client, next=target)
    assert "evil" not in answer.location
    assert answer.location.startswith("/")


def test_a_wrong_password_keeps_the_name_and_never_the_password(client: Visitor, town: Town) -> None:
    answer = enter(client, password="a wrong secret")
    assert answer.status_code == 401
    assert "ranting" in answer.text
    assert "a wrong secret" not in answer.text
    assert "用户名和密码对不上" in answer.text
    assert not inside(client)


def test_an_empty_field_is_named_beside_it(client: Visitor, town: Town) -> None:
    answer = enter(client, password="")
    assert answer.status_code == 422
    assert "这一格还没有填" in answer.text


def test_a_locked_account_is_told_until_when(client: Visitor, town: Town) -> None:
    for _ in range(5):
        enter(client, password="a wrong secret")
    answer = enter(client)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60 + 1
    assert "12:15" in answer.text


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


def test_signing_out_everywhere_reaches_the_other_device(client: Visitor, town: Town, app: Flask) -> None:
    other = app.test_client()
    enter(client)
    enter(other)
    assert inside(other)
    client.post("/sign-out-everywhere")
    assert not inside(client)
    assert not inside(other)


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
    assert (differ.status_code, "两次输的密码不一样" in differ.text) == (422, True)
    assert client.post("/password", data={"old": PASSWORD, "password": new, "again": new}).status_code == 303
    assert inside(client)
    assert not inside(other)


def test_a_slip_greets_its_holder_and_then_takes_a_password_once(client: Visitor, town: Town) -> None:
    office = town.office
    slip = transact(lambda: people.activation.issue(town.tian, actor=office))
    typed = f"{slip.code[:4].lower()} {slip.code[4:8]}-{slip.code[8:]}"
    assert "田桂兰" in client.post("/activate", data={"code": typed}).text
    body = {"code": typed, "password": PASSWORD, "again": PASSWORD}
    assert client.post("/activate", data=body).status_code == 303
    assert inside(client)
    again = client.post("/activate", data=body)
    assert (again.status_code, "用过了" in again.text) == (409, True)
    assert people.signing_in.sign_in(slip.username, PASSWORD).person_id == town.tian


def test_a_card_link_asks_for_the_pin_and_then_reads_for_half_an_hour(client: Visitor, town: Town) -> None:
    office = town.office
    card = transact(lambda: people.cards.issue(town.tian, kind="person", actor=office, pin="275318"))
    asked = client.get(f"/C/{card.token}")
    assert (asked.status_code, "田**" in asked.text, "田桂兰" in asked.text) == (200, True, False)
    wrong = client.post(f"/C/{card.token}", data={"pin": "000111"})
    assert (wrong.status_code, "还可以试 4 次" in wrong.text) == (409, True)
    assert client.post(f"/C/{card.token}", data={"pin": "275318"}).status_code == 303
    assert client.get(f"/C/{card.token}").location == "/"
    assert client.get("/password").status_code == 404
    assert client.post("/sign-out-everywhere").status_code == 404
    clock.set_now(NOON + timedelta(minutes=31))
    assert client.get(f"/C/{card.token}").status_code == 200
    assert client.get("/password").status_code == 303


def test_a_revoked_card_ends_what_it_opened(client: Visitor, town: Town) -> None:
    office = town.office
    card = transact(lambda: people.cards.issue(town.tian, kind="person", actor=office, pin="275318"))
    client.post(f"/C/{card.token}", data={"pin": "275318"})
    transact(lambda: people.cards.revoke(card.card_id, reason="丢了", actor=office))
    assert client.get("/password").status_code == 303
    gone = client.get(f"/C/{card.token}")
    assert (gone.status_code, "这张卡挂失了" in gone.text) == (409, True)


def test_a_card_that_never_was_is_not_found(client: Visitor, town: Town) -> None:
    assert client.get("/C/" + "8" * 43).status_code == 404


def test_a_page_of_another_role_is_not_there(client: Visitor, town: Town) -> None:
    enter(client, "shilei")
    assert client.get("/statement").status_code == 404


def test_the_language_and_the_large_letters_are_kept_with_the_person(client: Visitor, town: Town) -> None:
    resident_account(town)
    enter(client, "tian")
    assert client.post("/language", data={"lang": "en", "next": "/password"}).location == "/password"
    client.post("/care", data={"care": "1"})
    card = people.persons.get(town.community_id, town.tian)
    assert (card.language, card.care_mode) == ("en", True)


def test_a_token_is_given_for_a_password_and_refused_in_json(client: Visitor, town: Town) -> None:
    good = client.post("/api/v1/tokens", json={"username": "ranting", "password": PASSWORD})
    assert good.status_code == 201
    assert set(good.json) == {"token", "expires_at"}
    bad = client.post("/api/v1/tokens", json={"username": "ranting", "password": "x"})
    assert (bad.status_code, bad.json["code"]) == (401, "wrong_password")
    unfit = client.post("/api/v1/tokens", json={"username": "ranting"})
    assert (unfit.status_code, unfit.json["facts"]["field"]) == (422, "password")
    for _ in range(4):
        client.post("/api/v1/tokens", json={"username": "ranting", "password": "x"})
    locked = client.post("/api/v1/tokens", json={"username": "ranting", "password": PASSWORD})
    assert (locked.status_code, locked.json["code"]) == (429, "account_locked")
    assert re.fullmatch(r"\d+", locked.headers["Retry-After"])


def test_guesses_are_slowed_by_name_and_machine_and_not_for_the_whole_office(
    client: Visitor, town: Town
) -> None:
    answers = [enter(client, "somebody", "x").status_code for _ in range(31)]
    assert answers[-1] == 429
    assert enter(client).status_code == 303


def test_an_administrator_is_made_on_the_command_line(town: Town, app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["create-admin", "--username", "chief"])
    assert result.exit_code == 0, result.output
    password = result.output.strip().rsplit(" ", 1)[-1]
    who = people.signing_in.sign_in("chief", password)
    assert people.actors.of_account(who.account_id, community_id=who.community_id).roles == {"admin"}


def test_an_enrolled_counter_is_known_by_its_cookie_in_every_deed(client: Visitor, town: Town) -> None:
    enter(client, "shilei")
    assert client.post("/device", data={"name": "柜台一"}).status_code == 303
    client.post("/sign-out-everywhere")
    lines = reading(
        lambda: audit.trail.read(town.community_id, audit.trail.TrailFilter(actor_id=town.admin_account))
    )
    known = {line.action: line.device_id for line in lines}
    assert known["device.enrolled"] is None
    assert known["account.signed_out_everywhere"] in {
        one.device_id for one in reading(lambda: people.devices.of_community(town.community_id))
    }


def test_every_page_of_this_room_names_its_audience(app: Flask) -> None:
    views = {name: view for name, view in app.view_functions.items() if name.startswith("people.")}
    assert {name: getattr(view, "audience", None) for name, view in views.items()} == {
        "account.sign_in": ("everyone",),
        "people.sign_in_posted": ("everyone",),
        "account.sign_out": ("everyone",),
        "account.sign_out_everywhere": ("signed_in",),
        "account.activate": ("everyone",),
        "people.activate_posted": ("everyone",),
        "account.password": ("signed_in",),
        "people.password_posted": ("signed_in",),
        "account.card": ("everyone",),
        "people.card_posted": ("everyone",),
        "account.language": ("everyone",),
        "account.care": ("everyone",),
        "account.device": ("shop_manager", "admin"),
    }


def test_an_audience_that_nobody_is_cannot_be_named() -> None:
    for roles in ((), ("resident", "emperor")):
        with pytest.raises(ValueError, match="no such audience"):
            auth.audience(*roles)
