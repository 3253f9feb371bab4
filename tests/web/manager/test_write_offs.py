"""Expiring goods and writing off on the page: one asks with a note or a photo, another confirms there."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from points import goods, stockroom
from points.foundation import clock, db, reading, transact
from tests.support.desk_day import words
from tests.support.statements import counting
from tests.support.stockroom import lay_out_stock
from tests.support.street import Street, enter
from tests.support.visitors import Visitor
from tests.web.manager.test_deliveries import as_one, left, picture

BROKEN = {"quantity": "2", "reason": "broken", "note": "袋子破了"}


@pytest.fixture
def clerk(street: Street, app: Flask) -> Visitor:
    """Who asks."""
    return as_one(app, "clerk2")


def waiting(street: Street) -> str:
    """The address of what waits."""
    [one] = reading(lambda: stockroom.write_offs.list_lately(street.community_id))[0]
    return f"/shop/write-offs/{one.write_off_id}"


def test_the_list_begins_with_what_expired_and_counts_each_kind(street: Street, clerk: Visitor) -> None:
    page = words(clerk.get("/shop/write-offs").text)
    assert "先报 1 批过期的" in page
    assert "RK3" in page
    assert "RK2" not in page
    assert "RK2" in words(clerk.get("/shop/write-offs?state=soon").text)
    assert "RK5" in words(clerk.get("/shop/write-offs?state=all").text)
    assert "31 到 60 天到期 2" in words(clerk.get("/shop/write-offs?state=later").text)


def test_one_asks_and_another_confirms_and_then_the_pieces_are_gone(
    street: Street, clerk: Visitor, app: Flask
) -> None:
    address = f"/shop/write-offs/{street.batches['RK5']}"
    assert "报损：食盐400g，批号 RK5" in words(
        clerk.get(f"/shop/write-offs?batch={street.batches['RK5']}").text
    )
    for wrong in ({}, {"quantity": ""}, {"quantity": "31"}, {"reason": "gift"}, {"note": " "}):
        answer = clerk.post(address, data={**BROKEN, **wrong} if wrong else {})
        assert answer.status_code in (409, 422), wrong
    assert "要写一句说明，或者拍一张照片" in words(clerk.post(address, data={**BROKEN, "note": ""}).text)
    photo = {**BROKEN, "note": "", "photo": (picture(), "a.jpg")}
    assert clerk.post(address, data=photo).status_code == 303
    assert left(street)["RK5"] == 30
    deed = waiting(street)
    assert clerk.post(f"{deed}/confirm").status_code == 403
    officer = as_one(app, "officer0")
    page = officer.get("/shop/write-offs").text
    assert "看过了，报损" in page
    assert "/shop/photos/" in page
    assert officer.post(f"{deed}/decline", data={"reason": ""}).status_code == 422
    assert officer.post(f"{deed}/confirm").status_code == 303
    assert left(street)["RK5"] == 28
    assert "确认了" in words(officer.get("/shop/write-offs").text)
    assert officer.post(f"{deed}/confirm").status_code == 409


def test_what_is_declined_says_why_and_what_is_taken_back_is_gone(
    street: Street, clerk: Visitor, app: Flask
) -> None:
    address = f"/shop/write-offs/{street.batches['RK5']}"
    clerk.post(address, data=BROKEN)
    assert (
        as_one(app, "officer0").post(f"{waiting(street)}/decline", data={"reason": "还能吃"}).status_code
        == 303
    )
    assert "还能吃" in words(clerk.get("/shop/write-offs").text)
    clerk.post(address, data={**BROKEN, "quantity": "3"})
    assert clerk.post(f"{waiting(street)}/withdraw").status_code == 303
    assert left(street)["RK5"] == 30


@pytest.mark.parametrize(
    "path",
    ["/shop/deliveries", "/shop/write-offs?state=all", "/shop/transfers", "/shop/kits", "/shop/kits/new"],
)
def test_a_page_takes_few_statements_however_much_is_in_stock(
    street: Street, client: Visitor, path: str
) -> None:
    street.batches |= many(street)
    lay_out_stock(street)
    clerk = enter(client, "clerk2")
    clerk.get(path)
    with counting(db.engine) as counted:
        assert clerk.get(path).status_code == 200
    assert counted.number <= 8, counted.number


def many(street: Street) -> dict[str, UUID]:
    """A hundred batches more."""
    item, today = street.items["G07"], clock.today()
    came = [goods.stock.Delivery(f"M{number}", item, 3, today) for number in range(100)]
    return transact(lambda: goods.stock.receive(street.community_id, came, actor=street.clerk))
