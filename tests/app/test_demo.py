"""The sample community as a visitor finds it, and as it is on a later day."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from points import demo, goods, ledger, people, shop, volunteering
from points.demo.kept import read_card
from points.foundation import clock as house_clock
from points.foundation import communities, reading
from points.oversight.proving import examine
from tests.support.visitors import Visitor

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
    shelf = {one.code: one.on_hand for one in goods.items.on_offer(community.id)}
    return {
        "balance": ledger.balances.get(community.id, purse.account_id),
        "vouchers": shop.vouchers.of_purse(community.id, purse.account_id, status="open"),
        "shelf": shelf,
        "waiting": volunteering.queue.waiting_count(community.id),
        "broken": [one.name for one in examine(community.id).findings if not one.ok],
        "people": sum(1 for one in found.people if one.household_id),
    }


def _account(username: str) -> Any:
    found = people.accounts.find(username)
    assert found is not None
    return found[1]


def test_the_demo_has_a_today_and_keeps_it(app: Flask, tmp_path: Path, clock: Any) -> None:
    accounts = demo.laying_out.lay_out(tmp_path, quiet)
    assert [one["role"] for one in accounts] == ROLES
    first = reading(standing)
    assert first["broken"] == []
    assert first["people"] == EXPECTED["people"]
    assert first["waiting"] > 0
    assert first["shelf"]["G01"] > 0, "there is rice"
    assert all(left > 0 for code, left in first["shelf"].items() if code not in ("G31", "G32"))
    assert len(first["vouchers"]) == 1
    assert first["balance"].posted == EXPECTED["balances"]["232"]
    assert first["balance"].held == first["vouchers"][0].tenths

    again = demo.laying_out.lay_out(tmp_path, quiet)
    assert again == accounts, "nobody's password changes"
    assert reading(standing) == first, "nothing happens twice on one day"

    clock.set_now(house_clock.now() + timedelta(days=3))
    demo.laying_out.lay_out(tmp_path, quiet)
    later = reading(standing)
    assert later["broken"] == []
    assert later["balance"] == first["balance"]
    assert later["shelf"] == first["shelf"]

    (tmp_path / "demo-accounts.json").unlink()
    renewed = demo.laying_out.lay_out(tmp_path, quiet)
    assert [one["username"] for one in renewed] == [one["username"] for one in accounts]
    assert (tmp_path / "demo-accounts.json").stat().st_mode & 0o077 == 0, "only its owner reads the passwords"
    everybody_finds_their_first_page(app, renewed)


def everybody_finds_their_first_page(app: Flask, accounts: list[dict[str, str]]) -> None:
    """Every password opens, and every page says that this is a demonstration."""
    for account in accounts:
        client = app.test_client()
        typed = {"username": account["username"], "password": account["password"]}
        assert client.post("/sign-in", data=typed).status_code == 303, account["role"]
        page = client.get("/", follow_redirects=True)
        assert page.status_code == 200, account["role"]
        assert "样例" in page.text or "演示" in page.text, f"no banner for {account['role']}"


@pytest.mark.only_on("sqlite")
def test_the_printed_card_opens_with_its_pin(app: Flask, client: Visitor, tmp_path: Path) -> None:
    demo.laying_out.lay_out(tmp_path, quiet)
    card = read_card(tmp_path)
    assert card is not None
    answer = client.post(f"/C/{card['token']}", data={"pin": card["pin"]})
    assert answer.status_code == 303
    assert client.get("/").status_code == 200
