"""A shop is opened by two, called otherwise by one, and closed for good when nothing is left in it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from points import goods, people, shop
from points.foundation import Actor, NotAllowed, clock, new_id, reading, transact
from tests.support.records import facts_of, records_of
from tests.support.street import Street


def committee(street: Street, name: str = "两委") -> Actor:
    """Somebody of the committee."""

    def work() -> Actor:
        who = people.residents.register(name, actor=street.system)
        account = people.accounts.create(who, actor=street.system)
        people.roles.grant(account, "committee", place_id=street.community_id, actor=street.system)
        return people.actors.of_account(account, community_id=street.community_id)

    return transact(work)


def asked(street: Street, name: str = "南门店") -> shop.founding.AskedShop:
    """A shop the manager asks for."""
    return transact(lambda: shop.founding.ask(name, spot="南门", actor=street.staff["shop_manager"]))


def names(street: Street) -> list[str]:
    """The shops that are open."""
    return [one.name for one in reading(lambda: shop.shops.list_all(street.community_id))]


def test_one_asks_another_confirms_and_only_then_is_it_a_shop(street: Street) -> None:
    made = asked(street)
    assert names(street) == ["锦溪店"]
    assert [one.name for one in reading(lambda: shop.founding.list_asked(street.community_id))] == ["南门店"]
    second = committee(street)
    transact(lambda: shop.founding.confirm(made.id, actor=second))
    assert names(street) == ["锦溪店", "南门店"]
    assert facts_of("shop.asked") == [{"number": 2, "name": "南门店"}]
    assert records_of("shop.opened")[-1].facts["hand"] == "second"
    with pytest.raises(shop.refusals.ShopAsked):
        transact(lambda: shop.founding.confirm(made.id, actor=second))


def test_what_was_declined_is_confirmed_no_more_and_says_so_before_anything_else(street: Street) -> None:
    made, second = asked(street), committee(street)
    transact(lambda: shop.founding.decline(made.id, reason="再想想", actor=second))
    asked(street)
    with pytest.raises(shop.refusals.ShopAsked):
        transact(lambda: shop.founding.confirm(made.id, actor=second))


def test_nobody_confirms_what_they_asked_for_and_a_clerk_asks_for_none(street: Street) -> None:
    made = asked(street)
    with pytest.raises(people.refusals.OtherHandNeeded):
        transact(lambda: shop.founding.confirm(made.id, actor=street.staff["shop_manager"]))
    with pytest.raises(NotAllowed):
        transact(lambda: shop.founding.confirm(made.id, actor=street.staff["officer"]))
    with pytest.raises(NotAllowed):
        transact(lambda: shop.founding.ask("西店", actor=street.clerk))
    assert names(street) == ["锦溪店"]


def test_the_street_office_stands_in_with_a_reason_where_somebody_is_left(street: Street) -> None:
    made = asked(street)
    committee(street)
    with pytest.raises(people.refusals.StandInReason):
        transact(lambda: shop.founding.confirm(made.id, actor=street.staff["street"]))
    transact(lambda: shop.founding.confirm(made.id, actor=street.staff["street"], reason="两委都在外地开会"))
    assert records_of("shop.opened")[-1].facts["hand"] == "stand_in"


def test_who_asked_takes_it_back_and_who_confirms_declines(street: Street) -> None:
    for who in (street.staff["shop_manager"], committee(street)):
        made = asked(street)
        transact(lambda made=made, who=who: shop.founding.decline(made.id, reason="先不开", actor=who))
    assert (names(street), reading(lambda: shop.founding.list_asked(street.community_id))) == (["锦溪店"], [])
    made = asked(street)
    with pytest.raises(NotAllowed):
        transact(lambda: shop.founding.decline(made.id, reason="不行", actor=street.clerk))
    assert made.number == 4, "no number is ever another shop's"


def test_two_shops_of_one_name_are_refused_wherever_it_is_given(street: Street) -> None:
    with pytest.raises(shop.refusals.ShopNameTaken):
        asked(street, "锦溪店")
    asked(street)
    with pytest.raises(shop.refusals.ShopNameTaken):
        asked(street)
    manager = street.staff["shop_manager"]
    with pytest.raises(shop.refusals.ShopNameTaken):
        transact(lambda: shop.founding.rename(street.shop_id, "南门店", actor=manager))
    transact(lambda: shop.founding.rename(street.shop_id, "锦溪店", spot="二楼", actor=manager))
    assert facts_of("shop.renamed")[0]["spot"] == "二楼"
    assert facts_of("shop.renamed")[0]["name_en"] == ""


def test_nothing_may_be_left_in_a_shop_that_is_closed_for_good(street: Street) -> None:
    manager, system = street.staff["shop_manager"], street.system
    west = transact(lambda: shop.shops.add("西店", actor=system))

    def close() -> None:
        transact(lambda: shop.founding.close(west, reason="搬走了", actor=manager))

    came = goods.stock.Delivery("W1", street.items["G07"], 3, clock.today(), shop_id=west)
    [batch] = transact(lambda: goods.stock.receive(street.community_id, [came], actor=system)).values()
    with pytest.raises(shop.refusals.ShopNotEmpty) as refused:
        close()
    assert refused.value.plain_facts()["pieces"] == 3
    transact(
        lambda: goods.stock.take(
            street.community_id, {street.items["G07"]: 33}, subject_id=new_id(), actor=system, shop_id=west
        )
    )
    made, _ = transact(
        lambda: shop.vouchers.issue(50, request_key="west", shop_id=west, actor=street.resident)
    )
    with pytest.raises(shop.refusals.ShopNotEmpty):
        close()
    transact(lambda: shop.vouchers.give_back(made.public_id, actor=street.resident))
    close()
    assert batch is not None
    assert names(street) == ["锦溪店"]
    assert [one.outcome for one in records_of("shop.closed")] == ["done"]
    with pytest.raises(shop.refusals.ShopAsked):
        close()


def test_a_counter_stands_in_the_shop_of_its_machine_else_in_the_first(street: Street) -> None:
    south = transact(lambda: shop.shops.add("南门店", actor=street.system))
    admin = street.staff["admin"]
    device = transact(lambda: people.devices.enrol("柜台二", actor=admin))
    clerk = replace(street.clerk, device_id=device.device_id)

    def stands(actor: Actor) -> UUID:
        return reading(lambda: shop.shops.of_actor(actor)).id

    assert (stands(street.clerk), stands(clerk)) == (street.shop_id, street.shop_id)
    transact(lambda: people.devices.place(device.device_id, south, actor=admin))
    assert (stands(street.clerk), stands(clerk)) == (street.shop_id, south)
    assert facts_of("device.placed") == [{"shop_id": str(south)}]
    transact(lambda: shop.founding.close(south, reason="不开了", actor=street.staff["shop_manager"]))
    assert stands(clerk) == street.shop_id
