"""Nobody serves themselves: a clerk's own purse, her household's and her sister's pay only with a second person."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people, shop
from points.foundation import Actor, db, reading, transact
from points.people.access.hashing import hash_secret
from tests.security.conftest import Enter
from tests.support.records import records_of
from tests.support.street import PASSWORD, Street, as_shown
from tests.support.visitors import Visitor

RICE = [{"item": "G02", "quantity": 1}]


def ask(clerk: Visitor, path: str, **body: Any) -> Any:
    return clerk.post(f"/counter/{path}", json=as_shown(body) if path == "redeem" else body)


def make_own(street: Street, how: str, clerk: Actor | None = None) -> None:
    """Make the resident's purse the clerk's own: by moving in, or by being a sister."""
    who = (clerk or street.clerk).person_id
    resident = street.resident.person_id
    assert who is not None
    assert resident is not None
    if how == "sister":
        transact(lambda: people.relations.relate(who, resident, kind="sibling", actor=street.system))
        return
    sql = "UPDATE people_person SET household_id = (SELECT household_id FROM people_person WHERE id = :r) WHERE id = :w"
    kinds = sa.bindparam("r", type_=sa.Uuid()), sa.bindparam("w", type_=sa.Uuid())
    transact(lambda: db.session.execute(sa.text(sql).bindparams(*kinds), {"r": resident, "w": who}))


def shown(street: Street, clerk: Visitor, way: str) -> str:
    """A proof of the purse scanned: what the page gets to pay with."""
    asked: dict[str, str]
    if way == "voucher":
        asked = {"code": issued(street).code}
    elif way == "code":
        asked = {"code": transact(lambda: people.rotating_codes.current(actor=street.resident)).digits}
    else:
        person = street.resident.person_id
        card = transact(
            lambda: people.cards.issue(person, kind="household", actor=street.system, pin="275318")
        )
        asked = {"code": card.token, "proof": "275318"}
    return str(ask(clerk, "scan", **asked).json["payer"]["ref"])


def issued(street: Street) -> shop.vouchers.VoucherInfo:
    return transact(lambda: shop.vouchers.issue(300, request_key="own-1", actor=street.resident))[0]


def pay(clerk: Visitor, ref: str, scan_id: str = "own-scan-1", **second: str) -> tuple[int, str]:
    answer = ask(clerk, "redeem", payer_ref=ref, items=RICE, scan_id=scan_id, who_confirmed=True, **second)
    return answer.status_code, answer.json.get("code", "")


@pytest.mark.parametrize("way", ["voucher", "code", "card"])
@pytest.mark.parametrize("how", ["household", "sister"])
def test_a_clerk_alone_sells_nothing_to_her_own(street: Street, enter: Enter, how: str, way: str) -> None:
    make_own(street, how)
    clerk = enter("clerk2")
    ref = shown(street, clerk, way)
    before = street.standing()
    assert pay(clerk, ref) == (409, "own_purse")
    # her own name and password are no second person's
    assert pay(clerk, ref, username="clerk2", password=PASSWORD) == (409, "own_purse")
    assert street.standing() == before
    assert pay(clerk, ref, username="shop_manager3", password=PASSWORD) == (201, "")
    [agreed] = records_of("redemption.agreed")
    [sold] = [row for row in records_of("voucher.redeemed", "points.redeemed") if row.outcome == "done"]
    assert (agreed.actor_id, sold.actor_id) == (
        street.staff["shop_manager"].account_id,
        street.clerk.account_id,
    )
    assert agreed.subject_id == sold.subject_id
    assert agreed.facts == {name: sold.facts[name] for name in ("receipt", "tenths", "account_id")}


def test_the_api_knows_no_second_person(app: Flask, street: Street, enter: Enter) -> None:
    make_own(street, "sister")
    body = {"code": issued(street).code, "items": RICE, "scan_id": "own-api-1"}
    made = enter("clerk2").post("/api/v1/tokens", json={"username": "clerk2", "password": PASSWORD}).json
    headers = {"Authorization": f"Bearer {made['token']}"}  # type: ignore[index]
    answer: Any = app.test_client(use_cookies=False).post("/api/v1/redemptions", json=body, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (409, "own_purse")
    assert street.standing() == (20, 300)


def test_a_second_person_of_the_family_is_none(street: Street, enter: Enter) -> None:
    make_own(street, "sister")
    make_own(street, "sister", street.second_clerk)
    clerk = enter("clerk2")
    ref = shown(street, clerk, "voucher")
    assert pay(clerk, ref, username="clerk7", password=PASSWORD) == (409, "second_of_family")
    assert pay(clerk, ref, username="tian", password=PASSWORD) == (401, "wrong_password")
    assert pay(clerk, ref, username="officer0", password=PASSWORD) == (201, "")


def test_a_relative_of_the_clerk_who_is_none_of_the_purse_is_no_second_person(
    street: Street, enter: Enter
) -> None:
    """Her sister's purse, and her husband beside her at the till."""
    make_own(street, "sister")
    clerk_person, husband = street.clerk.person_id, street.staff["shop_manager"].person_id
    assert clerk_person is not None
    assert husband is not None
    transact(lambda: people.relations.relate(clerk_person, husband, kind="spouse", actor=street.system))
    clerk = enter("clerk2")
    ref = shown(street, clerk, "voucher")
    assert pay(clerk, ref, username="shop_manager3", password=PASSWORD) == (409, "second_of_family")
    assert street.standing() == (20, 300)
    assert pay(clerk, ref, username="clerk7", password=PASSWORD) == (201, "")


