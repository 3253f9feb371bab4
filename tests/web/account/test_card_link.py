"""What a card's link opens: the PIN is asked for, then it reads for half an hour."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import clock, db, reading, transact
from points.foundation.models import Community
from points.people.access.hashing import hash_secret
from points.people.models import Card, SignInNotice
from tests.support.town import NOON, Town, enter, inside, resident_account
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


def test_of_two_cards_each_link_opens_its_own_person_and_is_written_down(app: Flask, town: Town) -> None:
    whose = {town.yang: "杨志强", town.tian: "田桂兰"}
    cards = {
        person: transact(
            lambda person=person: people.cards.issue(person, kind="person", actor=town.house, pin="275318")
        )
        for person in whose
    }
    for person in reversed(whose):
        phone = Visitor(app)
        assert phone.post(f"/C/{cards[person].token}", data={"pin": "275318"}).status_code == 303
        page = phone.get("/me").text
        assert [name for name in whose.values() if name in page] == [whose[person]]
    records = db.metadata.tables["audit_record"]
    query = sa.select(records.c.subject_kind, records.c.subject_id, records.c.outcome).where(
        records.c.deed == "card.opened"
    )
    opened = reading(lambda: db.session.execute(query.order_by(records.c.id)).all())
    assert [tuple(row) for row in opened] == [
        ("card", cards[person].card_id, "done") for person in reversed(whose)
    ]


def test_a_card_that_never_was_is_not_found(client: Visitor, town: Town) -> None:
    answer = client.get("/C/" + "8" * 43)
    assert answer.status_code == 404
    assert people.refusals.CardUnreadable.zh in answer.text


def test_an_empty_pin_is_said_beside_its_field_and_counts_as_no_try(client: Visitor, town: Town) -> None:
    office = town.office
    card = transact(lambda: people.cards.issue(town.tian, kind="person", actor=office, pin="275318"))
    empty = client.post(f"/C/{card.token}", data={"pin": ""})
    assert (empty.status_code, "这一格还没有填" in empty.text) == (422, True)
    wrong = client.post(f"/C/{card.token}", data={"pin": "000111"})
    assert "还可以试 4 次" in wrong.text


def owned_phone(client: Visitor, town: Town) -> UUID:
    """A phone whose owner, 田桂兰, opens a neighbour's card; her account."""
    account_id = resident_account(town)
    card = transact(lambda: people.cards.issue(town.yang, kind="person", actor=town.office, pin="275318"))
    assert enter(client, "tian").status_code == 303
    assert client.post(f"/C/{card.token}", data={"pin": "275318"}).status_code == 303
    return account_id


def test_whose_phone_it_is_comes_back_when_the_card_is_closed(client: Visitor, town: Town) -> None:
    owned_phone(client, town)
    page = client.get("/statement").text
    assert "正在看杨志强的卡" in page
    assert client.get("/password").status_code == 404, "a card changes nothing of its owner's phone"
    closed = client.post("/close-card")
    assert (closed.status_code, closed.location) == (303, "/")
    assert inside(client)
    page = client.get("/statement").text
    assert ("正在看" in page, "田桂兰" in page) == (False, True)


def test_what_staff_may_do_does_not_wait_behind_a_residents_card(client: Visitor, town: Town) -> None:
    card = transact(lambda: people.cards.issue(town.tian, kind="person", actor=town.office, pin="275318"))
    assert enter(client).status_code == 303
    client.post(f"/C/{card.token}", data={"pin": "275318"})
    assert "正在看田桂兰的卡" in client.get("/statement").text
    assert client.get("/desk/people").status_code == 404
    assert client.post("/close-card").location == "/sign-in"
    assert not inside(client)


def test_whose_phone_it_is_comes_back_when_the_card_has_run_out(client: Visitor, town: Town) -> None:
    owned_phone(client, town)
    assert "正在看杨志强的卡" in client.get("/statement").text
    clock.set_now(NOON + timedelta(minutes=31))
    page = client.get("/statement").text
    assert "正在看" not in page
    assert inside(client)
    # pressed on a page that still shows the card: nothing else ends
    assert client.post("/close-card").location == "/"
    assert inside(client)


def test_the_owners_session_does_not_outlive_its_own_end_behind_a_card(client: Visitor, town: Town) -> None:
    owned_phone(client, town)
    clock.set_now(NOON + timedelta(days=31))
    assert client.post("/close-card").location == "/sign-in"
    assert not inside(client)


def test_a_sign_out_everywhere_reaches_the_session_behind_a_card(client: Visitor, town: Town) -> None:
    account_id = owned_phone(client, town)
    known = reading(lambda: people.actors.find_known(account_id, None))
    assert known is not None
    transact(lambda: people.accounts.sign_out_everywhere(actor=known.actor))
    assert client.post("/close-card").location == "/sign-in"
    assert not inside(client)


