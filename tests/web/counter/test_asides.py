"""A voucher that its clerk may not serve alone, left for the next shift."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask

from points import people, shop
from points.foundation import clock, reading, transact
from tests.support.street import Street, enter
from tests.support.visitors import Visitor
from tests.web.counter.conftest import ask, issue

RICE = [{"item": "G02", "quantity": 1}]


def sisters(street: Street) -> None:
    """The clerk and the resident."""
    clerk, resident = street.clerk.person_id, street.resident.person_id
    assert clerk is not None
    assert resident is not None
    transact(lambda: people.relations.relate(clerk, resident, kind="sibling", actor=street.system))


def pay(clerk: Visitor, ref: str, scan_id: str = "own-scan-1") -> tuple[int, str]:
    answer: Any = ask(clerk, "redeem", payer_ref=ref, items=RICE, scan_id=scan_id, who_confirmed=True)
    return answer.status_code, answer.json.get("code", "")


def test_a_voucher_left_for_the_next_shift_is_served_by_somebody_else(
    street: Street, counter: Visitor, app: Flask
) -> None:
    sisters(street)
    clerk, other = counter, enter(app.test_client(), "clerk7")
    ref = ask(clerk, "scan", code=issue(street, 300, "own-1").code).json["payer"]["ref"]
    assert ask(clerk, "asides", payer_ref=ref, items=RICE).json == {"left": True}
    assert street.standing() == (20, 300)
    [waiting] = other.get("/counter/asides").json["asides"]  # type: ignore[index]
    assert (waiting["name"], waiting["left_by"], waiting["pieces"]) == ("田**", "工作2", 1)
    own = ask(clerk, "scan", aside=waiting["aside"]).json
    assert pay(clerk, own["payer"]["ref"]) == (409, "own_purse")
    found = ask(other, "scan", aside=waiting["aside"]).json
    assert found["wanted"] == {"G02": 1}
    assert pay(other, found["payer"]["ref"], "own-scan-2") == (201, "")
    assert other.get("/counter/asides").json["asides"] == []  # type: ignore[index]
    assert ask(other, "scan", aside=waiting["aside"]).json["code"] == "voucher_used"


def test_only_an_own_voucher_is_left_and_only_a_left_one_is_found(
    street: Street, counter: Visitor, app: Flask
) -> None:
    clerk = counter
    card = issue(street, 300, "own-1")
    ref = ask(clerk, "scan", code=card.code).json["payer"]["ref"]
    assert ask(clerk, "asides", payer_ref=ref, items=RICE).json["code"] == "not_for_aside"
    assert ask(clerk, "scan", aside=card.public_id).json["code"] == "voucher_unknown"
    sisters(street)
    many = [{"item": "G02", "quantity": 2}]
    assert ask(clerk, "asides", payer_ref=ref, items=many).json["code"] == "voucher_too_small"
    transact(lambda: shop.vouchers.give_back(card.public_id, actor=street.resident))
    assert ask(clerk, "asides", payer_ref=ref, items=RICE).json["code"] == "voucher_returned"
    assert enter(app.test_client(), "tian").get("/counter/asides").status_code == 404


def test_a_voucher_is_left_for_just_what_it_is_worth(street: Street, counter: Visitor, app: Flask) -> None:
    sisters(street)
    ref = ask(counter, "scan", code=issue(street, 250, "own-1").code).json["payer"]["ref"]
    assert ask(counter, "asides", payer_ref=ref, items=RICE).json == {"left": True}


def test_what_was_left_waits_through_its_last_day_at_its_own_shop(street: Street, counter: Visitor) -> None:
    sisters(street)
    card = transact(
        lambda: shop.vouchers.issue(
            250, request_key="own-last", actor=street.resident, shop_id=street.shop_id, days=2
        )
    )[0]
    elsewhere = transact(lambda: shop.shops.add("别处", actor=street.system))
    ref = ask(counter, "scan", code=card.code).json["payer"]["ref"]
    assert ask(counter, "asides", payer_ref=ref, items=RICE).json == {"left": True}

    def waits(shop_id: UUID) -> bool:
        return bool(reading(lambda: shop.asides.list_open(street.community_id, shop_id)))

    assert (waits(street.shop_id), waits(elsewhere)) == (True, False)
    now = clock.now()
    clock.set_now(now + (card.valid_until - clock.today()))
    assert waits(street.shop_id)
    clock.set_now(clock.now() + timedelta(days=1))
    assert not waits(street.shop_id)
