"""Price shown is price paid: what the screen said is what is taken, or the counter is asked again."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from points import goods
from points.foundation import clock, db, transact
from tests.support.street import Street, enter
from tests.support.visitors import Visitor
from tests.web.counter.conftest import ask, counter, issue

__all__ = ["counter"]

RICE, SALT = "G02", "G07"


def scanned(street: Street, counter: Visitor, key: str, tenths: int = 310) -> tuple[str, dict[str, Any]]:
    """A payer, and the tiles the screen shows by word."""
    answer = ask(counter, "scan", code=issue(street, tenths, key).code).json
    return answer["payer"]["ref"], {one["item"]: one for one in answer["tiles"]}


def confirm(counter: Visitor, ref: str, tiles: dict[str, Any], basket: dict[str, int], scan_id: str) -> Any:
    """What the page sends: the basket at the prices of these tiles."""
    items = [
        {"item": word, "quantity": pieces, "tenths": tiles[word]["tenths"]} for word, pieces in basket.items()
    ]
    total = sum(one["quantity"] * one["tenths"] for one in items)
    body = {"items": items, "expected_tenths": total, "scan_id": f"shown-{scan_id}", "who_confirmed": True}
    return ask(counter, "redeem", payer_ref=ref, **body)


def price(street: Street, tenths: int, *, code: str = RICE, **more: Any) -> None:
    """A new price, from now on unless told otherwise."""
    at = more.pop("at", None) or clock.now()
    transact(lambda: goods.prices.set_at(street.community_id, street.items[code], tenths, at=at, **more))


def test_the_price_changes_between_basket_and_payment(street: Street, counter: Visitor) -> None:
    ref, tiles = scanned(street, counter, "changed")
    before = street.standing()
    price(street, 270)
    refused = confirm(counter, ref, tiles, {RICE: 1, SALT: 2}, "changed-1")
    assert (refused.status_code, refused.json["code"]) == (409, "price_changed")
    assert refused.json["message"] == "价钱变了：小包装米2.5kg 25 → 27，一共 29 → 31 分。"
    assert street.standing() == before
    # the second look: the shelf as it is now, for the same payer, and the same number may sell
    tiles = {one["item"]: one for one in ask(counter, "look", payer_ref=ref).json["tiles"]}
    done = confirm(counter, ref, tiles, {RICE: 1, SALT: 2}, "changed-1")
    assert (done.status_code, done.json["tenths"]) == (201, 310)


def test_in_english_too(street: Street, counter: Visitor) -> None:
    counter.set_cookie("lang", "en")
    ref, tiles = scanned(street, counter, "english")
    price(street, 260)
    refused = confirm(counter, ref, tiles, {RICE: 1}, "english-1").json
    assert refused["message"] == "The price has changed: 小包装米2.5kg 25 → 26, in all 25 → 26 points."


@pytest.mark.parametrize("begins", [time(12), time(0)], ids=["noon", "midnight"])
def test_a_basket_opened_a_minute_before_a_price_begins_asks_again(
    street: Street, counter: Visitor, begins: time
) -> None:
    at = clock.instant(clock.today() + timedelta(days=1), begins)
    price(street, 280, at=at)
    clock.set_now(at - timedelta(minutes=1))
    enter(counter, "clerk2")
    ref, tiles = scanned(street, counter, "eleven-59")
    clock.set_now(at + timedelta(minutes=1))
    refused = confirm(counter, ref, tiles, {RICE: 1}, "eleven-59-1")
    assert refused.json["code"] == "price_changed"
    clock.set_now(at - timedelta(seconds=30))
    done = confirm(counter, ref, tiles, {RICE: 1}, "eleven-59-1")
    assert (done.status_code, done.json["tenths"]) == (201, 250)


def test_a_sale_that_stands_is_answered_as_it_was_whatever_it_costs_now(
    street: Street, counter: Visitor
) -> None:
    ref, tiles = scanned(street, counter, "stands")
    done = confirm(counter, ref, tiles, {RICE: 1}, "stands-1")
    price(street, 290)
    again = confirm(counter, ref, tiles, {RICE: 1}, "stands-1")
    assert (again.status_code, again.json) == (200, done.json)
    # a page from before an update asks with the same number
    body = {"payer_ref": ref, "items": [{"item": RICE, "quantity": 1}], "scan_id": "shown-stands-1"}
    old = counter.post("/counter/redeem", json={**body, "who_confirmed": True})
    assert (old.status_code, old.json) == (200, done.json)


def test_a_page_that_does_not_say_what_it_showed_is_loaded_again(street: Street, counter: Visitor) -> None:
    ref, _ = scanned(street, counter, "old-page")
    body = {"payer_ref": ref, "items": [{"item": RICE, "quantity": 1}], "scan_id": "old-page-1"}
    refused = counter.post("/counter/redeem", json={**body, "who_confirmed": True})
    assert (refused.status_code, refused.json["code"]) == (409, "prices_unseen")  # type: ignore[index]


def test_what_was_withdrawn_meanwhile_is_named(street: Street, counter: Visitor) -> None:
    ref, tiles = scanned(street, counter, "gone")
    transact(
        lambda: db.session.execute(sa.text("UPDATE goods_item SET status = 'withdrawn' WHERE code = 'G07'"))
    )
    refused = confirm(counter, ref, tiles, {SALT: 1}, "gone-1").json
    assert (refused["code"], refused["message"]) == ("item_gone", "食盐400g现在不能换了。")


def near(street: Street, batch: str = "RK2", tenths: int = 120) -> None:
    """A batch of rice stands on the shelf of what ends soon."""
    price(street, tenths, batch_id=street.batches[batch])


def test_a_batch_with_a_price_of_its_own_is_a_tile_of_its_own(street: Street, counter: Visitor) -> None:
    near(street)
    _ref, tiles = scanned(street, counter, "tiles")
    tile, whole = tiles["B-RK2"], tiles[RICE]
    assert (tile["tenths"], tile["stock"], tile["of"], tile["group"]) == (120, 3, RICE, "临期")
    assert tile["near"] == (clock.today() + timedelta(days=30)).isoformat()
    assert (whole["tenths"], whole["stock"], whole["near"]) == (250, 3, None)
    # its label, read by the same reader before anybody's code
    assert ask(counter, "scan", code="b-rk2").json["item"]["item"] == "B-RK2"
    assert ask(counter, "scan", code="B-RK1").json["code"] == "item_unknown"


def test_its_pieces_come_from_it_alone_and_the_items_from_every_other(
    street: Street, counter: Visitor
) -> None:
    near(street)
    street.give(800)
    ref, tiles = scanned(street, counter, "both", 1000)
    done = confirm(counter, ref, tiles, {"B-RK2": 2, RICE: 1}, "both-1").json
    assert done["tenths"] == 490
    days = sorted((one["tenths"], batch["until"]) for one in done["items"] for batch in one["batches"])
    today = clock.today()
    assert days == [
        (240, (today + timedelta(days=30)).isoformat()),
        (250, (today + timedelta(days=90)).isoformat()),
    ]
    again = confirm(counter, ref, tiles, {"B-RK2": 2, RICE: 1}, "both-1").json
    assert again == done
    left = {
        one["item"]: one["stock"]
        for one in ask(counter, "scan", code=issue(street, 5, "left").code).json["tiles"]
    }
    assert (left["B-RK2"], left[RICE]) == (1, 2)


def test_more_than_the_batch_has_is_not_made_up_from_the_shelf(street: Street, counter: Visitor) -> None:
    street.give(800)
    near(street)
    ref, tiles = scanned(street, counter, "more", 1000)
    refused = confirm(counter, ref, tiles, {"B-RK2": 4}, "more-1").json
    assert (refused["code"], refused["facts"]["left"]) == ("stock_short", 3)
    refused = confirm(counter, ref, tiles, {RICE: 4}, "more-2").json
    assert (refused["code"], refused["facts"]["left"]) == ("stock_short", 3)


def test_a_limit_per_person_is_on_the_tile_and_one_that_shrinks_asks_for_a_second_look(
    street: Street, counter: Visitor
) -> None:
    limit = "UPDATE goods_item SET person_limit_count = {}, person_limit_window = 'month' WHERE code = 'G06'"
    transact(lambda: db.session.execute(sa.text(limit.format(3))))
    ref, tiles = scanned(street, counter, "each")
    assert tiles["G06"]["person_limit"] == {"each": 3, "left": 3, "window": "month"}
    assert (tiles["G06"]["limit"]["left"], tiles[SALT]["person_limit"]) == (5, None)
    transact(lambda: db.session.execute(sa.text(limit.format(2))))
    refused = confirm(counter, ref, tiles, {"G06": 3}, "each-1")
    assert (refused.status_code, refused.json["code"]) == (409, "person_limit_reached")
    assert "袋装醋每人限 2 袋，这位还能换 2 袋" in refused.json["message"]
    assert (refused.json["facts"]["left"], refused.json["facts"]["item"]) == (2, "G06")
    tiles = {one["item"]: one for one in ask(counter, "look", payer_ref=ref).json["tiles"]}
    assert tiles["G06"]["person_limit"] == {"each": 2, "left": 2, "window": "month"}
    assert confirm(counter, ref, tiles, {"G06": 2}, "each-1").status_code == 201
    _ref, tiles = scanned(street, counter, "again")
    assert tiles["G06"]["person_limit"]["left"] == 0


def test_a_limit_counts_both(street: Street, counter: Visitor) -> None:
    price(street, 2, code="G06", batch_id=street.batches["RK4"])
    came = goods.stock.Delivery("RK9", street.items["G06"], 20, clock.today())
    transact(lambda: goods.stock.receive(street.community_id, [came], actor=street.system))
    ref, tiles = scanned(street, counter, "limit")
    refused = confirm(counter, ref, tiles, {"B-RK4": 3, "G06": 3}, "limit-1").json
    assert refused["code"] == "limit_reached"
    assert confirm(counter, ref, tiles, {"B-RK4": 3, "G06": 2}, "limit-2").json["tenths"] == 16