def test_who_made_the_clerks_account_says_why_nobody_else_was_there(street: Street, enter: Enter) -> None:
    make_own(street, "sister")
    sql = sa.text("UPDATE people_account SET opened_by = :by WHERE id = :id").bindparams(
        sa.bindparam("by", type_=sa.Uuid()), sa.bindparam("id", type_=sa.Uuid())
    )
    who = {"by": street.staff["officer"].account_id, "id": street.clerk.account_id}
    transact(lambda: db.session.execute(sql, who))
    clerk = enter("clerk2")
    ref = shown(street, clerk, "voucher")
    officer = {"username": "officer0", "password": PASSWORD}
    assert pay(clerk, ref, **officer) == (422, "own_purse_by_two")
    assert pay(clerk, ref, **officer, reason=" 没别人 ") == (422, "own_purse_by_two")
    assert pay(clerk, ref, **officer, reason="没有别人") == (201, "")


def test_others_are_served_without_anybody_else(street: Street, enter: Enter) -> None:
    clerk = enter("clerk2")
    assert pay(clerk, shown(street, clerk, "voucher")) == (201, "")


def test_a_relation_that_ended_asks_for_nobody(street: Street, enter: Enter) -> None:
    make_own(street, "sister")
    [found] = reading(lambda: people.relations.list_all(street.community_id, limit=5))
    transact(lambda: people.relations.end(found.relation_id, reason="登记错了", actor=street.system))
    clerk = enter("clerk2")
    assert pay(clerk, shown(street, clerk, "voucher")) == (201, "")


def test_a_second_person_whose_password_others_guess_is_none(street: Street, enter: Enter) -> None:
    make_own(street, "sister")
    clerk = enter("clerk2")
    ref = shown(street, clerk, "voucher")
    easy = sa.text("UPDATE people_account SET password_hash = :hash WHERE username = 'shop_manager3'")
    transact(lambda: db.session.execute(easy, {"hash": hash_secret("woaini520")}))
    manager = {"username": "shop_manager3", "password": "woaini520"}
    assert pay(clerk, ref, **manager) == (409, "password_still_easy")
    assert pay(clerk, ref, username="officer0", password=PASSWORD) == (201, "")
