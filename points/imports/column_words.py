"""What each column of the books is, in both languages: for the blank books and for the guide. It knows no sheet and no reading.

The words stand in column_words.json: first those that mean the same in every book, then those of each book.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("column_words.json")
_EVERY = "every"
_LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """One column: what it is, an example, and what may stand in its cells."""

    zh: str
    en: str
    example: str = ""
    #: text, code (figures that are a name), day, day_or_ever, birth, points, money, count, pieces, time
    kind: str = "text"
    #: the list to choose from, empty where there is none
    list: str = ""
    unique: bool = False
    #: whether a column that has to be there may have empty cells
    empty: bool = False


@cache
def said() -> dict[str, Any]:
    """All that stands in the file."""
    found: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def of(book: str, field: str) -> ColumnWords:
    """The words of a column of a book; of a blank one that is read as another, its own where it has them."""
    columns, read_as = said()["columns"], said()["read_as"].get(book, book)
    return ColumnWords(
        **next(columns[one][field] for one in (book, read_as, _EVERY) if field in columns.get(one, {}))
    )


def pick(pair: list[Any], language: str) -> Any:
    """One of two languages."""
    return pair[_LANGUAGES.index(language)]


def is_ours(name: str, first: str) -> bool:
    """Whether a sheet is one that a blank book brings along to be read by people: by its name, and what it begins with."""
    return any(name == one and first.startswith(one) for pair in said()["sheets"].values() for one in pair)
