"""Kits on the pages: put together out of what stands in the shop, taken apart again."""

from __future__ import annotations

import pytest
from flask import Flask

from points import goods, stockroom
from points.foundation import clock, reading, transact
from tests.support.desk_day import words
from tests.support.street import Street
from tests.support.visitors import Visitor
from tests.web.manager.test_deliveries import as_one, left


@pytest.fixture
def clerk(street: Street, app: Flask) -> Visitor:
    """Who puts them together."""
    kit = goods.items.NewItem("G50", "春节礼包", "份", 600)
    transact(lambda: goods.items.add(street.community_id, [kit], effective_on=clock.today()))
    return as_one(app, "clerk2")


def test_kits_are_made_and_taken_apart(street: Street, clerk: Visitor, app: Flask) -> None:
    salt, vinegar = (f"take-{street.batches[number]}" for number in ("RK5", "RK4"))
    assert "还没有装过礼包" in words(clerk.get("/shop/kits").text)
    assert "RK5" in clerk.get("/shop/kits/new").text
    whole = {"item": "G50 春节礼包", "count": "5", salt: "2", vinegar: "1", "shop": str(street.shop_id)}
    for wrong, said in (
        ({"item": "没有的"}, 422),
        ({"count": ""}, 422),
        ({salt: "几个"}, 422),
        ({salt: "", vinegar: ""}, 409),
        ({"count": "16"}, 409),
        ({"item": "G07"}, 409),
    ):
        assert clerk.post("/shop/kits/new", data={**whole, **wrong}).status_code == said, wrong
    assert clerk.post("/shop/kits/new", data=whole).status_code == 303
    page = words(clerk.get("/shop/kits").text)
    assert "袋装醋 1 袋、食盐400g 2 袋" in page
    assert "礼包里还装着：" in page
    [kit] = reading(lambda: stockroom.kits.list_all(street.community_id))
    assert (left(street)["RK5"], kit.batch.number in clerk.get("/shop/kits/new").text) == (20, False)
    assert "拆春节礼包？" in words(clerk.get(f"/shop/kits?apart={kit.kit_id}").text)
    for count, said in (("", 422), ("6", 409), ("2", 303)):
        assert clerk.post(f"/shop/kits/{kit.kit_id}/apart", data={"count": count}).status_code == said
    assert left(street)["RK5"] == 24
    assert "拆" not in words(as_one(app, "supervisor4").get("/shop/kits").text).split("谁装的")[1]
