"""Takes in what a browser sends: files of books, counted and measured, under names that lead out of no folder.

It knows no intake: who brought them is written down by `intakes`.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from points.foundation import new_id
from points.imports import intake_files
from points.imports.reading.choosing import TABLES
from points.imports.reading.files.limits import MAX_FILE
from points.imports.refusals.intakes import FileTooLarge, NothingBrought, TooMuchBrought

MAX_FILES = 300
MAX_BYTES = 96 * 2**20
#: folders within one another that are kept, and characters of a name
_DEPTH, _LONGEST = 6, 80
#: how many files name an intake that has no folder
_NAMED = 2
_UNFIT = frozenset('<>:"|?*\\/')
#: names that are machines to Windows, whatever follows them
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{one}{number}" for one in ("com", "lpt") for number in range(10)))
)
_CHUNK = 2**16


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
    intake_files.keep_in(root)


def receive(files: Iterable[tuple[str, IO[bytes]]]) -> Brought:
    """Keep what a browser sends, by the name it says, under a new id; nothing of it where it is too much."""
    intake_id = new_id()
    try:
        return _received(intake_id, files)
    except BaseException:
        intake_files.delete(intake_id)
        raise


def _is_table(name: str) -> bool:
    """Whether a file of this name may hold a book; what a system hides and pictures are none."""
    plain = Path(name.replace("\\", "/")).name
    return not plain.startswith((".", "~$", "__")) and Path(plain).suffix.lower() in TABLES


def _safe_name(name: str) -> Path:
    """The same name as a path within a folder, whatever was typed: no root, no drive, no way up, nothing hidden."""
    parts = [_safe_part(one) for one in unicodedata.normalize("NFC", name).replace("\\", "/").split("/")]
    kept = [one for one in parts if one][-_DEPTH:]
    return Path(*kept) if kept else Path("_")


def drop(brought: Brought) -> None:
    """Take away what came a second time."""
    intake_files.delete(brought.intake_id)


def too_much() -> TooMuchBrought:
    """What is said where more comes than is taken."""
    return TooMuchBrought(files=MAX_FILES, limit=MAX_BYTES >> 20)


def _received(intake_id: UUID, files: Iterable[tuple[str, IO[bytes]]]) -> Brought:
    books = intake_files.make(intake_id)
    found: dict[Path, str] = {}
    left = size = 0
    for name, stream in files:
        if not _is_table(name):
            left += bool(name)
            continue
        if len(found) == MAX_FILES:
            raise too_much()
        target = books / _safe_name(name)
        digest, length = _copied(stream, books / ".arriving", Path(name).name, MAX_BYTES - size)
        size += length
        if found.get(target) == digest:
            continue
        target = _free(target, found)
        _make(target.parent, books)
        (books / ".arriving").replace(target)
        found[target] = digest
    (books / ".arriving").unlink(missing_ok=True)
    if not found:
        raise NothingBrought
    whole = hashlib.sha256("\n".join(sorted(f"{one} {path.name}" for path, one in found.items())).encode())
    return Brought(intake_id, whole.hexdigest(), _label(books, found), len(found), size, left)


def _make(folder: Path, within: Path) -> None:
    for one in [*reversed(folder.relative_to(within).parents), folder.relative_to(within)]:
        (within / one).mkdir(mode=0o700, exist_ok=True)


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
                raise too_much()
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest(), length


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
    """What the intake is called: its folder where there is one, else its first files."""
    paths = sorted((path.relative_to(books) for path in found), key=lambda one: (one.name.isascii(), one))
    tops = {path.parts[0] for path in paths if len(path.parts) > 1}
    if len(tops) == 1 and all(len(path.parts) > 1 for path in paths):
        return tops.pop()
    named = "、".join(path.stem for path in paths[:_NAMED])
    return f"{named}…" if len(paths) > _NAMED else named


def _safe_part(part: str) -> str:
    plain = "".join("_" if one in _UNFIT or not one.isprintable() else one for one in part).strip(" .")
    stem, suffix = Path(plain).stem, Path(plain).suffix[:10]
    if stem.partition(".")[0].casefold() in _DEVICES:
        stem = f"_{stem}"
    return f"{stem[: _LONGEST - len(suffix)]}{suffix}"
