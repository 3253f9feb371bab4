"""Who can use my points: told at once, asked about on the own phone, ended with one press, and on paper."""

from __future__ import annotations

from uuid import UUID

import pytest

from points import people
from points.foundation import reading, transact
from tests.support.street import Street, enter
from tests.support.visitors import Visitor
from tests.web.counter.conftest import sale


def member_of(street: Street) -> UUID:
    """The resident, by id."""
    assert street.resident.person_id is not None
    return street.resident.person_id


@pytest.fixture
def fresh(street: Street) -> people.cards.IssuedCard:
    """A card that the officer made."""
    officer = street.staff["officer"]
    return transact(lambda: people.cards.issue(member_of(street), kind="household", actor=officer))


def waits(street: Street) -> list[str]:
    """What waits."""
    return [str(one.way_id) for one in reading(lambda: people.ways.waiting(street.clerk).rows)]


@pytest.mark.parametrize("care", ["0", "1"])
def test_the_first_page_tells_of_a_new_card_in_both_sizes(
    street: Street, client: Visitor, fresh: people.cards.IssuedCard, care: str
) -> None:
    enter(client, "tian")
    client.set_cookie("care", care)
    page = client.get("/").text
    assert f"给您家办了一张新卡，尾号 {fresh.number[-4:]}，工作0办的" in page
    assert 'href="/me/ways"' in page


def test_saying_yes_makes_it_pay_and_the_notice_goes(
    street: Street, client: Visitor, fresh: people.cards.IssuedCard
) -> None:
    phone, [way] = enter(client, "tian"), waits(street)
    assert "是您家的吗？" in phone.get("/me/ways").text
    assert phone.post(f"/me/ways/{way}/ours").status_code == 303
    page = phone.get("/me/ways").text
    assert "是您家的吗？" not in page
    assert "确认：家里旧证明，田桂兰" in page
    assert fresh.number[-4:] not in phone.get("/").text
    again = phone.post(f"/me/ways/{way}/ours")
    assert (again.status_code, "已经有人办了" in again.text) == (409, True)


def test_saying_no_ends_it(street: Street, client: Visitor, fresh: people.cards.IssuedCard) -> None:
    phone, [way] = enter(client, "tian"), waits(street)
    assert phone.post(f"/me/ways/{way}/not-ours").status_code == 303
    assert waits(street) == []
    assert reading(lambda: people.cards.get(street.community_id, fresh.card_id)).status == "revoked"


def test_each_way_says_by_whom_and_when_it_was_used_and_can_be_ended(street: Street, client: Visitor) -> None:
    old = transact(lambda: people.cards.issue(member_of(street), kind="household", actor=street.system))
    phone = enter(client, "tian")
    page = phone.get("/me/ways").text
    assert all(words in page for words in (f"尾号 {old.number[-4:]}", "手机账号", "还没有用过", "系统办的"))
    assert 'href="/me/ways"' in phone.get("/me").text
    own = reading(lambda: people.purses.of_person(street.community_id, member_of(street)).purse_id)
    [way] = [
        one.way_id for one in reading(lambda: people.ways.of_purse(street.community_id, own)) if one.card_id
    ]
    assert phone.post(f"/me/ways/{way}/end").status_code == 303
    assert reading(lambda: people.cards.get(street.community_id, old.card_id)).status == "revoked"


def test_the_receipt_and_the_printed_balance_tell_of_it(
    street: Street, client: Visitor, fresh: people.cards.IssuedCard
) -> None:
    counter = enter(client, "clerk2")
    done = sale(street, counter, 100, "G07", "tells-of-it-1")
    paper = counter.get(f"/counter/receipts/{done['receipt']}").text
    assert f"尾号 {fresh.number[-4:]}" in paper
    assert "不是您家的，请现在告诉店员" in paper
    client.post("/sign-out")
    balance = enter(client, "tian").get("/print/balance").text
    assert "谁能用这些分" in balance
    assert "还没确认，不能付分" in balance
    assert "不是您家的，请到社区窗口停用" in balance


def test_a_card_reads_and_changes_nothing(street: Street, client: Visitor) -> None:
    card = transact(
        lambda: people.cards.issue(member_of(street), kind="household", actor=street.system, pin="275318")
    )
    assert client.post(f"/C/{card.token}", data={"pin": "275318"}).status_code == 303
    page = client.get("/me/ways")
    assert (page.status_code, "停用" in page.text.split("foot-note")[0]) == (200, False)
    own = reading(lambda: people.purses.of_person(street.community_id, member_of(street)).purse_id)
    [way] = [
        one.way_id for one in reading(lambda: people.ways.of_purse(street.community_id, own)) if one.card_id
    ]
    assert client.post(f"/me/ways/{way}/end").status_code == 404
    assert reading(lambda: people.cards.get(street.community_id, card.card_id)).status == "active"
