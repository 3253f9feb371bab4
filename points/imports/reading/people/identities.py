"""Takes a birth date from a column of identity numbers. The numbers themselves are neither kept nor shown."""

from __future__ import annotations

import re
from datetime import date

from points.imports.reading.cells import squeezed
from points.imports.reading.refusals import BirthLost, IdentityTwice
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import TableLine

_NUMBER = re.compile(r"\d{6}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[\dX]|\d{6}(\d{2})(\d{2})(\d{2})\d{3}")


def born(line: TableLine, seen: dict[str, TableLine], remarks: Remarks) -> tuple[str, date | None]:
    """When its holder was born; nothing where a spreadsheet destroyed the number, which is said."""
    words = squeezed(line["identity"]).upper()
    match = _NUMBER.fullmatch(words)
    found = None if isinstance(line["identity"], float) or match is None else _day(match)
    if found is None:
        remarks.note(line.origin, BirthLost(), line.cell("identity"))
        return "", None
    first = seen.setdefault(words, line)
    if first is not line:
        remarks.note(line.origin, IdentityTwice(first=first.origin.row), line.cell("identity"))
    return found.isoformat(), found


def _day(match: re.Match[str]) -> date | None:
    year, month, day = match.groups()[:3] if match[1] else (f"19{match[4]}", match[5], match[6])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
