"""A limit per person, beside the household's: whose proof was shown counts, and what is refused says whose, how many, until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from points import goods, ledger, people, shop
from points.foundation import NEVER, clock, db, reading, transact
from points.oversight.proving import examine
from points.shop.payer_checks import Payer
from points.shop.redemptions import Sale, redeem
from tests.support.statements import counting
from tests.support.street import Street
from tests.support.world import claimed, key, note

VINEGAR, SALT = "G06", "G07"


def limited(street: Street, code: str, pieces: int | None, period: str | None, **more: object) -> None:
    """The manager writes down how many each may take."""
    facts = reading(lambda: goods.wares.get(street.community_id, code)).facts
    written = replace(facts, person_limit_count=pieces, person_limit_window=period, **more)  # type: ignore[arg-type]
    transact(lambda: shop.assortment.change(code, written, actor=street.staff["shop_manager"]))


def couple(street: Street) -> tuple[Payer, Payer]:
    """Two people of one household, who pay from one purse."""

    def work() -> tuple[Payer, Payer]:
        home = people.households.add("002", actor=street.system)
        both = [
            people.residents.register(name, actor=street.system, household_id=home)
            for name in ("冉小满", "冉大年")
        ]
        for one in both:
            people.accounts.create(one, actor=street.system)
        purses = {people.purses.of_person(street.community_id, one).account_id for one in both}
        [purse] = purses
        txn = claimed(street.community_id)
        ledger.movements.issue(street.community_id, txn, purse, 500, note=note(), lapses_on=NEVER)
        first, second = (Payer(purse, one, "card_pin") for one in both)
        return first, second

    return transact(work)


def take(street: Street, payer: Payer, *items: tuple[str, int]) -> UUID:
    """A sale to them."""
    sale = Sale(street.shop_id, key("each"), "somebody")
    return transact(lambda: redeem(payer, items, sale=sale, actor=street.clerk)).redemption_id


def left(street: Street, payer: Payer, code: str = VINEGAR) -> tuple[int | None, int | None]:
    """What the household and the person may still take of it."""
    offers = reading(
        lambda: shop.catalogue.offers(street.community_id, payer.account_id, person_id=payer.person_id)
    )
    [found] = [one for one in offers if one.item.code == code]
    return found.left, found.person_left


def test_two_people_of_a_household_each_take_their_own_share_and_no_third_piece(street: Street) -> None:
    limited(street, VINEGAR, 2, "month")
    one, other = couple(street)
    take(street, one, (VINEGAR, 2))
    assert (left(street, one), left(street, other)) == ((3, 0), (3, 2))
    with pytest.raises(shop.refusals.PersonLimitReached) as refused:
        take(street, one, (VINEGAR, 1))
    first = clock.today().replace(day=1)
    facts = refused.value.facts
    assert {name: facts[name] for name in ("item", "allowed", "used", "left")} == {
        "item": VINEGAR, "allowed": 2, "used": 2, "left": 0,
    }  # fmt: skip
    assert facts["opens"] == (first + timedelta(days=32)).replace(day=1)
    take(street, other, (VINEGAR, 1))
    # more than the whole limit at once is told what is left as well
    for pieces in (2, 3):
        with pytest.raises(shop.refusals.PersonLimitReached) as refused:
            take(street, other, (VINEGAR, pieces))
        assert refused.value.facts["left"] == 1
        assert "每人限 2 袋，这位还能换 1 袋" in refused.value.message("zh")
    take(street, other, (VINEGAR, 1))
    assert (left(street, one), left(street, other)) == ((1, 0), (1, 0))


def test_the_households_limit_still_holds_over_both(street: Street) -> None:
    limited(street, VINEGAR, 2, "month", limit_count=3)
    one, other = couple(street)
    take(street, one, (VINEGAR, 2))
    with pytest.raises(shop.refusals.LimitReached) as refused:
        take(street, other, (VINEGAR, 2))
    assert refused.value.facts["used"] == 2
    # what was refused used nothing up of either
    assert left(street, other) == (1, 2)
    take(street, other, (VINEGAR, 1))
    assert left(street, other) == (0, 1)


def test_a_limit_per_person_alone_stops_without_one_of_the_household(street: Street) -> None:
    limited(street, SALT, 1, "year")
    one, other = couple(street)
    take(street, one, (SALT, 1))
    take(street, other, (SALT, 1))
    with pytest.raises(shop.refusals.PersonLimitReached) as refused:
        take(street, one, (SALT, 1))
    assert refused.value.facts["opens"] == date(clock.today().year + 1, 1, 1)
    assert left(street, one, SALT) == (None, 0)


def test_a_sale_asks_no_more_of_the_database_for_it(street: Street) -> None:
    one, other = couple(street)
    asked = []
    for payer, pieces in ((one, None), (other, 2)):
        limited(street, VINEGAR, pieces, "month")
        take(street, payer, (VINEGAR, 1))
        with counting(db.engine) as seen:
            take(street, payer, (VINEGAR, 1))
        asked.append(seen.number)
    assert asked[0] == asked[1]


def test_a_share_of_each_day_opens_again_the_next(street: Street) -> None:
    limited(street, VINEGAR, 1, "day")
    one, _other = couple(street)
    take(street, one, (VINEGAR, 1))
    with pytest.raises(shop.refusals.PersonLimitReached) as refused:
        take(street, one, (VINEGAR, 1))
    assert refused.value.facts["opens"] == clock.today() + timedelta(days=1)
    clock.set_now(clock.now() + timedelta(days=1))
    take(street, one, (VINEGAR, 1))


def test_the_paper_card_of_a_household_counts_for_whose_it_is(street: Street) -> None:
    limited(street, VINEGAR, 2, "month")
    who = street.resident.person_id
    card = transact(
        lambda: people.cards.issue(who, kind="household", actor=street.system, pin="739182")  # type: ignore[arg-type]
    )
    shown = shop.payers.recognise(card.token, shop_id=street.shop_id, actor=street.clerk, pin="739182")
    assert shown.person_id == who
    take(street, shown, (VINEGAR, 2))
    made, _ = transact(lambda: shop.vouchers.issue(20, request_key="each", actor=street.resident))
    voucher = shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk)
    with pytest.raises(shop.refusals.PersonLimitReached):
        take(street, voucher, (VINEGAR, 1))


@pytest.mark.parametrize("period", goods.wares.PERSON_WINDOWS)
def test_what_is_taken_back_opens_both_limits_again_for_whose_it_was(street: Street, period: str) -> None:
    limited(street, VINEGAR, 2, period)
    one, other = couple(street)
    take(street, other, (VINEGAR, 1))
    done = take(street, one, (VINEGAR, 2))
    number = reading(lambda: shop.receipts.of_redemption(street.community_id, done)).receipt
    transact(lambda: shop.undo.ask(number, reason="拿错了", actor=street.clerk))
    transact(lambda: shop.undo.confirm(number, actor=street.staff["shop_manager"]))
    assert (left(street, one), left(street, other)) == ((4, 2), (4, 1))
    take(street, one, (VINEGAR, 2))


def test_an_item_that_gets_one_and_loses_it_stays_provable(street: Street) -> None:
    def broken() -> set[str]:
        return {one.name for one in reading(lambda: examine(street.community_id)).broken}

    before = broken()
    limited(street, VINEGAR, 2, "month")
    assert broken() == before
    limited(street, VINEGAR, None, None)
    assert broken() == before
    take(street, couple(street)[0], (VINEGAR, 3))
