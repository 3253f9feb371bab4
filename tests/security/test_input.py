"""Input that no field can hold is refused by a sentence; it never becomes a fault, on either engine."""

from __future__ import annotations

import pytest
from flask import Flask

from points.app.refusals import Unreadable
from tests.security.conftest import Enter
from tests.support.street import Street

NUL, HALF = "a\x00b", "\ud800"
BODIES = (
    b"[" * 100_000,
    b'{"username": ' + b"9" * 6000 + b"}",
    b'{"username": "\\u0000", "password": "x"}',
    b'{"username": "\\ud800", "password": "\\ud800"}',
    b'{"username": {"a": ["\\u0000"]}}',
    b'{"username": NaN}',
    b"[]",
    b"\xff\xfe",
)
ADDRESSES = {
    "tian": ("/statement?before={}", "/vouchers/{}", "/vouchers?return={}"),
    "clerk2": ("/counter/receipts/{}",),
    "leader1": ("/lead/{}",),
    "officer0": ("/desk/people/{}", "/desk/review/{}", "/desk/activities?q={}", "/desk/back-fill?person={}"),
    "supervisor4": ("/oversight/trail?deed={}", "/oversight/trail?since={}&after={}"),
}


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_strange_body_is_refused_and_named(answering: Flask, street: Street, body: bytes) -> None:
    client = answering.test_client()
    answer = client.post("/api/v1/tokens", data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_input")


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_the_counter_takes_a_strange_body_as_calmly(
    answering: Flask, street: Street, enter: Enter, body: bytes
) -> None:
    clerk = enter("clerk2")
    for path in ("scan", "redeem", "undo", "undo/confirm", "search"):
        answer = clerk.post(f"/counter/{path}", data=body, content_type="application/json")
        assert 400 <= answer.status_code < 500, path


@pytest.mark.parametrize("who", ADDRESSES)
@pytest.mark.parametrize("text", ["%00", "a%00b", "9" * 30, "-" + "9" * 30, "%ED%A0%80", "%2500"])
def test_no_address_is_a_fault(answering: Flask, street: Street, enter: Enter, who: str, text: str) -> None:
    client = enter(who)
    for pattern in ADDRESSES[who]:
        assert client.get(pattern.replace("{}", text)).status_code < 500, pattern


def test_words_that_cannot_be_stored_are_not_kept_in_the_session(
    answering: Flask, street: Street, enter: Enter
) -> None:
    officer, watcher = enter("officer0"), enter("supervisor4")
    assert officer.post("/desk/people", data={"q": NUL}).status_code == 400
    assert officer.get("/desk/people").status_code == 200
    assert watcher.post("/oversight/trail", data={"actor": NUL}).status_code == 400
    assert watcher.get("/oversight/trail").status_code == 200
    nobody = answering.test_client()
    form, to_script = {"username": NUL, "password": NUL}, {"Accept": "application/json"}
    answer = nobody.post("/sign-in", data=form, headers=to_script)
    assert (answer.status_code, answer.json["code"]) == (400, Unreadable.code)


def test_a_resident_reads_the_statement_on_every_engine(street: Street, enter: Enter) -> None:
    assert enter("tian").get("/statement").status_code == 200
