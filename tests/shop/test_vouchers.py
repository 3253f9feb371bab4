"""A voucher is good for whom, where, how much and how long it says: with a second shop, purse and voucher beside it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from points import people, shop
from points.foundation import Actor, NotFound, clock, new_id, reading, system_actor, transact
from tests.shop.test_redemptions import issue, sell
from tests.support.records import facts_of
from tests.support.street import Street
from tests.support.world import new_community


@pytest.fixture
def second(street: Street) -> UUID:
    """Another shop of the community."""
    return transact(lambda: shop.shops.add("锦绣店", actor=street.system))


def neighbour(street: Street) -> Actor:
    """Somebody of another household, with a phone."""

    def work() -> Actor:
        home = people.households.add("002", actor=street.system)
        person = people.residents.register("冉小满", actor=street.system, household_id=home)
        account = people.accounts.create(person, actor=street.system)
        return people.actors.of_account(account, community_id=street.community_id)

    return transact(work)


def test_a_voucher_made_for_one_shop_is_good_there_alone(street: Street, second: UUID) -> None:
    made = issue(street, 20, shop_id=second)
    for code in (made.code, made.spoken):
        with pytest.raises(shop.refusals.WrongShop) as no:
            shop.payers.recognise(code, shop_id=street.shop_id, actor=street.clerk)
        assert no.value.facts["shop"] == "锦绣店"
        assert shop.payers.recognise(code, shop_id=second, actor=street.clerk).voucher_id == made.id
    with pytest.raises(shop.refusals.WrongShop):
        sell(street, made.code, [("G07", 1)])
    assert street.standing() == (300, 20)


def test_a_voucher_for_no_shop_is_good_at_every_shop(street: Street, second: UUID) -> None:
    made = issue(street, 20)
    for here in (street.shop_id, second):
        assert shop.payers.recognise(made.code, shop_id=here, actor=street.clerk).voucher_id == made.id


def test_a_shop_that_is_not_there_or_not_of_this_community_has_no_vouchers(street: Street) -> None:
    elsewhere = new_community("别处")
    theirs = transact(lambda: shop.shops.add("别处店", actor=system_actor(elsewhere)))
    for nowhere in (new_id(), theirs):
        with pytest.raises(NotFound):
            issue(street, 20, shop_id=nowhere)
    assert street.standing() == (320, 0)


@pytest.mark.parametrize("tenths", [4, 10001, 0, -20])
def test_a_voucher_of_too_little_or_too_much_is_refused(street: Street, tenths: int) -> None:
    street.give(10000)
    with pytest.raises(shop.refusals.AmountWrong):
        issue(street, tenths)


@pytest.mark.parametrize("tenths", [5, 10000])
def test_the_least_and_the_most_are_taken(street: Street, tenths: int) -> None:
    street.give(10000)
    assert issue(street, tenths).tenths == tenths


@pytest.mark.parametrize("days, last", [(None, 6), (1, 0), (3, 2), (7, 6), (8, 6), (-4, 0)])
def test_the_day_it_is_made_is_the_first_of_its_days(street: Street, days: int | None, last: int) -> None:
    assert issue(street, 20, days=days).valid_until == clock.today() + timedelta(days=last)


def test_of_two_vouchers_one_is_given_back_and_the_other_stays(street: Street) -> None:
    one, other = issue(street, 50), issue(street, 70)
    transact(lambda: shop.vouchers.give_back(one.public_id, actor=street.resident))
    assert street.standing() == (250, 70)
    mine = reading(lambda: shop.vouchers.of_purse(street.community_id, street.purse))
    assert [(each.id, each.status) for each in mine] == [(other.id, "open"), (one.id, "returned")]
    still = reading(lambda: shop.vouchers.of_purse(street.community_id, street.purse, status="open"))
    assert [each.id for each in still] == [other.id]
    named = reading(lambda: shop.vouchers.public_ids(street.community_id, [one.id]))
    assert named == {one.id: one.public_id}


def test_a_neighbours_voucher_does_not_exist_for_somebody_else(street: Street) -> None:
    made, somebody = issue(street, 50), neighbour(street)
    with pytest.raises(NotFound):
        transact(lambda: shop.vouchers.give_back(made.public_id, actor=somebody))
    assert reading(lambda: shop.vouchers.get_own(made.public_id, actor=street.resident)).id == made.id
    assert (
        reading(lambda: shop.vouchers.of_purse(street.community_id, people.purses.account_of(somebody))) == []
    )


def test_of_two_vouchers_only_the_one_whose_days_are_over_ends(street: Street) -> None:
    short, long = issue(street, 50, days=1), issue(street, 70)
    clock.set_now(clock.now() + timedelta(days=1))
    assert reading(lambda: shop.vouchers.expired(street.community_id)) == [short.id]
    for one in (short, long):
        transact(
            lambda one=one: shop.vouchers.release_expired(street.community_id, one.id, actor=street.system)
        )
    assert street.standing() == (250, 70)


def test_the_records_of_a_voucher_say_how_much_whose_until_when_and_where(
    street: Street, second: UUID
) -> None:
    one, other = issue(street, 50, shop_id=second), issue(street, 70)
    last: date = one.valid_until
    purse = str(street.purse)
    assert facts_of("voucher.issued") == [
        {"tenths": 50, "account_id": purse, "valid_until": last.isoformat(), "shop_id": str(second)},
        {"tenths": 70, "account_id": purse, "valid_until": last.isoformat(), "shop_id": None},
    ]
    transact(lambda: shop.vouchers.give_back(other.public_id, actor=street.resident))
    assert facts_of("voucher.returned") == [{"tenths": 70, "account_id": purse}]


def test_a_voucher_whose_days_are_over_is_refused_when_it_is_shown(street: Street) -> None:
    made = issue(street, 50, days=2)
    clock.set_now(clock.now() + timedelta(days=1))
    assert shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk).voucher_id == made.id
    clock.set_now(clock.now() + timedelta(days=1))
    for code in (made.code, made.spoken):
        with pytest.raises(shop.refusals.VoucherLapsed) as no:
            shop.payers.recognise(code, shop_id=street.shop_id, actor=street.clerk)
        assert no.value.facts == {"until": made.valid_until}


def test_a_voucher_used_since_it_was_looked_at_is_said_to_be_used(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the counter takes it between somebody's look and their press to give it back."""
    seen = issue(street, 20)
    sell(street, seen.code, [("G07", 1)])
    monkeypatch.setattr(shop.vouchers, "get_own", lambda *_, **__: seen)
    with pytest.raises(shop.refusals.VoucherUsed):
        transact(lambda: shop.vouchers.give_back(seen.public_id, actor=street.resident))
    assert street.standing() == (300, 0)
