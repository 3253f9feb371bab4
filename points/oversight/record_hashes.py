"""Reads every audit record once: whether it still has its leaf hash, and whether it names somebody.

Both need the record's own values, not a query: the hash is over canonical bytes, and a name is looked for
in words cut out of the facts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import db
from points.foundation.database import Json, UtcTime
from points.oversight.findings import SHOWN, Finding

UNALTERED = ("操作记录没有被改过", "No audit record, and no word beside one, was altered")
WITHOUT_NAMES = ("操作记录里没有姓名和电话", "No name and no phone number stands in an audit record")
_HASHED = (
    "community_id, id, at, actor_kind, actor_id, device_id, deed, subject_kind, subject_id, outcome, origin,"
    " facts, commitments"
)
_TYPES: dict[str, Any] = {
    "community_id": sa.Uuid, "id": sa.Uuid, "at": UtcTime, "actor_id": sa.Uuid, "device_id": sa.Uuid,
    "subject_id": sa.Uuid, "facts": Json, "commitments": Json, "leaf_hash": sa.LargeBinary,
}  # fmt: skip
_RECORDS = f"SELECT {_HASHED}, leaf_hash FROM audit_record WHERE community_id = :c ORDER BY at, id"  # noqa: S608
_WORDS = "SELECT record_id, name, salt, words FROM audit_private WHERE community_id = :c"
_NAMES = "SELECT name, phone FROM people_identity WHERE community_id = :c"
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_DIGITS = re.compile(r"\d{11,}")
#: a name this short is looked for only where it stands alone: within a title it may be another word
SHORT_NAME = 2
LONGEST_NAME = 4


def unaltered(community_id: UUID) -> Finding:
    """Every record still has the leaf hash it was written with, and its private words their commitments."""
    words = _private_words(community_id)
    counted, rows = 0, []
    for record in _records(community_id):
        counted += 1
        kept = record.pop("leaf_hash")
        if audit.canonical.leaf_hash(record) != bytes(kept):
            rows.append(f"record={record['id']}, deed={record['deed']}")
        elif any(record["commitments"].get(name) != seal for name, seal in words.get(record["id"], ())):
            rows.append(f"record={record['id']}, private words")
    return _finding("records_unaltered", "audit_complete", UNALTERED, counted, rows)


def without_names(community_id: UUID) -> Finding:
    """No record's facts hold a name or a phone number of anybody here."""
    names, phones = _personal(community_id)
    counted, rows = 0, []
    for record in _records(community_id):
        counted += 1
        text = json.dumps(record["facts"], ensure_ascii=False)
        if any(_names_somebody(run, names) for run in _CHINESE.findall(text)):
            rows.append(f"record={record['id']}, deed={record['deed']}, a name")
        elif any(phone in run for run in _DIGITS.findall(text) for phone in phones):
            rows.append(f"record={record['id']}, deed={record['deed']}, a phone number")
    return _finding("facts_without_names", "personal_data_away", WITHOUT_NAMES, counted, rows)


def _names_somebody(run: str, names: frozenset[str]) -> bool:
    if len(run) <= SHORT_NAME:
        return run in names
    lengths = range(SHORT_NAME + 1, LONGEST_NAME + 1)
    return any(run[at : at + length] in names for length in lengths for at in range(len(run) - length + 1))


def _personal(community_id: UUID) -> tuple[frozenset[str], frozenset[str]]:
    found = db.session.execute(_asked(_NAMES), {"c": community_id}).all()
    names = frozenset(name for name, _ in found if len(name) >= SHORT_NAME)
    return names, frozenset(phone for _, phone in found if phone)


def _private_words(community_id: UUID) -> dict[UUID, list[tuple[str, str]]]:
    query = _asked(_WORDS).columns(record_id=sa.Uuid, salt=sa.LargeBinary)
    found: dict[UUID, list[tuple[str, str]]] = {}
    for record_id, name, salt, words in db.session.execute(query, {"c": community_id}):
        found.setdefault(record_id, []).append((name, audit.canonical.commitment(bytes(salt), words)))
    return found


def _records(community_id: UUID) -> Iterator[dict[str, Any]]:
    query = _asked(_RECORDS).columns(**_TYPES)
    read = {"yield_per": 1000}
    for row in db.session.execute(query, {"c": community_id}, execution_options=read).mappings():
        yield dict(row)


def _asked(sql: str) -> sa.TextClause:
    return sa.text(sql).bindparams(sa.bindparam("c", type_=sa.Uuid))


def _finding(name: str, rule: str, title: tuple[str, str], counted: int, rows: list[str]) -> Finding:
    return Finding(name, rule, *title, "records", counted, len(rows), tuple(rows[:SHOWN]))
