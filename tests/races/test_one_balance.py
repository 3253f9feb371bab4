"""Many debits of one balance at once: what is there is spent once, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from points import ledger, shop
from points.foundation import db, new_id, reading, transact
from points.ledger.account_rows import own_account
from points.ledger.posting import Moved
from tests.races.counter import (
    assert_books_hold,
    broken,
    count_of,
    give,
    known,
    redeem,
    sell,
    voucher,
)
from tests.races.storm import answers, at_once, meeting, refused
from tests.support.street import Street
from tests.support.world import claimed, note


def debit(community_id: UUID, purse: UUID, tenths: int) -> Moved:
    return transact(
        lambda: ledger.movements.spend(
            community_id, claimed(community_id), purse, tenths, note=note("redemption")
        )
    )


def test_of_fifty_debits_of_the_whole_balance_one_succeeds(
    app: Flask, community_id: UUID, filled_purse: Callable[[int], UUID], soak: bool
) -> None:
    def race(purse: UUID) -> None:
        outcomes = at_once(app, [lambda: debit(community_id, purse, 320) for _ in range(50)])
        assert [moved.posted for moved in answers(outcomes)] == [0]
        assert refused(outcomes) == ["not_enough"] * 49
        found = reading(lambda: ledger.statements.lines(community_id, purse))
        assert [(line.version, line.tenths) for line in found] == [(2, -320), (1, 320)]

    for _ in range(30 if soak else 1):
        race(filled_purse(320))


def test_fifty_debits_of_a_tenth_each_lose_none(
    app: Flask, community_id: UUID, filled_purse: Callable[[int], UUID]
) -> None:
    purse = filled_purse(320)
    outcomes = at_once(app, [lambda: debit(community_id, purse, 1) for _ in range(50)])
    assert sorted(moved.posted for moved in answers(outcomes)) == list(range(270, 320))
    assert sorted(moved.version for moved in answers(outcomes)) == list(range(2, 52))


def test_sales_beyond_the_balance_are_refused_and_the_books_hold(app: Flask, corner: Street) -> None:
    payer = known(corner)
    outcomes = at_once(app, [lambda: redeem(corner, payer, [("G07", 4)]) for _ in range(8)])
    assert (len(answers(outcomes)), refused(outcomes)) == (4, ["not_enough"] * 4)
    assert corner.standing() == (0, 0)
    assert_books_hold(corner)


def test_without_the_guard_every_debit_succeeds_and_the_books_say_so(app: Flask, corner: Street) -> None:
    everybody_looked = Barrier(8)
    outcomes = at_once(app, [lambda: naive_debit(corner, 320, everybody_looked) for _ in range(8)])
    assert len(answers(outcomes)) == 8
    assert {"sum_zero", "balance_is_entries"} <= broken(corner)


def naive_debit(street: Street, tenths: int, everybody_looked: Barrier) -> None:
    """Look, then write down what the look gave: two steps."""
    standing = reading(lambda: ledger.balances.get(street.community_id, street.purse))
    everybody_looked.wait(30)
    if standing.available < tenths:
        raise ledger.refusals.NotEnough(wanted=tenths, available=standing.available, gap=0)
    transact(lambda: write_down(street, posted=standing.posted - tenths, held=standing.held, moved=tenths))


def write_down(street: Street, *, posted: int, held: int, moved: int) -> None:
    """A balance as somebody computed it, and a transfer to the shop."""
    balance, transfer = (db.metadata.tables[f"ledger_{name}"] for name in ("balance", "transfer"))
    db.session.execute(
        sa.update(balance).where(balance.c.account_id == street.purse).values(posted=posted, held=held)
    )
    row = {
        "community_id": street.community_id,
        "id": new_id(),
        "txn_id": claimed(street.community_id),
        "phase": "pending" if held else "single",
        "source_id": street.purse,
        "target_id": own_account(street.community_id, "shop"),
        "tenths": moved,
        "point_kind": "earned",
        "at": sa.func.now(),
    }
    db.session.execute(sa.insert(transfer).values(**row))


def test_vouchers_beyond_the_balance_are_refused(app: Flask, corner: Street, soak: bool) -> None:
    threads = 32 if soak else 10
    outcomes = at_once(app, [lambda: voucher(corner, 100) for _ in range(threads)])
    assert len(answers(outcomes)) == 3
    assert set(refused(outcomes)) <= {"points_held", "not_enough"}
    assert corner.standing() == (20, 300)
    assert_books_hold(corner)


def test_a_voucher_and_a_sale_share_one_balance(app: Flask, corner: Street) -> None:
    payer = known(corner)
    with meeting(2, "INSERT INTO ledger_txn"):
        outcomes = at_once(
            app, [lambda: voucher(corner, 300).tenths, lambda: redeem(corner, payer, [("G07", 5)])]
        )
    assert len(answers(outcomes)) == 1
    assert refused(outcomes)[0] in {"points_held", "not_enough"}
    assert_books_hold(corner)


def test_without_the_guard_vouchers_promise_the_same_points_twice(app: Flask, corner: Street) -> None:
    everybody_looked = Barrier(4)
    outcomes = at_once(app, [lambda: naive_hold(corner, 300, everybody_looked) for _ in range(4)])
    assert len(answers(outcomes)) == 4
    assert {"balance_is_entries", "holds_are_vouchers"} <= broken(corner)


def naive_hold(street: Street, tenths: int, everybody_looked: Barrier) -> None:
    standing = reading(lambda: ledger.balances.get(street.community_id, street.purse))
    everybody_looked.wait(30)
    if standing.available < tenths:
        raise ledger.refusals.NotEnough(wanted=tenths, available=standing.available, gap=0)
    transact(lambda: write_down(street, posted=standing.posted, held=standing.held + tenths, moved=tenths))


def test_the_same_request_for_a_voucher_at_once_makes_one(app: Flask, corner: Street) -> None:
    with meeting(4, "FROM ledger_txn"):
        outcomes = at_once(app, [lambda: voucher(corner, 100, key="pressed-often") for _ in range(4)])
    assert len({one.public_id for one in answers(outcomes)}) == 1
    assert corner.standing() == (220, 100)
    assert_books_hold(corner)


def test_a_storm_of_vouchers_and_sales_leaves_sound_books(app: Flask, corner: Street, soak: bool) -> None:
    give(corner, 2000)
    rounds, threads = (10, 32) if soak else (1, 12)
    for _ in range(rounds):
        cards = [voucher(corner, 20) for _ in range(threads // 4)]

        def use(card: shop.vouchers.VoucherInfo) -> object:
            return sell(corner, card.code, [("G06", 1)])

        def give_back(card: shop.vouchers.VoucherInfo) -> object:
            return transact(lambda: shop.vouchers.give_back(card.public_id, actor=corner.resident))

        works: list[Callable[[], object]] = []
        for card in cards:
            works += [lambda card=card: use(card), lambda card=card: give_back(card)]
            works += [lambda: voucher(corner, 5), lambda: redeem(corner, known(corner), [("G07", 1)])]
        at_once(app, works)
        assert_books_hold(corner)
    assert count_of(corner, "shop_redemption") >= 1
