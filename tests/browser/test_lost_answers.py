"""The counter's network is cut in the middle of a sale: it asks what became of it, and sells nothing by asking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, Request, Route, expect

from points import shop
from points.foundation import clock, db, reading, transact
from points.foundation.models import Epoch
from tests.browser.scanner import scan
from tests.browser.test_journey import at, voucher
from tests.support.chromium import DESK, enter, window
from tests.support.street import Street

# What a page asks of its reader does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")

__all__ = ["voucher"]
SELLS = "**/counter/redeem"
ASKS = "**/counter/redeem/asked"


@pytest.fixture
def counter(street: Street, browser: Browser, served: str) -> Iterator[Page]:
    """The counter, signed in and ready; its console tells of nothing but the network that was cut."""
    page, complaints = window(browser, served, DESK)
    enter(page, "clerk2")
    page.goto("/counter")
    expect(page.locator("body")).to_have_attribute("data-ready", "yes")
    yield page
    page.context.close()
    assert [one for one in complaints.said if "net::ERR_FAILED" not in one] == []


def sold(street: Street) -> int:
    """How many receipts there are."""
    return len(reading(lambda: shop.receipts.of_today(street.community_id)))


def after_the_sale(route: Route) -> None:
    """The house sells, and its answer is lost."""
    route.fetch()
    route.abort()


def before_the_sale(route: Route) -> None:
    """Nothing reaches the house."""
    route.abort()


def confirm(page: Page, code: str) -> list[str]:
    """A basket of rice, confirmed; the scan ids of all sales the page posts from here on."""
    posted: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/counter/redeem"):
            posted.append(request.post_data_json["scan_id"])

    page.on("request", note)
    scan(page, code)
    at(page, "basket")
    page.locator(".tile[data-item=G02]").click()
    page.locator("[data-do=who]").click()
    page.keyboard.press("F8")
    at(page, "unsure")
    return posted


def at_done(page: Page) -> None:
    """Sold, and the receipt is there."""
    at(page, "done")
    expect(page.locator(".paper .slip")).to_be_visible()


def network_returns(page: Page) -> None:
    """What the browser says when the cable is in again."""
    page.evaluate("window.dispatchEvent(new Event('online'))")


def test_an_answer_that_was_lost_is_found_by_asking(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    counter.route(SELLS, after_the_sale)
    posted = confirm(counter, voucher.code)
    assert sold(street) == 1
    network_returns(counter)
    at_done(counter)
    assert (len(posted), sold(street)) == (1, 1)
    expect(counter.locator("#pending")).to_be_hidden()


def test_a_returning_network_sells_nothing_that_was_not_sold(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    counter.route(SELLS, before_the_sale)
    posted = confirm(counter, voucher.code)
    expect(counter.get_by_text("还没有回音，先别递货")).to_be_visible()
    counter.unroute(SELLS)
    network_returns(counter)
    at(counter, "unsold")
    expect(counter.get_by_role("heading", name="没有卖成，分没有动")).to_be_visible()
    assert (len(posted), sold(street)) == (1, 0)
    counter.get_by_role("button", name="居民还在，再办一次").click()
    at_done(counter)
    assert (len(set(posted)), sold(street)) == (1, 1)


def test_what_the_books_forgot_by_a_restore_is_left_to_a_person(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    counter.route(SELLS, before_the_sale)
    posted = confirm(counter, voucher.code)
    counter.unroute(SELLS)
    # the books that are asked were put back after the sale was tried
    row = {"number": 2, "started_at": clock.now() + timedelta(minutes=1), "reason": "restored"}
    transact(lambda: db.session.execute(sa.insert(Epoch), [row]))
    counter.keyboard.press("F8")
    at(counter, "refusal")
    expect(counter.get_by_text("账上看不出有没有卖成。", exact=True)).to_be_visible()
    expect(counter.get_by_text("先别再办").first).to_be_visible()
    expect(counter.locator(".verdict-still")).to_be_hidden()
    expect(counter.locator(".line").locator("visible=true")).to_have_count(0)
    network_returns(counter)
    assert (len(posted), sold(street)) == (1, 0)
    expect(counter.locator("#pending")).to_be_hidden()


def test_asking_while_the_network_is_away_goes_on_not_knowing(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    counter.route(SELLS, after_the_sale)
    counter.route(ASKS, before_the_sale)
    confirm(counter, voucher.code)
    with counter.expect_request(ASKS):
        counter.keyboard.press("F8")
    # the question has failed before the next one is asked
    expect(counter.locator("body")).not_to_have_attribute("data-busy", "yes")
    at(counter, "unsure")
    counter.unroute(ASKS)
    counter.keyboard.press("F8")
    at_done(counter)
    assert sold(street) == 1


def test_after_a_reload_nobody_is_charged_who_is_gone(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    counter.route(SELLS, before_the_sale)
    posted = confirm(counter, voucher.code)
    counter.unroute(SELLS)
    counter.reload()
    expect(counter.locator("body")).to_have_attribute("data-ready", "yes")
    expect(counter.locator("#pending")).to_be_visible()
    kept = counter.evaluate("localStorage.getItem('counter.pending')")
    assert "payer_ref" not in kept
    assert "items" not in kept
    counter.locator("[data-do=settle]").click()
    expect(counter.get_by_text("没有回音的那一笔")).to_be_visible()
    expect(counter.locator("#pending")).to_be_hidden()
    assert (len(posted), sold(street)) == (1, 0)


def test_the_next_customer_finds_the_last_one_asked_about(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    counter.route(SELLS, after_the_sale)
    posted = confirm(counter, voucher.code)
    # what is not known is left only when somebody says so, and Esc comes back to it
    counter.keyboard.press("Escape")
    at(counter, "refusal")
    counter.keyboard.press("Escape")
    at(counter, "unsure")
    counter.keyboard.press("Escape")
    counter.get_by_role("button", name="不换了，请下一位 篮子清空").click()
    at(counter, "scan")
    counter.locator("[data-do=settle]").click()
    at_done(counter)
    assert (len(posted), sold(street)) == (1, 1)


def test_an_expired_sign_in_asks_and_takes_no_basket_along(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    counter.route(SELLS, after_the_sale)
    posted = confirm(counter, voucher.code)
    counter.context.clear_cookies()
    counter.keyboard.press("F8")
    at(counter, "refusal")
    enter(counter, "clerk2")
    expect(counter.locator("body")).to_have_attribute("data-ready", "yes")
    at(counter, "scan")
    counter.locator("[data-do=settle]").click()
    at_done(counter)
    assert (len(posted), sold(street)) == (1, 1)
