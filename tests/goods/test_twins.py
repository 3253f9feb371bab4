"""No reading of goods is of another community, not even where everything there has the same ids and says something else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from points import goods
from points import shop as shop_room
from points.foundation import NEVER, clock, db, reading, transact
from points.goods import price_listing
from points.goods.models import Price
from points.goods.stock import Delivery
from tests.support.books import Books, _count_salt, _decide_prices, _keep_stock, books
from tests.support.twins import twin

__all__ = ["books"]


@pytest.mark.only_on("sqlite")
def test_what_is_read_is_the_same_beside_a_community_with_the_same_ids(app: Flask, books: Books) -> None:
    street, here, shop = books.street, books.community_id, books.street.shop_id
    _decide_prices(street)
    _count_salt(street)
    transact(lambda: _keep_stock(street))
    wish, manager = shop_room.price_setting.Wished("G06", 7, reason="又涨了"), street.staff["shop_manager"]
    transact(lambda: shop_room.price_setting.propose(wish, actor=manager))
    soon = Delivery(
        "RK9", street.items["G07"], 7, clock.today(), clock.today() + timedelta(days=3), wish="给老人"
    )
    transact(lambda: goods.stock.receive(here, [soon], actor=street.clerk))
    transact(
        lambda: goods.prices.set_at(
            here, street.items["G02"], 90, at=clock.now(), batch_id=street.batches["RK1"]
        )
    )
    items, batches = list(street.items.values()), list(street.batches.values())
    now, today = clock.now(), clock.today()
    since = now - timedelta(days=2)
    prices = reading(lambda: db.session.scalars(sa.select(Price.id)).all())
    [counted] = [one.stocktake_id for one in reading(lambda: goods.stocktakes.list_newest(here))]
    salt, vinegar = street.items["G07"], street.items["G06"]
    reads: dict[str, Any] = {
        "arrivals": lambda: goods.arrivals.find(here, ["G07", "6900000011058"]),
        "all arrivals": lambda: goods.arrivals.list_all(here, most=50),
        "barcodes": lambda: goods.barcodes.of_items(here, items),
        "batch": lambda: goods.batches.get(here, batches[0]),
        "batches": lambda: goods.batches.get_all(here, batches),
        "left in": lambda: goods.batches.left_in(here, most=50),
        "left in a shop": lambda: goods.batches.left_in(here, shop, most=50),
        "wished": lambda: goods.batches.list_wished(here),
        "counts": lambda: goods.batches.left_counts(here, {"all": (date.min, NEVER)}),
        "free": lambda: goods.batches.free_numbers(here, ["RK1", "RK99"]),
        "cover": lambda: goods.cover.read(here),
        "cover of one": lambda: goods.cover.get(here, "G07", shop_id=shop),
        "cover barcodes": lambda: goods.cover.barcodes(here),
        "known items": lambda: goods.history.known_items(here),
        "known batches": lambda: goods.history.known_batches(here),
        "on offer": lambda: goods.items.on_offer(here),
        "on offer in a shop": lambda: goods.items.on_offer(here, shop_id=shop),
        "near expiry": lambda: goods.items.near_expiry(here),
        "find": lambda: goods.items.find(here, ["G07", "6900000011058"]),
        "names": lambda: goods.items.names(here, items),
        "kits": lambda: goods.kits.standing_pieces(here),
        "on the way": lambda: goods.moves.on_the_way(here),
        "listed": lambda: price_listing.listed(here),
        "proposals": lambda: goods.price_proposals.list_open(here),
        "coming": lambda: goods.price_proposals.list_coming(here),
        "of item": lambda: goods.price_proposals.of_item(here, vinegar),
        "price": lambda: goods.prices.item(here, "G06"),
        "coming prices": lambda: goods.prices.coming(here),
        "versions": lambda: goods.prices.versions(here, vinegar),
        "costs": lambda: [goods.prices.costs(here, one, at=now) for one in items],
        "batches of": lambda: goods.prices.batches_of(here, prices),
        "sources": lambda: goods.sources.list_all(here),
        "went": lambda: [goods.stock.went_since(here, one, today) for one in items],
        "left of": lambda: [goods.stock.left_of(here, one) for one in items],
        "left in stock": lambda: goods.stock.left_in(here, shop),
        "turnover": lambda: goods.turnover.between(here, shop, since, now, today),
        "known": lambda: goods.turnover.known(here),
        "on hand": lambda: goods.turnover.on_hand(here, shop, ["G07", "G06"]),
        "ware": lambda: goods.wares.get(here, "G07"),
        "ware batches": lambda: goods.wares.batches(here, salt),
        "ware batches in a shop": lambda: goods.wares.batches(here, salt, shop_id=shop),
        "moves": lambda: goods.wares.moves(here, salt),
        "weeks": lambda: goods.wares.weeks_out(here, salt),
        "named": lambda: goods.wares.named_like(here, "盐"),
        "differences": lambda: goods.differences.of_stocktake(here, counted, shop),
        "stood": lambda: [goods.differences.stood(here, shop, salt, at=at, now=now) for at in (since, now)],
        "stocktake": lambda: goods.stocktakes.get(here, counted),
        "stocktakes": lambda: goods.stocktakes.list_newest(here),
        "lines": lambda: goods.stocktakes.lines(here, counted),
        "whole": lambda: goods.stocktakes.whole(here, counted),
        "stocktake barcodes": lambda: goods.stocktakes.barcodes(here, counted),
        "items of": lambda: goods.stocktakes.items_of(here, "items", codes=["G07"]),
        "all items": lambda: goods.stocktakes.items_of(here, "all"),
        "categories": lambda: goods.stocktakes.categories(here),
        "choices": lambda: goods.stocktakes.choices(here),
        "usual": lambda: goods.stocktakes.most_usual(here, salt),
        "signed": lambda: goods.stocktakes.signed_since(here, shop, items, since),
    }
    alone = {name: reading(read) for name, read in reads.items()}
    twin(
        here, quantity="quantity + 1", on_hand="on_hand + 1", name="name || '乙'", tenths="tenths + 1",
        category="category || '乙'", reason="reason || '乙'",
    )  # fmt: skip
    beside = {name: reading(read) for name, read in reads.items()}
    assert [name for name in reads if beside[name] != alone[name]] == []
    assert [name for name, said in alone.items() if not said] == []
