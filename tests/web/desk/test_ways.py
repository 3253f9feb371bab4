"""What waits for a second word, at the desk and the counter: the list, a batch, one, and an exchange day with two staff."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import people
from points.foundation import Actor, db, reading, transact
from tests.support.street import PASSWORD, Street, as_shown, enter
from tests.support.visitors import Visitor
from tests.web.desk.test_cards import pin_on

PIN = "275318"


def member_of(street: Street) -> UUID:
    """The resident, by id."""
    assert street.resident.person_id is not None
    return street.resident.person_id


def card(street: Street, actor: Actor, pin: str | None = PIN) -> people.cards.IssuedCard:
    """A card of the resident's household."""
    return transact(lambda: people.cards.issue(member_of(street), kind="household", actor=actor, pin=pin))


def way(street: Street) -> str:
    """The one way that waits."""
    [found] = reading(lambda: people.ways.waiting(street.clerk).rows)
    return str(found.way_id)


def visitor(client: Visitor, username: str) -> Visitor:
    """A browser of their own for somebody else."""
    other: Any = client.application.test_client()
    return enter(other, username)


def number_on(paper: str) -> str:
    """The number of the card that was printed."""
    found = re.search(r'class="card-number">([\d ]+)<', paper)
    assert found is not None
    return found[1].replace(" ", "")


def test_today_says_how_many_wait_and_the_list_says_whose_and_by_whom(
    street: Street, client: Visitor
) -> None:
    fresh = card(street, street.staff["officer"])
    # who made it cannot confirm it, nor can another officer: it is none of their business of today
    today = enter(client, "officer0").get("/desk/home").text
    assert "份新卡、新账号待确认" not in today
    assert 'href="/desk/ways"' in today
    assert 'href="/desk/ways"><strong' in visitor(client, "street6").get("/desk/home").text
    page = client.get("/desk/ways").text
    assert all(words in page for words in ("田桂兰", f"尾号 {fresh.number[-4:]}", "工作0"))
    assert "待确认" in visitor(client, "clerk2").get("/counter").text


def test_the_maker_is_told_whom_to_ask_and_has_no_button(street: Street, client: Visitor) -> None:
    card(street, street.staff["officer"])
    page = enter(client, "officer0").get(f"/desk/ways/{way(street)}").text
    assert "可以请：" in page
    assert "工作2" in page
    assert "我确认" not in page


def test_who_is_named_could_really_confirm_it_and_where_nobody_could_the_page_says_what_then(
    street: Street, client: Visitor
) -> None:
    """The second clerk is of the officer's making, and the manager has left; in the end nobody is there."""
    assert street.second_clerk is not None
    opened = sa.text("UPDATE people_account SET opened_by = :by WHERE id = :id").bindparams(
        sa.bindparam("by", street.staff["officer"].account_id, sa.Uuid()),
        sa.bindparam("id", street.second_clerk.account_id, sa.Uuid()),
    )
    transact(lambda: db.session.execute(opened))
    card(street, street.staff["officer"])
    address = f"/desk/ways/{way(street)}"
    page = enter(client, "officer0").get(address).text
    assert all(name in page for name in ("工作2", "工作3", "工作6"))
    assert "工作7" not in page
    for role in ("clerk", "shop_manager", "street"):
        account = street.staff[role].account_id
        assert account is not None
        transact(lambda account=account: people.accounts.close(account, reason="走了", actor=street.system))
    assert "现在没有别人能确认" in client.get(address).text


def test_confirming_names_what_will_happen_and_asks_what_was_seen(street: Street, client: Visitor) -> None:
    card(street, street.staff["officer"])
    clerk, waits = enter(client, "clerk2"), way(street)
    page = clerk.get(f"/desk/ways/{waits}").text
    assert "马上能付这一家的分，记在您的名下" in page
    empty = clerk.post("/desk/ways/confirm", data={"way": waits, "seen": ""})
    assert (empty.status_code, "请写下看到了什么" in empty.text) == (422, True)
    done = clerk.post("/desk/ways/confirm", data={"way": waits, "seen": "田桂兰本人，身份证"})
    assert done.status_code == 303
    assert "现在能付分了" in clerk.get("/desk/ways").text
    late = clerk.post("/desk/ways/confirm", data={"way": waits, "seen": "再来一次"})
    assert late.status_code == 409


def test_an_address_of_nobody_is_not_there(street: Street, client: Visitor) -> None:
    desk = enter(client, "officer0")
    assert desk.get("/desk/ways?batch=nonsense").status_code == 404
    assert desk.get(f"/desk/ways/{street.community_id}").status_code == 409
    assert visitor(client, "tian").get("/desk/ways").status_code == 404


