"""A community without a single old book, in a real browser and without a command line: from an empty installation to rules
and goods of the model, a neighbour's first afternoon, a printed card, a dozen eggs and a closed day."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect

from points import oversight
from points.foundation import clock, communities, reading
from tests.browser.test_first_day import (
    PASSWORD,
    FirstDay,
    begin,
    close_the_day,
    day,
    enter,
    give_roles,
    put_the_counter_up,
    serve,
)
from tests.browser.test_first_week import followed, pressed, write

__all__ = ["day"]

# None of this depends on the database.
pytestmark = pytest.mark.only_on("sqlite")

MEETING = "例会定的"


def test_from_nothing_to_a_closed_day(app: Flask, day: FirstDay) -> None:
    begin(day)
    give_roles(day, officer="王丽", committee="钱玉", shop_manager="孙店长", clerk="周店员")
    exchange = wednesday()
    decide(day)
    rules_and_goods(day)
    a_shop_with_eggs(day, until=exchange + timedelta(days=20))
    number, pin = a_neighbour_with_a_card(day)
    first_afternoon(app, day, exchange - timedelta(days=7))
    another_day(day, exchange, 9)
    put_the_counter_up(day)
    serve(day, number, pin, letters="jd", good="鸡蛋")
    close_the_day(day)
    here = reading(communities)[0].id
    assert [one.name for one in oversight.checking.check(here).broken] == []


def wednesday() -> date:
    """The second Wednesday from now: publicity is over by then, and goods are exchanged."""
    today = clock.today()
    return today + timedelta(days=(2 - today.weekday()) % 7 + 7)


def another_day(day: FirstDay, on: date, hour: int, minute: int = 0) -> None:
    """It is that day, and everybody signs in anew."""
    clock.set_now(clock.instant(on, time(hour, minute)))
    for role, page in {"officer": day.officer, "committee": day.member, "shop_manager": day.manager}.items():
        enter(page, day.names[role], PASSWORD)


def decide(day: FirstDay) -> None:
    """What is recommended is proposed with one press; the committee agrees to each."""
    page, other = day.officer, day.member
    page.goto("/desk/first-day")
    page.locator(".step", has_text="要先定的几件").get_by_role("link").click()
    pressed(page, "勾上的照推荐提")
    expect(page.locator(".tag", has_text="等确认")).to_have_count(2)
    for _ in range(2):
        other.goto("/desk/settings")
        other.locator(".note-wait a").first.click()
        pressed(other, "我看过了，同意")
    page.goto("/desk/first-day")
    expect(page.locator(".step", has_text="要先定的几件").get_by_label("办好了")).to_be_visible()


def rules_and_goods(day: FirstDay) -> None:
    """A rule and a good of the models, with figures of their own; somebody else agrees."""
    page = day.officer
    page.goto("/desk/rules/model")
    page.locator("[name=take][value=M01]").check()
    page.fill("[name='value-M01']", "5")
    write(page, effective_on=clock.today().isoformat(), reason=MEETING)
    pressed(page, "先看勾上的算出来对不对")
    expect(page.locator("#confirm, .ask").first).to_contain_text("2 小时记 10 分")
    pressed(page, "提出来，等人同意")
    day.member.goto("/desk/rules")
    pressed(day.member, "我看过了，同意勾上的")
    manager = day.manager
    manager.goto("/shop/goods/model")
    manager.locator("[name=take][value=G06]").check()
    manager.fill("[name='points-G06']", "9")
    write(manager, reason=MEETING)
    pressed(manager, "写进商品，价钱等人同意")
    day.member.goto("/shop/prices")
    pressed(day.member, "我看过了，同意勾上的")


def a_shop_with_eggs(day: FirstDay, until: date) -> None:
    """The manager asks for a shop, the committee agrees, and the first goods come in."""
    page, other = day.manager, day.member
    page.goto("/shop/shops")
    write(page, name="桥东店", spot="社区门口")
    pressed(page, "提出来，等人确认")
    other.goto("/shop/shops")
    pressed(other, "我看过了，同意开")
    page.goto("/shop/deliveries/new")
    write(page, source="城南慈善会", number="1")
    page.locator("[name=source_kind]").select_option(index=1)
    page.fill("[name='item-1']", "鸡蛋10枚")
    page.fill("[name='pieces-1']", "20")
    page.fill("[name='batch-1']", "D1")
    page.fill("[name='day-1']", until.isoformat())
    pressed(page, "入库")
    expect(page.locator("tbody tr")).to_have_count(1)


def a_neighbour_with_a_card(day: FirstDay) -> tuple[str, str]:
    """Registered at the window, with a card for the household that somebody else confirms."""
    page = day.officer
    page.goto("/desk/people/new")
    write(page, name="田桂兰", household="001", door="1栋2单元202")
    pressed(page, "登记")
    person = page.url
    page.goto(f"{person}?confirm=issue#confirm")
    pressed(page, "发卡，接着打印")
    number = re.sub(r"\D", "", page.locator(".card-number").inner_text())
    pin = re.sub(r"\D", "", page.locator(".pin-digits").text_content() or "")
    day.clerk.goto("/desk/ways")
    followed(day.clerk, "田桂兰")
    write(day.clerk, seen="本人来拿，看了身份证")
    pressed(day.clerk, "我确认")
    return number, pin


def first_afternoon(app: Flask, day: FirstDay, on: date) -> None:
    """Planned by the officer, who leads it and checks in who comes; approved by the committee, posted after its days in
    publicity."""
    page = day.officer
    page.goto("/desk/activities/new")
    page.locator("[name=rule]").first.select_option(index=1)
    write(page, title="楼道大扫除", place="1栋门口", day=on.isoformat(), starts="14:00", ends="16:00")
    page.select_option("[name=leader]", label="王丽")
    pressed(page, "发布")
    another_day(day, on, 14, 2)
    page.goto("/lead")
    followed(page, "打开名单")
    sheet = page.url
    followed(page, "加一个人")
    write(page, name="田桂兰", door="1栋")
    page.get_by_role("button", name="签到").click()
    expect(page.locator("body")).to_contain_text("田桂兰签到了")
    another_day(day, on, 16, 5)
    page.goto(sheet)
    page.get_by_role("button", name="全部签退").click()
    expect(page.get_by_role("button", name="全部签退")).to_have_count(0)
    page.get_by_role("button", name=re.compile("交名单")).click()
    page.get_by_role("button", name=re.compile("^交，")).click()
    expect(page.get_by_role("button", name=re.compile("^交"))).to_have_count(0)
    day.member.goto("/desk")
    followed(day.member, "打开")
    # who was not signed up is looked at one by one
    pressed(day.member, "照实记 2 小时")
    another_day(day, on + timedelta(days=6), 9)
    app.test_cli_runner().invoke(args=["nightly"])
