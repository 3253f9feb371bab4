"""My hours, my cards, signing out."""

from __future__ import annotations

from points import people
from points.foundation import transact
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def test_my_cards_are_listed_by_their_tail_alone(street: Street, client: Visitor) -> None:
    person = street.resident.person_id
    assert person is not None
    issued = transact(lambda: people.cards.issue(person, kind="person", actor=street.system))
    page = enter(client, "tian").get("/me").text
    assert issued.number[-4:] in page
    assert issued.number not in page
    assert issued.token not in page


def test_the_page_greets_by_name_and_lets_one_sign_out(street: Street, client: Visitor) -> None:
    page = enter(client, "tian").get("/me").text
    assert "tian" in page
    assert 'action="/sign-out"' in page
