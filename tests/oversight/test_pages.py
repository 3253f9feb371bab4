"""The watchers' pages: the verdict, where the points are, what wants an eye, and the book of actions."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner

from points import audit, oversight
from points.foundation import Actor, clock, db, keep_keys_in, reading, transact
from points.oversight.proving import INVARIANTS
from tests.oversight.books import Books, build_books, sell, voucher
from tests.street import PASSWORD, Street
from tests.visitors import Visitor


@pytest.fixture
def books(app: Flask) -> Books:
    """Sound books with a line of every kind."""
    keep_keys_in(app.config["INSTANCE"] / "keys")
    made = build_books()
    db.session.remove()
    return made


def enter(client: Visitor, username: str) -> Visitor:
    """Sign in."""
    answer = client.post("/sign-in", data={"username": username, "password": PASSWORD})
    assert answer.status_code == 303
    return client


@pytest.fixture
def watcher(client: Visitor, books: Books) -> Visitor:
    """The supervisor, signed in."""
    return enter(client, "supervisor4")


def test_before_the_first_check_the_page_says_so_and_after_it_the_verdict(watcher: Visitor) -> None:
    assert "还没有查过账" in watcher.get("/oversight").text
    assert watcher.post("/oversight/check").status_code == 303
    page = watcher.get("/oversight").text
    assert re.search(r"<h1[^>]*>\s*账是平的", page)
    assert "全部账户相加等于零" in page


def test_what_is_broken_is_the_title_and_its_rows_are_shown(books: Books, watcher: Visitor) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE ledger_balance SET posted = posted + 10 WHERE posted > 100"))
    watcher.post("/oversight/check")
    page = watcher.get("/oversight").text
    assert "有 2 条规则没有通过" in page
    assert "posted_off=10" in page


def test_the_books_add_up_and_say_where_every_point_is(books: Books) -> None:
    found = reading(lambda: oversight.accounts.balance_sheet(books.community_id))
    lines = {one.kind: (one.out, one.into, one.balance) for one in found.accounts}
    assert found.totals.balance == 0
    assert found.totals.out == found.totals.into
    assert lines["held"] == (0, 120, 120)
    assert lines["lapsed"] == (0, 100, 100)
    assert lines["correction"] == (20, 0, -20)
    standing = books.street.standing()
    assert lines["available"][2] == standing[0]


def test_the_print_says_what_the_points_would_cost(watcher: Visitor) -> None:
    watcher.post("/oversight/check")
    page = watcher.get("/oversight/print").text
    assert "锦溪社区" in page
    assert ">账平<" in page


def searched(watcher: Visitor, words: str) -> str:
    """What the trail shows for these filters."""
    answer = watcher.post("/oversight/trail", data=dict(parse_qsl(words, keep_blank_values=True)))
    return str(watcher.get(answer.location).text)


def test_the_trail_names_the_actor_and_reads_subjects_as_people_do(books: Books, watcher: Visitor) -> None:
    receipt = sell(books.street, voucher(books.street, 30), [("G07", 1)])
    page = watcher.get("/oversight/trail").text
    assert receipt in page
    assert "工作2" in page
    found = searched(watcher, f"subject={receipt.lower()}")
    assert found.count("cell-when") == 1
    assert "13800000001" not in page


def test_the_trail_is_searched(books: Books, watcher: Visitor) -> None:
    refused_once(books.street)
    wanted = {
        "deed=redemption.undone": 1,
        "deed=award.credited&actor=officer0": 6,
        "deed=award.credited&actor=工作0": 6,
        "deed=award.credited&actor=没有这个人": 0,
        "subject=没有": 0,
        "refused=1": 1,
        "origin=imported": 0,
        "deed=shop.opened&since=2020-01-01&until=2999-01-01": 1,
        "deed=shop.opened&since=2999-01-01": 0,
        "deed=shop.opened&since=yesterday&until=9999-12-31": 1,
    }
    found = {one: searched(watcher, one).count("cell-when") for one in wanted}
    assert found == wanted


def test_a_name_that_was_searched_for_stands_in_no_address(books: Books, watcher: Visitor) -> None:
    answer = watcher.post("/oversight/trail", data={"actor": "工作0", "subject": "田桂兰", "refused": "1"})
    assert answer.location == "/oversight/trail?refused=1"
    assert 'value="工作0"' in watcher.get(answer.location).text


def test_the_trail_is_paged_by_key_without_a_gap_or_a_line_twice(books: Books, watcher: Visitor) -> None:
    street = books.street
    transact(lambda: audit.records.record_many([action() for _ in range(120)], actor=street.system))
    seen, address = [], "/oversight/trail"
    while address:
        page = watcher.get(address).text
        seen += re.findall(r"test.done.(\d+)", page)
        key = re.search(r'href="([^"]*after=[^"]+)"', page)
        address = key[1].replace("&amp;", "&") if key else ""
    assert len(set(seen)) == 120


def test_who_does_not_watch_sees_no_page(books: Books, app: Flask) -> None:
    for name in ("tian", "clerk2", "officer0", "leader1"):
        client: Visitor = app.test_client()  # type: ignore[assignment]
        enter(client, name)
        for address in ("/oversight", "/oversight/trail", "/oversight/print"):
            assert client.get(address).status_code == 404
        assert client.post("/oversight/check").status_code == 404


def test_the_watch_list_names_what_wants_an_eye(books: Books) -> None:
    clock.set_now(clock.now() + timedelta(days=20))
    codes = {one.code: one.facts for one in reading(lambda: oversight.warnings.open_now(books.community_id))}
    assert codes["points_outgrow_goods"]["share"] == 0
    assert codes["expired_on_shelf"] == {"batches": 1}
    assert codes["expiring_soon"]["days"] in (30, 60)
    assert codes["recoverable"] == {"tenths": 20, "people": 1}


def test_check_books_says_every_rule_and_names_what_is_broken(app: Flask, books: Books) -> None:
    runner = FlaskCliRunner(app)
    sound = runner.invoke(args=["check-books"])
    assert sound.exit_code == 0
    assert "The books hold" in sound.output
    assert "sqlite 3" in sound.output or "postgresql" in sound.output
    assert "balance_is_entries" in sound.output
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE goods_batch SET on_hand = on_hand + 1 WHERE number = 'RK4'"))
    broken = runner.invoke(args=["check-books"])
    assert broken.exit_code == 1
    assert "Broken 没有通过: stock_is_moves" in broken.output
    assert "batch=RK4, on_hand=" in broken.output


def test_every_check_is_kept_and_recorded(books: Books) -> None:
    actor: Actor = books.street.staff["supervisor"]
    oversight.checking.check(books.community_id, actor=actor)
    kept = reading(lambda: oversight.checking.find_last(books.community_id))
    assert kept is not None
    assert kept.balanced
    assert len(kept.findings) == len(INVARIANTS) + 2
    lines = reading(
        lambda: audit.trail.read(books.community_id, audit.trail.TrailFilter(action="books.checked"))
    )
    assert [(one.actor_id, one.facts["broken"]) for one in lines] == [(actor.account_id, [])]


_numbers = iter(range(10**6))


def action() -> audit.records.Action:
    """Some action with a number of its own."""
    return audit.records.Action(f"test.done.{next(_numbers)}", "test")


def refused_once(street: Street) -> None:
    """An attempt that the house did not allow, written down."""
    refused = audit.records.Action(
        "voucher.redeemed", "voucher", facts={"code": "not_enough"}, outcome="refused"
    )
    transact(lambda: audit.records.record_many([refused], actor=street.clerk))
