"""What a card's link opens: the PIN is asked for, then it reads for half an hour."""

from __future__ import annotations

from datetime import timedelta

from points import people
from points.foundation import clock, transact
from tests.support.town import NOON, Town
from tests.support.visitors import Visitor


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


def test_an_empty_pin_is_said_beside_its_field_and_counts_as_no_try(client: Visitor, town: Town) -> None:
    office = town.office
    card = transact(lambda: people.cards.issue(town.tian, kind="person", actor=office, pin="275318"))
    empty = client.post(f"/C/{card.token}", data={"pin": ""})
    assert (empty.status_code, "这一格还没有填" in empty.text) == (422, True)
    wrong = client.post(f"/C/{card.token}", data={"pin": "000111"})
    assert "还可以试 4 次" in wrong.text
