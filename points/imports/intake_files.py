"""Where the files of intakes are: outside the web root, for this program alone, and deleted when they are not needed.

    <root>/<id>/books/…         what was brought, with its folders
    <root>/<id>/difference/…    what was found, with people's names; made anew at each reading

It knows no table.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from points.foundation import clock
from points.foundation.placing import put
from points.imports.reading import understanding
from points.imports.reading.understanding import UnderstoodTable
from points.imports.told import ColumnMapping

#: so old is a folder at least that belongs to no intake when it is taken away: it may be arriving
ARRIVING = timedelta(hours=2)
_REPORT, _REFUSED = "report.json", "refused.json"
_UNDERSTOOD, _MAPPINGS = "understood.json", "mappings.json"

_root: Path | None = None


def keep_in(root: Path) -> None:
    """Where the files are; set once by the app."""
    global _root
    _root = root


def folder_of(intake_id: UUID) -> Path:
    """Everything of one intake."""
    if _root is None:
        raise RuntimeError("nobody said where the files of intakes are")
    return _root / intake_id.hex


def books_of(intake_id: UUID) -> Path:
    """What was brought."""
    return folder_of(intake_id) / "books"


def difference_of(intake_id: UUID) -> Path:
    """What was found in it."""
    return folder_of(intake_id) / "difference"


def make(intake_id: UUID) -> Path:
    """Make the folder for what is brought; for this program alone, as are those above it."""
    folder = folder_of(intake_id)
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    books = books_of(intake_id)
    books.mkdir(mode=0o700)
    return books


def delete(intake_id: UUID) -> None:
    """Take everything of an intake away; what is not there is gone already."""
    shutil.rmtree(folder_of(intake_id), ignore_errors=True)


def is_there(intake_id: UUID) -> bool:
    """Whether the books are still there."""
    return books_of(intake_id).is_dir()


def delete_unknown(known: set[UUID], now: datetime | None = None) -> int:
    """Take away folders of no intake: a browser that closed while it sent, a row that was never written."""
    if _root is None or not _root.is_dir():
        return 0
    names, since = {one.hex for one in known}, (now or clock.now()) - ARRIVING
    strange = [path for path in _root.iterdir() if path.name not in names and path.is_dir()]
    old = [path for path in strange if path.stat().st_mtime < since.timestamp()]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def keep_report(folder: Path, report: dict[str, Any]) -> None:
    """Write what a reading found into a folder; a reader finds all of it or none."""
    _write(folder / _REPORT, report)


def find_report(intake_id: UUID) -> dict[str, Any]:
    """What the last reading found; empty where nothing was found, or it is gone."""
    return _read(difference_of(intake_id) / _REPORT)


def keep_refusal(intake_id: UUID, sentences: dict[str, Any]) -> None:
    """Write down why the books were refused, with the names of their files."""
    _write(folder_of(intake_id) / _REFUSED, sentences)


def find_refusal(intake_id: UUID) -> dict[str, Any]:
    """Why the books were refused; empty where they were not, or it is gone."""
    return _read(folder_of(intake_id) / _REFUSED)


def keep_understood(intake_id: UUID, tables: Sequence[UnderstoodTable]) -> None:
    """Write down what was understood of the books, with their first lines; it stays where they are refused."""
    _write(folder_of(intake_id) / _UNDERSTOOD, {"tables": understanding.plain(tables)})


def find_understood(intake_id: UUID) -> list[UnderstoodTable]:
    """What was understood of the books; empty where nothing was, or it is gone."""
    return understanding.from_plain(_read(folder_of(intake_id) / _UNDERSTOOD).get("tables", []))


def keep_mappings(folder: Path, mappings: Sequence[ColumnMapping]) -> None:
    """Write by which mappings the books were read beside what was found: they are taken in by the same. In the folder of
    the intake itself: which ones came with the books, and are kept by no community."""
    said = [{"name": one.name, "book": one.book, "fields": dict(one.fields)} for one in mappings]
    _write(folder / _MAPPINGS, {"mappings": said})


def find_mappings(intake_id: UUID) -> list[ColumnMapping]:
    """By which mappings the books were read last."""
    return _mappings(difference_of(intake_id))


def brought_mappings(intake_id: UUID) -> list[ColumnMapping]:
    """Which mappings came with the books."""
    return _mappings(folder_of(intake_id))


def _mappings(folder: Path) -> list[ColumnMapping]:
    said = _read(folder / _MAPPINGS).get("mappings", [])
    return [ColumnMapping(one["name"], one["book"], one["fields"]) for one in said]


def begin_difference(intake_id: UUID) -> Path:
    """An empty folder for what is being found; nobody reads it before `end_difference`."""
    made = folder_of(intake_id) / "difference.new"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(mode=0o700)
    return made


def end_difference(intake_id: UUID) -> None:
    """Put what was found in the place of what was found before."""
    whole, before = difference_of(intake_id), folder_of(intake_id) / "difference.old"
    shutil.rmtree(before, ignore_errors=True)
    if whole.exists():
        put(whole, before)
    put(folder_of(intake_id) / "difference.new", whole)
    shutil.rmtree(before, ignore_errors=True)


def _write(path: Path, said: dict[str, Any]) -> None:
    new = path.with_name(f"{path.name}.new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(said, out, ensure_ascii=False)
    put(new, path)


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
