"""Two counters and the last piece: it goes over one of them, and the shelf never says less than nothing."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier

import sqlalchemy as sa
from flask import Flask

from points import audit, shop, stockroom
from points.foundation import clock, db, new_id, reading, transact
from tests.races.counter import (
    assert_books_hold,
    broken,
    count_of,
    give,
    known,
    on_hand,
    redeem,
    scanned,
    third_clerk,
    voucher,
)
from tests.races.storm import answers, at_once, meeting, refused
from tests.support.street import Street


def test_check_8_two_counters_and_the_last_piece(app: Flask, corner: Street, soak: bool) -> None:
    """Each has a voucher that would pay, so that only the shelf decides."""
    give(corner, 30000)
    take_limits_away(corner)
    threads = 32 if soak else 2
    payers = [scanned(corner, voucher(corner, 440)) for _ in range(threads)]
    before = corner.standing()
    outcomes = at_once(app, [lambda one=one: redeem(corner, one, [("G01", 1)]) for one in payers])
    assert len(answers(outcomes)) == 1
    assert set(refused(outcomes)) == {"stock_short"}
    assert (on_hand(corner, "RK6"), count_of(corner, "shop_redemption")) == (0, 1)
    assert corner.standing() == (before[0], before[1] - 440)
    assert_books_hold(corner)


def test_baskets_with_the_same_goods_in_another_order_do_not_wait_for_each_other(
    app: Flask, corner: Street
) -> None:
    give(corner, 30000)
    baskets = [[("G02", 1), ("G07", 1)], [("G07", 1), ("G02", 1)]] * 4
    payer = known(corner)
    outcomes = at_once(app, [lambda one=one: redeem(corner, payer, one) for one in baskets])
    assert (len(answers(outcomes)), refused(outcomes)) == (6, ["stock_short"] * 2)
    assert (on_hand(corner, "RK1"), on_hand(corner, "RK2"), on_hand(corner, "RK5")) == (0, 0, 24)
    assert_books_hold(corner)


def test_two_clerks_and_one_household(app: Flask, corner: Street) -> None:
    """Each holds a voucher of the household, which may have five in a month."""
    cards = [scanned(corner, voucher(corner, 20)) for _ in range(2)]
    sales = [
        lambda one=one, clerk=clerk: redeem(corner, one, [("G06", 3)], actor=clerk)
        for one, clerk in zip(cards, (corner.clerk, corner.second_clerk), strict=True)
    ]
    with meeting(2, "INSERT INTO ledger_txn"):
        outcomes = at_once(app, sales)
    assert (len(answers(outcomes)), refused(outcomes)) == (1, ["limit_reached"])
    assert_books_hold(corner)


def test_without_the_guard_one_household_takes_more_than_its_share(app: Flask, corner: Street) -> None:
    """The control: two who only look at what is left let both take three of five."""
    assert looked(app, corner, lambda offer: offer.left, 3) == [3, 3]


def test_two_clerks_and_what_one_person_may_still_take(app: Flask, corner: Street) -> None:
    """The household may take five; the person, who is at both counters, three."""
    limit_each(corner, 3)
    cards = [scanned(corner, voucher(corner, 20)) for _ in range(2)]
    clerks = corner.clerk, third_clerk(corner)
    sales = [
        lambda one=one, clerk=clerk: redeem(corner, one, [("G06", 2)], actor=clerk)
        for one, clerk in zip(cards, clerks, strict=True)
    ]
    with meeting(2, "INSERT INTO ledger_txn"):
        outcomes = at_once(app, sales)
    assert (len(answers(outcomes)), refused(outcomes)) == (1, ["person_limit_reached"])
    assert_books_hold(corner)


def test_without_the_guard_one_person_takes_more_than_their_share(app: Flask, corner: Street) -> None:
    """The control: who only looks at what is left lets both take it."""
    limit_each(corner, 3)
    assert looked(app, corner, lambda offer: offer.person_left, 2) == [2, 2]


def looked(
    app: Flask, street: Street, left_of: Callable[[shop.catalogue.Offer], int | None], pieces: int
) -> list[int]:
    """What two take who look at what is left of vinegar, and then take it."""
    payer, everybody_looked = known(street), Barrier(2)
    taken: list[int] = []

    def naive() -> None:
        offers = reading(
            lambda: shop.catalogue.offers(street.community_id, payer.account_id, person_id=payer.person_id)
        )
        [left] = [left_of(one) for one in offers if one.item.code == "G06"]
        everybody_looked.wait(30)
        if left is not None and left >= pieces:
            taken.append(pieces)

    at_once(app, [naive, naive])
    return taken


def test_a_piece_is_written_off_or_sold(app: Flask, corner: Street) -> None:
    give(corner, 1000)
    payer = known(corner)
    batch, officer = corner.batches["RK6"], corner.staff["officer"]
    which = transact(
        lambda: stockroom.write_offs.ask(batch, 1, reason="broken", note="破了", actor=corner.clerk)
    )

    def write_off() -> object:
        return transact(lambda: stockroom.write_offs.confirm(which, actor=officer))

    outcomes = at_once(app, [write_off, lambda: redeem(corner, payer, [("G01", 1)])])
    assert len(answers(outcomes)) == 1
    assert refused(outcomes)[0] in {"stock_short", "batch_short"}
    assert on_hand(corner, "RK6") == 0
    assert_books_hold(corner)


def test_without_the_guard_the_last_piece_is_handed_out_twice(app: Flask, corner: Street) -> None:
    everybody_looked = Barrier(2)
    batch, move = (db.metadata.tables[f"goods_{name}"] for name in ("batch", "stock_move"))

    def naive() -> None:
        left = on_hand(corner, "RK6")
        everybody_looked.wait(30)
        if left >= 1:
            transact(lambda: hand_out(left))

    def hand_out(left: int) -> None:
        row = {
            "community_id": corner.community_id,
            "id": new_id(),
            "batch_id": corner.batches["RK6"],
            "item_id": corner.items["G01"],
            "kind": "write_off",
            "quantity": -1,
            "moved_on": clock.today(),
            "at": clock.now(),
        }
        db.session.execute(
            sa.update(batch).where(batch.c.id == corner.batches["RK6"]).values(on_hand=left - 1)
        )
        db.session.execute(sa.insert(move).values(**row))

    assert len(answers(at_once(app, [naive, naive]))) == 2
    pieces = reading(
        lambda: db.session.scalar(
            sa.select(sa.func.sum(move.c.quantity)).where(move.c.item_id == corner.items["G01"])
        )
    )
    assert pieces == -1
    assert broken(corner)


def take_limits_away(street: Street) -> None:
    """Let everybody have as much rice as there is."""
    write(street, "G01", limit_count=0, limit_window="none")


def limit_each(street: Street, pieces: int) -> None:
    """So much vinegar a month for each person."""
    write(street, "G06", person_limit_count=pieces, person_limit_window="month")


def write(street: Street, code: str, **values: object) -> None:
    """Something else stands of an item."""
    item = db.metadata.tables["goods_item"]

    def work() -> None:
        db.session.execute(sa.update(item).where(item.c.id == street.items[code]).values(**values))
        audit.records.record("goods.imported", actor=street.system, subject_kind="item")

    transact(work)
