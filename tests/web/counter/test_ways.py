"""What waits is confirmed at the counter itself, beside the basket: by an older proof or by a clerk with no part in it."""

from __future__ import annotations

from typing import Any

from points import people
from points.foundation import reading, transact
from tests.support.street import Street
from tests.support.visitors import Visitor
from tests.web.counter.conftest import ask

PIN = "275318"


def fresh(street: Street, pin: str | None = None) -> people.cards.IssuedCard:
    """A card of the resident that the officer made."""
    return card_by(street, "officer", pin)


def card_by(street: Street, role: str, pin: str | None = None) -> people.cards.IssuedCard:
    """The same by somebody else, or by the house."""
    person = street.resident.person_id
    assert person is not None
    maker = street.staff.get(role, street.system)
    return transact(lambda: people.cards.issue(person, kind="household", actor=maker, pin=pin))


def refused(counter: Visitor, code: str) -> Any:
    """What is refused, and which way it is."""
    answer = ask(counter, "scan", code=code)
    assert (answer.status_code, answer.json["code"]) == (409, "card_unconfirmed")
    return answer.json["facts"]["way"]


def test_the_old_cards_pin_makes_the_new_one_pay(street: Street, counter: Visitor) -> None:
    old, new = card_by(street, "house", PIN), fresh(street)
    transact(lambda: people.cards.revoke(old.card_id, reason="丢了", actor=street.staff["officer"]))
    way = refused(counter, new.token)
    wrong = ask(counter, "ways/proof", way=way, pin="111999")
    assert (wrong.status_code, wrong.json["code"]) == (409, "wrong_pin")
    assert "还可以试 4 次" in wrong.json["message"]
    assert ask(counter, "ways/proof", way=way, pin=PIN).json == {"confirmed": True}
    assert ask(counter, "scan", code=new.token).json["kind"] == "payer"
    late = ask(counter, "ways/proof", way=way, pin=PIN)
    assert late.json["code"] == "way_settled"


def test_the_code_on_the_familys_phone_does_too(street: Street, counter: Visitor) -> None:
    way = refused(counter, fresh(street).token)
    code = transact(lambda: people.rotating_codes.current(actor=street.resident)).digits
    assert ask(counter, "ways/proof", way=way, code=code).json == {"confirmed": True}


def test_the_clerk_says_what_they_saw(street: Street, counter: Visitor) -> None:
    way = refused(counter, fresh(street).token)
    assert ask(counter, "ways/seen", way=way, seen=" ").json["code"] == "seen_missing"
    assert ask(counter, "ways/seen", way=way, seen="本人，身份证").json == {"confirmed": True}
    [found] = [
        one
        for one in reading(lambda: people.ways.of_purse(street.community_id, _purse(street)))
        if one.card_id
    ]
    assert (found.confirmed_how, found.confirmed_by) == ("second", street.clerk.account_id)


def test_a_way_that_is_none_and_a_request_without_one(street: Street, counter: Visitor) -> None:
    for path, more in (("ways/proof", {"pin": PIN}), ("ways/seen", {"seen": "见过"})):
        assert ask(counter, path, **more).status_code == 422
        assert ask(counter, path, way=str(street.community_id), **more).json["code"] == "way_settled"


def test_a_phone_that_waits_says_which_one_it_is(street: Street, counter: Visitor) -> None:
    person = street.resident.person_id
    assert person is not None
    slip = transact(lambda: people.activation.issue(person, actor=street.staff["officer"]))
    people.activation.use(slip.code, "门口有三棵桂花树")
    code = transact(lambda: people.rotating_codes.current(actor=street.resident)).digits
    answer = ask(counter, "scan", code=code)
    assert answer.json["code"] == "account_unconfirmed"
    assert ask(counter, "ways/seen", way=answer.json["facts"]["way"], seen="本人来的").status_code == 200


def _purse(street: Street) -> Any:
    assert street.resident.person_id is not None
    return people.purses.of_person(street.community_id, street.resident.person_id).purse_id
