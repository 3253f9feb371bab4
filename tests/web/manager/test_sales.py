"""Finding a sale and taking it back on the pages of the shop: by one, and by another who comes later."""

from __future__ import annotations

import re

import pytest

from points import shop
from points.foundation import clock, transact
from tests.shop.test_redemptions import issue, sell
from tests.shop.test_signed_counts import sign
from tests.shop.test_stocktakes import begin, count, hand_in
from tests.support.desk_day import words
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def test_a_sale_is_found_by_name_asked_for_and_agreed_to_by_the_next_shift(
    client: Visitor, street: Street
) -> None:
    number = sell(street, issue(street, 250).code, [("G02", 1)]).receipt
    enter(client, "clerk2")
    listed = client.post("/shop/sales", data={"q": "田桂兰"})
    assert "田桂兰" not in listed.location
    page = words(client.get(listed.location).text)
    assert ("小包装米2.5kg 1" in page, "田**" in page) == (True, True)
    address = f"/shop/sales/{number}"
    assert client.post("/shop/sales", data={"q": number.upper()}).location.endswith(address)
    assert client.post(f"{address}/ask", data={"reason": ""}).status_code == 422
    assert client.post(f"{address}/ask", data={"reason": "拿错了货"}).status_code == 303
    assert "不退了，撤回" in words(client.get(address).text)
    assert street.standing() == (70, 0)

    enter(client, "shop_manager3")
    assert "1 笔等人同意冲正" in words(client.get("/shop").text)
    assert "1 笔等人同意冲正" in words(client.get("/shop/sales").text)
    assert "拿错了货" in words(client.get(address).text)
    client.post(f"{address}/decline")
    assert ("没有同意" in words(client.get(address).text), street.standing()) == (True, (70, 0))
    client.post(f"{address}/ask", data={"reason": "数量不对"})
    enter(client, "clerk7")
    assert client.post(f"{address}/confirm", data={"reason": ""}).status_code == 303
    assert ("已冲正" in words(client.get(address).text), street.standing()) == (True, (320, 0))


def test_the_supervisor_sees_how_many_wait_and_which(client: Visitor, street: Street) -> None:
    number = sell(street, issue(street, 250).code, [("G02", 1)]).receipt
    enter(client, "clerk2")
    client.post(f"/shop/sales/{number}/ask", data={"reason": "拿错了货"})
    enter(client, "supervisor4")
    assert "1 笔冲正等第二个人" in words(client.get("/oversight").text)
    page = words(client.get(f"/shop/sales/{number}").text)
    assert ("工作2请人冲正：拿错了货" in page, "同意，冲正" in page) == (True, False)


def test_a_day_narrows_and_nothing_found_is_said(client: Visitor, street: Street) -> None:
    sell(street, issue(street, 20).code, [("G06", 1)])
    enter(client, "clerk2")
    assert "田**" in words(client.get(f"/shop/sales?day={clock.today()}").text)
    for address in ("/shop/sales?day=2020-01-01", client.post("/shop/sales", data={"q": "谁"}).location):
        assert "没有找到这样的一笔" in words(client.get(address).text)
    enter(client, "tian")
    assert client.get("/shop/sales").status_code in (403, 404)


def test_some_of_it_is_kept_and_both_slips_and_pages_say_so(client: Visitor, street: Street) -> None:
    made = sell(street, issue(street, 300).code, [("G02", 1), ("G06", 2)])
    [rice] = [line.key for line in made.lines if line.item == "G02"]
    address = f"/shop/sales/{made.receipt}"
    enter(client, "clerk2")
    said = {"reason": "数量不对", f"keep_{rice}": "x"}
    assert client.post(f"{address}/ask", data=said).status_code == 422
    every = {f"keep_{line.key}": str(line.quantity) for line in made.lines}
    assert "没有东西要退" in words(client.post(f"{address}/ask", data={**said, **every}).text)
    assert client.post(f"{address}/ask", data={**said, f"keep_{rice}": "1"}).status_code == 303
    page = words(client.get(address).text)
    assert "留下，照原价另开凭条：小包装米2.5kg 1" in page
    [listed] = client.get("/counter/recent").json["receipts"]  # type: ignore[index]
    assert listed["back"]["tenths"] == 10
    enter(client, "shop_manager3")
    assert client.post(f"{address}/confirm", data={"reason": ""}).status_code == 303
    assert street.standing() == (70, 0)
    [number] = re.findall(r"另开了凭条：<a [^>]*/shop/sales/(sj[a-z0-9]+)", client.get(address).text)
    spoken = " ".join(number.upper()[at : at + 4] for at in range(0, len(number), 4))
    assert f"留下的和换的，见凭条 {spoken}" in words(client.get(f"/counter/receipts/{made.receipt}").text)
    assert "代替凭条" in words(client.get(f"/counter/receipts/{number}").text)
    assert "代替冲正了的凭条" in words(client.get(f"/shop/sales/{number}").text)


