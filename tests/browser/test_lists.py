"""The keys of a list in Chromium: to the search, from row to row, open; and how high its rows are."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from points import people
from points.foundation import transact
from tests.browser.test_looks import Town, reads, town
from tests.support.chromium import enter
from tests.support.street import Street

__all__ = ["town"]

pytestmark = pytest.mark.only_on("sqlite")

NAMES = ("丁一", "丁二", "丁三")


@pytest.fixture
def office(desk: Page, street: Street) -> Page:
    """An officer before the list of people."""
    transact(lambda: [people.residents.register(name, actor=street.system, door="9栋1") for name in NAMES])
    enter(desk, "officer0")
    desk.goto("/desk/people")
    return desk


def here(page: Page) -> str:
    """What a screen reader would say of where the focus is."""
    return str(
        page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.id")
    )


def test_the_focus_is_in_the_search_and_letters_are_letters_there(office: Page) -> None:
    assert here(office) == "q"
    office.keyboard.type("jk/x")
    assert office.input_value("#q") == "jk/x"


def test_rows_are_walked_and_opened_without_a_mouse(office: Page) -> None:
    names = [one.inner_text().split()[0] for one in office.locator("[data-row] .cell-main").all()]
    office.keyboard.press("Escape")
    office.keyboard.press("j")
    assert here(office) == f"打开{names[0]}"
    office.keyboard.press("j")
    office.keyboard.press("j")
    assert here(office) == f"打开{names[2]}"
    office.keyboard.press("k")
    assert here(office) == f"打开{names[1]}"
    office.keyboard.press("/")
    assert here(office) == "q"
    office.keyboard.press("ArrowDown")
    office.keyboard.press("Enter")
    expect(office.locator("h1")).to_have_text(names[0])


def test_the_queue_is_walked_ticked_and_opened_by_the_same_keys(town: Town, desk: Page) -> None:
    reads(desk, "zh")
    enter(desk, "officer0")
    desk.goto("/desk")
    desk.keyboard.press("j")
    assert here(desk).startswith("打开“")
    desk.keyboard.press("x")
    expect(desk.locator("tbody input[type=checkbox]").first).to_be_checked()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/desk/review/**")


def test_a_name_and_enter_opens_the_one_there_is(office: Page) -> None:
    office.keyboard.type("丁二")
    office.keyboard.press("Enter")
    expect(office.locator("h1")).to_have_text("丁二")
    assert "丁" not in office.url


def test_a_row_of_one_line_is_44_high_and_the_head_stays(office: Page) -> None:
    box = office.locator("[data-row]").first.bounding_box()
    assert box is not None
    assert 44 <= box["height"] <= 46
    office.set_viewport_size({"width": 1024, "height": 400})
    office.keyboard.press("End")
    office.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    top = office.locator(".list thead th").first.bounding_box()
    assert top is not None
    assert abs(top["y"]) < 2


def test_a_list_is_no_wider_than_its_window(office: Page) -> None:
    wide = []
    for path in ("/desk/people", "/desk/activities", "/desk/intake?tab=lines"):
        for width, height in ((1024, 768), (1093, 614), (768, 1024), (390, 844), (320, 640)):
            office.set_viewport_size({"width": width, "height": height})
            office.goto(path)
            found = office.evaluate("document.documentElement.scrollWidth")
            wide += [(path, width, found)] if found > width else []
    assert wide == []
