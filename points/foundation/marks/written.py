"""A mark as a file: which books, which life of them, and some records that somebody was told are written down.

Files lie beside the books and in no backup, so a restore does not reach them. They are signed, written beside and renamed,
so that a reader finds one whole; one that is not is as good as none. They know no table.
"""

from __future__ import annotations

import hmac
import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from points.foundation import clock
from points.foundation.placing import put

#: a mark that nobody wrote for so long is of a process that ended; another one holds what it held
STALE = timedelta(days=1)
_ASIDE = ".aside"


@dataclass(frozen=True)
class Remembered:
    """A record that was acknowledged: where it stands and what it hashes to."""

    community_id: UUID
    id: UUID
    leaf_hash: bytes
    at: datetime


@dataclass(frozen=True)
class Mark:
    """What a machine remembers. `place` is where it was written: a copied folder stands elsewhere."""

    books: UUID
    epoch: int
    records: Sequence[Remembered]
    place: str = ""
    written_at: datetime = field(default_factory=clock.now)


def place_of(folder: Path) -> str:
    """This machine and folder, as a mark says them."""
    return f"{platform.node()}:{folder.resolve()}"


def read(folder: Path, key: bytes) -> Mark | None:
    """What all marks of a folder say together: those of the newest life of the books that were written to last."""
    marks = [found for path in sorted(folder.glob("*.json")) if (found := _load(path, key))]
    if not marks:
        return None
    newest = max(marks, key=lambda one: one.written_at)
    same = [one for one in marks if one.books == newest.books]
    epoch = max(one.epoch for one in same)
    records = {known.id: known for one in same if one.epoch == epoch for known in one.records}
    return Mark(newest.books, epoch, list(records.values()), newest.place, newest.written_at)


def write(folder: Path, name: str, mark: Mark, key: bytes, *, keep: bool = False) -> None:
    """Write one, whole or not at all. `keep` waits until the disk has it: a power cut may cost what did not wait."""
    body = {
        "books": mark.books.hex,
        "epoch": mark.epoch,
        "place": place_of(folder),
        "at": clock.now().isoformat(),
        "records": [
            [one.community_id.hex, one.id.hex, one.leaf_hash.hex(), one.at.isoformat()]
            for one in mark.records
        ],
    }
    text = json.dumps({"mark": body, "signed": _signature(body, key)})
    draft = folder / f".{name}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, text.encode("ascii"))
        if keep:
            os.fsync(handle)
    finally:
        os.close(handle)
    put(draft, folder / f"{name}.json")


def begin(folder: Path, mark: Mark, key: bytes) -> None:
    """Begin anew with this mark; what was remembered before is laid aside, and read no more."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in folder.glob("*.json"):
        put(path, path.with_suffix(_ASIDE))
    write(folder, "start", mark, key, keep=True)


def gather(folder: Path, mark: Mark, key: bytes) -> None:
    """Write what all of them say into one, and forget those of processes that are long gone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write(folder, "start", mark, key, keep=True)
    ended = (clock.now() - STALE).timestamp()
    for path in folder.glob("*.json"):
        if path.name != "start.json" and path.stat().st_mtime < ended:
            path.unlink(missing_ok=True)


def _load(path: Path, key: bytes) -> Mark | None:
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
        body = found["mark"]
        if not hmac.compare_digest(str(found["signed"]), _signature(body, key)):
            return None
        records = [_remembered(one) for one in body["records"]]
        at = datetime.fromisoformat(body["at"])
        return Mark(UUID(body["books"]), int(body["epoch"]), records, str(body["place"]), at)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remembered(one: Iterable[str]) -> Remembered:
    community, record, leaf, at = one
    return Remembered(UUID(community), UUID(record), bytes.fromhex(leaf), datetime.fromisoformat(at))


def _signature(body: Any, key: bytes) -> str:
    return hmac.new(key, json.dumps(body, sort_keys=True).encode("ascii"), "sha256").hexdigest()
