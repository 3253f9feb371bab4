"""The turned screen: its session shows the keypad and nothing else, takes a PIN twice, and comes back by a password."""

from __future__ import annotations

import logging
import re
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import people
from points.foundation import db, reading, transact
from tests.support.street import PASSWORD, Street, enter
from tests.support.visitors import Visitor

PIN = "483917"


@pytest.fixture
def card(street: Street) -> UUID:
    """A card of the resident without a PIN."""
    person = street.resident.person_id
    assert person is not None
    made = transact(lambda: people.cards.issue(person, kind="household", actor=street.staff["officer"]))
    return made.card_id


@pytest.fixture
def screen(street: Street, client: Visitor, card: UUID) -> Visitor:
    """The officer's screen, turned to the resident."""
    enter(client, "officer0")
    assert client.post(f"/desk/people/{who(street)}/card/turn", data={"card": str(card)}).status_code == 303
    return client


def who(street: Street) -> str:
    """The resident as they stand in an address."""
    person = street.resident.person_id
    assert person is not None
    return reading(lambda: people.persons.get(street.community_id, person)).public_id


def press(screen: Visitor, pin: str = PIN, again: str = "") -> Any:
    """What the keypad hands in."""
    return screen.post("/own-pin", json={"pin": pin, "again": again})


def is_pin(street: Street, card: UUID, pin: str) -> bool:
    """Whether this opens the card."""
    try:
        people.pins.check(street.community_id, card, pin)
    except (people.refusals.WrongPin, people.refusals.CardWithoutPin):
        return False
    return True


def test_the_page_speaks_both_languages_and_shows_nothing_of_the_desk(screen: Visitor) -> None:
    page = screen.get("/own-pin").text
    for words in (
        "请按 6 位数",
        "Press six digits",
        "田家的卡",
        "请把屏幕转回去",
        "Please turn the screen back",
    ):
        assert words in page
    assert re.search(r'href="/(desk|counter|oversight)', page) is None
    assert "田桂兰" not in page
    assert re.findall(r"<input[^>]*name=\"(\w+)\"", page) == ["password"], "digits stand in no field"


def test_every_other_page_waits_until_the_screen_is_turned_back(screen: Visitor, street: Street) -> None:
    for address in (
        "/desk",
        "/desk/people",
        f"/desk/people/{who(street)}",
        "/sign-in",
        "/password",
        "/sessions",
    ):
        answer = screen.get(address)
        assert (answer.status_code, answer.location) == (303, "/own-pin"), address
    assert screen.post("/desk/people/new", data={"name": "谁"}).location == "/own-pin"
    scripted = screen.get("/desk", headers={"Accept": "application/json"})
    assert (scripted.status_code, scripted.json) != (200, None)
    assert scripted.json is not None
    assert scripted.json["code"] == "screen_turned"


def test_a_copy_of_the_cookie_from_before_opens_nothing_either(
    street: Street, client: Visitor, card: UUID
) -> None:
    enter(client, "officer0")
    with client.session_transaction() as session:
        before = dict(session)
    client.post(f"/desk/people/{who(street)}/card/turn", data={"card": str(card)})
    with client.session_transaction() as session:
        session.clear()
        session.update(before)
    assert client.get("/desk/people").location == "/own-pin"


def test_a_pin_typed_twice_is_the_cards_and_begins_a_way_that_waits(
    street: Street, screen: Visitor, card: UUID
) -> None:
    assert press(screen).json == {"fits": True}
    assert not is_pin(street, card, PIN), "once is not enough"
    assert press(screen, PIN, "483918").json["code"] == "pins_differ"
    assert press(screen, PIN, PIN).json == {"set": True}
    assert is_pin(street, card, PIN)
    [way] = reading(lambda: people.ways.waiting(street.clerk).rows)
    assert (way.card_id, way.made_by, way.confirmed) == (card, street.staff["officer"].account_id, False)
    assert "密码设好了" in screen.get("/own-pin").text
    counted = sa.text("SELECT count(*) FROM audit_record WHERE deed = 'card.pin_typed' AND outcome = 'done'")
    assert reading(lambda: db.session.scalar(counted)) == 1