def test_a_printed_batch_is_confirmed_against_its_signed_list(street: Street, client: Visitor) -> None:
    def neighbours() -> list[str]:
        made = []
        for number in range(4):
            home = people.households.add(f"7{number}", actor=street.system)
            who = people.residents.register(
                f"邻居{'甲乙丙丁'[number]}", actor=street.system, household_id=home, door=f"{number}栋"
            )
            made.append(people.persons.get(street.community_id, who).public_id)
        return made

    who = transact(neighbours)
    desk = enter(client, "officer0")
    assert desk.post("/desk/people/cards", data={"person": who[:3]}).status_code == 200
    assert desk.post("/desk/people/cards", data={"person": who[3:]}).status_code == 200
    first = reading(lambda: people.ways.waiting(street.clerk).rows)[0]
    address = f"/desk/ways?batch={first.batch}"
    page = desk.get(address).text
    assert "邻居丙" in page
    assert "邻居丁" not in page
    paper = desk.get(f"{address}&print=1").text
    assert all(words in paper for words in ("发放签收单", "本人或家人签名", "邻居甲", "看着发的人"))
    clerk = visitor(client, "clerk2")
    ids = re.findall(r'name="way" value="([^"]+)"', clerk.get(address).text)
    assert len(ids) == 3
    signed = {"way": ids[:2], "batch": str(first.batch), "seen": "签收单在窗口抽屉"}
    assert clerk.post("/desk/ways/confirm", data=signed).status_code == 303
    left = reading(lambda: people.ways.waiting(street.clerk).rows)
    assert [one.name for one in left] == ["邻居丙", "邻居丁"]
    nobody = clerk.post("/desk/ways/confirm", data={"batch": str(first.batch), "seen": "签收单"})
    assert nobody.status_code == 422


def test_a_lost_card_on_an_exchange_day_is_served_by_one_officer_and_one_clerk(
    street: Street, client: Visitor
) -> None:
    """The resident has no phone. The officer replaces the card, the clerk has its old PIN typed: six presses in all."""
    old = card(street, street.system)
    who = reading(lambda: people.persons.get(street.community_id, member_of(street)).public_id)
    desk, counter = enter(client, "officer0"), visitor(client, "clerk2")
    asked = {"replaces": str(old.card_id), "kind": "household", "reason": "丢了", "with_pin": "yes"}
    paper = desk.post(f"/desk/people/{who}/card", data=asked).text
    scan = {"code": number_on(paper), "proof": pin_on(paper)}
    refused = counter.post("/counter/scan", json=scan)
    assert (refused.status_code, refused.json["code"]) == (409, "card_unconfirmed")
    assert "待确认" in refused.json["next"]
    [waits] = set(re.findall(r"/desk/ways/([0-9a-f-]{36})", counter.get("/desk/ways").text))
    wrong = counter.post(f"/desk/ways/{waits}/proof", data={"pin": "111999"})
    assert (wrong.status_code, "还可以试 4 次" in wrong.text) == (409, True)
    assert counter.post(f"/desk/ways/{waits}/proof", data={"pin": PIN}).status_code == 303
    payer = counter.post("/counter/scan", json=scan).json["payer"]
    items = [{"item": "G07", "quantity": 1}]
    sale = {"payer_ref": payer["ref"], "items": items, "scan_id": "lost-card-1", "who_confirmed": True}
    assert counter.post("/counter/redeem", json=as_shown(sale)).status_code == 201


def test_a_lost_card_without_a_pin_is_confirmed_by_the_clerk_who_sees_the_paper(
    street: Street, client: Visitor
) -> None:
    old = card(street, street.system, None)
    who = reading(lambda: people.persons.get(street.community_id, member_of(street)).public_id)
    asked = {"replaces": str(old.card_id), "kind": "household", "reason": "丢了"}
    assert enter(client, "officer0").post(f"/desk/people/{who}/card", data=asked).status_code == 200
    counter, waits = visitor(client, "clerk2"), way(street)
    nothing = counter.post(f"/desk/ways/{waits}/proof", data={"pin": PIN})
    assert (nothing.status_code, "换旧卡的密码" in nothing.text) == (409, True)
    seen = {"way": waits, "seen": "本人，身份证"}
    assert counter.post("/desk/ways/confirm", data=seen).status_code == 303


def test_the_desk_ends_one_and_the_household_page_says_who_can_use_the_points(
    street: Street, client: Visitor
) -> None:
    fresh = card(street, street.staff["officer"])
    desk, waits = enter(client, "officer0"), way(street)
    who = reading(lambda: people.persons.get(street.community_id, member_of(street)).public_id)
    for address in ("/desk/households/001", f"/desk/people/{who}"):
        page = desk.get(address).text
        assert "谁能用这些分" in page
        assert f"/desk/ways/{waits}" in page
    assert desk.post(f"/desk/ways/{waits}/end").status_code == 303
    assert f"/desk/ways/{waits}" not in desk.get("/desk/households/001").text
    counter = visitor(client, "clerk2")
    answer = counter.post("/counter/scan", json={"code": fresh.token, "proof": PIN})
    assert answer.json["code"] == "card_revoked"


