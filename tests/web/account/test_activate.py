"""A printed slip: it greets its holder, takes a password once, and keeps what was typed."""

from __future__ import annotations

from flask import Flask

from points import people
from points.foundation import transact
from tests.support.town import PASSWORD, Town, inside
from tests.support.visitors import Visitor


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


def test_a_code_that_is_none_is_kept_and_said_beside_its_field(client: Visitor, town: Town) -> None:
    assert client.get("/activate").status_code == 200
    answer = client.post("/activate", data={"code": "ABCD-EFGH-JKMN"})
    assert answer.status_code in (404, 409)
    assert "ABCD-EFGH-JKMN" in answer.text
    empty = client.post("/activate", data={"code": ""})
    assert (empty.status_code, "这一格还没有填" in empty.text) == (422, True)


def test_a_password_that_will_not_do_keeps_the_code_and_uses_nothing_up(client: Visitor, town: Town) -> None:
    office = town.office
    slip = transact(lambda: people.activation.issue(town.tian, actor=office))
    for password, again, said in (
        (PASSWORD, PASSWORD + "x", "两次输的密码不一样"),
        ("12345678", "12345678", "12345678"),
        (PASSWORD, "", "这一格还没有填"),
    ):
        answer = client.post("/activate", data={"code": slip.code, "password": password, "again": again})
        assert answer.status_code in (409, 422)
        assert slip.code in answer.text
        assert PASSWORD not in answer.text
        assert "田桂兰" in answer.text
        assert said in answer.text or said == "12345678"
    body = {"code": slip.code, "password": PASSWORD, "again": PASSWORD}
    assert client.post("/activate", data=body).status_code == 303


def test_a_press_whose_answer_was_lost_is_let_in_by_its_password(
    app: Flask, client: Visitor, town: Town
) -> None:
    office = town.office
    slip = transact(lambda: people.activation.issue(town.tian, actor=office))
    body = {"code": slip.code, "password": PASSWORD, "again": PASSWORD, "form_key": "one-rendering"}
    first = client.post("/activate", data=body)
    lost = Visitor(app)
    again = lost.post("/activate", data=body)
    assert (again.status_code, again.location) == (first.status_code, first.location)
    assert inside(lost)
    for other in (
        {"password": "another-Pass-9", "again": "another-Pass-9"},
        {"form_key": "another-rendering"},
    ):
        refused = Visitor(app).post("/activate", data={**body, **other})
        assert (refused.status_code, "用过了" in refused.text) == (409, True)
