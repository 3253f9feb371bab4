"""The looks as numbers, on the served pages: contrast, targets, text, nothing cut, no sideways scroll, light first page."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from points import people, shop, volunteering
from points.foundation import clock, codes, transact
from points.shop.payer_checks import Payer
from points.shop.redemptions import Sale, redeem
from tests.support.chromium import enter
from tests.support.databases import Workshop, settles
from tests.support.street import Street

# Looks do not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")

MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
CONTRAST = 4.5
PHONE = {"text": 18, "target": 44, "contrast": CONTRAST}
CARE = {"text": 24, "target": 60, "contrast": CONTRAST}
DESK = {"text": 15, "target": 44, "contrast": CONTRAST}
NARROW = {"width": 320, "height": 640}
FIRST_PAGE = 60_000
RESIDENT = [
    "/", "/statement", "/vouchers", "/vouchers/new?tenths=50&good=G06&key=look", "/code", "/goods", "/goods/G01",
    "/goods/G32", "/earn", "/board", "/me", "/queue",
]  # fmt: skip
OFFICER = [
    "/desk", "/desk/activities", "/desk/activities/new", "/desk/people", "/desk/people/new", "/desk/rules",
    "/desk/intake", "/desk/intakes", "/desk/back-fill", "/desk/home", "/desk/settings", "/desk/settings/publicity_days",
    "/desk/settings/exchange_days", "/desk/settings/validity", "/desk/settings/decay", "/desk/places", "/desk/relations",
]  # fmt: skip
WATCHER = ["/oversight", "/oversight/trail"]
LEADER = ["/lead"]
#: sheets to print, as they stand on the screen before
PAPER = ["/print/balance"]
DOORS = ["/sign-in", "/activate", "/nothing-is-here", "/R/RX7K2M4Q"]


class Town(Street):
    """A street with a day's work in it; made from one, so that no page is empty."""

    def __init__(self, street: Street) -> None:
        super().__init__(**vars(street))
        person = street.resident.person_id
        assert person is not None
        self.pin = "275318"
        self.card = transact(
            lambda: people.cards.issue(person, kind="household", actor=self.staff["officer"], pin=self.pin)
        ).token
        transact(lambda: shop.vouchers.issue(50, request_key="a-voucher-of-5", actor=self.resident))
        self.voucher = transact(
            lambda: shop.vouchers.issue(100, request_key="a-voucher-of-10", actor=self.resident)
        )[0].public_id
        sold = self._rice()
        self.receipt, self.receipt_link = sold.receipt, codes.receipt_token(sold.receipt, sold.digest)
        self.past, self.coming = self._yesterday_and_tomorrow()
        self.public_id = transact(lambda: people.persons.get(self.community_id, person)).public_id
        self.number = self._in_line(person)

    @property
    def of_the_resident(self) -> list[str]:
        """Pages of one thing of the resident's."""
        return [
            f"/vouchers/{self.voucher}",
            f"/vouchers/{self.voucher}?return=1",
            "/goods/G02",
            "/vouchers/new?tenths=50",
        ]

    def of_the_officer(self, desk: Page) -> list[str]:
        """Pages of one activity and of one person, as the desk's lists lead there."""
        desk.goto("/desk/people")
        links = desk.locator("a[href^='/desk/people/']:not([href$='/new'])")
        person = links.first.get_attribute("href")
        lists = ["/desk/intake?tab=lines", "/desk/intake?tab=every", "/desk/people?print=1"]
        some = [
            f"/desk/review/{self.past}",
            f"/desk/review/{self.coming}",
            f"/desk/people/{self.public_id}/statement",
            f"/desk/people/{self.public_id}/relations",
            "/desk/households/001",
            f"/desk/receipts/{self.receipt}",
        ]
        return [*lists, *some, str(person), f"{person}?confirm=slip", f"{person}?confirm=issue"]

    def _rice(self) -> shop.receipts.Receipt:
        sale = Sale(self.shop_id, "a-scan-of-a-card", "payer")
        payer = Payer(self.purse, self.resident.person_id, "card_pin")
        done = transact(lambda: redeem(payer, [("G06", 2)], sale=sale, actor=self.clerk))
        return transact(lambda: shop.receipts.of_redemption(self.community_id, done.redemption_id))

    def _in_line(self, person: UUID) -> str:
        """Three who came before the resident: one was served, one is called, one was not there."""

        def give(person_id: UUID | None, *, elder: bool = False) -> str:
            one = shop.numbers.give(self.shop_id, elder=elder, person_id=person_id, actor=self.clerk)
            return str(one.number_id)

        for elder in (False, True, False):
            transact(lambda elder=elder: give(None, elder=elder))  # type: ignore[misc]
        number = transact(lambda: give(person))
        called = transact(lambda: shop.calls.call_next(self.shop_id, 1, actor=self.clerk))
        transact(lambda: shop.calls.not_there(called.number_id, actor=self.clerk))
        for _ in range(2):
            transact(lambda: shop.calls.call_next(self.shop_id, 1, actor=self.clerk))
        return number

    def _yesterday_and_tomorrow(self) -> tuple[str, str]:
        rule = volunteering.rules.NewRule(
            code="R01", name="社区环境清洁", unit="小时", tenths=20, category="环境卫生", cap="4小时/日",
            counts_hours=True, name_en="Community clean-up", evidence="签到签退；负责人确认",
        )  # fmt: skip
        officer, leader = self.staff["officer"], self.staff["leader"]
        noon = clock.instant(clock.today()) + timedelta(days=1, hours=12)

        def plan(title: str, hours: int) -> str:
            starts = noon + timedelta(hours=hours)
            return volunteering.activities.plan(
                rules[0], title=title, starts_at=starts, ends_at=starts + timedelta(hours=2), spot="6栋门口",
                leader_id=leader.person_id, capacity=20, actor=officer,
            ).public_id  # fmt: skip

        rules = transact(
            lambda: volunteering.rules.add([rule], effective_on=clock.today(), actor=self.system)
        )
        past, coming = transact(lambda: (plan("楼道和河边大扫除", 0), plan("周六社区环境清洁", 24)))
        for one in (past, coming):
            transact(lambda public_id=one: volunteering.signups.sign_up(public_id, actor=self.resident))  # type: ignore[misc]
        clock.set_now(noon + timedelta(minutes=5))
        transact(lambda: volunteering.attendance.tick(past, what="in", actor=leader))
        self.evening = noon + timedelta(hours=2)
        clock.set_now(self.evening)
        transact(lambda: volunteering.attendance.tick(past, what="out", actor=leader))
        transact(lambda: volunteering.confirming.confirm(past, actor=leader))
        return past, coming


