"""Whether the book of actions holds what a machine remembers of it, and the number by which paper remembers it."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points.audit.models import Record
from points.foundation import db
from points.foundation.epochs import current_epoch, identity, newest_epoch
from points.foundation.marks import BooksNow, Mark, Remembered
from points.foundation.models import Community

#: bytes of a record's hash that stand in its number: forty bits, eight letters
_BYTES = 5
_LETTERS = 8
#: digits no number has, which are read instead of a letter
_MISREAD = str.maketrans("018", "OIB")


def compare(mark: Mark | None) -> BooksNow:
    """The books beside a mark: records are looked up by their keys."""
    lost = _lost(mark.records) if mark else []
    filled = bool(db.session.scalar(sa.select(sa.exists().select_from(Community))))
    return BooksNow(identity(), current_epoch(), filled, tuple(lost), _end(lost))


def number(community_id: UUID) -> str:
    """The number of the books as they are now, for paper: of which life, and the newest record's."""
    newest = (
        sa.select(Record.leaf_hash, newest_epoch().label("epoch"))
        .where(Record.community_id == community_id)
        .order_by(Record.at.desc(), Record.id.desc())
        .limit(1)
    )
    found = db.session.execute(newest).first()
    if found is None:
        return ""
    letters = base64.b32encode(found.leaf_hash[:_BYTES]).decode("ascii")
    return f"{found.epoch}-{letters[:4]}-{letters[4:]}"


def ends_at(community_id: UUID) -> datetime | None:
    """When the last record of a community was written."""
    query = sa.select(sa.func.max(Record.at)).where(Record.community_id == community_id)
    found: datetime | None = db.session.scalar(query)
    return found


def find(written: str) -> datetime | None:
    """When the record behind a number was written; None where no record of these books has it."""
    signs = re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", written).upper())
    letters = signs[-_LETTERS:].translate(_MISREAD)
    if len(letters) != _LETTERS or "9" in letters:
        return None
    start = base64.b32decode(letters)
    found: datetime | None = db.session.scalar(
        sa.select(sa.func.max(Record.at)).where(sa.func.substr(Record.leaf_hash, 1, _BYTES) == start)
    )
    return found


def _lost(records: Sequence[Remembered]) -> list[Remembered]:
    """Those that no record is any more, by its key and its hash."""
    key = sa.tuple_(Record.community_id, Record.id, Record.leaf_hash)
    query = sa.select(Record.id).where(
        key.in_([(one.community_id, one.id, one.leaf_hash) for one in records])
    )
    there = set(db.session.scalars(query))
    return [one for one in records if one.id not in there]


def _end(lost: Sequence[Remembered]) -> datetime | None:
    """The last record before the first that is missing, in the same community."""
    if not lost:
        return None
    first = min(lost, key=lambda one: one.at)
    query = sa.select(sa.func.max(Record.at)).where(
        Record.community_id == first.community_id, Record.at <= first.at
    )
    found: datetime | None = db.session.scalar(query)
    return found
