"""Taking a redemption back: asked by one, confirmed by another."""

from __future__ import annotations

from tests.support.street import PASSWORD, Street
from tests.support.visitors import Visitor
from tests.web.counter.conftest import ask, issue


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
