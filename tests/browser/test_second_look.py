"""Price, limit and shelf change while a basket is on the screen: the counter says what differs, and sells what is shown then."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from points import goods, people, shop
from points.foundation import clock, db, reading, transact, wording
from tests.browser.scanner import scan
from tests.browser.test_journey import at, counter, voucher
from tests.support.street import Street

# What the page asks of its reader does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")

__all__ = ["counter", "voucher"]
RICE, SALT, VINEGAR = "G02", "G07", "G06"


def price(street: Street, tenths: int, *, code: str = RICE, **more: Any) -> None:
    """A new price, from now on."""
    item = street.items[code]
    transact(lambda: goods.prices.set_at(street.community_id, item, tenths, at=clock.now(), **more))


def sold(street: Street) -> list[int]:
    """What was taken, sale by sale."""
    return [one.tenths for one in reading(lambda: shop.receipts.of_today(street.community_id))]


def said(page: Page) -> str:
    """The refusal in its words."""
    at(page, "refusal")
    return re.sub(r"\s+", " ", page.locator("[data-step=refusal] [role=alert]").inner_text())


@pytest.fixture
def basket(counter: Page, voucher: shop.vouchers.VoucherInfo) -> Callable[..., Page]:
    """So many pieces on the counter, one press before they are paid."""

    def filled(**pieces: int) -> Page:
        scan(counter, voucher.code)
        at(counter, "basket")
        for code, number in pieces.items():
            for _ in range(number):
                counter.locator(f".tile[data-item={code}]").click()
        counter.locator("[data-do=who]").click()
        expect(counter.locator("#confirm")).to_be_enabled()
        return counter

    return filled


def test_a_price_that_changes_twice_is_said_twice_and_then_taken_as_shown(
    street: Street, basket: Callable[..., Page]
) -> None:
    page = basket(G02=1, G07=1)
    before = street.standing()
    expect(page.locator("#confirm")).to_contain_text("27 分")
    price(street, 270)
    page.keyboard.press("F8")
    assert "小包装米2.5kg 25 → 27 一共 27 → 29 分" in said(page)
    expect(page.locator(".line[data-item=G02] .line-price")).to_contain_text("27 分")
    price(street, 260)
    page.get_by_role("button", name="按新价兑换，一共 29 分").click()
    assert "小包装米2.5kg 27 → 26 一共 29 → 28 分" in said(page)
    assert (sold(street), street.standing()) == ([], before)
    # the best way on is framed, and the space bar takes it
    expect(page.locator("[data-step=refusal] .way").first).to_contain_text("按新价兑换，一共 28 分")
    page.keyboard.press("Space")
    at(page, "done")
    assert (sold(street), street.standing()) == ([280], (before[0] + 20, 0))


def test_a_new_price_that_is_looked_at_in_the_list_is_confirmed_by_hand(
    street: Street, basket: Callable[..., Page]
) -> None:
    page = basket(G02=1)
    price(street, 240)
    page.keyboard.press("F8")
    assert "25 → 24" in said(page)
    page.get_by_role("button", name="回到清单").first.click()
    at(page, "basket")
    expect(page.locator(".tile[data-item=G02] .tile-price")).to_contain_text("24")
    expect(page.locator("#confirm")).to_contain_text("24 分")
    assert sold(street) == []
    page.keyboard.press("F8")
    at(page, "done")
    assert sold(street) == [240]


def test_a_price_beyond_the_voucher_is_said_and_cannot_be_confirmed(
    street: Street, basket: Callable[..., Page]
) -> None:
    page = basket(G02=1)
    price(street, 310)
    page.keyboard.press("F8")
    assert "25 → 31" in said(page)
    expect(page.locator("[data-step=refusal] .way", has_text="兑换，一共 31 分")).to_have_count(0)
    expect(page.get_by_text("照新价还差 1 分").first).to_be_visible()
    page.get_by_role("button", name="回到清单").first.click()
    expect(page.locator("#confirm")).to_be_disabled()
    expect(page.locator("#confirm")).to_contain_text("1 分")
    assert sold(street) == []


def test_a_limit_that_shrinks_is_said_and_shown_and_what_is_left_of_it_is_sold(
    street: Street, basket: Callable[..., Page]
) -> None:
    page = basket(G06=3, G07=1)
    lower = sa.text("UPDATE goods_item SET limit_count = 2 WHERE code = 'G06'")
    transact(lambda: db.session.execute(lower))
    page.keyboard.press("F8")
    assert "袋装醋" in said(page)
    expect(page.locator(".line[data-item=G06] .steps b")).to_have_text("3")
    page.get_by_role("button", name="回到篮子").first.click()
    expect(page.locator(".tile[data-item=G06] .tile-left")).to_contain_text("已在篮里")
    page.locator(".line[data-item=G06] [data-do=less]").click()
    page.keyboard.press("F8")
    at(page, "done")
    assert sold(street) == [30]


def test_what_one_person_may_take_stands_on_the_tile_and_stops_there(
    street: Street, basket: Callable[..., Page]
) -> None:
    limit = "UPDATE goods_item SET person_limit_count = {}, person_limit_window = 'month' WHERE code = 'G06'"
    transact(lambda: db.session.execute(sa.text(limit.format(2))))
    page = basket(G07=1)
    tile = page.locator(".tile[data-item=G06]")
    expect(tile.locator(".tile-left")).to_have_text("余\u00a050 袋，月限\u00a05，每人限\u00a02")
    tile.click()
    tile.click()
    expect(tile.locator(".tile-left")).to_contain_text("每人限\u00a02 袋，已在篮里")
    tile.click()
    assert re.search("袋装醋每人限 2 袋 .+还能换的 2 袋都在篮子里了", said(page))
    page.keyboard.press("Escape")
    at(page, "basket")
    # the limit shrinks meanwhile: it is said by the server, and shown when one is back
    transact(lambda: db.session.execute(sa.text(limit.format(1))))
    page.keyboard.press("F8")
    assert "袋装醋每人限 1 袋 这位还能换 1 袋" in said(page)
    page.get_by_role("button", name="回到篮子").first.click()
    page.locator(".line[data-item=G06] [data-do=less]").click()
    page.keyboard.press("F8")
    at(page, "done")
    assert sold(street) == [25]


def test_a_batch_that_goes_to_its_own_shelf_is_missed_on_the_old_one_and_offered_on_the_new(
    street: Street, basket: Callable[..., Page]
) -> None:
    page = basket(G02=1, G07=2)
    for batch in ("RK1", "RK2"):
        price(street, 120, batch_id=street.batches[batch])
    page.keyboard.press("F8")
    assert "小包装米2.5kg" in said(page)
    page.get_by_role("button", name="回到篮子").first.click()
    page.locator(".line[data-item=G02] [data-do=less]").click()
    page.locator(".chip", has_text="临期").click()
    page.locator(".tile[data-item=B-RK2]").click()
    expect(page.locator("#confirm")).to_contain_text("16 分")
    page.keyboard.press("F8")
    at(page, "done")
    assert sold(street) == [160]


def test_points_that_a_voucher_holds_are_named_before_those_that_are_missing(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    """A card of a household that has most of its points in a voucher."""
    person = street.resident.person_id
    card = transact(lambda: people.cards.issue(person, kind="household", actor=street.system, pin=None))
    scan(counter, card.token)
    at(counter, "basket")
    counter.locator(f".tile[data-item={RICE}]").click()
    held = wording.points(voucher.tenths)
    assert f"有 {held} 分留在没用掉的券里" in said(counter)
    expect(counter.locator("[data-step=refusal]")).to_contain_text("用那张券，或者退掉券，分马上退回。")
