"""Whoever makes a way to pay cannot alone make it pay: what one officer tries over HTTP with another family's points."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa

from points import people
from points.foundation import clock, db, reading, transact
from tests.security.conftest import Enter
from tests.support.street import PASSWORD, Street
from tests.support.visitors import Visitor
from tests.web.desk.test_cards import pin_on

NEW = "门口有三棵桂花树"
_keys = count(1)


def public_id(street: Street, name: str) -> str:
    """Somebody's public id, as it stands in the address of their page."""
    return reading(lambda: people.search.by_name(street.community_id, name)[0].public_id)


def way_ids(page: str) -> list[str]:
    """The ways a page leads to."""
    return re.findall(r"/ways/([0-9a-f-]{36})", page)


def invented(street: Street, officer: Visitor, client: Visitor) -> Visitor:
    """The officer adds a member to the resident's household, prints the slip and uses it."""
    asked = {"name": "田小新", "household": "001", "door": "3栋2单元301"}
    assert officer.post("/desk/people/new", data=asked).status_code == 303
    paper = officer.post(f"/desk/people/{public_id(street, '田小新')}/slip")
    pieces = re.search(r'class="slip-code">(.*?)</strong>', paper.text, re.S)
    assert pieces is not None
    code = re.sub(r"<[^>]*>|\s", "", pieces[1])
    body = {"code": code, "password": NEW, "again": NEW}
    assert client.post("/activate", data=body).status_code == 303
    return client


def make_voucher(client: Visitor) -> Any:
    """Set five points aside."""
    key = f"attack-key-{next(_keys)}"
    return client.post("/vouchers", data={"confirm": "1", "tenths": "50", "request_key": key})


def scan(clerk: Visitor, code: str, proof: str | None = None) -> Any:
    """Show something at the counter."""
    return clerk.post("/counter/scan", json={"code": code, "proof": proof})


def code_of(street: Street, name: str) -> str:
    """What the phone of this person shows now."""

    def work() -> str:
        who = people.search.by_name(street.community_id, name)[0].person_id
        account = people.accounts.of_person(street.community_id, who)
        assert account is not None
        actor = people.actors.of_account(account.account_id, community_id=street.community_id)
        return people.rotating_codes.current(actor=actor).digits

    return transact(work)


def vouchers(street: Street) -> int:
    """How many vouchers the community has."""
    query = sa.text("SELECT count(*) FROM shop_voucher")
    return reading(lambda: int(db.session.execute(query).scalar_one()))


@pytest.mark.parametrize("days", [0, 3, 30])
def test_the_invented_member_never_pays_on_any_day(
    street: Street, enter: Enter, client: Visitor, days: int
) -> None:
    member = invented(street, enter("officer0"), client)
    try:
        clock.set_now(clock.now() + timedelta(days=days))
        officer, clerk = enter("officer0"), enter("clerk2")
        member = _again(street, client)
        answer = make_voucher(member)
        assert (answer.status_code, "还没确认" in answer.text) == (409, True)
        refused = scan(clerk, code_of(street, "田小新"))
        assert (refused.status_code, refused.json["code"]) == (409, "account_unconfirmed")
        [mine] = set(way_ids(officer.get("/desk/ways").text))
        alone = officer.post("/desk/ways/confirm", data={"way": mine, "seen": "本人来的"})
        assert alone.status_code in (403, 404)
        for path in (f"/me/ways/{mine}/ours", f"/me/ways/{mine}/not-ours"):
            assert member.post(path).status_code == 403
        assert make_voucher(member).status_code == 409
    finally:
        clock.reset()
    assert (vouchers(street), street.standing()) == (0, (320, 0))


def _again(street: Street, client: Visitor) -> Visitor:
    """The invented member signs in, as the first session may be over."""
    who = reading(lambda: people.search.by_name(street.community_id, "田小新")[0].person_id)
    account = reading(lambda: people.accounts.of_person(street.community_id, who))
    assert account is not None
    client.post("/sign-in", data={"username": account.username, "password": NEW})
    return client


def test_a_second_person_of_her_own_making_does_not_count(
    street: Street, enter: Enter, client: Visitor
) -> None:
    officer = street.staff["officer"]

    def puppet() -> None:
        who = people.residents.register("影子", actor=officer)
        account = people.accounts.create(who, actor=officer, username="puppet", password=PASSWORD)
        people.roles.grant(account, "clerk", place_id=street.community_id, actor=street.system)

    transact(puppet)
    member = invented(street, enter("officer0"), client)
    second = enter("puppet")
    # her own puppet's account waits as well; here it is about the member's
    page = second.get("/desk/ways").text
    ways = {one for one in way_ids(page) if "田小新" in second.get(f"/desk/ways/{one}").text}
    for one in ways:
        answer = second.post("/desk/ways/confirm", data={"way": one, "seen": "本人来的"})
        assert (answer.status_code, "自己经手办的" in answer.text) == (409, True)
    assert make_voucher(member).status_code == 409
    # and somebody who had no part in it does
    [one] = ways
    assert (
        enter("clerk2").post("/desk/ways/confirm", data={"way": one, "seen": "看了户口本"}).status_code == 303
    )
    assert make_voucher(member).status_code == 302


