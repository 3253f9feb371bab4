"""An item as the shop keeps it: entered under the next code, changed field by field, withdrawn, and what moved of it."""

from __future__ import annotations

import pytest

from points import goods
from points.foundation import NotFound, clock, reading, transact
from points.goods.wares import WareFacts
from tests.goods.conftest import Shelf


def test_a_new_item_gets_the_next_code_and_is_not_offered_before_it_has_a_price(shelf: Shelf) -> None:
    made = transact(lambda: goods.wares.enter(shelf.community_id, WareFacts("绿豆500g", "袋")))
    codes = sorted(shelf.items)
    assert made.code == f"G{int(codes[-1][1:]) + 1:02d}"
    assert (made.facts.glyph, made.facts.category) == ("豆", "粮油")
    assert made.code not in {one.code for one in reading(lambda: goods.items.on_offer(shelf.community_id))}
    transact(lambda: goods.prices.set_at(shelf.community_id, made.item_id, 30, at=clock.now()))
    assert made.code in {one.code for one in reading(lambda: goods.items.on_offer(shelf.community_id))}


def test_a_change_tells_what_stood_there_and_a_limit_without_a_number_is_none(shelf: Shelf) -> None:
    code = min(shelf.items)
    before = reading(lambda: goods.wares.get(shelf.community_id, code)).facts
    facts = WareFacts(before.name, before.unit, glyph=before.glyph, category=before.category, package="箱")
    changed = transact(lambda: goods.wares.change(shelf.community_id, code, facts))
    assert "package" not in changed
    facts = WareFacts(
        before.name,
        before.unit,
        glyph=before.glyph,
        category=before.category,
        package="箱",
        package_pieces=12,
        limit_count=2,
        limit_window="quarter",
        fair_shelf=True,
    )
    changed = transact(lambda: goods.wares.change(shelf.community_id, code, facts))
    assert changed["package_pieces"] == (None, 12)
    assert changed["limit_window"] == ("none", "quarter")
    assert reading(lambda: goods.wares.get(shelf.community_id, code)).facts.fair_shelf is True


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"limit_count": 2, "limit_window": "none"}, (0, "none")),
        ({"limit_count": 0, "limit_window": "month"}, (0, "none")),
        ({"limit_count": 1, "limit_window": "month"}, (1, "month")),
        ({"person_limit_count": 2}, (None, None)),
        ({"person_limit_window": "day"}, (None, None)),
        ({"person_limit_count": 1, "person_limit_window": "day"}, (1, "day")),
        ({"package": "箱"}, (None, None)),
        ({"package_pieces": 12}, (None, None)),
        ({"package": "箱", "package_pieces": 1}, ("箱", 1)),
    ],
)
def test_half_of_what_belongs_together_is_nothing(
    shelf: Shelf, given: dict[str, object], kept: tuple[object, object]
) -> None:
    facts = WareFacts("绿豆500g", "袋", **given)  # type: ignore[arg-type]
    code = transact(lambda: goods.wares.enter(shelf.community_id, facts)).code
    found = reading(lambda: goods.wares.get(shelf.community_id, code)).facts
    pair = next(
        two
        for two in (
            ("person_limit_count", "person_limit_window"),
            ("limit_count", "limit_window"),
            ("package", "package_pieces"),
        )
        if set(given) & set(two)
    )
    assert tuple(getattr(found, name) for name in pair) == kept


def test_of_two_who_withdraw_the_second_is_told(shelf: Shelf) -> None:
    code = min(shelf.items)
    transact(lambda: goods.wares.set_status(shelf.community_id, code, "withdrawn"))
    with pytest.raises(goods.refusals.ItemStale):
        transact(lambda: goods.wares.set_status(shelf.community_id, code, "withdrawn"))
    with pytest.raises(NotFound):
        reading(lambda: goods.wares.get(shelf.community_id, "nothing"))


def test_moves_and_weeks_say_what_came_and_went(shelf: Shelf) -> None:
    code = min(shelf.items)
    shelf.receive("RK-1", code, 5, days=40)
    shelf.take(**{code: 2})
    item = shelf.items[code]
    moves = reading(lambda: goods.wares.moves(shelf.community_id, item))
    assert [(one.kind, one.quantity, one.number) for one in moves] == [
        ("redemption", -2, "RK-1"),
        ("delivery", 5, "RK-1"),
    ]
    weeks = reading(lambda: goods.wares.weeks_out(shelf.community_id, item, weeks=3))
    assert [pieces for _monday, pieces in weeks] == [0, 0, 2]
    assert all(monday.weekday() == 0 for monday, _pieces in weeks)