@pytest.fixture
@settles("looked at", "street")
def town(app: Flask, engine: str, workshop: Workshop, street: Street) -> Iterator[Town]:
    """The street after a day."""
    found = deepcopy(workshop.settled(app, engine, "looked at", lambda: Town(street)))
    clock.set_now(found.evening)
    yield found
    clock.reset()


def reads(page: Page, language: str, *, care: bool = False) -> None:
    """Nobody yet, in this language, with or without large letters."""
    page.context.clear_cookies()
    page.goto("/healthz")
    address = str(page.evaluate("location.origin"))
    chosen = {"lang": language, "care": "1" if care else "0"}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in chosen.items()]
    )


def look(page: Page, paths: Iterable[str], least: dict[str, float], *, dark: bool = False) -> list[str]:
    """What falls short on these pages, as wide as the window is and on the narrowest phone, and in the dark."""
    wide = page.viewport_size
    assert wide
    wrong = []
    for path in paths:
        page.goto(path)
        assert page.locator("main, [data-step]").count(), f"{path} is no page"
        for how in ("light", "dark") if dark else ("light",):
            page.emulate_media(color_scheme=how, reduced_motion="reduce")  # type: ignore[arg-type]
            wrong += [f"{path} {how}: {one}" for one in page.evaluate(MEASURE, least)]
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        hangs = [one for one in page.evaluate(MEASURE, least) if "sideways" in one or "cut" in one]
        wrong += [f"{path} at {NARROW['width']}: {one}" for one in hangs]
        page.set_viewport_size(wide)
    return wrong


def test_a_resident_can_read_and_press_everything(town: Town, phone: Page, language: str) -> None:
    paths = [*RESIDENT, *town.of_the_resident]
    reads(phone, language)
    enter(phone, "tian")
    assert look(phone, paths, PHONE, dark=True) == []


