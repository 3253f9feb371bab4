"""How long what is there lasts: stock beside what went in eight weeks, in one shop or in all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from points import goods, shop
from points.foundation import NotFound, clock, new_id, reading, system_actor, transact
from points.goods.cover import CoverInfo
from points.goods.policy import BatchLeft, gone_by
from tests.goods.conftest import Shelf

TODAY = date(2026, 11, 26)
ONE = CoverInfo(
    new_id(), "G03", "调和油1.8L", "Cooking oil", "油", "桶", "goods", "粮油", "offered", 220, 1, "month", None, None, False, 2150, 6,
    14, 0, None, None, 20,
)  # fmt: skip


def _cover(shelf: Shelf, code: str, **more: UUID) -> CoverInfo:
    found, _, _ = reading(lambda: goods.cover.get(shelf.community_id, code, **more))
    return found


def test_fourteen_at_two_and_a_half_a_week_last_five_point_six_weeks() -> None:
    assert ONE.weeks == 5.6
    assert not ONE.low
    assert replace(ONE, gone=0).weeks is None


@pytest.mark.parametrize(
    "change, low, to_buy",
    [
        ({"on_hand": 5}, True, 15),
        ({"on_hand": 6}, False, 0),
        ({"on_hand": 0, "gone": 0, "safety_stock": 4}, True, 4),
        ({"on_hand": 0, "gone": 3, "safety_stock": 0}, True, 3),
        ({"on_hand": 0, "gone": 0, "safety_stock": 0}, False, 0),
        ({"on_hand": 0, "status": "withdrawn"}, False, 0),
        ({"on_hand": 0, "kind": "service"}, False, 0),
    ],
)
def test_what_is_below_its_line_says_what_to_buy(change: dict[str, object], low: bool, to_buy: int) -> None:
    one = replace(ONE, **change)  # type: ignore[arg-type]
    assert (one.low, one.to_buy, one.is_in("low")) == (low, to_buy, low)


def test_dead_stock_has_been_there_for_weeks_and_nothing_of_it_went(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    old = replace(ONE, gone=0, since=TODAY - timedelta(weeks=8))
    assert old.is_in("dead")
    assert not replace(old, since=TODAY - timedelta(days=55)).dead
    assert not replace(old, gone=1).dead
    assert not replace(old, on_hand=0).dead
    assert replace(ONE, first_day=TODAY + timedelta(days=30)).is_in("near")
    assert not replace(ONE, first_day=TODAY + timedelta(days=31)).near


@pytest.mark.parametrize(
    "words, fits",
    [
        ("油", True),
        ("oil", True),
        ("g03", True),
        ("dhy", True),
        ("yt", False),
        ("6901234", True),
        ("23456", True),
        ("2345", False),
        ("65432", False),
    ],
)
def test_words_a_code_letters_of_its_sound_or_a_barcode_find_it(words: str, fits: bool) -> None:
    assert ONE.fits(words, ("6901234567892",)) == fits


def test_stock_and_what_went_are_those_of_the_shop_that_is_asked_for(shelf: Shelf) -> None:
    code, system = min(shelf.items), system_actor(shelf.community_id)
    east, west = (transact(lambda name=name: shop.shops.add(name, actor=system)) for name in ("东店", "西店"))
    shelf.receive("E1", code, 8, days=10, shop_id=east)
    shelf.receive("W1", code, 3, days=90, shop_id=west)
    shelf.receive("W2", code, 2, days=-1, shop_id=west)
    shelf.take(**{code: 4})
    whole = _cover(shelf, code)
    assert (whole.on_hand, whole.expired, whole.gone) == (7, 2, 4)
    # it came today: what went in a day is counted over the week that has begun, and not over eight
    assert (whole.weeks_seen, whole.weeks) == (1, 1.8)
    assert whole.near
    east_one, west_one = _cover(shelf, code, shop_id=east), _cover(shelf, code, shop_id=west)
    assert (east_one.on_hand, east_one.gone) == (4, 4)
    assert (west_one.on_hand, west_one.expired, west_one.gone, west_one.near) == (3, 2, 0, False)
    with pytest.raises(NotFound):
        reading(lambda: goods.cover.get(shelf.community_id, "nothing"))


def test_what_is_gone_comes_before_what_lasts_and_services_come_last(shelf: Shelf) -> None:
    one, two = sorted(shelf.items)[:2]
    shelf.receive("A", two, 50)
    shelf.take(**{two: 1})
    found = [(row.code, row.kind) for row in reading(lambda: goods.cover.read(shelf.community_id))]
    assert found.index((one, "goods")) < found.index((two, "goods"))
    kinds = [kind for _code, kind in found]
    assert kinds == sorted(kinds)


def test_what_is_gone_and_asked_for_comes_first_and_one_piece_is_not_gone(shelf: Shelf) -> None:
    left, never, gone = sorted(shelf.items)[:3]
    shelf.receive("A", left, 10)
    shelf.receive("B", gone, 1)
    shelf.take(**{left: 9})
    shelf.take(**{gone: 1})
    order = [row.code for row in reading(lambda: goods.cover.read(shelf.community_id))]
    assert [code for code in order if code in (left, never, gone)] == [gone, never, left]


def test_the_price_of_this_moment_stands_beside_and_none_where_none_is_decided(shelf: Shelf) -> None:
    code = min(shelf.items)
    later = clock.now() + timedelta(hours=1)
    before = _cover(shelf, code).tenths
    transact(lambda: goods.prices.set_at(shelf.community_id, shelf.items[code], 999, at=later))
    assert _cover(shelf, code).tenths == before
    made = transact(lambda: goods.wares.enter(shelf.community_id, goods.wares.WareFacts("毛巾", "条")))
    assert _cover(shelf, made.code).is_in("unpriced")


def test_each_batch_says_by_when_it_is_gone_as_things_go() -> None:
    item = new_id()

    def batch(number: str, on_hand: int, days: int) -> BatchLeft:
        return BatchLeft(new_id(), item, on_hand, TODAY + timedelta(days=days), TODAY, number)

    left = [batch("late", 6, 100), batch("soon", 5, 22), batch("past", 4, -1)]
    found = {one.number: gone for one, gone in gone_by(left, 2.5, TODAY)}
    assert found == {"past": None, "soon": TODAY + timedelta(days=14), "late": TODAY + timedelta(days=31)}
    assert {gone for _one, gone in gone_by(left, 0, TODAY)} == {None}


@pytest.mark.parametrize("weeks, more, gone", [(8, 0, 4), (8, 1, 0), (0, 0, 4)])
def test_what_went_is_counted_from_the_day_eight_weeks_ago_on(
    shelf: Shelf, weeks: int, more: int, gone: int
) -> None:
    code, now = min(shelf.items), clock.now()
    clock.set_now(now - timedelta(weeks=weeks, days=more))
    shelf.receive("E1", code, 8)
    shelf.take(**{code: 4})
    clock.set_now(now)
    assert _cover(shelf, code).gone == gone
