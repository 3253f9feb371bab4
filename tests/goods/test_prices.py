"""Prices with the day they begin: the newest that has begun counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from points import goods
from points.foundation import clock, reading, transact
from points.goods.items import NewItem
from tests.goods.conftest import Shelf

DAY = timedelta(days=1)


def price_on(shelf: Shelf, day: date, code: str = "G01") -> int | None:
    """What an item costs on a day; None where it is not on offer."""
    found = reading(lambda: goods.items.find(shelf.community_id, [code], day))
    return found[code].tenths if code in found else None


def set_price(shelf: Shelf, tenths: int, day: date) -> None:
    """A new price from a day on."""
    rice = shelf.items["G01"]
    transact(lambda: goods.prices.set_from(shelf.community_id, rice, tenths, effective_on=day))


def test_a_new_price_counts_from_its_day_and_the_old_one_before_it(shelf: Shelf) -> None:
    today = clock.today()
    set_price(shelf, 460, today + 7 * DAY)
    set_price(shelf, 400, today - 7 * DAY)
    days = (-30, -8, -7, 0, 6, 7, 400)
    assert [price_on(shelf, today + days_off * DAY) for days_off in days] == [
        440, 440, 400, 400, 400, 460, 460,
    ]  # fmt: skip
    assert reading(lambda: goods.history.known_items(shelf.community_id))["G01"].tenths == 400


def test_before_its_first_price_an_item_is_not_on_offer(shelf: Shelf) -> None:
    assert price_on(shelf, clock.today() - 31 * DAY) is None
    later = NewItem("G50", "牙膏", "支", 80)
    start = clock.today() + DAY
    transact(lambda: goods.items.add(shelf.community_id, [later], effective_on=start))
    assert "G50" not in {one.code for one in reading(lambda: goods.items.on_offer(shelf.community_id))}
    assert price_on(shelf, start, "G50") == 80


@pytest.mark.parametrize("tenths", [0, -5])
def test_nothing_is_free_and_nothing_costs_less(shelf: Shelf, tenths: int) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        set_price(shelf, tenths, clock.today())
    assert price_on(shelf, clock.today()) == 440
