"""A printed slip: it greets its holder, takes a password once, and keeps what was typed."""

from __future__ import annotations

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
