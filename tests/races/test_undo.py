"""Two who take back one sale, and what comes between: it comes back once, whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier

import pytest
from flask import Flask

from points import goods, shop
from points.foundation import Actor, db, new_id, reading, transact
from tests.races.counter import (
    assert_books_hold,
    broken,
    give,
    known,
    on_hand,
    receipt,
    redeem,
    sell,
    third_clerk,
    voucher,
)
from tests.races.storm import answers, at_once, meeting, refused
from tests.races.test_last_piece import take_limits_away
from tests.races.test_stocktakes import begin, count, hand_in, late, sign
from tests.support.street import Street

SALT = "G07"


def sold(street: Street, *items: tuple[str, int]) -> str:
    """The receipt of a sale to the resident."""
    return receipt(street, redeem(street, known(street), list(items)))


def ask(street: Street, made: str, *, keeps: int = 0, takes: dict[str, int] | None = None) -> None:
    """Ask for it, with so many pieces of each line kept, and these taken instead."""
    found = reading(lambda: shop.receipts.get(street.community_id, made))
    kept = {line.key: keeps for line in found.lines}
    transact(lambda: shop.undo.ask(made, reason="拿错了", actor=street.clerk, keeps=kept, takes=takes))


def confirm(street: Street, made: str, *, by: Actor | None = None, shown: int | None = None) -> object:
    """Agree to it."""
    actor = by or street.staff["shop_manager"]
    return transact(lambda: shop.undo.confirm(made, actor=actor, shown=shown))


def test_an_undo_confirmed_twice_at_once_gives_back_once(app: Flask, corner: Street) -> None:
    done = receipt(corner, sell(corner, voucher(corner, 300).code, [("G02", 1), ("G06", 5)]))
    ask(corner, done)
    others = [corner.second_clerk, corner.staff["shop_manager"], third_clerk(corner)]
    with meeting(3, "FROM shop_redemption"):
        outcomes = at_once(app, [lambda who=who: confirm(corner, done, by=who) for who in others])
    assert len(answers(outcomes)) == 1
    assert refused(outcomes) == ["undo_decided"] * 2
    assert (corner.standing(), on_hand(corner, "RK2"), on_hand(corner, "RK4")) == ((320, 0), 3, 50)
    assert_books_hold(corner)


def test_what_is_kept_is_sold_again_once_whoever_agrees(app: Flask, corner: Street) -> None:
    made = receipt(corner, sell(corner, voucher(corner, 300).code, [("G02", 1), ("G06", 5)]))
    ask(corner, made, keeps=1)
    works = [
        lambda: confirm(corner, made, by=corner.second_clerk),
        lambda: confirm(corner, made),
        lambda: transact(lambda: shop.undo.decline(made, actor=corner.clerk)),
    ]
    with meeting(3, "FROM shop_redemption"):
        outcomes = at_once(app, works)
    assert (len(answers(outcomes)), refused(outcomes)) == (1, ["undo_decided"] * 2)
    stands = reading(lambda: shop.receipts.get(corner.community_id, made)).state
    # taken back but for one of each, or, where it was withdrawn first, as it was
    assert (stands, corner.standing(), on_hand(corner, "RK4")) in [
        ("undone", (65, 0), 49),
        ("done", (45, 0), 45),
    ]
    assert_books_hold(corner)


def test_an_undo_asked_for_twice_at_once_waits_once(app: Flask, corner: Street) -> None:
    done = receipt(corner, sell(corner, voucher(corner, 300).code, [("G07", 1)]))
    with meeting(3, "FROM shop_redemption"):
        outcomes = at_once(
            app,
            [lambda: ask(corner, done)] * 3,
        )
    assert len(answers(outcomes)) == 1
    assert refused(outcomes) == ["undo_asked"] * 2
    assert_books_hold(corner)


def looked(app: Flask, street: Street, made: str, work: Callable[[shop.receipts.Receipt], object]) -> None:
    """Two who look whether it waits, and then each do by what they saw: the use case without what it holds."""
    everybody_looked = Barrier(2)

    def naive() -> None:
        seen = reading(lambda: shop.receipts.get(street.community_id, made))
        everybody_looked.wait(30)
        if seen.state == "asked":
            transact(lambda: work(seen))

    assert len(answers(at_once(app, [naive, naive]))) == 2


def test_without_the_guard_goods_come_back_twice(app: Flask, corner: Street) -> None:
    """The control of undo against undo."""
    made = sold(corner, ("G02", 1))
    ask(corner, made)
    manager = corner.staff["shop_manager"]
    looked(
        app,
        corner,
        made,
        lambda seen: goods.stock.put_back(corner.community_id, seen.redemption_id, actor=manager),
    )
    assert on_hand(corner, "RK2") == 4
    assert "undo_whole" in broken(corner)


def test_without_the_guard_what_is_kept_leaves_the_shelf_twice(app: Flask, corner: Street) -> None:
    """The control of what is kept: of two pieces one comes back, and two are gone for the one that stays."""
    made = sold(corner, (SALT, 2))
    ask(corner, made, keeps=1)

    def naive(seen: shop.receipts.Receipt) -> None:
        wanted = {(corner.items[SALT], None): 1}
        goods.moves.take_again(
            corner.community_id, seen.redemption_id, wanted, kept_as=new_id(), actor=corner.clerk
        )

    looked(app, corner, made, naive)
    assert on_hand(corner, "RK5") == 30 - 2 - 2
    assert "redemption_goods" in broken(corner)


def test_an_undo_and_the_signature_of_a_count(app: Flask, corner: Street) -> None:
    """A piece was lost and is signed for; another comes back meanwhile: neither hides the other."""
    made = sold(corner, (SALT, 1))
    ask(corner, made)
    which, line = begin(corner, SALT)
    count(corner, which, line, 28)
    hand_in(corner, which)
    outcomes = at_once(app, [lambda: confirm(corner, made), lambda: sign(corner, which, line, -1)])
    assert (refused(outcomes), on_hand(corner, "RK5")) == ([], 29)
    assert_books_hold(corner)


def test_an_undo_that_commits_late_is_counted_once(app: Flask, corner: Street) -> None:
    """The piece lies on the shelf again when it is counted, and its move is not there yet when the count is signed."""
    made = sold(corner, (SALT, 1))
    ask(corner, made)
    assert refused(late(app, corner, lambda: confirm(corner, made), 30)) == []
    assert on_hand(corner, "RK5") == 30
    assert_books_hold(corner)


def test_without_holding_the_batches_such_an_undo_is_missed(
    app: Flask, corner: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a piece too many seems to lie there. On SQLite one writes at a time, and none is missed."""
    made = sold(corner, (SALT, 1))
    ask(corner, made)
    monkeypatch.setattr(goods.differences, "hold", lambda *_: None)
    wanted = ["nothing_to_sign"] if db.engine.dialect.name == "postgresql" else []
    assert refused(late(app, corner, lambda: confirm(corner, made), 30)) == wanted


