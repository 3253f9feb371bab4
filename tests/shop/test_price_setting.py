"""A new price: one proposes, another approves; or it is shown for a day and may be stopped."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from points import goods, people, shop
from points.foundation import Actor, NotAllowed, clock, decide, reading, transact
from points.shop.price_setting import PriceWish, Wished
from tests.support.records import records_of
from tests.support.street import Street, with_committee

HOUR = timedelta(hours=1)


@pytest.fixture
def committee(street: Street) -> Actor:
    return with_committee(street)


def propose(street: Street, tenths: int = 300, code: str = "G02", **more: Any) -> list[PriceWish]:
    wish = Wished(code, tenths, more.pop("reason", "进价涨了"), **more)
    return transact(lambda: shop.price_setting.propose(wish, actor=street.staff["shop_manager"]))


def costs(street: Street, code: str = "G02", at: datetime | None = None) -> int | None:
    item_id = street.items[code]
    return reading(lambda: goods.prices.costs(street.community_id, item_id, at=at or clock.now()))


def approve(actor: Actor, proposal_id: UUID, reason: str = "") -> PriceWish:
    return transact(lambda: shop.price_setting.approve(proposal_id, actor=actor, reason=reason))


def test_a_price_counts_once_another_approved_it(street: Street, committee: Actor) -> None:
    [made] = propose(street)
    assert (made.status, costs(street)) == ("open", 250)
    done = approve(committee, made.proposal_id)
    assert (done.status, costs(street)) == ("decided", 300)
    [proposed] = records_of("price.proposed")
    assert (proposed.facts["code"], proposed.facts["tenths"]) == ("G02", 300)
    [decided] = records_of("price.decided")
    assert (decided.facts["part"], decided.facts["price_id"]) == ("second", str(done.price_id))
    assert decided.facts["begins"] is not None


def test_it_begins_when_it_was_wished_for_and_at_the_earliest_when_it_is_approved(
    street: Street, committee: Actor
) -> None:
    [early], [late] = (
        propose(street, at=clock.now() + HOUR),
        propose(street, 30, "G07", at=clock.now() + 9 * HOUR),
    )
    clock.set_now(clock.now() + 2 * HOUR)
    approve(committee, early.proposal_id)
    assert costs(street) == 300
    begins = approve(committee, late.proposal_id).begins
    assert begins is not None
    assert (costs(street, "G07"), costs(street, "G07", begins)) == (20, 30)


def test_two_prices_of_one_day_do_not_collide_and_the_later_counts(street: Street, committee: Actor) -> None:
    for tenths in (300, 310):
        [made] = propose(street, tenths)
        approve(committee, made.proposal_id)
        assert costs(street) == tenths


def test_nobody_approves_their_own_and_nobody_begins_what_is_not_theirs(street: Street) -> None:
    [made] = propose(street)
    with pytest.raises((people.refusals.OtherHandNeeded, NotAllowed)):
        approve(street.staff["shop_manager"], made.proposal_id)
    with pytest.raises(NotAllowed):
        approve(street.clerk, made.proposal_id)
    with pytest.raises(NotAllowed):
        transact(lambda: shop.price_setting.propose(Wished("G07", 30, "x"), actor=street.clerk))
    assert costs(street) == 250


def test_the_street_office_stands_in_with_a_reason(street: Street, committee: Actor) -> None:
    [made] = propose(street)
    with pytest.raises(people.refusals.StandInReason):
        approve(street.staff["street"], made.proposal_id)
    approve(street.staff["street"], made.proposal_id, "两委都在外地开会")
    [decided] = records_of("price.decided")
    assert decided.facts["part"] == "stand_in"
    assert committee.account_id is not None


def test_one_price_of_a_thing_waits_at_a_time(street: Street, committee: Actor) -> None:
    [made] = propose(street)
    with pytest.raises(goods.refusals.PriceProposalOpen):
        propose(street, 310)
    transact(lambda: shop.price_setting.withdraw(made.proposal_id, actor=street.staff["shop_manager"]))
    [again] = propose(street, 310)
    transact(lambda: shop.price_setting.decline(again.proposal_id, actor=committee, reason="太贵"))
    for one in (made, again):
        with pytest.raises(goods.refusals.PriceProposalClosed):
            approve(committee, one.proposal_id)
    assert [
        one.status
        for one in reading(lambda: goods.price_proposals.of_item(street.community_id, street.items["G02"]))
    ] == ["declined", "withdrawn"]
    assert [one.facts["code"] for one in records_of("price.withdrawn", "price.declined")] == [
        "G02",
        "G02",
    ]
    assert costs(street) == 250


def test_only_who_proposed_it_takes_it_back(street: Street, committee: Actor) -> None:
    [made] = propose(street)
    with pytest.raises(NotAllowed):
        transact(lambda: shop.price_setting.withdraw(made.proposal_id, actor=committee))


def shown(street: Street) -> PriceWish:
    transact(
        lambda: decide(
            street.community_id, "price_approval", "shown", effective_on=clock.today(), actor=street.system
        )
    )
    [made] = propose(street)
    return made


def test_where_the_community_decided_so_it_is_shown_for_a_day(street: Street) -> None:
    made = shown(street)
    assert (made.status, made.closed_by, costs(street)) == ("decided", None, 250)
    assert made.begins is not None
    assert abs(made.begins - clock.now() - timedelta(days=1)) < timedelta(minutes=1)
    assert costs(street, at=made.begins) == 300
    [decided] = records_of("price.decided")
    assert decided.facts["part"] == "shown"


def test_what_is_shown_is_stopped_by_a_second_body_and_not_once_it_began(
    street: Street, committee: Actor
) -> None:
    made = shown(street)
    assert made.begins is not None
    with pytest.raises((people.refusals.OtherHandNeeded, NotAllowed)):
        transact(lambda: shop.price_setting.stop(made.proposal_id, actor=street.staff["shop_manager"]))
    transact(lambda: shop.price_setting.stop(made.proposal_id, actor=committee, reason="先不涨"))
    assert costs(street, at=made.begins + HOUR) == 250
    [stopped] = records_of("price.stopped")
    assert stopped.facts["code"] == "G02"
    [other] = propose(street, 320)
    assert other.begins is not None
    clock.set_now(other.begins)
    with pytest.raises(goods.refusals.PriceBegun):
        transact(lambda: shop.price_setting.stop(other.proposal_id, actor=committee))
    assert costs(street) == 320


def test_a_price_that_changes_nothing_or_begins_before_now_is_refused(street: Street) -> None:
    with pytest.raises(goods.refusals.PriceSame):
        propose(street, 250)
    with pytest.raises(goods.refusals.PriceMomentPast):
        propose(street, at=clock.now() - HOUR)


def test_batches_near_their_end_get_a_lower_price_of_their_own(street: Street, committee: Actor) -> None:
    batch = street.batches["RK2"]
    with pytest.raises(goods.refusals.NearPriceNotLower):
        propose(street, 260, batches=[batch])
    with pytest.raises(goods.refusals.BatchNotThere):
        propose(street, 100, batches=[street.batches["RK4"]])
    with pytest.raises(goods.refusals.BatchNotThere):
        propose(street, 100, "G03", batches=[street.batches["RK3"]])
    [made] = propose(street, 100, batches=[batch])
    # the item's own price is another matter
    propose(street, 300)
    approve(committee, made.proposal_id)
    assert costs(street) == 250
    [near] = reading(lambda: goods.items.near_expiry(street.community_id))
    assert (near.word, near.tenths, near.on_hand) == ("B-RK2", 100, 3)
    [decided] = records_of("price.decided")
    assert decided.facts["batch"] == "RK2"


def test_what_went_lately_is_counted_without_what_came_back(street: Street) -> None:
    item = street.items["G02"]
    assert reading(lambda: shop.price_setting.went_lately(street.community_id, item)) == 0
    sold, back = UUID(int=1), UUID(int=2)
    for subject, pieces in ((sold, 2), (back, 1)):
        transact(
            lambda subject=subject, pieces=pieces: goods.stock.take(
                street.community_id, {item: pieces}, subject_id=subject, actor=street.clerk
            )
        )
    transact(lambda: goods.stock.put_back(street.community_id, back, actor=street.clerk))
    assert reading(lambda: shop.price_setting.went_lately(street.community_id, item)) == 2