def test_a_second_card_keeps_the_owners_session_too(client: Visitor, town: Town) -> None:
    owned_phone(client, town)
    other = transact(lambda: people.cards.issue(town.tian, kind="person", actor=town.office, pin="864209"))
    client.post(f"/C/{other.token}", data={"pin": "864209"})
    assert "正在看田桂兰的卡" in client.get("/statement").text
    client.post("/close-card")
    assert inside(client)


def test_a_card_closed_on_nobodys_phone_leads_to_the_door(client: Visitor, town: Town) -> None:
    card = transact(lambda: people.cards.issue(town.tian, kind="person", actor=town.office, pin="275318"))
    client.post(f"/C/{card.token}", data={"pin": "275318"})
    assert client.post("/close-card").location == "/sign-in"
    assert client.get("/statement").status_code == 303


def test_a_card_of_no_use_asks_for_no_pin(client: Visitor, town: Town) -> None:
    office = town.office
    transact(lambda: ring_at(town, "0856-5550126"))
    plain = transact(lambda: people.cards.issue(town.tian, kind="person", actor=office))
    gone = transact(lambda: people.cards.issue(town.tian, kind="person", actor=office, pin="275318"))
    transact(lambda: people.cards.revoke(gone.card_id, reason="丢了", actor=office))
    for token, said in (
        ("8" * 43, "这张卡的码读不出来"),
        (plain.token, "这张卡没有设密码"),
        (gone.token, "这张卡挂失了"),
    ):
        for page in (client.get(f"/C/{token}"), client.post(f"/C/{token}", data={"pin": "123123"})):
            assert said in page.text
            assert 'name="pin"' not in page.text
            assert 'href="tel:0856-5550126"' in page.text


def test_a_locked_card_says_who_opens_it_and_takes_no_digits(client: Visitor, town: Town) -> None:
    card = transact(lambda: people.cards.issue(town.tian, kind="person", actor=town.office, pin="275318"))
    for _ in range(5):
        last = client.post(f"/C/{card.token}", data={"pin": "000111"})
    for page in (last, client.get(f"/C/{card.token}")):
        assert page.status_code == 429
        assert "到社区窗口设个新密码" in page.text
        assert 'name="pin"' not in page.text


def test_the_pin_can_be_shown_and_the_field_has_the_focus_after_a_wrong_one(
    client: Visitor, town: Town
) -> None:
    card = transact(lambda: people.cards.issue(town.tian, kind="person", actor=town.office, pin="275318"))
    page = client.post(f"/C/{card.token}", data={"pin": "000111"}).text
    assert 'data-show="f-pin"' in page
    field = page.split('id="f-pin"')[1].split(">")[0]
    assert "autofocus" in field
    assert 'aria-invalid="true"' in field


def ring_at(town: Town, number: str) -> None:
    """Give the community a telephone."""
    db.session.execute(sa.update(Community).where(Community.id == town.community_id).values(phone=number))


def test_the_first_page_greets_whose_card_it_is_and_names_the_household_below(
    client: Visitor, town: Town
) -> None:
    card = transact(lambda: people.cards.issue(town.yang_son, kind="person", actor=town.office, pin="275318"))
    client.post(f"/C/{card.token}", data={"pin": "275318"})
    for care in ("0", "1"):
        client.post("/care", data={"care": care})
        top = client.get("/").text.split('<header class="top">')[1].split("</header>")[0]
        assert "杨小禾，您好" in top.split("</h1>")[0]
        assert "杨志强家" in top.split("</h1>")[1]


def weak_card(town: Town) -> people.cards.IssuedCard:
    """A card from before such PINs were refused."""
    card = transact(lambda: people.cards.issue(town.tian, kind="person", actor=town.office, pin="275318"))
    easy = hash_secret("246810")
    transact(lambda: db.session.execute(sa.update(Card).where(Card.id == card.card_id).values(pin_hash=easy)))
    return card


def test_a_pin_that_others_guess_still_opens_and_is_told_until_there_is_another(
    client: Visitor, town: Town, app: Flask
) -> None:
    account, own = resident_account(town), Visitor(app)
    card = weak_card(town)
    enter(own, "tian")
    assert client.post(f"/C/{card.token}", data={"pin": "246810"}).status_code == 303
    assert "密码别人容易猜到" in client.get("/").text
    assert "积分卡的密码别人容易猜到" in own.get("/").text
    transact(lambda: people.cards.set_pin(card.card_id, "739182", person_id=town.tian, actor=town.office))
    other = Visitor(app)
    other.post(f"/C/{card.token}", data={"pin": "739182"})
    assert "密码别人容易猜到" not in other.get("/").text
    assert account


def test_it_is_told_once_however_often_it_is_typed(client: Visitor, town: Town) -> None:
    resident_account(town)
    card = weak_card(town)
    for _ in range(2):
        people.pins.check(town.community_id, card.card_id, "246810")
    told = reading(lambda: db.session.scalars(sa.select(SignInNotice.kind)).all())
    assert told == ["easy_pin"]
