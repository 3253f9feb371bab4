"""The door as a browser meets it: where signing in leads, what a refusal keeps, signing out everywhere."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.town import Town, enter, inside
from tests.support.visitors import Visitor


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
    assert "账号或手机号和密码对不上" in answer.text
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


def test_signing_out_everywhere_reaches_the_other_device(client: Visitor, town: Town, app: Flask) -> None:
    other = app.test_client()
    enter(client)
    enter(other)
    assert inside(other)
    client.post("/sign-out-everywhere")
    assert not inside(client)
    assert not inside(other)
