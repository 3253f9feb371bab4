"""Records written before actions were called actions: their hashes still hold, and they are read as ever.

`old_records.json` has twenty rows of audit_record, and the private words beside them, as such an installation
stored them. They must never be written anew: a seal covers exactly these bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask, get_template_attribute

from points import audit, oversight
from points.foundation import clock, db, reading, transact
from points.oversight import record_hashes

KEPT: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("old_records.json").read_text(encoding="utf-8")
)
COMMUNITY = UUID(KEPT["records"][0]["community_id"])
IDS = ("community_id", "id", "actor_id", "device_id", "subject_id", "record_id")
ANYTHING = dict.fromkeys(oversight.trail.FILTERS, "")

Harm = Callable[[dict[str, list[dict[str, Any]]]], object]


def row(kept: dict[str, Any]) -> dict[str, Any]:
    """A row of the file as its table takes it."""
    found = {name: UUID(value) if name in IDS and value else value for name, value in kept.items()}
    for name in {"leaf_hash", "salt"} & found.keys():
        found[name] = bytes.fromhex(found[name])
    if "at" in found:
        found["at"] = datetime.fromisoformat(found["at"])
    return found


def store(kept: dict[str, list[dict[str, Any]]]) -> None:
    """Put the rows where they once stood, past the code that writes records today."""

    def work() -> None:
        home = {"id": COMMUNITY, "number": 1, "name": "锦溪社区", "created_at": clock.now()}
        db.session.execute(sa.insert(db.metadata.tables["foundation_community"]), [home])
        for table, rows in (("audit_record", kept["records"]), ("audit_private", kept["private"])):
            own = [{"community_id": COMMUNITY, **row(one)} for one in rows]
            db.session.execute(sa.insert(db.metadata.tables[table]), own)

    transact(work)


@pytest.fixture
def old(app: Flask) -> None:
    """An installation whose records are old."""
    store(KEPT)


def test_the_file_has_what_an_old_installation_had() -> None:
    records = KEPT["records"]
    assert len(records) == 20
    assert {one["outcome"] for one in records} == {"done", "refused"}
    assert {one["origin"] for one in records} == {"entered", "imported", "back_filled"}
    assert {one["actor_kind"] for one in records} == {"person", "system", "import", "nobody"}
    assert sum(bool(one["commitments"]) for one in records) == len(KEPT["private"]) == 3
    assert sum(one["device_id"] is not None for one in records) == 1


def test_their_leaf_hashes_come_out_the_same_from_the_rows_as_read_back(old: None) -> None:
    table = db.metadata.tables["audit_record"]
    rows = reading(lambda: [dict(one) for one in db.session.execute(sa.select(table)).mappings()])
    found = {str(one["id"]): bytes(one.pop("leaf_hash")).hex() for one in rows}
    assert {str(one["id"]): audit.canonical.leaf_hash(one).hex() for one in rows} == found
    assert found == {one["id"]: one["leaf_hash"] for one in KEPT["records"]}


def test_the_check_of_the_books_finds_them_unaltered(old: None) -> None:
    found = reading(lambda: record_hashes.unaltered(COMMUNITY))
    assert (found.ok, found.counted, found.rows) == (True, 20, ())


def _first(kept: dict[str, list[dict[str, Any]]], action: str) -> dict[str, Any]:
    return next(one for one in kept["records"] if one["deed"] == action)


HARMS: dict[str, Harm] = {
    "a fact": lambda kept: _first(kept, "award.credited")["facts"].update(tenths=51),
    "a digit of a fact that is text": lambda kept: _first(kept, "rule.added")["facts"].update(code="P08"),
    "a commitment": lambda kept: _first(kept, "service.rejected")["commitments"].update(reason="0" * 64),
    "the action": lambda kept: _first(kept, "voucher.redeemed").update(deed="voucher.returned"),
    "the outcome": lambda kept: _first(kept, "voucher.issued").update(outcome="done"),
    "the origin": lambda kept: _first(kept, "person.registered").update(origin="entered"),
    "the device": lambda kept: _first(kept, "account.signed_out_everywhere").update(device_id=None),
    "a microsecond": lambda kept: _first(kept, "role.granted").update(at="2026-11-26T01:01:58.768042Z"),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_changed_byte_gives_another_hash(harm: str) -> None:
    kept = deepcopy(KEPT)
    HARMS[harm](kept)
    rows = [row(one) for one in kept["records"]]
    off = [one["id"] for one in rows if audit.canonical.leaf_hash(_hashed(one)) != one["leaf_hash"]]
    assert len(off) == 1


def _hashed(one: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name != "leaf_hash"}


def test_the_check_of_the_books_names_what_was_changed(app: Flask) -> None:
    kept = deepcopy(KEPT)
    HARMS["a fact"](kept)
    kept["private"][0]["words"] += "。"
    store(kept)
    found = reading(lambda: record_hashes.unaltered(COMMUNITY))
    award, private = _first(kept, "award.credited")["id"], kept["private"][0]["record_id"]
    assert not found.ok
    assert set(found.rows) == {
        f"record={award}, deed=award.credited",
        f"record={private}, private words",
    }


def test_the_trail_reads_them_under_their_old_names(old: None) -> None:
    lines = reading(lambda: audit.trail.read(COMMUNITY))
    newest_first = sorted(KEPT["records"], key=lambda one: (one["at"], one["id"]), reverse=True)
    assert [(str(one.id), one.action) for one in lines] == [(one["id"], one["deed"]) for one in newest_first]
    wanted = audit.trail.TrailFilter(action="points.redeemed", outcome="refused")
    [refused] = reading(lambda: audit.trail.read(COMMUNITY, wanted))
    assert refused.facts == {"code": "voucher_too_small", "wanted": 4500, "tenths": 100, "gap": 4400}


def test_a_watcher_reads_private_words_and_refusals_of_old_records(old: None) -> None:
    page = reading(lambda: oversight.trail.read(COMMUNITY, ANYTHING))
    rows = {(one.action, one.refused): one for one in page.rows}
    assert rows["redemption.undo_asked", False].facts["reason"] == "拿错了货"
    assert rows["voucher.issued", True].refusal is not None
    assert "818.9" in rows["voucher.issued", True].refusal
    assert rows["points.redeemed", False].origin == "imported"


def test_every_old_action_has_its_words(app: Flask) -> None:
    with app.test_request_context("/oversight/trail"):
        action_words = get_template_attribute("words/audit.html", "action_words")
        names = {one["deed"] for one in KEPT["records"]}
        assert {name for name in names if str(action_words(name)) == name} == set()
