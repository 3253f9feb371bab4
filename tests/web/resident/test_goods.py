"""What the points buy now, how far the rest is, and the page of one thing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from points import goods, people, shop
from points.foundation import clock, reading, transact
from tests.support.books import sell, voucher
from tests.support.street import Street, enter
from tests.support.visitors import Visitor
from tests.web.resident.test_vouchers import words


def test_the_page_names_every_good_and_what_it_costs(street: Street, client: Visitor) -> None:
    page = enter(client, "tian").get("/goods").text
    offers = reading(lambda: shop.catalogue.offers(street.community_id, street.purse))
    assert offers
    assert [one.item.name for one in offers if one.item.name not in page] == []
    assert [one.item.code for one in offers if f'href="/goods/{one.item.code}"' not in page] == []


def test_what_is_out_of_reach_says_how_far(street: Street, client: Visitor) -> None:
    dearest = max(
        reading(lambda: shop.catalogue.offers(street.community_id)), key=lambda one: one.item.tenths
    )
    assert dearest.item.tenths > street.available(), "the street has something that is out of reach"
    page = enter(client, "tian").get("/goods").text
    gap = f"{(dearest.item.tenths - street.available()) / 10:g}"
    assert gap in page
    own = enter(client, "tian").get(f"/goods/{dearest.item.code}").text
    assert f"还差 {gap} 分" in words(own)
    assert "留着这个" not in own


def test_one_thing_says_price_stock_and_what_its_limit_leaves(street: Street, client: Visitor) -> None:
    enter(client, "tian")
    page = words(client.get("/goods/G06").text)
    for said in (
        "袋装醋",
        "0.5 分",
        "还有 50 袋",
        "每月 5 袋",
        "这个月还能换 5 袋",
        "锦溪店",
        "留着这个，0.5 分",
    ):
        assert said in page
    assert "换过" not in page
    sell(street, voucher(street, 50), [("G06", 2)])
    page = words(client.get("/goods/G06").text)
    assert "换过 2 袋" in page
    assert "这个月还能换 3 袋" in page
    assert "这个月还能换 3 袋" in words(client.get("/goods").text)


def test_what_is_left_for_one_person_is_said_before_what_the_household_may(
    street: Street, client: Visitor
) -> None:
    facts = reading(lambda: goods.wares.get(street.community_id, "G06")).facts
    each = replace(facts, person_limit_count=2, person_limit_window="quarter")
    transact(lambda: shop.assortment.change("G06", each, actor=street.staff["shop_manager"]))
    enter(client, "tian")
    page = words(client.get("/goods/G06").text)
    for said in ("每户 每月 5 袋", "每人 每季度 2 袋", "您还能换 2 袋"):
        assert said in page
    page = client.get("/vouchers/new?tenths=5&good=G06", follow_redirects=True).text
    assert "每人 每季度 2 袋，算在换券的人头上" in words(page)
    sell(street, voucher(street, 50), [("G06", 2)])
    page = words(client.get("/goods/G06").text)
    assert "您换满了，每人每季度 2 袋" in page
    assert "您换过 2 袋" in page
    assert "留着这个" not in page
    assert "您换满了，每人每季度 2 袋" in words(client.get("/goods").text)


def test_a_service_keeps_its_word_beside_its_limit(street: Street, client: Visitor) -> None:
    page = words(enter(client, "tian").get("/goods").text)
    assert "服务，先约时间·这个月还能换 1 次" in page


def test_what_is_used_up_cannot_be_kept(street: Street, client: Visitor) -> None:
    street.give(1000)
    sell(street, voucher(street, 440), [("G01", 1)])
    page = enter(client, "tian").get("/goods/G01").text
    assert "这个月换满了" in words(page)
    assert "留着这个" not in page


def test_what_is_used_up_does_not_stand_under_what_is_only_too_dear(street: Street, client: Visitor) -> None:
    street.give(10000)
    sell(street, voucher(street, 440), [("G01", 1)])
    page = words(enter(client, "tian").get("/goods").text)
    assert "还差" not in page
    assert "大米5kg" in page.split("现在还换不了")[1]


def test_what_nobody_sells_is_not_there(street: Street, client: Visitor) -> None:
    assert enter(client, "tian").get("/goods/G99").status_code == 404


def test_kinds_narrow_a_long_shelf(street: Street, client: Visitor) -> None:
    more = [
        goods.items.NewItem(f"H{number}", f"毛巾{number}", "条", 50, category="日用") for number in range(6)
    ]
    transact(lambda: goods.items.add(street.community_id, more, effective_on=clock.today()))
    enter(client, "tian")
    page = client.get("/goods").text
    assert "米面油" in page
    narrowed = client.get("/goods?kind=日用").text
    assert "毛巾3" in narrowed
    assert "大米5kg" not in narrowed
    assert re.search(r'class="chip on" href="/goods\?kind=[^"]+" aria-current="true">日用', narrowed)
    assert "大米5kg" in client.get("/goods?kind=nothing").text, "a kind there is not is all of them"


@pytest.mark.parametrize("path", ["/goods", "/goods/G06"])
def test_a_card_reads_and_is_offered_no_voucher(street: Street, client: Visitor, path: str) -> None:
    issued = transact(
        lambda: people.cards.issue(
            street.resident.person_id, kind="household", actor=street.system, pin="739182"
        )
    )
    client.get(f"/C/{issued.token}")
    client.post(f"/C/{issued.token}", data={"pin": "739182"})
    page = client.get(path)
    assert page.status_code == 200
    assert "/vouchers" not in page.text
