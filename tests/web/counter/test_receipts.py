"""Today's receipts as the counter lists them, and one for the 58 mm printer."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from points import people
from points.foundation import clock, reading, transact, wording
from tests.support.street import Street, enter
from tests.support.visitors import Visitor
from tests.web.counter.conftest import sale


def test_today_is_listed_newest_first_with_its_sum(street: Street, counter: Visitor) -> None:
    first = sale(street, counter, 300, "G02", "scan-0001")
    second = sale(street, counter, 60, "G07", "scan-0002")
    listed = counter.get("/counter/recent").json
    assert listed is not None
    assert listed["today"] == {"count": 2, "tenths": 270}
    assert [one["receipt"] for one in listed["receipts"]] == [second["receipt"], first["receipt"]]
    newest = listed["receipts"][0]
    assert (newest["name"], newest["state"], newest["can_ask"]) == ("田**", "done", True)
    assert counter.get(newest["receipt_url"]).status_code == 200


def test_a_day_without_a_sale_has_none(street: Street, counter: Visitor) -> None:
    assert counter.get("/counter/recent").json == {"today": {"count": 0, "tenths": 0}, "receipts": []}


def test_the_printed_slip_says_what_was_paid_and_masks_who_paid(street: Street, counter: Visitor) -> None:
    done = sale(street, counter, 300, "G02", "scan-0001")
    slip = counter.get(f"/counter/receipts/{done['receipt']}")
    assert slip.status_code == 200
    for words in (wording.in_fours(done["receipt"]), "田**", "3栋", "小包装米2.5kg", "工作2", "25.0", "7.0"):
        assert words in slip.text
    for words in ("田桂兰", "2单元301", "13800000001", "已冲正"):
        assert words not in slip.text


def test_a_slip_of_a_sale_that_was_taken_back_says_so(street: Street, counter: Visitor, app: Flask) -> None:
    done = sale(street, counter, 300, "G02", "scan-0001")
    counter.post("/counter/undo", json={"receipt": done["receipt"], "reason": "拿错了货"})
    manager: Visitor = app.test_client()  # type: ignore[assignment]
    enter(manager, "shop_manager3").post("/counter/undo/confirm", json={"receipt": done["receipt"]})
    slip = counter.get(f"/counter/receipts/{done['receipt']}").text
    assert "已冲正，分已退回" in slip
    for struck in ("32.0 分", "25.0 分", "7.0 分", "小包装米2.5kg", "×1"):
        assert f"<s>{struck}</s>" in slip
    after = re.sub(r"<[^>]+>|\s+", " ", slip.partition("冲正后")[2])
    assert re.match(r" *32\.0 分 +工作3，\d+:\d\d ", after), after


def test_the_width_of_the_roll_is_chosen_once_for_a_machine(street: Street, counter: Visitor) -> None:
    address = f"/counter/receipts/{sale(street, counter, 300, 'G02', 'scan-0001')['receipt']}"
    assert 'data-roll="58"' in counter.get(address).text
    assert 'data-roll="80"' in counter.get(f"{address}?width=80").text
    assert 'data-roll="80"' in counter.get(address).text
    assert 'data-roll="80"' in counter.get("/counter").text, "what a refusal prints is as wide"
    assert 'data-roll="80"' in counter.get(f"{address}?width=70").text, "no roll is so wide"
    assert 'data-roll="58"' in counter.get("/counter?width=58").text


def test_what_is_printed_later_or_from_a_list_is_a_copy(street: Street, counter: Visitor) -> None:
    address = f"/counter/receipts/{sale(street, counter, 300, 'G02', 'scan-0001')['receipt']}"
    said, hidden = "data-copy>补打的", "data-copy hidden>补打的"
    assert said in counter.get(address).text
    assert hidden in counter.get(f"{address}?first=1").text
    with clock.standing_at(clock.now() + timedelta(minutes=11)):
        assert said in counter.get(f"{address}?first=1").text


def test_a_machine_prints_by_itself_once_somebody_said_so(street: Street, counter: Visitor) -> None:
    assert "data-prints" not in counter.get("/counter").text
    assert 'data-prints="new"' in counter.get("/counter?prints=1").text
    assert 'data-prints="yes"' in counter.get("/counter").text
    assert "data-prints" not in counter.get("/counter?prints=0").text
    assert "data-prints" not in counter.get("/counter").text


def test_a_receipt_that_never_was_is_not_there(street: Street, counter: Visitor) -> None:
    assert counter.get("/counter/receipts/sj0000000000").status_code == 404


@pytest.mark.parametrize("username", ["tian", "leader1"])
def test_who_does_not_serve_sees_no_receipts(
    street: Street, counter: Visitor, app: Flask, username: str
) -> None:
    done = sale(street, counter, 300, "G02", "scan-0001")
    client: Visitor = app.test_client()  # type: ignore[assignment]
    enter(client, username)
    for address in ("/counter/recent", f"/counter/receipts/{done['receipt']}"):
        assert client.get(address).status_code == 404


def made(street: Street, kind: str) -> str:
    """A new way of the household, made by the officer, and what the receipt says of it."""
    officer, member = street.staff["officer"], street.resident.person_id
    assert member is not None
    if kind == "card":
        card = transact(lambda: people.cards.issue(member, kind="household", actor=officer))
        return f"给您家办了一张新卡，尾号 {card.number[-4:]}，工作0办的"
    home = reading(lambda: people.persons.get(street.community_id, member).household_id)
    who = transact(lambda: people.residents.register("田小新", actor=street.system, household_id=home))
    slip = transact(lambda: people.activation.issue(who, actor=officer))
    if kind == "slip":
        return "给您家的田小新开了一张开通单，工作0办的"
    people.activation.use(slip.code, "门口有三棵桂花树")
    return "给您家的田小新开了手机账号或重设了密码，工作0办的"


@pytest.mark.parametrize("kind", ["card", "slip", "account"])
def test_a_new_way_is_told_on_the_next_receipt_once_and_on_none_from_before(
    street: Street, counter: Visitor, kind: str
) -> None:
    """The counter shows the slip as it is printed, so what is told stands on both."""
    before = sale(street, counter, 60, "G07", "scan-0001")
    clock.set_now(clock.now() + timedelta(seconds=1))
    told = made(street, kind)
    clock.set_now(clock.now() + timedelta(seconds=1))
    after = sale(street, counter, 60, "G07", "scan-0002")

    def said(done: dict[str, str], width: str = "58") -> list[int]:
        slip = counter.get(f"/counter/receipts/{done['receipt']}?width={width}").text
        paper = slip.partition('<div class="slip')[2].partition('<nav class="slip-tools"')[0]
        return [paper.count(told), paper.count("不是您家的，请现在告诉店员")]

    assert said(before) == [0, 0]
    assert (said(after), said(after, "80")) == ([1, 1], [1, 1])
    # anybody who has the paper may check it: its public page says nothing of the household
    slip = counter.get(f"/counter/receipts/{after['receipt']}").text
    assert told not in counter.get(f"/R/{after['receipt']}").text
    assert told in slip
    [way] = reading(lambda: people.ways.waiting(street.clerk).rows)
    transact(
        lambda: people.confirmations.confirm([way.way_id], seen="本人来的", actor=street.staff["street"])
    )
    assert said(after) == [0, 0], "what was confirmed is no news"
