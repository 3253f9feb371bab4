"""Counting on a phone in a real browser: by scanner and by keys, without a network, and never by the books."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.scanner import scan
from tests.browser.test_journey import enter
from tests.shop.test_stocktakes import SALT, SMALL, VINEGAR, begin, lines
from tests.support.street import Street

# None of this depends on the database.
pytestmark = pytest.mark.only_on("sqlite")

SALT_CODE, SMALL_CODE, ITS_OTHER = "6900000011065", "6900000011010", "6900000011997"


@pytest.fixture
def sheet(street: Street, phone: Page) -> UUID:
    """A stocktake of three goods, open on the clerk's phone."""
    made = begin(street, SALT, SMALL, VINEGAR)
    enter(phone, "clerk2")
    phone.goto(f"/shop/stocktakes/{made}/count")
    return made


def noted(street: Street, sheet: UUID) -> dict[str, list[int]]:
    """What arrived, by code."""
    return {code: [one.quantity for one in line.counts] for code, line in lines(street, sheet).items()}


def test_the_same_code_adds_one_and_another_asks_first(street: Street, phone: Page, sheet: UUID) -> None:
    for code in (SMALL_CODE, SMALL_CODE, ITS_OTHER):
        scan(phone, code)
    expect(phone.locator("[data-number]")).to_have_text("3")
    scan(phone, SALT_CODE)
    expect(phone.locator("#question")).to_have_text("记下这 3\xa0袋？")
    phone.click("[data-yes]")
    expect(phone.locator("[data-name]")).to_have_text("食盐400g")
    for digit in "28":
        phone.click(f"[data-digit='{digit}']")
    phone.get_by_role("button", name="记下 28 袋，下一样").click()
    expect(phone.locator("[data-done] button")).to_have_count(2)
    expect(phone.locator("[data-kept]")).to_be_hidden()
    scan(phone, "6900000099990")
    expect(phone.locator("[data-said]")).to_have_text("没见过这个码，找名字")
    phone.reload()
    assert noted(street, sheet) == {SALT: [28], SMALL: [3], VINEGAR: []}


def test_what_is_counted_is_found_by_name_and_mended(street: Street, phone: Page, sheet: UUID) -> None:
    phone.fill("#f-find", "xyz")
    expect(phone.locator("[data-todo] button")).to_have_count(0)
    phone.fill("#f-find", "sy")
    phone.click("[data-todo] button")
    phone.click("[data-digit='9']")
    phone.click("[data-record]")
    phone.get_by_role("button", name="食盐400g 9 袋 改").click()
    phone.click("[data-back]")
    expect(phone.locator("[data-record]")).to_be_disabled()
    phone.click("[data-digit='8']")
    phone.click("[data-record]")
    expect(phone.locator("[data-said]")).to_contain_text("记下了")
    phone.reload()
    assert noted(street, sheet)[SALT] == [9, 8]


def test_an_odd_number_is_asked_about_once_more(street: Street, phone: Page, sheet: UUID) -> None:
    phone.fill("#f-find", "盐")
    phone.click("[data-todo] button")
    for digit in "300":
        phone.click(f"[data-digit='{digit}']")
    phone.click("[data-record]")
    expect(phone.locator("#question")).to_contain_text("真的是 300 袋？")
    phone.click("[data-yes]")
    expect(phone.locator("[data-done] button")).to_have_count(1)
    expect(phone.locator("[data-question]")).to_be_hidden()
    phone.reload()
    assert noted(street, sheet)[SALT] == [300]


def test_without_a_network_counts_stay_on_the_phone_and_are_sent_once(
    street: Street, phone: Page, sheet: UUID
) -> None:
    phone.context.set_offline(True)
    for code, digit in ((SALT_CODE, "7"), (SMALL_CODE, "6")):
        scan(phone, code)
        phone.click(f"[data-digit='{digit}']")
        phone.click("[data-record]")
    expect(phone.locator("[data-kept]")).to_be_visible()
    expect(phone.locator("[data-kept-words]")).to_contain_text("2")
    assert noted(street, sheet) == {SALT: [], SMALL: [], VINEGAR: []}
    phone.context.set_offline(False)
    # the notice goes with the first that is sent; what the page is drawn from must not be asked for before the last is
    phone.wait_for_function("() => Object.values(localStorage).every((kept) => kept === '[]')")
    expect(phone.locator("[data-kept]")).to_be_hidden()
    phone.reload()
    expect(phone.locator("[data-done] button")).to_have_count(2)
    assert noted(street, sheet) == {SALT: [7], SMALL: [6], VINEGAR: []}


def test_a_keyboard_types_the_number_and_enter_notes_it(street: Street, phone: Page, sheet: UUID) -> None:
    phone.fill("#f-find", "盐")
    phone.click("[data-todo] button")
    phone.keyboard.type("28", delay=120)
    expect(phone.locator("[data-number]")).to_have_text("28")
    phone.keyboard.press("Backspace")
    expect(phone.locator("[data-number]")).to_have_text("2")
    phone.keyboard.type("9", delay=120)
    phone.keyboard.press("Enter")
    expect(phone.locator("[data-done] button")).to_have_count(1)
    phone.wait_for_function("() => Object.values(localStorage).every((kept) => kept === '[]')")
    assert noted(street, sheet)[SALT] == [29]
