"""Tables with headings that somebody told us: read as they said, before any guess, and not where a heading is gone."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from points.imports import importing
from points.imports.balancing import balance
from points.imports.comparing import compare
from points.imports.lines import Books
from points.imports.reading.choosing import BOOKS
from points.imports.reading.folder import COLUMNS, read_books
from points.imports.reading.tables import Columns
from points.imports.reading.tables.mapped import lacks
from points.imports.reading.understanding import UnderstoodTable
from points.imports.refusals import BookMissing, HeaderMissing
from points.imports.report import report_on
from points.imports.told import ColumnMapping
from tests.support.workbooks import REDEMPTIONS, REGISTER, SAMPLE, SmallBooks, write

#: the headings of an invented export of points, and what they are
EXPORT: dict[str, str] = {
    "TranDate": "day",
    "FamilyNo": "household",
    "Member": "name",
    "Reason": "matter",
    "Delta(pts)": "tenths",
    "Operator": "recorder",
    "TraceId": "",
}
_TEXT = re.compile(r"(<t[^>]*>)([^<]+)(?=</t>)")
TOLD = ColumnMapping("样例平台", "register", EXPORT)


def strange(heading: str) -> str:
    """A heading that no rule knows, with the unit that the real one has."""
    unit = heading[heading.index("（") :] if "（" in heading else ""
    return "F" + "".join(f"{ord(one):X}" for one in heading.removesuffix(unit)) + unit


def renamed(folder: Path) -> list[ColumnMapping]:
    """A folder's books with every heading renamed, and what each of them is."""
    mappings = []
    for book, (file, _) in BOOKS.items():
        fields = dict[str, str]()
        rename = partial(_renamed, COLUMNS[book], fields)
        (_rename_table if file.endswith(".csv") else _rename_book)(folder / file, rename)
        mappings.append(ColumnMapping(f"{book}*", book, fields))
    return mappings


def _renamed(columns: Columns, fields: dict[str, str], words: str) -> str:
    """A heading's new name, which is noted; other words as they are."""
    name = columns.called(words)
    if name is None:
        return words
    fields[strange(words)] = name
    return strange(words)


def _rename_table(path: Path, rename: Callable[[str], str]) -> None:
    first, _, rest = path.read_text(encoding="utf-8-sig").partition("\n")
    heading = ",".join(rename(one) for one in first.strip().split(","))
    path.write_text(f"{heading}\n{rest}", encoding="utf-8-sig")


