"""What somebody told us of tables whose headings no rule knows, as values: which book they are, and which field each heading is.

A mapping is known by the set of its headings as they are read, in whatever order.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from points.foundation.spelling import signs


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """For tables with these headings: which book they are, which field each is; of those left out the field is empty."""

    name: str
    book: str
    fields: Mapping[str, str]

    def __post_init__(self) -> None:
        """Headings are compared as they are read: without blanks, in half-width signs."""
        object.__setattr__(self, "fields", {as_read(one): name for one, name in self.fields.items()})

    @property
    def headings(self) -> frozenset[str]:
        """All that is known of such a table's headings."""
        return frozenset(self.fields)

    @property
    def taken(self) -> dict[str, str]:
        """The headings that are read, with their fields."""
        return {heading: name for heading, name in self.fields.items() if name}

    @property
    def signature(self) -> str:
        """What stands for the set of headings."""
        return signature(self.fields)


@dataclass(frozen=True, slots=True)
class NearMapping:
    """A mapping that does not fit a sheet, though most of its headings stand there: which are gone, which are new.

    Without a file it can be used nowhere: its book or a field of it is not known, or something that is needed is missing.
    """

    name: str
    file: str = ""
    sheet: str = ""
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


def signature(headings: Iterable[str]) -> str:
    """The same for the same headings, in whatever order and however blanks stand in them."""
    said = "|".join(sorted({as_read(one) for one in headings}))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@lru_cache(4096)
def as_read(heading: str) -> str:
    """A heading without blanks and in half-width signs, with its unit in brackets."""
    return re.sub(r"\s+", "", signs.visible(unicodedata.normalize("NFKC", heading)))
