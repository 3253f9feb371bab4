"""Which batches give: first to expire first, expired ones never, and what is lacking is said."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from points.goods.policy import BatchLeft, choose_batches, default_category, default_glyph, next_code, spread

TODAY = date(2025, 11, 26)
RICE, OIL = uuid4(), uuid4()


def batch(number: str, on_hand: int, days: int = 10, *, item: UUID = RICE, came: int = 0) -> BatchLeft:
    """A batch whose last day is so many days away."""
    day = timedelta(days=1)
    return BatchLeft(uuid4(), item, on_hand, TODAY + days * day, TODAY - came * day, number)


def chosen(batches: list[BatchLeft], **wanted: int) -> tuple[list[tuple[str, int]], dict[UUID, int]]:
    """By number, what is taken, and what is lacking."""
    items = {"rice": RICE, "oil": OIL}
    picks, lacking = choose_batches(batches, {items[name]: count for name, count in wanted.items()}, TODAY)
    return [(pick.batch.number, pick.quantity) for pick in picks], lacking


@pytest.mark.parametrize(
    ("taken", "code"),
    [
        ([], "G01"),
        (["G32", "G05"], "G33"),
        (["G99"], "G100"),
        (["G07", "A99", "99", "Gx", "G", "G９９"], "G08"),
    ],
)
def test_the_next_code_follows_the_highest_of_ours(taken: list[str], code: str) -> None:
    assert next_code(taken) == code


def test_the_batch_that_expires_first_gives_first() -> None:
    assert chosen([batch("late", 5, 90), batch("soon", 2, 3), batch("mid", 4, 30)], rice=7) == (
        [("soon", 2), ("mid", 4), ("late", 1)],
        {},
    )


def test_of_two_with_one_last_day_the_older_gives_first_and_then_the_lower_number() -> None:
    same = [batch("b", 1), batch("a", 1), batch("old", 1, came=5)]
    assert chosen(same, rice=3)[0] == [("old", 1), ("a", 1), ("b", 1)]


def test_a_batch_gives_on_its_last_day_and_never_after() -> None:
    assert chosen([batch("gone", 5, -1), batch("today", 1, 0)], rice=2) == ([("today", 1)], {RICE: 1})


def test_every_item_is_taken_from_its_own_batches() -> None:
    picks, lacking = chosen([batch("rice", 1), batch("oil", 9, item=OIL)], rice=2, oil=3)
    assert sorted(picks) == [("oil", 3), ("rice", 1)]
    assert lacking == {RICE: 1}


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(-3, 9), st.sampled_from([RICE, OIL])), max_size=12),
    st.integers(0, 30),
)
def test_whatever_stands_on_the_shelf_it_is_never_too_much_and_never_expired(
    stock: list[tuple[int, int, UUID]], wanted: int
) -> None:
    batches = [batch(str(n), left, days, item=item) for n, (left, days, item) in enumerate(stock)]
    picks, lacking = choose_batches(batches, {RICE: wanted}, TODAY)
    given_out = sum(pick.quantity for pick in picks)
    fit = sum(one.on_hand for one in batches if one.item_id == RICE and one.expires_on >= TODAY)
    assert given_out == min(wanted, fit)
    assert lacking == ({RICE: wanted - fit} if wanted > fit else {})
    assert all(0 < pick.quantity <= pick.batch.on_hand for pick in picks)
    assert all(pick.batch.item_id == RICE and pick.batch.expires_on >= TODAY for pick in picks)


@pytest.mark.parametrize(
    "name, kind, glyph, category",
    [
        ("大米5kg", "goods", "米", "粮油"),
        ("作业本", "goods", "本", "文具"),
        ("理发一次", "service", "发", "服务券"),
        ("充电宝", "goods", "宝", "日用"),
        ("雨衣", "goods", "雨", "日用"),
    ],
)
def test_goods_whose_book_says_nothing_get_a_sign_and_a_shelf(
    name: str, kind: str, glyph: str, category: str
) -> None:
    assert (default_glyph(name), default_category(name, kind)) == (glyph, category)


@pytest.mark.parametrize(
    "stock, joins",
    [
        ([("late", 5, 90), ("soon", 2, 3)], "soon"),
        ([("empty", 0, 3), ("late", 5, 90)], "late"),
        ([("gone", 4, -1), ("late", 5, 90)], "late"),
        ([("gone", 4, -1), ("today", 1, 0)], "today"),
        ([("gone", 4, -5), ("empty", 0, 3)], "empty"),
        ([("gone", 4, -5), ("later gone", 1, -1)], "later gone"),
    ],
)
def test_a_piece_too_many_joins_what_is_good_and_there(stock: list[tuple[str, int, int]], joins: str) -> None:
    batches = [batch(*one) for one in stock]
    [(found, difference)] = spread(batches, 1, TODAY) or []
    assert ({one.id: one.number for one in batches}[found], difference) == (joins, 1)


def test_what_lacks_leaves_what_expires_first_old_pieces_too_and_never_more_than_is_there() -> None:
    batches = [batch("late", 5, 90), batch("gone", 2, -1)]
    names = {one.id: one.number for one in batches}
    found = spread(batches, -3, TODAY)
    assert found is not None
    assert [(names[one], pieces) for one, pieces in found] == [("gone", -2), ("late", -1)]
    assert spread(batches, -8, TODAY) is None
    assert spread([], 1, TODAY) is None
