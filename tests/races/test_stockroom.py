"""Two who take the same paper in, two who sign the same goods in: it is done once, and the other is told."""

from __future__ import annotations

from threading import Barrier

import sqlalchemy as sa
from flask import Flask

from points import goods, shop, stockroom
from points.foundation import NEVER, clock, db, new_id, reading, transact
from tests.races.counter import assert_books_hold, broken, count_of
from tests.races.storm import answers, at_once, refused
from tests.support.street import Street


def paper(street: Street, number: str) -> stockroom.deliveries.Paper:
    """A paper of a source nobody knows yet."""
    return stockroom.deliveries.Paper(street.shop_id, f"晨光{number}", "donor", number, clock.today())


def line(street: Street) -> stockroom.deliveries.ArrivedLine:
    """Salt, ten bags."""
    [salt] = reading(lambda: goods.arrivals.find(street.community_id, ["G07"]))["G07"]
    return stockroom.deliveries.ArrivedLine(salt, 10)


def test_two_receivers_of_one_delivery_take_it_in_once(app: Flask, corner: Street, soak: bool) -> None:
    actors = [corner.clerk, corner.staff["shop_manager"]]
    salt, rounds = line(corner), 40 if soak else 6
    for number in range(rounds):
        this = paper(corner, f"N{number}")
        outcomes = at_once(
            app,
            [
                lambda actor=actor, this=this: transact(
                    lambda: stockroom.deliveries.receive(this, [salt], actor=actor)
                )
                for actor in actors
            ],
        )
        assert (len(answers(outcomes)), refused(outcomes)) == (1, ["delivery_there"])
    assert count_of(corner, "stockroom_delivery") == rounds
    assert count_of(corner, "stockroom_delivery_line") == rounds
    assert_books_hold(corner)


def test_who_only_looks_first_takes_it_in_twice(app: Flask, corner: Street) -> None:
    """The control: the same, where nothing but a look keeps the second out."""
    everybody_looked = Barrier(2)
    this, salt = paper(corner, "N1"), line(corner)

    def naive() -> None:
        there = reading(lambda: stockroom.deliveries.page(corner.community_id, "N1"))[0]
        everybody_looked.wait(30)
        if not there:
            came = goods.stock.Delivery(str(new_id()), salt.item.item_id, 10, this.came_on, NEVER)
            transact(lambda: goods.stock.receive(corner.community_id, [came], actor=corner.clerk))

    assert len(answers(at_once(app, [naive, naive]))) == 2
    move = db.metadata.tables["goods_stock_move"]
    query = sa.select(sa.func.count()).where(
        move.c.community_id == corner.community_id, move.c.kind == "delivery", move.c.quantity == 10
    )
    assert reading(lambda: db.session.scalar(query)) == 2
    assert not broken(corner)


def test_two_who_sign_the_same_goods_in_do_it_once(app: Flask, corner: Street) -> None:
    other = transact(lambda: shop.shops.add("西店", actor=corner.system))
    batch, manager = corner.batches["RK5"], corner.staff["shop_manager"]
    sent = transact(
        lambda: stockroom.transfers.send(other, {batch: 4}, from_shop_id=corner.shop_id, actor=corner.clerk)
    )
    assert corner.second_clerk

    def sign(actor: object) -> object:
        return transact(lambda: stockroom.transfers.receive(sent, {}, actor=actor))  # type: ignore[arg-type]

    def call_back() -> object:
        return transact(lambda: stockroom.transfers.call_back(sent, note="不送了", actor=corner.clerk))

    outcomes = at_once(app, [lambda: sign(manager), lambda: sign(corner.second_clerk), call_back])
    assert (len(answers(outcomes)), refused(outcomes)) == (1, ["stock_settled"] * 2)
    assert reading(lambda: goods.moves.on_the_way(corner.community_id)) == {}
    assert_books_hold(corner)
