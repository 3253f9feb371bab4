"""One thing at the desk, whole: household, voucher, receipt, card, award; linked both ways, and nobody else's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from points import oversight, people
from points.foundation import db, reading, system_actor, transact
from points.foundation.prepared import Prepared
from tests.house.test_plans import SMALL
from tests.support.books import Books, books, sell, voucher
from tests.support.desk_day import words
from tests.support.plans import plan
from tests.support.statements import counting
from tests.support.street import enter, open_account
from tests.support.visitors import Visitor

__all__ = ["books"]

#: statements a page may take, sign-in and side bar among them; a household is all of these together, and
#: who can use its points, who its relatives are and its old card numbers; an award says too whether somebody asks that it be taken back
MOST = {"household": 13, "voucher": 8, "receipt": 8, "card": 9, "award": 9}


@pytest.fixture
def things(books: Books) -> dict[str, str]:
    """The address of one page of every kind, all about the resident's household."""
    street = books.street
    person = street.resident.person_id
    assert person is not None
    made = voucher(street, 30)
    sold = sell(street, made, [("G07", 1)])
    card = transact(
        lambda: people.cards.issue(person, kind="household", actor=street.staff["officer"])
    ).card_id
    award = _one("SELECT id FROM volunteering_award WHERE tenths = 900")
    return {
        "household": "/desk/households/001",
        "voucher": f"/desk/vouchers/{made.public_id}",
        "receipt": f"/desk/receipts/{sold}",
        "card": f"/desk/cards/{card}",
        "award": f"/desk/awards/{award}",
    }


def _one(sql: str) -> object:
    return reading(lambda: db.session.scalar(sa.text(sql).columns(id=sa.Uuid)))


def _undone() -> str:
    found = sa.text("SELECT d.receipt FROM shop_redemption d JOIN shop_undo u ON u.redemption_id = d.id")
    return str(reading(lambda: db.session.scalar(found)))


def test_every_thing_has_its_page_in_few_statements(client: Visitor, things: dict[str, str]) -> None:
    enter(client, "officer0")
    counts = {}
    for kind, address in things.items():
        with counting(db.engine) as counted:
            answer = client.get(address)
        assert answer.status_code == 200, kind
        counts[kind] = counted.number
    assert {kind: number for kind, number in counts.items() if number > MOST[kind]} == {}