def test_a_grid_worker_confirms_in_the_own_grid_alone(street: Street, client: Visitor) -> None:
    def work() -> None:
        house = street.system
        grid = people.places.add("grid", "第一网格", parent_id=street.community_id, actor=house)
        home = people.households.add("900", actor=house, place_id=grid)
        inside = people.residents.register("网内人", actor=house, household_id=home, door="1栋1")
        who = people.residents.register("王网格", actor=house)
        account = people.accounts.create(who, actor=house, username="wangge", password=PASSWORD)
        people.roles.grant(account, "grid_worker", place_id=grid, actor=house)
        people.cards.issue(inside, kind="household", actor=street.staff["officer"])

    transact(work)
    card(street, street.staff["officer"])
    page = enter(client, "wangge").get("/desk/ways").text
    assert "网内人" in page
    assert "田桂兰" not in page
    outside = next(
        one
        for one in reading(lambda: people.ways.waiting(street.clerk).rows)
        if one.person_id == member_of(street)
    )
    seen = {"way": str(outside.way_id), "seen": "见过"}
    assert client.post("/desk/ways/confirm", data=seen).status_code == 409
    assert client.post(f"/desk/ways/{outside.way_id}/end").status_code == 409
    assert "1 份" in client.get("/desk/ways").text


@pytest.fixture
def desk(street: Street, client: Visitor) -> Visitor:
    """The officer's desk."""
    return enter(client, "officer0")


def holder(street: Street) -> tuple[UUID, str]:
    """The resident, by id and as they stand in an address."""
    person = street.resident.person_id
    assert person is not None
    return person, reading(lambda: people.persons.get(street.community_id, person)).public_id


def newest_card(street: Street) -> people.cards.CardInfo:
    """The newest card of the resident."""
    return reading(lambda: people.cards.of_person(street.community_id, holder(street)[0]))[0]


def test_a_card_whose_holder_types_the_pin_is_printed_without_and_leads_to_the_turned_screen(
    street: Street, desk: Visitor
) -> None:
    who = holder(street)[1]
    paper = desk.post(f"/desk/people/{who}/card", data={"kind": "household", "with_pin": "own"})
    assert "pin-digits" not in paper.text
    card = newest_card(street)
    assert not card.has_pin
    onward = f"/desk/people/{who}?confirm=pin&amp;card={card.card_id}#confirm"
    assert (onward in paper.text, "把屏幕转给居民输密码" in paper.text) == (True, True)
    page = desk.get(f"/desk/people/{who}?confirm=pin&card={card.card_id}").text
    assert all(words in page for words in ("转屏幕，居民自己输", "印密码条", f"/desk/people/{who}/card/turn"))


def test_the_desk_turns_its_screen_for_a_card_of_this_person_alone(street: Street, desk: Visitor) -> None:
    person, who = holder(street)
    card = transact(lambda: people.cards.issue(person, kind="household", actor=street.system))
    staff = street.staff["leader"].person_id
    assert staff is not None
    other = reading(lambda: people.persons.get(street.community_id, staff)).public_id
    assert desk.post(f"/desk/people/{other}/card/turn", data={"card": str(card.card_id)}).status_code == 404
    assert desk.post(f"/desk/people/{who}/card/turn", data={"card": "nonsense"}).status_code == 422
    assert desk.get(f"/desk/people/{who}").status_code == 200, "nothing was turned"
    turned = desk.post(f"/desk/people/{who}/card/turn", data={"card": str(card.card_id)})
    assert (turned.status_code, turned.location) == (303, "/own-pin")


def test_an_ended_card_gets_no_pin(street: Street, desk: Visitor) -> None:
    person, who = holder(street)
    card = transact(lambda: people.cards.issue(person, kind="household", actor=street.system))
    transact(lambda: people.cards.revoke(card.card_id, reason="丢了", actor=street.staff["officer"]))
    answer = desk.post(f"/desk/people/{who}/card/turn", data={"card": str(card.card_id)})
    assert (answer.status_code, "card_revoked" in answer.text) == (409, True)
    assert desk.get("/desk/people").status_code == 200


def test_who_issues_no_cards_turns_no_screen(street: Street, client: Visitor) -> None:
    person, who = holder(street)
    card = transact(lambda: people.cards.issue(person, kind="household", actor=street.system))
    clerk = enter(client, "clerk2")
    assert clerk.post(f"/desk/people/{who}/card/turn", data={"card": str(card.card_id)}).status_code == 404
