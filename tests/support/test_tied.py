"""A statement that forgets a community is seen, and one that does not is not."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from points.foundation.prepared import Prepared, given
from points.goods.models import Item, Price
from tests.support.tied import untied

own = Price.community_id == Item.community_id
named = sa.select(Item.community_id, Item.id, Item.name).subquery("named")


@pytest.mark.parametrize(
    "statement, found",
    [
        (sa.select(Item.name).where(Item.id == given("id")), ["goods_item"]),
        (sa.select(Item.name).where(Item.community_id == given("c")), []),
        (sa.update(Item).values(name="x").where(Item.id == given("id")), ["goods_item"]),
        (sa.select(Price.tenths).join(Item, Item.id == Price.item_id).where(own), []),
        (
            sa.select(Price.tenths)
            .join(Item, Item.id == Price.item_id)
            .where(Item.community_id == given("c")),
            ["goods_price"],
        ),
        (sa.select(named.c.name).where(named.c.community_id == given("c")), []),
    ],
)
def test_each_table_is_tied_to_a_community(statement: Any, found: list[str]) -> None:
    assert untied(str(statement)) == found


def test_what_is_not_tied_is_not_built() -> None:
    with pytest.raises(AssertionError, match="whichever community"):
        Prepared("goods.test()", sa.select(Item.name).where(Item.id == given("id")))
