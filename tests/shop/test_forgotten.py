"""A sale tried before the books were restored: nobody is told that it was not sold, and it is not sold again unasked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from points import shop
from points.foundation import clock, transact
from points.foundation.epochs import begin_epoch
from points.shop import redemptions
from points.shop.payer_checks import Payer
from points.shop.refusals import NotSold, SaleNotKnown
from points.shop.sales import Sale
from tests.support.street import Street, enter
from tests.support.visitors import Visitor

SECOND = timedelta(seconds=1)


@pytest.fixture
def restored(street: Street) -> datetime:
    """Books that a restore brought back ten minutes ago; when that was."""
    transact(lambda: begin_epoch("restored"))
    at = clock.now()
    clock.set_now(at)
    transact(lambda: begin_epoch("restored"))
    clock.set_now(at + timedelta(minutes=10))
    return at


def asks(street: Street, seconds_ago: int | None = None) -> Callable[[], object]:
    return lambda: shop.sales.ask(
        "scan-of-before", shop_id=street.shop_id, actor=street.clerk, seconds_ago=seconds_ago
    )


def sells(street: Street, seconds_ago: int = 0) -> Callable[[], object]:
    """A sale to the resident, whose card and PIN were read; under a scan id these books know nothing of."""
    payer = Payer(street.purse, street.resident.person_id, "card_pin")
    sale = Sale(street.shop_id, "scan-of-before", "card", seconds_ago=seconds_ago)
    return lambda: transact(lambda: redemptions.redeem(payer, [("G06", 1)], sale=sale, actor=street.clerk))


@pytest.mark.parametrize("seconds_ago, refusal", [(601, SaleNotKnown), (600, NotSold), (0, NotSold)])
def test_what_was_tried_before_the_restore_is_not_known_and_what_came_after_was_not_sold(
    street: Street, restored: datetime, seconds_ago: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        asks(street, seconds_ago)()


@pytest.mark.parametrize("days, refusal", [(0, SaleNotKnown), (6, SaleNotKnown), (7, NotSold)])
def test_who_does_not_say_when_is_told_nothing_certain_for_a_week(
    street: Street, restored: datetime, days: int, refusal: type[Exception]
) -> None:
    clock.set_now(restored + timedelta(days=days))
    with pytest.raises(refusal):
        asks(street)()


@pytest.mark.parametrize("seconds_ago", [None, 0, 3600])
def test_in_books_that_were_never_restored_it_was_not_sold(street: Street, seconds_ago: int | None) -> None:
    with pytest.raises(NotSold):
        asks(street, seconds_ago)()


def test_it_is_not_sold_again_under_its_number(street: Street, restored: datetime) -> None:
    before = street.standing()
    with pytest.raises(SaleNotKnown):
        sells(street, 601)()
    assert street.standing() == before
    # the control: tried again after the restore, and a sale that is tried for the first time
    sells(street, 600)()
    assert street.standing()[0] == before[0] - 5
    # and once it stands it is answered as ever, however long ago it was tried
    assert sells(street, 601)().replayed  # type: ignore[attr-defined]
    assert asks(street, 601)().replayed  # type: ignore[attr-defined]


def test_the_counter_says_it_in_a_sentence(street: Street, restored: datetime, client: Visitor) -> None:
    counter = enter(client, "clerk2")
    said = counter.post("/counter/redeem/asked", json={"scan_id": "scan-of-before", "seconds_ago": 700})
    assert (said.status_code, said.json["code"]) == (409, "sale_not_known")
    assert "看不出有没有卖成" in said.json["message"]
    assert "纸凭条" in said.json["next"]
    later = counter.post("/counter/redeem/asked", json={"scan_id": "scan-of-before", "seconds_ago": 5})
    assert (later.status_code, later.json["code"]) == (404, "not_sold")