def test_a_history_that_is_cut_says_so(
    client: Visitor, things: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(client, "officer0")
    said = "更早的在操作记录里"
    assert said not in client.get(things["voucher"]).text
    for latest in (1, 2):
        # a voucher was issued and then redeemed
        monkeypatch.setattr(oversight.trail, "LATEST_OF_A_THING", latest)
        assert (f"只列最近 {latest} 条，{said}" in client.get(things["voucher"]).text) == (latest == 1)


def test_no_page_of_a_thing_reads_a_table_from_end_to_end(
    client: Visitor, things: dict[str, str], full_books: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(client, "officer0")
    asked: dict[str, tuple[sa.Executable, dict[str, Any]]] = {}
    run = Prepared._ask

    def note(_connection: Any, statement: Any, _many: Any, values: dict[str, Any], _options: Any) -> None:
        asked[str(statement)] = statement, values

    def note_prepared(self: Prepared, values: dict[str, Any]) -> Any:
        asked[self.name] = self.statement, {}
        return run(self, values)

    monkeypatch.setattr(Prepared, "_ask", note_prepared)
    event.listen(db.engine, "before_execute", note)
    for address in things.values():
        assert client.get(address).status_code == 200
    event.remove(db.engine, "before_execute", note)
    scanned = {
        said: found
        for said, (statement, values) in asked.items()
        if (found := set(plan(full_books, statement, **values).scanned) - SMALL)
    }
    assert len(asked) > 20
    assert scanned == {}


def test_a_household_says_who_what_and_where_each_line_came_from(
    client: Visitor, books: Books, things: dict[str, str]
) -> None:
    page = enter(client, "officer0").get(things["household"]).text
    said = words(page)
    for there in ("001 户", "3栋2单元301", "田桂兰", "户主", "全家可用", "12 分，可以用", "户卡", "登记一户"):
        assert there in said, there
    for kind in ("card", "receipt"):
        assert f'href="{things[kind]}"' in page, kind
    assert "/desk/awards/" in page
    assert "/desk/vouchers/" in page


def test_the_line_of_an_open_voucher_leads_to_it(client: Visitor, books: Books) -> None:
    made = voucher(books.street, 30)
    page = enter(client, "officer0").get("/desk/households/001").text
    lines, _, beside = page.partition("<aside")
    for part in (lines, beside):
        assert f'href="/desk/vouchers/{made.public_id}"' in part


def test_things_lead_to_one_another(client: Visitor, books: Books, things: dict[str, str]) -> None:
    enter(client, "officer0")
    person = reading(lambda: people.search.by_name(books.community_id, "田桂兰")[0].public_id)
    ways = {
        f"/desk/people/{person}": ("household", "card"),
        f"/desk/people/{person}/statement": ("receipt", "award", "voucher"),
        things["voucher"]: ("household", "receipt"),
        things["receipt"]: ("household", "voucher"),
        things["card"]: ("household",),
        things["award"]: ("household",),
    }
    for page, kinds in ways.items():
        text = client.get(page).text
        assert [kind for kind in kinds if f'href="{things[kind]}"' not in text] == [], page
        assert "/R/" not in text
        assert page.startswith("/desk/people") or f'href="/desk/people/{person}"' in text, page


def test_a_voucher_says_for_whom_by_whom_and_what_became_of_it(
    client: Visitor, books: Books, things: dict[str, str]
) -> None:
    enter(client, "officer0")
    said = words(client.get(things["voucher"]).text)
    for there in ("给谁 田桂兰", "用过了", "用了 2 分，退回 1 分", "开兑换券", "用券兑换", "哪个店都能用"):
        assert there in said.replace("给谁田", "给谁 田"), there


def test_the_number_of_an_open_voucher_is_not_said_whole(client: Visitor, books: Books) -> None:
    """It is good for what it is worth at any counter."""
    made = voucher(books.street, 40)
    page = enter(client, "officer0").get(f"/desk/vouchers/{made.public_id}").text
    assert made.spoken[4:] in page
    assert f"{made.spoken[:4]} {made.spoken[4:]}" not in page
    assert made.spoken not in page
    assert made.code not in page


def test_an_undone_sale_is_struck_through_with_the_balance_after_it(client: Visitor, books: Books) -> None:
    page = enter(client, "officer0").get(f"/desk/receipts/{_undone()}").text
    said = words(page)
    assert "<s>" in page
    for there in ("这一笔已经冲正，工作2 申请，工作3 确认：拿错了", "冲正后还剩", "申请冲正兑换", "RK"):
        assert there in said, there


def test_a_receipt_says_goods_batch_shop_and_clerk(client: Visitor, things: dict[str, str]) -> None:
    said = words(enter(client, "officer0").get(things["receipt"]).text)
    for there in ("食盐400g", "RK5", "锦溪店", "工作2", "兑换券", "换完还剩"):
        assert there in said, there


def test_a_card_says_who_issued_it_who_ended_it_why_and_the_new_one(
    client: Visitor, books: Books, things: dict[str, str]
) -> None:
    officer, person = books.street.staff["officer"], books.street.resident.person_id
    assert person is not None
    old = next(iter(reading(lambda: people.cards.of_person(books.community_id, person))))
    fresh = transact(
        lambda: people.cards.replace(old.card_id, person_id=person, reason="卡折断了", actor=officer)
    )
    enter(client, "officer0")
    page = client.get(things["card"]).text
    said = words(page)
    for there in ("已换新卡", "工作0", "卡折断了", "还没有用它换过东西", "换卡"):
        assert there in said, there
    assert f'href="/desk/cards/{fresh.card_id}"' in page
    assert f'href="{things["card"]}"' in client.get(f"/desk/cards/{fresh.card_id}").text


def test_an_award_says_the_rule_how_it_was_counted_who_approved_and_the_line(
    client: Visitor, things: dict[str, str]
) -> None:
    said = words(enter(client, "officer0").get(things["award"]).text)
    for there in ("探访", "每小时 90 分", "第 1 版", "1 小时", "工作0", "+90.0", "发分入账", "已入账"):
        assert there in said, there


def test_what_is_somebody_elses_is_not_there(client: Visitor, books: Books, things: dict[str, str]) -> None:
    """With real numbers: an officer of another community, and one of a grid in which this household is not."""
    system = books.street.system

    def elsewhere() -> None:
        community = people.places.found_community("新溪社区", district="江城区", street="城南街道")
        house = system_actor(community)
        who = people.residents.register("吴芳", actor=house)
        account = open_account(who, "wufang", house)
        people.roles.grant(account, "officer", place_id=community, actor=house, valid_from=date(2020, 1, 1))

    def grid() -> None:
        place = people.places.add("grid", "一网格", parent_id=books.community_id, actor=system)
        who = people.residents.register("姚敏", actor=system)
        account = open_account(who, "yaomin", system)
        people.roles.grant(account, "officer", place_id=place, actor=system, valid_from=date(2020, 1, 1))

    transact(elsewhere)
    transact(grid)
    for username in ("wufang", "yaomin"):
        enter(client, username)
        assert client.get("/desk/people").status_code == 200
        answers = {kind: client.get(address).status_code for kind, address in things.items()}
        assert answers == dict.fromkeys(things, 404), username


@pytest.mark.parametrize("username", ["tian", "leader1", "clerk2", "supervisor4"])
def test_who_may_not_see_people_has_no_such_pages(
    client: Visitor, things: dict[str, str], username: str
) -> None:
    enter(client, username)
    assert {client.get(address).status_code for address in things.values()} == {404}


@pytest.mark.parametrize("kind", ["households", "vouchers", "receipts", "cards", "awards"])
def test_what_is_not_there_is_not_found(client: Visitor, books: Books, kind: str) -> None:
    enter(client, "officer0")
    for key in ("xxxxxxxxxxxx", "01a216dd-2aae-74cc-9f3a-2e5a9179d36e"):
        assert client.get(f"/desk/{kind}/{key}").status_code == 404


def test_who_looks_over_shoulders_keeps_the_pages_made_for_it(
    client: Visitor, things: dict[str, str]
) -> None:
    receipt = things["receipt"].rsplit("/", 1)[1]
    page = enter(client, "supervisor4").get(f"/oversight/receipts/{receipt}").text
    assert 'href="/oversight/households/001"' in page
    assert "/desk/households" not in page


def test_the_office_sees_an_old_card_number_and_ends_it(books: Books, client: Visitor) -> None:
    street = books.street
    person = reading(lambda: people.persons.get(street.community_id, street.resident.person_id))
    transact(lambda: people.households.adopt_old_numbers({"0017": person.household_id}, actor=street.system))
    desk = enter(client, "officer0")
    page = desk.get(f"/desk/households/{person.household_number}")
    assert "0017" in words(page.text)
    [old] = reading(lambda: people.households.old_numbers(street.community_id, person.household_id))
    ended = desk.post(f"/desk/households/{person.household_number}/old-cards/{old.old_number_id}/end")
    assert ended.status_code == 303
    assert reading(lambda: people.households.by_old_number(street.community_id, "0017")) == []
    assert desk.post(f"/desk/households/002/old-cards/{old.old_number_id}/end").status_code == 404
