"""Makes the books of an import, empty, to be filled in by people without the system: which there are, and where they go.

Their columns are those that the import reads, from its own tables. What a sheet looks like is in blank_sheets.py.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from points import goods, people, volunteering
from points.foundation import clock
from points.imports import blank_sheets
from points.imports.blank_sheets import BlankBook
from points.imports.changing.as_lines import standing_lines
from points.imports.reading.folder import COLUMNS
from points.imports.refusals import FolderNotEmpty

#: by the name of a book, the lines that stand in it
Filled = Mapping[str, Sequence[blank_sheets.BlankLine]]


def _whole(book: str) -> BlankBook:
    columns = COLUMNS[book]
    return BlankBook(book, book, tuple(one for one in columns.names if one not in columns.unusual))


#: in the order in which a community fills them in; a balance and goods that were there need no more than these columns
BOOKS = (
    *(_whole(book) for book in ("rules", "penalties", "goods", "roster")),
    BlankBook("opening_points", "register", ("day", "household", "name", "matter", "tenths", "note"), once="household"),
    BlankBook(
        "opening_stock", "deliveries", ("number", "day", "item", "unit", "quantity", "supply", "expires", "note")
    ),
    *(_whole(book) for book in ("attendance", "register", "deliveries", "redemptions")),
)  # fmt: skip
NAMES = tuple(one.name for one in BOOKS)


def choices_of(community_id: UUID) -> dict[str, list[str]]:
    """What the drop-downs offer of a community's own: its rules, its goods, its grids."""
    rules = volunteering.rules.in_force(community_id, clock.today())
    return {
        "rule_codes": [one.code for one in rules],
        "matters": [one.name for one in rules],
        "items": [one.name for one in goods.items.on_offer(community_id)],
        "grids": [name for _, name in people.places.grids(community_id)],
    }


def standing(community_id: UUID) -> Filled:
    """The tables as they stand in the books of a community, to be changed and handed in again."""
    return standing_lines(community_id)


def one_book(
    name: str, language: str, own: Mapping[str, list[str]], filled: Filled | None = None
) -> tuple[str, io.BytesIO]:
    """One of them, with its file name."""
    book = next(one for one in BOOKS if one.name == name)
    lines = (filled or {}).get(name, ())
    return book.file(language), blank_sheets.drawn(book, language, own, lines)


def every_book(language: str, own: Mapping[str, list[str]], filled: Filled | None = None) -> io.BytesIO:
    """All of them in one archive."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in NAMES:
            file, content = one_book(name, language, own, filled)
            archive.writestr(file, content.getvalue())
    found.seek(0)
    return found


def make(folder: Path, language: str = "zh") -> list[Path]:
    """The files, in a folder that has none of them yet; an existing file is never written over."""
    made = dict(one_book(name, language, {}) for name in NAMES)
    there = next((file for file in made if (folder / file).exists()), None)
    if there is not None:
        raise FolderNotEmpty(file=there)
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in made.items():
        (folder / file).write_bytes(content.getvalue())
    return [folder / file for file in made]
