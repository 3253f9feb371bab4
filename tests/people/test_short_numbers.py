"""The short number of a phone: it proves who is named already, once, for half a minute, in five tries."""

from __future__ import annotations

from datetime import timedelta

import pytest

from points import people, shop
from points.foundation import clock, codes, transact
from points.foundation.wording import clock_second
from points.people.identification.refusals import CodeUsed, ShortNumberLocked, ShortNumberWrong
from points.shop.payers import Payer
from points.shop.refusals import ProofNeeded
from tests.support.street import Street


def shown(street: Street) -> people.rotating_codes.MyCode:
    """What the resident's phone shows now."""
    return transact(lambda: people.rotating_codes.current(actor=street.resident))


def said(street: Street, number: str) -> Payer:
    """The payer a clerk finds by name and door, who says this number."""
    person = street.resident.person_id
    assert person is not None
    return shop.payers.recognise_person(person, number, shop_id=street.shop_id, actor=street.clerk)


def other_than(number: str) -> str:
    return f"{(int(number) + 1) % 10**6:06d}"


def test_it_proves_the_person_who_was_named(street: Street) -> None:
    payer = said(street, shown(street).short)
    assert (payer.account_id, payer.person_id) == (street.purse, street.resident.person_id)
    assert (payer.proof, payer.card_limit) == ("identity", None)


def test_it_is_used_up_together_with_the_code_beside_it(street: Street) -> None:
    mine = shown(street)
    said(street, mine.short)
    with pytest.raises(CodeUsed):
        said(street, mine.short)
    with pytest.raises(CodeUsed):
        shop.payers.recognise(mine.digits, shop_id=street.shop_id, actor=street.clerk)


def test_it_lives_as_long_as_the_code_and_changes_with_it(street: Street) -> None:
    with clock.standing_at(clock.now().replace(second=0, microsecond=0)):
        first, start = shown(street).short, clock.now()
    with clock.standing_at(start + timedelta(seconds=31)):
        assert shown(street).short != first
    with clock.standing_at(start + timedelta(seconds=41)), pytest.raises(ShortNumberWrong):
        said(street, first)
    with clock.standing_at(start + timedelta(seconds=39)):
        assert said(street, first).proof == "identity"


def test_of_somebody_else_it_proves_nothing(street: Street) -> None:
    number = shown(street).short
    leader = street.staff["leader"].person_id
    assert leader is not None
    with pytest.raises(ShortNumberWrong):
        shop.payers.recognise_person(leader, number, shop_id=street.shop_id, actor=street.clerk)


def test_the_sixth_try_is_refused_even_with_the_right_number_until_the_pause_is_over(street: Street) -> None:
    with clock.standing_at(clock.now()):
        wrong = other_than(shown(street).short)
        for left in (4, 3, 2, 1):
            with pytest.raises(ShortNumberWrong) as refused:
                said(street, wrong)
            assert refused.value.facts["tries_left"] == left
        for number in (wrong, shown(street).short):
            with pytest.raises(ShortNumberLocked) as locked:
                said(street, number)
            until = clock_second(clock.now() + timedelta(minutes=15))
            assert locked.value.message("zh") == f"这家的数试错太多次，{until} 以后再试。"
    with clock.standing_at(clock.now() + timedelta(minutes=16)):
        assert said(street, shown(street).short).proof == "identity"


def test_a_right_one_begins_anew(street: Street) -> None:
    start = clock.now()
    for half_minute in range(3):
        with clock.standing_at(start + timedelta(seconds=30 * half_minute)):
            right = shown(street).short
            for _ in range(4):
                with pytest.raises(ShortNumberWrong):
                    said(street, other_than(right))
            assert said(street, right).proof == "identity"


def test_a_pin_is_tried_after_it_and_counts_by_itself(street: Street) -> None:
    person = street.resident.person_id
    transact(lambda: people.cards.issue(person, kind="household", actor=street.system, pin="739182"))
    assert said(street, "739182").proof == "card_pin"
    with pytest.raises(people.refusals.WrongPin):
        said(street, other_than("739182"))
    assert said(street, shown(street).short).proof == "identity"


def test_numbers_heard_wrong_do_not_add_up_to_a_locked_card(street: Street) -> None:
    person, start = street.resident.person_id, clock.now()
    transact(lambda: people.cards.issue(person, kind="household", actor=street.system, pin="739182"))
    for half_minute in range(2):
        with clock.standing_at(start + timedelta(seconds=30 * half_minute)):
            right = shown(street).short
            for _ in range(4):
                with pytest.raises(people.refusals.WrongPin):
                    said(street, other_than(right))
            assert said(street, right).proof == "identity"
    with clock.standing_at(start + timedelta(minutes=2)):
        right = shown(street).short
        for no in (*[people.refusals.WrongPin] * 4, people.refusals.PinLocked):
            with pytest.raises(no):
                said(street, other_than(right))
    with clock.standing_at(start + timedelta(minutes=20)):
        assert said(street, shown(street).short).proof == "identity"
        with pytest.raises(people.refusals.PinLocked):
            said(street, "739182")


def test_what_is_no_such_number_asks_for_a_proof(street: Street) -> None:
    for text in ("", "12345", "abcdef"):
        with pytest.raises(ProofNeeded):
            said(street, text)
    # a voucher's number with a digit missing
    with pytest.raises(codes.DigitMissing):
        said(street, "1234567")
