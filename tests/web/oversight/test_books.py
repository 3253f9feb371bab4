"""Whether the books hold, as the watchers' page says it, on the screen and on paper."""

from __future__ import annotations

import re
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from points import oversight, shop
from points.foundation import clock, db, reading, transact, wording
from tests.support.books import Books
from tests.support.statements import counting
from tests.support.street import enter
from tests.support.visitors import Visitor


def test_before_the_first_check_the_page_says_so_and_after_it_the_verdict(watcher: Visitor) -> None:
    assert "还没有查过账" in watcher.get("/oversight").text
    assert watcher.post("/oversight/check").status_code == 303
    page = watcher.get("/oversight").text
    assert re.search(r"<h1[^>]*>\s*账是平的", page)
    assert "全部账户相加等于零" in page
    # what the records are held against is counted in records, and not in what was collected for others, which may be none
    counted = re.search(r"账上写的和操作记录一致.*?rule-number\">([\d,]+) ([^<]*)<", page, re.DOTALL)
    assert counted is not None
    assert counted[2] == "条"
    assert int(counted[1].replace(",", "")) > 20


def test_what_is_broken_is_the_title_and_its_rows_are_shown(books: Books, watcher: Visitor) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE ledger_balance SET posted = posted + 10 WHERE posted > 100"))
    watcher.post("/oversight/check")
    page = watcher.get("/oversight").text
    assert "有 2 条规则没有通过" in page
    assert "posted_off=10" in page


def test_it_says_when_all_records_were_checked_where_the_last_check_passed_some_over(
    books: Books, watcher: Visitor
) -> None:
    said = "这次只核对了新增操作记录的内容"
    watcher.post("/oversight/check")
    assert said not in watcher.get("/oversight").text
    last = reading(lambda: oversight.checking.find_last(books.community_id))
    assert last is not None
    clock.set_now(clock.now() + timedelta(minutes=5))
    oversight.checking.check_since(books.community_id)
    for address in ("/oversight", "/oversight/print"):
        page = watcher.get(address).text
        assert said in page
        assert wording.when(last.at) in page
    clock.reset()


def test_the_print_says_what_the_points_would_cost(watcher: Visitor) -> None:
    watcher.post("/oversight/check")
    page = watcher.get("/oversight/print").text
    assert "锦溪社区" in page
    assert ">账平<" in page


def test_never_checked_books_are_said_to_be_so_on_paper_too(watcher: Visitor) -> None:
    page = watcher.get("/oversight/print").text
    assert "还没查过" in page
    assert "没通过" not in page


def test_each_half_says_its_time_and_the_button_how_old_the_check_is(watcher: Visitor) -> None:
    assert "现在查一遍" in watcher.get("/oversight").text
    watcher.post("/oversight/check")
    checked = clock.now()
    clock.set_now(checked + timedelta(minutes=9))
    page = watcher.get("/oversight").text
    assert "上次 9 分钟前" in page
    assert f"{wording.clock_time(checked)} 查的" in page
    assert f"{wording.clock_time(clock.now())}</span>" in page
    clock.reset()


def test_what_is_watched_leads_to_its_list(books: Books, watcher: Visitor) -> None:
    page = watcher.get("/oversight").text
    hrefs = set(re.findall(r'<a class="btn btn-plain" href="([^"]+)" aria-label', page))
    assert {"/oversight/batches?state=all", "/oversight/batches?state=expired"} <= hrefs
    for href in hrefs:
        assert watcher.get(href.replace("&amp;", "&")).status_code == 200


def test_the_engine_is_not_for_watchers(watcher: Visitor) -> None:
    assert "sqlite" not in watcher.get("/oversight").text.lower()
    assert "postgresql" not in watcher.get("/oversight").text


def test_the_page_takes_eight_statements(watcher: Visitor) -> None:
    watcher.post("/oversight/check")
    with counting(db.engine) as counted:
        assert watcher.get("/oversight").status_code == 200
    assert counted.number <= 8


def test_who_does_not_watch_sees_no_page(books: Books, app: Flask) -> None:
    for name in ("tian", "clerk2", "officer0", "leader1"):
        client: Visitor = app.test_client()  # type: ignore[assignment]
        enter(client, name)
        for address in ("/oversight", "/oversight/trail", "/oversight/print"):
            assert client.get(address).status_code == 404
        assert client.post("/oversight/check").status_code == 404


def test_the_seal_of_the_day_that_was_closed_last_stands_on_the_page_and_on_paper(
    books: Books, watcher: Visitor
) -> None:
    street, both = books.street, ("/oversight", "/oversight/print")
    for address in both:
        assert "封存号" not in watcher.get(address).text
    numbers = []
    for late in (timedelta(), timedelta(days=1)):
        with clock.standing_at(clock.now() + late):
            day = clock.today()
            added = transact(lambda day=day: shop.day_close.hand_in(street.shop_id, day, actor=street.clerk))
            signed = transact(
                lambda added=added: shop.day_close.sign(added, actor=street.staff["shop_manager"])
            )
            numbers.append(signed.seal)
    for address in both:
        page = watcher.get(address).text
        assert [one in page for one in numbers] == [False, True]
        assert "封存号" in page
    paper = watcher.get("/oversight/print").text
    assert wording.full_day(day) in paper
    assert "每办一件事都会变" in paper  # the number of the books is none to compare
    # where the guide says that the one of an old sheet is found
    days = watcher.get("/shop/day-close").text
    assert [one in days for one in numbers] == [True, True]
