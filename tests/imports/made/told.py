"""What an import told about a folder: which places it named, as what, and how that fits what should be named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import range_boundaries


@dataclass(frozen=True)
class Spot:
    """A file, a sheet, a cell or a row that somebody must look at; empty means "all of it"."""

    file: str
    sheet: str = ""
    cell: str = ""
    row: int = 0

    def __str__(self) -> str:
        return " ".join(
            part for part in (self.file, self.sheet, self.cell or (self.row and f"row {self.row}")) if part
        )


@dataclass(frozen=True)
class Told:
    """A place that the import named: as a fault, a question, unread or skipped; and the code or kind of it."""

    kind: str
    code: str
    spot: Spot

    def __str__(self) -> str:
        return f"{self.kind} {self.code} at {self.spot}"


def spots(at: Any) -> list[Spot]:
    """The places of a truth: one or a list, with one row, several, or a cell."""
    found = []
    for one in at if isinstance(at, list) else [at] if at else []:
        rows = one.get("row", 0)
        for row in rows if isinstance(rows, list) else [rows]:
            found.append(Spot(one["file"], one.get("sheet", ""), one.get("cell", ""), row))
    return found


def told(report: Any) -> list[Told]:
    """Every place that a report names, in the order faults, questions, unread, skipped."""
    found = [
        Told(
            "fault",
            one.code,
            Spot(one.origin.file, one.origin.sheet, one.cell, 0 if one.cell else one.origin.row),
        )
        for one in report.faults
    ]
    found += [
        Told("question", question.kind, Spot(place.file, place.sheet, place.cell))
        for question in open_questions(report)
        for place in question.places
    ]
    for kind in ("unread", "skipped"):
        found += [Told(kind, one.code, Spot(one.file, one.sheet, one.cell)) for one in getattr(report, kind)]
    return found


def open_questions(report: Any) -> list[Any]:
    """The questions that nobody has answered."""
    return [one for one in report.questions if one.is_open]


def missing(wanted: Iterable[Spot], found: Iterable[Told]) -> list[Spot]:
    """The places that should be named and are not."""
    named = list(found)
    return [spot for spot in wanted if not any(names(one, spot) for one in named)]


def names(one: Told, spot: Spot) -> bool:
    """Whether a place that was named is the one that should be, or holds it.

    A row is named by any of its cells. A sheet that was passed over as a whole names each of its rows; a question or a
    fault about a whole sheet names no single one.
    """
    said = one.spot
    if said.file != spot.file or (said.sheet and spot.sheet and said.sheet != spot.sheet):
        return False
    if not (spot.cell or spot.row):
        return bool(said.sheet) or not spot.sheet or one.kind in ("unread", "skipped")
    if said.row:
        return said.row == (spot.row or _row(spot.cell))
    if not said.cell:
        return one.kind in ("unread", "skipped")
    return _holds(said.cell, spot)


def _row(cell: str) -> int:
    return int(re.sub(r"\D", "", cell))


def _holds(area: str, spot: Spot) -> bool:
    """Whether G12, A9:H14, G:G or 12:12 holds a cell, or touches a row."""
    whole = area.isdigit() or area.isalpha()
    west, north, east, south = (one or 0 for one in range_boundaries(f"{area}:{area}" if whole else area))
    row = spot.row or _row(spot.cell)
    if not north <= row <= (south or row):
        return False
    if spot.row:
        return True
    column = range_boundaries(spot.cell)[0] or 0
    return west <= column <= (east or column)


def by_number(balances: Mapping[str, int]) -> dict[str, int]:
    """Balances by household, whether its number is written 1 or 001."""
    return {number.lstrip("0") if number.isdigit() else number: tenths for number, tenths in balances.items()}


def differing(wanted: Mapping[str, int], got: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Where two counts differ, as (wanted, got); what is not there counts as nothing."""
    keys = sorted({*wanted, *got})
    return {
        key: (wanted.get(key, 0), got.get(key, 0)) for key in keys if wanted.get(key, 0) != got.get(key, 0)
    }


def questions_as_text(questions: Iterable[Any]) -> str:
    """Each question with its places and choices, for whoever fills in a table of answers."""
    lines = []
    for one in questions:
        places = ", ".join(f"{place.file} {place.sheet} {place.cell}".strip() for place in one.places[:6])
        lines.append(f"{one.kind} ({one.id}) about {places}: {one.message_zh}")
        lines += [
            f"    {choice.key}: {choice.zh} {choice.wants and f'(wants {choice.wants})'}"
            for choice in one.choices
        ]
    return "\n".join(lines) or "no open question"
