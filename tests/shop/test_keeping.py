"""Some lines of a sale come back: all of it is taken back, and what is kept sold again, in one moment at the prices of then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from points import goods, shop
from points.foundation import clock, reading, transact
from tests.races.counter import broken
from tests.shop.test_redemptions import issue, on_hand, sell
from tests.support.records import records_of
from tests.support.street import Street

Receipt = shop.receipts.Receipt


#: what this street's own points are not: earned by work
OUT_OF_NOTHING = {"points_are_awarded", "points_recorded"}


def asked(street: Street, items: list[tuple[str, int]], keeps: dict[str, int]) -> str:
    """A sale of which these pieces, by item, are to be kept."""
    number = str(sell(street, issue(street, 300).code, items).receipt)
    found = reading(lambda: shop.receipts.get(street.community_id, number))
    kept = {line.key: keeps[line.item] for line in found.lines if line.item in keeps}
    transact(lambda: shop.undo.ask(number, reason="数量不对", actor=street.clerk, keeps=kept))
    return number


def confirmed(street: Street, number: str) -> tuple[Receipt, Receipt]:
    """The sale that was taken back, and what was made of the rest."""
    old = transact(lambda: shop.undo.confirm(number, actor=street.staff["shop_manager"]))
    assert old.replaced_by is not None
    return old, reading(lambda: shop.receipts.get(street.community_id, old.replaced_by))


def test_what_is_kept_is_sold_again_at_once_and_both_slips_name_each_other(street: Street) -> None:
    before = on_hand(street)
    number = asked(street, [("G02", 1), ("G06", 3)], {"G02": 1, "G06": 1})
    assert street.standing() == (320 - 250 - 3 * 5, 0)
    old, new = confirmed(street, number)
    assert (old.state, new.state, new.replaces) == ("undone", "done", number)
    assert {(line.item, line.quantity, line.tenths) for line in new.lines} == {("G02", 1, 250), ("G06", 1, 5)}
    assert (old.given_back, street.standing(), new.balance_after) == (10, (65, 0), 65)
    assert (new.redeemed_on, new.account_id, new.clerk_id) == (
        old.redeemed_on,
        old.account_id,
        street.staff["shop_manager"].account_id,
    )
    gone = {name: before[name] - left for name, left in on_hand(street).items() if before[name] != left}
    assert sum(gone.values()) == 2
    assert records_of("redemption.undone")[-1].facts["kept_as"] == new.receipt
    assert records_of("points.redeemed")[-1].facts["replaces"] == number
    assert broken(street) <= OUT_OF_NOTHING


def test_the_price_of_then_holds_and_the_limit_is_used_by_what_is_kept(street: Street) -> None:
    number = asked(street, [("G06", 5)], {"G06": 3})
    with clock.standing_at(clock.now() + timedelta(days=2)):
        item = street.items["G06"]
        transact(lambda: goods.prices.set_at(street.community_id, item, 90, at=clock.now()))
        _old, new = confirmed(street, number)
        assert [line.tenths for line in new.lines] == [15]
        # a price of a test has no record of who set it
        assert broken(street) <= {*OUT_OF_NOTHING, "rows_are_their_history", "prices_as_recorded"}


def test_a_limit_is_open_again_for_what_came_back_and_for_no_more(street: Street) -> None:
    confirmed(street, asked(street, [("G06", 5)], {"G06": 3}))
    with pytest.raises(shop.refusals.LimitReached):
        sell(street, issue(street, 50).code, [("G06", 3)])
    sell(street, issue(street, 50).code, [("G06", 2)])


def test_all_of_it_or_more_than_was_sold_is_nothing_to_take_back(street: Street) -> None:
    number = str(sell(street, issue(street, 300).code, [("G02", 1), ("G06", 2)]).receipt)
    found = reading(lambda: shop.receipts.get(street.community_id, number))
    every = {line.key: line.quantity for line in found.lines}
    for keeps in (every, {**every, found.lines[0].key: 9}, {"other": 1}, {found.lines[0].key: -1}):
        with pytest.raises(shop.refusals.UndoOfNothing):
            transact(
                lambda keeps=keeps: shop.undo.ask(number, reason="数量不对", actor=street.clerk, keeps=keeps)
            )
    assert reading(lambda: shop.receipts.count_waiting(street.community_id)) == 0


def test_the_sale_of_the_rest_can_be_taken_back_itself(street: Street) -> None:
    _old, new = confirmed(street, asked(street, [("G02", 1), ("G06", 2)], {"G02": 1}))
    transact(lambda: shop.undo.ask(new.receipt, reason="居民不要了", actor=street.clerk))
    assert street.second_clerk is not None
    transact(lambda: shop.undo.confirm(new.receipt, actor=street.second_clerk))
    assert street.standing() == (320, 0)
    assert broken(street) <= OUT_OF_NOTHING
