"""How many touches a task takes from the first page, signed in: pressed in Chromium and counted, so that it stays few."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from points import volunteering
from points.foundation import clock, transact
from tests.browser.test_looks import Town, reads, town
from tests.support.chromium import enter

__all__ = ["town"]

# How long a way is does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")


class Hand:
    """A finger or a mouse that counts; typing into the field that has the focus counts its letters apart."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.touches = 0
        self.letters = 0

    def press(self, *, button: str = "", link: str = "", at: str = "") -> None:
        """One touch on what is called so, or on what this selector finds."""
        wanted: Locator = self.page.locator(at).locator("visible=true")
        if button:
            wanted = self.page.get_by_role("button", name=re.compile(button))
        elif link:
            wanted = self.page.get_by_role("link", name=re.compile(link))
        wanted.first.click()
        self.page.wait_for_load_state()
        self.touches += 1

    def type(self, words: str, *, enter: bool = False) -> None:
        """Letters into wherever the focus is, as the page left it."""
        self.page.keyboard.type(words)
        self.letters += len(words)
        if enter:
            self.page.keyboard.press("Enter")
            self.letters += 1


@pytest.fixture
def at_home(town: Town, phone: Page) -> Hand:
    """The resident's phone, on its first page."""
    reads(phone, "zh")
    enter(phone, "tian")
    return Hand(phone)


@pytest.fixture
def at_desk(town: Town, desk: Page) -> Hand:
    """The officer's desk, on its first page."""
    reads(desk, "zh")
    enter(desk, "officer0")
    return Hand(desk)


@pytest.fixture
def unseen(town: Town) -> str:
    """An activity handed in with somebody of whom nobody saw when they left."""
    officer, leader = town.staff["officer"], town.staff["leader"]
    starts = clock.now() + timedelta(hours=1)

    def plan() -> str:
        [rule, *_] = volunteering.rules.in_force(town.community_id)
        return volunteering.activities.plan(
            rule.rule_id, title="河边巡查", starts_at=starts, ends_at=starts + timedelta(hours=2), spot="河边",
            leader_id=leader.person_id, actor=officer,
        ).public_id  # fmt: skip

    activity = transact(plan)
    transact(lambda: volunteering.signups.sign_up(activity, actor=town.resident))
    clock.set_now(starts)
    transact(lambda: volunteering.attendance.tick(activity, what="in", actor=leader))
    clock.set_now(starts + timedelta(hours=2))
    transact(lambda: volunteering.confirming.confirm(activity, actor=leader))
    return activity


def test_the_balance_is_there(at_home: Hand) -> None:
    expect(at_home.page.locator(".cover .balance")).to_be_visible()
    assert at_home.touches == 0


def test_the_code_and_the_goods_are_one_touch_away(at_home: Hand) -> None:
    at_home.press(link="出示我的码")
    expect(at_home.page.locator("h1")).to_have_text("我的码")
    assert at_home.touches == 1
    at_home.page.goto("/")
    at_home.press(at=".tabs a[href='/goods'], nav a[href='/goods']")
    expect(at_home.page.locator("h1")).to_have_text("能换什么")
    assert at_home.touches == 2


def test_where_points_came_from_is_two_touches(at_home: Hand) -> None:
    at_home.press(at="nav a[href='/statement']")
    at_home.press(at="details.weui-cell > summary, details summary")
    assert at_home.touches == 2


def test_a_voucher_for_rice_is_three_touches(at_home: Hand) -> None:
    at_home.press(at="a[href^='/goods/']")
    at_home.press(at="a[href^='/vouchers/new'], form[action^='/vouchers/new'] button")
    at_home.press(button="^换|留着|确认")
    expect(at_home.page).to_have_url(re.compile(r"/vouchers/[a-z0-9]+"))
    assert at_home.touches <= 3


def test_signing_up_is_two_touches(town: Town, at_home: Hand) -> None:
    at_home.page.goto("/earn")
    at_home.page.get_by_role("button", name=re.compile("不去了")).first.click()
    at_home.page.goto("/")
    at_home.press(at="a[href='/earn']")
    at_home.press(button="^报名")
    expect(at_home.page.locator("[role=status]").first).to_contain_text("报上了")
    assert at_home.touches <= 2


def test_giving_a_voucher_back_is_three_touches(town: Town, at_home: Hand) -> None:
    other = Hand(at_home.page)
    other.page.goto(f"/vouchers/{town.voucher}")
    other.press(link="退掉|退回")
    other.press(button="退")
    at_home.page.goto("/")
    # one voucher is open, and leads straight to itself
    at_home.press(at="a[href^='/vouchers/']")
    at_home.press(link="退掉|退回")
    at_home.press(button="退")
    expect(at_home.page.locator("[role=status]").first).to_contain_text("退回了")
    assert at_home.touches <= 3


def test_a_receipt_is_three_touches(at_home: Hand) -> None:
    at_home.press(at="nav a[href='/statement']")
    at_home.press(at="details:has(a[href^='/R/']) summary")
    at_home.press(at="a[href^='/R/']")
    expect(at_home.page.locator("body")).to_contain_text("凭条")
    assert at_home.touches <= 3


