"""The first days of a community in a real browser and without a command line: begun by two, their roles, by keyboard old
books that are asked about, confirmed, corrected, taken back and brought again; then a printed card, a customer, a closed day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from points import imports, operation, oversight
from points.foundation import clock, communities, reading
from tests.browser.test_axe import ASKED, AXE, FINDINGS, reads
from tests.browser.test_first_week import followed, pressed, write
from tests.browser.test_journey import at
from tests.browser.test_keyboard import press, tab_to
from tests.browser.test_till import by_hand, has_lines
from tests.imports.test_cases import written
from tests.support.brought import doubtful, files_apart
from tests.support.chromium import DESK, PHONE, Complaints, window
from tests.support.pdfs import printed
from tests.support.workbooks import SmallBooks

__all__ = ["files_apart"]

# None of this depends on the database.
pytestmark = [pytest.mark.only_on("sqlite"), pytest.mark.usefixtures("files_apart")]

PASSWORD = "门口有三棵枇杷树"
HOMES = {"001", "002", "003"}
#: what is answered where it is offered
ANSWERS = ("cancelled", "correction")


@dataclass
class FirstDay:
    """Windows of those who take part: two administrators, an officer at a desk, a committee member on a phone, the shop."""

    admin: Page
    other: Page
    officer: Page
    member: Page
    manager: Page
    clerk: Page
    #: what each signs in as, by role
    names: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def day(app: Flask, browser: Browser, served: str) -> Iterator[FirstDay]:
    """An empty installation, and windows whose consoles must stay clean."""
    opened: list[tuple[Page, Complaints]] = []
    with ExitStack() as closing:
        for size in (DESK, DESK, DESK, PHONE, DESK, DESK):
            opened.append(window(browser, served, size))
            closing.callback(opened[-1][0].context.close)
        yield FirstDay(*(page for page, _ in opened))
    assert [said for _, complaints in opened for said in complaints.said] == []


def enter(page: Page, name: str, password: str) -> None:
    """Sign in by the request that the form would send, and be on the first page."""
    answer = page.request.post(
        "/sign-in",
        form={"username": name, "password": password},
        headers={"Sec-Fetch-Site": "same-origin"},
        max_redirects=0,
    )
    assert answer.status == 303, answer.text()
    page.goto(answer.headers["location"])


def test_from_an_empty_installation_to_a_closed_day(day: FirstDay, tmp_path: Path) -> None:
    begin(day)
    give_roles(day, officer="王丽", committee="钱玉", shop_manager="孙店长", clerk="周店员")
    take_books_in(day, tmp_path)
    number, pin = card_of(day, "杨")
    put_the_counter_up(day)
    serve(day, number, pin, letters="mj", good="毛巾")
    close_the_day(day)


def begin(day: FirstDay) -> None:
    """An empty installation leads to its first page; two people begin, and both sign in."""
    page = day.admin
    page.add_init_script(path=AXE)
    for language in ("en", "zh"):
        reads(page, language)
        page.goto("/")
        assert page.evaluate(FINDINGS, ASKED[language]) == []
    write(page, code=operation.founding.code(), name="桥东社区")
    for which, name, username in (("1", "陈静", "chen"), ("2", "吴明", "wu")):
        write(page, **{f"name_{which}": name, f"username_{which}": username})
        write(page, **{f"password_{which}": PASSWORD, f"again_{which}": PASSWORD})
    page.locator(".door-go").click()
    expect(page.locator("body")).to_contain_text("开办好了")
    write(page, username="chen", password=PASSWORD)
    page.locator(".door-go").click()
    followed(page, "第一天先做什么")
    expect(page.locator(".step", has_text="两位系统管理员").get_by_label("办好了")).to_be_visible()


def give_roles(day: FirstDay, **wanted: str) -> None:
    """Each is registered by one administrator, gets a slip and sets a password; what one proposes the other confirms."""
    pages = {"officer": day.officer, "committee": day.member, "shop_manager": day.manager, "clerk": day.clerk}
    people = {role: newcomer(day.admin, pages[role], name) for role, name in wanted.items()}
    for role, (page, _) in people.items():
        day.admin.goto(f"{page}?confirm=role#confirm")
        day.admin.select_option("#role", role)
        pressed(day.admin, "提出来，等人确认")
    enter(day.other, "wu", PASSWORD)
    for _ in people:
        day.other.goto("/desk/roles")
        followed(day.other, "确认")
        day.other.locator("#confirm button.btn-primary").click()
    # whoever decides does so from the next day on
    clock.set_now(clock.now() + timedelta(days=1))
    for role, (_, username) in people.items():
        day.names[role] = username
        enter(pages[role], username, PASSWORD)


def newcomer(admin: Page, own: Page, name: str) -> tuple[str, str]:
    """Somebody who works here is registered, gets a slip, and sets a password; their page and what they sign in as."""
    admin.goto("/desk/people/new")
    write(admin, name=name)
    admin.get_by_label("在这里工作，不住这里").check()
    pressed(admin, "登记")
    page = admin.url
    admin.goto(f"{page}?confirm=slip#confirm")
    pressed(admin, "开单，接着打印")
    slip = admin.locator(".slip").inner_text()
    said = re.search(r"填上这个号\s*(\w{4}\s\w{4}\s\w{4}).*账号写\s*(\w+)", slip, re.DOTALL)
    assert said is not None, slip
    own.goto("/activate")
    write(own, code=said[1])
    own.locator(".door-go").click()
    write(own, password=PASSWORD, again=PASSWORD)
    own.locator(".door-go").click()
    expect(own.locator("body")).to_contain_text("请系统管理员给您提一个岗位")
    return page, said[2]


def take_books_in(day: FirstDay, folder: Path) -> None:
    """The books, the same with a line corrected, the first of them taken back, and all of it again: by the keys alone."""
    day.officer.goto("/desk/home")
    followed(day.officer, "第一天先做什么")
    step = day.officer.locator(".step", has_text="交台账")
    expect(step.get_by_label("还没办")).to_be_visible()
    books = doubtful()
    # enough for a towel
    books.register.append(["2025-04-25", "002", "杨志强", None, "R17", "月度最清洁户", 5, "冉婷"])
    first = bring(day, books, folder / "first")
    as_written = written(HOMES)
    books.register[1][5:7] = ["社区环境清洁3小时", 6]
    bring(day, books, folder / "corrected")
    corrected = written(HOMES)
    assert corrected["001"] - as_written["001"] == 20
    day.officer.goto(first)
    press(day.officer, "收回这次导入")
    confirmed(day, "提出收回", "确认，收回")
    assert written(HOMES) != corrected
    bring(day, books, folder / "again")
    assert written(HOMES) == corrected
    here = reading(communities)[0].id
    assert [one.name for one in oversight.checking.check(here).broken] == []
    day.officer.goto("/desk/first-day")
    expect(step.get_by_label("办好了")).to_be_visible()
    for language in ("en", "zh"):
        day.officer.context.add_cookies([{"name": "lang", "value": language, "url": day.officer.url}])
        day.officer.goto("/desk/first-day?print=1")
        assert len(printed(day.officer).sheets) == 1


def bring(day: FirstDay, books: SmallBooks, folder: Path) -> str:
    """From the files of a folder to the import they became, whose address comes back."""
    page = day.officer
    folder.mkdir()
    books.save(folder)
    page.goto("/desk/intakes")
    tab_to(page, "books")
    page.set_input_files("#books", sorted(folder.iterdir()))
    press(page, "交上去读")
    assert imports.working.work_one()
    page.reload()
    press(page, "去答")
    for number in range(page.locator(".intake-question").count()):
        answer(day, number)
    press(page, "答好了，再读一遍")
    assert imports.working.work_one()
    page.reload()
    press(page, "看会改什么")
    expect(page.locator("main")).to_contain_text("001")
    page.go_back()
    return confirmed(day, "提出收进来", "确认，记进账")


def answer(day: FirstDay, number: int) -> None:
    """Choose what is offered of the answers there are; by the keys the group, then down to it."""
    page = day.officer
    group = page.locator(f"[name='choice-{number}']")
    offered = [one.get_attribute("value") for one in group.all()]
    wanted = next(one for one in ANSWERS if one in offered)
    tab_to(page, f"choice-{number}")
    page.keyboard.press("Space")
    for _ in range(offered.index(wanted)):
        page.keyboard.press("ArrowDown")
    expect(group.nth(offered.index(wanted))).to_be_checked()


def confirmed(day: FirstDay, asked: str, agreed: str) -> str:
    """The officer asks, the member finds it on the first page and says yes, and the job does it."""
    press(day.officer, asked)
    press(day.officer, asked)
    day.member.goto("/desk/home")
    followed(day.member, "份台账等您确认")
    followed(day.member, "打开《")
    press(day.member, agreed)
    press(day.member, agreed)
    assert imports.working.work_one()
    day.member.reload()
    followed(day.member, "看这一次导入")
    return day.member.url


def card_of(day: FirstDay, family: str) -> tuple[str, str]:
    """The cards of the import are printed as one batch, and confirmed by somebody else with one press; one family's number
    and PIN."""
    page = day.officer
    page.goto("/desk/first-day")
    page.locator(".step", has_text="印卡").get_by_role("link").click()
    with page.expect_navigation():
        page.locator("form.form-sheet button.btn-primary").click()
    card = page.locator(".card-pair", has_text=f"{family}家")
    number = card.locator(".card-number").inner_text().replace(" ", "")
    pin = (
        page.locator(".pin-slip", has_text=f"尾号 {number[-4:]}").locator(".pin-digits").text_content() or ""
    )
    day.member.goto("/desk/ways")
    followed(day.member, "一起确认这")
    write(day.member, seen="签收单")
    pressed(day.member, "确认勾上的")
    expect(day.member.locator("body")).to_contain_text("确认")
    return number, pin.replace(" ", "")


def put_the_counter_up(day: FirstDay) -> None:
    """The clerk's machine is enrolled for the shop that the books have."""
    page = day.clerk
    enter(page, day.names["shop_manager"], PASSWORD)
    page.goto("/desk/devices")
    write(page, name="柜台")
    pressed(page, "登记这台机器")
    enter(page, day.names["clerk"], PASSWORD)


