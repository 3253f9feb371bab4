"""Other goods instead of what is brought back: in the same moment as the taking back, at the price of that moment, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
import sqlalchemy as sa

from points import foundation, goods, ledger, shop
from points.foundation import clock, db, reading, transact
from tests.races.counter import broken
from tests.shop.test_keeping import OUT_OF_NOTHING
from tests.shop.test_redemptions import card_of, issue, on_hand, sell
from tests.support.records import records_of
from tests.support.street import Street

Receipt = shop.receipts.Receipt
#: a price of a test has no record of who set it
SET_BY_NOBODY = {*OUT_OF_NOTHING, "rows_are_their_history", "prices_as_recorded"}


def sold(street: Street, *items: tuple[str, int]) -> Receipt:
    return sell(street, issue(street, 300).code, list(items))


def ask(
    street: Street, made: Receipt, takes: Mapping[str, int], keeps: Mapping[str, int] | None = None
) -> None:
    """Ask for it with these pieces kept, by item, and these taken instead."""
    kept = {line.key: keeps[line.item] for line in made.lines if keeps and line.item in keeps}
    transact(
        lambda: shop.undo.ask(made.receipt, reason="拿错了", actor=street.clerk, keeps=kept, takes=takes)
    )


def agree(street: Street, made: Receipt, shown: int | None) -> tuple[Receipt, Receipt]:
    """The sale that was taken back, and the one that was made."""
    manager = street.staff["shop_manager"]
    old = transact(lambda: shop.undo.confirm(made.receipt, actor=manager, shown=shown))
    assert old.replaced_by is not None
    return old, reading(lambda: shop.receipts.get(street.community_id, old.replaced_by))


def refused(street: Street, made: Receipt, shown: int | None, why: type[foundation.Refusal]) -> None:
    """Nothing has moved, and it waits as before."""
    before = street.standing(), on_hand(street)
    with pytest.raises(why):
        agree(street, made, shown)
    assert (street.standing(), on_hand(street)) == before
    assert reading(lambda: shop.receipts.get(street.community_id, made.receipt)).state == "asked"


def set_price(street: Street, code: str, tenths: int) -> None:
    at = clock.now()
    transact(lambda: goods.prices.set_at(street.community_id, street.items[code], tenths, at=at))


def decide_limit(street: Street, code: str, pieces: int) -> None:
    change = sa.text("UPDATE goods_item SET limit_count = :pieces, limit_window = 'month' WHERE id = :id")
    change = change.bindparams(sa.bindparam("id", type_=sa.Uuid()))
    transact(lambda: db.session.execute(change, {"pieces": pieces, "id": street.items[code]}))


def test_what_is_kept_costs_what_it_did_what_is_taken_what_it_does_and_all_is_one_slip(
    street: Street,
) -> None:
    before = on_hand(street)
    made = sold(street, ("G02", 1), ("G06", 3))
    with clock.standing_at(clock.now() + timedelta(days=2)):
        set_price(street, "G06", 9)
        set_price(street, "G07", 30)
        ask(street, made, {"6900000011065": 2, "G06": 1}, {"G06": 1})
        assert reading(
            lambda: shop.attempts.taken_instead(shop.receipts.get(street.community_id, made.receipt))
        )
        old, new = agree(street, made, 69)
        assert {(line.item, line.quantity, line.tenths) for line in new.lines} == {
            ("G06", 1, 5),
            ("G06", 1, 9),
            ("G07", 2, 60),
        }
        assert (old.state, old.replaced_by, new.replaces) == ("undone", new.receipt, made.receipt)
        assert (new.tenths, new.balance_after, street.standing()) == (74, 320 - 74, (320 - 74, 0))
        assert (new.redeemed_on, new.at.date()) == (made.redeemed_on, clock.now().date())
        gone = {name: before[name] - left for name, left in on_hand(street).items() if before[name] != left}
        assert gone == {"RK4": 2, "RK5": 2}
        facts = records_of("points.redeemed")[-1].facts
        assert (facts["replaces"], facts["items"]) == (made.receipt, {"G06": 2, "G07": 2})
        assert facts["batches"] == {"RK4": 2, "RK5": 2}
        assert broken(street) <= SET_BY_NOBODY


def test_one_piece_for_another_is_one_line_where_the_price_is_the_same(street: Street) -> None:
    made = sold(street, ("G06", 4))
    ask(street, made, {"G06": 1}, {"G06": 2})
    _old, new = agree(street, made, 5)
    assert [(line.item, line.quantity, line.tenths) for line in new.lines] == [("G06", 3, 15)]
    # and what was made can be taken back itself, whole
    transact(lambda: shop.undo.ask(new.receipt, reason="居民不要了", actor=street.clerk))
    assert street.second_clerk is not None
    transact(lambda: shop.undo.confirm(new.receipt, actor=street.second_clerk))
    assert (street.standing(), on_hand(street)["RK4"]) == ((320, 0), 50)
    assert broken(street) <= OUT_OF_NOTHING


def test_a_service_instead_of_goods_at_the_same_sum(street: Street) -> None:
    made = sold(street, ("G02", 1))
    ask(street, made, {"G32": 1, "G07": 5})
    _old, new = agree(street, made, 250)
    assert (new.tenths, street.standing()) == (250, (70, 0))
    assert broken(street) <= OUT_OF_NOTHING


def test_nobody_pays_more_than_comes_back_and_the_gap_is_said(street: Street) -> None:
    made = sold(street, ("G06", 3))
    with pytest.raises(shop.refusals.ExchangeCostsMore) as no:
        ask(street, made, {"G07": 1}, {"G06": 1})
    assert no.value.facts == {"wanted": 20, "tenths": 10, "gap": 10}
    with pytest.raises(goods.refusals.ItemUnknown):
        ask(street, made, {"G99": 1})
    assert reading(lambda: shop.receipts.count_waiting(street.community_id)) == 0


def test_what_costs_something_else_by_then_is_not_sold(street: Street) -> None:
    made = sold(street, ("G02", 1))
    ask(street, made, {"G07": 1})
    refused(street, made, None, goods.refusals.PricesUnseen)
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        set_price(street, "G07", 260)
        refused(street, made, 20, goods.refusals.PriceChanged)
        refused(street, made, 260, shop.refusals.ExchangeCostsMore)


def test_what_is_gone_by_then_is_not_sold_and_nothing_is_taken_back(street: Street) -> None:
    made = sold(street, ("G02", 1))
    ask(street, made, {"G07": 1})
    transact(lambda: db.session.execute(sa.text("UPDATE goods_batch SET on_hand = 0 WHERE number = 'RK5'")))
    refused(street, made, 20, goods.refusals.StockShort)


def test_points_that_ended_since_do_not_pay_and_nothing_is_taken_back(street: Street) -> None:
    """What came of a grace has none when it comes back once more, and what else there was is spent."""
    street.give(250, lapses_on=clock.today())
    first = sold(street, ("G02", 1))
    with clock.standing_at(clock.now() + timedelta(days=1)):
        ask(street, first, {"G02": 1})
        _old, second = agree(street, first, 250)
        sold(street, ("G02", 1), ("G07", 2))
    with clock.standing_at(clock.now() + timedelta(days=9)):
        officer = street.staff["officer"]
        transact(lambda: shop.undo.ask(second.receipt, reason="拿错了", actor=officer, takes={"G02": 1}))
        with pytest.raises(ledger.refusals.NotEnough):
            transact(lambda: shop.undo.confirm(second.receipt, actor=street.staff["street"], shown=250))
        assert reading(lambda: shop.receipts.get(street.community_id, second.receipt)).state == "asked"


def test_limits_count_what_is_taken_on_the_day_of_the_sale(street: Street) -> None:
    decide_limit(street, "G07", 2)
    made = sell(street, card_of(street, "739182").token, [("G02", 1), ("G06", 5)], pin="739182")
    ask(street, made, {"G07": 3})
    refused(street, made, 60, shop.refusals.LimitReached)
    transact(lambda: shop.undo.decline(made.receipt, actor=street.clerk))
    ask(street, made, {"G07": 2, "G06": 4})
    agree(street, made, 60)
    for item, pieces in (("G07", 1), ("G06", 2)):
        with pytest.raises(shop.refusals.LimitReached):
            sell(street, issue(street, 40).code, [(item, pieces)])
    sell(street, issue(street, 5).code, [("G06", 1)])


def test_pieces_of_one_batch_at_its_own_price_are_taken_of_that_batch(street: Street) -> None:
    made = sold(street, ("G02", 1))
    item, batch = street.items["G06"], street.batches["RK4"]
    transact(lambda: goods.prices.set_at(street.community_id, item, 3, at=clock.now(), batch_id=batch))
    ask(street, made, {"B-RK4": 2})
    _old, new = agree(street, made, 6)
    assert [(line.item, line.quantity, line.tenths) for line in new.lines] == [("G06", 2, 6)]
    assert on_hand(street)["RK4"] == 48
    assert broken(street) <= SET_BY_NOBODY


def test_what_a_card_alone_paid_counts_for_its_day_as_far_as_it_is_paid_still(street: Street) -> None:
    made = sell(street, card_of(street).token, [("G07", 2)])
    ask(street, made, {"G06": 3})
    agree(street, made, 15)
    day = {"card_alone": made.redeemed_on.isoformat()}
    used = reading(lambda: ledger.caps.used(street.community_id, [street.purse], day))
    assert used == {"card_alone": 15}
