"""What is on offer: limits of one household beside another's, what is taken often, and what two purses took."""

from __future__ import annotations

from datetime import timedelta

import pytest

from points import goods, ledger, people, shop
from points.foundation import NEVER, clock, reading, transact
from points.shop.catalogue import OWN_REDEMPTIONS
from points.shop.payer_checks import Payer
from points.shop.pricing import basket
from points.shop.redemptions import Sale, redeem
from tests.shop.test_redemptions import issue, sell
from tests.support.street import Street
from tests.support.world import claimed, key, note


def neighbour(street: Street, tenths: int = 300) -> Payer:
    """Another household that pays by a card with its PIN."""

    def work() -> Payer:
        home = people.households.add("002", actor=street.system)
        person = people.residents.register("冉小满", actor=street.system, household_id=home)
        people.accounts.create(person, actor=street.system)
        purse = people.purses.of_person(street.community_id, person).account_id
        ledger.movements.issue(
            street.community_id, claimed(street.community_id), purse, tenths, note=note(), lapses_on=NEVER
        )
        return Payer(purse, person, "card_pin")

    return transact(work)


def took(street: Street, payer: Payer, *items: tuple[str, int]) -> None:
    """A sale to them."""
    sale = Sale(street.shop_id, key("took"), "somebody")
    transact(lambda: redeem(payer, items, sale=sale, actor=street.clerk))


def often(street: Street) -> set[str]:
    """The codes of the items that are marked as taken often."""
    found = reading(lambda: shop.catalogue.offers(street.community_id, frequent=True))
    return {one.item.code for one in found if one.frequent}


def test_a_limit_counts_what_this_household_took_and_not_the_other(street: Street) -> None:
    other = neighbour(street)
    sell(street, issue(street, 20).code, [("G06", 3)])
    took(street, other, ("G06", 1), ("G07", 1))

    def left(account_id: object) -> dict[str, int | None]:
        offers = reading(lambda: shop.catalogue.offers(street.community_id, account_id))  # type: ignore[arg-type]
        return {one.item.code: one.left for one in offers if one.item.code in ("G01", "G06", "G07")}

    assert left(street.purse) == {"G01": 1, "G06": 2, "G07": None}
    assert left(other.account_id) == {"G01": 1, "G06": 4, "G07": None}
    assert left(None) == {"G01": 1, "G06": 5, "G07": None}
    clock.set_now(clock.now() + timedelta(days=32))
    assert left(street.purse)["G06"] == 5


@pytest.mark.parametrize("days, still", [(0, True), (365, True), (366, False)])
def test_what_was_taken_within_a_year_is_taken_often(street: Street, days: int, still: bool) -> None:
    assert often(street) == set()
    sell(street, issue(street, 20).code, [("G07", 1)])
    clock.set_now(clock.now() + timedelta(days=days))
    assert often(street) == ({"G07"} if still else set())
    assert not any(one.frequent for one in reading(lambda: shop.catalogue.offers(street.community_id)))


def test_sixteen_items_are_taken_often_and_those_taken_most(street: Street) -> None:
    fresh = [goods.items.NewItem(f"H{one:02}", f"小物{one}", "件", 5, kind="service") for one in range(17)]
    transact(lambda: goods.items.add(street.community_id, fresh, effective_on=clock.today()))
    buyer = neighbour(street, 2000)
    took(street, buyer, *((one.code, 2) for one in fresh[1:]))
    took(street, buyer, (fresh[0].code, 1))
    assert often(street) == {one.code for one in fresh[1:]}


def test_what_two_purses_took_is_counted_apart_and_together_without_what_came_back(street: Street) -> None:
    other = neighbour(street)
    salt, vinegar = street.items["G07"], street.items["G06"]
    sell(street, issue(street, 20).code, [("G07", 1)])
    back = sell(street, issue(street, 20).code, [("G07", 1)])
    took(street, other, ("G07", 2), ("G06", 1))
    transact(lambda: shop.undo.ask(back.receipt, reason="拿错了", actor=street.clerk))

    def wanted(account_id: object) -> dict[object, tuple[int, int]]:
        return dict(reading(lambda: shop.catalogue.wanted(street.community_id, account_id)))  # type: ignore[arg-type]

    assert wanted(street.purse) == {salt: (2, 3), vinegar: (0, 1)}
    transact(lambda: shop.undo.confirm(back.receipt, actor=street.second_clerk))
    assert wanted(street.purse) == {salt: (1, 2), vinegar: (0, 1)}
    assert wanted(other.account_id) == {salt: (1, 2), vinegar: (1, 1)}


def test_a_basket_of_nothing_or_of_no_number_of_pieces_is_refused(street: Street) -> None:
    with pytest.raises(shop.refusals.BasketEmpty):
        reading(lambda: basket(street.community_id, []))
    for pieces in (0, -1, 1000):
        # one line that is wrong, beside one that is right
        wanted = [("G06", 1), ("G07", pieces)]
        with pytest.raises(goods.refusals.QuantityWrong):
            reading(lambda wanted=wanted: basket(street.community_id, wanted))
    [line] = reading(lambda: basket(street.community_id, [("G07", 999)])[0])
    assert (line.quantity, line.tenths) == (999, 19980)


def test_one_item_by_two_of_its_barcodes_is_one_line(street: Street) -> None:
    wanted = [("6900000011010", 1), ("6900000011997", 2), ("G06", 1)]
    lines = reading(lambda: basket(street.community_id, wanted))[0]
    assert [(one.code, one.quantity, one.tenths) for one in lines] == [("G02", 3, 750), ("G06", 1, 5)]


def test_what_was_taken_long_ago_by_a_purse_is_not_wanted_by_it_any_more(street: Street) -> None:
    buyer = neighbour(street, 1000)
    took(street, buyer, ("G07", 1))
    fresh = [goods.items.NewItem("H01", "小物", "件", 5, kind="service")]
    items = transact(lambda: goods.items.add(street.community_id, fresh, effective_on=clock.today()))
    for _ in range(OWN_REDEMPTIONS):
        clock.set_now(clock.now() + timedelta(seconds=1))
        took(street, buyer, ("H01", 1))
    found = reading(lambda: shop.catalogue.wanted(street.community_id, buyer.account_id))
    assert found == {street.items["G07"]: (0, 1), items["H01"]: (OWN_REDEMPTIONS, OWN_REDEMPTIONS)}
