"""The book of actions, searched by what people type and read page by page."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
import sqlalchemy as sa
from flask import Flask

from points import audit
from points.foundation import clock, db, transact, wording
from points.web import exporting
from points.web.oversight import trail as trail_page
from tests.support.books import Books, sell, voucher
from tests.support.statements import counting
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def searched(watcher: Visitor, words: str) -> str:
    """What the trail shows for these filters."""
    answer = watcher.post("/oversight/trail", data=dict(parse_qsl(words, keep_blank_values=True)))
    return str(watcher.get(answer.location).text)


def test_the_trail_names_the_actor_and_reads_subjects_as_people_do(books: Books, watcher: Visitor) -> None:
    receipt = sell(books.street, voucher(books.street, 30), [("G07", 1)])
    page = watcher.get("/oversight/trail").text
    assert wording.in_fours(receipt) in page
    assert "工作2" in page
    found = searched(watcher, f"subject={wording.in_fours(receipt)}")
    assert found.count("cell-when") == 1
    assert "13800000001" not in page


def test_the_trail_is_searched(books: Books, watcher: Visitor) -> None:
    refused_once(books.street)
    wanted = {
        "action=redemption.undone": 1,
        "action=redemption.undone,redemption.undo_asked": 2,
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
    asked = dict(parse_qsl(answer.location.partition("?")[2]))
    assert set(asked) == {"refused", "found"}
    assert 'value="工作0"' in watcher.get(answer.location).text


def test_a_search_is_in_its_address_and_does_not_follow_anybody(books: Books, watcher: Visitor) -> None:
    answer = watcher.post("/oversight/trail", data={"subject": "田桂兰"})
    assert 'value="田桂兰"' in watcher.get(answer.location).text
    assert "田桂兰" not in watcher.get("/oversight/trail").text


def test_the_first_page_leaves_signing_in_out_and_everything_has_it(books: Books, watcher: Visitor) -> None:
    signed_in = "<strong>登录</strong>"
    assert signed_in not in rows_of(watcher.get("/oversight/trail").text)
    assert signed_in in rows_of(watcher.get("/oversight/trail?kind=all").text)
    only = rows_of(watcher.get("/oversight/trail?kind=sign_ins").text)
    assert signed_in in only
    assert "兑换" not in only


def test_times_are_told_to_the_second_and_how_many_there_are(books: Books, watcher: Visitor) -> None:
    page = watcher.get("/oversight/trail?action=voucher.issued").text
    assert re.search(r"<strong>\d+:\d\d:\d\d</strong>", page)
    assert "第 1–4 条，共 4 条" in page


def test_no_word_stands_twice_in_the_list_of_deeds(watcher: Visitor) -> None:
    options = re.findall(r"<option [^>]*>([^<]+)</option>", watcher.get("/oversight/trail").text)
    assert len(options) > 40
    assert len(options) == len(set(options))


def test_a_word_of_two_parts_of_the_house_is_offered_once_and_finds_what_either_did(watcher: Visitor) -> None:
    page = watcher.get("/oversight/trail").text
    assert page.count("<optgroup") == 5
    [codes] = re.findall(r'<option value="([^"]+)">没有同意冲正</option>', page)
    assert codes.split(",") == ["award.reversal_declined", "redemption.undo_declined"]


def test_a_day_is_turned_to(books: Books, watcher: Visitor) -> None:
    old = audit.records.Action("shop.opened", "test", at=clock.now() - timedelta(days=40))
    transact(lambda: audit.records.record_many([old], actor=books.street.system))
    day = clock.today() - timedelta(days=39)
    page = watcher.get(f"/oversight/trail?day={day}").text
    assert page.count("cell-when") == 1
    assert "上一页" in page


def test_an_approval_is_read_with_names_the_activity_its_evidence_and_what_was_changed(
    books: Books, watcher: Visitor
) -> None:
    street, person = books.street, books.street.resident.person_id
    service = db.session.execute(
        sa.text("SELECT id, public_id FROM volunteering_service WHERE person_id = :p LIMIT 1")
        .bindparams(sa.bindparam("p", type_=sa.Uuid))
        .columns(id=sa.Uuid),
        {"p": person},
    ).one()
    db.session.remove()
    with db.engine.begin() as connection:
        connection.execute(
            sa.text(
                "UPDATE volunteering_service SET evidence = '签到表第3页', weighed = :w WHERE id = :s"
            ).bindparams(sa.bindparam("s", type_=sa.Uuid), sa.bindparam("w", type_=sa.JSON)),
            {"s": service.id, "w": {"flags": [["no_check_out", None, None]]}},
        )
    facts = {"person_id": person, "minutes": 60, "minutes_before": 120}
    action = audit.records.Action("service.approved", "service", service.id, facts)
    transact(lambda: audit.records.record_many([action], actor=street.staff["officer"]))
    row = rows_of(watcher.get("/oversight/trail?action=service.approved").text)
    for words in ("探访", "田**", "领队点名", "签到表第3页", "没有签退", "<s>", "2 小时", "1 小时"):
        assert words in row, words
    assert str(service.id)[-6:] not in row
    assert "/oversight/people/p" in row


def test_who_may_see_people_reads_their_names_and_goes_on_to_them(books: Books, app: Flask) -> None:
    client: Visitor = app.test_client()  # type: ignore[assignment]
    street = enter(client, "street6")
    row = rows_of(searched(street, "subject=田桂兰&action=person.registered"))
    assert "田桂兰" in row
    assert "/desk/people/" in row


def test_goods_stand_with_their_names_and_accounts_with_their_household(
    books: Books, watcher: Visitor
) -> None:
    sell(books.street, voucher(books.street, 30), [("G07", 1)])
    row = rows_of(watcher.get("/oversight/trail?action=voucher.redeemed").text)
    for words in ("食盐400g", "积分户", "001 户", "RK5"):
        assert words in row, words
    assert "G07" not in row


def test_an_undone_sale_is_shown_as_such(books: Books, watcher: Visitor) -> None:
    page = rows_of(watcher.get("/oversight/trail?action=voucher.redeemed").text)
    assert page.count("已冲正") == 1


def test_a_refusal_is_a_sentence_and_no_code(books: Books, watcher: Visitor) -> None:
    refused_once(books.street)
    row = rows_of(watcher.get("/oversight/trail?refused=1").text)
    assert "not_enough" not in row
    assert "分" in row


def test_it_goes_out_as_a_file_and_on_paper(books: Books, watcher: Visitor) -> None:
    book = watcher.post("/oversight/trail/export", data={"action": "redemption.undone"})
    assert book.status_code == 200
    assert book.data[:2] == b"PK"
    assert "导出名单" in rows_of(watcher.get("/oversight/trail?action=list.exported").text)
    paper = watcher.get("/oversight/trail?action=redemption.undone&print=1").text
    assert "冲正兑换" in paper


def rows_of(page: str) -> str:
    """The rows of the list alone."""
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_the_trail_is_paged_by_key_without_a_gap_or_a_line_twice(books: Books, watcher: Visitor) -> None:
    street = books.street
    transact(lambda: audit.records.record_many([action() for _ in range(120)], actor=street.system))
    seen, address = [], "/oversight/trail"
    while address:
        page = watcher.get(address).text
        seen += re.findall(r"<strong>test.done.(\d+)", page)
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
    actions = [action() for _ in range(60)]
    transact(lambda: audit.records.record_many(actions, actor=books.street.staff["officer"]))
    found = watcher.post("/oversight/trail", data={"actor": "工作", "subject": "田桂兰"}).location
    after = re.search(r'href="([^"]*after=[^"]+)"', watcher.get("/oversight/trail").text)
    assert after
    for address in ("/oversight/trail", found, after[1].replace("&amp;", "&")):
        with counting(db.engine) as counted:
            assert watcher.get(address).status_code == 200
        assert counted.number <= 8, address


def test_paper_says_where_it_ends_before_the_book_does(
    books: Books, watcher: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail_page, "MOST_PRINTED", 3)
    for more, cut in ((3, False), (1, True), (3, True)):
        actions = [audit.records.Action("test.done", "test") for _ in range(more)]
        transact(lambda actions=actions: audit.records.record_many(actions, actor=books.street.system))  # type: ignore[misc]
        for portion in (1, 2, 3, 500):
            monkeypatch.setattr(exporting, "PORTION", portion)
            paper = watcher.get("/oversight/trail?action=test.done&print=1").text
            assert paper.count('<td class="narrow">') == 3
            assert ("后面还有" in paper) == cut, (portion, more)


def test_whose_statement_was_taken_out_is_said_by_name(books: Books, watcher: Visitor) -> None:
    person = books.street.resident.person_id
    facts = {"list": "statement", "filters": {"person_id": person, "only": "in"}, "rows": 3}
    action = audit.records.Action("list.exported", "community", facts=facts)
    transact(lambda: audit.records.record_many([action], actor=books.street.staff["officer"]))
    row = rows_of(searched(watcher, "subject=田桂兰&action=list.exported"))
    assert "得到，居民 田**" in " ".join(row.split())
    assert str(person)[-6:] not in row
