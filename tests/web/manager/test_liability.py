"""What the shop owes beside what it has, on the page and on paper, and what it is to buy by class."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from points import goods, oversight, shop, stockroom
from points.foundation import clock, db, reading, transact
from tests.shop.test_day_close import at, sell
from tests.support.desk_day import words
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def say(sql: str) -> None:
    """What somebody wrote when the goods were registered."""
    transact(lambda: db.session.execute(sa.text(sql)))


def test_points_beside_goods_are_those_of_the_closing_sheet(street: Street, client: Visitor) -> None:
    say("UPDATE goods_item SET reference_fen = 300 WHERE code = 'G07'")
    found = reading(lambda: oversight.warnings.solvency(street.community_id))
    assert (found.tenths, found.unspent_fen, found.stock_fen) == (320, 3200, 9000)
    committee = enter(client, "officer0")
    for page in ("/shop/liability", "/shop/liability/print"):
        text = committee.get(page).text
        assert "32.00" in text
        assert "90.00" in text
        assert "要来的货：没有登记" in text
    assert "货够兑居民的分" in committee.get("/shop/liability").text
    say("UPDATE goods_item SET reference_fen = 30 WHERE code = 'G07'")
    assert "货比分少 23.00 元" in committee.get("/shop/liability").text
    assert "差 23.00 元" in committee.get("/shop/liability/print").text


def test_what_to_buy_follows_what_went_and_what_should_always_be_there(
    street: Street, client: Visitor
) -> None:
    say("UPDATE goods_item SET category = '粮油', safety_stock = 5, reference_fen = 200 WHERE code = 'G02'")
    say("UPDATE goods_item SET category = '调料', reference_fen = 100 WHERE code = 'G06'")
    say("UPDATE goods_item SET safety_stock = 10 WHERE code = 'G03'")
    with clock.standing_at(at(12, 13)):
        sell(street, ("G06", 5))
        sell(street, ("G02", 1))
    with clock.standing_at(at(18, 13)):
        needs = {
            item.cover.code: item
            for one in reading(lambda: shop.liability.needs(street.community_id, {}))
            for item in one.items
        }
        page = enter(client, "clerk2").get("/shop/liability").text
    rice = needs["G02"]
    # it has been there for two weeks: one in two weeks is two in four
    assert (rice.cover.on_hand, rice.cover.gone, rice.cover.weeks_seen, rice.weeks, rice.buy, rice.fen) == (
        5,
        1,
        2,
        10.0,
        2,
        400,
    )
    vinegar = needs["G06"]
    assert (vinegar.cover.on_hand, vinegar.weeks, vinegar.buy) == (45, 18.0, 0)
    oil = needs["G03"]
    # what is past its day does not count, and where nothing went the line alone does
    assert (oil.cover.on_hand, oil.weeks, oil.buy, oil.fen) == (0, None, 10, 0)
    assert "小包装米2.5kg" in page
    assert "按 2 周算" in page
    assert "没有参考价" in page
    assert "袋装醋" not in page
    assert page.index("米面油") < page.index("小包装米2.5kg")


def test_goods_to_come_count_until_their_day_is_over_and_are_taken_off_what_is_to_be_bought(
    street: Street, client: Visitor
) -> None:
    say("UPDATE goods_item SET category = '粮油', safety_stock = 20, reference_fen = 200 WHERE code = 'G02'")
    say("UPDATE goods_item SET category = '调料', reference_fen = 30 WHERE code = 'G07'")
    manager, here = street.staff["shop_manager"], street.community_id
    for code, pieces, days in (("G02", 8, 1), ("G02", 2, 0), ("G07", 10, 1)):
        good = reading(lambda code=code: goods.arrivals.find(here, [code])[code][0])
        one = stockroom.expected.ToCome(
            good, pieces, "晨光米业", "donor", clock.today() + timedelta(days=days)
        )
        transact(lambda one=one: stockroom.expected.note(one, actor=manager))
    rice = {
        item.cover.code: item
        for group in reading(lambda: shop.liability.needs(here, stockroom.expected.pieces(here)))
        for item in group.items
    }["G02"]
    assert (rice.cover.on_hand, rice.coming, rice.coming_fen, rice.buy) == (6, 10, 2000, 4)
    committee = enter(client, "officer0")
    for page in ("/shop/liability", "/shop/liability/print"):
        text = words(committee.get(page).text)
        for said in ("要来的货，按参考价23.00", "其中米面油20.00", "−10", "8.00"):
            assert said in text, (page, said)
    # salt is not to be bought, and is shown with what is to come of it
    assert "食盐400g" in committee.get("/shop/liability").text
    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert "要来的货，按参考价19.00" in words(enter(client, "officer0").get("/shop/liability").text)
    with clock.standing_at(clock.now() + timedelta(days=2)):
        text = words(enter(client, "officer0").get("/shop/liability").text)
        assert "要来的货：没有登记，或者都过了日子" in text
        assert "−10" not in text


def test_where_goods_to_come_alone_make_it_enough_that_is_said(street: Street, client: Visitor) -> None:
    say("UPDATE goods_item SET reference_fen = 0")
    say("UPDATE goods_item SET reference_fen = 100 WHERE code = 'G07'")
    good = reading(lambda: goods.arrivals.find(street.community_id, ["G07"])["G07"][0])
    one = stockroom.expected.ToCome(good, 2, "晨光米业", "donor", clock.today())
    transact(lambda: stockroom.expected.note(one, actor=street.staff["shop_manager"]))
    committee = enter(client, "officer0")
    assert "要来的货到了，才够兑" in committee.get("/shop/liability").text
    assert "货到才够兑" in committee.get("/shop/liability/print").text


def test_what_went_long_ago_or_came_back_buys_nothing(street: Street, client: Visitor) -> None:
    with clock.standing_at(at(12, 1)):
        sell(street, ("G07", 3))
    with clock.standing_at(at(12, 1) + timedelta(weeks=9)):
        [salt] = [
            one
            for group in reading(lambda: shop.liability.needs(street.community_id, {}))
            for one in group.items
            if one.cover.code == "G07"
        ]
        assert (salt.cover.gone, salt.cover.weeks_seen, salt.weeks, salt.buy) == (0, 8, None, 0)
        assert "不用买" in enter(client, "clerk2").get("/shop/liability").text


def test_an_empty_shop_says_how_it_fills(street: Street, client: Visitor) -> None:
    say("UPDATE goods_item SET status = 'withdrawn'")
    assert "还没有商品" in enter(client, "clerk2").get("/shop/liability").text
    assert enter(client, "tian").get("/shop/liability").status_code == 404
