"""Checks that people of such shops make by hand, named by their numbers; 7 stands with the write-offs, 8 with the races and
9 with the redemptions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from points import shop
from points.foundation import Refusal, clock, reading, transact
from tests.shop.test_redemptions import card_of, issue, on_hand, sell
from tests.support.street import Street

PIN = "739182"


def test_check_6_three_at_half_a_point_are_one_and_a_half_and_do_not_drift(
    street: Street, soak: bool
) -> None:
    card, before = card_of(street, PIN), (street.standing(), on_hand(street))
    for _ in range(1000 if soak else 12):
        done = sell(street, card.token, [("G06", 3)], pin=PIN)
        assert (done.tenths, street.available()) == (15, 320 - 15)
        transact(lambda done=done: shop.undo.ask(done.receipt, reason="again", actor=street.clerk))  # type: ignore[misc]
        transact(lambda done=done: shop.undo.confirm(done.receipt, actor=street.second_clerk))  # type: ignore[misc]
    assert (street.standing(), on_hand(street)) == before


def night(street: Street) -> None:
    """What the nightly round does with vouchers."""
    for one in reading(lambda: shop.vouchers.expired(street.community_id)):
        transact(lambda one=one: shop.vouchers.release_expired(street.community_id, one, actor=street.system))  # type: ignore[misc]


def test_check_14_what_nobody_fetched_for_seven_days_is_points_and_goods_again(street: Street) -> None:
    shelf = on_hand(street)
    waiting = issue(street, 250, days=7)
    assert street.standing() == (70, 250)
    clock.set_now(clock.now() + timedelta(days=6))
    night(street)
    assert street.standing() == (70, 250), "the last day is the resident's"
    clock.set_now(clock.now() + timedelta(days=1))
    night(street)
    assert (street.standing(), on_hand(street)) == ((320, 0), shelf)
    with pytest.raises(Refusal):
        sell(street, waiting.code, [("G02", 1)])