def test_large_letters_are_large_everywhere(town: Town, phone: Page, language: str) -> None:
    reads(phone, language, care=True)
    assert look(phone, DOORS[:2], CARE) == []
    enter(phone, "tian")
    assert look(phone, [*RESIDENT, f"/vouchers/{town.voucher}", "/password"], CARE) == []


def test_a_leader_can_hold_the_list_on_a_phone(town: Town, phone: Page, language: str) -> None:
    reads(phone, language)
    enter(phone, "leader1")
    assert look(phone, [*LEADER, f"/lead/{town.coming}", f"/lead/{town.past}"], PHONE, dark=True) == []


def test_whoever_comes_to_a_door_can_read_it(town: Town, phone: Page, language: str) -> None:
    reads(phone, language)
    assert look(phone, [*DOORS, f"/R/{town.receipt_link}", f"/C/{town.card}"], PHONE, dark=True) == []


def test_the_desk_can_read_and_press_everything(town: Town, desk: Page, language: str) -> None:
    reads(desk, language)
    assert look(desk, DOORS[:2], DESK) == []
    enter(desk, "officer0")
    assert look(desk, [*OFFICER, *town.of_the_officer(desk)], DESK) == []


def test_the_widest_number_of_a_receipt_fits_on_the_narrowest_phone(town: Town, desk: Page) -> None:
    reads(desk, "zh")
    enter(desk, "officer0")
    desk.set_viewport_size(NARROW)  # type: ignore[arg-type]
    desk.goto(f"/desk/receipts/{town.receipt}")
    number = desk.locator("h1 .num")
    number.evaluate("(one) => { one.textContent = one.textContent.replace(/\\S/g, 'M'); }")
    assert desk.evaluate(MEASURE, DESK) == []
    # it is parted between its groups
    assert number.evaluate("(one) => one.getClientRects().length") == 2


def test_the_watchers_can_read_and_press_everything(town: Town, desk: Page, language: str) -> None:
    reads(desk, language)
    enter(desk, "supervisor4")
    assert look(desk, WATCHER, DESK) == []


def test_leaving_is_seen_by_everybody_of_the_office_and_the_list_scrolls_above(
    town: Town, desk: Page, language: str
) -> None:
    reads(desk, language)
    firsts = {
        "officer0": "/shop", "shop_manager3": "/shop", "supervisor4": "/oversight/trail",
        "admin5": "/oversight/installation", "street6": "/oversight/communities",
    }  # fmt: skip
    for name, path in firsts.items():
        enter(desk, name)
        desk.goto(path)
        for wide, high in ((1366, 768), (1024, 768), (1280, 600)):
            desk.set_viewport_size({"width": wide, "height": high})
            desk.reload()
            for box in (
                desk.locator(".side > .nav-foot form[action='/sign-out'] button").bounding_box(),
                desk.locator(".side-nav .is-lit").bounding_box(),
            ):
                assert box is not None
                assert box["y"] >= 0, (name, wide, high)
                assert box["y"] + box["height"] <= high, (name, wide, high)
            # what is listed last can be come to
            last = desk.locator(".side-nav .nav-entry").last
            last.scroll_into_view_if_needed()
            expect(last).to_be_in_viewport(ratio=0.9)
        desk.request.post("/sign-out", headers={"Sec-Fetch-Site": "same-origin"})


def test_the_counter_can_be_read_from_where_one_stands(town: Town, desk: Page, language: str) -> None:
    reads(desk, language)
    enter(desk, "clerk2")
    assert look(desk, ["/counter"], DESK) == []


def test_the_first_page_comes_quickly_on_a_weak_network(town: Town, phone: Page) -> None:
    reads(phone, "en")
    enter(phone, "tian")
    phone.goto("/", wait_until="load")
    needed = phone.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert any(address.endswith(".css") for address in needed)
    sizes = {address: weight(phone, address) for address in (phone.url, *needed)}
    assert sum(sizes.values()) <= FIRST_PAGE, sizes


def weight(page: Page, address: str) -> int:
    """Bytes over the wire: files as `make install` packs them, pages as they are."""
    body = page.request.get(address).body()
    return len(gzip.compress(body)) if "/static/" in address else len(body)
