"""A worksheet as plain values: its rows, and the marks that stand beside the values. It knows no file format.

Rows are numbered as a spreadsheet numbers them (from 1), columns from 0; a cell in a mark is (row, column).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from points.imports.reading.cells import Cell

if TYPE_CHECKING:
    from points.imports.told import ColumnMapping

Row = tuple[Cell, ...]
At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet says beside its values."""

    #: the whole sheet is hidden
    hidden: bool = False
    #: rows hidden by hand, and those that only a filter hides
    hidden_rows: frozenset[int] = frozenset()
    filtered_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    #: cells struck through as a whole, and those of which only a part is
    struck: frozenset[At] = frozenset()
    struck_partly: frozenset[At] = frozenset()
    #: cells written in red by hand (not by a number format)
    red: frozenset[At] = frozenset()
    comments: Mapping[At, str] = field(default_factory=dict)
    #: the number formats of cells that hold a number and are shown otherwise than it is: 0.00, 0%, 0;[Red]0
    formats: Mapping[At, str] = field(default_factory=dict)
    #: merged cells: top row, left column, bottom row, right column; only the top left one holds a value
    merged: tuple[tuple[int, int, int, int], ...] = ()
    #: formulas of which the file holds no result, as they are typed: =4*1
    formulas: Mapping[At, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: its rows by number, empty ones left out; merged cells are not filled in."""

    file: str
    name: str
    rows: dict[int, Row]
    marks: Marks = Marks()
    #: how the file was read where its name says otherwise: "xls", "html", "xlsx", "ods", "text", "utf-16"; else empty
    read_as: str = ""
    #: what somebody told us of tables that stand on it
    told: tuple[ColumnMapping, ...] = ()
