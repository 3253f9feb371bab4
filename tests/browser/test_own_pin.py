"""A PIN typed on a turned screen, and a lost card on an exchange day: pressed in Chromium, the presses counted."""

from __future__ import annotations

import re
from time import monotonic
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from points import people, shop
from points.foundation import reading, transact
from tests.browser.scanner import scan
from tests.browser.test_axe import AXE, FINDINGS
from tests.browser.test_journey import at
from tests.browser.test_touches import Hand
from tests.support.chromium import DESK, enter, window
from tests.support.street import PASSWORD, Street

# What a page asks of its reader does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")

PIN, TYPED = "275318", "483917"
FIVE_MINUTES = 300


def at_the_till(page: Page, name: str) -> None:
    """A clerk at the counter, whose page listens to the scanner."""
    enter(page, name)
    expect(page.locator("body")).to_have_attribute("data-ready", "yes")


def member(street: Street) -> UUID:
    """The resident, by id."""
    assert street.resident.person_id is not None
    return street.resident.person_id


def public_id(street: Street) -> str:
    """The resident as they stand in an address."""
    return reading(lambda: people.persons.get(street.community_id, member(street))).public_id


def card_by(street: Street, role: str, pin: str | None = None) -> people.cards.IssuedCard:
    """A card of the resident: by the house, so that it pays, or by somebody of the staff."""
    maker = street.staff.get(role, street.system)
    return transact(lambda: people.cards.issue(member(street), kind="household", actor=maker, pin=pin))


def press_keys(page: Page, digits: str) -> None:
    """Fingers on the keypad."""
    for digit in digits:
        page.locator(f'[data-key="{digit}"]').click()


def by_hand(hand: Hand, digits: str) -> None:
    """As slowly as a person: what comes faster is a scanner's."""
    hand.page.keyboard.type(digits, delay=80)
    hand.page.keyboard.press("Enter")
    hand.letters += len(digits) + 1


def step(page: Page, name: str) -> None:
    """Wait until the turned screen is there."""
    expect(page.locator("body")).to_have_attribute("data-step", name)


def test_a_resident_types_twice_and_the_officer_sees_dots(street: Street, desk: Page) -> None:
    card = card_by(street, "officer")
    enter(desk, "officer0")
    desk.goto(f"/desk/people/{public_id(street)}?confirm=pin&card={card.card_id}")
    desk.get_by_role("button", name=re.compile("转屏幕")).click()
    step(desk, "first")
    press_keys(desk, "123456")
    expect(desk.locator("#wrong")).to_contain_text("别人不容易猜到")
    expect(desk.locator("#wrong")).to_contain_text("others guess")
    press_keys(desk, TYPED)
    step(desk, "again")
    press_keys(desk, "4839")
    assert desk.locator(".pin-boxes .full").count() == 4
    words = desk.locator("main").inner_text().replace("尾号", "").split("\n")
    assert not any("4839" in line for line in words)
    desk.locator('[data-do="less"]').click()
    press_keys(desk, "917")
    step(desk, "done")
    # back, forward and loading again show nothing of the desk
    desk.go_back()
    desk.wait_for_url("**/own-pin*")
    step(desk, "done")
    people.pins.check(street.community_id, card.card_id, TYPED)
    kept = desk.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])"
    )
    assert TYPED not in kept
    desk.fill("#password", PASSWORD)
    desk.press("#password", "Enter")
    expect(desk.locator("[role=status]").first).to_contain_text("居民自己设好了密码")


def test_a_pin_typed_on_a_small_screen_needs_no_scrolling_sideways(street: Street, desk: Page) -> None:
    card = card_by(street, "officer")
    enter(desk, "officer0")
    desk.goto(f"/desk/people/{public_id(street)}?confirm=pin&card={card.card_id}")
    desk.get_by_role("button", name=re.compile("转屏幕")).click()
    for width in (320, 390, 1366):
        desk.set_viewport_size({"width": width, "height": 700})
        step(desk, "first")
        assert desk.evaluate("document.documentElement.scrollWidth") <= width
        box = desk.locator('[data-key="5"]').bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 72


