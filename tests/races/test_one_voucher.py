"""Two people and one voucher: it ends once, and who comes late is told how it ended."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import shop
from points.foundation import clock, db, reading, transact
from points.shop.payer_checks import Payer
from points.shop.voucher_rows import get
from tests.races.counter import (
    assert_books_hold,
    broken,
    count_of,
    give,
    on_hand,
    receipt,
    redeem,
    scanned,
    sell,
    voucher,
)
from tests.races.storm import answers, at_once, meeting, refused
from tests.races.test_one_balance import write_down
from tests.support.street import Street

#: the statement that looks whether a hold is still open
HOLD_SEEN = ("ledger_transfer.phase", "EXISTS")


def test_two_counters_and_one_voucher(app: Flask, corner: Street, soak: bool) -> None:
    """Both scanned it while it was good."""

    def race(payer: Payer) -> None:
        clerks = [corner.clerk, corner.second_clerk] * (16 if soak else 2)
        sold = count_of(corner, "shop_redemption")
        with meeting(len(clerks), *HOLD_SEEN):
            outcomes = at_once(
                app, [lambda who=who: redeem(corner, payer, [("G06", 1)], actor=who) for who in clerks]
            )
        assert len(answers(outcomes)) == 1
        assert set(refused(outcomes)) == {"voucher_used"}
        assert count_of(corner, "shop_redemption") == sold + 1
        assert_books_hold(corner)

    for _ in range(5 if soak else 1):
        race(scanned(corner, voucher(corner, 300)))


def test_two_counters_and_one_voucher_beside_another_that_is_open(app: Flask, corner: Street) -> None:
    """The purse holds enough for both: then only the hold itself can say that it was settled."""
    payer = scanned(corner, voucher(corner, 100))
    voucher(corner, 200)
    with meeting(2, *HOLD_SEEN):
        outcomes = at_once(app, [lambda: redeem(corner, payer, [("G07", 4)]) for _ in range(2)])
    assert len(answers(outcomes)) == 1
    assert refused(outcomes) == ["voucher_used"]
    assert corner.standing() == (40, 200)
    assert_books_hold(corner)


def test_the_loser_is_told_the_receipt_of_the_winner(app: Flask, corner: Street) -> None:
    card = voucher(corner, 100)
    outcomes = at_once(app, [lambda: sell(corner, card.code, [("G07", 4)]) for _ in range(3)])
    [done] = answers(outcomes)
    told = {one.refusal.facts["receipt"] for one in outcomes if one.refusal}
    assert told == {receipt(corner, done)}


def test_without_the_guard_one_voucher_is_used_at_both_counters(app: Flask, corner: Street) -> None:
    card = voucher(corner, 100)
    everybody_looked = Barrier(2)

    def naive() -> None:
        seen = reading(lambda: get(corner.community_id, card.id))
        everybody_looked.wait(30)
        if seen.status == "open":
            transact(lambda: use(seen))

    def use(seen: shop.vouchers.VoucherInfo) -> None:
        table = db.metadata.tables["shop_voucher"]
        db.session.execute(
            sa.update(table).where(table.c.id == seen.id).values(status="redeemed", ended_at=clock.now())
        )
        write_down(corner, posted=220, held=0, moved=100)

    outcomes = at_once(app, [naive, naive])
    assert len(answers(outcomes)) == 2
    assert {"sum_zero", "spent_is_redeemed", "vouchers_are_holds"} <= broken(corner)


def test_the_same_scan_at_once_is_one_redemption_with_one_answer(
    app: Flask, corner: Street, soak: bool
) -> None:
    threads = 32 if soak else 6
    card = voucher(corner, 300)
    with meeting(threads, "FROM shop_voucher"):
        outcomes = at_once(
            app, [lambda: sell(corner, card.code, [("G07", 2)], scan_id="one-scan") for _ in range(threads)]
        )
    assert refused(outcomes) == []
    assert len({done.redemption_id for done in answers(outcomes)}) == 1
    assert [done.replayed for done in answers(outcomes)].count(False) == 1
    assert (count_of(corner, "shop_redemption"), on_hand(corner, "RK5")) == (1, 28)
    assert corner.standing() == (280, 0)
    assert_books_hold(corner)


def test_the_same_scan_with_another_basket_at_once_is_refused(app: Flask, corner: Street) -> None:
    card = voucher(corner, 300)
    outcomes = at_once(
        app,
        [lambda many=many: sell(corner, card.code, [("G07", many)], scan_id="one-scan") for many in (1, 2)],
    )
    assert len(answers(outcomes)) == 1
    assert refused(outcomes) == ["request_key_reused"]
    assert_books_hold(corner)


def test_without_the_guard_the_same_scan_is_debited_twice(app: Flask, corner: Street) -> None:
    everybody_looked = Barrier(2)

    def naive() -> None:
        known = reading(
            lambda: db.session.scalar(sa.text("SELECT count(*) FROM ledger_txn WHERE request_key = 'x'"))
        )
        everybody_looked.wait(30)
        if not known:
            transact(lambda: write_down(corner, posted=300, held=0, moved=20))

    assert len(answers(at_once(app, [naive, naive]))) == 2
    assert "sum_zero" in broken(corner)


def test_a_voucher_returned_by_its_owner_while_it_is_used(app: Flask, corner: Street, soak: bool) -> None:
    def race(before: int, card: shop.vouchers.VoucherInfo, payer: Payer) -> None:
        def use() -> UUID:
            return redeem(corner, payer, [("G07", 1)]).redemption_id

        def give_back() -> UUID:
            return transact(lambda: shop.vouchers.give_back(card.public_id, actor=corner.resident)).id

        with meeting(2, *HOLD_SEEN):
            outcomes = at_once(app, [use, give_back])
        used = outcomes[0].answer is not None
        assert len(answers(outcomes)) == 1
        assert refused(outcomes) == ["voucher_used" if used else "voucher_returned"]
        assert corner.standing() == (before - 20 if used else before, 0)
        assert_books_hold(corner)

    give(corner, 4000)
    for _ in range(20 if soak else 2):
        before = corner.available()
        card = voucher(corner, 300)
        race(before, card, scanned(corner, card))


def test_a_lapsed_voucher_is_released_once_by_two_rounds_at_once(app: Flask, corner: Street) -> None:
    card = voucher(corner, 300)
    clock.set_now(clock.now() + timedelta(days=10))
    outcomes = at_once(
        app,
        [
            lambda: transact(
                lambda: shop.vouchers.release_expired(corner.community_id, card.id, actor=corner.system)
            )
            for _ in range(4)
        ],
    )
    freed = [one.answer for one in outcomes if one.refusal is None]
    assert freed.count(True) == 1
    assert corner.standing() == (320, 0)
    assert_books_hold(corner)


@pytest.mark.parametrize("first", ["use", "return"])
def test_without_the_guard_points_come_back_though_the_voucher_was_used(
    app: Flask, corner: Street, first: str
) -> None:
    """Both look at an open voucher; the purse is debited, or freed, by what they saw."""
    card = voucher(corner, 300)
    everybody_looked = Barrier(2)
    table = db.metadata.tables["shop_voucher"]

    def naive(status: str, posted: int) -> None:
        seen = reading(lambda: get(corner.community_id, card.id))
        everybody_looked.wait(30)
        if seen.status == "open":
            transact(lambda: end(status, posted))

    def end(status: str, posted: int) -> None:
        values = {"status": status, "ended_at": clock.now()}
        db.session.execute(sa.update(table).where(table.c.id == card.id).values(**values))
        write_down(corner, posted=posted, held=0, moved=20)

    works = [lambda: naive("redeemed", 300), lambda: naive("returned", 320)]
    assert len(answers(at_once(app, works if first == "use" else works[::-1]))) == 2
    assert {"balance_is_entries", "vouchers_are_holds"} <= broken(corner)
