"""Whether a line counts: struck through, cancelled in a remark or a comment, in red, hidden, or not signed.

What is struck through as a whole is out, and is listed. What is doubtful is asked, once for a book. Rows that only a
filter hides count, and are listed; any other comment is a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from points.imports.asking import LATER, CellPlace
from points.imports.reading.cells import is_nothing, squeezed, text
from points.imports.reading.doubts import Doubt
from points.imports.reading.doubts.of_lines import CANCELLED, IN_RED, STRUCK_PARTLY, UNSIGNED
from points.imports.reading.doubts.of_sheets import HIDDEN_ROWS
from points.imports.reading.refusals import (
    CellCommented,
    LeftForLater,
    LineCancelled,
    LineStruck,
    RowFiltered,
)
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables.columns import Columns
from points.imports.reading.tables.line_notes import on_others
from points.imports.reading.tables.lines import TableLine, cell_at, cell_name

#: a line that does not count says so in one of these; who retired, or left the army, did not come back
_WORDS = re.compile(
    r"作废|作癈|作費|废止|取消|不算|不计|无效|撤销|撤消|注销|退(?!休|役|伍|党|岗|居|耕|林|捕|热|潮)"
)
#: in a remark of its line each of these is doubtful; elsewhere they may say what was done
_REMARKED = re.compile(
    _WORDS.pattern
    + r"|重复|冲红|冲销|冲正|更正|改为|应为|登错|记错|写错|误记|误登|多记|多登|待核|待查|未参加|未到|没来|缺席|早退"
    r"|未领|没领|拒领|缺货|待补发|未发|换成|改领|换(?!届|季)|破损|损坏|短少|驳回|不通过|未通过|有异议|删除|^删$|^[×xX✗✘]$"
)
_BRACKETED = re.compile(r"[(\[【](.*?)[)\]】]|[-—,，;；]\s*([^-—,，;；]{1,6})$")
#: red of a font, as against that of a heading or of nearly all lines
_MOST_RED = 0.4


@dataclass(frozen=True)
class Rules:
    """What of a kind of table may cancel a line; `signed` is its column of signatures."""

    columns: Columns
    signed: str = "signed"


def void(words: str) -> re.Match[str] | None:
    """The word of a title, or of a sheet's name, that says that the whole of it does not count: 本表作废, 3月草稿."""
    return re.search(
        r"作废|取消|无效|不算|草稿|初稿|样表|填写示例|范例|改期|延期|未举行|没有举行", squeezed(words)
    )


def cancelling(words: str) -> re.Match[str] | None:
    """The word of a sentence that says that something does not count: 因雨取消, 作废."""
    return _WORDS.search(squeezed(words))


def counting(lines: Sequence[TableLine], book: str, rules: Rules, remarks: Remarks) -> list[TableLine]:
    """The lines that count; the others are listed or asked about."""
    signed = _is_signed_book(lines, rules.signed)
    red = _red_lines(lines)
    kept = []
    for line in lines:
        if _struck(line) == "whole":
            remarks.skip(line.place(), LineStruck())
            continue
        doubts = list(_doubts(line, rules, signed=signed, red=line.origin.row in red))
        answers = [remarks.ask(doubt, book, place, words=words).choice for doubt, place, words in doubts]
        if _counts(answers, line, remarks):
            _say(line, remarks)
            kept.append(line)
    return kept


def _counts(answers: Sequence[str], line: TableLine, remarks: Remarks) -> bool:
    """Whether all that was asked about a line says that it counts."""
    if "cancelled" in answers:
        remarks.skip(line.place(), LineCancelled())
    elif LATER in answers:
        remarks.skip(line.place(), LeftForLater())
    return all(answer == "counts" for answer in answers)


def _doubts(
    line: TableLine, rules: Rules, *, signed: bool, red: bool
) -> Iterator[tuple[Doubt, CellPlace, str]]:
    found = _cancelling(line, rules.columns)
    if found:
        yield CANCELLED, CellPlace(line.origin.file, line.origin.sheet, found[0]), found[1]
    if _struck(line) == "partly":
        yield STRUCK_PARTLY, _struck_place(line), ""
    if line.origin.row in line.sheet.marks.hidden_rows:
        yield HIDDEN_ROWS, line.place(), ""
    if red and not found:
        yield IN_RED, line.place(), ""
    if signed and is_nothing(line[rules.signed]) and rules.signed not in line.merged_on:
        yield UNSIGNED, line.place(rules.signed), ""


