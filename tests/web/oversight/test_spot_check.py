"""From a number or a name to a family, and from the service to the bag."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from points import oversight, people
from points.foundation import db, transact, wording
from tests.support.books import Books, sell, voucher
from tests.support.statements import counting
from tests.support.street import enter
from tests.support.visitors import Visitor


def found(watcher: Visitor, typed: str) -> str:
    """Where what was typed leads to."""
    return str(watcher.post("/oversight/spot-check", data={"q": typed}).location)


def test_one_thing_that_was_meant_opens(books: Books, watcher: Visitor) -> None:
    receipt = sell(books.street, voucher(books.street, 30), [("G07", 1)])
    assert found(watcher, "1").endswith("/oversight/households/001")
    assert re.search(r"/oversight/people/p\w{12}$", found(watcher, "田桂兰"))
    assert found(watcher, wording.in_fours(receipt)).endswith(f"/oversight/receipts/{receipt}")
    assert found(watcher, " rk5 ").endswith("/oversight/batches/RK5")


def test_a_voucher_leads_to_its_receipt_once_it_is_used(books: Books, watcher: Visitor) -> None:
    made = voucher(books.street, 30)
    assert "/oversight/people/" in found(watcher, made.spoken)
    receipt = sell(books.street, made, [("G07", 1)])
    spaced = f"{made.spoken[:4]} {made.spoken[4:]}"
    assert found(watcher, spaced).endswith(f"/oversight/receipts/{receipt}")


def test_what_means_nothing_is_said_to(watcher: Visitor) -> None:
    page = watcher.post("/oversight/spot-check", data={"q": "没有这个人"})
    assert page.status_code == 200
    assert "没有找到" in page.text


def test_a_family_is_followed_from_the_service_to_the_bag(books: Books, watcher: Visitor) -> None:
    receipt = sell(books.street, voucher(books.street, 30), [("G07", 1)])
    page = watcher.get("/oversight/households/001").text
    for words in ("探访", "领队点名", "工作0", "食盐400g", wording.in_fours(receipt)):
        assert words in page, words


def test_people_are_masked_for_who_may_not_see_them(books: Books, app: Flask, watcher: Visitor) -> None:
    page = watcher.get("/oversight/households/001").text
    assert "田**" in page
    assert "田桂兰" not in page
    client: Visitor = app.test_client()  # type: ignore[assignment]
    assert "田桂兰" in enter(client, "street6").get("/oversight/households/001").text


def test_an_undone_sale_and_a_reversed_service_are_shown_as_such(books: Books, watcher: Visitor) -> None:
    assert watcher.get("/oversight/households/001").text.count("已冲正") == 1
    assert "已冲正" in watcher.get("/oversight/households/002").text


def test_a_family_takes_eight_statements(books: Books, watcher: Visitor) -> None:
    for address in ("/oversight/households/001", "/oversight/spot-check"):
        with counting(db.engine) as counted:
            assert watcher.get(address).status_code == 200
        assert counted.number <= 8


def test_what_is_not_there_is_not_found(watcher: Visitor) -> None:
    for address in ("/oversight/households/999", "/oversight/people/pxxxx"):
        assert watcher.get(address).status_code == 404


def test_a_list_that_is_cut_says_so(books: Books, watcher: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    page = watcher.get("/oversight/households/001").text
    services, sales = page.count("领队点名"), page.count("/oversight/receipts/")
    monkeypatch.setattr(oversight.families, "LATEST", max(services, sales))
    assert "只列最近" not in watcher.get("/oversight/households/001").text
    monkeypatch.setattr(oversight.families, "LATEST", 1)
    page = watcher.get("/oversight/households/001").text
    assert page.count("只列最近 1 次") == 2
    assert (page.count("领队点名"), page.count("/oversight/receipts/")) == (1, 1)


def test_more_of_one_name_than_are_listed_are_said_to_be_there(
    books: Books, watcher: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oversight.spot_check, "MOST", 2)
    for number in (2, 3):
        while len(transact(lambda: people.search.by_name(books.community_id, "王小明"))) < number:
            transact(lambda: people.residents.register("王小明", actor=books.street.system))
        page = watcher.post("/oversight/spot-check", data={"q": "王小明"}).text
        assert page.count('<li class="look">') == 2
        assert ("不止这 2 个" in page) == (number > 2)