def test_a_lost_card_on_an_exchange_day_is_served_by_one_officer_and_one_clerk(
    street: Street, desk: Page, browser: Browser, served: str
) -> None:
    """The resident has no phone and knows the PIN of the card that is lost. The officer prints another card, the clerk has
    the old PIN typed: eight presses of two people, well within five minutes."""
    card_by(street, "house", PIN)
    begun = monotonic()
    enter(desk, "officer0")
    officer = Hand(desk)
    officer.press(at="nav a[href='/desk/people']")
    officer.type("田桂兰", enter=True)
    officer.press(link="^换卡")
    officer.press(at="[name=reason]")
    officer.type("买菜丢了")
    officer.press(button="^换卡")
    number = desk.locator(".card-number").inner_text().replace(" ", "")
    slip = (desk.locator(".pin-digits").text_content() or "").replace(" ", "")
    assert (len(number), len(slip)) == (10, 6)
    page, complaints = window(browser, served, DESK)
    at_the_till(page, "clerk2")
    clerk = Hand(page)
    scan(page, number)
    at(page, "proof")
    by_hand(clerk, slip)
    at(page, "refusal")
    clerk.press(button="家里有旧证明")
    by_hand(clerk, PIN)
    at(page, "basket")
    clerk.press(at=".tile[data-item=G07]")
    clerk.press(at="#confirm")
    at(page, "done")
    assert officer.touches + clerk.touches <= 8
    assert monotonic() - begun < FIVE_MINUTES
    assert complaints.said == []
    assert street.available() == 300
    page.context.close()


def test_a_new_card_is_confirmed_beside_the_basket(street: Street, desk: Page) -> None:
    """Scanned: refused; the old card's PIN typed by the resident; served. Nobody left the page."""
    old = card_by(street, "house", PIN)
    transact(lambda: people.cards.revoke(old.card_id, reason="丢了", actor=street.staff["officer"]))
    new = card_by(street, "officer")
    begun = monotonic()
    at_the_till(desk, "clerk2")
    hand = Hand(desk)
    scan(desk, new.token)
    at(desk, "refusal")
    hand.press(button="家里有旧证明")
    at(desk, "way")
    by_hand(hand, "111999")
    expect(desk.locator('[data-step="way"] [role=alert]')).to_contain_text("还可以试 4 次")
    hand.press(at="#old-pin")
    by_hand(hand, PIN)
    at(desk, "basket")
    hand.press(at="[data-item=G07].tile")
    hand.press(at="[data-do=who]")
    hand.press(at="#confirm")
    at(desk, "done")
    assert hand.touches <= 5
    assert monotonic() - begun < FIVE_MINUTES
    assert street.available() == 300


def test_the_basket_stays_while_another_card_of_the_family_is_confirmed(street: Street, desk: Page) -> None:
    """A voucher is on the counter and goods are chosen when the new card is scanned."""
    new = card_by(street, "officer")
    voucher = transact(lambda: shop.vouchers.issue(100, request_key="basket-1", actor=street.resident))[0]
    at_the_till(desk, "clerk2")
    scan(desk, voucher.code)
    at(desk, "basket")
    desk.locator("[data-item=G07].tile").click()
    scan(desk, new.token)
    at(desk, "refusal")
    desk.get_by_role("button", name=re.compile("我看过证件")).click()
    desk.keyboard.type("田桂兰本人，身份证")
    desk.get_by_role("button", name=re.compile("^我确认")).click()
    # both are known now: the basket asks before it is given to the other payer
    at(desk, "refusal")
    expect(desk.locator("#left")).to_contain_text("这一位还没办完")
    desk.get_by_role("button", name=re.compile("接着办这一位")).click()
    at(desk, "basket")
    expect(desk.locator("[data-list=lines] .line")).to_have_count(1)
    expect(desk.locator(".payer-via").first).to_contain_text("兑换券")