def serve(day: FirstDay, number: str, pin: str, *, letters: str, good: str) -> None:
    """A card, its PIN, a good by the letters of its sound, and F8."""
    page = day.clerk
    page.goto("/counter")
    expect(page.locator("body")).to_have_attribute("data-ready", "yes")
    by_hand(page, number, end=True)
    at(page, "proof")
    by_hand(page, pin, end=True)
    at(page, "basket")
    by_hand(page, letters)
    expect(page.locator(".tile", has_text=good)).to_be_focused()
    page.keyboard.press("Space")
    has_lines(page, 1)
    page.keyboard.press("F6")
    page.keyboard.press("F8")
    at(page, "done")
    expect(page.locator(".paper .slip")).to_contain_text("桥东社区")


def close_the_day(day: FirstDay) -> None:
    """The clerk adds the day up, and the manager signs it."""
    day.clerk.goto("/shop/day-close")
    followed(day.clerk, "看看这一天")
    pressed(day.clerk, "加好了")
    day.manager.goto("/shop/day-close")
    day.manager.locator("tr", has_text="等签字").get_by_role("link").click()
    pressed(day.manager, "我签")
    expect(day.manager.get_by_text("结了").first).to_be_visible()
    day.officer.goto("/desk/first-day")
    expect(day.officer.locator(".step", has_text="开柜台").get_by_label("办好了")).to_be_visible()
