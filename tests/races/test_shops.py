"""Two who ask for a shop of one name, or agree to two; and a shop that is closed while something comes into it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from points import goods, shop, stockroom
from points.foundation import Actor, add_rows, clock, db, new_id, reading, transact
from points.shop import shop_rows
from points.shop.models import Shop
from points.shop.payer_checks import Payer
from points.shop.redemptions import Sale, redeem
from points.web.manager.deliveries import take_in
from points.web.manager.shops import close_empty
from points.web.manager.transfers import send_to
from tests.races.counter import assert_books_hold
from tests.races.storm import answers, at_once, refused
from tests.support.street import Street

WHY = "两委都在外地开会"


def ask(corner: Street, name: str, actor: Actor) -> shop.founding.AskedShop:
    return transact(lambda: shop.founding.ask(name, actor=actor))


def test_two_who_ask_for_one_name_get_one_shop(app: Flask, corner: Street) -> None:
    actors = [corner.staff["shop_manager"], corner.staff["officer"]]
    for number in range(4):
        outcomes = at_once(app, [lambda who=who, n=number: ask(corner, f"东{n}店", who) for who in actors])
        assert (len(answers(outcomes)), refused(outcomes)) == (1, ["shop_name_taken"])
    # of two names both are asked for, each with a number of its own
    outcomes = at_once(app, [lambda who=who: ask(corner, f"{who.account_id}", who) for who in actors])
    assert len({one.number for one in answers(outcomes)}) == 2
    assert_books_hold(corner)


def test_a_shop_is_not_called_what_another_is_asked_for_as(app: Flask, corner: Street) -> None:
    manager, officer = corner.staff["shop_manager"], corner.staff["officer"]
    for number in range(4):
        name = f"东{number}店"
        outcomes = at_once(
            app,
            [
                lambda name=name: transact(lambda: shop.founding.rename(corner.shop_id, name, actor=manager)),
                lambda name=name: ask(corner, name, officer),
            ],
        )
        assert (len(answers(outcomes)), refused(outcomes)) == (1, ["shop_name_taken"])
    assert_books_hold(corner)


def test_two_who_only_look_first_ask_for_one_name(app: Flask, corner: Street) -> None:
    """The control: the same, where nobody holds the names."""
    looked = Barrier(2)

    def naive(number: int) -> None:
        there = [one.name for one in reading(lambda: shop.founding.list_asked(corner.community_id))]
        looked.wait(30)
        row = {
            "community_id": corner.community_id,
            "id": new_id(),
            "number": number,
            "name": "东店",
            "hours": {},
        }
        if "东店" not in there:
            transact(lambda: add_rows(Shop, [{**row, "status": "asked", "created_at": clock.now()}]))

    assert len(answers(at_once(app, [lambda: naive(8), lambda: naive(9)]))) == 2
    assert len(reading(lambda: shop.founding.list_asked(corner.community_id))) == 2


def test_two_who_agree_to_one_shop_open_it_once(app: Flask, corner: Street) -> None:
    made = ask(corner, "东店", corner.staff["shop_manager"])
    seconds = [corner.staff["street"], corner.staff["supervisor"]]
    outcomes = at_once(
        app,
        [
            lambda who=who: transact(lambda: shop.founding.confirm(made.id, actor=who, reason=WHY))
            for who in seconds
        ],
    )
    assert (len(answers(outcomes)), refused(outcomes)) == (1, ["shop_settled"])
    assert_books_hold(corner)


def closing(corner: Street, name: str) -> tuple[shop.founding.AskedShop, Callable[[], None]]:
    """An empty shop, and its being closed."""
    made = ask(corner, name, corner.staff["shop_manager"])
    transact(lambda: shop.founding.confirm(made.id, actor=corner.staff["street"], reason=WHY))
    manager = corner.staff["shop_manager"]
    return made, lambda: transact(lambda: close_empty(made.id, reason="搬走了", actor=manager))


def came(corner: Street, into: shop.founding.AskedShop) -> Callable[[], object]:
    """A delivery of salt."""
    [salt] = reading(lambda: goods.arrivals.find(corner.community_id, ["G07"]))["G07"]
    paper = stockroom.deliveries.Paper(into.id, "晨光", "donor", into.name, clock.today())
    return lambda: transact(
        lambda: take_in(paper, [stockroom.deliveries.ArrivedLine(salt, 10)], (), corner.clerk)
    )


def sent(corner: Street, to: shop.founding.AskedShop) -> Callable[[], object]:
    """Salt on the way."""
    pieces = {corner.batches["RK5"]: 1}
    return lambda: transact(lambda: send_to(to.id, pieces, corner.shop_id, "那边没有了", corner.clerk))


@pytest.mark.parametrize("coming", [came, sent])
def test_nothing_comes_into_a_shop_as_it_is_closed(
    app: Flask, corner: Street, coming: Callable[..., Callable[[], object]]
) -> None:
    for number in range(4):
        made, close = closing(corner, f"西{number}店")
        outcomes = at_once(app, [close, coming(corner, made)])
        assert len(answers(outcomes)) == 1
        assert refused(outcomes) in (["shop_not_empty"], ["shop_closed"])
    assert_books_hold(corner)


def test_who_does_not_hold_it_brings_something_into_a_closed_shop(app: Flask, corner: Street) -> None:
    """The control: the same, where both only look."""
    made, _ = closing(corner, "西店")
    looked = Barrier(2)
    own = Shop.community_id == corner.community_id, Shop.id == made.id

    def close() -> None:
        assert reading(lambda: goods.stock.left_in(corner.community_id, made.id)) == 0
        looked.wait(30)
        transact(lambda: db.session.execute(sa.update(Shop).where(*own).values(status="closed")))

    def receive() -> None:
        assert reading(lambda: shop.shops.get(corner.community_id, made.id)).id == made.id
        looked.wait(30)
        came_ = goods.stock.Delivery("X1", corner.items["G07"], 10, clock.today(), shop_id=made.id)
        transact(lambda: goods.stock.receive(corner.community_id, [came_], actor=corner.clerk))

    assert len(answers(at_once(app, [close, receive]))) == 2
    assert transact(lambda: shop_rows.hold(corner.community_id, made.id)) == "closed"
    assert reading(lambda: goods.stock.left_in(corner.community_id, made.id)) == 10


def test_a_haircut_is_not_sold_in_a_closed_shop(corner: Street) -> None:
    made, close = closing(corner, "西店")
    # what the counter's screen still says of it
    seen = reading(lambda: shop.shops.get(corner.community_id, made.id))
    close()
    payer = Payer(corner.purse, corner.resident.person_id, "card_pin")
    sale = Sale(made.id, "haircut", "person", shop=seen)
    with pytest.raises(shop.refusals.ShopClosed):
        transact(lambda: redeem(payer, [("G32", 1)], sale=sale, actor=corner.clerk))
    assert corner.available() == 320
