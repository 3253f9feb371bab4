"""The files of intakes: outside the web root, for the job alone, and deleted when they are no longer needed.

    <root>/<id>/books/…         what was brought, with its folders
    <root>/<id>/difference/…    what was found, with people's names; made anew at each reading

It knows no table. No name that a browser sends leads out of its folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from points.foundation import clock, new_id
from points.imports.reading.choosing import TABLES
from points.imports.reading.files.limits import MAX_FILE
from points.imports.refusals.intakes import FileTooLarge, NothingBrought, TooMuchBrought

MAX_FILES = 300
MAX_BYTES = 96 * 2**20
#: folders within one another that are kept, and characters of a name
_DEPTH, _LONGEST = 6, 80
_UNFIT = frozenset('<>:"|?*\\/')
_CHUNK = 2**16
#: so old is a folder at least that belongs to no intake when it is taken away: it may be arriving
ARRIVING = timedelta(hours=2)
_REPORT, _REFUSED = "report.json", "refused.json"

_root: Path | None = None


@dataclass(frozen=True)
class Brought:
    """Files that have arrived: under which id, and what they are; `left` were no tables and were not kept."""

    intake_id: UUID
    digest: str
    label: str
    files: int
    bytes: int
    left: int = 0


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


def receive(files: Iterable[tuple[str, IO[bytes]]]) -> Brought:
    """Keep what a browser sends, by the name it says, under a new id; nothing of it where it is too much."""
    intake_id = new_id()
    try:
        return _received(intake_id, files)
    except BaseException:
        delete(intake_id)
        raise


def is_table(name: str) -> bool:
    """Whether a file of this name may hold a book; what a system hides and pictures are none."""
    plain = Path(name.replace("\\", "/")).name
    return not plain.startswith((".", "~$", "__")) and Path(plain).suffix.lower() in TABLES


def safe_name(name: str) -> Path:
    """The same name as a path within a folder, whatever was typed: no root, no drive, no way up, nothing hidden."""
    parts = [_safe_part(one) for one in unicodedata.normalize("NFC", name).replace("\\", "/").split("/")]
    kept = [one for one in parts if one][-_DEPTH:]
    return Path(*kept) if kept else Path("_")


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
        whole.rename(before)
    (folder_of(intake_id) / "difference.new").rename(whole)
    shutil.rmtree(before, ignore_errors=True)


def _received(intake_id: UUID, files: Iterable[tuple[str, IO[bytes]]]) -> Brought:
    books = books_of(intake_id)
    books.mkdir(mode=0o700, parents=True)
    found: dict[Path, str] = {}
    left = size = 0
    for name, stream in files:
        if not is_table(name):
            left += bool(name)
            continue
        if len(found) == MAX_FILES:
            raise _too_much()
        target = books / safe_name(name)
        digest, length = _copied(stream, books / ".arriving", Path(name).name, MAX_BYTES - size)
        size += length
        if found.get(target) == digest:
            continue
        target = _free(target, found)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (books / ".arriving").replace(target)
        found[target] = digest
    (books / ".arriving").unlink(missing_ok=True)
    if not found:
        raise NothingBrought
    whole = hashlib.sha256("\n".join(sorted(f"{one} {path.name}" for path, one in found.items())).encode())
    return Brought(intake_id, whole.hexdigest(), _label(books, found), len(found), size, left)


def _copied(stream: IO[bytes], target: Path, name: str, room: int) -> tuple[str, int]:
    """The digest and the length of a file that was copied, not further than it may be long."""
    digest, length = hashlib.sha256(), 0
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        while chunk := stream.read(_CHUNK):
            length += len(chunk)
            if length > MAX_FILE:
                raise FileTooLarge(file=name, limit=MAX_FILE >> 20)
            if length > room:
                raise _too_much()
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest(), length


def _too_much() -> TooMuchBrought:
    return TooMuchBrought(files=MAX_FILES, limit=MAX_BYTES >> 20)


def _free(target: Path, taken: dict[Path, str]) -> Path:
    """The name, or the next one that is free where another file has it."""
    names = {str(one).casefold() for one in taken}
    number = 1
    made = target
    while str(made).casefold() in names:
        number += 1
        made = target.with_name(f"{target.stem}({number}){target.suffix}")
    return made


def _label(books: Path, found: Iterable[Path]) -> str:
    """What the intake is called: its folder where there is one, else its first file."""
    paths = sorted(path.relative_to(books) for path in found)
    tops = {path.parts[0] for path in paths if len(path.parts) > 1}
    return tops.pop() if len(tops) == 1 and all(len(path.parts) > 1 for path in paths) else paths[0].stem


def _safe_part(part: str) -> str:
    plain = "".join("_" if one in _UNFIT or not one.isprintable() else one for one in part).strip(" .")
    stem, suffix = Path(plain).stem, Path(plain).suffix[:10]
    return f"{stem[: _LONGEST - len(suffix)]}{suffix}"


def _write(path: Path, said: dict[str, Any]) -> None:
    new = path.with_name(f"{path.name}.new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(said, out, ensure_ascii=False)
    new.replace(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
