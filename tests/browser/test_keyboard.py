"""By keyboard alone: one proposes, another says yes; where focus goes, after a fault as well, and that going back is safe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from points import people
from points.foundation import transact
from tests.browser.test_looks import reads
from tests.support.by_two import ByTwo, lay_out
from tests.support.chromium import enter
from tests.support.street import Street

# Keys do not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")

#: what has the focus: a field by its name, anything else by its words
FOCUSED = """() => {
  const one = document.activeElement;
  return one.name || one.id || one.getAttribute('aria-label') || one.textContent.trim();
}"""
#: more steps than any page of these takes to its last field
FAR = 90


@pytest.fixture
def two(street: Street) -> ByTwo:
    """What waits for a second person."""
    return lay_out(street)


def has_focus(page: Page) -> str:
    """What a key would go to."""
    return str(page.evaluate(FOCUSED))


def tab_to(page: Page, wanted: str) -> list[str]:
    """Tab until this has the focus; what had it on the way."""
    way: list[str] = []
    while has_focus(page) != wanted:
        page.keyboard.press("Tab")
        way.append(has_focus(page))
        assert len(way) < FAR, way
    return way


def press(page: Page, wanted: str) -> None:
    """Tab to it and press it; the page that follows is there."""
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_setting_is_proposed_by_one_and_confirmed_by_another(street: Street, desk: Page) -> None:
    address = "/desk/settings/takeback_seconds"
    reads(desk, "zh")
    enter(desk, "officer0")
    desk.goto(address)
    desk.keyboard.press("Tab")
    assert has_focus(desk) == "跳到正文"
    desk.keyboard.press("Enter")
    tab_to(desk, "value")
    desk.keyboard.press("Control+A")
    desk.keyboard.type("60")
    way = tab_to(desk, "先看会改到什么")
    assert [one for one in way if one in ("effective_on", "reason")] == ["effective_on", "reason"]
    press(desk, "先看会改到什么")
    # what is wrong is said first, and leads to where it is
    assert "处要改" in has_focus(desk)
    tab_to(desk, "去第一处")
    desk.keyboard.press("Enter")
    expect(desk.locator("#effective_on")).to_be_focused()
    desk.keyboard.type("明天")
    tab_to(desk, "reason")
    desk.keyboard.type("例会定的")
    press(desk, "先看会改到什么")
    assert has_focus(desk) == "confirm-title"
    assert tab_to(desk, "提出来，等人确认") == ["先不改", "提出来，等人确认"]
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    expect(desk.locator("#waiting-title")).to_contain_text("等人确认")
    reads(desk, "zh")
    enter(desk, "street6")
    desk.goto(address)
    press(desk, "我看过了，同意")
    expect(desk.locator(".setting-facts")).to_contain_text("60 秒")
    desk.go_back()
    expect(desk.locator("#waiting-title")).to_have_count(0)


def test_a_role_is_confirmed_where_somebody_objected(street: Street, two: ByTwo, desk: Page) -> None:
    watcher = street.staff["supervisor"]
    transact(lambda: people.nominations.object_to(two.grant, reason="来了才三天", actor=watcher))
    reads(desk, "zh")
    enter(desk, "street6")
    desk.goto("/desk/roles")
    press(desk, "确认：罗小敏")
    assert has_focus(desk) == "confirm-title"
    assert tab_to(desk, "确认这个岗位") == ["answer", "先不", "确认这个岗位"]
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    # the one field that is missing has the focus, and says so
    expect(desk.locator("#answer")).to_be_focused()
    expect(desk.locator("#answer")).to_have_attribute("aria-invalid", "true")
    desk.keyboard.type("主任当面问过了")
    desk.keyboard.press("Escape")
    expect(desk.locator("#answer")).to_have_value("主任当面问过了")
    press(desk, "确认这个岗位")
    expect(desk.locator(".note-done")).to_be_visible()
