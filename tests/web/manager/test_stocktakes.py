"""The list of stocktakes, and how one begins."""

from __future__ import annotations

from points import goods, shop
from points.foundation import reading, transact
from tests.shop.test_stocktakes import SALT, VINEGAR, begin, count
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def test_a_clerk_begins_one_and_goes_on_to_counting(street: Street, client: Visitor) -> None:
    clerk = enter(client, "clerk2")
    page = clerk.get("/shop/stocktakes?begin=1")
    assert page.status_code == 200
    form = {"shop": str(street.shop_id), "kind": "running", "part": "items", "code": [SALT, VINEGAR]}
    answer = clerk.post("/shop/stocktakes", data=form)
    assert answer.status_code == 303
    [made] = reading(lambda: goods.stocktakes.list_newest(street.community_id))
    assert answer.location.endswith(f"/shop/stocktakes/{made.stocktake_id}/count")
    assert made.lines == 2
    page = clerk.get("/shop/stocktakes")
    assert "日常盘点" in page.text
    assert "选的 2 样" in page.text
    assert "去数" in page.text
    count(street, made.stocktake_id, SALT, 28)
    transact(lambda: shop.stocktakes.hand_in(made.stocktake_id, actor=street.clerk))
    assert "去数" not in clerk.get("/shop/stocktakes").text
    assert "去数" not in clerk.get(f"/shop/stocktakes/{made.stocktake_id}").text


def test_what_is_wrong_is_said_and_nothing_begins(street: Street, client: Visitor) -> None:
    clerk = enter(client, "clerk2")
    form = {"shop": str(street.shop_id), "kind": "running", "part": "items"}
    answer = clerk.post("/shop/stocktakes", data=form)
    assert answer.status_code == 409
    assert "没有要数的货" in answer.text
    answer = clerk.post("/shop/stocktakes", data={**form, "kind": "other"})
    assert answer.status_code == 422
    assert reading(lambda: goods.stocktakes.list_newest(street.community_id)) == []


def test_an_officer_sees_them_and_counts_nothing(street: Street, client: Visitor) -> None:
    made = begin(street, SALT)
    count(street, made, SALT, 30)
    officer = enter(client, "officer0")
    page = officer.get("/shop/stocktakes")
    assert page.status_code == 200
    assert "开始盘点" not in page.text
    assert officer.get(f"/shop/stocktakes/{made}/count").status_code in (403, 404)
