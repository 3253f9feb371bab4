"""Goods at their edges: which words, which days, which pieces, and what of two things is the other's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from points import goods
from points.foundation import NotFound, clock, new_id, reading, transact
from points.goods import refusals
from points.goods.cover import CoverInfo
from tests.goods.conftest import Shelf
from tests.goods.test_cover import ONE

# Edges of what Python compares; the statements behind them run on both engines in the tests beside these.
pytestmark = pytest.mark.shortly_on("sqlite")

DAY, TICK = timedelta(days=1), timedelta(microseconds=1)


def propose(shelf: Shelf, tenths: int = 500, code: str = "G01") -> UUID:
    """A wish for a price."""
    return transact(
        lambda: goods.price_proposals.add(
            shelf.community_id,
            shelf.items[code],
            tenths,
            batch_id=None,
            wished_at=None,
            reason="",
            proposed_by=None,
        )
    )


@pytest.mark.parametrize(
    ("state", "change", "fits"),
    [
        ("near", {"first_day": clock.today()}, True),
        ("near", {"first_day": None}, False),
        ("near", {"first_day": clock.today(), "kind": "service"}, False),
        ("near", {}, False),
        ("unpriced", {"tenths": None}, True),
        ("unpriced", {}, False),
        ("unpriced", {"tenths": None, "status": "withdrawn"}, False),
        ("offered", {}, True),
        ("offered", {"status": "withdrawn"}, False),
        ("withdrawn", {"status": "withdrawn"}, True),
        ("withdrawn", {}, False),
    ],
)
def test_a_list_of_goods_is_narrowed_to_a_state(state: str, change: dict[str, object], fits: bool) -> None:
    assert replace(ONE, **change).is_in(state) is fits  # type: ignore[arg-type]


def test_what_runs_out_first_stands_before_the_rest(shelf: Shelf) -> None:
    here = shelf.community_id
    shelf.receive("A", "G01", 50)
    shelf.receive("B", "G02", 50)
    shelf.take(G01=8, G02=40)
    found = [one.code for one in reading(lambda: goods.cover.read(here))]
    assert found == ["G03", "G02", "G01", "G32"]
    order: list[tuple[CoverInfo, tuple[object, ...]]] = [
        (replace(ONE, on_hand=0, gone=3), (False, -1.0, False)),
        (replace(ONE, on_hand=0, gone=0), (False, -1.0, True)),
        (replace(ONE, on_hand=7, gone=0, safety_stock=9), (True, 0.0, False)),
        (replace(ONE, on_hand=9, gone=0, safety_stock=9), (True, 0.0, True)),
    ]
    assert [goods.cover._order(one) for one, _ in order] == [said for _, said in order]


def test_what_a_word_meant_is_said_where_it_is_not_on_offer(shelf: Shelf) -> None:
    shelf.receive("RK77", "G01", 5)
    transact(lambda: goods.wares.set_status(shelf.community_id, "G01", "withdrawn"))
    for word in ("G01", f"{goods.items.BATCH_MARK}RK77"):
        with pytest.raises(refusals.ItemGone) as gone:
            reading(lambda word=word: goods.items.refuse_unknown(shelf.community_id, word))  # type: ignore[misc]
        assert gone.value.plain_facts()["name"] == "大米5kg"
    for word in ("RK77", "G99", ""):
        with pytest.raises(refusals.ItemUnknown):
            reading(lambda word=word: goods.items.refuse_unknown(shelf.community_id, word))  # type: ignore[misc]


def test_one_barcode_is_taken_off_and_the_others_stay(shelf: Shelf) -> None:
    here, oil = shelf.community_id, shelf.items["G02"]

    def remove(barcode: str, item: UUID = oil) -> bool:
        return transact(lambda: goods.barcodes.remove(here, item, barcode))

    assert not remove("6900000011003")
    assert not remove("6900000011010", shelf.items["G01"])
    assert remove("6900000011010")
    assert not remove("6900000011010")
    assert reading(lambda: goods.barcodes.of_items(here, list(shelf.items.values()))) == {
        shelf.items["G01"]: ("6900000011003",), oil: ("6900000011027",),
    }  # fmt: skip


def test_of_several_prices_one_is_in_force_for_the_item_and_one_for_a_batch(shelf: Shelf) -> None:
    here, rice, now = shelf.community_id, shelf.items["G01"], clock.now()
    batch = shelf.receive("RK1", "G01", 5)
    for tenths, at, of in (
        (300, -2 * DAY, None),
        (310, -DAY, None),
        (200, -2 * DAY, batch),
        (210, -DAY, batch),
        (320, DAY, None),
    ):
        transact(
            lambda tenths=tenths, at=at, of=of: goods.prices.set_at(
                here, rice, tenths, at=now + at, batch_id=of
            )
        )  # type: ignore[misc]
    found = [(one.tenths, one.state) for one in reading(lambda: goods.prices.versions(here, rice))]
    assert sorted(found) == [
        (200, "past"),
        (210, "now"),
        (300, "past"),
        (310, "now"),
        (320, "coming"),
        (440, "past"),
    ]
    shelf.receive("RK2", "G01", 5)
    near = reading(lambda: goods.items.near_expiry(here))
    assert [(one.tenths, one.batch and one.batch.number) for one in near] == [(210, "RK1")]
    assert reading(lambda: goods.items.near_expiry(here, shop_id=new_id())) == near


def test_a_wish_that_is_closed_or_of_nobody_is_not_closed_again(shelf: Shelf) -> None:
    here, one = shelf.community_id, propose(shelf)

    def close(which: UUID, status: str, **more: str) -> None:
        transact(lambda: goods.price_proposals.close(here, which, status, by=None, **more))  # type: ignore[arg-type]

    with pytest.raises(NotFound):
        reading(lambda: goods.price_proposals.get(here, new_id()))
    for which in (new_id(), one):
        with pytest.raises(refusals.PriceProposalClosed):
            close(which, "stopped", was="decided")
    close(one, "declined")
    with pytest.raises(refusals.PriceProposalClosed):
        close(one, "withdrawn")
    found = reading(lambda: goods.price_proposals.get(here, one))
    assert (found.status, found.closed_at is not None) == ("declined", True)


def test_only_what_was_decided_and_has_not_begun_may_be_stopped(shelf: Shelf) -> None:
    one = propose(shelf)
    found = reading(lambda: goods.price_proposals.get(shelf.community_id, one))
    with clock.standing_at(clock.now()):
        now = clock.now()
        states = {
            ("decided", now + TICK): True, ("decided", now): False, ("decided", None): False,
            ("open", now + TICK): False, ("stopped", now + DAY): False,
        }  # fmt: skip
        for (status, begins), may in states.items():
            assert replace(found, status=status, begins=begins).may_be_stopped is may


@pytest.mark.parametrize(("ago", "usual"), [(730, (5, 5)), (731, (None, None))])
def test_what_came_within_two_years_says_what_is_usual(
    shelf: Shelf, ago: int, usual: tuple[int | None, int | None]
) -> None:
    with clock.standing_at(clock.now() - timedelta(days=ago)):
        shelf.receive("OLD", "G01", 5)
    [one] = [
        one
        for one in reading(lambda: goods.arrivals.list_all(shelf.community_id, most=9))
        if one.code == "G01"
    ]
    assert (one.least, one.most) == usual


@pytest.mark.parametrize("data", [b"", b"x"])
def test_no_picture_is_none(data: bytes) -> None:
    with pytest.raises(refusals.PictureUnfit):
        goods.pictures.drawn_anew(data)


def test_a_wish_of_a_batch_holds_through_its_last_day(shelf: Shelf) -> None:
    today = clock.today()
    for number, until in (("A", None), ("B", today), ("C", today - DAY), ("D", today + DAY)):
        shelf.receive(number, "G01", 1, wish="给老人", wish_until=until)
    found = reading(lambda: goods.wares.batches(shelf.community_id, shelf.items["G01"]))
    assert {one.number: one.wished for one in found} == {"A": "给老人", "B": "给老人", "C": "", "D": "给老人"}


def test_what_is_usual_of_an_item_is_its_largest_batch_and_nothing_before_one_came(shelf: Shelf) -> None:
    rice = shelf.items["G01"]
    assert reading(lambda: goods.stocktakes.most_usual(shelf.community_id, rice)) == 0
    for number, pieces in (("A", 4), ("B", 9), ("C", 2)):
        shelf.receive(number, "G01", pieces)
    shelf.receive("D", "G02", 30)
    assert reading(lambda: goods.stocktakes.most_usual(shelf.community_id, rice)) == 9
