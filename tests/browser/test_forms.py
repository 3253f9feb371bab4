"""Forms of the desk in a real browser: a day is understood while it is typed, and nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from points.foundation import clock
from tests.support.chromium import enter
from tests.support.street import PASSWORD, Street

# What is kept of a form is tested on both databases in tests/web; here it is about what happens in the browser.
pytestmark = pytest.mark.only_on("sqlite")

OFFICER = "officer0"


@pytest.fixture
def form(street: Street, desk: Page) -> Page:
    """An officer before the form of a back-fill."""
    enter(desk, OFFICER)
    desk.goto("/desk/back-fill")
    return desk


def test_what_is_understood_stands_beside_what_is_typed(form: Page) -> None:
    form.fill("#day", "昨天")
    yesterday = clock.today() - timedelta(days=1)
    expect(form.locator("#day-understood")).to_contain_text(f"{yesterday.month}月{yesterday.day}日")
    form.fill("#starts", "22点")
    form.fill("#ends", "0100")
    expect(form.locator("#ends-understood")).to_have_text("= 到第二天 1:00")
    form.fill("#day", "什么时候")
    expect(form.locator("#day-understood")).to_have_text("")
    form.get_by_role("button", name="今天").click()
    expect(form.locator("#day")).to_have_value(clock.today().isoformat())
    form.locator("[data-picker=day] input").fill("2025-01-02")
    expect(form.locator("#day")).to_have_value("2025-01-02")


def test_what_was_being_written_is_offered_when_the_form_is_opened_again(form: Page) -> None:
    with form.expect_response(re.compile("/drafts$")) as kept:
        form.fill("#title", "助老跑腿")
    assert kept.value.status == 204
    form.goto("/desk/back-fill")
    expect(form.locator("#title")).to_have_value("")
    form.get_by_role("link", name="接着写上次没交的").click()
    expect(form.locator("#title")).to_have_value("助老跑腿")
    form.goto("/desk/back-fill")
    form.get_by_role("button", name="不要了").click()
    expect(form.get_by_text("还没有交")).to_have_count(0)


def test_a_form_sent_after_the_session_comes_back_filled_in(form: Page) -> None:
    form.fill("#title", "助老跑腿")
    form.fill("#reason", "当时手机没电")
    clock.set_now(clock.now() + timedelta(minutes=40))
    form.get_by_role("button", name="录入，转给别人审").click()
    expect(form.get_by_text("这次登录结束了，您写的还在。")).to_be_visible()
    form.fill("[name=username]", OFFICER)
    form.fill("[name=password]", PASSWORD)
    form.press("[name=password]", "Enter")
    expect(form.locator("#title")).to_have_value("助老跑腿")
    expect(form.locator("#reason")).to_have_value("当时手机没电")


def test_enter_enters_the_form_and_searches_only_where_one_searches(form: Page) -> None:
    form.fill("#who", "田桂兰")
    form.press("#who", "Enter")
    expect(form.get_by_role("checkbox", name="田桂兰")).to_be_visible()
    form.fill("#title", "助老跑腿")
    form.press("#title", "Enter")
    expect(form.locator("#reason-fault")).to_be_visible()


def test_what_is_being_kept_when_the_form_is_sent_arrives_before_it(form: Page) -> None:
    order: list[str] = []
    held: list[Route] = []
    form.on("request", lambda request: order.append("sent") if request.is_navigation_request() else None)
    form.route(re.compile("/drafts$"), lambda route: held.append(route))  # noqa: PLW0108 - a method has no signature to ask
    with form.expect_request(re.compile("/drafts$")):
        form.fill("#title", "助老跑腿")
    form.get_by_role("button", name="录入，转给别人审").click()
    order.append("kept")
    held[0].continue_()
    expect(form.locator("#reason-fault")).to_be_visible()
    assert order == ["kept", "sent"]


def test_the_door_of_a_household_goes_when_another_number_is_typed(street: Street, desk: Page) -> None:
    enter(desk, OFFICER)
    desk.goto("/desk/people/new")
    desk.fill("#household", "1")
    desk.press("#household", "Tab")
    expect(desk.locator("#door")).to_have_value("3栋2单元301")
    desk.fill("#household", "002")
    desk.press("#household", "Tab")
    expect(desk.locator("#door")).to_have_value("")
    desk.fill("#door", "9栋")
    desk.fill("#household", "001")
    desk.press("#household", "Tab")
    expect(desk.locator("#household-members")).to_contain_text("田桂兰")
    expect(desk.locator("#door")).to_have_value("9栋")


def test_enter_asks_again_about_a_name_that_is_known_and_registers_nobody(street: Street, desk: Page) -> None:
    enter(desk, OFFICER)
    desk.goto("/desk/people/new")
    desk.fill("#name", "田桂兰")
    desk.fill("#household", "001")
    desk.press("#household", "Enter")
    expect(desk.get_by_role("button", name="是同名的另一个人，照样登记")).to_be_visible()
    desk.press("#phone", "Enter")
    expect(desk.get_by_role("button", name="是同名的另一个人，照样登记")).to_be_visible()
