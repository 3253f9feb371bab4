"""Opens files of every kind as sheets of plain values, safely and within limits. It knows no column and no community.

    opener.py         has files opened in a process of its own, with limits of memory and time
    child.py          what that process does
    kinds.py          what a file is, told by its content
    package.py        files that are packages of parts, over xml_stream.py
    xlsx*.py          .xlsx and .xlsm: the workbook, its texts, its styles, a sheet, what stands beside it
    xls.py ods*.py    the old .xls, and .ods
    web_page.py       tables of a web page named .xls
    plain_text.py     .csv and .txt
    messages.py       what is read, on its way back

Nothing here is loaded in the importing process but the door, the opener and the messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from points.imports.reading.files.opener import Allowance, Answer, read_apart
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import BookRefused

__all__ = ["Allowance", "Answer", "open_book", "open_each", "open_files"]


def open_each(paths: Sequence[Path], allowed: Allowance | None = None) -> dict[Path, Answer]:
    """The sheets of every file; in the place of those of a file that cannot be read, its refusal."""
    return read_apart(paths, allowed)


def open_files(paths: Sequence[Path]) -> dict[Path, list[Sheet]]:
    """The sheets of every file; the refusal of the first that cannot be read."""
    found: dict[Path, list[Sheet]] = {}
    for path, answer in read_apart(paths).items():
        if isinstance(answer, BookRefused):
            raise answer
        found[path] = answer
    return found


def open_book(path: Path) -> list[Sheet]:
    """The sheets of one file, or its refusal."""
    return open_files([path])[path]