def test_approving_a_clean_activity_is_two_clicks(town: Town, at_desk: Hand) -> None:
    at_desk.press(at="main table input[type=checkbox], main [id^=title-]")
    at_desk.press(button="^通过")
    expect(at_desk.page.locator("[role=status]").first).to_contain_text("通过了")
    assert at_desk.touches <= 2


def test_somebody_nobody_saw_leaving_is_decided_about_in_four(unseen: str, at_desk: Hand) -> None:
    at_desk.page.goto("/desk")
    at_desk.press(at=f"a[href='/desk/review/{unseen}']")
    at_desk.press(at="[name=hours]")
    at_desk.type("1.5")
    at_desk.press(button="^问过领队")
    at_desk.press(button="照这个记")
    expect(at_desk.page.locator("[role=status]").first).to_contain_text("通过了 1 人")
    assert (at_desk.touches, at_desk.letters) <= (4, 3)


def test_a_line_is_sent_back_in_four(unseen: str, at_desk: Hand) -> None:
    at_desk.page.goto("/desk")
    at_desk.press(at=f"a[href='/desk/review/{unseen}']")
    at_desk.press(link="^退回")
    at_desk.press(at="[data-phrases=reason] button, [data-phrases] button")
    at_desk.press(button="^退回")
    expect(at_desk.page.locator("[role=status]").first).to_contain_text("退回")
    assert at_desk.touches <= 4


def test_looking_up_a_balance_is_a_click_and_the_name(town: Town, at_desk: Hand) -> None:
    at_desk.press(at="nav a[href='/desk/people']")
    at_desk.type("田桂兰", enter=True)
    expect(at_desk.page.locator("h1")).to_have_text("田桂兰")
    assert at_desk.touches == 1


def test_explaining_a_balance_is_two_clicks_more(town: Town, at_desk: Hand) -> None:
    at_desk.page.goto(f"/desk/people/{town.public_id}")
    at_desk.press(link="全部明细")
    at_desk.press(at="table a[href^='/desk/awards/'], table a[href^='/desk/receipts/']")
    assert at_desk.touches == 2
    expect(at_desk.page.locator("main")).to_be_visible()


def test_one_more_of_a_family_is_three_clicks_and_a_name(town: Town, at_desk: Hand) -> None:
    at_desk.page.goto(f"/desk/people/{town.public_id}")
    at_desk.press(link="添一位家人")
    assert at_desk.page.locator("[name=door]").input_value() != ""
    at_desk.press(at="[name=name]")
    at_desk.type("田小军")
    at_desk.press(button="^登记")
    expect(at_desk.page.locator("[role=status]").first).to_contain_text("田小军")
    assert (at_desk.touches, at_desk.letters) <= (3, 6)


def test_a_card_is_issued_and_on_its_sheet_in_three(town: Town, at_desk: Hand) -> None:
    at_desk.page.goto(f"/desk/people/{town.public_id}")
    at_desk.press(link="发卡|再发")
    at_desk.press(button="发卡|打印")
    assert at_desk.touches <= 3


def test_a_slip_is_on_its_sheet_in_three(town: Town, at_desk: Hand) -> None:
    at_desk.page.goto(f"/desk/people/{town.public_id}")
    at_desk.press(link="重设密码|开通单")
    at_desk.press(button="接着打印")
    expect(at_desk.page.get_by_role("button", name="打印")).to_be_visible()
    assert at_desk.touches <= 3


def test_a_back_fill_of_one_person_is_five_and_typing(town: Town, at_desk: Hand) -> None:
    at_desk.press(link="补录一条")
    at_desk.press(at="#who")
    at_desk.type("田桂兰", enter=True)
    at_desk.press(at="[name=person]")
    at_desk.page.locator("[name=rule]").select_option(index=1)
    at_desk.touches += 1
    for name, words in (
        ("title", "扫雪"), ("day", "昨天"), ("starts", "9"), ("ends", "10"), ("reason", "忘了签"), ("evidence", "照片"),
    ):  # fmt: skip
        at_desk.page.locator(f"[name={name}]").focus()
        at_desk.type(words)
    at_desk.press(button="^录入")
    expect(at_desk.page.locator("[role=status]").first).to_contain_text("录")
    assert at_desk.touches <= 6


def test_last_weeks_activity_once_more_is_three_clicks(town: Town, at_desk: Hand) -> None:
    at_desk.press(at="nav a[href='/desk/activities']")
    at_desk.press(link="再办一次")
    assert at_desk.page.locator("[name=title]").input_value() != ""
    at_desk.press(button="^发布")
    expect(at_desk.page.locator("[role=status]").first).to_be_visible()
    assert (at_desk.touches, at_desk.letters) <= (3, 8)


def test_the_months_list_is_one_click_from_paper(town: Town, at_desk: Hand) -> None:
    at_desk.press(at="nav a[href='/desk/activities']")
    at_desk.press(link="^本月")
    at_desk.press(link="^打印")
    expect(at_desk.page).to_have_url(re.compile(r"print=1"))
    expect(at_desk.page.get_by_role("heading").first).to_contain_text("活动")
    assert at_desk.touches <= 3


def test_the_touches_are_counted(at_home: Hand) -> None:
    """The control: a way round is seen as longer."""
    at_home.press(at="nav a[href='/goods']")
    at_home.press(at="nav a[href='/']")
    at_home.press(link="出示我的码")
    assert at_home.touches == 3
