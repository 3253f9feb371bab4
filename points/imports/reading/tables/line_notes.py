"""Notes around and beside a table that say that some of its lines do not count: 标黄的行作废, 以上3条已在别处登记.

Which lines are meant, a person says; where the note gives their rows, their number or a name, those are offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from points.imports.asking import AnswerChoice, CellPlace
from points.imports.reading.cells import chinese_number, squeezed, text
from points.imports.reading.doubts.contradictions import NOTE_ON_LINES
from points.imports.reading.refusals import LeftForLater, LineCancelled
from points.imports.reading.remarks import AnswerGiven, Remarks
from points.imports.reading.tables.columns import Columns
from points.imports.reading.tables.lines import Table, TableLine, cell_name
from points.imports.reading.worksheet import Sheet

_COUNT = "[几数0-9一二两三四五六七八九十]"
_NOT = (
    r"作废|作癈|作費|废止|不算|不计|不作数|不入账|无效|取消|撤[销消]|剔除|删[除掉去]|扣回|退回|冲[销正红]|重复|多[记登]|误[记登]"
    r"|[登记写]错|未核实|待核|存疑|有误"
)
_WRONG = re.compile(_NOT)
_OUT = re.compile(_NOT + "|(?:已|另)(?:经|在)?.{0,8}(?:登记|登过|记过|入账)")
_ELSEWHERE = re.compile(_NOT + "|(?:已|另)(?:经)?(?:在.{1,8}|[外处行])(?:登记|登过|记过|入账)")
_AROUND = re.compile("以上|以下|上述|下列|上面|下面")
#: lines that a sentence points at, wherever it stands
_POINTS = (
    rf"[标涂描][注了成为]?[红黄绿蓝灰橙紫]|[红黄绿蓝灰橙紫][色字底]|(?<![与和同跟])第{_COUNT}+[行条笔]|{_COUNT}+[、,和至到~-]{_COUNT}+[行条笔]"
    rf"|(?:以上|上面|下面|以下|上述|其中|最后|[前后])的?{_COUNT}{{1,3}}[行条笔次个]|(?<![与和同跟])[上下]一?[行条笔](?=.?作废|.?不算|.?无效|.?取消|.?删)"
)
_OTHERS = re.compile(_POINTS)
_LINES = re.compile(
    rf"{_POINTS}|打[×xX勾√叉圈星]|[画划][线掉去]|[圈勾]出|加粗|[★☆▲△※*]的|序号|[那这该此]{_COUNT}?[次笔条行]|(?:以上|上面|下面|以下|上述)[行条笔各]"
    r"|\d[日号][的那]|[\u3400-\u9fff]某|某某|的[行条笔]"
)
#: rules for everybody, which speak of no line that is there
_FOR_ALL = re.compile(r"弄虚作假|虚报|冒领|代签|如有|如果|一经|逾期|过期")
_ROWS = re.compile(r"第?(\d[\d、,和及至到~-]*)[行]")
_ABOVE = re.compile(rf"(?:以上|上面|上述|前)的?({_COUNT}{{1,3}})[行条笔次个]")
_SPAN = re.compile(r"(\d+)(?:[至到~-](\d+))?")


@dataclass(frozen=True)
class _Note:
    row: int
    column: int
    words: str


def on_lines(words: str) -> bool:
    """Whether a sentence says that single lines do not count, and not the whole of a table."""
    plain = squeezed(words)
    around = bool(_AROUND.search(plain) and _ELSEWHERE.search(plain)) and not for_all(words)
    return around or _is_about(words, _LINES)


def for_all(words: str) -> bool:
    """Whether a sentence is a rule for everybody, and says nothing of this sheet."""
    return bool(_FOR_ALL.search(squeezed(words)))


def on_others(words: str) -> bool:
    """Whether the remark of a line says that other lines do not count."""
    return _is_about(words, _OTHERS)


def _is_about(words: str, pointed: re.Pattern[str]) -> bool:
    plain = squeezed(words)
    return bool(_OUT.search(plain) and pointed.search(plain)) and not for_all(words)


def without_named(found: Sequence[Table], columns: Columns, remarks: Remarks) -> list[Table]:
    """The tables without the lines that a note takes out, by what was answered; each sheet with such a note is asked about."""
    kept = []
    asked: dict[tuple[str, str], tuple[list[_Note], set[int] | None]] = {}
    for table in found:
        here = (table.sheet.file, table.sheet.name)
        if here not in asked:
            on_sheet = [one for one in found if one.sheet is table.sheet]
            asked[here] = _asked(table.sheet, on_sheet, columns, remarks)
        notes, out = asked[here]
        kept.append(
            replace(table, lines=tuple(_kept(table, out, remarks)), pointed={note.row for note in notes})
        )
    return kept


def _kept(table: Table, out: set[int] | None, remarks: Remarks) -> Iterator[TableLine]:
    """The lines that are not out; none while that is not known."""
    for line in table.lines if out is not None else ():
        if out and line.origin.row in out:
            remarks.skip(line.place(), LineCancelled())
        else:
            yield line


def _asked(
    sheet: Sheet, found: Sequence[Table], columns: Columns, remarks: Remarks
) -> tuple[list[_Note], set[int] | None]:
    """The notes of a sheet, and the rows that do not count: None while nobody has said, so that nothing of it is taken."""
    lines = {line.origin.row: line for table in found for line in table.lines}
    notes = list(_notes(sheet, found, lines, columns))
    named = sorted({row for note in notes for row in _named(note, lines)})
    rows = "、".join(str(row) for row in named)
    offered = (AnswerChoice("named", f"第 {rows} 行不算", f"Rows {rows}"),) if named else ()
    facts = {"sheet": sheet.name, "words": "；".join(note.words for note in notes)}
    given = AnswerGiven("counts")
    for note in notes:
        place = CellPlace(sheet.file, sheet.name, cell_name(note.row, note.column))
        given = remarks.ask(
            NOTE_ON_LINES, found[0].book, place, sheet.file, sheet.name, choices=offered, facts=facts
        )
    typed = _spelled(given.value) & lines.keys() if given.choice == "rows" else set()
    if given.choice == "counts":
        return notes, set()
    if given.choice in ("named", "cancelled") or typed:
        return notes, typed or (set(named) if given.choice == "named" else set(lines))
    if given.choice:
        remarks.skip(CellPlace(sheet.file, sheet.name), LeftForLater())
    return notes, None


def _notes(
    sheet: Sheet, found: Sequence[Table], lines: Mapping[int, TableLine], columns: Columns
) -> Iterator[_Note]:
    """Rows that are no lines and speak of some; and what lines say of others, in their remarks and beside them."""
    heads = {row for table in found for row in range(table.head.first, table.head.last + 1)}
    names = {squeezed(line["name"]) for line in lines.values()}
    for row, cells in sheet.rows.items():
        filled = [(column, text(cell)) for column, cell in enumerate(cells) if text(cell)]
        if row in lines:
            places = {column: name for name, column in lines[row].head.places.items()}
            yield from (
                _Note(row, column, words)
                for column, words in filled
                if places.get(column) in (None, *columns.remarks) and on_others(words)
            )
        elif filled and row not in heads:
            words = " ".join(one for _, one in filled)
            about = on_lines(words) or (
                _WRONG.search(words) and any(len(one) > 1 and one in words for one in names)
            )
            if about:
                yield _Note(row, filled[0][0], words)


def _named(note: _Note, lines: Mapping[int, TableLine]) -> Iterator[int]:
    """The rows of the lines that a note names: by row, as so many above it, or by a name."""
    plain = squeezed(note.words)
    for match in _ROWS.finditer(plain):
        yield from _spelled(match[1]) & lines.keys()
    above = _ABOVE.search(plain)
    many = (int(above[1]) if above[1].isdigit() else chinese_number(above[1])) if above else None
    if many:
        yield from sorted(row for row in lines if row < note.row)[-many:]
    for row, line in lines.items():
        name = squeezed(line["name"])
        if len(name) > 1 and name in plain:
            yield row


def _spelled(words: str) -> set[int]:
    """Rows as people write them: 5、7-9."""
    spans: Iterable[re.Match[str]] = _SPAN.finditer(squeezed(words))
    found = {(int(one[1]), int(one[2] or one[1])) for one in spans}
    return {row for first, last in found if last - first < 10_000 for row in range(first, last + 1)}
