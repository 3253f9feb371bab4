"""The list of goods: what runs out first on top, narrowed, searched, turned, taken out; in few statements."""

from __future__ import annotations

from datetime import timedelta

import pytest

from points import goods, shop
from points.foundation import clock, db, system_actor, transact
from tests.shop.test_day_close import sell
from tests.support.desk_day import words
from tests.support.statements import counting
from tests.support.street import Street, enter
from tests.support.visitors import Visitor

#: a page asks no more, however much there is
MOST = 8


@pytest.fixture
def manager(street: Street, client: Visitor) -> Visitor:
    """The manager at her desk."""
    return enter(client, "shop_manager3")


def lay_in(street: Street, items: int, batches: int) -> None:
    """So many goods with so many batches each."""
    system = system_actor(street.community_id)
    today = clock.today()

    def work() -> None:
        new = [
            goods.items.NewItem(f"H{one:04d}", f"货{one:04d}", "件", 50, safety_stock=1)
            for one in range(items)
        ]
        ids = goods.items.add(street.community_id, new, effective_on=today)
        came = [
            goods.stock.Delivery(
                f"B{one:04d}-{two}", ids[f"H{one:04d}"], 5, today, today + timedelta(days=40 + two)
            )
            for one in range(items)
            for two in range(batches)
        ]
        goods.stock.receive(street.community_id, came, actor=system)

    transact(work)


def test_what_came_this_week_says_over_how_many_weeks_it_was_counted(
    street: Street, manager: Visitor
) -> None:
    assert "按 1 周算" not in words(manager.get("/shop/goods").text)
    sell(street, ("G07", 1))
    page = words(manager.get("/shop/goods").text)
    assert "29.0 按 1 周算" in page
    assert "29.0 按 1 周算" in words(manager.get("/shop/goods/G07").text)


def test_what_is_gone_stands_on_top_and_every_figure_beside_it(street: Street, manager: Visitor) -> None:
    page = words(manager.get("/shop/goods").text)
    assert page.index("调和油1.8L") < page.index("食盐400g")
    assert "过期 4" in page
    assert "理发一次" in page
    assert "每月 1 袋" in page


@pytest.mark.parametrize(
    "asked, there, away",
    [
        ("q=sy", "食盐400g", "大米5kg"),
        ("q=G06", "袋装醋", "食盐400g"),
        ("q=6900000011997", "小包装米2.5kg", "大米5kg"),
        ("state=near", "小包装米2.5kg", "食盐400g"),
        ("state=withdrawn", "没有这样的商品", "食盐400g"),
        ("q=没有的", "没有找到“没有的”", "食盐400g"),
        ("state=nonsense", "食盐400g", "没有这样的商品"),
    ],
)
def test_it_is_narrowed_and_searched(
    street: Street, manager: Visitor, asked: str, there: str, away: str
) -> None:
    page = words(manager.get(f"/shop/goods?{asked}").text)
    assert there in page
    assert away not in page.split("筛选")[-1]


def test_what_is_withdrawn_is_found_by_its_name_and_stands_in_no_other_list(
    street: Street, manager: Visitor
) -> None:
    transact(lambda: shop.assortment.withdraw("G07", reason="换一种", actor=street.staff["shop_manager"]))
    assert "食盐400g" not in manager.get("/shop/goods").text
    assert "食盐400g" in manager.get("/shop/goods?state=withdrawn").text
    assert "食盐400g" in manager.get("/shop/goods?q=食盐").text


def test_stock_is_that_of_the_shop_that_is_chosen(street: Street, manager: Visitor) -> None:
    south = transact(lambda: shop.shops.add("南门店", actor=street.system))
    came = goods.stock.Delivery("S1", street.items["G03"], 7, clock.today(), shop_id=south)
    transact(lambda: goods.stock.receive(street.community_id, [came], actor=street.system))
    transact(lambda: goods.wares.set_status(street.community_id, "G07", "withdrawn"))
    assert "7 壶" in words(manager.get("/shop/goods?shop=2").text)
    assert "7 壶" not in words(manager.get("/shop/goods?shop=1").text)


def test_two_hundred_goods_are_turned_by_pages_each_once(street: Street, manager: Visitor) -> None:
    lay_in(street, 200, 3)
    seen: list[str] = []
    address: str | None = "/shop/goods"
    with counting(db.engine) as counted:
        manager.get("/shop/goods")
    assert len(counted.statements) <= MOST, counted.statements
    while address:
        page = manager.get(address).text
        seen += [part.split('"')[0] for part in page.split('data-open href="/shop/goods/')[1:]]
        onward = page.split('rel="next" href="')
        address = onward[1].split('"')[0].replace("&amp;", "&") if len(onward) > 1 else None
    assert len(seen) == len(set(seen)) == 206
    back = manager.get(f"/shop/goods?before={seen[60]}").text
    assert f'href="/shop/goods/{seen[59]}"' in back
    assert f'href="/shop/goods/{seen[60]}"' not in back


def test_it_goes_to_paper_and_out_for_who_may(street: Street, manager: Visitor) -> None:
    assert "补货单" in manager.get("/shop/goods?state=low&print=1").text
    assert "食盐400g" in manager.get("/shop/goods?print=1").text
    assert manager.post("/shop/goods/export").status_code == 404
    manager.post("/sign-out")
    officer = enter(manager, "officer0")
    answer = officer.post("/shop/goods/export")
    assert answer.status_code == 200
    assert "spreadsheetml" in answer.content_type
