"""Reads audit records once: whether each still has its leaf hash, and whether it names somebody.

Both need the record's own values, not a query: the hash is over canonical bytes, and a name is looked for in words
cut out of the facts. What was read before may be passed over: then the ids and leaf hashes up to there must still
give the digest they gave, names are looked for in all facts as ever, and private words are compared as ever.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import db
from points.oversight import record_names, record_rows
from points.oversight.findings import SHOWN, Finding, Proved

UNALTERED = ("操作记录没有被改过", "No audit record, and no word beside one, was altered")
WITHOUT_NAMES = ("操作记录里没有姓名和电话", "No name and no phone number stands in an audit record")
_PRIVATE = (
    sa.text(
        "SELECT p.record_id, p.name, p.salt, p.words, CAST(r.commitments AS TEXT) FROM audit_private p"
        " JOIN audit_record r ON r.community_id = p.community_id AND r.id = p.record_id"
        " WHERE p.community_id = :c ORDER BY p.record_id, p.name"
    )
    .bindparams(sa.bindparam("c", type_=sa.Uuid))
    .columns(record_id=sa.Uuid, salt=sa.LargeBinary)
)
_spell = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class RecordsRead:
    """What reading found; `whole` says whether every record was read, and `proved` up to where they were."""

    unaltered: Finding
    without_names: Finding
    proved: Proved
    whole: bool


@dataclass
class _Reading:
    """What one reading has seen so far."""

    names: record_names.Personal
    through: UUID = record_rows.START
    number: int = 0
    read: int = 0
    digest: Any = field(default_factory=hashlib.sha256)
    altered: dict[str, str] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)

    def stand(self) -> Proved:
        """Up to where, how many, and the digest of their ids and leaf hashes in the order of ids."""
        return Proved(self.through, self.number, self.digest.hexdigest())


def read(community_id: UUID, *, last: Proved | None = None, whole: bool = True) -> RecordsRead:
    """Read every record, or those behind `last` where `whole` is not asked for and what stood then still stands."""
    names = record_names.of_community(community_id)
    before = _Reading(names)
    if last is not None:
        _pass_over(community_id, before, last)
        missing = before.stand() != last
        # more of them: somebody wrote while the last check read. Fewer or others: history lost something
        if missing and before.number <= last.number:
            before.altered[""] = (
                f"records={before.number}, proved before={last.number}, not the same any more"
            )
        whole = whole or missing
    now = _Reading(names, altered=before.altered) if whole or last is None else before
    _read_behind(community_id, now)
    if now is before and last is not None:
        _look_for_names(community_id, now, last.through)
    _compare_private_words(community_id, now)
    return RecordsRead(
        _finding("records_unaltered", "audit_complete", UNALTERED, now.read, list(now.altered.values())),
        _finding("facts_without_names", "personal_data_away", WITHOUT_NAMES, now.number, now.named),
        now.stand(),
        now is not before,
    )


def unaltered(community_id: UUID) -> Finding:
    """Every record still has the leaf hash it was written with, and its private words their commitments."""
    return read(community_id).unaltered


def _pass_over(community_id: UUID, seen: _Reading, last: Proved) -> None:
    """Take in what was proved before by its ids and leaf hashes alone."""
    for record_id, leaf in record_rows.leaves(community_id, through=last.through):
        _take(seen, record_id, leaf)
    seen.through = last.through


def _read_behind(community_id: UUID, seen: _Reading) -> None:
    """Read what comes behind, hash it again, and look for names in it."""
    record: dict[str, Any] = {}
    for record in record_rows.read(community_id, after=seen.through):
        seen.read += 1
        record_id, leaf, facts = record["id"], record.pop("leaf_hash"), record["facts"]
        _take(seen, record_id, leaf)
        if not _has_hash(record, leaf):
            seen.altered[record_id] = f"record={record_id}, deed={record['deed']}"
        if record_names.may_name(facts):
            _name(seen, record_id, record["deed"], facts)
    if record:
        seen.through = UUID(record["id"])


def _take(seen: _Reading, record_id: str, leaf: bytes) -> None:
    seen.number += 1
    seen.digest.update(record_id.encode())
    seen.digest.update(leaf)


def _has_hash(record: dict[str, Any], leaf: bytes) -> bool:
    """Hash it again; text that is no JSON, or has no canonical form, was not there when the record was written."""
    try:
        record["facts"] = json.loads(record["facts"])
        record["commitments"] = json.loads(record["commitments"])
        return audit.canonical.leaf_hash(record) == leaf
    except (TypeError, ValueError, RecursionError):
        return False


def _look_for_names(community_id: UUID, seen: _Reading, through: UUID) -> None:
    """Names change: somebody registered since may stand in what was read before."""
    for record_id, deed, facts in record_rows.wordy(community_id, through=through):
        _name(seen, record_id, deed, facts)


def _read_as_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _name(seen: _Reading, record_id: str, deed: str, facts: str) -> None:
    found = seen.names.found_in(_spell(_read_as_json(facts)))
    if found:
        seen.named.append(f"record={record_id}, deed={deed}, {found}")


def _compare_private_words(community_id: UUID, seen: _Reading) -> None:
    """Words may be erased, so they are compared every time; a record that was named is not named twice."""
    for record_id, name, salt, words, text in db.session.execute(_PRIVATE, {"c": community_id}):
        kept = _read_as_json(text)
        if not isinstance(kept, dict) or kept.get(name) != audit.canonical.commitment(bytes(salt), words):
            seen.altered.setdefault(str(record_id), f"record={record_id}, private words")


def _finding(name: str, rule: str, title: tuple[str, str], counted: int, rows: list[str]) -> Finding:
    return Finding(name, rule, *title, "records", counted, len(rows), tuple(rows[:SHOWN]))
