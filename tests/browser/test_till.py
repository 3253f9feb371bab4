"""The counter's page under its clerk's hands: what a scanner sends, what keys do, and that nothing is lost on the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from points import shop
from tests.browser.test_journey import at, counter, scan, voucher
from tests.support.street import Street

__all__ = ["counter", "voucher"]

# What the page does with its keys does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")

SALT = "6900000011065"


def test_a_scanner_without_an_end_key_works_and_is_told_how_to_be_set(
    counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    told = counter.locator("#no-end")
    counter.keyboard.type(voucher.code, delay=1)
    at(counter, "basket")
    expect(told).to_contain_text("加回车")
    # an Enter that comes late presses nothing, and the next code is one of its own
    counter.keyboard.press("Enter")
    counter.keyboard.type(SALT, delay=1)
    expect(counter.locator(".line[data-item=G07] .steps b")).to_have_text("1")
    expect(told).to_be_visible()
    scan(counter, SALT)
    expect(counter.locator(".line[data-item=G07] .steps b")).to_have_text("2")
    expect(told).to_be_hidden()


def test_what_was_cut_off_is_no_code(counter: Page, voucher: shop.vouchers.VoucherInfo) -> None:
    counter.keyboard.type(voucher.code[:60], delay=1)
    expect(counter.locator("#no-end")).to_be_visible()
    at(counter, "scan")


def test_marks_before_within_and_behind_a_code_are_taken_off(
    counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    keys = counter.keyboard
    keys.press("Control+KeyB")
    keys.type("]Q1" + voucher.code[:100], delay=1)
    keys.press("Control+BracketRight")
    keys.type(voucher.code[100:], delay=1)
    keys.press("Control+KeyC")
    keys.press("Control+KeyM")
    keys.press("Control+KeyJ")
    at(counter, "basket")
    keys.type("]E0" + SALT, delay=1)
    keys.press("Tab")
    expect(counter.locator(".line[data-item=G07] .steps b")).to_have_text("1")
    expect(counter.locator("#no-end")).to_be_hidden()


def test_seven_of_eight_digits_are_told_as_one_missing(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    counter.keyboard.type(voucher.spoken[:7], delay=170)
    counter.keyboard.press("Enter")
    expect(counter.locator("[data-step=scan] [data-t=nothing]")).to_contain_text("少一位，要 8")
    counter.keyboard.type(voucher.spoken, delay=170)
    counter.keyboard.press("Enter")
    at(counter, "basket")
