"""A manager's first week in a real browser: a shop is opened, filled, sold from, counted while it sells, and its day closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import time, timedelta
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect

from points import shop
from points.foundation import clock, decide, transact
from tests.browser.scanner import scan
from tests.browser.test_journey import at
from tests.browser.test_keyboard import has_focus, press, tab_to
from tests.support.chromium import DESK, PHONE, Complaints, enter, window
from tests.support.street import Street, with_committee

# None of this depends on the database.
pytestmark = pytest.mark.only_on("sqlite")

MANAGER, COMMITTEE, CLERK, OTHER_CLERK = "shop_manager3", "committee9", "clerk2", "clerk7"
#: so many days after it began, goods are exchanged
EXCHANGE = 4
#: how what has the focus is framed
FRAME = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
}"""


@dataclass
class Week:
    """The community, and a window for each who takes part: their desks, the counter's PC, a phone at the shelf."""

    street: Street
    manager: Page
    committee: Page
    counter: Page
    phone: Page

    def day(self, ahead: int, hour: int, minute: int = 0) -> None:
        """So many days after the first one."""
        clock.set_now(clock.instant(self.first + timedelta(days=ahead), time(hour, minute)))

    def __post_init__(self) -> None:
        self.first = clock.today() + timedelta(days=1)

    def later(self, minutes: int) -> None:
        """A few minutes go by."""
        clock.set_now(clock.now() + timedelta(minutes=minutes))


@pytest.fixture
def week(street: Street, browser: Browser, served: str) -> Iterator[Week]:
    """Four windows, whose consoles must stay clean."""
    with_committee(street)
    day = clock.today() + timedelta(days=1 + EXCHANGE)
    hours = {"days": [day.weekday()], "hours": [["9:00", "11:30"]]}
    here = street.community_id
    transact(lambda: decide(here, "exchange_days", hours, effective_on=clock.today(), actor=street.system))
    opened: list[tuple[Page, Complaints]] = []
    with ExitStack() as closing:
        for size, more in (
            (DESK, {}),
            (DESK, {}),
            (DESK, {}),
            (PHONE, {"has_touch": True, "is_mobile": True}),
        ):
            opened.append(window(browser, served, size, **more))
            closing.callback(opened[-1][0].context.close)
        yield Week(street, *(page for page, _ in opened))
    assert [said for _, complaints in opened for said in complaints.said] == []


def pressed(page: Page, words: str) -> None:
    """Press the button of this name, and be on the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name=words).first.click()


def followed(page: Page, words: str) -> None:
    """Follow the link of this name."""
    with page.expect_navigation():
        page.get_by_role("link", name=words).first.click()


def write(page: Page, **fields: str) -> None:
    """Write into fields by their names."""
    for name, words in fields.items():
        page.fill(f"[name='{name.replace('__', '-')}']", words)


def test_the_first_week_of_a_shop(week: Week) -> None:
    open_a_shop(week)
    write_and_price(week)
    take_in(week)
    labels(week)
    sell_on_exchange_day(week)
    count_while_selling(week)
    close_the_day(week)


def open_a_shop(week: Week) -> None:
    """The manager asks, the committee agrees, and the counter's PC is put there."""
    week.day(0, 9)
    manager, committee = week.manager, week.committee
    enter(manager, MANAGER)
    manager.goto("/shop")
    followed(manager, "店面")
    write(manager, name="南门店", spot="南门岗亭旁")
    pressed(manager, "提出来，等人确认")
    expect(manager.get_by_text("等社区“两委”确认")).to_be_hidden()
    expect(manager.get_by_role("button", name="我看过了，同意开")).to_have_count(0)
    enter(committee, COMMITTEE)
    committee.goto("/shop/shops")
    pressed(committee, "我看过了，同意开")
    expect(committee.locator(".place-line", has_text="南门店")).to_be_visible()
    enter(week.counter, MANAGER)
    week.counter.goto("/desk/devices")
    write(week.counter, name="南门柜台")
    pressed(week.counter, "登记这台机器")
    week.counter.goto("/desk/devices")
    followed(week.counter, "哪家店")
    week.counter.select_option("#shop", label="南门店")
    pressed(week.counter, "就在这里")
    expect(week.counter.locator("tr", has_text="南门柜台")).to_contain_text("南门店")


