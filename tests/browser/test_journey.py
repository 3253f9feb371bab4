"""The main path in a real browser: from signing up to a receipt, by camera and by keyboard scanner."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect

from points import audit, shop, volunteering
from points.foundation import clock, reading, transact
from points.volunteering.programme.activity_rows import ActivityInfo
from tests.browser.camera import camera_switches, show
from tests.browser.scanner import scan
from tests.support.chromium import DESK, Complaints, enter, launch, window
from tests.support.street import PASSWORD, Street

# But for the way from the evening to the bag of rice it is about the browser, which does not know the database.
pytestmark = pytest.mark.only_on("sqlite")

EVENING = clock.instant(clock.today()) + timedelta(days=1, hours=19)


def sign_in(page: Page, name: str) -> None:
    """Type it into the form, in whichever window."""
    page.goto("/sign-in")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)


def leave(page: Page) -> None:
    """Let somebody else sit down."""
    page.context.clear_cookies()


def plan(street: Street) -> ActivityInfo:
    """Tomorrow evening's clean-up, two points an hour."""

    def work() -> ActivityInfo:
        rule = volunteering.rules.NewRule(
            code="R01",
            name="社区环境清洁",
            unit="小时",
            tenths=20,
            category="环境卫生",
            cap="4小时/日",
            counts_hours=True,
        )
        [rule_id] = volunteering.rules.add([rule], effective_on=clock.today(), actor=street.system)
        return volunteering.activities.plan(
            rule_id,
            title="社区环境清洁",
            starts_at=EVENING,
            ends_at=EVENING + timedelta(hours=2),
            actor=street.staff["officer"],
            spot="6栋门口",
            leader_id=street.staff["leader"].person_id,
        )

    return transact(work)


def at(page: Page, step: str) -> None:
    """Wait until the counter is at this step."""
    expect(page.locator("body")).to_have_attribute("data-at", step)


@pytest.mark.only_on("sqlite", "postgresql")
def test_from_an_evening_of_work_to_a_bag_of_rice(
    street: Street, phone: Page, desk: Page, driver: object, served: str, tmp_path: Path
) -> None:
    activity = plan(street)

    sign_in(phone, "tian")
    phone.goto("/earn")
    phone.get_by_role("button", name="报名").click()
    expect(phone.get_by_text("我报了名的")).to_be_visible()

    clock.set_now(EVENING + timedelta(minutes=2))
    leave(phone)
    sign_in(phone, "leader1")
    phone.goto(f"/lead/{activity.public_id}")
    phone.get_by_role("button", name="签到 田桂兰").click()
    clock.set_now(EVENING + timedelta(hours=2))
    phone.get_by_role("button", name="签退 田桂兰").click()
    phone.get_by_role("button", name="交名单").click()
    expect(phone.get_by_text("交了就不能改")).to_be_visible()
    phone.get_by_role("button", name="交，1 人").click()
    expect(phone.get_by_text("名单已交")).to_be_visible()

    sign_in(desk, "officer0")
    desk.goto(f"/desk/review/{activity.public_id}")
    desk.get_by_role("button", name="通过没有疑点的").click()
    desk.wait_for_url(lambda address: address.endswith("/desk"))
    assert street.available() == 320 + 40

    leave(phone)
    sign_in(phone, "tian")
    expect(phone.get_by_text("36", exact=False).first).to_be_visible()
    phone.goto("/vouchers")
    phone.locator("a.tile", has_text="25 分").click()
    phone.get_by_role("button", name="换券，留着 25 分").click()
    phone.wait_for_url(lambda address: "/vouchers/v" in address)
    assert street.standing() == (110, 250)
    code = phone.locator("img[src*='qr.svg']")
    expect(code).to_be_visible()
    picture = Image.open(BytesIO(code.screenshot())).convert("RGB")

    seen = show(tmp_path / "voucher.y4m", picture, share=0.8)
    with launch(driver, *camera_switches(seen)) as opened:  # type: ignore[arg-type]
        counter, complaints = window(opened, served, DESK, permissions=["camera"])
        redeem_by_camera(counter, complaints)
    sold = reading(lambda: shop.receipts.of_today(street.community_id))
    assert [(one.tenths, one.balance_after) for one in sold] == [(250, 110)]
    actions = [one.action for one in reading(lambda: audit.trail.read(street.community_id, limit=200))]
    for action in (
        "sign_up.made",
        "service.approved",
        "award.credited",
        "voucher.issued",
        "voucher.redeemed",
    ):
        assert action in actions

    phone.goto("/statement")
    expect(phone.get_by_text("兑换小包装米2.5kg")).to_be_visible()
    expect(phone.get_by_text("社区环境清洁").first).to_be_visible()