@pytest.mark.parametrize("round_", range(3))
def test_an_exchange_and_a_sale_and_the_last_piece(app: Flask, corner: Street, round_: int) -> None:
    """Whoever comes second is told; an exchange that comes second has taken nothing back."""
    give(corner, 1000 + round_)
    take_limits_away(corner)
    made = sold(corner, ("G02", 2))
    ask(corner, made, takes={"G01": 1})
    before = corner.standing()
    outcomes = at_once(
        app,
        [lambda: confirm(corner, made, shown=440), lambda: redeem(corner, known(corner), [("G01", 1)])],
    )
    assert (len(answers(outcomes)), refused(outcomes)) == (1, ["stock_short"])
    exchanged = outcomes[0].refusal is None
    state = reading(lambda: shop.receipts.get(corner.community_id, made)).state
    assert (state, on_hand(corner, "RK6")) == ("undone" if exchanged else "asked", 0)
    assert corner.standing()[0] == before[0] + (500 - 440 if exchanged else -440)
    assert_books_hold(corner)


def test_taken_back_first_and_sold_afterwards_the_last_piece_goes_between(corner: Street) -> None:
    """The control: in two transactions the resident ends with neither the old goods nor the new ones."""
    give(corner, 1000)
    take_limits_away(corner)
    made = sold(corner, ("G02", 2))
    ask(corner, made)
    confirm(corner, made)
    redeem(corner, known(corner), [("G01", 1)], actor=corner.second_clerk)
    with pytest.raises(goods.refusals.StockShort):
        redeem(corner, known(corner), [("G01", 1)])
    assert reading(lambda: shop.receipts.get(corner.community_id, made)).state == "undone"