def write_and_price(week: Week) -> None:
    """A new item with a barcode of its own; its price is proposed by the manager and agreed to by the committee."""
    manager, committee = week.manager, week.committee
    manager.goto("/shop/goods")
    followed(manager, "加一样")
    write(manager, name="燕麦片1kg", glyph="麦", unit="袋", reference="9.5", shelf_days="360")
    pressed(manager, "加上")
    expect(manager.get_by_text("还没定价").first).to_be_visible()
    pressed(manager, "加上")
    expect(manager.locator(".item-prices .tag", has_text="自己做的")).to_be_visible()
    code = manager.url.rsplit("/", 1)[-1]
    manager.goto(f"/shop/prices/{code}")
    write(manager, points="12", reason="新到的")
    pressed(manager, "先看会改到什么")
    expect(manager.locator(".price-change").first).to_contain_text("12")
    pressed(manager, "提出来")
    expect(manager.get_by_role("button", name="我看过了，同意")).to_have_count(0)
    committee.goto("/shop/prices")
    followed(committee, "燕麦片1kg")
    pressed(committee, "我看过了，同意")
    expect(committee.locator("table .tag-good")).to_have_text("现在")


def take_in(week: Week) -> None:
    """A delivery by the keys alone: batches with their last days; an odd number is asked about, and typed right."""
    week.day(1, 14)
    page = week.manager
    enter(page, MANAGER)
    page.goto("/shop/deliveries/new")
    ends = clock.today() + timedelta(days=300)
    page.select_option("#shop", label="南门店")
    typed = partial(type_into, page)
    typed("source", "城南慈善会")
    typed("source_kind", "捐")
    typed("number", "CN-7")
    typed("sum", "1070")
    typed("wish", "只给 60 岁以上")
    typed("item-1", "燕麦片1kg")
    typed("pieces-1", "5x12")
    typed("batch-1", "YM1")
    typed("day-1", ends.isoformat())
    typed("item-2", "6900000011010")
    typed("pieces-2", "500")
    typed("batch-2", "MI1")
    typed("day-2", ends.isoformat())
    typed("yuan-2", "10")
    press(page, "入库")
    expect(page.locator("h1")).to_contain_text("真的是 500？")
    expect(page.locator("#again-2")).to_be_focused()
    tab_back_to(page, "fix")
    framed(page)
    with page.expect_navigation():
        page.keyboard.press("Space")
    expect(page.locator("#pieces-2")).to_have_value("50")
    press(page, "入库")
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody tr").nth(1)).to_contain_text("50")


def type_into(page: Page, name: str, words: str) -> None:
    """Tab to a field, see that it is framed, and type."""
    tab_to(page, name)
    framed(page)
    page.keyboard.type(words)


def tab_back_to(page: Page, wanted: str) -> None:
    """As many steps back as it takes."""
    for _ in range(5):
        if has_focus(page) == wanted:
            return
        page.keyboard.press("Shift+Tab")
    raise AssertionError(has_focus(page))


def framed(page: Page) -> None:
    """What has the focus can be seen to have it."""
    assert page.evaluate(FRAME), has_focus(page)


def labels(week: Week) -> None:
    """A label for each batch, with its code, its last day and what its donor asked for."""
    page = week.manager
    followed(page, "打标签")
    expect(page.locator(".label")).to_have_count(2)
    expect(page.locator(".label .label-code[src^='data:image']")).to_have_count(2)
    expect(page.locator(".label", has_text="燕麦片1kg")).to_contain_text("只给 60 岁以上")
    expect(page.locator(".label", has_text="MI1")).to_contain_text("到期")


def sell_on_exchange_day(week: Week) -> None:
    """The day before nothing is exchanged; on the day one bag goes by the scanner's keys, from this shop's shelf."""
    week.day(EXCHANGE - 1, 9, 30)
    page, own, code = week.counter, barcode_of(week), voucher(week, "the day before")
    at_the_counter(page, CLERK)
    expect(page.locator(".bar-shop")).to_contain_text("南门店")
    confirm(page, code, own)
    at(page, "refusal")
    # who sells reads for whom its donor gave it
    expect(page.locator(".line-wish")).to_have_text("只给 60 岁以上")
    expect(page.locator("[role=alert]").first).to_contain_text("现在不是兑换时间")
    # one step back, and on to the next customer only when that is said
    page.keyboard.press("Escape")
    at(page, "basket")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="不换了，请下一位").first.click()
    at(page, "scan")
    week.day(EXCHANGE, 9, 30)
    at_the_counter(page, CLERK)
    confirm(page, code, own)
    at(page, "done")
    expect(page.locator(".paper .slip")).to_contain_text("燕麦片1kg")


