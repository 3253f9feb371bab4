"""Goods picked from the model list."""

from __future__ import annotations

from points import goods
from points.foundation import reading
from tests.support.street import Street, enter, with_committee
from tests.support.visitors import Visitor

TICKED = {"take": ["G06", "G34"], "points-G06": "9", "points-G34": "150", "reason": "11月20日例会定的"}


def test_lines_are_ticked_and_their_prices_agreed_to_with_one_press(street: Street, client: Visitor) -> None:
    with_committee(street)
    enter(client, "shop_manager3")
    page = client.get("/shop/goods/model").text
    assert ("鸡蛋10枚" in page, "8–12 分，按 1 分 1 元" in page) == (True, True)
    # what is called like something that is there is not offered once more
    there = {one.facts.name for one in reading(lambda: goods.wares.by_code(street.community_id)).values()}
    [salt] = [one.code for one in goods.model_goods.list_all() if one.facts.name in there][:1]
    assert f'name="take" value="{salt}"' not in page
    assert client.post("/shop/goods/model", data=TICKED).status_code == 303
    wishes = reading(lambda: goods.price_proposals.list_open(street.community_id))
    assert [(one.name, one.tenths, one.reason) for one in wishes] == [
        ("鸡蛋10枚", 90, "样本：11月20日例会定的"),
        ("羊毛被", 1500, "样本：11月20日例会定的"),
    ]
    quilt = reading(lambda: goods.wares.get(street.community_id, wishes[1].code)).facts
    assert (quilt.limit_count, quilt.limit_window, quilt.reference_fen) == (1, "year", 15_000)
    both = {"proposal": [str(one.proposal_id) for one in wishes]}
    assert "同意勾上的" not in client.get("/shop/prices").text
    assert client.post("/shop/prices/approve", data=both).status_code == 403
    enter(client, "committee9")
    assert "同意勾上的" in client.get("/shop/prices").text
    assert client.post("/shop/prices/approve", data=both).status_code == 303
    assert reading(lambda: goods.prices.item(street.community_id, wishes[0].code)).tenths == 90


def test_nothing_ticked_and_a_price_that_is_none_are_refused(street: Street, client: Visitor) -> None:
    enter(client, "shop_manager3")
    before = len(reading(lambda: goods.wares.by_code(street.community_id)))
    for change, said in (
        ({"take": []}, "model_not_ticked"),
        ({"take": ["G99"], "points-G99": "1"}, "model_not_ticked"),
        ({"points-G06": "9.99"}, "这里要填数字"),
        ({"reason": ""}, "这一格要填"),
    ):
        refused = client.post("/shop/goods/model", data={**TICKED, **change})
        assert (refused.status_code in (409, 422), said in refused.text) == (True, True), change
    assert len(reading(lambda: goods.wares.by_code(street.community_id))) == before