def redeem_by_camera(counter: Page, complaints: Complaints) -> None:
    """The counter sees the voucher through its camera, asks who it is, takes rice, confirms with F8."""
    sign_in(counter, "clerk2")
    counter.goto("/counter")
    expect(counter.locator("body")).to_have_attribute("data-ready", "yes")
    counter.keyboard.press("F2")
    at(counter, "basket")
    expect(counter.locator(".payer-name")).to_have_text("田桂兰")
    expect(counter.locator("#confirm")).to_be_disabled()
    counter.locator("[data-do=who]").click()
    counter.locator(".tile[data-item=G02]").click()
    expect(counter.locator("#confirm")).to_be_enabled()
    counter.keyboard.press("F8")
    at(counter, "done")
    expect(counter.locator(".paper .slip")).to_contain_text("11")
    assert complaints.said == []


@pytest.fixture
def counter(street: Street, desk: Page) -> Page:
    """The counter, signed in and ready."""
    enter(desk, "clerk2")
    desk.goto("/counter")
    expect(desk.locator("body")).to_have_attribute("data-ready", "yes")
    return desk


@pytest.fixture
def voucher(street: Street) -> shop.vouchers.VoucherInfo:
    """A voucher of 30 points."""
    return transact(lambda: shop.vouchers.issue(300, request_key="browser-key", actor=street.resident))[0]


def test_a_keyboard_scanner_sells_rice_by_barcode(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    scan(counter, voucher.code)
    at(counter, "basket")
    # key by key, as the system hands them on
    counter.keyboard.type("6900000011997", delay=1)
    counter.keyboard.press("Enter")
    scan(counter, "6900000011058")
    expect(counter.locator(".line[data-item]")).to_have_count(2)
    counter.locator("[data-do=who]").click()
    scan(counter, "6900000011058")
    counter.keyboard.press("F8")
    at(counter, "done")
    [sold] = reading(lambda: shop.receipts.of_today(street.community_id))
    assert {line.item: line.quantity for line in sold.lines} == {"G02": 1, "G06": 2}
    assert street.standing() == (320 - 260, 0)


def test_the_counters_pages_say_which_they_are_with_what_they_ask(
    app: Flask, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    with counter.expect_request("**/counter/scan") as asked:
        scan(counter, voucher.code)
    assert asked.value.headers["x-pages"] == app.extensions["pages"]


def test_a_scan_presses_no_button_even_with_the_focus_on_signing_out(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    counter.locator("form[action$='sign-out'] button").focus()
    scan(counter, voucher.code)
    at(counter, "basket")
    counter.locator("[data-do=next]").first.focus()
    scan(counter, "6900000011058")
    at(counter, "basket")
    expect(counter.locator(".line[data-item=G06]")).to_have_count(1)
    assert street.standing() == (20, 300)


def test_a_scan_into_a_text_field_leaves_the_field_as_it_was(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    counter.keyboard.press("F4")
    at(counter, "search")
    counter.fill("#search-name", "田桂")
    counter.locator("#search-name").focus()
    scan(counter, voucher.code)
    at(counter, "basket")
    assert counter.locator("#search-name").input_value() in ("", "田桂")


def test_a_scan_that_a_busy_computer_holds_back_is_still_one_scan(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    counter.keyboard.type(voucher.code[:20], delay=1)
    counter.wait_for_function("began => performance.now() - began > 250", arg=now_of(counter))
    counter.keyboard.type(voucher.code[20:], delay=1)
    counter.keyboard.press("Enter")
    at(counter, "basket")


def now_of(page: Page) -> float:
    """The page's own clock."""
    return float(page.evaluate("performance.now()"))


def test_a_scan_is_read_while_an_input_method_swallows_the_keys(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    counter.evaluate(
        """(digits) => {
            const press = (key, code) => {
              for (const kind of ['keydown', 'keyup']) {
                document.activeElement.dispatchEvent(new KeyboardEvent(kind, {
                  key: kind === 'keydown' ? 'Process' : key, code, keyCode: 229, isComposing: false,
                  bubbles: true, cancelable: true }));
              }
            };
            for (const digit of digits) press(digit, 'Digit' + digit);
            press('Enter', 'Enter');
        }""",
        voucher.code,
    )
    at(counter, "basket")


def test_enter_never_confirms_and_f8_twice_sells_once(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    scan(counter, voucher.code)
    at(counter, "basket")
    counter.locator(".tile[data-item=G02]").click()
    counter.locator("[data-do=who]").click()
    counter.keyboard.press("Enter")
    at(counter, "basket")
    counter.keyboard.press("F8")
    counter.keyboard.press("F8")
    at(counter, "done")
    assert len(reading(lambda: shop.receipts.of_today(street.community_id))) == 1


def test_a_refusal_is_shown_large_and_says_that_nothing_moved(street: Street, counter: Page) -> None:
    small = transact(lambda: shop.vouchers.issue(20, request_key="small-key", actor=street.resident))[0]
    transact(lambda: shop.vouchers.give_back(small.public_id, actor=street.resident))
    scan(counter, small.code)
    at(counter, "refusal")
    expect(counter.locator("[role=alert]").first).to_be_visible()
    expect(counter.get_by_text("分没有动").first).to_be_visible()
    counter.keyboard.press("Escape")
    at(counter, "scan")
