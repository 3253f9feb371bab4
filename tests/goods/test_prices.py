"""Prices with the day or the moment they begin: the last that has begun counts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

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


def price_on_now(shelf: Shelf) -> int:
    """What rice costs at this moment."""
    return reading(lambda: goods.items.find(shelf.community_id, ["G01"]))["G01"].tenths


def set_price(shelf: Shelf, tenths: int, day: date) -> None:
    """A new price from a day on."""
    rice = shelf.items["G01"]
    transact(lambda: goods.prices.set_at(shelf.community_id, rice, tenths, at=clock.instant(day)))


def test_a_new_price_counts_from_its_day_and_the_old_one_before_it(shelf: Shelf) -> None:
    today = clock.today()
    set_price(shelf, 460, today + 7 * DAY)
    set_price(shelf, 400, today - 7 * DAY)
    days = (-30, -8, -7, 0, 6, 7, 400)
    assert [price_on(shelf, today + days_off * DAY) for days_off in days] == [
        440, 440, 400, 400, 400, 460, 460,
    ]  # fmt: skip
    assert reading(lambda: goods.history.known_items(shelf.community_id))["G01"].tenths == 400


def test_of_two_prices_that_begin_on_one_day_the_one_entered_last_counts(shelf: Shelf) -> None:
    for tenths in (460, 470):
        set_price(shelf, tenths, clock.today())
    assert price_on(shelf, clock.today()) == 470
    assert reading(lambda: goods.history.known_items(shelf.community_id))["G01"].tenths == 470


def test_a_price_begins_at_its_moment(shelf: Shelf) -> None:
    noon = clock.instant(clock.today() + DAY, time(12))
    transact(lambda: goods.prices.set_at(shelf.community_id, shelf.items["G01"], 500, at=noon))
    set_price(shelf, 460, clock.today() + DAY)
    costs = []
    for at in (noon - timedelta(seconds=1), noon, noon + DAY):
        clock.set_now(at)
        costs.append(price_on_now(shelf))
        assert reading(lambda: goods.history.known_items(shelf.community_id))["G01"].tenths == costs[-1]
    assert costs == [460, 500, 500]
    # of another day it is the one of its end
    assert [price_on(shelf, clock.today() - off * DAY) for off in (0, 1, 2)] == [500, 500, 440]


def test_the_price_of_one_batch_is_not_the_items(shelf: Shelf) -> None:
    batch = shelf.receive("L1", "G01", 5, days=20)
    at = clock.now() - timedelta(minutes=1)
    transact(lambda: goods.prices.set_at(shelf.community_id, shelf.items["G01"], 100, at=at, batch_id=batch))
    assert price_on_now(shelf) == 440
    assert reading(lambda: goods.history.known_items(shelf.community_id))["G01"].tenths == 440


def test_a_batch_costs_its_own_price_and_without_one_what_its_item_does(shelf: Shelf) -> None:
    cheap, other = shelf.receive("L1", "G01", 5, days=20), shelf.receive("L2", "G01", 5, days=30)
    rice, now = shelf.items["G01"], clock.now()
    transact(lambda: goods.prices.set_at(shelf.community_id, rice, 100, at=now, batch_id=cheap))

    def costs(at: datetime) -> list[int | None]:
        asked = (cheap, other, None)
        return reading(
            lambda: [goods.prices.costs(shelf.community_id, rice, at=at, batch_id=one) for one in asked]
        )

    assert costs(now) == [100, 440, 440]
    assert costs(now - DAY) == [440, 440, 440]
    assert costs(now - 40 * DAY) == [None, None, None]


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


def test_versions_are_told_newest_first_and_what_was_called_off_is_none_of_them(shelf: Shelf) -> None:
    rice, soon = shelf.items["G01"], clock.now() + timedelta(hours=2)
    coming = transact(lambda: goods.prices.set_at(shelf.community_id, rice, 77, at=soon))

    def told() -> list[tuple[int, str]]:
        found = reading(lambda: goods.prices.versions(shelf.community_id, rice))
        return [(one.tenths, one.state) for one in found]

    assert told() == [(77, "coming"), (440, "now")]
    assert transact(lambda: goods.prices.call_off(shelf.community_id, coming))
    assert told() == [(440, "now")]


@pytest.mark.parametrize(("seconds", "called_off"), [(60, False), (61, True)])
def test_a_price_that_begins_within_a_minute_is_not_called_off(
    shelf: Shelf, seconds: int, *, called_off: bool
) -> None:
    with clock.standing_at(clock.now()):
        begins = clock.now() + timedelta(seconds=seconds)
        coming = transact(lambda: goods.prices.set_at(shelf.community_id, shelf.items["G01"], 77, at=begins))
        assert transact(lambda: goods.prices.call_off(shelf.community_id, coming)) is called_off
