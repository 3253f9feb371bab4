"""Today's receipts as the counter lists them, and one for the 58 mm printer."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from points.foundation import wording
from tests.support.street import Street, enter
from tests.support.visitors import Visitor
from tests.web.counter.conftest import sale


def test_today_is_listed_newest_first_with_its_sum(street: Street, counter: Visitor) -> None:
    first = sale(street, counter, 300, "G02", "scan-0001")
    second = sale(street, counter, 60, "G07", "scan-0002")
    listed = counter.get("/counter/recent").json
    assert listed is not None
    assert listed["today"] == {"count": 2, "tenths": 270}
    assert [one["receipt"] for one in listed["receipts"]] == [second["receipt"], first["receipt"]]
    newest = listed["receipts"][0]
    assert (newest["name"], newest["state"], newest["can_ask"]) == ("田**", "done", True)
    assert counter.get(newest["receipt_url"]).status_code == 200


def test_a_day_without_a_sale_has_none(street: Street, counter: Visitor) -> None:
    assert counter.get("/counter/recent").json == {"today": {"count": 0, "tenths": 0}, "receipts": []}


def test_the_printed_slip_says_what_was_paid_and_masks_who_paid(street: Street, counter: Visitor) -> None:
    done = sale(street, counter, 300, "G02", "scan-0001")
    slip = counter.get(f"/counter/receipts/{done['receipt']}")
    assert slip.status_code == 200
    for words in (wording.in_fours(done["receipt"]), "田**", "3栋", "小包装米2.5kg", "工作2", "25.0", "7.0"):
        assert words in slip.text
    for words in ("田桂兰", "2单元301", "13800000001", "已冲正"):
        assert words not in slip.text


def test_a_slip_of_a_sale_that_was_taken_back_says_so(street: Street, counter: Visitor, app: Flask) -> None:
    done = sale(street, counter, 300, "G02", "scan-0001")
    counter.post("/counter/undo", json={"receipt": done["receipt"], "reason": "拿错了货"})
    manager: Visitor = app.test_client()  # type: ignore[assignment]
    enter(manager, "shop_manager3").post("/counter/undo/confirm", json={"receipt": done["receipt"]})
    slip = counter.get(f"/counter/receipts/{done['receipt']}").text
    assert "已冲正，分已退回" in slip
    for struck in ("32.0 分", "25.0 分", "7.0 分", "小包装米2.5kg", "×1"):
        assert f"<s>{struck}</s>" in slip
    after = re.sub(r"<[^>]+>|\s+", " ", slip.partition("冲正后")[2])
    assert re.match(r" *32\.0 分 +工作3，\d+:\d\d ", after), after


def test_the_width_of_the_roll_is_chosen_once_for_a_machine(street: Street, counter: Visitor) -> None:
    address = f"/counter/receipts/{sale(street, counter, 300, 'G02', 'scan-0001')['receipt']}"
    assert 'data-roll="58"' in counter.get(address).text
    assert 'data-roll="80"' in counter.get(f"{address}?width=80").text
    assert 'data-roll="80"' in counter.get(address).text
    assert 'data-roll="80"' in counter.get("/counter").text, "what a refusal prints is as wide"
    assert 'data-roll="80"' in counter.get(f"{address}?width=70").text, "no roll is so wide"
    assert 'data-roll="58"' in counter.get("/counter?width=58").text


def test_a_receipt_that_never_was_is_not_there(street: Street, counter: Visitor) -> None:
    assert counter.get("/counter/receipts/sj0000000000").status_code == 404


@pytest.mark.parametrize("username", ["tian", "leader1"])
def test_who_does_not_serve_sees_no_receipts(
    street: Street, counter: Visitor, app: Flask, username: str
) -> None:
    done = sale(street, counter, 300, "G02", "scan-0001")
    client: Visitor = app.test_client()  # type: ignore[assignment]
    enter(client, username)
    for address in ("/counter/recent", f"/counter/receipts/{done['receipt']}"):
        assert client.get(address).status_code == 404
