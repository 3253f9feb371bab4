"""The door as a browser meets it: where signing in leads, what a refusal keeps, signing out everywhere."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people, shop
from points.foundation import db, transact
from points.foundation.models import Community
from points.web.refusals import WrongPasswordHere
from tests.house.files import templates
from tests.support.street import Street
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
    assert WrongPasswordHere(left=4).message("zh") in answer.text
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


def test_after_a_wrong_password_the_cursor_stands_in_its_field(client: Visitor, town: Town) -> None:
    page = enter(client, password="a wrong secret").text
    assert "autofocus" in page.split('id="f-password"')[1].split(">")[0]
    assert "autofocus" not in page.split('id="f-username"')[1].split(">")[0]


def test_the_door_says_whom_to_ring_and_where_to_go(client: Visitor, street: Street) -> None:
    def work() -> None:
        shop.shops.add("锦溪二店", actor=street.system, spot="社区服务中心一楼")
        query = sa.update(Community).where(Community.id == street.community_id)
        db.session.execute(query.values(phone="0856-5550126"))

    transact(work)
    page = client.get("/sign-in").text
    assert 'href="tel:0856-5550126"' in page
    assert "社区服务中心一楼" in page


def test_letters_and_language_are_chosen_before_signing_in(client: Visitor, town: Town) -> None:
    page = client.get("/sign-in").text
    assert 'action="/care"' in page
    assert 'action="/language"' in page
    client.post("/care", data={"care": "1", "next": "/sign-in"})
    assert "care" in client.get("/sign-in").text.split("<html")[1].split(">")[0]


def test_empty_fields_are_told_in_our_own_words_and_never_by_the_browser(client: Visitor, town: Town) -> None:
    for address in ("/sign-in", "/activate"):
        form = client.get(address).text.split('class="door-column"')[1].split("<form")[1]
        assert "novalidate" in form.split(">")[0]
    answer = enter(client, "", "")
    assert answer.text.count("这一格还没有填") == 2


def test_the_same_word_stands_at_the_field_and_in_the_refusal(client: Visitor, town: Town) -> None:
    page = enter(client, password="a wrong secret").text
    assert "账号或手机号和密码对不上" in page
    assert "用户名" not in page


def test_tries_that_are_left_are_said_alike_for_names_that_nobody_has(
    client: Visitor, town: Town, app: Flask
) -> None:
    said = []
    for name in ("ranting", "nobody-at-all"):
        browser = Visitor(app)
        said.append(
            [
                int(
                    re.search(r"最多还可以试 (\d) 次", enter(browser, username=name, password="wrong").text)[
                        1
                    ]
                )  # type: ignore[index]
                for _ in range(4)
            ]
        )
    assert said == [[4, 3, 2, 1], [4, 3, 2, 1]]
    # a name is counted, not a browser: the fifth try locks it wherever it is made
    assert "最多还可以试 0 次" in enter(client, password="wrong").text
    assert enter(client).status_code == 429
    assert enter(client, username="nobody-at-all", password="wrong").status_code == 401
    assert enter(client, username="nobody-at-all", password="wrong").status_code == 429


def test_no_sentence_says_user_name_where_the_label_says_account(app: Flask) -> None:
    said = [one.zh + one.next_zh for one in vars(people.refusals).values() if isinstance(one, type)]
    assert [words for words in said if "用户名" in words] == []
    assert "用户名" not in "".join(path.read_text(encoding="utf-8") for path in templates())
