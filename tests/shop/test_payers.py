"""Whose PIN it is: what is typed for one of a household counts on no card of another."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa

from points import people, shop
from points.foundation import db, reading, transact
from points.people.models import Card
from tests.support.street import Street

OWN, OTHERS = "739182", "864209"


@pytest.fixture
def son(street: Street) -> UUID:
    """Another of the resident's household, who has a card with a PIN, newer than hers."""
    person = street.resident.person_id
    household = reading(lambda: people.purses.of_person(street.community_id, person).household_id)  # type: ignore[arg-type]
    made = transact(lambda: people.residents.register("田明强", actor=street.system, household_id=household))
    transact(lambda: people.cards.issue(made, kind="person", actor=street.system, pin=OTHERS))
    return made


def hers(street: Street) -> UUID:
    """The resident, by id."""
    assert street.resident.person_id is not None
    return street.resident.person_id


def said(street: Street, person: UUID, proof: str) -> shop.payers.Payer:
    """Who was searched by name says this."""
    return shop.payers.recognise_person(person, proof, shop_id=street.shop_id, actor=street.clerk)


def tried(person: UUID) -> list[int]:
    """What was typed wrong on this person's cards."""
    return reading(lambda: list(db.session.scalars(sa.select(Card.failed).where(Card.person_id == person))))


def test_a_wrong_pin_counts_on_the_own_card_and_the_others_pin_opens_nothing(
    street: Street, son: UUID
) -> None:
    transact(lambda: people.cards.issue(hers(street), kind="person", actor=street.system, pin=OWN))
    assert said(street, hers(street), OWN).person_id == hers(street)
    with pytest.raises(people.refusals.WrongPin):
        said(street, hers(street), OTHERS)
    assert (tried(hers(street)), tried(son)) == ([1], [0])
    assert said(street, son, OTHERS).person_id == son


def test_who_has_no_card_tries_nobody_elses(street: Street, son: UUID) -> None:
    for _ in range(3):
        with pytest.raises(people.refusals.ShortNumberWrong):
            said(street, hers(street), OTHERS)
    assert tried(son) == [0]
    code = transact(lambda: people.rotating_codes.current(actor=street.resident))
    assert said(street, hers(street), code.short).proof == "identity"


def test_a_pin_that_is_right_makes_wrong_short_numbers_begin_anew(street: Street) -> None:
    def wrong() -> int:
        with pytest.raises(people.refusals.ShortNumberWrong) as refused:
            said(street, hers(street), OTHERS)
        return refused.value.plain_facts()["tries_left"]  # type: ignore[return-value]

    tried_at_first = [wrong(), wrong()]
    card = transact(lambda: people.cards.issue(hers(street), kind="person", actor=street.system, pin=OWN))
    assert said(street, hers(street), OWN).card_id == card.card_id
    transact(lambda: people.cards.revoke(card.card_id, reason="丢了", actor=street.system))
    assert (tried_at_first, wrong()) == ([4, 3], 4)


def test_asking_whose_pin_it_is_is_no_try(street: Street, son: UUID) -> None:
    transact(lambda: people.cards.issue(hers(street), kind="person", actor=street.system, pin=OWN))
    for _ in range(6):
        with pytest.raises(shop.refusals.ProofNeeded):
            said(street, hers(street), " ")
    assert tried(hers(street)) == [0]


def test_a_locked_card_is_asked_for_no_more_and_its_holder_offered_another(street: Street, son: UUID) -> None:
    first = transact(lambda: people.cards.issue(hers(street), kind="person", actor=street.system, pin=OWN))
    for _ in range(5):
        with pytest.raises((people.refusals.WrongPin, people.refusals.PinLocked)):
            said(street, hers(street), "111999")
    found = reading(lambda: shop.payers.pins_of(hers(street), actor=street.clerk))
    assert (found.own, list(found.others.values())) == (False, ["田明强"])
    second = transact(
        lambda: people.cards.issue(hers(street), kind="person", actor=street.system, pin="593712")
    )
    assert said(street, hers(street), "593712").card_id == second.card_id != first.card_id
