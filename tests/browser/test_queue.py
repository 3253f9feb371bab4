"""The second screen shows and sounds a number that was just called, without anybody touching it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from points import shop
from points.foundation import transact
from tests.support.chromium import DESK, enter, window
from tests.support.street import Street

# What a page asks of its reader does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")


def test_the_second_screen_follows_the_key_at_the_counter(
    street: Street, desk: Page, browser: Browser, served: str
) -> None:
    for _ in range(3):
        transact(lambda: shop.numbers.give(street.shop_id, elder=False, actor=street.clerk))
    screen, complaints = window(browser, served, DESK)
    enter(screen, "clerk7")
    screen.goto("/counter/queue/screen")
    expect(screen.get_by_text("还没有叫号")).to_be_visible()
    screen.get_by_role("button", name="打开声音").click()
    expect(screen.locator("html")).to_have_attribute("data-chimed", "1")
    enter(desk, "clerk2")
    desk.goto("/counter/queue?till=2")
    desk.keyboard.press("F8")
    expect(desk.locator(".queue-number")).to_have_text("001")
    expect(screen.locator(".screen-now strong")).to_have_text("001")
    expect(screen.locator(".screen-till")).to_have_text("到 2 号台")
    expect(screen.locator("html")).to_have_attribute("data-chimed", "2")
    # a third of the screen's height is read from five metres
    box = screen.locator(".screen-now strong").bounding_box()
    assert box is not None
    assert box["height"] >= DESK["height"] / 3
    # who works at another page sees it too, and again after a second call
    desk.get_by_role("button", name="没来").click()
    expect(desk.locator(".queue-number")).to_have_count(0)
    desk.keyboard.press("F8")
    expect(screen.locator(".screen-now strong")).to_have_text("002")
    assert complaints.said == []
    screen.context.close()
