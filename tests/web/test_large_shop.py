"""A shop of two thousand goods in twenty thousand batches: every page of it asks the database a handful of questions."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from points import audit, goods
from points.foundation import clock, db, transact
from tests.support.databases import Workshop, settles
from tests.support.statements import counting
from tests.support.street import Street, build_street, enter
from tests.support.visitors import Visitor

GOODS, OF_EACH = 2000, 10
#: from signing in to the answer
STATEMENTS = 8
#: where one thing is looked at from all sides, or a day is added up; as little however much there is
MORE = {"/shop/goods/M0001": 9, "/shop/day-close/draft": 22}
PAGES = (
    "/shop", "/shop/goods", "/shop/goods?state=near&page=3", "/shop/goods?q=M1", "/shop/goods/M0001", "/shop/prices",
    "/shop/prices/M0001", "/shop/prices/print", "/shop/shops", "/shop/deliveries", "/shop/write-offs?state=all",
    "/shop/transfers", "/shop/kits", "/shop/kits/new", "/shop/stocktakes", "/shop/stocktakes?begin=1", "/shop/shifts",
    "/shop/day-close", "/shop/day-close/draft", "/shop/liability", "/shop/lending",
)  # fmt: skip


@pytest.fixture
@settles("large shop")
def large(app: Flask, engine: str, workshop: Workshop) -> Street:
    """The street with such a shop."""
    return workshop.settled(app, engine, "large shop", _built)


def _built() -> Street:
    street, today = build_street(0), clock.today()
    new = [
        goods.items.NewItem(f"M{number:04}", f"货{number}", "件", 20 + number % 400, safety_stock=number % 90)
        for number in range(GOODS)
    ]

    def add() -> dict[str, UUID]:
        made = goods.items.add(street.community_id, new, effective_on=today)
        facts = {"items": len(made)}
        audit.records.record("goods.imported", actor=street.system, subject_kind="item", facts=facts)
        return made

    items = transact(add)
    came = [
        goods.stock.Delivery(
            f"{code}-{number}",
            item,
            1 + number,
            today,
            today + timedelta(days=5 + 20 * number),
            shop_id=street.shop_id,
        )
        for code, item in items.items()
        for number in range(OF_EACH)
    ]
    transact(lambda: goods.stock.receive(street.community_id, came, actor=street.system))
    return street


@pytest.mark.parametrize("path", PAGES)
def test_every_page_asks_little_however_much_there_is(large: Street, client: Visitor, path: str) -> None:
    manager = enter(client, "shop_manager3")
    manager.get(path)
    with counting(db.engine) as seen:
        assert manager.get(path).status_code == 200
    assert seen.number <= MORE.get(path, STATEMENTS), "\n".join(one[:150] for one in seen.statements)
