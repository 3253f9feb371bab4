"""Taking deliveries in on the page: by code, name or barcode, packages times pieces, odd numbers twice, nothing lost."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from PIL import Image

from points import goods, stockroom
from points.foundation import clock, reading
from tests.support.desk_day import words
from tests.support.street import Street, enter
from tests.support.visitors import Visitor

PAPER = {"source": "锦溪粮油配送", "source_kind": "purchase", "number": "0011263", "came_on": "今天"}
LINE = {"item-1": "G01", "pieces-1": "20", "batch-1": "251028", "day-1": "2099-10-27", "yuan-1": "28"}


def as_one(app: Flask, name: str) -> Visitor:
    """A browser of somebody's."""
    client = Visitor(app)
    enter(client, name)
    return client


@pytest.fixture
def clerk(street: Street, app: Flask) -> Visitor:
    """Who takes things in."""
    return as_one(app, "clerk2")


def picture() -> io.BytesIO:
    """A photo."""
    written = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(written, "JPEG")
    written.seek(0)
    return written


def left(street: Street) -> dict[str, int]:
    """What is left of every batch."""
    found = reading(lambda: goods.history.known_batches(street.community_id))
    return {number: on_hand for number, (_, on_hand) in found.items()}


def test_a_delivery_with_a_photo_goes_in_by_one_press_and_shows_itself(
    street: Street, clerk: Visitor
) -> None:
    lines = {
        **LINE,
        "item-2": "6900000011065",
        "pieces-2": "3×12",
        "item-4": "袋装醋",
        "pieces-4": "24",
        "day-4": (clock.today() + timedelta(days=20)).isoformat(),
    }
    wish = {"wish": "只给困难户", "wish_until": "2099-01-31", "sum": ""}
    answer = clerk.post(
        "/shop/deliveries/new", data={**PAPER, **lines, **wish, "photo": (picture(), "a.jpg")}
    )
    assert answer.status_code == 303
    page = words(clerk.get(answer.location).text)
    for one in ("锦溪粮油配送", "单号 0011263", "251028", "只给困难户", "3 样货入库了", "28.00"):
        assert one in page
    assert left(street)["251028"] == 20
    assert left(street)[f"{clock.today():%y%m%d}-G07"] == 36
    photo = re.search(r'/shop/photos/[^"]+', clerk.get(answer.location).text)
    assert photo
    shown = clerk.get(photo[0])
    assert (shown.content_type, shown.data[:2]) == ("image/jpeg", b"\xff\xd8")
    paper = words(clerk.get(f"{answer.location}?print=paper").text)
    assert "接收物品登记表" in paper
    assert "收货人签字" in paper
    labels = clerk.get(f"{answer.location}?print=labels").text
    assert labels.count("label-code") == 3
    assert "只给困难户" in labels
    assert "只给困难户，到 1月31日" in words(clerk.get("/shop/goods/G01").text)
    assert "锦溪粮油配送" in words(clerk.get("/shop/deliveries?q=0011").text)
    assert "没有这样的单子" in words(clerk.get("/shop/deliveries?q=zzz").text)


def test_5000_for_500_is_asked_at_its_line_and_typed_again_in_an_empty_field(
    street: Street, clerk: Visitor
) -> None:
    eggs = {**PAPER, **LINE, "pieces-1": "5000", "yuan-1": "0.7", "sum": "350"}
    answer = clerk.post("/shop/deliveries/new", data=eggs)
    page = words(answer.text)
    assert answer.status_code == 422
    assert "大米5kg真的是 5,000？" in page
    assert "正好是 500" in page
    assert re.search(r'name="again-1"[^>]*>', answer.text)
    assert not re.search(r'name="again-1"[^>]*value="5000"', answer.text)
    assert "251028" not in left(street)
    again = clerk.post("/shop/deliveries/new", data={**eggs, "again-1": "500"})
    assert again.status_code == 422
    fixed = clerk.post("/shop/deliveries/new", data={**eggs, "fix": "1:500"})
    assert "就是 500，再填一遍" in words(fixed.text)
    # a number that is put right is shown first: the button says nothing of taking in
    shown = clerk.post("/shop/deliveries/new", data={**eggs, "sum": "35", "fix": "1:50"})
    assert (shown.status_code, "251028" in left(street)) == (200, False)
    assert re.search(r'name="pieces-1" value="50"[^>]*data-focus', shown.text)
    sum_asked = clerk.post("/shop/deliveries/new", data={**eggs, "again-1": "5000"})
    assert "填的 3,500.00 元，单上 350.00 元，多 3,150.00 元" in words(sum_asked.text)
    done = clerk.post("/shop/deliveries/new", data={**eggs, "again-1": "5000", "sum_again": "350"})
    assert (done.status_code, left(street)["251028"]) == (303, 5000)


