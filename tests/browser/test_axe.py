"""Every page as axe-core reads it: no finding of any level, best practices too, in both languages and both sizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from points import people, shop
from points.foundation import clock, marks, transact
from tests.browser.scanner import scan
from tests.browser.test_looks import (
    DOORS,
    LEADER,
    OFFICER,
    PAPER,
    RESIDENT,
    WATCHER,
    Town,
    reads,
    town,
)
from tests.support.by_two import NEWCOMER, SECOND, ByTwo, lay_out
from tests.support.chromium import enter
from tests.support.databases import Workshop, settles

__all__ = ["town"]

# What a reader of the screen hears does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")

LANGUAGES = ("zh", "en")
#: what those who look on open from the books
LOOKED_INTO = [
    "/oversight/print", "/oversight/back-fills", "/oversight/undoings", "/oversight/lapses",
    "/oversight/lapses/2026-11-26", "/oversight/batches", "/oversight/batches?state=expired",
    "/oversight/batches?state=scarce", "/oversight/batches/RK3", "/oversight/spot-check", "/desk/activities", "/desk/rules",
]  # fmt: skip
#: text with links in it, which are as tall as its lines
HELP = ["/help?q=PIN", "/help/officer", "/help/resident/print", "/help/commands"]
#: what ends a day of the shop, and what it is to buy
OF_THE_SHOP = [
    "/shop", "/shop/sales", "/shop/sales?day=2020-01-01",
    "/shop/shifts", "/shop/shifts/hand-over", "/shop/day-close", "/shop/day-close/draft",
    "/shop/day-close/draft/print", "/shop/liability", "/shop/liability/print",
]  # fmt: skip
#: what answers a GET and is no page anybody reads, by what it is
NO_PAGES = {
    "asked by a script": {"account.understood", "counter.asides", "counter.recent", "resident.code_now"},
    "walked in test_first_day.py, where there is no community yet": {"account.founding"},
    "walked in test_own_pin.py, where its keys are pressed": {"account.own_pin"},
    "a file": {"desk.blank_books"},
    "a picture": {"manager.photo", "public.guide_picture", "manager.picture", "resident.code_qr", "resident.voucher_qr"},
    "leads on to a paragraph of help": {"public.guide_why"},
    "leads back to the page whose paper was printed": {"desk.card_print", "desk.slip_print", "desk.printed_together"},
    "for programs": {"healthz", "readyz", "statements.statement", "api_docs.document", "api_docs.page"},
}  # fmt: skip
#: doors that say that nothing is there
NOTHING = {"/nothing-is-here", "/R/RX7K2M4Q"}
AXE = Path(__file__).with_name("vendor") / "axe-core/axe.min.js"
FINDINGS = """async (more) => {
  const found = await axe.run(document, { resultTypes: ["violations"], preload: false, ...more });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`);
}"""
#: everything; in the dark a page differs by its colours alone, and in the other language by everything else
WHOLE: dict[str, object] = {}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
WORDS = {"rules": {"color-contrast": {"enabled": False}}}
ASKED = {"zh": WHOLE, "en": WORDS}


@dataclass(frozen=True)
class Walk:
    """Pages that somebody opens one after the other; '' is nobody who signed in."""

    who: str
    paths: list[str]


@pytest.fixture
@settles("by two", "looked at", "street")
def by_two(app: Flask, engine: str, workshop: Workshop, town: Town) -> ByTwo:
    """What waits for a second person, and what two settled, beside the day's work."""
    return deepcopy(workshop.settled(app, engine, "by two", lambda: lay_out(town)))


def on_a_phone(town: Town, two: ByTwo) -> Iterator[Walk]:
    """What residents and leaders open, and everybody at the doors."""
    yield Walk("", [*DOORS, f"/R/{town.receipt_link}", f"/C/{town.card}", "/help/faq"])
    yield Walk(
        "tian",
        [*RESIDENT, *town.of_the_resident, f"/vouchers/{town.voucher}/print", "/me/ways", "/me/collectors", "/sessions", "/password",
         *PAPER,
         f"/board/{two.hanging}", f"/board/{two.doubted}"],
    )  # fmt: skip
    yield Walk(
        "leader1",
        [
            *LEADER,
            f"/lead/{town.coming}",
            f"/lead/{town.past}",
            f"/lead/{town.coming}/add",
            f"/lead/{town.coming}?cancel=1",
        ],
    )
    yield Walk("clerk2", [f"/shop/stocktakes/{two.stocktake}/count"])
    yield Walk(NEWCOMER, ["/waiting"])


def at_a_desk(town: Town, two: ByTwo) -> Iterator[Walk]:
    """What the office opens, and whoever looks over its shoulder."""
    person = f"/desk/people/{town.public_id}"
    yield Walk("", DOORS[:2])
    yield Walk(
        "officer0",
        [
            *OFFICER, *HELP, *LISTS, f"/desk/review/{town.past}", f"/desk/review/{town.coming}", "/desk/households/001",
            person, f"{person}?confirm=slip", f"{person}?confirm=issue", f"{person}/statement", f"{person}/balance",
            f"/desk/receipts/{town.receipt}", f"/desk/vouchers/{town.voucher}", f"/lead/{town.coming}",
            f"/lead/{town.coming}/add", "/password", *newest_of_an_officer(town, two),
        ],
    )  # fmt: skip
    yield Walk("admin5", ["/oversight/installation", "/sessions", *newest_of_an_administrator(two)])
    yield Walk(
        "supervisor4",
        [
            *WATCHER, *LOOKED_INTO, f"/oversight/people/{town.public_id}", "/oversight/households/001",
            f"/oversight/receipts/{town.receipt}", "/desk/roles", f"/desk/roles?confirm=object&grant={two.grant}",
            "/desk/corrections", "/desk",
        ],
    )  # fmt: skip
    yield Walk("street6", ["/oversight/communities", *newest_of_the_street(two)])
    yield Walk("shop_manager3", SHOP)
    yield Walk(
        "clerk2",
        [
            "/shop", "/counter", "/counter/keys", "/counter/practice",
            f"/counter/receipts/{town.receipt}", f"/shop/sales/{town.receipt}", f"/shop/sales/{town.receipt}?swap=1",
            f"/desk/ways?batch={two.batch}", "/shop/stocktakes",
            "/shop/stocktakes?begin=1", f"/shop/stocktakes/{two.stocktake}", *two.stock,
            "/counter/queue", "/counter/queue/screen", f"/counter/queue/numbers/{town.number}/slip",
        ],
    )  # fmt: skip
    prices = [f"/shop/prices{one}" for one in ("", "/G01", "/print", "/labels")]
    yield Walk("shop_manager3", [*prices, *two.stock])
    yield Walk("street6", [f"/shop/stocktakes/{two.stocktake}", f"/shop/stocktakes/{two.stocktake}/print"])
    yield Walk("clerk2", [*OF_THE_SHOP, f"/shop/shifts/{two.shift}", f"/shop/shifts/{two.shift}/print"])
    days = [f"/shop/day-close/{two.closing}", f"/shop/day-close/{two.closing}/print"]
    yield Walk("supervisor4", [*days, "/shop/lending", "/shop/lending?act=set_price"])


#: what the shop's manager opens
SHOP = [
    "/shop/goods", "/shop/goods?state=low", "/shop/goods?q=nothing", "/shop/goods?print=1", "/shop/goods/new", "/shop/goods/model",
    "/shop/goods/G02", "/shop/goods/G02?confirm=withdraw", "/shop/goods/G02/edit", "/shop/goods/G02/labels", "/shop/shops",
    "/shop/shops/1", "/shop/shops/1?confirm=name", "/shop/shops/1?confirm=close", "/shop/shops/1/sign",
]  # fmt: skip
LISTS = ["/desk/intake?tab=lines", "/desk/intake?tab=every", "/desk/people?print=1"]


def newest_of_an_officer(town: Town, two: ByTwo) -> list[str]:
    """Pages on which an officer sees or does what takes two."""
    relatives = f"/desk/people/{town.public_id}/relations"
    books = f"/desk/intakes/{two.intake}"
    return [
        "/desk/first-day", "/desk/first-day?print=1", f"/desk/intake/{two.imported}/cards",
        "/desk/parallel", f"/desk/parallel/{two.period}", f"/desk/parallel/{two.period}?part=homes",
        f"/desk/parallel/{two.period}?confirm=move", f"/desk/parallel/{two.period}?print=1",
        "/desk/intakes", books, f"{books}?confirm=propose", f"{books}/questions", f"{books}/mapping?book=register", f"{books}/difference",
        f"{books}/difference?part=goods", f"{books}/difference?print=1",
        "/desk/accounts", "/desk/accounts?state=closed", f"/desk/accounts/{two.newcomer}", "/desk/corrections",
        f"/desk/awards/{two.award}", "/desk/ways", f"/desk/ways?batch={two.batch}&print=1", f"/desk/ways/{two.way}",
        f"/desk/cards/{two.card}", "/desk/collectors",
        f"/desk/people/{town.public_id}/collectors", relatives, f"{relatives}?end={two.relation}", "/desk/objections",
        f"/desk/objections/{two.hanging}", "/desk/rules", "/desk/rules/new", "/desk/rules/model", f"/desk/rules/{two.rule}",
        f"/desk/review/{town.coming}?confirm=cancel", f"/desk/review/{town.coming}?print=calls",
    ]  # fmt: skip


def newest_of_an_administrator(two: ByTwo) -> list[str]:
    """Pages on which an administrator gives and ends."""
    places = "/desk/places"
    return [
        "/desk/devices", f"/desk/devices?confirm=end&device={two.device}", f"/desk/devices?confirm=name&device={two.device}",
        f"/desk/accounts/{two.left}?confirm=reopen", f"/desk/accounts/{two.newcomer}/close", "/desk/roles?state=counts",
        f"{places}?do=close&place={two.grid}", f"{places}?do=rename&place={two.grid}",
    ]  # fmt: skip


def newest_of_the_street(two: ByTwo) -> list[str]:
    """Pages on which the second person says yes or no."""
    return [
        "/desk/roles", f"/desk/roles?confirm=confirm&grant={two.grant}", f"/desk/roles?confirm=decline&grant={two.grant}",
        "/desk/resets", "/desk/rules", "/desk/settings", "/desk/settings/first", "/desk/settings/publicity_days",
        f"/desk/ways/{two.way}", "/desk/home",
        f"/desk/objections?decide={two.doubted}",
    ]  # fmt: skip


def findings(
    page: Page, paths: Iterable[str], asked: Mapping[str, object] = WHOLE, *, dark: bool = False
) -> list[str]:
    """What axe finds on these pages, with every story opened; and of their colours in the dark."""
    found = []
    for path in paths:
        answer = page.goto(path)
        assert answer
        assert answer.ok or path in NOTHING, f"{path} {answer.status}"
        assert urlsplit(answer.url).path == path.partition("?")[0], f"{path} leads to {answer.url}"
        page.evaluate("document.querySelectorAll('details').forEach((one, at) => { one.open = at < 3; })")
        found += [f"{path} {one}" for one in page.evaluate(FINDINGS, dict(asked))]
        if dark:
            # at once: between two colours is neither
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            found += [f"{path} in the dark {one}" for one in page.evaluate(FINDINGS, COLOURS)]
            page.emulate_media(color_scheme="light")
    return found


def walked(
    page: Page,
    walks: Iterable[Walk],
    language: str,
    *,
    care: bool = False,
    asked: Mapping[str, object] = WHOLE,
    dark: bool = False,
) -> list[str]:
    """What axe finds where these people go; everybody signs in once."""
    found = []
    for walk in walks:
        reads(page, language, care=care)
        if walk.who:
            enter(page, walk.who)
        found += findings(page, walk.paths, asked, dark=dark)
    return found


def test_no_page_is_forgotten(app: Flask, town: Town, by_two: ByTwo) -> None:
    """Whoever adds a page adds it to a walk, or says that it is none."""
    here = app.url_map.bind("localhost")
    paths = [path for walk in (*on_a_phone(town, by_two), *at_a_desk(town, by_two)) for path in walk.paths]
    met = {here.match(path.partition("?")[0])[0] for path in paths if path not in NOTHING} | OF_TWO_PROOFS
    there = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    named = {one for some in NO_PAGES.values() for one in some}
    assert there - met - named == set()
    assert named & met == set()
    assert named - there == set()


@pytest.mark.parametrize("care", [False, True])
def test_pages_on_a_phone_have_no_finding(
    town: Town, by_two: ByTwo, phone: Page, care: bool, soak: bool
) -> None:
    phone.add_init_script(path=AXE)
    found = []
    # large pages are other sizes and another order, another language is other words: both at once in the long form
    for language in LANGUAGES if soak else LANGUAGES[care : care + 1]:
        # in the dark a page differs by its colours alone
        found += walked(
            phone, on_a_phone(town, by_two), language, care=care, dark=language == "zh" and not care
        )
        reads(phone, language, care=care)
        phone.goto(f"/C/{town.card}")
        phone.fill("[name=pin]", town.pin)
        phone.press("[name=pin]", "Enter")
        phone.wait_for_url("**/")
        found += findings(phone, ["/", "/earn", "/me", "/me/ways"])
    assert found == []


@pytest.mark.parametrize("turn", [0, 1])
def test_pages_on_a_desk_have_no_finding(
    town: Town, by_two: ByTwo, desk: Page, turn: int, soak: bool
) -> None:
    """Every page in one language, one in Chinese and the next in English; in the long form in both."""
    desk.add_init_script(path=AXE)
    walks = at_a_desk(town, by_two)
    some = [Walk(walk.who, walk.paths if soak else walk.paths[turn::2]) for walk in walks]
    assert walked(desk, some, LANGUAGES[turn]) == []


def test_pages_have_no_finding_while_the_clock_and_the_books_are_doubted(
    town: Town, by_two: ByTwo, desk: Page, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.add_init_script(path=AXE)
    now = clock.now()
    monkeypatch.setattr(marks._memory, "standing", marks.MarkStanding("back", since=now, until=now))
    transact(lambda: shop.doubts.doubt_open(town.resident.community_id))
    clock.doubt("devices", believed=now)
    found = walked(
        desk,
        [
            Walk("supervisor4", ["/oversight/lapses", "/oversight/lapses/2026-11-26", "/oversight"]),
            Walk("officer0", [f"/desk/vouchers/{town.voucher}"]),
            Walk("clerk2", ["/counter"]),
            Walk("leader1", ["/lead"]),
            Walk("tian", ["/vouchers", f"/vouchers/{town.voucher}"]),
        ],
        language,
    )
    assert 'class="told"' not in desk.content(), "residents have no part in it"
    assert found == []


#: pages that are met while a second proof is set up and asked for
OF_TWO_PROOFS = {
    "account.second_factor", "account.second_factor_setup", "account.second_factor_sheet", "account.clock",
}  # fmt: skip


def test_two_proofs_and_a_slip_have_no_finding_at_any_step(
    town: Town, by_two: ByTwo, phone: Page, language: str
) -> None:
    phone.add_init_script(path=AXE)
    reads(phone, language)
    found: list[str] = []

    def at(step: str, *, press: str) -> None:
        """Go on to a step and look at it."""
        with phone.expect_navigation():
            phone.locator(press).click()
        found.extend(f"{step}: {one}" for one in phone.evaluate(FINDINGS, WHOLE))

    def number() -> str:
        return pyotp.TOTP(secret).at(clock.now())

    go = "button.door-go"
    phone.goto("/activate")
    phone.fill("[name=code]", by_two.slip)
    at("the slip's holder is greeted", press=go)
    enter(phone, SECOND)
    found += findings(phone, ["/second-factor/setup", "/second-factor/sheet"])
    phone.goto("/second-factor/setup")
    at("the picture", press=go)
    secret = phone.locator(".second-secret").inner_text().replace(" ", "")
    phone.fill("[name=number]", "000000")
    at("a wrong number", press=go)
    phone.fill("[name=number]", number())
    at("the codes", press=go)
    code = phone.locator(".second-codes li").first.inner_text()
    found += findings(phone, ["/second-factor/setup"])
    reads(phone, language)
    enter(phone, SECOND)
    expect(phone.locator("[name=number]")).to_be_visible()
    found += findings(phone, ["/second-factor"])
    phone.fill("[name=number]", "000000")
    at("a wrong number after the password", press=go)
    machine = transact(lambda: people.devices.enrol("窗口电脑", actor=town.system))
    phone.context.add_cookies([{"name": "device", "value": machine.token, "url": phone.url}])
    # what is right by the browser's clock, which is not the one the house was set to
    phone.fill("[name=number]", pyotp.TOTP(secret).now())
    at("two clocks", press=go)
    assert phone.url.endswith("/clock")
    phone.goto("/second-factor")
    phone.fill("[name=number]", code)
    at("inside", press=go)
    assert found == []


def test_the_counter_has_no_finding_at_any_step(town: Town, desk: Page, language: str) -> None:
    desk.add_init_script(path=AXE)
    rice = transact(lambda: shop.vouchers.issue(100, request_key="over-the-counter", actor=town.resident))[0]
    reads(desk, language)
    enter(desk, "clerk2")
    found: list[str] = []
    desk.goto("/counter")
    expect(desk.locator("body")).to_have_attribute("data-ready", "yes")

    def at(step: str, *, key: str = "", digits: str = "") -> None:
        """Come to a step and look at it."""
        if digits:
            scan(desk, digits)
        else:
            desk.keyboard.press(key)
        expect(desk.locator("body")).to_have_attribute("data-at", step)
        found.extend(f"{step}: {one}" for one in desk.evaluate(FINDINGS, WHOLE))

    at("search", key="F4")
    desk.keyboard.press("Escape")
    desk.locator("[data-do=number]").click()
    found.extend(f"typed: {one}" for one in desk.evaluate(FINDINGS, WHOLE))
    desk.keyboard.press("Escape")
    at("basket", digits=rice.code)
    desk.locator(".tile[data-item=G06]").click()
    desk.locator("[data-do=who]").click()
    found.extend(f"basket filled: {one}" for one in desk.evaluate(FINDINGS, WHOLE))
    at("done", key="F8")
    expect(desk.locator("#paper .slip")).to_be_visible()
    found.extend(f"paper: {one}" for one in desk.evaluate(FINDINGS, WHOLE))
    desk.locator("[data-do=undo-this]").click()
    expect(desk.locator("body")).to_have_attribute("data-at", "recent")
    found.extend(f"recent: {one}" for one in desk.evaluate(FINDINGS, WHOLE))
    desk.keyboard.press("Escape")
    at("refusal", digits=rice.code)
    assert found == []
