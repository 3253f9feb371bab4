"""A list leaving the program: as a workbook, as CSV, or on paper. It reads no list and keeps little in memory.

Rows come in portions and go out as they come: into a file on disk (.xlsx), or down the line (.csv).
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any, Protocol
from urllib.parse import quote

from flask import Response, current_app, render_template, send_file, stream_with_context
from flask_babel import lazy_gettext as _

from points import audit, people
from points.foundation import Actor, clock, paging, reading, wording
from points.web.auth import language, signed_in

#: a workbook has no more rows; what is longer goes out as CSV
MOST_IN_A_WORKBOOK = 50_000
#: a print is a bundle of sheets, not the whole register; a list may have less
MOST_PRINTED = 2_000
#: rows of one sheet with its sums, and of the last, which has room for the sums of all and for signatures; an English
#: cell is longer, so that every row may take two lines
OF_A_SHEET, OF_THE_LAST, AT_LEAST = {"zh": 26, "en": 22}, {"zh": 20, "en": 16}, 4
#: rows read at a time
PORTION = 500
#: what a spreadsheet would take for a formula, wherever it came from and whatever blanks are before it; full-width
#: signs count in Chinese ones
FORMULAS, BLANKS = ("=", "+", "-", "@", "＝", "＋", "－", "＠"), ("\t", "\r", "\n")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | int | date | datetime | None


class Portion(Protocol):
    """Reads the page that is asked for."""

    def __call__(self, asked: paging.PageAsked) -> paging.PageFound[Any]: ...


@dataclass(frozen=True)
class Column:
    """One column of a list outside the program. `kind`: text, number, points (tenths), hours (minutes), day, moment."""

    title: Any
    value: Callable[[Any], Value]
    kind: str = "text"
    summed: bool = False
    width: int = 14

    @property
    def right(self) -> bool:
        """Whether it holds numbers."""
        return self.kind in ("number", "points", "hours")

    @property
    def whole(self) -> bool:
        """Whether what it holds is short enough to stand on one line of paper."""
        return self.kind in ("day", "moment") or self.width <= 12


def take_out(
    of_list: str,
    title: str,
    columns: Sequence[Column],
    read: Portion,
    *,
    filters: dict[str, Any],
    actor: Actor,
) -> Response:
    """The whole filtered list as a file, with a line in the trail; refused to who does not see every row."""
    rows = reading(lambda: _rows(read) if people.exports.may(actor) else 0)
    audit.records.attempt(lambda: _noted(of_list, filters, rows, actor), of=people.exports.note, actor=actor)
    name = f"{title}-{clock.today():%Y%m%d}"
    lines = chain.from_iterable(portions(read))
    if rows <= MOST_IN_A_WORKBOOK:
        book = workbook(title, columns, lines)
        return send_file(book, mimetype=WORKBOOK, as_attachment=True, download_name=f"{name}.xlsx")
    answer = Response(stream_with_context(as_csv(columns, lines)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    return answer


def on_paper(
    title: Any,
    columns: Sequence[Column],
    read: Portion,
    *,
    back: str,
    filters: Sequence[str] = (),
    total: Callable[[int], Any] | None = None,
    signs: Sequence[Any] = (_("制表"), _("日期")),
    most: int = MOST_PRINTED,
) -> str:
    """The filtered list on A4, with the sums of each sheet and of all; `total` says how many there are of what."""
    me, lang = signed_in(), language()
    rows: list[Any] = []
    for some in portions(read):
        rows += some
        if len(rows) > most:
            break
    cells = [[one.value(row) for one in columns] for row in rows[:most]]
    sheets = by_sheet(cells, lang) if any(one.summed for one in columns) else [cells] if cells else []
    return render_template(
        "print/list.html",
        title=title,
        columns=columns,
        sheets=[([_said(columns, row, lang) for row in some], _sums(columns, some, lang)) for some in sheets],
        whole=_sums(columns, cells, lang),
        number=len(cells),
        total=total(len(cells)) if total else None,
        cut=len(rows) > most,
        filters=filters,
        signs=signs,
        community_name=me.community_name if me else "",
        printed_at=clock.now(),
        back_url=back,
    )


def by_sheet(rows: list[Any], lang: str) -> list[list[Any]]:
    """Rows as they stand on sheets; what is signed never goes on to a sheet of its own."""
    full = OF_A_SHEET[lang]
    sheets = [rows[start : start + full] for start in range(0, len(rows), full)]
    if sheets and len(sheets[-1]) > OF_THE_LAST[lang]:
        last = sheets.pop()
        sheets += [last[:-AT_LEAST], last[-AT_LEAST:]]
    return sheets


def _said(columns: Sequence[Column], row: Sequence[Value], lang: str) -> list[str]:
    return [printed(one, value, lang) for one, value in zip(columns, row, strict=True)]


def _sums(columns: Sequence[Column], rows: Sequence[Sequence[Value]], lang: str) -> list[str | None]:
    """By column what its numbers come to, None where they are not added up."""
    found: list[str | None] = []
    for number, one in enumerate(columns):
        numbers = [row[number] for row in rows]
        total = sum(value for value in numbers if isinstance(value, int))
        found.append(printed(one, total, lang) if one.summed else None)
    return found


def words_of(room: str, table: str) -> Any:
    """A table of words of a room, for cells that hold what a code is called."""
    return getattr(current_app.jinja_env.get_template(f"words/{room}.html").module, table)


def portions(read: Portion) -> Iterator[list[Any]]:
    """The whole list, some rows at a time, each in a reading of its own."""
    key: str | None = ""
    while key is not None:
        asked = paging.PageAsked(after=key, limit=PORTION, counted=False)
        found = reading(lambda asked=asked: read(asked))  # type: ignore[misc]
        yield found.rows
        key = found.after


def as_csv(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[str]:
    """Lines of CSV that a spreadsheet takes for UTF-8 and for no formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([defused(str(one.title)) for one in columns])
    for number, row in enumerate(rows, 1):
        writer.writerow([_in_csv(one, one.value(row)) for one in columns])
        if number % PORTION == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def printed(column: Column, value: Value, language: str) -> str:
    """A cell as it is read on paper."""
    if value is None:
        return "–" if column.right else ""
    if column.kind == "points" and isinstance(value, int):
        return wording.column(value, language)
    if column.kind == "hours" and isinstance(value, int):
        return wording.hours_column(value, language)
    if column.kind == "number" and isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, date):
        return wording.full_day(value, language)
    return str(value)


