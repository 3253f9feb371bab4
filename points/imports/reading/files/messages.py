"""Sheets and refusals as lines of JSON, for the way out of the process that read them: plain values and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from points.imports.reading.cells import Cell
from points.imports.reading.worksheet import At, Marks, Row, Sheet
from points.imports.refusals import BookRefused, books

#: the line behind all answers to one request
END = b'["end",null]\n'
_ROWS = 500
_REFUSALS = {
    name: one for name, one in vars(books).items() if isinstance(one, type) and issubclass(one, BookRefused)
}


class NotPlain(ValueError):
    """What came back is not what a reader sends."""


def sent(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """The lines for the sheets of one file: for each its rows in blocks, then itself."""
    for sheet in sheets:
        rows = iter(sheet.rows.items())
        while block := list(islice(rows, _ROWS)):
            yield _line("rows", [[number, [_out(cell) for cell in row]] for number, row in block])
        yield _line("sheet", [sheet.file, sheet.name, sheet.read_as, _marks_out(sheet.marks)])
    yield _line("done", None)


def refused(refusal: BookRefused) -> bytes:
    """The line for a refusal."""
    return _line("refused", [type(refusal).__name__, refusal.plain_facts()])


def received(lines: Iterable[bytes]) -> list[Sheet] | BookRefused | None:
    """What the lines say about one file; None where they stop before they are done."""
    sheets: list[Sheet] = []
    rows: dict[int, Row] = {}
    for line in lines:
        if not line.endswith(b"\n"):
            return None
        kind, said = json.loads(line)
        if kind == "rows":
            rows.update((int(number), tuple(_in(cell) for cell in row)) for number, row in said)
        elif kind == "sheet":
            file, name, read_as, marks = said
            sheets.append(Sheet(str(file), str(name), rows, _marks_in(marks), str(read_as)))
            rows = {}
        elif kind == "refused" and said[0] in _REFUSALS:
            return _REFUSALS[said[0]](**{str(name): _in(fact) for name, fact in said[1].items()})
        elif kind == "done":
            return sheets
        else:
            raise NotPlain(kind)
    return None


def _line(kind: str, said: object) -> bytes:
    return json.dumps([kind, said], ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _out(cell: Cell) -> object:
    if cell is None or isinstance(cell, str | int | float):
        return cell
    if isinstance(cell, timedelta):
        return ["timedelta", cell / timedelta(microseconds=1)]
    return [type(cell).__name__, cell.isoformat()]


def _in(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float):
        return value
    match value:
        case ["timedelta", int() | float() as length]:
            return timedelta(microseconds=length)
        case ["datetime", str(words)]:
            return datetime.fromisoformat(words)
        case ["date", str(words)]:
            return date.fromisoformat(words)
        case ["time", str(words)]:
            return time.fromisoformat(words)
    raise NotPlain(type(value).__name__)


def _marks_out(marks: Marks) -> dict[str, object]:
    """The marks by their names; places as lists of numbers."""
    said = {one.name: getattr(marks, one.name) for one in fields(marks)}
    return {name: _listed(value) for name, value in said.items()}


def _listed(value: object) -> object:
    if isinstance(value, Mapping):
        return [[*at, said] for at, said in value.items()]
    return list(value) if isinstance(value, frozenset) else value


def _marks_in(said: dict[str, Any]) -> Marks:
    return Marks(
        hidden=said["hidden"] is True,
        hidden_rows=_numbers(said["hidden_rows"]),
        filtered_rows=_numbers(said["filtered_rows"]),
        hidden_columns=_numbers(said["hidden_columns"]),
        struck=_places(said["struck"]),
        struck_partly=_places(said["struck_partly"]),
        red=_places(said["red"]),
        comments=_notes(said["comments"]),
        formats=_notes(said["formats"]),
        merged=tuple((int(top), int(left), int(low), int(right)) for top, left, low, right in said["merged"]),
        formulas=_notes(said["formulas"]),
    )


def _numbers(said: Any) -> frozenset[int]:
    return frozenset(int(one) for one in said)


def _places(said: Any) -> frozenset[At]:
    return frozenset((int(row), int(column)) for row, column in said)


def _notes(said: Any) -> dict[At, str]:
    return {(int(row), int(column)): str(words) for row, column, words in said}
