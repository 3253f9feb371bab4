"""The shop at its edges: the very moment, the very amount, the last day, and what nobody has said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from points import goods, people, shop
from points.foundation import Actor, NotAllowed, clock, new_id, reading, transact
from points.shop import history, policy, refusals
from points.shop.closing import day_figures
from points.shop.payer_checks import Payer
from points.shop.policy import BasketLine
from points.shop.redemptions import Sale, redeem
from tests.shop.test_price_setting import propose
from tests.support.books import sell, voucher
from tests.support.street import Street
from tests.support.world import key

# Edges of what Python compares; the statements behind them run on both engines in the tests beside these.
pytestmark = pytest.mark.shortly_on("sqlite")


def test_a_price_begins_after_now(street: Street) -> None:
    with clock.standing_at(clock.now()):
        now = clock.now()
        with pytest.raises(goods.refusals.PriceMomentPast):
            propose(street, at=now)
        [made] = propose(street, at=now + timedelta(microseconds=1))
    assert made.status == "open"


def test_a_card_alone_pays_exactly_as_much_as_it_may(street: Street) -> None:
    person = street.resident.person_id
    assert person is not None
    payer = Payer(street.purse, person, "card", card_limit=60)

    def take(pieces: int) -> None:
        sale = Sale(street.shop_id, key("card"), "card")
        transact(lambda: redeem(payer, [("G07", pieces)], sale=sale, actor=street.clerk))

    with pytest.raises(refusals.PinNeeded) as refused:
        take(4)
    assert refused.value.plain_facts() == {"allowed": 60, "left": 60, "wanted": 80}
    take(3)
    with pytest.raises(refusals.PinNeeded) as refused:
        take(4)
    assert refused.value.plain_facts()["left"] == 0


def test_a_voucher_pays_on_its_last_day_and_not_after_it(street: Street) -> None:
    first, second = voucher(street, 20, days=1), voucher(street, 20, days=1)
    payer = shop.payers.recognise(second.code, shop_id=street.shop_id, actor=street.clerk)
    assert payer.last_day == clock.today()
    sell(street, first, [("G07", 1)])
    sale = Sale(street.shop_id, key("late"), second.code)
    late = replace(payer, last_day=clock.today() - timedelta(days=1))
    with pytest.raises(refusals.VoucherLapsed):
        transact(lambda: redeem(late, [("G07", 1)], sale=sale, actor=street.clerk))


def test_a_receipt_of_which_nobody_said_more_says_no_more(street: Street) -> None:
    number = sell(street, voucher(street, 20), [("G07", 1)])
    found = reading(lambda: shop.receipts.get(street.community_id, number))
    assert (found.state, found.reason, found.keeps, found.takes) == ("done", "", {}, {})
    assert (found.asked_by, found.replaces, found.replaced_by, found.undone_at) == (None, None, None, None)


def test_what_waits_for_no_undo_is_not_agreed_to(street: Street) -> None:
    number, manager = sell(street, voucher(street, 20), [("G07", 1)]), street.staff["shop_manager"]

    def confirm() -> None:
        transact(lambda: shop.undo.confirm(number, actor=manager))

    with pytest.raises(refusals.UndoDecided):
        confirm()
    transact(lambda: shop.undo.ask(number, reason="拿错了", actor=street.clerk))
    confirm()
    with pytest.raises(refusals.UndoDecided):
        confirm()
    assert street.standing() == (320, 0)


def test_only_in_what_is_taken_often_a_batch_with_its_own_price_is_marked(street: Street) -> None:
    batch = street.batches["RK4"]
    now = clock.now()
    transact(lambda: goods.prices.set_at(street.community_id, street.items["G06"], 3, at=now, batch_id=batch))
    for frequent in (True, False):
        offers = reading(
            lambda frequent=frequent: shop.catalogue.offers(street.community_id, frequent=frequent)
        )  # type: ignore[misc]
        assert [one.frequent for one in offers if one.item.batch] == [frequent]
    near = reading(lambda: shop.catalogue.offers(street.community_id, near=False))
    assert [one for one in near if one.item.batch] == []


def test_a_shop_that_is_not_empty_says_what_is_in_it(street: Street) -> None:
    west = transact(lambda: shop.shops.add("西店", actor=street.system))
    came = goods.stock.Delivery("W1", street.items["G07"], 3, clock.today(), shop_id=west)
    transact(lambda: goods.stock.receive(street.community_id, [came], actor=street.system))
    manager = street.staff["shop_manager"]

    def refused() -> dict[str, object]:
        with pytest.raises(refusals.ShopNotEmpty) as said:
            transact(lambda: shop.founding.close(west, reason="搬走了", actor=manager))
        return dict(said.value.plain_facts())

    assert refused() == {"pieces": 3, "vouchers": 0}
    for number in range(2):
        voucher_for = {"request_key": f"west{number}", "shop_id": west}
        transact(lambda more=voucher_for: shop.vouchers.issue(10, actor=street.resident, **more))  # type: ignore[misc,arg-type]
    assert refused() == {"pieces": 3, "vouchers": 2}


def test_of_two_shops_each_has_its_own_days_and_shifts(street: Street) -> None:
    here, clerk, other = street.community_id, street.clerk, street.second_clerk
    assert other is not None
    west = transact(lambda: shop.shops.add("西店", actor=street.system))
    sell(street, voucher(street, 20), [("G07", 1)])
    begun = transact(lambda: shop.shifts.start(street.shop_id, actor=clerk))
    transact(lambda: shop.shifts.hand_over({}, actor=clerk))
    transact(lambda: shop.shifts.start(street.shop_id, actor=clerk))
    assert reading(lambda: shop.shifts.current(other)) is None
    mine = reading(lambda: shop.shifts.current(clerk))
    assert mine is not None
    assert mine.shift_id != begun.shift_id
    window = clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1), clock.today()
    own, empty = (
        reading(lambda one=one: day_figures.read(here, one, *window)).figures
        for one in (street.shop_id, west)
    )  # type: ignore[misc]
    assert (own.sold, empty.sold) == (1, 0)
    assert (len(own.said.get("shifts", [1])), empty.said.get("shifts", [])) == (1, [])
    assert reading(lambda: shop.day_close.due(here, street.shop_id)) == clock.today()
    assert reading(lambda: shop.shifts.list_newest(here, west)) == []


def test_a_sale_at_the_very_end_of_a_time_is_of_the_next(street: Street) -> None:
    sell(street, voucher(street, 20), [("G07", 1)])
    [one] = reading(lambda: shop.receipts.of_today(street.community_id))
    hour, tick = timedelta(hours=1), timedelta(microseconds=1)
    spans = {
        "before": (one.at - hour, one.at),
        "in": (one.at, one.at + tick),
        "after": (one.at + tick, one.at + hour),
    }
    found = {
        name: reading(
            lambda span=span: day_figures.read(street.community_id, street.shop_id, *span, clock.today())  # type: ignore[misc]
        ).figures.sold
        for name, span in spans.items()
    }
    assert found == {"before": 0, "in": 1, "after": 0}


@pytest.mark.parametrize(
    ("window", "days", "pieces", "left"),
    [("month", 0, 2, 3), ("month", 400, 2, 5), ("none", 0, 2, None), ("month", 0, 7, 0)],
)
def test_what_old_books_handed_out_counts_into_the_limit_of_now(
    street: Street, window: str, days: int, pieces: int, left: int | None
) -> None:
    day: date = clock.today() - timedelta(days=days)
    person, item = street.resident.person_id, street.items["G06"]
    line = BasketLine(item, "G06", "袋装醋", "", "袋", "stock", pieces, 5, limit_count=5, limit_window=window)
    old = history.OldRedemption(
        new_id(), key("old"), street.purse, person, new_id(), new_id(), 0, day, (line,)
    )
    transact(lambda: history._count_into_limits([old], street.community_id))
    [offer] = [
        one
        for one in reading(lambda: shop.catalogue.offers(street.community_id, street.purse))
        if one.item.item_id == item
    ]
    assert offer.left == (5 if left is None else left)


def test_only_a_card_that_is_in_use_and_has_a_pin_is_asked_for_it(street: Street) -> None:
    person, system = street.resident.person_id, street.system
    assert person is not None

    def own() -> bool:
        return shop.payers.pins_of(person, actor=street.clerk).own

    assert not reading(own)
    card = transact(lambda: people.cards.issue(person, kind="person", actor=system))
    assert not reading(own)
    transact(lambda: people.cards.revoke(card.card_id, reason="丢了", actor=system))
    with_pin = transact(
        lambda: people.cards.issue(person, kind="person", actor=system, pin=people.pins.draw())
    )
    assert reading(own)
    transact(lambda: people.cards.revoke(with_pin.card_id, reason="丢了", actor=system))
    assert not reading(own)


def test_what_is_due_at_this_moment_is_due(street: Street) -> None:
    with clock.standing_at(clock.now()):
        transact(lambda: shop.numbers.give(street.shop_id, elder=False, actor=street.clerk))
        here, where = street.community_id, street.shop_id
        assert reading(lambda: shop.calls.board(here, shop.shops.get(here, where))).due == 1


def test_what_is_to_come_is_as_much_as_was_noted_and_nothing_else(street: Street) -> None:
    salt = street.items["G07"]
    classes = reading(lambda: shop.liability.needs(street.community_id, {salt: 4}))
    assert {item.cover.code: item.coming for one in classes for item in one.items if item.coming} == {
        "G07": 4
    }


PERIODS = {
    "day": ("2026-03-31", date(2026, 4, 1)), "month": ("2026-03", date(2026, 4, 1)),
    "quarter": ("2026-Q1", date(2026, 4, 1)), "year": ("2026", date(2027, 1, 1)),
}  # fmt: skip


def test_each_period_has_its_name_and_ends_with_its_last_day() -> None:
    last = date(2026, 3, 31)
    assert {one: (policy.period_of(one, last), policy.next_period(one, last)) for one in PERIODS} == PERIODS
    assert policy.periods_of(last) == tuple(name for name, _ in PERIODS.values())
    quarters = {1: "Q1", 3: "Q1", 4: "Q2", 6: "Q2", 7: "Q3", 9: "Q3", 10: "Q4", 12: "Q4"}
    for month, name in quarters.items():
        assert policy.period_of("quarter", date(2026, month, 1)) == f"2026-{name}"
    assert policy.next_period("quarter", date(2026, 10, 1)) == date(2027, 1, 1)


def test_only_a_sale_that_stands_is_asked_back_and_only_by_somebody(street: Street) -> None:
    number, system = sell(street, voucher(street, 20), [("G07", 1)]), street.system

    def may(actor: Actor) -> bool:
        return reading(lambda: shop.undo.may_ask(shop.receipts.get(street.community_id, number), actor))

    assert [may(one) for one in (street.clerk, street.resident)] == [True, False]
    nobody = replace(street.clerk, account_id=None)
    for actor in (nobody, street.resident, system):
        with pytest.raises(NotAllowed):
            transact(lambda actor=actor: shop.undo.ask(number, reason="拿错了", actor=actor))  # type: ignore[misc]
    assert may(street.clerk)
    transact(lambda: shop.undo.ask(number, reason="拿错了", actor=street.clerk))
    assert not may(street.clerk)


def test_of_two_special_days_one_is_taken_back(street: Street) -> None:
    manager, first = street.staff["shop_manager"], clock.today() + timedelta(days=3)
    for day in (first, first + timedelta(days=1)):
        transact(
            lambda day=day: shop.special_days.note(
                street.shop_id, day, "closed", reason="盘点", actor=manager
            )  # type: ignore[misc]
        )
    transact(lambda: shop.special_days.take_back(street.shop_id, first, actor=manager))
    known = reading(lambda: shop.shops.get(street.community_id, street.shop_id)).special
    assert list(known) == [first + timedelta(days=1)]
