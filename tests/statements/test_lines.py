"""A purse's lines in words: what came, what went, what is set aside, and where each came from."""

from __future__ import annotations

from datetime import timedelta

from points import shop, statements
from points.foundation import clock, reading, transact
from points.shop.redemptions import Sale, redeem
from tests.support.street import Street


def test_what_was_earned_comes_in_and_a_voucher_is_only_set_aside(street: Street) -> None:
    street.give(200)
    transact(lambda: shop.vouchers.issue(50, request_key="words-1", actor=street.resident))
    newest, before, *_ = reading(lambda: statements.lines.latest(street.resident, "zh", limit=5))
    assert (newest.kind, newest.origin, newest.tenths) == ("held", "voucher", 50)
    assert (before.kind, before.tenths) == ("in", 200)


def test_a_redemption_names_what_was_handed_out_and_by_whom(street: Street) -> None:
    street.give(1000)
    code = next(iter(street.items))
    made, _ = transact(lambda: shop.vouchers.issue(600, request_key="words-2", actor=street.resident))
    payer = shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk)
    sale = Sale(street.shop_id, "words-scan-2", made.code)
    done = transact(lambda: redeem(payer, [(code, 1)], sale=sale, actor=street.clerk))
    receipt = reading(lambda: shop.receipts.of_redemption(street.community_id, done.redemption_id))
    [line] = [
        one
        for one in reading(lambda: statements.lines.latest(street.resident, "zh", limit=5))
        if one.origin == "redemption"
    ]
    assert (line.kind, line.tenths) == ("out", -receipt.tenths)
    assert receipt.lines[0].name in line.what
    assert line.story is not None
    assert line.story.receipt == receipt.receipt.upper()


def test_points_that_lapse_are_told_with_their_day(street: Street) -> None:
    soon = clock.today() + timedelta(days=5)
    street.give(30, lapses_on=soon)
    assert (soon, 30) in reading(lambda: statements.lines.lapsing(street.resident))
