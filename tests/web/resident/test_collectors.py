"""Naming who collects on the own phone, the collector at the counter, and being told of it everywhere; ended by one press."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from points import people
from points.foundation import clock, reading
from tests.support.neighbour import PIN, Neighbour, neighbour
from tests.support.street import Street, enter
from tests.support.visitors import Visitor
from tests.web.counter.conftest import ask

__all__ = ["neighbour"]

NAMED = {"name": "冯小燕", "door": "3-1-102", "points": "10", "days": "30"}


@pytest.fixture
def phone(street: Street, client: Visitor, neighbour: Neighbour) -> Visitor:
    """The resident's phone, on which the neighbour was named."""
    assert (street.available(), neighbour.card.pin) == (320, PIN)
    visitor = enter(client, "tian")
    assert visitor.post("/me/collectors", data=NAMED).status_code == 303
    assert "记下了，马上算数。" in visitor.get("/me/collectors").text
    return visitor


def at_counter(visitor: Visitor, neighbour: Neighbour) -> tuple[Visitor, dict[str, Any]]:
    """The neighbour's card, scanned."""
    visitor.post("/sign-out")
    counter = enter(visitor, "clerk2")
    return counter, ask(counter, "scan", code=neighbour.card.token).json


def collect(counter: Visitor, ref: str) -> dict[str, Any]:
    """For the resident, with the neighbour's PIN; a bag of salt."""
    assert ask(counter, "scan", collect=ref).json["kind"] == "proof"
    wrong = ask(counter, "scan", collect=ref, proof="000001")
    assert wrong.json["code"] == "wrong_pin"
    seen = ask(counter, "scan", collect=ref, proof=PIN).json
    assert (seen["payer"]["name"], seen["collects"]) == ("田桂兰（冯小燕代领）", [])
    items = [{"item": "G07", "quantity": 1}]
    sale = {
        "payer_ref": seen["payer"]["ref"],
        "items": items,
        "scan_id": "collected-1",
        "who_confirmed": True,
    }
    done = ask(counter, "redeem", **sale)
    assert done.status_code == 201, done.json
    # the same press again is the same sale
    assert ask(counter, "redeem", **sale).json == done.json
    assert "冯小燕代领" in counter.get(done.json["receipt_url"]).text
    return dict(done.json)


def test_the_choice_stands_beside_the_own_purse_and_its_reference_pays_nothing_by_itself(
    phone: Visitor, neighbour: Neighbour
) -> None:
    counter, seen = at_counter(phone, neighbour)
    assert seen["payer"]["name"] == "冯小燕"
    [one] = seen["collects"]
    assert (one["name"], one["door"]) == ("田**", "3栋")
    refused = ask(
        counter, "redeem", payer_ref=one["ref"], items=[{"item": "G07", "quantity": 1}], scan_id="not-a-payer",
        who_confirmed=True,
    )  # fmt: skip
    assert refused.json["code"] == "payer_gone"


def test_what_was_collected_is_told_on_the_slip_the_first_page_and_the_statement(
    street: Street, phone: Visitor, neighbour: Neighbour
) -> None:
    counter, seen = at_counter(phone, neighbour)
    done = collect(counter, seen["collects"][0]["ref"])
    assert street.available() == 300
    counter.post("/sign-out")
    desk = enter(counter, "officer0").get(f"/desk/receipts/{done['receipt']}").text
    assert "谁代领的" in desk
    assert "替谁换的" in desk
    counter.post("/sign-out")
    home = enter(counter, "tian")
    for care in ("0", "1"):
        home.set_cookie("care", care)
        page = home.get("/").text
        assert "冯小燕替您拿了东西，扣了" in page
        assert 'href="/me/collectors"' in page
    assert "冯小燕代领" in home.get("/statement").text
    listed = home.get("/me/collectors").text
    assert "这个月拿了" in listed
    # one press ends it, at the counter as well
    purse = reading(lambda: people.purses.find(street.community_id, street.resident.person_id))  # type: ignore[arg-type]
    assert purse is not None
    [one] = reading(lambda: people.collectors.of_purse(street.community_id, purse.purse_id))
    assert home.post(f"/me/collectors/{one.collector_id}/end").status_code == 303
    assert home.post(f"/me/collectors/{one.collector_id}/end").status_code == 409
    assert at_counter(home, neighbour)[1]["collects"] == []


def test_a_name_that_is_not_known_is_said_and_what_was_typed_stays(phone: Visitor) -> None:
    again = phone.post("/me/collectors", data={**NAMED, "name": "冯小雁"})
    assert (again.status_code, again.text.count("没有找到这一位"), "冯小雁" in again.text) == (422, 1, True)
    for wrong in ({"days": "9999"}, {"points": "many"}):
        assert phone.post("/me/collectors", data={**NAMED, **wrong}).status_code == 422


def test_whom_the_office_names_another_confirms_and_the_resident_is_told(
    street: Street, client: Visitor, neighbour: Neighbour
) -> None:
    officer = enter(client, "officer0")
    person = reading(lambda: people.persons.get(street.community_id, street.resident.person_id))  # type: ignore[arg-type]
    address = f"/desk/people/{person.public_id}/collectors"
    found = officer.post(address, data={"find": "1", "who": "冯小燕", "points": "10"}).text
    assert str(neighbour.person_id) in found
    later = (clock.today() + timedelta(days=60)).isoformat()
    form = {"other": str(neighbour.person_id), "until": later, "points": "10", "seen": "本人到窗口说的"}
    assert officer.post(address, data={**form, "until": "昨天"}).status_code == 422
    assert officer.post(address, data=form).status_code == 303
    assert "等别人确认" in officer.get(address).text
    [one] = reading(lambda: people.collectors.list_seen(street.clerk))
    assert officer.post(f"/desk/collectors/{one.collector_id}/confirm").status_code == 404
    officer.post("/sign-out")
    told = enter(officer, "tian")
    assert "社区记下了：冯小燕能替您拿" in told.get("/").text
    assert "还没有第二个人确认" in told.get("/me/collectors").text
    told.post("/sign-out")
    clerk = enter(told, "clerk2")
    assert "1 份待确认" in clerk.get("/desk/ways").text
    assert "1 份代领待确认" in clerk.get("/desk/collectors").text
    assert clerk.post(f"/desk/collectors/{one.collector_id}/confirm").status_code == 303
    assert len(at_counter(clerk, neighbour)[1]["collects"]) == 1
    assert clerk.post(f"/desk/collectors/{one.collector_id}/end").status_code == 303
    assert reading(lambda: people.collectors.list_seen(street.clerk)) == []