def _cancelling(line: TableLine, columns: Columns) -> tuple[str, str] | None:
    """The cell that says that a line does not count, and the word; remarks, the margin and comments first."""
    row = line.origin.row
    mapped = {column: name for name, column in line.head.places.items()}
    columns_of_it = range(line.head.left, _last_column(line) + 1)
    for column in columns_of_it:
        name = mapped.get(column)
        words = squeezed(line[name] if name else cell_at(line.sheet, row, column))
        free = name is None or name in columns.remarks
        if free and on_others(words):
            continue
        said = _REMARKED.search(words) if free else _cancelled_in_brackets(words)
        if said:
            return cell_name(row, column), said[0]
    for column, comment in _comments(line, columns_of_it):
        said = _WORDS.search(squeezed(comment))
        if said:
            return cell_name(row, column), said[0]
    return None


def _cancelled_in_brackets(words: str) -> re.Match[str] | None:
    """作废 by itself, or in brackets behind what was done: 助老代办跑腿（作废）."""
    if _WORDS.fullmatch(words) and words != "退":
        return _WORDS.fullmatch(words)
    for inside in _BRACKETED.finditer(words):
        said = _WORDS.search(inside[1] or inside[2] or "")
        if said:
            return said
    return None


def _last_column(line: TableLine) -> int:
    """The last column of the line, with the margin beside it."""
    row = line.sheet.rows[line.origin.row]
    return max(line.head.right, len(row) - 1) if line.head.is_last else line.head.right


def _struck(line: TableLine) -> str:
    """Whether all that is filled of a line is struck through ("whole"), a part of it ("partly"), or nothing."""
    marks, row = line.sheet.marks, line.origin.row
    if not marks.struck and not marks.struck_partly:
        return ""
    filled = [column for column in line.columns() if text(cell_at(line.sheet, row, column))]
    struck = [column for column in filled if (row, column) in marks.struck]
    if filled and len(struck) == len(filled):
        return "whole"
    return "partly" if struck or any((row, column) in marks.struck_partly for column in filled) else ""


def _struck_place(line: TableLine) -> CellPlace:
    """The first cell that is struck through, or a part of it."""
    marks, row = line.sheet.marks, line.origin.row
    struck = [column for column in line.columns() if (row, column) in marks.struck | marks.struck_partly]
    return CellPlace(line.origin.file, line.origin.sheet, cell_name(row, struck[0]))


def _red_lines(lines: Sequence[TableLine]) -> set[int]:
    """Rows that are red for the most part, where most of the book is not."""
    if not lines or not any(line.sheet.marks.red for line in lines):
        return set()
    red = {line.origin.row for line in lines if _is_red(line)}
    return red if len(red) <= max(1, _MOST_RED * len(lines)) else set()


def _is_red(line: TableLine) -> bool:
    row = line.origin.row
    filled = [column for column in line.columns() if text(cell_at(line.sheet, row, column))]
    red = [column for column in filled if (row, column) in line.sheet.marks.red]
    return bool(filled) and 2 * len(red) > len(filled)


def _is_signed_book(lines: Sequence[TableLine], signed: str) -> bool:
    """Whether signatures are kept in this book: most of its lines have one."""
    filled = [line for line in lines if not is_nothing(line[signed])]
    return bool(lines) and 2 * len(filled) > len(lines)


def _say(line: TableLine, remarks: Remarks) -> None:
    marks, row = line.sheet.marks, line.origin.row
    if row in marks.filtered_rows:
        remarks.note(line.origin, RowFiltered())
    for column, comment in _comments(line, line.columns()):
        remarks.note(line.origin, CellCommented(words=comment.strip()), cell_name(row, column))


def _comments(line: TableLine, columns: range) -> list[tuple[int, str]]:
    """The comments of a line's cells, by column; nothing is looked for where the sheet has none."""
    comments = line.sheet.marks.comments
    if not comments:
        return []
    row = line.origin.row
    return [(column, comments[row, column]) for column in columns if (row, column) in comments]
