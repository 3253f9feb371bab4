"""The book of actions, searched by what people type and read page by page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from points import audit
from points.foundation import db, transact
from tests.support.books import Books, sell, voucher
from tests.support.statements import counting
from tests.support.street import Street
from tests.support.visitors import Visitor


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
        "action=redemption.undone": 1,
        "action=award.credited&actor=officer0": 6,
        "action=award.credited&actor=工作0": 6,
        "action=award.credited&actor=没有这个人": 0,
        "subject=没有": 0,
        "refused=1": 1,
        "origin=imported": 0,
        "action=shop.opened&since=2020-01-01&until=2999-01-01": 1,
        "action=shop.opened&since=2999-01-01": 0,
        "action=shop.opened&since=yesterday&until=9999-12-31": 1,
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


def test_a_page_of_the_trail_takes_eight_statements_searched_or_not(books: Books, watcher: Visitor) -> None:
    sell(books.street, voucher(books.street, 30), [("G07", 1)])
    refused_once(books.street)
    for number in (6, 8):
        with counting(db.engine) as counted:
            assert watcher.get("/oversight/trail").status_code == 200
        assert counted.number <= number
        watcher.post("/oversight/trail", data={"actor": "工作", "subject": "田桂兰"})