def at_the_counter(page: Page, name: str) -> None:
    """Signed in, and the page listens to the scanner."""
    enter(page, name)
    page.goto("/counter")
    expect(page.locator("body")).to_have_attribute("data-ready", "yes")


def barcode_of(week: Week) -> str:
    """The barcode that was made for the oats, from the manager's page."""
    page = week.manager
    enter(page, MANAGER)
    page.goto("/shop/goods")
    followed(page, "燕麦片1kg")
    return page.locator(".item-prices .num").last.inner_text().split()[0]


def confirm(page: Page, payer: str, barcode: str) -> None:
    """Payer, goods and F8, as the scanner and the keys have it."""
    scan(page, payer)
    at(page, "basket")
    scan(page, barcode)
    expect(page.locator(".line[data-item]")).to_have_count(1)
    page.locator("[data-do=who]").click()
    page.keyboard.press("F8")


def count_while_selling(week: Week) -> None:
    """The clerk counts blind on the phone; a bag is sold after it was counted. What lacks is the one that lacked."""
    week.later(20)
    phone, page = week.phone, week.manager
    enter(phone, OTHER_CLERK)
    phone.goto("/shop/stocktakes?begin=1")
    phone.select_option("#shop", label="南门店")
    phone.get_by_text("选几样", exact=True).click()
    phone.get_by_text("选几样，在这里勾").click()
    phone.get_by_label("燕麦片1kg").check()
    phone.get_by_label("小包装米2.5kg").check()
    pressed(phone, "开始数")
    assert "59" not in phone.locator("main").inner_text()
    own = barcode_of(week)
    scan(phone, own)
    count(phone, "58")
    week.later(2)
    confirm(week.counter, voucher(week, "after the count"), own)
    at(week.counter, "done")
    week.later(2)
    phone.get_by_label("找名字").fill("xbz")
    phone.locator("[data-todo] button").click()
    # six bags of the street are from before there was a shop, and stand in each
    count(phone, "56")
    expect(phone.locator("[data-done] button")).to_have_count(2)
    pressed(phone, "数完了，交盘点单")
    pressed(phone, "交，2 样")
    page.goto("/shop/stocktakes")
    followed(page, "日常")
    row = page.locator(".grid-differences tbody tr")
    expect(row).to_have_count(1)
    expect(row.locator("[data-label='数到']")).to_contain_text("58")
    expect(row.locator("[data-label='那时账上']")).to_contain_text("59")
    expect(row.locator("[data-label='差']")).to_have_text("−1")
    row.locator("select").select_option(index=1)
    pressed(page, "签字")
    expect(page.locator("h1")).to_have_text("盘点签好了，2 样")
    page.goto("/shop/goods")
    followed(page, "燕麦片1kg")
    # sixty came, one was sold before the count, one lacked, one was sold after it
    expect(page.locator(".item-facts dd").first).to_have_text("57 袋")


def count(page: Page, digits: str) -> None:
    """Press the digits and note them."""
    for digit in digits:
        page.click(f"[data-digit='{digit}']")
    page.click("[data-record]")
    expect(page.locator("[data-said]")).to_contain_text("记下了")


def voucher(week: Week, key: str) -> str:
    """The code of a voucher of fifteen points that the resident shows."""
    street = week.street
    return transact(lambda: shop.vouchers.issue(150, request_key=f"week {key}", actor=street.resident))[
        0
    ].code


def close_the_day(week: Week) -> None:
    """The clerk adds the day up, the manager signs it, and it is printed."""
    week.later(20)
    phone, page = week.phone, week.manager
    phone.goto("/shop/day-close?shop=2")
    followed(phone, "看看这一天")
    pressed(phone, "加好了")
    expect(phone.get_by_role("button", name="我签")).to_have_count(0)
    page.goto("/shop/day-close?shop=2")
    page.locator("tr", has_text="等签字").get_by_role("link").click()
    expect(page.locator(".day-sums")).to_contain_text("换出 2 笔")
    pressed(page, "我签")
    expect(page.get_by_text("结了").first).to_be_visible()
    seal = page.locator(".day-notes strong").inner_text()
    followed(page, "打印")
    expect(page.locator("body")).to_contain_text(seal)
