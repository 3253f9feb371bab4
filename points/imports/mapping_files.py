"""What tables of others are, as it stands in a file: for the command line, and the two samples that are shipped.

Each says its name, whose export it is, of which day, the book, and for each heading the column as the guide calls it; empty
where nobody reads it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from points.imports.reading.choosing import BOOKS
from points.imports.reading.folder import COLUMNS
from points.imports.reading.tables.mapped import lacks
from points.imports.refusals.mappings import MappingLacks, MappingUnknown
from points.imports.told import ColumnMapping

_SAMPLES = Path(__file__).with_name("sample_mappings.json")


@dataclass(frozen=True, slots=True)
class FiledMapping:
    """A mapping of a file, with whose export it is and of which day."""

    told: ColumnMapping
    source: str
    day: date


def read_file(path: Path) -> list[FiledMapping]:
    """Every mapping of a file; a ValueError or KeyError where it holds none, a refusal for a column that is not there."""
    said = json.loads(path.read_text(encoding="utf-8-sig"))
    return [_filed(one) for one in (said if isinstance(said, list) else [said])]


def samples() -> list[FiledMapping]:
    """Two invented ones, to be looked at and changed. Neither is the export of any platform."""
    return read_file(_SAMPLES)


def checked(name: str, book: str, fields: Mapping[str, str]) -> ColumnMapping:
    """The mapping, if its book and its columns are known and nothing that is needed is missing."""
    columns = COLUMNS.get(book)
    if columns is None:
        raise MappingUnknown(book=book, column="")
    strange = next((one for one in fields.values() if one and one not in columns.names), None)
    if strange is not None:
        raise MappingUnknown(book=BOOKS[book][0], column=strange)
    told = ColumnMapping(name, book, fields)
    missing = lacks(columns, set(told.taken.values()))
    if missing:
        titles = "、".join(columns.title(one) for one in missing)
        raise MappingLacks(book=BOOKS[book][0].rpartition(".")[0], columns=titles)
    return told


def _filed(said: Mapping[str, Any]) -> FiledMapping:
    book = str(said["book"])
    titles = {COLUMNS[book].title(one): one for one in COLUMNS[book].names} if book in COLUMNS else {}
    fields = {
        str(heading): titles.get(str(name), str(name)) for heading, name in dict(said["columns"]).items()
    }
    return FiledMapping(
        checked(str(said["name"]), book, fields), str(said["source"]), date.fromisoformat(said["date"])
    )
