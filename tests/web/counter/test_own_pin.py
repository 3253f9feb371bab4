"""The counter turns its screen for a card that pays nothing as it is, and only where somebody is left to confirm it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import people
from points.foundation import codes, db, reading, transact
from tests.support.street import PASSWORD, Street, enter
from tests.support.visitors import Visitor
from tests.web.counter.conftest import ask

PIN = "483917"


def card_of(street: Street, *, confirmed: bool = True, pin: str | None = None) -> people.cards.IssuedCard:
    """A card of the resident: made by the house, so that it pays, or by the officer."""
    person = street.resident.person_id
    assert person is not None
    maker = street.system if confirmed else street.staff["officer"]
    return transact(lambda: people.cards.issue(person, kind="household", actor=maker, pin=pin))


def turn(counter: Visitor, card: people.cards.IssuedCard) -> Any:
    """The button on the refusal."""
    return ask(counter, "turn", code=card.token)


def lock(street: Street, card_id: UUID) -> None:
    """Five wrong PINs."""
    for _ in range(5):
        with pytest.raises((people.refusals.WrongPin, people.refusals.PinLocked)):
            people.pins.check(street.community_id, card_id, "111999")


def test_a_card_without_a_pin_gets_one_and_waits_for_somebody_else(street: Street, counter: Visitor) -> None:
    card = card_of(street)
    answer = turn(counter, card)
    assert (answer.status_code, answer.json) == (200, {"to": "/own-pin"})
    assert ask(counter, "scan", code=card.token).json["code"] == "screen_turned"
    # the second screen goes on beside it, and the page on which numbers are called does not
    assert counter.get("/counter/queue/screen").status_code == 200
    assert counter.get("/counter/queue").status_code == 303
    assert counter.post("/own-pin", json={"pin": PIN, "again": PIN}).json == {"set": True}
    back = counter.post("/own-pin/back", data={"password": PASSWORD})
    assert back.location == "/counter"
    refused = ask(counter, "scan", code=card.token, proof=PIN)
    assert refused.json["code"] == "card_unconfirmed"
    # the clerk turned the screen, so the clerk is no second person
    own = ask(counter, "ways/seen", way=refused.json["facts"]["way"], seen="田桂兰本人")
    assert own.json["code"] == "own_making"
    [way] = reading(lambda: people.ways.waiting(street.clerk).rows)
    other = street.staff["shop_manager"]
    transact(lambda: people.confirmations.confirm([way.way_id], seen="本人，身份证", actor=other))
    assert ask(counter, "scan", code=card.token, proof=PIN).json["kind"] == "payer"


def test_a_locked_card_and_one_that_waits_with_a_lost_slip_get_another_pin(
    street: Street, counter: Visitor
) -> None:
    locked = card_of(street, pin="275318")
    lock(street, locked.card_id)
    waits = card_of(street, confirmed=False, pin="275318")
    for card in (locked, waits):
        assert turn(counter, card).status_code == 200
        assert counter.post("/own-pin", json={"pin": PIN, "again": PIN}).status_code == 200
        assert counter.post("/own-pin/back", data={"password": PASSWORD}).status_code == 303
        people.pins.check(street.community_id, card.card_id, PIN)


def test_a_card_that_pays_keeps_its_pin(street: Street, counter: Visitor) -> None:
    answer = turn(counter, card_of(street, pin="275318"))
    assert (answer.status_code, answer.json["code"]) == (409, "pin_stands")
    assert counter.get("/counter").status_code == 200


def test_where_nobody_else_could_confirm_it_the_counter_sets_none(street: Street, counter: Visitor) -> None:
    card = card_of(street)
    for role in ("shop_manager", "street"):
        account = street.staff[role].account_id
        assert account is not None
        transact(lambda account=account: people.accounts.close(account, reason="走了", actor=street.system))
    assert street.second_clerk is not None
    last = street.second_clerk.account_id
    assert last is not None
    transact(lambda: people.accounts.close(last, reason="走了", actor=street.system))
    # the resident's own phone would do
    assert turn(counter, card).status_code == 200
    counter.post("/own-pin/back", data={"password": PASSWORD})
    mine = street.resident.account_id
    assert mine is not None
    transact(lambda: people.accounts.close(mine, reason="走了", actor=street.system))
    answer = turn(counter, card)
    assert (answer.status_code, answer.json["code"]) == (409, "nobody_to_confirm")
    assert counter.get("/counter").status_code == 200


def test_a_code_that_is_no_card_turns_nothing_and_is_counted(street: Street, counter: Visitor) -> None:
    assert ask(counter, "turn", code=codes.new_card()).json["code"] == "card_unknown"
    tries = sa.text("SELECT sum(times) FROM people_try")
    assert reading(lambda: db.session.scalar(tries)) == 1
    assert ask(counter, "turn", code="").status_code == 422
    assert counter.get("/counter").status_code == 200


def test_who_does_not_serve_turns_no_screen(street: Street, client: Visitor) -> None:
    card = card_of(street)
    assert turn(enter(client, "officer0"), card).status_code == 404