@pytest.mark.parametrize("easy", ["123456", "888888", "520520", "000001", "12345", "12a456", ""])
def test_an_easy_one_is_refused_kindly_before_it_is_typed_again(
    street: Street, screen: Visitor, card: UUID, easy: str
) -> None:
    answer = press(screen, easy)
    assert (answer.status_code, answer.json["code"]) == (422, "pin_unfit")
    assert "别人不容易猜到" in answer.json["said"]["zh"][0]
    assert "others guess" in answer.json["said"]["en"][0]
    assert press(screen, easy, easy).status_code == 422
    assert not reading(lambda: people.cards.get(street.community_id, card)).has_pin


def test_what_others_know_of_its_holder_is_refused(street: Street, screen: Visitor, card: UUID) -> None:
    number = reading(lambda: people.cards.get(street.community_id, card)).number
    for known in (number[-6:], "800000"):
        assert press(screen, known).json["code"] == "pin_unfit"


def test_the_pin_is_in_no_answer_no_table_no_log_and_no_address(
    street: Street, screen: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = [press(screen).text, press(screen, PIN, "111222").text, press(screen, PIN, PIN).text]
    said += [screen.get("/own-pin").text, str(screen.get_cookie("session")), caplog.text]
    with db.engine.connect() as connection:
        said += [str(connection.execute(sa.select(one)).all()) for one in db.metadata.tables.values()]
    assert [PIN in text for text in said] == [False] * len(said)


def test_only_the_password_of_whose_session_it_is_brings_it_back(street: Street, screen: Visitor) -> None:
    press(screen, PIN, PIN)
    wrong = screen.post("/own-pin/back", data={"password": "not-hers"})
    said = people.refusals.ScreenPasswordWrong(tries_left=4).message("zh")
    assert (wrong.status_code, said in wrong.text) == (409, True)
    assert screen.get("/desk/people").location == "/own-pin"
    assert screen.post("/own-pin/back", data={"password": ""}).status_code == 422
    back = screen.post("/own-pin/back", data={"password": PASSWORD})
    assert (back.status_code, back.location) == (303, f"/desk/people/{who(street)}")
    assert "居民自己设好了密码" in screen.get(back.location).text
    late = press(screen, "591736", "591736")
    assert (late.status_code, late.json["code"]) == (409, "screen_not_turned")
    assert screen.get("/own-pin").status_code == 302, "nothing is turned any more"


def test_turned_back_without_a_pin_says_so(street: Street, screen: Visitor, card: UUID) -> None:
    back = screen.post("/own-pin/back", data={"password": PASSWORD})
    assert "密码没有设" in screen.get(back.location).text
    assert not reading(lambda: people.cards.get(street.community_id, card)).has_pin


def test_five_wrong_passwords_sign_the_screen_out(street: Street, screen: Visitor) -> None:
    for _ in range(4):
        assert screen.post("/own-pin/back", data={"password": "guess"}).status_code == 409
    out = screen.post("/own-pin/back", data={"password": "guess"})
    assert (out.status_code, out.location) == (303, "/sign-in")
    assert screen.post("/own-pin/back", data={"password": PASSWORD}).location.startswith("/sign-in")
    assert enter(screen, "officer0").get("/desk/people").status_code == 200


def test_leaving_is_signing_out(screen: Visitor) -> None:
    assert screen.post("/sign-out").location == "/sign-in"
    assert screen.get("/desk").location.startswith("/sign-in")


def test_who_holds_no_screen_has_no_such_page(street: Street, client: Visitor) -> None:
    enter(client, "tian")
    assert client.get("/own-pin").status_code == 404
    assert press(client, PIN, PIN).status_code == 404