def test_the_basket_is_there_again_after_the_screen_was_turned(street: Street, desk: Page) -> None:
    card = card_by(street, "house")
    at_the_till(desk, "clerk2")
    scan(desk, card.token)
    at(desk, "basket")
    desk.locator("[data-item=G07].tile").click()
    desk.locator("[data-do=who]").click()
    scan(desk, card.number)
    desk.get_by_role("button", name=re.compile("还是这一位")).click()
    at(desk, "proof")
    by_hand(Hand(desk), "111111")
    at(desk, "refusal")
    expect(desk.locator("#left")).to_contain_text("没有设密码")
    desk.get_by_role("button", name=re.compile("居民自己设密码")).click()
    desk.wait_for_url("**/own-pin")
    for _ in range(2):
        press_keys(desk, TYPED)
    step(desk, "done")
    desk.fill("#password", PASSWORD)
    desk.press("#password", "Enter")
    desk.wait_for_url("**/counter")
    at(desk, "basket")
    expect(desk.locator("[data-list=lines] .line")).to_have_count(1)
    # the clerk made the new way and does not confirm it; the manager does, from wherever they are
    desk.locator("#confirm").click()
    at(desk, "refusal")
    [way] = reading(lambda: people.ways.waiting(street.clerk).rows)
    manager = street.staff["shop_manager"]
    transact(lambda: people.confirmations.confirm([way.way_id], seen="视频里看到本人", actor=manager))
    desk.get_by_role("button", name=re.compile("回到篮子")).first.click()
    desk.locator("#confirm").click()
    at(desk, "done")


def test_the_basket_outlives_another_page_and_ends_with_the_shift(street: Street, desk: Page) -> None:
    card = card_by(street, "house")
    at_the_till(desk, "clerk2")
    scan(desk, card.token)
    at(desk, "basket")
    desk.locator("[data-item=G07].tile").click()
    desk.goto("/desk/ways")
    desk.goto("/counter")
    at(desk, "basket")
    expect(desk.locator("[data-list=lines] .line")).to_have_count(1)
    desk.reload()
    at(desk, "basket")
    desk.get_by_role("button", name="退出").click()
    # somebody is in front with a full basket: it is asked first
    at(desk, "refusal")
    expect(desk.get_by_role("heading", name="这一位还没办完")).to_be_visible()
    desk.keyboard.press("Escape")
    at(desk, "basket")
    kept = desk.evaluate("JSON.stringify(localStorage)")
    assert card.token not in kept, "no code is written down"
    assert "田" not in kept, "and no name"
    desk.get_by_role("button", name="退出").click()
    desk.get_by_role("button", name="不换了，请下一位 篮子清空").click()
    desk.wait_for_url(lambda address: "counter" not in address)
    at_the_till(desk, "clerk7")
    at(desk, "scan")
    assert "田" not in desk.locator("#right").inner_text()


def test_axe_finds_nothing_on_the_turned_screen_and_where_a_way_is_confirmed(
    street: Street, desk: Page, served: str, language: str
) -> None:
    card = card_by(street, "officer", PIN)
    desk.add_init_script(path=AXE)
    desk.context.add_cookies([{"name": "lang", "value": language, "url": served}])
    found: list[str] = []

    def look(where: str) -> None:
        found.extend(f"{where}: {one}" for one in desk.evaluate(FINDINGS))

    enter(desk, "officer0")
    desk.goto(f"/desk/people/{public_id(street)}?confirm=pin&card={card.card_id}")
    look("asked")
    desk.locator("#confirm .btn-primary").click()
    step(desk, "first")
    look("first")
    press_keys(desk, "123456")
    expect(desk.locator("#wrong")).to_be_visible()
    look("refused")
    press_keys(desk, TYPED)
    step(desk, "again")
    look("again")
    desk.locator('[data-do="later"]').click()
    step(desk, "back")
    desk.fill("#password", "wrong")
    desk.press("#password", "Enter")
    expect(desk.locator("#password-wrong")).to_be_visible()
    look("wrong password")
    desk.locator("form[action='/sign-out'] button").click()
    at_the_till(desk, "clerk2")
    for phase in (0, 1):
        scan(desk, card.token)
        at(desk, "refusal")
        look("refusal")
        desk.locator("[data-step=refusal] .way").nth(phase).click()
        at(desk, "way")
        look("way")
        for there in ("refusal", "scan"):
            desk.keyboard.press("Escape")
            at(desk, there)
    assert found == []
