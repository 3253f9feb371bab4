"""Cards, their PINs, slips and rotating codes: used once, ended for good, counted before they are compared."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from points import audit, people
from points.foundation import Actor, NotAllowed, NotFound, Refusal, clock, db, reading, transact
from points.foundation.codes import CodeError, CodeExpired
from points.people.identification.refusals import CardWithoutPin, CodeOfNobody, CodeUsed, PinUnfit
from points.people.models import Card, Identity, Slip
from tests.support.town import NOON, PASSWORD, Town

PIN = "275318"


def issue(town: Town, *, pin: str | None = PIN) -> people.cards.IssuedCard:
    office = town.office
    return transact(lambda: people.cards.issue(town.tian, kind="person", actor=office, pin=pin))


def tries(town: Town, card: people.cards.IssuedCard) -> int | None:
    return reading(lambda: db.session.scalar(sa.select(Card.failed).where(Card.id == card.card_id)))


def test_a_card_is_found_by_its_code_its_link_and_its_number(town: Town) -> None:
    card = issue(town)
    ways = [card.token, f"HTTPS://HOST.EXAMPLE/C/{card.token}"]
    found = [reading(lambda way=way: people.cards.by_token(way)) for way in ways]
    found.append(
        reading(lambda: people.cards.by_number(town.community_id, f" {card.number[:5]} {card.number[5:]}"))
    )
    assert {one.card_id for one in found} == {card.card_id}
    assert {one.person_id for one in found} == {town.tian}


def test_the_books_keep_no_card_code_and_no_pin(town: Town) -> None:
    card = issue(town)
    row = reading(lambda: db.session.execute(sa.select(Card.__table__)).one())
    assert card.token not in str(row)
    assert PIN not in str(row)


def test_a_tried_pin_is_counted_before_it_is_compared_and_stays_counted(town: Town) -> None:
    card = issue(town)
    with pytest.raises(people.refusals.WrongPin) as caught:
        people.pins.check(town.community_id, card.card_id, "000000")
    assert caught.value.facts == {"tries_left": 4}
    assert tries(town, card) == 1
    people.pins.check(town.community_id, card.card_id, PIN)
    assert tries(town, card) == 0


def test_five_wrong_pins_lock_the_card_and_the_right_one_does_not_open_it(town: Town) -> None:
    card, office = issue(town), town.office
    for _ in range(5):
        with pytest.raises((people.refusals.WrongPin, people.refusals.PinLocked)):
            people.pins.check(town.community_id, card.card_id, "000000", actor=office)
    with pytest.raises(people.refusals.PinLocked):
        people.pins.check(town.community_id, card.card_id, PIN, actor=office)
    transact(lambda: people.cards.set_pin(card.card_id, "864209", person_id=town.tian, actor=office))
    people.pins.check(town.community_id, card.card_id, "864209", actor=office)
    wanted = audit.trail.TrailFilter(action="card.opened", outcome="refused")
    assert len(reading(lambda: audit.trail.read(town.community_id, wanted))) == 6


def test_twenty_pins_at_once_are_five_tries(town: Town, app: Flask) -> None:
    card = issue(town)
    wrong: list[str] = []

    def guess() -> None:
        with app.app_context():
            try:
                people.pins.check(town.community_id, card.card_id, "000000")
            except Refusal as refusal:
                wrong.append(refusal.code)

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (tries(town, card), len(wrong), wrong.count("wrong_pin")) == (5, 20, 4)


def test_a_revoked_card_is_refused_and_its_points_stay(town: Town) -> None:
    card, office = issue(town), town.office
    transact(lambda: people.cards.revoke(card.card_id, reason="买菜时丢了", actor=office))
    with pytest.raises(people.refusals.CardRevoked):
        reading(lambda: people.cards.by_token(card.token))
    with pytest.raises(people.refusals.CardRevoked):
        people.pins.check(town.community_id, card.card_id, PIN)
    with pytest.raises(people.refusals.CardRevoked):
        transact(lambda: people.cards.revoke(card.card_id, reason="again", actor=office))
    assert reading(lambda: people.purses.of_person(town.community_id, town.tian)).purse_id


def test_a_replaced_card_leads_to_the_new_one_and_the_same_purse(town: Town) -> None:
    old, office = issue(town), town.office
    new = transact(
        lambda: people.cards.replace(
            old.card_id, person_id=town.tian, reason="折了", actor=office, pin="864209"
        )
    )
    cards = reading(lambda: people.cards.of_person(town.community_id, town.tian))
    assert [(one.card_id, one.status) for one in cards] == [
        (new.card_id, "active"),
        (old.card_id, "replaced"),
    ]
    assert len({one.purse_id for one in cards}) == 1
    assert reading(lambda: people.cards.by_token(new.token)).card_id == new.card_id


def test_a_card_that_ended_is_not_replaced_again(town: Town) -> None:
    old, office = issue(town), town.office

    def replace() -> people.cards.IssuedCard:
        return people.cards.replace(old.card_id, person_id=town.tian, reason="折了", actor=office)

    transact(replace)
    with pytest.raises(people.refusals.CardEnded):
        transact(replace)
    cards = reading(lambda: people.cards.of_person(town.community_id, town.tian))
    assert [one.status for one in cards] == ["active", "replaced"]


def test_what_is_done_for_a_person_is_done_with_a_card_of_their_purse(town: Town) -> None:
    card, office, other = issue(town), town.office, {"person_id": town.yang, "actor": town.office}
    for work in (
        lambda: people.cards.replace(card.card_id, reason="折了", **other),
        lambda: people.cards.set_pin(card.card_id, "864209", **other),
        lambda: people.cards.revoke(card.card_id, reason="丢了", **other),
    ):
        with pytest.raises(NotFound):
            transact(work)
    people.pins.check(town.community_id, card.card_id, PIN)
    lost = transact(
        lambda: people.cards.revoke(card.card_id, person_id=town.tian, reason="丢了", actor=office)
    )
    assert lost.number == card.number


def test_a_card_without_a_pin_says_so(town: Town) -> None:
    card = issue(town, pin=None)
    with pytest.raises(CardWithoutPin):
        people.pins.check(town.community_id, card.card_id, "000000")


@pytest.mark.parametrize("pin", ["123456", "111111", "121212", "98765", "12a456", "７７１２３４", "654321"])
def test_a_pin_that_anybody_would_try_is_not_taken(town: Town, pin: str) -> None:
    with pytest.raises(PinUnfit):
        issue(town, pin=pin)


def test_a_resident_issues_no_card(town: Town) -> None:
    nobody = Actor(town.community_id, None, town.tian)
    with pytest.raises(NotAllowed):
        transact(lambda: people.cards.issue(town.tian, kind="person", actor=nobody))


def test_an_unknown_card_of_another_community_is_unknown(town: Town) -> None:
    card = issue(town)
    other = transact(lambda: people.places.found_community("望江社区", street="望江街道"))
    with pytest.raises(people.refusals.CardUnknown):
        reading(lambda: people.cards.by_token(card.token, community_id=other))


# slips


def test_a_slip_works_once(town: Town) -> None:
    office = town.office
    slip = transact(lambda: people.activation.issue(town.tian, actor=office))
    assert reading(lambda: people.activation.holder(slip.code)).name == "田桂兰"
    people.activation.use(slip.code.lower(), PASSWORD)
    with pytest.raises(people.refusals.SlipUnknown):
        people.activation.use(slip.code, "另外一句 888")
    assert people.signing_in.sign_in(slip.username, PASSWORD).person_id == town.tian


def test_a_slip_lasts_fourteen_days_and_a_new_one_ends_the_old(town: Town) -> None:
    office = town.office
    first = transact(lambda: people.activation.issue(town.tian, actor=office))
    second = transact(lambda: people.activation.issue(town.tian, actor=office))
    assert (first.account_id, second.valid_until) == (second.account_id, NOON + timedelta(days=14))
    with pytest.raises(people.refusals.SlipUnknown):
        reading(lambda: people.activation.holder(first.code))
    clock.set_now(NOON + timedelta(days=14))
    with pytest.raises(people.refusals.SlipUnknown):
        people.activation.use(second.code, PASSWORD)


def test_the_books_keep_no_slip_code(town: Town) -> None:
    office = town.office
    slip = transact(lambda: people.activation.issue(town.tian, actor=office))
    row = reading(lambda: db.session.execute(sa.select(Slip.__table__)).one())
    assert slip.code not in str(row)
    assert set(slip.code).isdisjoint("012IOLZSBGUV58")


def test_two_who_use_one_slip_at_once_are_one(town: Town, app: Flask) -> None:
    office = town.office
    slip = transact(lambda: people.activation.issue(town.tian, actor=office))
    outcomes: list[str] = []

    def use(number: int) -> None:
        with app.app_context():
            try:
                people.activation.use(slip.code, f"一句话 number {number}")
                outcomes.append("done")
            except people.refusals.SlipUnknown:
                outcomes.append("refused")

    threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["done"] + ["refused"] * 3


# rotating codes


def yang_actor(town: Town) -> Actor:
    account = transact(
        lambda: people.accounts.create(town.yang, actor=town.house, username="yang", password=PASSWORD)
    )
    return reading(lambda: people.actors.of_account(account, community_id=town.community_id))


def test_a_rotating_code_is_good_once_for_each_purpose(town: Town) -> None:
    yang, office = yang_actor(town), town.office
    code = transact(lambda: people.rotating_codes.current(actor=yang)).digits
    assert len(code) == 26
    assert people.rotating_codes.read(code, "pay", actor=office) == town.yang
    with pytest.raises(CodeUsed):
        people.rotating_codes.read(code, "pay", actor=office)
    assert people.rotating_codes.read(code, "check_in", actor=office) == town.yang


def test_a_rotating_code_lives_half_a_minute_and_ten_seconds(town: Town) -> None:
    yang, office = yang_actor(town), town.office
    mine = transact(lambda: people.rotating_codes.current(actor=yang))
    assert mine.until == NOON + timedelta(seconds=30)
    clock.set_now(NOON + timedelta(seconds=39))
    assert people.rotating_codes.read(mine.digits, "pay", actor=office) == town.yang
    clock.set_now(NOON + timedelta(seconds=40))
    with pytest.raises(CodeExpired):
        people.rotating_codes.read(mine.digits, "check_in", actor=office)


def test_a_new_code_makes_every_older_one_worthless(town: Town) -> None:
    yang, office = yang_actor(town), town.office
    old = transact(lambda: people.rotating_codes.current(actor=yang)).digits
    clock.set_now(NOON + timedelta(seconds=1))
    transact(lambda: people.rotating_codes._new_code(actor=yang))
    with pytest.raises(CodeOfNobody):
        people.rotating_codes.read(old, "pay", actor=office)


def test_two_counters_and_one_rotating_code_make_one_payer(town: Town, app: Flask) -> None:
    yang, office = yang_actor(town), town.office
    code = transact(lambda: people.rotating_codes.current(actor=yang)).digits
    outcomes: list[str] = []

    def scan() -> None:
        with app.app_context():
            try:
                people.rotating_codes.read(code, "pay", actor=office)
                outcomes.append("done")
            except CodeUsed:
                outcomes.append("used")

    threads = [threading.Thread(target=scan) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["done"] + ["used"] * 7


def test_a_machine_enrolled_meanwhile_reads_no_more_wrong_codes_than_before(town: Town) -> None:
    office = town.office
    for _ in range(29):
        with pytest.raises(CodeError):
            people.rotating_codes.read("8" * 26, "pay", actor=office)
    device = transact(lambda: people.devices.enrol("柜台一", actor=town.admin))
    enrolled = replace(office, device_id=device.device_id)
    with pytest.raises(CodeError):
        people.rotating_codes.read("8" * 26, "pay", actor=enrolled)
    with pytest.raises(people.refusals.TooManyTries):
        people.rotating_codes.read("8" * 26, "pay", actor=enrolled)


def test_bad_codes_stop_the_reader_and_not_the_resident(town: Town) -> None:
    yang, office = yang_actor(town), town.office
    code = transact(lambda: people.rotating_codes.current(actor=yang)).digits
    for _ in range(30):
        with pytest.raises(Refusal):
            people.rotating_codes.read("8" * 26, "pay", actor=office)
    with pytest.raises(people.refusals.TooManyTries):
        people.rotating_codes.read(code, "pay", actor=office)
    assert people.rotating_codes.read(code, "pay", actor=town.admin) == town.yang


def test_a_pin_out_of_what_others_know_of_its_owner_is_refused(town: Town) -> None:
    born = date(1956, 3, 12)
    transact(
        lambda: db.session.execute(
            sa.update(Identity)
            .where(Identity.person_id == town.tian)
            .values(birth_date=born, phone="15200780963")
        )
    )
    card = issue(town)
    for pin in ("560312", "120356", "780963", card.number[-6:], "520520"):
        with pytest.raises(PinUnfit):
            issue(town, pin=pin)
        with pytest.raises(PinUnfit):
            transact(
                lambda pin=pin: people.cards.set_pin(
                    card.card_id, pin, person_id=town.tian, actor=town.office
                )
            )
