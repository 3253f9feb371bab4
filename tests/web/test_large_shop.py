"""A shop of two thousand goods in twenty thousand batches: every page of it asks the database a handful of questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask

from points import audit, goods, shop, stockroom
from points.foundation import clock, db, decide, reading, transact
from tests.shop.test_day_close import add_up, sell, take_back
from tests.shop.test_stocktakes import begin, count, hand_in
from tests.support.databases import Workshop, settles
from tests.support.statements import counting
from tests.support.stockroom import lay_out_stock
from tests.support.street import Street, build_street, enter
from tests.support.visitors import Visitor
from tests.web.manager.test_deliveries import picture

GOODS, OF_EACH = 2000, 10
#: from signing in to the answer
STATEMENTS = 8
#: by address as the application knows it, each once at least; `{…}` are ids of what stands in that shop
PAGES = {
    "/shop": ("/shop",),
    "/shop/goods": ("/shop/goods", "/shop/goods?state=near&page=3", "/shop/goods?q=M1", "/shop/goods?print=1"),
    "/shop/goods/new": ("/shop/goods/new",),
    "/shop/goods/model": ("/shop/goods/model",),
    "/shop/goods/<code>": ("/shop/goods/M0001", "/shop/goods/G07?confirm=withdraw"),
    "/shop/goods/<code>/edit": ("/shop/goods/G07/edit",),
    "/shop/goods/<code>/labels": ("/shop/goods/G07/labels",),
    "/shop/pictures/<picture_id>": ("/shop/pictures/{picture}",),
    "/shop/prices": ("/shop/prices",),
    "/shop/prices/<code>": ("/shop/prices/M0001", "/shop/prices/G07"),
    "/shop/prices/print": ("/shop/prices/print",),
    "/shop/prices/labels": ("/shop/prices/labels",),
    "/shop/shops": ("/shop/shops",),
    "/shop/shops/<int:number>": ("/shop/shops/1", "/shop/shops/1?confirm=close"),
    "/shop/shops/<int:number>/sign": ("/shop/shops/1/sign",),
    "/shop/expected": ("/shop/expected", "{expected}"),
    "/shop/deliveries": ("/shop/deliveries",),
    "/shop/deliveries/new": ("/shop/deliveries/new",),
    "/shop/deliveries/<delivery_id>": ("{delivery}", "{delivery}?print=paper", "{delivery}?print=labels"),
    "/shop/photos/<photo_id>": ("/shop/photos/{photo}",),
    "/shop/write-offs": ("/shop/write-offs", "/shop/write-offs?state=all", "/shop/write-offs?state=all&batch={batch}"),
    "/shop/transfers": ("/shop/transfers",),
    "/shop/transfers/new": ("/shop/transfers/new",),
    "/shop/transfers/<transfer_id>": ("{transfer}", "{transfer}?print=1"),
    "/shop/kits": ("/shop/kits",),
    "/shop/kits/new": ("/shop/kits/new",),
    "/shop/stocktakes": ("/shop/stocktakes", "/shop/stocktakes?begin=1"),
    "/shop/stocktakes/<stocktake_id>": ("/shop/stocktakes/{stocktake}",),
    "/shop/stocktakes/<stocktake_id>/print": ("/shop/stocktakes/{stocktake}/print",),
    "/shop/stocktakes/<stocktake_id>/count": ("/shop/stocktakes/{counted}/count",),
    "/shop/sales": ("/shop/sales",),
    "/shop/sales/<receipt>": ("/shop/sales/{sale}",),
    "/shop/shifts": ("/shop/shifts",),
    "/shop/shifts/hand-over": ("/shop/shifts/hand-over",),
    "/shop/shifts/<shift_id>": ("/shop/shifts/{shift}",),
    "/shop/shifts/<shift_id>/print": ("/shop/shifts/{shift}/print",),
    "/shop/day-close": ("/shop/day-close",),
    "/shop/day-close/draft": ("/shop/day-close/draft",),
    "/shop/day-close/draft/print": ("/shop/day-close/draft/print",),
    "/shop/day-close/<close_id>": ("/shop/day-close/{closing}",),
    "/shop/day-close/<close_id>/print": ("/shop/day-close/{closing}/print",),
    "/shop/liability": ("/shop/liability",),
    "/shop/liability/print": ("/shop/liability/print",),
    "/shop/lending": ("/shop/lending", "/shop/lending?act=set_price"),
}  # fmt: skip
#: whose pages these are, where they are not the manager's
OTHERS = {
    "/shop/shifts/hand-over": "clerk2",
    "/shop/stocktakes/{counted}/count": "clerk2",
    "/shop/lending": "supervisor4",
    "/shop/lending?act=set_price": "supervisor4",
}


@dataclass(frozen=True)
class Large:
    """Such a shop, and by name what its addresses are made of."""

    street: Street
    ids: dict[str, str]


@pytest.fixture
@settles("large shop")
def large(app: Flask, engine: str, workshop: Workshop) -> Large:
    """The street with such a shop, in which everything happened once."""
    return workshop.settled(app, engine, "large shop", _built)


def _built() -> Large:
    street, today = build_street(0), clock.today()
    new = [
        goods.items.NewItem(f"M{number:04}", f"货{number}", "件", 20 + number % 400, safety_stock=number % 90)
        for number in range(GOODS)
    ]

    def add() -> dict[str, UUID]:
        made = goods.items.add(street.community_id, new, effective_on=today)
        facts = {"items": len(made)}
        audit.records.record("goods.imported", actor=street.system, subject_kind="item", facts=facts)
        return made

    items = transact(add)
    came = [
        goods.stock.Delivery(
            f"{code}-{number}",
            item,
            1 + number,
            today,
            today + timedelta(days=5 + 20 * number),
            shop_id=street.shop_id,
        )
        for code, item in items.items()
        for number in range(OF_EACH)
    ]
    transact(lambda: goods.stock.receive(street.community_id, came, actor=street.system))
    return Large(street, _happened(street))


def _happened(street: Street) -> dict[str, str]:
    """One of everything else: sold, taken back, delivered, sent, counted, handed over, added up."""
    community_id, manager = street.community_id, street.staff["shop_manager"]
    street.give(500)
    for name, value in (("handover_items", ["G07"]), ("handover_limit", 0)):
        transact(
            lambda name=name, value=value: decide(
                community_id, name, value, effective_on=date(2020, 1, 1), actor=street.system
            )
        )
    transact(lambda: shop.shifts.start(street.shop_id, actor=street.clerk))
    sale = sell(street, ("G06", 1))
    take_back(street, sell(street, ("G07", 1), ("G32", 1)))
    stock = lay_out_stock(street)
    shift = transact(lambda: shop.shifts.hand_over({"G07": 20}, actor=street.clerk)).shift_id
    transact(lambda: shop.shifts.start(street.shop_id, actor=street.clerk))
    signed, counted = (begin(street, "G06", "G07") for _ in range(2))
    count(street, signed, "G07", 28)
    hand_in(street, signed)
    transact(lambda: shop.assortment.put_picture("G07", b"a picture", actor=manager))
    photo = transact(lambda: stockroom.photos.keep(stockroom.photos.plain(picture().read()), actor=manager))
    wish = shop.price_setting.Wished("G07", 30, reason="进价涨了")
    transact(lambda: shop.price_setting.propose(wish, actor=manager))
    transact(lambda: shop.founding.ask("南门店", actor=street.staff["officer"]))
    [pictured] = reading(lambda: goods.pictures.of_items(community_id, [street.items["G07"]])).values()
    return {
        "sale": sale,
        "delivery": stock[2], "expected": "/shop/expected?add=1", "transfer": stock[10], "batch": stock[7].partition("batch=")[2],
        "shift": str(shift), "stocktake": str(signed), "counted": str(counted), "photo": str(photo),
        "picture": str(pictured), "closing": str(add_up(street, street.clerk)),
    }  # fmt: skip


def test_no_page_is_forgotten(app: Flask) -> None:
    there = {
        one.rule
        for one in app.url_map.iter_rules()
        if one.endpoint.startswith("manager.") and "GET" in (one.methods or ())
    }
    assert set(PAGES) == there


def test_every_page_asks_little_however_much_there_is(large: Large, app: Flask) -> None:
    readers: dict[str, Visitor] = {}
    much: dict[str, str] = {}
    for path in (one for some in PAGES.values() for one in some):
        who, address = OTHERS.get(path, "shop_manager3"), path.format(**large.ids)
        if who not in readers:
            readers[who] = enter(Visitor(app), who)
            readers[who].get("/shop")
        with counting(db.engine) as seen:
            assert readers[who].get(address).status_code == 200, address
        if seen.number > STATEMENTS:
            much[address] = "\n".join(" ".join(one.split())[:90] for one in seen.statements)
    assert much == {}