def test_a_card_with_a_number_the_officer_printed_pays_nothing(street: Street, enter: Enter) -> None:
    officer, clerk = enter("officer0"), enter("clerk2")
    who = public_id(street, "田桂兰")
    paper = officer.post(f"/desk/people/{who}/card", data={"kind": "household", "with_pin": "yes"})
    pieces = re.search(r'class="card-number">([\d ]+)<', paper.text)
    assert pieces is not None
    number, pin = pieces[1].replace(" ", ""), pin_on(paper.text)
    for proof in (None, pin):
        answer = scan(clerk, number, proof)
        assert answer.json.get("code", answer.json.get("kind")) in ("card_unconfirmed", "proof")
    [found] = clerk.post("/counter/search", json={"name": "田桂兰", "door": "3栋"}).json["candidates"]
    by_name = clerk.post("/counter/scan", json={"person": found["person"], "proof": pin})
    assert (by_name.status_code, by_name.json["code"]) == (409, "card_unconfirmed")


def test_a_number_set_anew_by_the_officer_stops_the_card(street: Street, enter: Enter) -> None:
    person = street.resident.person_id
    assert person is not None
    card = transact(lambda: people.cards.issue(person, kind="household", actor=street.system, pin="275318"))
    officer, clerk = enter("officer0"), enter("clerk2")
    assert scan(clerk, card.token, "275318").status_code == 200
    who = public_id(street, "田桂兰")
    anew = officer.post(f"/desk/people/{who}/card/pin", data={"card": str(card.card_id)})
    assert anew.status_code == 200
    for proof in (None, pin_on(anew.text)):
        answer = scan(clerk, card.token, proof)
        assert (answer.status_code, answer.json["code"]) == (409, "card_unconfirmed")


def test_a_reset_password_makes_no_voucher_over_the_api_either(
    street: Street, enter: Enter, client: Visitor
) -> None:
    officer = enter("officer0")
    paper = officer.post(f"/desk/people/{public_id(street, '田桂兰')}/slip")
    pieces = re.search(r'class="slip-code">(.*?)</strong>', paper.text, re.S)
    assert pieces is not None
    body = {"code": re.sub(r"<[^>]*>|\s", "", pieces[1]), "password": NEW, "again": NEW}
    assert client.post("/activate", data=body).status_code == 303
    token = client.post("/api/v1/tokens", json={"username": "tian", "password": NEW}).json["token"]
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "api-attack-1"}
    answer = client.post("/api/v1/vouchers", json={"tenths": 50}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (409, "account_unconfirmed")


def test_somebody_moved_to_another_household_reaches_no_purse_there(street: Street, enter: Enter) -> None:
    """By SQL, as whoever has the database, or a page that will come, would move somebody: the account that was good
    for the old purse is good for no other."""

    def work() -> None:
        home = people.households.add("777", actor=street.system)
        who = people.residents.register("外来人", actor=street.system, household_id=home)
        people.accounts.create(who, actor=street.system, username="mover", password=PASSWORD)
        moved = sa.text(
            "UPDATE people_person SET household_id = (SELECT h.id FROM people_household AS h "
            "WHERE h.community_id = people_person.community_id AND h.number = '001') WHERE public_id = :who"
        )
        public = people.persons.get(street.community_id, who).public_id
        db.session.execute(moved, {"who": public})

    transact(work)
    mover = enter("mover")
    assert make_voucher(mover).status_code == 409
    assert scan(enter("clerk2"), code_of(street, "外来人")).json["code"] == "account_unconfirmed"


def test_somebody_merged_into_another_reaches_no_purse_there(street: Street, enter: Enter) -> None:
    def work() -> None:
        home = people.households.add("778", actor=street.system)
        who = people.residents.register("并来的", actor=street.system, household_id=home)
        people.accounts.create(who, actor=street.system, username="merged", password=PASSWORD)
        merged = sa.text(
            "UPDATE people_person SET status = 'merged', merged_into = :kept WHERE public_id = :who"
        ).bindparams(sa.bindparam("kept", street.resident.person_id, sa.Uuid()))
        public = people.persons.get(street.community_id, who).public_id
        db.session.execute(merged, {"who": public})

    transact(work)
    merged = enter("merged")
    assert make_voucher(merged).status_code == 409
    assert scan(enter("clerk2"), code_of(street, "并来的")).json["code"] == "account_unconfirmed"
