"""Refusals, wrong requests and faults as pages and as JSON."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import Busy, db, transact
from points.foundation.models import Community
from points.web.auth import audience
from points.web.refusals import PageOfOthers
from tests.support.desk_day import DeskDay, enter
from tests.support.street import Street
from tests.support.visitors import Visitor

SOMEBODY = "田桂兰 13900000000"


class Odd(Exception):
    """Something nobody foresaw, with somebody's name in it."""


@pytest.fixture
def faulty(app: Flask) -> Iterator[Visitor]:
    """A browser on a server that answers faults as in production."""
    before = dict(app.view_functions)
    app.view_functions["healthz"] = audience("everyone")(_raise_odd)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app.test_client()  # type: ignore[misc]
    app.config["PROPAGATE_EXCEPTIONS"] = None
    app.view_functions.update(before)


def _raise_odd() -> str:
    raise Odd(SOMEBODY)


def _raise_busy() -> str:
    raise Busy


def test_a_page_that_is_not_there_says_so_in_words(client: Visitor) -> None:
    answer = client.get("/nothing-here")
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert "这里没有东西" in answer.text


def test_an_endpoint_that_is_not_there_answers_in_json(client: Visitor) -> None:
    answer = client.get("/api/v1/nothing", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert answer.json is not None
    assert set(answer.json) == {"code", "message", "next", "facts"}
    assert answer.json["code"] == "not_found"
    assert answer.json["message"].isascii()


def test_messages_follow_the_language_asked_for(client: Visitor) -> None:
    said = client.get("/api/v1/nothing", headers={"Accept-Language": "zh-CN"}).json
    assert said is not None
    assert "没有" in said["message"]


def test_a_wrong_verb_names_the_right_ones(client: Visitor) -> None:
    answer = client.delete("/api/v1/tokens")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert answer.json is not None
    assert answer.json["code"] == "method_not_allowed"


def test_input_that_breaks_the_schema_names_the_field(client: Visitor) -> None:
    answer = client.post(
        "/api/v1/tokens", json={"username": "a", "pin": 1}, headers={"Accept-Language": "en"}
    )
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["code"] == "invalid_input"
    assert answer.json["facts"]["fields"] == {"password": "required", "pin": "unknown"}
    assert answer.json["facts"]["field"] in answer.json["message"]


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff\xfe"])
def test_what_is_no_object_of_json_is_wrong_input_too(client: Visitor, body: bytes) -> None:
    answer = client.post("/api/v1/tokens", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["code"] == "invalid_input"


def test_a_fault_is_a_number_to_quote_and_nothing_else(
    faulty: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("points").propagate = True
    with caplog.at_level(logging.ERROR, "points.fault"):
        answer = faulty.get("/healthz")
    assert answer.status_code == 500
    number = next(word for word in caplog.text.split() if word.startswith("E-"))
    assert number in answer.text
    assert "Odd" in caplog.text
    assert "田桂兰" not in caplog.text + answer.text
    assert "13900000000" not in caplog.text + answer.text


def test_a_fault_of_an_endpoint_is_json(faulty: Visitor) -> None:
    answer = faulty.get("/healthz", headers={"Accept": "application/json"})
    assert answer.status_code == 500
    assert answer.json is not None
    assert answer.json["code"] == "fault"
    assert answer.json["facts"]["number"].startswith("E-")


def test_busy_says_when_to_come_back(app: Flask, client: Visitor) -> None:
    before = app.view_functions["healthz"]
    app.view_functions["healthz"] = _raise_busy
    try:
        answer = client.get("/healthz", headers={"Accept": "application/json"})
    finally:
        app.view_functions["healthz"] = before
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1


def test_an_error_page_needs_no_database(app: Flask, client: Visitor) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("points.app.templating.has_demo", _raise_odd)
            answer = client.get("/nothing-here")
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert "报修时请说编号" in answer.text


def test_the_log_of_requests_holds_patterns_not_addresses(
    client: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("points").propagate = True
    with caplog.at_level(logging.INFO, "points.access"):
        client.get("/C/SECRETTOKEN?name=田桂兰")
    assert "/C/<token>" in caplog.text
    assert "SECRETTOKEN" not in caplog.text
    assert "name" not in caplog.text


def test_a_page_that_is_not_there_says_whom_to_ask(client: Visitor, street: Street) -> None:
    query = sa.update(Community).where(Community.id == street.community_id)
    transact(lambda: db.session.execute(query.values(phone="0856-5550126")))
    nobody = client.get("/nothing-here").text
    assert 'href="tel:0856-5550126"' in nobody
    assert "回明细" not in nobody
    enter(client, "tian")
    resident = client.get("/desk/people").text
    assert 'href="tel:0856-5550126"' in resident
    assert 'href="/statement"' in resident


def test_a_page_that_a_card_does_not_open_says_just_that(client: Visitor, street: Street) -> None:
    person = street.resident.person_id
    assert person is not None
    card = transact(lambda: people.cards.issue(person, kind="person", actor=street.system, pin="275318"))
    client.post(f"/C/{card.token}", data={"pin": "275318"})
    page = client.get("/code")
    assert page.status_code == 404
    assert "用卡看的时候没有这一页" in page.text
    assert "地址可能打错了" not in page.text
    assert "看完了，关掉" in page.text


def test_a_page_of_another_role_says_so_to_staff_beside_their_menu(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    for address in ("/counter", "/desk/nothing-here"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert 'class="nav-entry' in answer.text
        assert (PageOfOthers.zh in answer.text) == (address == "/counter")
    assert "您现在的岗位：社区专干。" in client.get("/counter").text


def test_the_sentence_follows_the_page_and_never_what_stands_behind_its_address(
    client: Visitor, desk_day: DeskDay
) -> None:
    there = desk_day.public_id_of("滕天菊")
    enter(client, "supervisor4")
    said = {client.get(f"/desk/people/{one}").text.replace(one, "") for one in (there, "pxxxxxxxxxxxx")}
    assert len(said) == 1
    assert "这一页您的岗位看不到。" in said.pop()


def test_a_resident_is_told_that_there_is_nothing_and_whom_to_ask(client: Visitor, desk_day: DeskDay) -> None:
    enter(client, "tian")
    said = {client.get(address).text for address in ("/desk", "/desk/people/pxxxxxxxxxxxx", "/nothing-here")}
    assert len(said) == 1
    page = said.pop()
    assert "这里没有东西" in page
    assert "岗位" not in page


def test_scripts_and_programs_are_told_that_there_is_nothing(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    answer = client.post("/counter/scan", json={"code": "x"})
    assert (answer.status_code, answer.json and answer.json["code"]) == (404, "not_found")
