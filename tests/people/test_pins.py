"""A PIN is of one card: what is tried on it leaves the household's other cards as they are."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa

from points import people
from points.foundation import db, reading, transact
from points.people.models import Card
from tests.support.town import Town

PINS = ("275318", "864209", "593712")


@pytest.fixture
def cards(town: Town) -> list[UUID]:
    """杨志强's card and his son's, of one household; 田桂兰's of another."""
    people_of = zip((town.yang, town.yang_son, town.tian), PINS, strict=True)
    return [
        transact(
            lambda person=person, pin=pin: people.cards.issue(
                person, kind="person", actor=town.house, pin=pin
            )
        ).card_id
        for person, pin in people_of
    ]


def tried(cards: list[UUID]) -> list[int]:
    """How often a wrong PIN was typed on each."""
    found = dict(reading(lambda: db.session.execute(sa.select(Card.id, Card.failed)).all()))  # type: ignore[arg-type]
    return [found[one] for one in cards]


def test_the_pin_of_one_card_is_wrong_on_another_and_counted_there_alone(
    town: Town, cards: list[UUID]
) -> None:
    people.pins.check(town.community_id, cards[0], PINS[0])
    with pytest.raises(people.refusals.WrongPin) as no:
        people.pins.check(town.community_id, cards[1], PINS[0])
    assert no.value.facts == {"tries_left": 4}
    assert tried(cards) == [0, 1, 0]
    with pytest.raises(people.refusals.WrongPin):
        people.pins.check(town.community_id, cards[2], PINS[0])
    people.pins.check(town.community_id, cards[1], PINS[1])
    assert tried(cards) == [0, 0, 1]


def test_the_last_try_locks_this_card_alone(town: Town, cards: list[UUID]) -> None:
    for _ in range(4):
        with pytest.raises(people.refusals.WrongPin):
            people.pins.check(town.community_id, cards[0], "111999")
    with pytest.raises(people.refusals.PinLocked):
        people.pins.check(town.community_id, cards[0], "111999")
    people.pins.check(town.community_id, cards[1], PINS[1])
    assert tried(cards) == [5, 0, 0]


def test_who_was_proved_otherwise_begins_anew_and_nobody_else(town: Town, cards: list[UUID]) -> None:
    for one in cards:
        with pytest.raises(people.refusals.WrongPin):
            people.pins.check(town.community_id, one, "111999")
    purse = reading(lambda: people.cards.get(town.community_id, cards[0])).purse_id
    transact(lambda: people.pins.begin_anew(town.community_id, purse, town.yang_son))
    assert tried(cards) == [1, 0, 1], "the father's, of the same household, stays counted"


def test_a_card_without_a_pin_is_refused_and_a_lost_one_still_tells_whose_it_was(
    town: Town, cards: list[UUID]
) -> None:
    bare = transact(lambda: people.cards.issue(town.tian, kind="carer", actor=town.house)).card_id
    with pytest.raises(people.refusals.CardWithoutPin):
        people.pins.check(town.community_id, bare, "111999")
    transact(lambda: people.cards.revoke(cards[0], reason="lost", actor=town.house))
    with pytest.raises(people.refusals.CardRevoked):
        people.pins.check(town.community_id, cards[0], PINS[0])
    people.pins.check(town.community_id, cards[0], PINS[0], lost=True)
    with pytest.raises(people.refusals.WrongPin):
        people.pins.check(town.community_id, cards[0], PINS[1], lost=True)
    people.pins.check(town.community_id, cards[1], PINS[1])


def test_a_pin_that_stands_in_the_cards_own_number_is_refused(town: Town, cards: list[UUID]) -> None:
    mine, other = (
        reading(lambda one=one: db.session.get(Card, (town.community_id, one))) for one in cards[:2]
    )
    assert mine is not None
    assert other is not None

    def put(pin: str) -> None:
        transact(lambda: people.cards.set_pin(mine.id, pin, person_id=town.yang, actor=town.house))

    with pytest.raises(people.refusals.PinUnfit):
        put(mine.number[-6:])
    with pytest.raises(people.refusals.PinUnfit):
        put(mine.number[:6])
    put("640281")