def test_what_is_wrong_is_said_at_its_field_and_nothing_that_was_typed_is_lost(
    street: Street, clerk: Visitor
) -> None:
    before = left(street)
    typed: dict[str, Any] = {
        **PAPER,
        "source": "",
        "came_on": "明天",
        "sum": "一百",
        "wish_until": "某天",
        "item-1": "没有的",
        "pieces-1": "几袋",
        "item-2": "米",
        "pieces-2": "",
        "day-2": "昨天",
        "item-3": "G07",
        "pieces-3": "5",
        "yuan-3": "1.234",
        "day-3": "2020-01-01",
        "photo": (io.BytesIO(b"no picture"), "a.jpg"),
    }
    answer = clerk.post("/shop/deliveries/new", data=typed)
    page = words(answer.text)
    assert answer.status_code == 422
    for one in (
        "没认出是什么货", "可能是大米5kg、小包装米2.5kg", "写整数；整箱的写成 3×12",
        "到的时候已经过期", "到货的日子还没有到", "这张照片读不出来",
    ):  # fmt: skip
        assert one in page, one
    for one in ("没有的", "几袋", "1.234", "0011263", "一百"):
        assert f'value="{one}"' in answer.text
    assert left(street) == before
    more = clerk.post("/shop/deliveries/new", data={**PAPER, **LINE, "more": "1"})
    assert (more.status_code, more.text.count("data-good")) == (200, 12)
    assert 'value="251028"' in more.text
    kept = clerk.post("/shop/deliveries/new", data={**PAPER, "photo": (picture(), "a.jpg")})
    assert "还没有写一样货" in words(kept.text)
    assert re.search(r'name="photo_id" value="[0-9a-f-]{36}"', kept.text)


def test_the_second_of_two_receivers_is_told_who_took_it_in(
    street: Street, clerk: Visitor, app: Flask
) -> None:
    assert clerk.post("/shop/deliveries/new", data={**PAPER, **LINE}).status_code == 303
    other = as_one(app, "shop_manager3")
    answer = other.post("/shop/deliveries/new", data={**PAPER, **LINE})
    assert answer.status_code == 409
    assert "已经由工作2入过库了" in words(answer.text)
    assert 'name="another"' in answer.text
    assert other.post("/shop/deliveries/new", data={**PAPER, **LINE, "another": "1"}).status_code == 303
    assert sorted(one for one in left(street) if one.startswith("251028")) == ["251028", "251028-2"]


def test_a_line_is_put_right_by_two(street: Street, clerk: Visitor, app: Flask) -> None:
    where = clerk.post("/shop/deliveries/new", data={**PAPER, **LINE}).location
    made = where.rsplit("/", 1)[1]
    [line] = reading(lambda: stockroom.deliveries.lines_of(street.community_id, UUID(made)))
    asking = f"{where}/lines/{line.line_id}/mend"
    assert "实际来了多少" in words(clerk.get(f"{where}?mend={line.line_id}").text)
    for wrong in (
        {"quantity": "", "reason": "错"},
        {"quantity": "2", "reason": ""},
        {"quantity": "2", "expires_on": "某天", "reason": "错"},
    ):
        assert clerk.post(asking, data=wrong).status_code == 422
    said = {"quantity": "2", "expires_on": "2099-10-27", "reason": "多打了一个零"}
    assert clerk.post(asking, data=said).status_code == 303
    assert "是您提的，要另一个人确认" in words(clerk.get(where).text)
    [(_, waiting)] = reading(lambda: stockroom.mending.waiting(street.community_id))
    deed = f"{where}/mendings/{waiting.mending_id}"
    assert clerk.post(f"{deed}/confirm").status_code == 403
    manager = as_one(app, "shop_manager3")
    assert "等另一个人确认" in words(manager.get("/shop/deliveries").text)
    assert "对，照这样改" in words(manager.get(where).text)
    assert manager.post(f"{deed}/decline", data={"reason": ""}).status_code == 422
    assert manager.post(f"{deed}/confirm").status_code == 303
    page = words(manager.get(where).text)
    assert "20 2 袋" in page
    assert (left(street)["251028"], manager.post(f"{deed}/confirm").status_code) == (2, 409)
    assert manager.post(f"{deed}/else").status_code == 404


def test_who_only_watches_sees_and_takes_nothing_in(street: Street, clerk: Visitor, app: Flask) -> None:
    where = clerk.post("/shop/deliveries/new", data={**PAPER, **LINE}).location
    supervisor = as_one(app, "supervisor4")
    assert "251028" in supervisor.get(where).text
    assert "改" not in re.findall(r'class="btn btn-quiet"[^>]*>([^<]*)', supervisor.get(where).text)
    assert supervisor.get("/shop/deliveries/new").status_code == 404
    assert as_one(app, "tian").get(where).status_code == 404
