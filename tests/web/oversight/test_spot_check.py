"""From a number or a name to a family, and from the service to the bag."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from points import oversight, people, volunteering
from points.foundation import clock, db, reading, transact, wording
from tests.support.books import Books, approve, award, sell, voucher
from tests.support.desk_day import words
from tests.support.old_books import bring, earned, of_household
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
    for said in ("探访", "领队点名", "工作0", "食盐400g", wording.in_fours(receipt)):
        assert said in page, said


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


def test_who_approved_is_one_thing_and_who_took_back_or_upheld_an_objection_another(
    books: Books, watcher: Visitor
) -> None:
    street, staff = books.street, books.street.staff
    given = transact(lambda: award(street, books.neighbour, 40))
    transact(lambda: volunteering.corrections.ask(given, reason="没有去", actor=staff["officer"]))
    transact(lambda: volunteering.corrections.confirm(given, actor=staff["street"]))
    _, service = transact(lambda: approve(street, books.neighbour, 70, "in_publicity"))
    transact(lambda: volunteering.objections.raise_one(service, reason="没看到人", actor=street.resident))
    upheld = partial(volunteering.objections.decide, service, upheld=True, reason="问过，没有去")
    transact(lambda: upheld(actor=staff["supervisor"]))
    of_old = earned("得分", clock.today() - timedelta(days=400), "009", 50)
    old = replace(of_household("009", "黄少安", "G07", 20), earned=(of_old,))
    transact(lambda: bring(old, books.community_id, actor=street.system))
    accounts = [staff[one].account_id for one in ("officer", "street", "supervisor")]
    known = reading(
        lambda: people.accounts.names_behind(books.community_id, {one for one in accounts if one}, ())
    )
    officer, second, supervisor = (known[one] for one in accounts if one)
    page = words(watcher.get("/oversight/households/002").text)
    assert f"{officer}冲正：{second}" in page
    assert f"{officer}异议成立：{supervisor}" in page
    assert page.count("退回") == 0
    assert "导入时" in words(watcher.get("/oversight/households/009").text)
