"""Taking a redemption back: asked by one, confirmed by another."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import db, system_actor, transact, wording
from tests.support.street import PASSWORD, Street, enter, open_account
from tests.support.visitors import Visitor
from tests.web.counter.conftest import ask, issue, sale


def test_undoing_is_asked_by_one_and_confirmed_by_another(street: Street, counter: Visitor) -> None:
    ref = ask(counter, "scan", code=issue(street, 300, "key-scan-5").code).json["payer"]["ref"]
    items = [{"item": "G02", "quantity": 1}]
    done = ask(counter, "redeem", payer_ref=ref, items=items, scan_id="scan-0004", who_confirmed=True).json
    assert ask(counter, "undo", receipt=done["receipt"], reason="拿错了货").json["state"] == "asked"
    own = ask(counter, "undo/confirm", receipt=done["receipt"])
    assert own.json["code"] == "second_person_needed"
    other = {"username": "clerk7", "password": PASSWORD}
    assert ask(counter, "undo/confirm", receipt=done["receipt"], **other).json["state"] == "undone"
    assert street.standing() == (320, 0)
    [listed] = counter.get("/counter/recent").json["receipts"]
    assert (listed["state"], listed["can_ask"], listed["name"]) == ("undone", False, "田**")


def test_only_who_serves_asks_and_a_receipt_that_never_was_cannot_be_taken_back(
    street: Street, counter: Visitor, app: Flask
) -> None:
    unknown = ask(counter, "undo", receipt="sj0000000000", reason="拿错了货")
    assert (unknown.status_code, unknown.json["code"]) == (404, "not_found")
    client: Visitor = app.test_client()  # type: ignore[assignment]
    enter(client, "tian")
    assert ask(client, "undo", receipt="sj0000000000", reason="拿错了货").status_code == 404


def test_asking_alone_moves_nothing(street: Street, counter: Visitor) -> None:
    done = sale(street, counter, 300, "G02", "scan-0005")
    assert ask(counter, "undo", receipt=done["receipt"], reason="拿错了货").json["state"] == "asked"
    assert street.standing() == (70, 0)
    [listed] = counter.get("/counter/recent").json["receipts"]  # type: ignore[index]
    assert (listed["can_ask"], listed["can_confirm"], listed["reason"]) == (False, False, "拿错了货")


def test_a_second_person_with_a_wrong_password_confirms_nothing(street: Street, counter: Visitor) -> None:
    done = sale(street, counter, 300, "G02", "scan-0006")
    ask(counter, "undo", receipt=done["receipt"], reason="拿错了货")
    for username in ("clerk7", "tian"):
        password = "wrong" if username == "clerk7" else PASSWORD
        answer = ask(counter, "undo/confirm", receipt=done["receipt"], username=username, password=password)
        assert (answer.status_code, answer.json["code"]) == (401, "wrong_password")
    assert street.standing() == (70, 0)


def test_two_people_are_asked_why_and_the_supervisor_reads_it(
    street: Street, counter: Visitor, app: Flask
) -> None:
    clerk, resident = street.clerk.person_id, street.resident.person_id
    assert clerk is not None
    assert resident is not None
    transact(lambda: people.relations.relate(clerk, resident, kind="sibling", actor=street.system))
    second = {"username": "shop_manager3", "password": PASSWORD}
    # the sister's points are taken by the other clerk, and the sister asks for them back
    done = sale(street, enter(app.test_client(), "clerk7"), 300, "G02", "scan-0007")  # type: ignore[arg-type]
    ask(counter, "undo", receipt=done["receipt"], reason="拿错了货")
    refused = ask(counter, "undo/confirm", receipt=done["receipt"], **second)
    assert (refused.status_code, refused.json["code"]) == (422, "undo_by_two")
    why = "小周今天请假"
    assert ask(counter, "undo/confirm", receipt=done["receipt"], reason=why, **second).status_code == 200
    watcher = enter(app.test_client(), "supervisor4")  # type: ignore[arg-type]
    assert "两个人冲正的" in watcher.get("/oversight").text
    page = watcher.get("/oversight/undoings").text
    assert (why in page, wording.in_fours(done["receipt"]) in page, "田桂兰" in page) == (True, True, False)


def test_the_street_office_is_the_second_person_where_nobody_else_is_left(
    street: Street, counter: Visitor
) -> None:
    done = sale(street, counter, 300, "G02", "scan-0008")
    ask(counter, "undo", receipt=done["receipt"], reason="拿错了货")
    second = {"username": "street6", "password": PASSWORD}
    assert ask(counter, "undo/confirm", receipt=done["receipt"], **second).json["state"] == "undone"


def test_the_street_office_counts_wherever_its_account_stands_and_nobody_elses_does(
    street: Street, counter: Visitor
) -> None:
    """Its account is at home in the community next door, under the same street; a clerk of there is none of here."""

    def next_door() -> None:
        there = system_actor(people.places.found_community("柳岸社区", district="江城区", street="城南街道"))
        kind = sa.text("SELECT id FROM people_place WHERE kind = 'street'").columns(id=sa.Uuid())
        [above] = db.session.scalars(kind)
        for name, role, place in (("over", "street", above), ("beside", "clerk", there.community_id)):
            who = people.residents.register("隔壁", actor=there)
            people.roles.grant(open_account(who, name, there), role, place_id=place, actor=there)

    transact(next_door)
    done = sale(street, counter, 300, "G02", "scan-0009")
    ask(counter, "undo", receipt=done["receipt"], reason="拿错了货")
    for username, outcome in (("beside", (401, "wrong_password")), ("over", (200, None))):
        answer = ask(counter, "undo/confirm", receipt=done["receipt"], username=username, password=PASSWORD)
        assert (answer.status_code, answer.json.get("code")) == outcome
