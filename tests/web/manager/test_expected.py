"""Goods to come on the page: noted, ticked on the delivery that brings them, withdrawn and put back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from points import stockroom
from points.foundation import clock, reading
from tests.support.desk_day import words
from tests.support.street import Street, enter
from tests.support.visitors import Visitor
from tests.web.manager.test_deliveries import LINE, PAPER, as_one

NOTED = {
    "item": "G01", "pieces": "3×12", "source": "晨光米业", "source_kind": "donor", "due_on": "明天", "note": "说好年前送",
}  # fmt: skip


@pytest.fixture
def manager(street: Street, app: Flask) -> Visitor:
    """Who runs the shop."""
    return as_one(app, "shop_manager3")


def only(street: Street) -> Any:
    """What is open."""
    [one] = reading(lambda: stockroom.expected.list_open(street.community_id))
    return one


def test_it_is_noted_and_ticked_on_the_delivery_that_brings_a_part_of_it(
    street: Street, manager: Visitor
) -> None:
    assert "没有登记要来的货" in words(manager.get("/shop/expected").text)
    assert "什么货要来" in words(manager.get("/shop/expected?add=1").text)
    assert manager.post("/shop/expected", data=NOTED).status_code == 303
    page = words(manager.get("/shop/expected").text)
    for one in ("1 样货要来", "大米5kg", "36", "晨光米业", "捐赠", "说好年前送", "工作3"):
        assert one in page
    which = only(street).expected_id
    form = manager.get(f"/shop/deliveries/new?expected={which}").text
    assert re.search(r'name="source"[^>]*value="晨光米业"', form)
    assert re.search(r'name="item-1" value="G01 大米5kg"', form)
    assert re.search(r'name="pieces-1" value="36"', form)
    assert re.search(rf'name="expected" value="{which}" checked', form)
    # nobody ticks it for them
    assert not re.search(
        rf'name="expected" value="{which}" checked', manager.get("/shop/deliveries/new").text
    )
    sent = {**PAPER, **LINE, "expected": str(which)}
    wrong = manager.post("/shop/deliveries/new", data={**sent, "item-1": "G07", "day-1": ""})
    assert wrong.status_code == 409
    assert "勾了要来的大米5kg，这张单子上没有" in words(wrong.text)
    assert re.search(rf'name="expected" value="{which}" checked', wrong.text)
    assert manager.post("/shop/deliveries/new", data={**sent, "expected": "x"}).status_code == 404
    assert manager.post("/shop/deliveries/new", data=sent).status_code == 303
    assert "36 里到了 20" in words(manager.get("/shop/expected").text)
    rest = {**sent, "number": "0011264", "batch-1": "251029"}
    assert manager.post("/shop/deliveries/new", data=rest).status_code == 303
    page = words(manager.get("/shop/expected").text)
    assert "没有登记要来的货" in page
    assert "到了" in page


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(street: Street, manager: Visitor) -> None:
    for wrong, said in (
        ({"item": "没有的"}, "没认出是什么货"),
        ({"item": "米"}, "写全一点"),
        ({"pieces": "很多"}, "写整数"),
        ({"source": ""}, "大米5kg"),
        ({"due_on": "昨天"}, "要来的日子已经过了"),
    ):
        answer = manager.post("/shop/expected", data={**NOTED, "item": "G01 大米5kg", **wrong})
        assert answer.status_code in (409, 422), wrong
        assert said in answer.text, wrong
        assert "说好年前送" in answer.text
    assert reading(lambda: stockroom.expected.list_open(street.community_id)) == []


def test_it_is_withdrawn_with_a_reason_and_put_back(street: Street, manager: Visitor) -> None:
    manager.post("/shop/expected", data=NOTED)
    which = only(street).expected_id
    assert "大米5kg不来了？" in words(manager.get(f"/shop/expected?withdraw={which}").text)
    empty = manager.post(f"/shop/expected/{which}/withdraw", data={"reason": ""})
    assert empty.status_code == 422
    assert "大米5kg不来了？" in words(empty.text)
    assert manager.post(f"/shop/expected/{which}/withdraw", data={"reason": "今年不捐了"}).status_code == 303
    page = words(manager.get("/shop/expected").text)
    assert "今年不捐了" in page
    assert "还是会来" in page
    assert manager.post(f"/shop/expected/{which}/back").status_code == 303
    assert only(street).expected_id == which


def test_what_is_overdue_is_marked(street: Street, manager: Visitor) -> None:
    manager.post("/shop/expected", data=NOTED)
    with clock.standing_at(clock.now() + timedelta(days=3)):
        page = words(enter(manager, "shop_manager3").get("/shop/expected").text)
    assert "1 样过了日子还没到" in page
    assert "过了 2 天" in page


def test_who_only_looks_sees_the_list_and_no_deeds(street: Street, manager: Visitor, app: Flask) -> None:
    manager.post("/shop/expected", data=NOTED)
    for name in ("clerk2", "officer0"):
        looking = as_one(app, name)
        page = looking.get("/shop/expected?add=1").text
        assert "大米5kg" in page
        assert "/withdraw" not in page
        assert "?withdraw=" not in page
        assert ("/shop/deliveries/new?expected=" in page) == (name == "clerk2")
        assert looking.post("/shop/expected", data=NOTED).status_code in (403, 404)
