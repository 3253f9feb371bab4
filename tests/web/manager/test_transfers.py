"""Goods from shop to shop on the pages: signed out, printed along, counted and signed in by somebody else."""

from __future__ import annotations

import pytest
from flask import Flask

from points import shop, stockroom
from points.foundation import reading, transact
from tests.support.desk_day import words
from tests.support.street import Street
from tests.support.visitors import Visitor
from tests.web.manager.test_deliveries import as_one, left


@pytest.fixture
def clerk(street: Street, app: Flask) -> Visitor:
    """Who sends."""
    return as_one(app, "clerk2")


@pytest.fixture
def east(street: Street) -> str:
    """A second shop."""
    return str(transact(lambda: shop.shops.add("东店", actor=street.system)))


def send(street: Street, clerk: Visitor, east: str, count: str = "4") -> str:
    """Salt, to the second shop; where that stands."""
    data = {
        "shop": str(street.shop_id),
        "to_shop": east,
        f"take-{street.batches['RK5']}": count,
        "note": "东店没有了",
    }
    answer = clerk.post("/shop/transfers/new", data=data)
    assert answer.status_code == 303
    return answer.location


def line_of(street: Street) -> str:
    """The field of what arrived."""
    [one] = reading(lambda: stockroom.transfers.list_all(street.community_id))
    return f"came-{one.lines[0].line_id}"


def test_with_one_shop_there_is_nowhere_to_send(street: Street, clerk: Visitor) -> None:
    assert "只有一家店，不用调货" in words(clerk.get("/shop/transfers").text)
    assert "这里没有能送的货" in words(clerk.get("/shop/transfers/new").text)


def test_goods_are_signed_out_and_in_by_two(street: Street, clerk: Visitor, app: Flask, east: str) -> None:
    assert "从锦溪店送货" in words(clerk.get("/shop/transfers/new").text)
    for wrong, said in (
        ({}, 422),
        ({"to_shop": east}, 409),
        ({"to_shop": str(street.shop_id), f"take-{street.batches['RK5']}": "1"}, 409),
        ({"to_shop": east, f"take-{street.batches['RK5']}": "几袋"}, 422),
        ({"to_shop": east, f"take-{street.batches['RK5']}": "31"}, 409),
    ):
        assert (
            clerk.post("/shop/transfers/new", data={"shop": str(street.shop_id), **wrong}).status_code == said
        )
    where = send(street, clerk, east)
    assert left(street)["RK5"] == 26
    assert "在路上" in words(clerk.get(where).text)
    assert "1 车货在路上" in words(clerk.get("/shop/transfers").text)
    assert "调货单" in words(clerk.get(f"{where}?print=1").text)
    assert clerk.post(f"{where}/arrive").status_code == 403
    manager, came = as_one(app, "shop_manager3"), line_of(street)
    assert "数一遍，再签收" in words(manager.get(where).text)
    assert manager.post(f"{where}/arrive", data={came: "几袋"}).status_code == 422
    assert "要写明怎么回事" in words(manager.post(f"{where}/arrive", data={came: "3"}).text)
    assert manager.post(f"{where}/arrive", data={came: "3", "note": "路上破了一袋"}).status_code == 303
    page = words(manager.get(where).text)
    assert "差 -1" in page
    assert "路上破了一袋" in page
    assert left(street)["RK5-2"] == 3


def test_who_sent_them_calls_them_back(street: Street, clerk: Visitor, app: Flask, east: str) -> None:
    where = send(street, clerk, east)
    assert as_one(app, "shop_manager3").post(f"{where}/call-back", data={"note": "不送了"}).status_code == 403
    assert clerk.post(f"{where}/call-back", data={"note": ""}).status_code == 422
    assert clerk.post(f"{where}/call-back", data={"note": "不送了"}).status_code == 303
    assert left(street)["RK5"] == 30