def _rename_book(path: Path, rename: Callable[[str], str]) -> None:
    """In its sheets, or its list of texts, as they stand in the file: opening all of it costs seconds."""
    with zipfile.ZipFile(path) as package:
        parts = {one: package.read(one) for one in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for one, data in parts.items():
            has_words = "worksheets/" in one or "sharedStrings" in one
            renamed = (
                _TEXT.sub(lambda found: found[1] + rename(found[2]), data.decode()) if has_words else data
            )
            package.writestr(one, renamed)


def export(folder: Path, headings: list[str] | None = None, name: str = "导出.xlsx") -> Path:
    """Small books whose register is an export of some platform, of a name and with headings that nobody knows."""
    books = SmallBooks()
    books.save(folder)
    (folder / REGISTER).unlink()
    rows = [
        [line[0], line[1], line[2], line[5], line[6], line[7], f"T{number}"]
        for number, line in enumerate(books.register[1:], 1)
    ]
    write(folder / name, {"Sheet1": [headings or list(EXPORT), *rows]})
    return folder


def balances(books: Books) -> Mapping[str, int]:
    return balance(books).balances


def test_the_year_with_every_heading_renamed_arrives_where_it_must(tmp_path: Path) -> None:
    folder = tmp_path / "jinxi"
    shutil.copytree(SAMPLE, folder)
    mappings = renamed(folder)
    expected = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
    books = read_books(folder, (), mappings)
    report = report_on(compare(balance(books), None)).plain()
    report["faults"] = [
        {name: fault[name] for name in fault if name not in ("message", "cell")}
        for fault in report["faults"]
        if fault["code"] != "sheet_told"
    ]
    assert {name: report[name] for name in expected} == expected
    assert set(books.mapped) == {one.name for one in mappings}


def test_without_what_was_told_nobody_knows_these_headings(tmp_path: Path) -> None:
    folder = SmallBooks().save(tmp_path)
    mappings = renamed(folder)
    with pytest.raises(HeaderMissing):
        read_books(folder)
    assert len(read_books(folder, (), mappings).earned) == 5


def test_an_export_is_read_as_the_book_that_somebody_said_it_is(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    wanted = balances(read_books(SmallBooks().save(plain)))
    books = read_books(export(tmp_path), (), [TOLD])
    assert balances(books) == wanted
    assert books.mapped == ("样例平台",)
    told = next(one for one in books.faults if one.code == "sheet_told")
    assert told.origin.file == "导出.xlsx"
    assert "样例平台" in told.message_zh
    assert "样例平台" in told.message_en


def test_its_order_of_columns_and_blanks_in_headings_make_no_difference(tmp_path: Path) -> None:
    folder = export(
        tmp_path, ["Tran Date", "Family No", "Member", "Reason", "Delta (pts)", "Operator", "TraceId"]
    )
    assert len(read_books(folder, (), [TOLD]).earned) == 5


def test_the_export_is_taken_beside_a_register_of_its_own(tmp_path: Path) -> None:
    folder = export(tmp_path)
    write(folder / REGISTER, {"3月": SmallBooks().register[:2]})
    books = read_books(folder, (), [TOLD])
    assert {one.origin.file for one in books.earned} == {REGISTER, "导出.xlsx"}


def test_where_a_heading_is_gone_it_is_not_used_and_named(tmp_path: Path) -> None:
    folder = export(tmp_path, ["TranDate", "FamilyNo", "Member", "Reason", "Delta(pts)", "Clerk", "TraceId"])
    write(folder / REGISTER, {"3月": SmallBooks().register[:2]})
    books = read_books(folder, (), [TOLD])
    assert books.mapped == ()
    (near,) = books.mapped_nearly
    assert (near.name, near.file, near.sheet) == ("样例平台", "导出.xlsx", "Sheet1")
    assert (near.gone, near.new) == (("Operator",), ("Clerk",))
    assert {one.origin.file for one in books.earned} == {REGISTER}


def test_alone_the_export_with_a_heading_gone_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(BookMissing) as refused:
        read_books(export(tmp_path, ["A", *list(EXPORT)[1:]]), (), [TOLD])
    assert refused.value.facts["file"] == REGISTER


@pytest.mark.parametrize(
    "unfit",
    [
        ColumnMapping("no such field", "register", EXPORT | {"Operator": "colour"}),
        ColumnMapping("without points", "register", EXPORT | {"Delta(pts)": ""}),
        ColumnMapping("no such book", "diary", EXPORT),
    ],
    ids=lambda one: one.name,
)
def test_what_cannot_be_used_is_used_nowhere_and_named(tmp_path: Path, unfit: ColumnMapping) -> None:
    folder = export(tmp_path)
    write(folder / REGISTER, {"3月": SmallBooks().register[:2]})
    books = read_books(folder, (), [unfit])
    assert books.mapped == ()
    assert [(one.name, one.file) for one in books.mapped_nearly] == [(unfit.name, "")]


def test_it_wins_over_the_name_of_the_file_and_over_known_headings(tmp_path: Path) -> None:
    """A book of redemptions that was filed as a register, and whose 积分 is what was written down as a balance."""
    folder = SmallBooks().save(tmp_path)
    shutil.move(folder / REDEMPTIONS, folder / "三月积分登记.xlsx")
    headings = SmallBooks().redemptions[0]
    columns = COLUMNS["redemptions"]
    told = ColumnMapping("兑换", "redemptions", {one: str(columns.called(one)) for one in headings})
    books = read_books(folder, (), [told])
    assert {one.origin.file for one in books.redemptions} == {"三月积分登记.xlsx"}
    swapped = {"扣减积分": "written", "剩余积分": "tenths"}
    other = read_books(folder, (), [ColumnMapping("兑换", "redemptions", {**told.fields, **swapped})])
    assert other.redemptions == ()
    assert "price_differs" in {one.kind for one in other.questions}


def test_a_day_in_two_columns_is_one_where_both_are_told_to_be_it(tmp_path: Path) -> None:
    folder = SmallBooks().save(tmp_path)
    (folder / REGISTER).unlink()
    rows = [["月", "日", "Who", "House", "What", "Points"], [3, 5, "田桂兰", "001", "参加院坝会", 2]]
    write(folder / "导出.xlsx", {"2025年": [["2025年"], *rows]})
    fields = {
        "月": "day",
        "日": "day",
        "Who": "name",
        "House": "household",
        "What": "matter",
        "Points": "tenths",
    }
    (line,) = read_books(folder, (), [ColumnMapping("x", "register", fields)]).earned
    assert (line.day.isoformat(), line.tenths) == ("2025-03-05", 20)


def test_a_heading_of_two_rows_is_one(tmp_path: Path) -> None:
    folder = SmallBooks().save(tmp_path)
    (folder / REGISTER).unlink()
    heading = [["Title"], ["When", "House", "Person", None, "What"], [None, None, "Name", "Points", None]]
    write(folder / "导出.xlsx", {"3月": [*heading, ["2025-3-5", "001", "田桂兰", 2, "参加院坝会"]]})
    fields = {"When": "day", "House": "household", "Name": "name", "Points": "tenths", "What": "matter"}
    (line,) = read_books(folder, (), [ColumnMapping("x", "register", fields)]).earned
    assert (line.name, line.tenths) == ("田桂兰", 20)


def test_two_tables_side_by_side_and_a_heading_printed_again_are_read_as_told(tmp_path: Path) -> None:
    folder = SmallBooks().save(tmp_path)
    (folder / REGISTER).unlink()
    heading = ["When", "House", "Person", "What", "Points"]
    one = ["2025-3-5", "001", "田桂兰", "参加院坝会", 2]
    other = ["2025-3-6", "002", "杨志强", "参加院坝会", 2]
    third, fourth = ["2025-3-8", *one[1:]], ["2025-3-9", *other[1:]]
    rows = [[*heading, *heading], [*one, *other], [*heading, *heading], [*third, *fourth]]
    write(folder / "导出.xlsx", {"3月": rows})
    fields = dict(zip(heading, ("day", "household", "name", "matter", "tenths"), strict=True))
    earned = read_books(folder, (), [ColumnMapping("x", "register", fields)]).earned
    assert sorted((one.household, one.origin.row) for one in earned) == [
        ("001", 2),
        ("001", 4),
        ("002", 2),
        ("002", 4),
    ]


def test_a_heading_that_says_times_ten_is_asked_about_all_the_same(tmp_path: Path) -> None:
    headings = ["Delta×10" if one.startswith("Delta") else one for one in EXPORT]
    folder = export(tmp_path, headings)
    told = ColumnMapping("x", "register", dict(zip(headings, EXPORT.values(), strict=True)))
    books = read_books(folder, (), [told])
    assert [one.kind for one in books.questions] == ["heading_unit"]
    assert books.earned == ()


def told_of(folder: Path, mappings: list[ColumnMapping] | None = None) -> list[UnderstoodTable]:
    """What was understood, also where the books are refused in the end."""
    found: list[UnderstoodTable] = []
    with suppress(BookMissing, HeaderMissing):
        read_books(folder, (), mappings or (), found.extend)
    return found


def test_an_export_that_nobody_knows_is_shown_before_the_books_are_refused(tmp_path: Path) -> None:
    table = told_of(export(tmp_path))[-1]
    assert (table.file, table.sheet, table.book, table.heading) == ("导出.xlsx", "Sheet1", "", (1, 1))
    assert [one.heading for one in table.columns] == list(EXPORT)
    assert {one.field for one in table.columns} == {""}
    assert table.rows[1].cells[:5] == ("2025-03-05", "001", "田桂兰", "社区环境清洁2小时", "4")
    assert table.signature == TOLD.signature


def test_what_was_understood_names_headings_fields_and_who_told_them(tmp_path: Path) -> None:
    folder = export(tmp_path)
    found = {one.book: one for one in told_of(folder, [TOLD])}
    register = found["register"]
    assert (register.mapping, register.cells, register.missing) == ("样例平台", "A1:G6", ())
    assert {one.heading: one.field for one in register.columns} == EXPORT
    roster = found["roster"]
    assert (roster.mapping, roster.heading, roster.cells) == ("", (3, 3), "A3:K8")
    assert roster.columns[1].letters == "B"
    assert roster.columns[1].field == "household"
    assert [row.number for row in roster.rows] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_no_more_than_ten_lines_are_shown_and_like_tables_once(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register = [books.register[0], *(books.register[1:] * 4)]
    books.activities["02-0305"] = books.activities["01-0305"]
    found = {one.book: one for one in told_of(books.save(tmp_path))}
    assert [row.number for row in found["register"].rows] == list(range(1, 14))
    assert found["attendance"].more == 1


def test_a_needed_column_that_no_heading_names_is_named_as_missing(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register[0][6] = "Zahl"
    (register,) = [one for one in told_of(books.save(tmp_path)) if one.book == "register"]
    assert register.missing == ("tenths",)


def test_an_identity_number_is_not_shown(tmp_path: Path) -> None:
    books = SmallBooks()
    books.roster[1][10] = "110101194904010021"
    (roster,) = [one for one in told_of(books.save(tmp_path)) if one.book == "roster"]
    assert "110101" not in str(roster)


def test_the_heading_may_be_said_to_be_another_row_of_those_shown(tmp_path: Path) -> None:
    folder = tmp_path
    SmallBooks().save(folder)
    rows = [
        ["Report", "of", "points", "for", "March", "2025"],
        ["D", "H", "N", "W", "P"],
        ["2025-3-5", "001", "田桂兰", "x", 2],
    ]
    write(folder / "导出.xlsx", {"S": rows})
    table = told_of(folder)[-1]
    assert table.heading == (1, 1)
    other = table.headed_by(2)
    assert [one.heading for one in other.columns] == ["D", "H", "N", "W", "P", ""]
    assert table.headed_by(99) is table


def test_what_a_mapping_may_do_without() -> None:
    assert lacks(COLUMNS["register"], {"day", "name", "matter"}) == ("tenths",)
    assert lacks(COLUMNS["register"], {"day", "name", "matter", "tenths"}) == ()
    assert lacks(COLUMNS["redemptions"], {"day", "household", "name", "item", "quantity", "tenths"}) == ()


def test_redemptions_without_a_balance_written_beside_are_read_as_told(tmp_path: Path) -> None:
    folder = SmallBooks().save(tmp_path)
    shutil.move(folder / REDEMPTIONS, folder / "出库.xlsx")
    rows = [["D", "H", "N", "G", "Q", "P"], ["2025-03-07", "001", "田桂兰", "袋装醋", 2, 1]]
    write(folder / "出库.xlsx", {"S": rows})
    fields = dict(zip(rows[0], ("day", "household", "name", "item", "quantity", "tenths"), strict=True))
    (line,) = read_books(
        folder, (), [ColumnMapping("x", "redemptions", {str(k): v for k, v in fields.items()})]
    ).redemptions
    assert (line.quantity, line.tenths, line.written) == (2, 10, None)


def test_a_report_names_what_was_used_and_what_nearly_fitted(tmp_path: Path) -> None:
    folder = export(tmp_path)
    write(folder / "旧导出.xlsx", {"Sheet1": [["TranDate", "FamilyNo", "Member", "Reason", "Delta(pts)"]]})
    near = ColumnMapping("旧样例", "register", {**EXPORT, "Branch": ""})
    other = ColumnMapping("别的", "register", {"D": "day", "N": "name", "M": "matter", "P": "tenths"})
    report = importing.without_database(folder, mappings=[TOLD, near, other])
    plain = report.plain()
    assert plain["mappings"] == ["样例平台"]
    assert plain["mappings_unfit"] == [
        {
            "name": "旧样例",
            "file": "旧导出.xlsx",
            "sheet": "Sheet1",
            "gone": ["Branch", "Operator", "TraceId"],
            "new": [],
        }
    ]
    assert [one.name for one in report.unused([TOLD, near, other])] == ["别的"]
    assert report.kept()["mappings_unfit"][0]["gone"] == ["Branch", "Operator", "TraceId"]
