"""The first days of a community in a real browser, by keyboard: two administrators, their roles, old books that are asked
about, confirmed, corrected, taken back and brought again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from points import imports, oversight
from points.foundation import clock, communities, reading
from tests.browser.test_first_week import followed, pressed, write
from tests.browser.test_keyboard import press, tab_to
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
    """Windows of those who take part: two administrators, an officer at a desk, a committee member on a phone."""

    admin: Page
    other: Page
    officer: Page
    member: Page


@pytest.fixture
def day(app: Flask, browser: Browser, served: str) -> Iterator[FirstDay]:
    """An empty installation, and windows whose consoles must stay clean."""
    opened: list[tuple[Page, Complaints]] = []
    with ExitStack() as closing:
        for size in (DESK, DESK, DESK, PHONE):
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


def test_from_an_empty_installation_to_books_that_were_corrected_and_taken_back(
    app: Flask, day: FirstDay, tmp_path: Path
) -> None:
    names = two_administrators(app, day)
    people = {role: newcomer(day.admin, page, name) for role, name, page in [
        ("officer", "王丽", day.officer), ("committee", "钱玉", day.member),
    ]}  # fmt: skip
    for role, (page, _) in people.items():
        day.admin.goto(f"{page}?confirm=role#confirm")
        day.admin.select_option("#role", role)
        pressed(day.admin, "提出来，等人确认")
    enter(day.other, *names[1])
    for _ in people:
        day.other.goto("/desk/roles")
        followed(day.other, "确认")
        day.other.locator("#confirm button.btn-primary").click()
    # whoever decides does so from the next day on
    clock.set_now(clock.now() + timedelta(days=1))
    enter(day.officer, people["officer"][1], PASSWORD)
    enter(day.member, people["committee"][1], PASSWORD)
    take_books_in(day, tmp_path)


def two_administrators(app: Flask, day: FirstDay) -> list[tuple[str, str]]:
    """The one command there is, and the first of them signs in."""
    made = app.test_cli_runner().invoke(
        args=["create-admin", "--community-name", "桥东社区", "--username", "chen", "--username", "wu"]
    )
    names = re.findall(r"管理员: (\S+)\s+Password 密码: (\S+)", made.output)
    enter(day.admin, *names[0])
    return list(names)


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
    for language in ("zh", "en"):
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
