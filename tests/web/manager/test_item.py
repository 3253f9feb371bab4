"""One item: batches with what is given first, prices, moves, barcodes, labels, its picture; withdrawn and brought back."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from points import goods
from points.foundation import clock, db, reading, transact
from tests.goods.test_pictures import photo
from tests.support.desk_day import words
from tests.support.statements import counting
from tests.support.street import Street, enter
from tests.support.visitors import Visitor

MOST = 12


@pytest.fixture
def manager(street: Street, client: Visitor) -> Visitor:
    """The manager at her desk."""
    return enter(client, "shop_manager3")


def test_batches_stand_by_last_day_and_say_whether_they_will_be_gone(
    street: Street, manager: Visitor
) -> None:
    page = words(manager.get("/shop/goods/G02").text)
    assert page.index("RK2") < page.index("RK1")
    assert page.count("先给这批") == 1
    assert "没人换，来不及" in page
    assert "过期了，不能给" in words(manager.get("/shop/goods/G03").text)
    assert "不急" in words(manager.get("/shop/goods/G07").text)
    assert manager.get("/shop/goods/G99").status_code == 404


def test_prices_coming_and_now_are_told_apart(street: Street, manager: Visitor) -> None:
    later = clock.now() + timedelta(days=3)
    transact(lambda: goods.prices.set_at(street.community_id, street.items["G07"], 30, at=later))
    page = words(manager.get("/shop/goods/G07").text)
    assert "已定" in page
    assert page.index("3.0 分") < page.index("现在，")


def test_a_price_that_was_called_off_is_none(street: Street, manager: Visitor) -> None:
    later = clock.now() + timedelta(days=3)
    coming = transact(lambda: goods.prices.set_at(street.community_id, street.items["G07"], 30, at=later))
    assert "已定" in words(manager.get("/shop/goods/G07").text)
    assert transact(lambda: goods.prices.call_off(street.community_id, coming))
    page = words(manager.get("/shop/goods/G07").text)
    assert "已定" not in page
    assert "9999" not in page


def test_a_page_of_one_item_asks_little_however_much_there_is(street: Street, manager: Visitor) -> None:
    with counting(db.engine) as counted:
        manager.get("/shop/goods/G02")
    few = len(counted.statements)
    came = [
        goods.stock.Delivery(f"M{one}", street.items["G02"], 2, clock.today(), clock.today())
        for one in range(40)
    ]
    transact(lambda: goods.stock.receive(street.community_id, came, actor=street.system))
    with counting(db.engine) as counted:
        manager.get("/shop/goods/G02")
    assert len(counted.statements) == few <= MOST, counted.statements


def test_a_barcode_is_added_refused_by_the_other_ones_name_and_removed(
    street: Street, manager: Visitor
) -> None:
    taken = manager.post("/shop/goods/G07/barcodes", data={"barcode": "6900000011003"})
    assert (taken.status_code, "大米5kg" in taken.text) == (409, True)
    wrong = manager.post("/shop/goods/G07/barcodes", data={"barcode": "123"})
    assert "这个条码不对" in wrong.text
    assert manager.post("/shop/goods/G07/barcodes", data={"barcode": "6901234567892"}).status_code == 303
    gone = manager.post("/shop/goods/G07/barcodes/remove", data={"barcode": "6901234567892"})
    assert gone.status_code == 303
    assert "6901234567892" not in manager.get("/shop/goods/G07").text


def test_a_barcode_of_our_own_is_printed_as_a_sheet_of_labels(street: Street, manager: Visitor) -> None:
    assert manager.get("/shop/goods/G32/labels").status_code == 404
    page = manager.post("/shop/goods/G07/barcodes", data={"barcode": ""}, follow_redirects=True)
    assert "自己做的" in page.text
    sheet = manager.get("/shop/goods/G07/labels?barcode=2100000000012").text
    assert sheet.count("2100000000012") >= 24
    assert "data:image/svg+xml" in sheet


def test_a_photo_is_kept_small_served_for_long_and_gives_way_to_the_glyph(
    street: Street, manager: Visitor
) -> None:
    def send(data: bytes) -> int:
        form = {"picture": (io.BytesIO(data), "oil.jpg")}
        answer = manager.post("/shop/goods/G03/picture", data=form, content_type="multipart/form-data")
        return answer.status_code

    assert send(b"not a picture") == 409
    assert manager.post("/shop/goods/G03/picture", data={}).status_code == 422
    assert send(photo()) == 303
    item = street.items["G03"]
    [picture] = reading(lambda: goods.pictures.of_items(street.community_id, [item])).values()
    assert f"/shop/pictures/{picture}" in manager.get("/shop/goods").text
    answer = manager.get(f"/shop/pictures/{picture}")
    assert (answer.status_code, answer.content_type) == (200, "image/webp")
    assert "immutable" in answer.headers["Cache-Control"]
    assert manager.post("/shop/goods/G03/picture", data={"glyph": "1"}).status_code == 303
    assert str(picture) not in manager.get("/shop/goods").text


def test_a_picture_is_for_who_is_signed_in(street: Street, client: Visitor) -> None:
    picture = transact(lambda: goods.pictures.put(street.community_id, street.items["G03"], b"RIFF"))
    assert client.get(f"/shop/pictures/{picture}").status_code != 200
    assert enter(client, "tian").get(f"/shop/pictures/{picture}").data == b"RIFF"


def test_it_is_withdrawn_and_brought_back_with_a_reason(street: Street, manager: Visitor) -> None:
    assert "“食盐400g”停换？" in words(manager.get("/shop/goods/G07?confirm=withdraw").text)
    assert manager.post("/shop/goods/G07/withdraw", data={"reason": ""}).status_code == 422
    assert manager.post("/shop/goods/G07/withdraw", data={"reason": "太咸"}).status_code == 303
    again = manager.post("/shop/goods/G07/withdraw", data={"reason": "太咸"})
    assert (again.status_code, "刚刚有人停换或恢复过" in again.text) == (409, True)
    assert "停换了" in manager.get("/shop/goods/G07").text
    assert manager.post("/shop/goods/G07/back", data={"reason": "又要"}).status_code == 303


def test_a_clerk_reads_it_and_is_offered_nothing(street: Street, client: Visitor) -> None:
    clerk = enter(client, "clerk2")
    page = clerk.get("/shop/goods/G07").text
    assert "加一个条码" not in page
    assert "confirm=withdraw" not in page
    assert clerk.post("/shop/goods/G07/withdraw", data={"reason": "试试"}).status_code == 404
