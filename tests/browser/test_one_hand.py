"""A whole sale with a scanner alone, and one with the keyboard alone; by fingers alone it is in `test_till.py`."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from points import shop
from points.foundation import reading
from tests.browser.scanner import scan
from tests.browser.test_journey import at, counter, voucher
from tests.browser.test_till import PIN, SALT, by_hand, card, has_lines
from tests.support.street import Street

__all__ = ["card", "counter", "voucher"]

# What the page does with its keys does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")


def test_a_scanner_alone_sells_refuses_and_goes_on(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    counter.goto("/counter/keys")
    sheet = counter.locator(".key")
    said, digits = (
        sheet.locator("b").all_inner_texts(),
        [one.get_attribute("alt") or "" for one in sheet.locator("img").all()],
    )
    key = dict(zip(said, digits, strict=True))
    counter.goto("/counter")
    expect(counter.locator("body")).to_have_attribute("data-ready", "yes")
    scan(counter, voucher.code)
    at(counter, "basket")
    scan(counter, SALT)
    # a basket is not left by one scan: the question is answered by scans as well
    scan(counter, key["退一步，下一位"])
    at(counter, "refusal")
    scan(counter, key["退一步，下一位"])
    at(counter, "basket")
    scan(counter, key["确认"])
    at(counter, "basket")
    # all in one go, while answers are awaited: every code has its turn
    for one in (SALT, key["对上了"], key["确认"]):
        scan(counter, one)
    at(counter, "done")
    scan(counter, key["退一步，下一位"])
    at(counter, "scan")
    scan(counter, voucher.code)
    at(counter, "refusal")
    scan(counter, key["退一步，下一位"])
    at(counter, "scan")
    [sold] = reading(lambda: shop.receipts.of_today(street.community_id))
    assert {line.item: line.quantity for line in sold.lines} == {"G07": 2}


def test_a_keyboard_alone_sells(street: Street, counter: Page, card: object) -> None:
    counter.keyboard.press("F4")
    at(counter, "search")
    by_hand(counter, "田桂兰", end=True)
    by_hand(counter, "3-2-301", end=True)
    expect(counter.locator("[data-list=candidates] .way")).to_be_focused()
    counter.keyboard.press("Space")
    at(counter, "proof")
    by_hand(counter, PIN, end=True)
    at(counter, "basket")
    by_hand(counter, "07")
    expect(counter.locator(".tile[data-item=G07]")).to_be_focused()
    counter.keyboard.press("Space")
    has_lines(counter, 1)
    counter.keyboard.press("F8")
    at(counter, "done")
    counter.keyboard.press("Escape")
    at(counter, "scan")
    assert street.available() == 300
