"""The leader's sheet in a real browser: it keeps its place, stays without network, and its camera goes on reading."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from qrcode.main import QRCode

from points import people, volunteering
from points.foundation import clock, reading, transact
from tests.browser.camera import camera_switches, write_film
from tests.browser.camera import frame as as_seen
from tests.support.chromium import PHONE, enter, launch, window
from tests.support.street import Street

# None of this depends on the database.
pytestmark = pytest.mark.only_on("sqlite")

NAMES = [f"邻居{number:02d}" for number in range(14)]


@pytest.fixture
def sheet(street: Street) -> str:
    """The address of a list that has just begun, with so many neighbours on it that it does not fit a window."""
    clock.set_now(clock.instant(clock.today(), time(9, 0)))
    system, leader = street.system, street.staff["leader"]

    def work() -> str:
        rule = volunteering.rules.NewRule(
            code="R01", name="社区环境清洁", unit="小时", tenths=20, category="志愿服务", counts_hours=True
        )
        [rule_id] = volunteering.rules.add([rule], effective_on=clock.today(), actor=system)
        planned = volunteering.activities.plan(
            rule_id,
            title="周末清洁家园",
            starts_at=clock.now() + timedelta(minutes=30),
            ends_at=clock.now() + timedelta(hours=2),
            leader_id=leader.person_id,
            actor=system,
        )
        for name in NAMES:
            person = people.residents.register(name, actor=system, door="5栋")
            volunteering.signups.sign_up(planned.public_id, person_id=person, actor=system)
        return planned.public_id

    public_id = transact(work)
    clock.set_now(clock.now() + timedelta(minutes=32))
    return f"/lead/{public_id}"


def said(page: Page) -> Locator:
    """What was done last, as the page says it."""
    return page.locator("[data-said]")


def top(page: Page, name: str) -> float:
    """How far below the window's edge somebody's row stands."""
    button = page.get_by_role("button", name=f"签到 {name}")
    return float(button.evaluate("one => one.getBoundingClientRect().top"))


def test_a_tick_keeps_the_place_and_is_taken_back_from_the_top(phone: Page, sheet: str) -> None:
    enter(phone, "leader1")
    phone.goto(sheet)
    phone.get_by_role("button", name="签到 邻居08").scroll_into_view_if_needed()
    phone.evaluate("window.scrollBy(0, 200)")
    before = top(phone, "邻居09")
    phone.get_by_role("button", name="签到 邻居08").click()
    expect(said(phone)).to_contain_text("邻居08签到了")
    expect(said(phone)).to_be_in_viewport()
    assert abs(top(phone, "邻居09") - before) < 2
    expect(phone.get_by_role("button", name="签到 邻居09")).to_be_focused()
    phone.get_by_role("button", name="撤回", exact=True).click()
    expect(said(phone)).to_have_text("撤回了，邻居08还没签到")
    expect(said(phone)).to_be_in_viewport()
    expect(phone.get_by_role("button", name="签到 邻居08")).to_be_visible()


def test_without_network_the_page_stays_and_says_so(phone: Page, sheet: str) -> None:
    enter(phone, "leader1")
    phone.goto(sheet)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="签到 邻居00").click()
    words = phone.get_by_text("没有信号，先别关这一页，有网再按。")
    expect(words).to_be_in_viewport()
    for name in ("加一个人", "返回"):
        phone.get_by_role("link", name=name).click()
    expect(phone.get_by_role("button", name="签到 邻居00")).to_be_visible()
    assert phone.url.endswith(sheet)
    phone.context.set_offline(False)
    expect(words).to_be_hidden()
    phone.get_by_role("button", name="签到 邻居00").click()
    expect(said(phone)).to_contain_text("邻居00签到了")


def test_where_no_answer_comes_the_page_stays_too(phone: Page, sheet: str) -> None:
    enter(phone, "leader1")
    phone.goto(sheet)
    phone.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    phone.get_by_role("button", name="签到 邻居00").click()
    expect(phone.get_by_text("没有信号，先别关这一页，有网再按。")).to_be_visible()
    assert phone.url.endswith(sheet)


def test_the_camera_reads_one_card_after_the_other_until_it_is_closed(
    street: Street, driver: object, served: str, sheet: str, tmp_path: Path
) -> None:
    stills = [(as_seen(card_of(street, name)), 3.0) for name in ("邻居03", "邻居05")]
    film = write_film(tmp_path / "cards.y4m", stills)
    with launch(driver, *camera_switches(film)) as opened:  # type: ignore[arg-type]
        page, complaints = window(opened, served, PHONE, permissions=["camera"])
        enter(page, "leader1")
        page.goto(sheet)
        page.get_by_role("button", name="扫居民的码签到").click()
        said = page.locator("[data-scanned]")
        for name in ("邻居03", "邻居05"):
            expect(said).to_contain_text(f"{name}签到了", timeout=20_000)
        page.get_by_role("button", name="输号码").click()
        expect(page.get_by_label("码上或卡上的数字")).to_be_focused()
        page.get_by_role("button", name="关").click()
        expect(page.locator("video")).to_be_hidden()
        expect(page.get_by_role("button", name="扫居民的码签到")).to_be_visible()
        assert complaints.said == []


def card_of(street: Street, name: str) -> Image.Image:
    """The printed code of somebody's new card."""
    [person] = reading(lambda: people.search.by_name(street.community_id, name))
    card = transact(lambda: people.cards.issue(person.person_id, kind="person", actor=street.system))
    code = QRCode(border=4, box_size=8)
    code.add_data(card.token)
    picture: Image.Image = code.make_image().get_image()
    return picture.convert("RGB")
