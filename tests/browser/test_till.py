"""The counter's page under its clerk's hands: what a scanner sends, what keys do, and that nothing is lost on the way."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, Request, Route, expect

from points import people, shop
from points.foundation import reading, transact
from tests.browser.scanner import BURST, burst, scan
from tests.browser.test_journey import at, counter, voucher
from tests.support.street import Street

__all__ = ["counter", "voucher"]

# What the page does with its keys does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")

SALT = "6900000011065"
PIN = "739182"


def by_hand(page: Page, signs: str, *, end: bool = False) -> None:
    """As a person types: no burst."""
    page.keyboard.type(signs, delay=170)
    if end:
        page.keyboard.press("Enter")


def has_lines(page: Page, count: int) -> None:
    """Wait until the basket has so many lines."""
    expect(page.locator("[data-side=who] .line")).to_have_count(count)


@pytest.fixture
def card(street: Street) -> people.cards.IssuedCard:
    """The household's card, with its PIN."""
    person = street.resident.person_id
    return transact(lambda: people.cards.issue(person, kind="household", actor=street.system, pin=PIN))  # type: ignore[arg-type]


def test_a_scanner_without_an_end_key_works_and_is_told_how_to_be_set(
    counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    told = counter.locator("#no-end")
    burst(counter, voucher.code)
    at(counter, "basket")
    expect(told).to_contain_text("加回车")
    # an Enter that comes late presses nothing, and the next code is one of its own
    counter.keyboard.press("Enter")
    burst(counter, SALT)
    expect(counter.locator(".line[data-item=G07] .steps b")).to_have_text("1")
    expect(told).to_be_visible()
    scan(counter, SALT)
    expect(counter.locator(".line[data-item=G07] .steps b")).to_have_text("2")
    expect(told).to_be_hidden()


#: a printer that holds the page for three seconds, while the scanner sends its keys: they wait in line
HELD = """(keys) => {
  window.print = () => {
    const end = performance.now() + 3000;
    const again = document.querySelector('#print-host [data-copy]').hidden ? '' : ' copy';
    document.title = `printed ${document.title}${again}`;
    setTimeout(() => (BURST)(keys), 0);
    while (performance.now() < end);
  };
}"""


def test_a_print_that_holds_the_page_loses_no_scan_and_is_offered_by_its_key_from_then_on(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    other = transact(lambda: shop.vouchers.issue(20, request_key="another-key", actor=street.resident))[0]
    counter.goto("/counter?prints=1")
    expect(counter.locator("body")).to_have_attribute("data-ready", "yes")
    counter.evaluate(HELD.replace("BURST", BURST), [*other.code, "Enter"])
    scan(counter, voucher.code)
    at(counter, "basket")
    scan(counter, SALT)
    counter.keyboard.press("F6")
    counter.keyboard.press("F8")
    # printed by itself, and who was scanned meanwhile is there
    at(counter, "basket")
    expect(counter).to_have_title(re.compile("^printed (?!.*copy)"))
    expect(counter.locator("[data-side=who] [data-t=available]")).to_have_text("2")
    scan(counter, SALT)
    counter.keyboard.press("F6")
    counter.evaluate("document.title = 'not'")
    counter.keyboard.press("F8")
    at(counter, "done")
    expect(counter.locator("[data-t=print-blocks]")).to_contain_text("F9")
    expect(counter.locator("#paper .slip")).to_be_visible()
    expect(counter).to_have_title("not")
    # what is printed once more says that it is a copy
    counter.evaluate(
        "window.print = () => { document.title = document.querySelector('#print-host [data-copy]').hidden; }"
    )
    for said in ("true", "false"):
        counter.keyboard.press("F9")
        expect(counter).to_have_title(said)


def test_what_was_cut_off_is_no_code(counter: Page, voucher: shop.vouchers.VoucherInfo) -> None:
    burst(counter, voucher.code[:60])
    expect(counter.locator("#no-end")).to_be_visible()
    at(counter, "scan")


def test_marks_before_within_and_behind_a_code_are_taken_off(
    counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    first, rest = voucher.code[:100], voucher.code[100:]
    ends = ("Control+KeyC", "Control+KeyM", "Control+KeyJ")
    burst(counter, "Control+KeyB", "]Q1", first, "Control+BracketRight", rest, *ends)
    at(counter, "basket")
    burst(counter, "]E0", SALT, "Tab")
    expect(counter.locator(".line[data-item=G07] .steps b")).to_have_text("1")
    expect(counter.locator("#no-end")).to_be_hidden()


def test_seven_of_eight_digits_are_told_as_one_missing(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    by_hand(counter, voucher.spoken[:7], end=True)
    expect(counter.locator("[data-step=scan] [data-t=nothing]")).to_contain_text("少一位，要 8")
    by_hand(counter, voucher.spoken, end=True)
    at(counter, "basket")


def test_a_name_without_a_door_goes_on_to_the_door_and_nothing_is_lost(street: Street, counter: Page) -> None:
    asked: list[Request] = []
    counter.on("request", lambda one: asked.append(one) if one.url.endswith("/counter/search") else None)
    counter.keyboard.press("F4")
    at(counter, "search")
    by_hand(counter, "x", end=True)
    expect(counter.locator("#search-door")).to_be_focused()
    expect(counter.locator("#door-missing")).to_be_hidden()
    counter.keyboard.press("Enter")
    expect(counter.locator("#door-missing")).to_have_text("还要门牌。")
    expect(counter.locator("#search-name")).to_have_value("x")
    assert asked == []
    counter.fill("#search-name", "田桂兰")
    counter.fill("#search-door", "3-2-301")
    counter.locator("#search-door").press("Enter")
    expect(counter.locator("[data-list=candidates] .way")).to_be_focused()
    # Esc goes one step back at a time, and the search is there again
    counter.keyboard.press("Space")
    at(counter, "proof")
    by_hand(counter, "111111", end=True)
    at(counter, "refusal")
    for step in ("proof", "search"):
        counter.keyboard.press("Escape")
        at(counter, step)
    expect(counter.locator("[data-list=candidates] .way")).to_have_count(1)
    expect(counter.locator("#search-name")).to_have_value("田桂兰")
    counter.keyboard.press("Escape")
    at(counter, "scan")


def test_esc_is_one_step_back_and_leaving_a_basket_is_asked(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    scan(counter, voucher.code)
    at(counter, "basket")
    counter.locator(".tile[data-item=G07]").click()
    counter.locator(".tile[data-item=G01]").click()
    at(counter, "refusal")
    # a refusal whose foot names no code of the program, and whose points were in play
    expect(counter.locator("[data-step=refusal]")).not_to_contain_text(re.compile("[a-z]_[a-z]"))
    expect(counter.locator(".verdict-still")).to_be_visible()
    counter.keyboard.press("Escape")
    at(counter, "basket")
    has_lines(counter, 1)
    for leave in (
        lambda: counter.keyboard.press("Escape"),
        lambda: counter.locator("[data-when=basket] [data-do=next]").click(),
    ):
        leave()
        at(counter, "refusal")
        expect(counter.get_by_role("heading", name="这一位还没办完")).to_be_visible()
        expect(counter.locator(".verdict-still")).to_be_hidden()
        counter.keyboard.press("Escape")
        at(counter, "basket")
        has_lines(counter, 1)
    counter.keyboard.press("F4")
    at(counter, "refusal")
    counter.get_by_role("button", name="不换了，请下一位 篮子清空").click()
    at(counter, "search")
    counter.keyboard.press("Escape")
    at(counter, "scan")
    # an empty basket is left at once
    scan(counter, voucher.code)
    at(counter, "basket")
    counter.keyboard.press("Escape")
    at(counter, "scan")


def test_a_number_over_an_open_basket_asks_first_and_the_right_side_is_dead_meanwhile(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo, card: people.cards.IssuedCard
) -> None:
    asked: list[Request] = []
    counter.on("request", lambda one: asked.append(one) if one.url.endswith("/counter/scan") else None)
    scan(counter, voucher.code)
    at(counter, "basket")
    scan(counter, SALT)
    by_hand(counter, card.number, end=True)
    at(counter, "refusal")
    expect(counter.get_by_role("heading", name="这一位还没办完")).to_be_visible()
    assert len(asked) == 1, "a number is not looked up before somebody says so"
    counter.get_by_role("button", name=re.compile("还是这一位")).click()
    at(counter, "proof")
    # whose PIN it is, is said; nothing of the basket can be pressed
    spoken = f"{card.number[:3]} {card.number[3:6]} {card.number[6:]}"
    expect(counter.locator("[data-step=proof] [data-t=ask]")).to_contain_text(spoken)
    for one in ("[data-do=who]", "#confirm", "[data-do=more]", "[data-do=less]"):
        expect(counter.locator(f"[data-side=who] {one}")).to_be_hidden()
    for key in ("F6", "F8", "F4"):
        counter.keyboard.press(key)
        at(counter, "proof")
    counter.keyboard.press("Escape")
    at(counter, "basket")
    by_hand(counter, card.number, end=True)
    at(counter, "refusal")
    counter.get_by_role("button", name=re.compile("还是这一位")).click()
    at(counter, "proof")
    by_hand(counter, PIN, end=True)
    at(counter, "basket")
    # the same purse: the basket stays and is paid from it
    has_lines(counter, 1)
    expect(counter.locator(".payer-via").first).to_contain_text("纸卡")


def test_a_whole_sale_needs_no_mouse_and_no_key_of_a_scanner_confirms_it(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    scan(counter, voucher.code)
    at(counter, "basket")
    by_hand(counter, "q")
    expect(counter.locator("#tiles .tile")).to_have_count(0)
    counter.keyboard.press("Escape")
    expect(counter.locator("#tiles .tile")).not_to_have_count(0)
    at(counter, "basket")
    # a good by its number, and one by the first letters of its sound; space takes it
    for typed, item in (("07", "G07"), ("dm", "G01"), ("xbz", "G02")):
        by_hand(counter, typed)
        expect(counter.locator(f".tile[data-item={item}]")).to_be_focused()
        expect(counter.locator("#tiles .tile")).to_have_count(1)
        expect(counter.locator(".shelf-typed")).to_contain_text("按空格")
        counter.keyboard.press("Enter" if item == "G01" else "Space")
        expect(counter.locator(".shelf-typed")).to_be_hidden()
    has_lines(counter, 2)
    keys = counter.locator("[data-side=who] kbd:visible")
    assert {"F6", "F7", "Esc"} <= set(keys.all_inner_texts())
    counter.keyboard.press("F8")
    at(counter, "basket")
    counter.keyboard.press("F6")
    for key in ("Enter", "Tab", "a", "1"):
        counter.keyboard.press(key)
        at(counter, "basket")
    counter.keyboard.press("F8")
    at(counter, "done")
    assert {"Esc", "F7"} <= set(counter.locator("[data-step=done] kbd").all_inner_texts())
    counter.keyboard.press("Escape")
    at(counter, "scan")
    [sold] = reading(lambda: shop.receipts.of_today(street.community_id))
    assert {line.item for line in sold.lines} == {"G02", "G07"}


def test_a_voucher_that_is_too_small_leads_to_the_points_at_home(
    street: Street, counter: Page, card: people.cards.IssuedCard
) -> None:
    street.give(600)
    small = transact(lambda: shop.vouchers.issue(20, request_key="small", actor=street.resident))[0]
    scan(counter, small.code)
    at(counter, "basket")
    expect(counter.locator("[data-side=who] [data-t=kind]")).to_contain_text("家里还有 90")
    scan(counter, "6900000011058")
    scan(counter, SALT)
    at(counter, "refusal")
    counter.get_by_role("button", name=re.compile("改用家里的分，还有 90")).click()
    at(counter, "basket")
    expect(counter.locator(".shelf-note")).to_contain_text("请扫家里的卡")
    scan(counter, card.token)
    # the basket stayed, and what was wanted lies in it; the voucher is as it was
    expect(counter.locator(".payer-via").first).to_contain_text("纸卡")
    has_lines(counter, 2)
    counter.keyboard.press("F6")
    counter.keyboard.press("F8")
    at(counter, "done")
    assert street.standing() == (900 - 25, 20)


def test_nothing_is_said_of_points_where_none_were_in_play(street: Street, counter: Page) -> None:
    for code in ("6900000099995", SALT, "690000001106", "973660236800"):
        scan(counter, code)
        at(counter, "refusal")
        expect(counter.locator(".verdict-still")).to_be_hidden()
        counter.keyboard.press("Escape")
        at(counter, "scan")


def test_scans_during_a_slow_answer_wait_and_too_many_at_once_is_told_with_the_basket_kept(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    held: list[Route] = []
    counter.route("**/counter/scan", lambda route: route.continue_() if held else held.append(route))
    scan(counter, voucher.code)
    scan(counter, SALT)
    scan(counter, SALT)
    expect(counter.locator("#queued")).to_contain_text("还有 2 个码排着")
    held[0].continue_()
    at(counter, "basket")
    expect(counter.locator(".line[data-item=G07] .steps b")).to_have_text("2")
    expect(counter.locator("#queued")).to_be_hidden()
    # a crash tells nobody: the basket was written down as it changed
    counter.evaluate("window.addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true)")
    counter.reload()
    at(counter, "basket")
    expect(counter.locator(".line[data-item=G07] .steps b")).to_have_text("2")
    counter.keyboard.press("F6")
    busy = {"message": "试得太多了，先停一停。", "next": "10:12:30 以后再试。", "code": "too_many_tries"}
    asked: list[int] = []

    def too_many(route: Route) -> None:
        """By the house, with a time; then by what stands before it, which knows no words."""
        asked.append(1)
        body = json.dumps(busy) if len(asked) == 1 else "slow down"
        route.fulfill(
            status=429, headers={"Retry-After": "17", "Content-Type": "application/json"}, body=body
        )

    counter.route("**/counter/redeem", too_many)
    for number, told in ((1, "10:12:30 以后再试"), (2, "等 17 秒再按")):
        counter.keyboard.press("F8")
        at(counter, "refusal")
        expect(counter.locator("[data-step=refusal]")).to_contain_text(told)
        assert len(asked) == number, "not asked again by itself"
        counter.keyboard.press("Escape")
        at(counter, "basket")
        has_lines(counter, 1)
    counter.unroute("**/counter/redeem")
    counter.keyboard.press("F8")
    at(counter, "done")
    assert len(reading(lambda: shop.receipts.of_today(street.community_id))) == 1


def test_a_whole_sale_by_fingers_alone_ends_with_the_mark_of_the_day(
    street: Street, counter: Page, voucher: shop.vouchers.VoucherInfo
) -> None:
    def touch(words: str) -> None:
        counter.get_by_role("button", name=words, exact=True).locator("visible=true").click()

    touch("没有键盘，用手指按")
    at(counter, "typed")
    for digit in f"9{voucher.spoken}":
        touch(digit)
    touch("重按")
    for digit in voucher.spoken[:-1]:
        touch(digit)
    touch("查")
    expect(counter.locator("[data-step=typed] [role=alert]")).to_contain_text("少一位")
    touch(voucher.spoken[-1])
    touch("查")
    at(counter, "basket")
    counter.locator(".tile[data-item=G02]").click()
    counter.locator("[data-do=who]").click()
    counter.locator("#confirm").click()
    at(counter, "done")
    mark = counter.locator(".day-mark")
    expect(mark.locator("[data-t=word]")).not_to_be_empty()
    expect(mark.locator("[data-t=now]")).to_have_text(re.compile(r"^\d+:\d\d:\d\d$"))
    moving = "(one) => getComputedStyle(one).animationName"
    assert mark.locator("[data-t=word]").evaluate(moving) == "day-run"
    counter.emulate_media(reduced_motion="reduce")
    assert mark.locator("[data-t=word]").evaluate(moving) == "none"
    expect(counter.locator("[data-list=batches]")).to_contain_text("那批")
    # one step back from the undo is the sale that is done, and some of it is one touch away
    counter.locator("[data-do=undo-this]").click()
    at(counter, "recent")
    expect(counter.locator("[data-part]")).to_have_attribute("href", re.compile("^/shop/sales/"))
    counter.locator("[data-side=undo] [data-do=escape]").click()
    at(counter, "done")
    counter.locator("[data-step=done] [data-do=next]").click()
    at(counter, "scan")
    expect(counter.locator("#last .sale")).to_have_count(1)
    transact(lambda: undone(street))
    counter.locator("#last .sale").click()
    at(counter, "recent")
    counter.reload()
    expect(counter.locator("#last .sale-tag")).to_have_text("已冲正")
    expect(counter.locator("[data-do=print-last]")).to_be_hidden()


def undone(street: Street) -> None:
    """The sale of the day is taken back by two."""
    [sold] = shop.receipts.of_today(street.community_id)
    shop.undo.ask(sold.receipt, reason="拿错了", actor=street.clerk)
    shop.undo.confirm(sold.receipt, actor=street.second_clerk)
