"""Another PIN for a card at the desk: printed, or typed by its holder on the screen that the desk turns."""

from __future__ import annotations

from uuid import UUID

import pytest

from points import people
from points.foundation import reading, transact
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


@pytest.fixture
def desk(street: Street, client: Visitor) -> Visitor:
    """The officer's desk."""
    return enter(client, "officer0")


def holder(street: Street) -> tuple[UUID, str]:
    """The resident, by id and as they stand in an address."""
    person = street.resident.person_id
    assert person is not None
    return person, reading(lambda: people.persons.get(street.community_id, person)).public_id


def card_of(street: Street) -> people.cards.CardInfo:
    """The newest card of the resident."""
    return reading(lambda: people.cards.of_person(street.community_id, holder(street)[0]))[0]


def test_a_card_whose_holder_types_the_pin_is_printed_without_and_leads_to_the_turned_screen(
    street: Street, desk: Visitor
) -> None:
    who = holder(street)[1]
    paper = desk.post(f"/desk/people/{who}/card", data={"kind": "household", "with_pin": "own"})
    assert "pin-digits" not in paper.text
    card = card_of(street)
    assert not card.has_pin
    onward = f"/desk/people/{who}?confirm=pin&amp;card={card.card_id}#confirm"
    assert (onward in paper.text, "把屏幕转给居民输密码" in paper.text) == (True, True)
    page = desk.get(f"/desk/people/{who}?confirm=pin&card={card.card_id}").text
    assert all(words in page for words in ("转屏幕，居民自己输", "印密码条", f"/desk/people/{who}/card/turn"))


def test_the_desk_turns_its_screen_for_a_card_of_this_person_alone(street: Street, desk: Visitor) -> None:
    person, who = holder(street)
    card = transact(lambda: people.cards.issue(person, kind="household", actor=street.system))
    staff = street.staff["leader"].person_id
    assert staff is not None
    other = reading(lambda: people.persons.get(street.community_id, staff)).public_id
    assert desk.post(f"/desk/people/{other}/card/turn", data={"card": str(card.card_id)}).status_code == 404
    assert desk.post(f"/desk/people/{who}/card/turn", data={"card": "nonsense"}).status_code == 422
    assert desk.get(f"/desk/people/{who}").status_code == 200, "nothing was turned"
    turned = desk.post(f"/desk/people/{who}/card/turn", data={"card": str(card.card_id)})
    assert (turned.status_code, turned.location) == (303, "/own-pin")


def test_an_ended_card_gets_no_pin(street: Street, desk: Visitor) -> None:
    person, who = holder(street)
    card = transact(lambda: people.cards.issue(person, kind="household", actor=street.system))
    transact(lambda: people.cards.revoke(card.card_id, reason="丢了", actor=street.staff["officer"]))
    answer = desk.post(f"/desk/people/{who}/card/turn", data={"card": str(card.card_id)})
    assert (answer.status_code, "card_revoked" in answer.text) == (409, True)
    assert desk.get("/desk/people").status_code == 200


def test_who_issues_no_cards_turns_no_screen(street: Street, client: Visitor) -> None:
    person, who = holder(street)
    card = transact(lambda: people.cards.issue(person, kind="household", actor=street.system))
    clerk = enter(client, "clerk2")
    assert clerk.post(f"/desk/people/{who}/card/turn", data={"card": str(card.card_id)}).status_code == 404
