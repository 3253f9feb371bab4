"""The sample community as a visitor finds it, and as it is on a later day."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from points import demo, goods, ledger, oversight, people, shop, volunteering
from points.demo import laying_out, shopping
from points.demo.cast import RESIDENT_HOUSEHOLD
from points.demo.kept import read_card
from points.foundation import clock as house_clock
from points.foundation import communities, reading
from points.oversight.proving import examine

EXPECTED = json.loads(
    (Path(demo.__file__).resolve().parent / "sample" / "jinxi" / "expected.json").read_text(encoding="utf-8")
)
ROLES = ["resident", "leader", "officer", "officer", "clerk", "shop_manager", "supervisor", "street", "admin"]


def quiet(_: str) -> None:
    """Nobody watches."""


def standing() -> dict[str, Any]:
    """What can be counted of the demo."""
    community = next(one for one in communities() if one.demo)
    resident = people.accounts.find("resident")
    assert resident is not None
    actor = people.actors.of_account(resident[1])
    assert actor.person_id is not None
    purse = people.purses.of_person(community.id, actor.person_id)
    found = people.search.by_words(people.actors.of_account(_account("officer")), limit=2000)
    shelf = {
        one.code: one.on_hand
        for one in goods.items.on_offer(community.id)
        if one.kind == "goods" and one.code != shopping.EMPTY.code
    }
    return {
        "balance": ledger.balances.get(community.id, purse.account_id),
        "vouchers": shop.vouchers.of_purse(community.id, purse.account_id, status="open"),
        "shelf": shelf,
        "waiting": volunteering.queue.waiting_count(community.id),
        "people": sum(1 for one in found.people if one.household_id),
    }


def broken() -> list[str]:
    """Which rules of the books do not hold."""

    def work() -> list[str]:
        community = next(one for one in communities() if one.demo)
        return [one.name for one in examine(community.id).findings if not one.ok]

    return reading(work)


def _account(username: str) -> Any:
    found = people.accounts.find(username)
    assert found is not None
    return found[1]


@pytest.mark.shortly_on("sqlite")
def test_the_demo_has_a_today_and_keeps_it(app: Flask, tmp_path: Path, clock: Any) -> None:
    accounts = demo.laying_out.lay_out(tmp_path, quiet)
    assert [one["role"] for one in accounts] == ROLES
    first = reading(standing)
    assert broken() == []
    assert first["people"] == EXPECTED["people"]
    assert first["waiting"] > 0
    assert first["shelf"]["G01"] > 0, "there is rice"
    assert all(first["shelf"].values()), "only of a service or of what never came there is nothing"
    assert len(first["vouchers"]) == 1
    the_printed_card_opens_with_its_pin(app, tmp_path)
    assert first["balance"].posted == EXPECTED["balances"][RESIDENT_HOUSEHOLD]
    assert first["balance"].held == first["vouchers"][0].tenths

    reading(whatever_a_page_can_show_is_there)
    reading(what_takes_two_is_there)

    again = demo.laying_out.lay_out(tmp_path, quiet)
    assert again == accounts, "nobody's password changes"
    assert reading(standing) == first, "nothing happens twice on one day"

    clock.set_now(house_clock.now() + timedelta(days=3))
    demo.laying_out.lay_out(tmp_path, quiet)
    later = reading(standing)
    assert broken() == []
    assert later["balance"] == first["balance"]
    assert all(later["shelf"].values()), "what grew too old was replaced"

    (tmp_path / "demo-accounts.json").unlink()
    renewed = demo.laying_out.lay_out(tmp_path, quiet)
    assert [one["username"] for one in renewed] == [one["username"] for one in accounts]
    assert (tmp_path / "demo-accounts.json").stat().st_mode & 0o077 == 0, "only its owner reads the passwords"
    everybody_finds_their_first_page(app, renewed)


def whatever_a_page_can_show_is_there() -> None:
    """At every stage there is something to be seen; to be read on the first day."""
    today = house_clock.today()
    officer, leader, resident = (
        people.actors.of_account(_account(name)) for name in ("officer", "leader", "resident")
    )
    assert resident.person_id is not None
    community_id = officer.community_id

    led = [one.activity for part in volunteering.lists.led_by(leader, limit=200) for one in part]
    imported = max(one.day for one in led if one.origin == "imported")
    assert timedelta(days=1) <= today - imported < timedelta(days=45), "the sample's year has just ended"

    sheets = [
        volunteering.attendance_list.read(one.public_id, actor=leader)
        for one in led
        if one.origin == "planned"
    ]
    late = [one for one in sheets if one.activity.day < today and one.activity.status == "open"]
    assert [bool(one.here) for one in late] == [True], "not handed in, and somebody is not signed out"
    assert [one.signed_up > 0 for one in sheets if one.activity.day == today] == [True]
    coming = [row.person_id for one in sheets if one.activity.day > today for row in one.absent]
    assert resident.person_id in coming

    over = [one.activity.public_id for one in sheets if one.activity.status != "open"]
    reviews = [volunteering.one_activity.read(one, actor=officer) for one in over]
    assert {row.status for one in reviews for row in one.decided} >= {"publicity", "rejected"}
    flags = {flag.code for one in reviews for row in (*one.flagged, *one.clear) for flag in row.flags}
    assert flags >= {"no_check_out", "added", "long_day"}
    assert any(row.blocked for one in reviews for row in one.flagged), "a second person is waited for"
    assert resident.person_id in {one.person_id for one in volunteering.publicity.posted(community_id)}

    purse = people.purses.of_person(community_id, resident.person_id).account_id
    vouchers = {one.status: one for one in shop.vouchers.of_purse(community_id, purse)}
    assert set(vouchers) == {"open", "lapsed", "redeemed"}
    assert vouchers["open"].valid_until == today + timedelta(days=1)
    _standing, written = ledger.statements.newest(community_id, purse, told_once=True, limit=30)
    days = [one.booked_on for one in written]
    assert days == sorted(days, reverse=True), "a statement reads in the order of its days"
    [sold] = shop.receipts.of_vouchers(community_id, [vouchers["redeemed"].id]).values()
    assert sold.state == "undone", "it was taken back by two"
    items = {one.code: one for one in goods.items.on_offer(community_id)}
    assert 0 < items[shopping.LOW.code].on_hand < items[shopping.LOW.code].safety_stock
    assert items[shopping.EMPTY.code].on_hand == 0
    assert shop.shops.list_all(community_id)[0].exchange


def what_takes_two_is_there() -> None:
    """Something of every kind waits for a second person, and two settled something alone and said why."""
    officer, manager, street = (
        people.actors.of_account(_account(name)) for name in ("officer", "manager", "street")
    )
    community_id = officer.community_id
    waiting = people.decisions.standing(community_id)["publicity_days"].open
    assert waiting is not None
    assert people.proposals.refuse_first(waiting, street) is None, "the street may say yes"
    assert [one.role for one in people.grants.waiting_for(street)] == ["shop_manager"]
    assert people.ways.waiting(manager).rows
    assert [one.why_not for one in volunteering.corrections.waiting(officer)] == [None]
    [undone] = oversight.receipts.undone_by_two(community_id, after="").rows
    assert undone.two_reason
    here = shop.shops.list_all(community_id)[0]
    assert [sum(one.items.values()) for one in shop.asides.list_open(community_id, here.id)] == [1]
    assert len(people.relations.list_all(community_id, limit=9)) == 1
    machines = people.devices.of_community(community_id)
    assert [one.status for one in machines] == ["revoked", "active", "active"]
    assert len(people.actors.communities_of(street)) == 2


def everybody_finds_their_first_page(app: Flask, accounts: list[dict[str, str]]) -> None:
    """Every password opens, and every page says that this is a demonstration."""
    for account in accounts:
        client = app.test_client()
        typed = {"username": account["username"], "password": account["password"]}
        assert client.post("/sign-in", data=typed).status_code == 303, account["role"]
        page = client.get("/", follow_redirects=True)
        assert page.status_code == 200, account["role"]
        assert "样例" in page.text or "演示" in page.text, f"no banner for {account['role']}"


def the_printed_card_opens_with_its_pin(app: Flask, folder: Path) -> None:
    """Whoever has it in hand reads what the resident would."""
    card, client = read_card(folder), app.test_client()
    assert card is not None
    answer = client.post(f"/C/{card['token']}", data={"pin": card["pin"]})
    assert answer.status_code == 303
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("hour", "hours"), [(3, ["0:00", "24:00"]), (9, ["8:30", "20:00"]), (22, ["0:00", "24:00"])]
)
def test_who_opens_the_demo_at_night_finds_its_shop_open(hour: int, hours: list[str]) -> None:
    house_clock.set_now(house_clock.instant(house_clock.today()) + timedelta(hours=hour))
    try:
        assert laying_out._hours()["hours"] == [hours]
    finally:
        house_clock.reset()