@pytest.mark.parametrize(
    "pieces, reason, said",
    [
        (28, "lost", "，少 1 件，账上已经减过。退回来的这一件不在那次数里，会加回账上。"),
        (30, "gave_less", "，多 1 件，账上已经加过。东西要是一直没离开货架，退了就多算一次，请再盘一次。"),
        (29, "", "，和账一样。退回来的这一件不在那次数里，会加回账上。"),
    ],
)
def test_whoever_decides_is_told_what_was_counted_since(
    client: Visitor, street: Street, pieces: int, reason: str, said: str
) -> None:
    counted(street, 30)
    made = sell(street, issue(street, 20).code, [("G07", 1)])
    address = f"/shop/sales/{made.receipt}"
    enter(client, "clerk2")
    client.post(f"{address}/ask", data={"reason": "拿错了货"})
    enter(client, "shop_manager3")
    assert "盘点过" not in words(client.get(address).text), "counted before it was sold"
    counted(street, pieces, **({"G07": reason} if reason else {}))
    assert f"盘点过，签过字{said}" in words(client.get(address).text)


def counted(street: Street, pieces: int, **reasons: str) -> None:
    """So much salt, signed for."""
    made = begin(street, "G07")
    count(street, made, "G07", pieces, sure=True)
    hand_in(street, made)
    sign(street, made, **reasons)


def test_other_goods_are_taken_instead_for_what_the_page_says(client: Visitor, street: Street) -> None:
    made = sell(street, issue(street, 300).code, [("G02", 1), ("G06", 2)])
    address = f"/shop/sales/{made.receipt}"
    enter(client, "clerk2")
    assert "换成什么" not in client.get(address).text
    assert "G07 食盐400g" in client.get(f"{address}?swap=1").text
    said = {"reason": "拿错了货", "take_0": "食盐", "pieces_0": "3"}
    unknown = client.post(f"{address}/ask", data=said)
    assert (unknown.status_code, 'id="take_0-fault"' in unknown.text) == (422, True)
    dear = client.post(f"{address}/ask", data={**said, "take_0": "G01 大米5kg", "pieces_0": ""})
    assert (dear.status_code, "多了 18 分" in words(dear.text)) == (409, True)
    said |= {"take_0": "G07 食盐400g", "take_1": "6900000011058"}
    assert client.post(f"{address}/ask", data=said).status_code == 303
    assert "换成，照今天的价：袋装醋 1、食盐400g 3，6.5 分" in words(client.get(address).text)
    [listed] = client.get("/counter/recent").json["receipts"]  # type: ignore[index]
    assert (listed["back"]["tenths"], listed["swap"]["tenths"]) == (260, 65)
    enter(client, "shop_manager3")
    for shown in ("", "60"):
        refused = client.post(f"{address}/confirm", data={"reason": "", "shown": shown})
        assert (refused.status_code, "同意，换货" in refused.text) == (409, True)
    assert client.post(f"{address}/confirm", data={"reason": "", "shown": "65"}).status_code == 303
    assert street.standing() == (320 - 65, 0)
    page = client.get(address).text
    assert "换的和留下的另开了凭条" in page


def test_what_cannot_be_had_any_more_is_said_to_whoever_is_to_agree(client: Visitor, street: Street) -> None:
    made = sell(street, issue(street, 300).code, [("G02", 1)])
    manager = street.staff["shop_manager"]
    transact(lambda: shop.undo.ask(made.receipt, reason="拿错了货", actor=street.clerk, takes={"G07": 1}))
    transact(lambda: shop.assortment.withdraw("G07", reason="厂家不做了", actor=manager))
    enter(client, "shop_manager3")
    assert "要换的：食盐400g现在不能换了。" in words(client.get(f"/shop/sales/{made.receipt}").text)
    [listed] = client.get("/counter/recent").json["receipts"]  # type: ignore[index]
    assert listed["swap"] is None
    refused = client.post(f"/shop/sales/{made.receipt}/confirm", data={"reason": ""})
    assert (refused.status_code, street.standing()) == (409, (70, 0))