def defused(text: str) -> str:
    """Text that no spreadsheet runs: what looks like a formula gets an apostrophe; control characters go."""
    plain = "".join(one for one in text if one.isprintable() or one in "\t\r\n")
    return f"'{plain}" if plain.startswith(BLANKS) or plain.lstrip().startswith(FORMULAS) else plain


def _rows(read: Portion) -> int:
    return read(paging.PageAsked(limit=1, most=10**9)).total


def _noted(of_list: str, filters: dict[str, Any], rows: int, actor: Actor) -> None:
    people.exports.note(of_list, filters=filters, rows=rows, actor=actor)


def _number(column: Column, value: int) -> int | float:
    if column.kind == "points":
        return value / 10
    return round(value / 60, 4) if column.kind == "hours" else value


def _in_csv(column: Column, value: Value) -> Value | float:
    if isinstance(value, int) and column.right:
        return _number(column, value)
    if isinstance(value, date):
        return clock.shanghai(value).strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else str(value)
    return "" if value is None else defused(str(value))


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def workbook(title: str, columns: Sequence[Column], rows: Iterable[Any]) -> Any:
    """A workbook on disk, written row by row: heads that stay, real dates, numbers that add up."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    formats = {"points": "#,##0.0", "hours": "#,##0.00", "number": "#,##0", "day": "yyyy-mm-dd"}
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, one in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = one.width

    def cell(value: Any, form: str | None = None) -> Any:
        made = WriteOnlyCell(sheet, value=value)
        if form:
            made.number_format = form
        return made

    heads = [cell(defused(str(one.title))) for one in columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([cell(_in_book(one, one.value(row)), formats.get(one.kind)) for one in columns])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response that sends it
    book.save(file)
    file.seek(0)
    return file


def _in_book(column: Column, value: Value) -> Any:
    if isinstance(value, int) and column.right:
        return _number(column, value)
    if isinstance(value, datetime):
        return clock.shanghai(value).replace(tzinfo=None)
    if value is None or isinstance(value, date):
        return value
    return defused(str(value))
