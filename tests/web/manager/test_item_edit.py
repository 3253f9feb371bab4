"""The form of an item: what is wrong stands beside its field, and what is written is what was typed."""

from __future__ import annotations

import pytest

from points import goods
from points.foundation import reading
from tests.support.desk_day import words
from tests.support.street import Street, enter
from tests.support.visitors import Visitor

FORM = {
    "name": "绿豆500g", "name_en": "Mung beans", "unit": "袋", "category": "粮油", "kind": "goods", "limit_window": "none",
}  # fmt: skip


@pytest.fixture
def manager(street: Street, client: Visitor) -> Visitor:
    """The manager at her desk."""
    return enter(client, "shop_manager3")


def test_a_new_item_has_no_price_and_everything_that_was_typed(street: Street, manager: Visitor) -> None:
    form = {
        **FORM, "package": "箱", "package_pieces": "12", "limit_window": "quarter", "limit_count": "2",
        "fair_shelf": "1", "safety_stock": "6", "reference": "8.50", "shelf_days": "365", "supply": "晨光米业",
    }  # fmt: skip
    page = manager.post("/shop/goods/new", data=form, follow_redirects=True)
    assert "还没定价" in page.text
    assert "去定价" in page.text
    assert "绿豆500g" not in manager.get("/counter").text, "what nobody can have yet does not run low"
    [made] = [one for one in reading(lambda: goods.cover.read(street.community_id)) if one.tenths is None]
    facts = reading(lambda: goods.wares.get(street.community_id, made.code)).facts
    assert facts == goods.wares.WareFacts(
        "绿豆500g", "袋", "Mung beans", "豆", "goods", "粮油", "箱", 12, 2, "quarter", True, 6, 850, 365, "晨光米业",
    )  # fmt: skip
    assert "每季度 2 袋" in words(page.text)


@pytest.mark.parametrize(
    "change, field",
    [
        ({"name": ""}, "name"),
        ({"unit": ""}, "unit"),
        ({"package": "箱"}, "package_pieces"),
        ({"package_pieces": "12"}, "package"),
        ({"limit_window": "month"}, "limit_count"),
        ({"limit_window": "week"}, "limit_window"),
        ({"person_limit_window": "day"}, "person_limit_count"),
        ({"person_limit_window": "week", "person_limit_count": "1"}, "person_limit_window"),
        ({"reference": "1.234"}, "reference"),
        ({"reference": "free"}, "reference"),
        ({"reference": "1000000"}, "reference"),
        ({"safety_stock": "-1"}, "safety_stock"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    street: Street, manager: Visitor, change: dict[str, str], field: str
) -> None:
    answer = manager.post("/shop/goods/new", data={**FORM, **change})
    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert len(reading(lambda: goods.cover.read(street.community_id))) == len(street.items)


def test_the_form_opens_as_it_is_written_and_writes_what_was_changed(
    street: Street, manager: Visitor
) -> None:
    page = manager.get("/shop/goods/G01/edit").text
    assert 'value="大米5kg"' in page
    form = {**FORM, "name": "大米5kg", "unit": "袋", "limit_window": "year", "limit_count": "3"}
    assert manager.post("/shop/goods/G01/edit", data=form).status_code == 303
    assert "每年 3 袋" in words(manager.get("/shop/goods/G01").text)
    assert manager.get("/shop/goods/G99/edit").status_code == 404


def test_a_limit_per_person_is_set_beside_the_households_or_alone_and_taken_away(
    street: Street, manager: Visitor
) -> None:
    form = {**FORM, "name": "大米5kg", "unit": "袋"}
    each = {"person_limit_window": "day", "person_limit_count": "1"}
    manager.post("/shop/goods/G01/edit", data={**form, **each, "limit_window": "year", "limit_count": "3"})
    for page in ("/shop/goods/G01", "/shop/goods"):
        assert "每年 3 袋，每人每天 1 袋" in words(manager.get(page).text)
    assert "3 袋/每年; 1 袋/每人每天" in words(manager.get("/shop/goods?print=1").text)
    assert 'value="1"' in manager.get("/shop/goods/G01/edit").text
    manager.set_cookie("lang", "en")
    assert "per person a day" in words(manager.get("/shop/goods/G01").text)
    manager.set_cookie("lang", "zh")
    manager.post("/shop/goods/G01/edit", data={**form, **each})
    page = words(manager.get("/shop/goods/G01").text)
    assert "每人每天 1 袋" in page
    assert "每年 3 袋" not in page
    # a number without its period is no limit, and nothing typed takes it away
    manager.post("/shop/goods/G01/edit", data={**form, "person_limit_count": "4"})
    facts = reading(lambda: goods.wares.get(street.community_id, "G01")).facts
    assert (facts.person_limit_count, facts.person_limit_window) == (None, None)


def test_a_service_is_entered_and_stays_one(street: Street, manager: Visitor) -> None:
    manager.post("/shop/goods/new", data={**FORM, "name": "磨刀", "unit": "次", "kind": "service"})
    manager.post("/shop/goods/G33/edit", data={**FORM, "name": "磨剪刀", "unit": "次"})
    facts = reading(lambda: goods.wares.get(street.community_id, "G33")).facts
    assert (facts.name, facts.kind) == ("磨剪刀", "service")


def test_a_clerk_enters_nothing(street: Street, client: Visitor) -> None:
    clerk = enter(client, "clerk2")
    assert clerk.get("/shop/goods/new").status_code == 404
    assert clerk.post("/shop/goods/new", data=FORM).status_code == 404
