"""Making a voucher: a second look that stands in the address, and one voucher however often one comes back."""

from __future__ import annotations

import re

from points import shop
from points.foundation import reading, transact
from tests.support.books import sell, voucher
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def look(client: Visitor, address: str) -> str:
    """The address of the second look, with its key."""
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.location is not None
    return answer.location


def fields(page: str) -> dict[str, str]:
    """What the form of a second look sends."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_the_second_look_is_an_address_and_making_it_leads_to_the_voucher(
    street: Street, client: Visitor
) -> None:
    enter(client, "tian")
    address = look(client, "/vouchers/new?tenths=250&good=G02")
    page = client.get(address)
    assert page.status_code == 200
    assert "小包装米2.5kg" in page.text
    assert street.standing() == (320, 0), "looking sets nothing aside"
    made = client.post("/vouchers", data=fields(page.text))
    again = client.post("/vouchers", data=fields(page.text))
    assert made.location == again.location
    assert street.standing() == (70, 250)
    assert client.get(made.location).status_code == 200


def test_who_comes_back_to_it_is_shown_the_vouchers_and_makes_no_second_one(
    street: Street, client: Visitor
) -> None:
    enter(client, "tian")
    address = look(client, "/vouchers/new?tenths=100")
    client.post("/vouchers", data=fields(client.get(address).text))
    back = client.get(address)
    assert (back.status_code, back.location) == (302, "/vouchers")
    assert street.standing() == (220, 100)


def test_a_form_of_before_is_led_to_the_second_look(street: Street, client: Visitor) -> None:
    enter(client, "tian")
    asked = client.post("/vouchers", data={"tenths": "250", "shop": "1", "request_key": "k-12345678"})
    assert asked.status_code == 303
    assert "key=k-12345678" in asked.location
    assert client.get(asked.location).status_code == 200
    assert street.standing() == (320, 0)


def test_another_amount_is_typed_as_people_write_points(street: Street, client: Visitor) -> None:
    enter(client, "tian")
    for typed, tenths in (("20", "200"), ("3.5", "35"), ("3,5", "35"), ("0", "0"), ("many", "0")):
        assert f"tenths={tenths}&" in look(client, f"/vouchers/new?points={typed}")


def test_an_amount_that_cannot_be_is_refused_in_words_and_sets_nothing_aside(
    street: Street, client: Visitor
) -> None:
    enter(client, "tian")
    much = client.get(look(client, "/vouchers/new?tenths=400"))
    assert much.status_code == 409
    assert "差 8 分" in much.text
    none = client.get(look(client, "/vouchers/new?points=many"))
    assert none.status_code in (409, 422)
    posted = client.post(
        "/vouchers", data={"tenths": "400", "shop": "", "request_key": "k-87654321", "confirm": "1"}
    )
    assert posted.status_code == 409
    assert "差 8 分" in posted.text
    assert street.standing() == (320, 0)


def test_points_that_another_voucher_holds_are_named_before_more_are_missed(
    street: Street, client: Visitor
) -> None:
    transact(lambda: shop.vouchers.issue(300, request_key="holds-30", actor=street.resident))
    enter(client, "tian")
    held = client.get(look(client, "/vouchers/new?tenths=100"))
    assert held.status_code == 409
    assert "有 30 分留在没用掉的券里，现在可用 2 分，要 10 分" in held.text
    short = client.get(look(client, "/vouchers/new?tenths=400"))
    assert "差 38 分。要 40 分，现在可用 2 分。另有 30 分留在没用掉的券里。" in short.text


def test_who_chose_nothing_is_led_to_where_one_chooses(street: Street, client: Visitor) -> None:
    enter(client, "tian")
    assert look(client, "/vouchers/new") == "/vouchers"
    # an empty field that was sent is another thing: it is answered in words
    assert client.get(look(client, "/vouchers/new?points=")).status_code == 422


def test_nothing_is_chosen_beforehand_and_every_tile_names_what_it_buys(
    street: Street, client: Visitor
) -> None:
    page = enter(client, "tian").get("/vouchers").text
    assert " checked" not in page
    tiles = re.findall(r'<a class="tile" href="([^"]+)"><b>([^<]+)</b><span>([^<]+)</span>', page)
    assert 0 < len(tiles) <= 6
    assert len({name for _to, _amount, name in tiles}) == len(tiles), "nothing twice"
    offered = {
        one.item.name: one.item.tenths for one in reading(lambda: shop.catalogue.offers(street.community_id))
    }
    for to, _amount, name in tiles:
        assert f"tenths={offered[name]}" in to
    assert max(offered[name] for _to, _amount, name in tiles) <= street.available()


def tile_names(client: Visitor) -> list[str]:
    page = enter(client, "tian").get("/vouchers").text
    return re.findall(r'<a class="tile"[^>]*><b>[^<]+</b><span>([^<]+)</span>', page)


def test_what_the_household_takes_most_is_offered_first_though_others_cost_as_much(
    street: Street, client: Visitor
) -> None:
    street.give(1000)
    names = {
        one.item.code: one.item.name for one in reading(lambda: shop.catalogue.offers(street.community_id))
    }
    for code, times in (("G06", 1), ("G07", 3), ("G02", 2)):
        for _ in range(times):
            sell(street, voucher(street, 300), [(code, 1)])
    assert tile_names(client)[:3] == [names["G07"], names["G02"], names["G06"]]


def test_what_was_taken_by_mistake_is_not_what_the_household_wants(street: Street, client: Visitor) -> None:
    first, second = tile_names(client)[:2]
    codes = {
        one.item.name: one.item.code for one in reading(lambda: shop.catalogue.offers(street.community_id))
    }
    receipt = sell(street, voucher(street, 250), [(codes[second], 1)])
    assert tile_names(client)[0] == second
    transact(lambda: shop.undo.ask(receipt, reason="拿错了", actor=street.clerk))
    transact(lambda: shop.undo.confirm(receipt, actor=street.staff["shop_manager"]))
    assert tile_names(client)[:2] == [first, second]


def test_with_one_shop_it_is_for_that_shop_and_with_two_one_is_chosen(
    street: Street, client: Visitor
) -> None:
    enter(client, "tian")
    page = client.get(look(client, "/vouchers/new?tenths=50")).text
    assert fields(page)["shop"] == "1"
    transact(lambda: shop.shops.add("南门店", actor=street.system))
    page = client.get(look(client, "/vouchers/new?tenths=50")).text
    assert "shop" not in fields(page)
    assert len(re.findall(r'type="radio" name="shop" value="\d" required', page)) == 2
    made = client.post("/vouchers", data={**fields(page), "shop": "2"})
    assert "南门店" in client.get(made.location).text


def test_a_voucher_for_no_shop_in_particular_is_good_in_all(street: Street, client: Visitor) -> None:
    enter(client, "tian")
    transact(lambda: shop.shops.add("南门店", actor=street.system))
    asked = {"tenths": "50", "shop": "", "request_key": "k-anywhere", "confirm": "1"}
    made = client.post("/vouchers", data=asked)
    assert made.status_code == 302
    assert "哪个店都能用" in client.get(made.location).text


def test_rice_takes_three_touches_from_the_first_page(street: Street, client: Visitor) -> None:
    street.give(200)
    enter(client, "tian")
    goods = client.get("/goods").text
    assert '<a class="weui-cell" href="/goods/G01">' in goods, "one: the good"
    onward = re.search(r'<a class="weui-btn btn main" href="([^"]+)"', client.get("/goods/G01").text)
    assert onward is not None, "two: keep this"
    second = client.get(look(client, onward[1].replace("&amp;", "&"))).text
    client.post("/vouchers", data=fields(second))
    assert street.standing() == (80, 440), "three: set it aside"
