"""Nobody at the office or the counter chooses a resident's PIN: no address that staff reach takes one, but the screen that
is turned to its holder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule

from points import people
from points.foundation import db, reading, transact
from points.people.access.hashing import is_secret
from points.people.models import Card
from tests.security.conftest import Enter
from tests.support.street import Street

PIN = "483917"
#: under all these names it is handed in at once
NAMES = ("pin", "new_pin", "again", "with_pin", "number", "code", "proof", "password", "secret")
#: what ends the session that is trying, or hands it to the resident
SKIPPED = {"account.sign_out_everywhere", "desk.turn_screen", "counter.turn_screen"}


def doors(app: Flask, role: str) -> Iterator[Rule]:
    """Every address that takes something from somebody with this role."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        mine = {"signed_in", role} & set(getattr(app.view_functions[rule.endpoint], "audience", ()))
        if mine and (rule.methods or set()) & {"POST", "PUT", "PATCH"} and rule.endpoint not in SKIPPED:
            yield rule


def fresh(street: Street) -> UUID:
    """A card of the resident without a PIN."""
    person = street.resident.person_id
    assert person is not None
    return transact(lambda: people.cards.issue(person, kind="household", actor=street.system)).card_id


def pin_hash(street: Street, card: UUID) -> str | None:
    """What is kept of its PIN."""
    row = reading(lambda: db.session.get(Card, (street.community_id, card)))
    assert row is not None
    return row.pin_hash


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    "username", ["officer0", "clerk2", "shop_manager3", "supervisor4", "admin5", "street6"]
)
def test_no_address_of_the_staff_takes_a_pin(app: Flask, street: Street, enter: Enter, username: str) -> None:
    person = street.resident.person_id
    assert person is not None
    who = reading(lambda: people.persons.get(street.community_id, person)).public_id
    visitor, taken, tried = enter(username), [], 0
    for rule in doors(app, username.rstrip("0123456789")):
        card = fresh(street)
        known = {"public_id": who, "card_id": str(card), "person": who}
        parts = {name: known.get(name, "1") for name in rule.arguments}
        address = rule.build(parts)
        assert address is not None, rule
        said: dict[str, Any] = dict.fromkeys(NAMES, PIN) | {
            "card": str(card), "replaces": str(card), "kind": "household", "reason": "试试看", "person": who,
        }  # fmt: skip
        for body in ({"data": said}, {"json": said}):
            visitor.post(address[1], **body)
            tried += 1
        kept = pin_hash(street, card)
        if kept is not None and is_secret(kept, PIN):
            taken.append(rule.rule)
    assert taken == []
    assert tried > 10


def test_the_search_would_find_one(street: Street, enter: Enter) -> None:
    """The control: on the turned screen the same session sets it, and the comparison says so."""
    person = street.resident.person_id
    assert person is not None
    who = reading(lambda: people.persons.get(street.community_id, person)).public_id
    card, officer = fresh(street), enter("officer0")
    assert officer.post(f"/desk/people/{who}/card/turn", data={"card": str(card)}).status_code == 303
    assert officer.post("/own-pin", json={"pin": PIN, "again": PIN}).status_code == 200
    kept = pin_hash(street, card)
    assert kept is not None
    assert is_secret(kept, PIN)


def test_who_turned_the_screen_cannot_alone_make_the_card_pay(street: Street, enter: Enter) -> None:
    """She may type it herself, whatever the page says: then the card waits for somebody who saw the resident."""
    person = street.resident.person_id
    assert person is not None
    who = reading(lambda: people.persons.get(street.community_id, person)).public_id
    card = transact(lambda: people.cards.issue(person, kind="household", actor=street.system, pin="275318"))
    officer, clerk = enter("officer0"), enter("clerk2")
    assert clerk.post("/counter/scan", json={"code": card.token, "proof": "275318"}).status_code == 200
    officer.post(f"/desk/people/{who}/card/turn", data={"card": str(card.card_id)})
    officer.post("/own-pin", json={"pin": PIN, "again": PIN})
    for proof in (None, PIN):
        answer = clerk.post("/counter/scan", json={"code": card.token, "proof": proof})
        assert (answer.status_code, answer.json["code"]) == (409, "card_unconfirmed")  # type: ignore[index]
