"""Files of every kind as people keep them: their values, and what stands beside the values."""

from __future__ import annotations

import os
import threading
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from points.imports.reading.files import Answer, open_book, open_each, open_files, opener
from points.imports.reading.worksheet import Marks, Sheet
from points.imports.refusals import NotATable
from tests.support.packages import MAIN, links, ods, pack, repack, xlsx
from tests.support.workbooks import REGISTER, SAMPLE, SmallBooks

OLD = Path(__file__).parent / "books/old.xls"


def only(path: Path) -> Sheet:
    """The one sheet of a file."""
    (sheet,) = open_book(path)
    return sheet


def cells(path: Path) -> list[object]:
    """The first row of the one sheet."""
    return list(only(path).rows[1])


def row(*inside: str) -> str:
    """A sheet of one row."""
    return f"<sheetData><row>{''.join(inside)}</row></sheetData>"


# --- .xlsx ------------------------------------------------------------------------------------------------------------


def test_every_workbook_of_the_sample_is_read_as_openpyxl_reads_it() -> None:
    paths = sorted(SAMPLE.glob("*.xlsx"))
    opened = open_files(paths)
    assert len(paths) == 5
    for path in paths:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet, theirs in zip(opened[path], book.worksheets, strict=True):
            rows = {number: _cut(cells) for number, cells in enumerate(theirs.iter_rows(values_only=True), 1)}
            assert sheet.name == theirs.title
            assert {number: _cut(cells) for number, cells in sheet.rows.items()} == {
                number: cells for number, cells in rows.items() if cells
            }


def _cut(cells: tuple[object, ...]) -> tuple[object, ...]:
    """A row without the empty cells at its end."""
    filled = [index for index, cell in enumerate(cells, 1) if cell is not None]
    return cells[: max(filled, default=0)]


def test_what_stands_beside_the_values_is_marked(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for number in range(1, 9):
        sheet.append([f"第{number}行", number, number / 10])
    for cell in sheet[2]:
        cell.font = Font(strike=True)
    sheet["A3"].font = Font(color="FFC00000")
    sheet["A4"] = CellRichText("清洁", TextBlock(InlineFont(strike=True), "4小时"))
    sheet["A5"] = CellRichText(
        TextBlock(InlineFont(strike=True), "全部"), TextBlock(InlineFont(strike=True), "划去")
    )
    sheet["B3"].number_format = "0;[Red]0"
    sheet["C3"].number_format = "0%"
    sheet["B4"].number_format = "0"
    sheet["B5"].comment = Comment("实为4分", "姚敏")
    sheet["B6"] = "=4*1"
    sheet.merge_cells("A7:C8")
    sheet["D8"] = "甲"
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.save(tmp_path / "a.xlsx")
    assert only(tmp_path / "a.xlsx").marks == Marks(
        hidden_rows=frozenset({4}),
        hidden_columns=frozenset({2}),
        struck=frozenset({(2, 0), (2, 1), (2, 2), (5, 0)}),
        struck_partly=frozenset({(4, 0)}),
        red=frozenset({(3, 0)}),
        comments={(5, 1): "实为4分"},
        formats={(3, 1): "0;[Red]0", (3, 2): "0%"},
        merged=((7, 0, 8, 2),),
        formulas={(6, 1): "=4*1"},
    )


def test_rows_that_a_filter_hides_are_told_from_those_hidden_by_hand(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}" {h}><c r="A{n}"><v>{n}</v></c></row>' for n, h in _hidden({3, 4, 6}, 6))
    sheet = f'<sheetData>{rows}</sheetData><autoFilter ref="A2:A5"/>'
    marks = only(xlsx(tmp_path / "a.xlsx", sheet)).marks
    assert (marks.filtered_rows, marks.hidden_rows) == ({3, 4}, {6})


def test_a_filter_of_a_table_hides_rows_as_well(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}" {h}><c r="A{n}"><v>{n}</v></c></row>' for n, h in _hidden({3}, 3))
    path = xlsx(tmp_path / "a.xlsx", f"<sheetData>{rows}</sheetData>")
    repack(path, "xl/worksheets/_rels/sheet1.xml.rels", links(("table", "../tables/t.xml")).encode())
    repack(path, "xl/tables/t.xml", f'<table xmlns="{MAIN}"><autoFilter ref="A1:A3"/></table>'.encode())
    assert only(path).marks.filtered_rows == {3}


def _hidden(which: set[int], last: int) -> list[tuple[int, str]]:
    return [(number, 'hidden="1"' if number in which else "") for number in range(1, last + 1)]


def test_hidden_sheets_are_told_and_charts_have_no_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    for name, state in (("旧", "hidden"), ("更旧", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
    book.create_chartsheet("图")
    book.save(tmp_path / "a.xlsx")
    sheets = open_book(tmp_path / "a.xlsx")
    assert [(one.name, one.marks.hidden) for one in sheets] == [
        ("Sheet", False),
        ("旧", True),
        ("更旧", True),
    ]


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("space", [MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"])
def test_strict_and_prefixed_workbooks_under_any_name(tmp_path: Path, prefix: str, space: str) -> None:
    named = f'xmlns:{prefix[:-1]}="{space}"' if prefix else f'xmlns="{space}"'
    inside = "<c><v>1</v></c><c t='inlineStr'><is><t>甲</t></is></c>"
    sheet = f"<worksheet {named}>{row(inside)}</worksheet>".replace("<", "<" + prefix).replace("<x:/", "</x:")
    office = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    book = f'<workbook xmlns="{space}" xmlns:r="{office}"><sheets><sheet name="3月" r:id="r1"/></sheets></workbook>'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": links(("officeDocument", "/my/book1.xml")),
        "my/book1.xml": book,
        "my/_rels/book1.xml.rels": links(("worksheet", "../sheet.bin")),
        "sheet.bin": sheet,
    }
    assert cells(pack(tmp_path / "a.xlsx", parts)) == [1, "甲"]


def test_cells_of_every_kind(tmp_path: Path) -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>石磊_x000D_</t></si><si><r><t>合</t></r><r><rPr><b/></rPr><t>并</t></r>\
<rPh sb="0" eb="1"><t>hé</t></rPh></si></sst>'
    )
    inside = (
        '<c t="s"><v>0</v></c>',
        '<c t="s"><v>1</v></c>',
        '<c t="b"><v>1</v></c>',
        '<c t="e"><v>#N/A</v></c>',
        '<c t="d"><v>2025-03-05</v></c>',
        '<c t="str"><f>IF(1,"","x")</f><v></v></c>',
        '<c r="H1"><v>1.5E1</v></c>',
        "<c><v>12345678901234567890</v></c>",
        "<c><v>1E999</v></c>",
    )
    path = xlsx(tmp_path / "a.xlsx", row(*inside) + '<dimension ref="A1"/>', strings=strings)
    day = date(2025, 3, 5)
    long = 12345678901234567890
    assert cells(path) == ["石磊\r", "合并", True, "#N/A", day, None, None, 15.0, long, "1E999"]
    assert only(path).marks.formulas == {}


@pytest.mark.parametrize(
    ("number", "form", "meant"),
    [
        (31, "", datetime(2025, 3, 5)),
        (57, "", datetime(2025, 3, 5)),
        (14, "", datetime(2025, 3, 5)),
        (176, "yyyy&quot;年&quot;m&quot;月&quot;", datetime(2025, 3, 5)),
        (177, "0&quot;月d&quot;", 45721),
    ],
)
def test_number_formats_of_days(tmp_path: Path, number: int, form: str, meant: object) -> None:
    known = f'<numFmts><numFmt numFmtId="{number}" formatCode="{form}"/></numFmts>' if form else ""
    styles = f'<styleSheet xmlns="{MAIN}">{known}<cellXfs><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs></styleSheet>'
    path = xlsx(tmp_path / "a.xlsx", row('<c s="1"><v>45721</v></c>'), styles=styles)
    assert cells(path) == [meant]


def test_times_durations_and_the_other_date_system(tmp_path: Path) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="20"/><xf numFmtId="46"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    inside = ('<c s="0"><v>0.5</v></c>', '<c s="1"><v>1.25</v></c>', '<c s="2"><v>44259</v></c>')
    path = xlsx(tmp_path / "a.xlsx", row(*inside), styles=styles, properties='<workbookPr date1904="1"/>')
    assert cells(path) == [time(12), timedelta(days=1, hours=6), datetime(2025, 3, 5)]


def test_shared_formulas_without_values_are_told_each(tmp_path: Path) -> None:
    first = '<c r="A1"><f t="shared" si="0" ref="A1:A2">B1*2</f></c>'
    sheet = f'<sheetData><row r="1">{first}</row><row r="2"><c r="A2"><f t="shared" si="0"/></c></row></sheetData>'
    one = only(xlsx(tmp_path / "a.xlsx", sheet))
    assert one.marks.formulas == {(1, 0): "=B1*2", (2, 0): "=B2*2"}
    assert one.rows == {1: (None,), 2: (None,)}


def test_a_talk_in_threads_stands_in_the_place_of_its_stand_in(tmp_path: Path) -> None:
    old = (
        f'<comments xmlns="{MAIN}"><commentList><comment ref="B1"><text><t>[Threaded comment]</t></text></comment>\
<comment ref="C1"><text><r><t>退</t></r> <r><t>货</t></r></text></comment></commentList></comments>'
    )
    path = xlsx(tmp_path / "a.xlsx", row("<c><v>1</v></c>"), comments=old)
    new = '<ThreadedComments><threadedComment ref="B1"><text>作废</text></threadedComment>\
<threadedComment ref="B1"><text>同意</text></threadedComment></ThreadedComments>'
    both = links(("comments", "/c.xml"), ("threadedComment", "/t.xml"))
    repack(path, "xl/worksheets/_rels/sheet1.xml.rels", both.encode())
    repack(path, "t.xml", new.encode())
    assert only(path).marks.comments == {(1, 1): "作废\n同意", (1, 2): "退货"}


# --- other kinds ------------------------------------------------------------------------------------------------------


def test_an_old_workbook_is_read_with_its_marks(tmp_path: Path) -> None:
    shown, hidden = open_book(OLD)
    assert list(shown.rows.values())[:3] == [
        ("日期", "户号", "姓名", "事项", "积分", "签到"),
        (datetime(2025, 3, 5), "001", "田桂兰", "社区环境清洁2小时", 4, time(9, 24)),
        (3.1, "002", "杨志强", "清洁4小时", 2.5),
    ]
    assert shown.rows[5] == (None, None, True)
    assert shown.marks == Marks(
        hidden_rows=frozenset({5}),
        hidden_columns=frozenset({5}),
        struck=frozenset({(4, 2), (4, 3), (4, 4)}),
        struck_partly=frozenset({(3, 3)}),
        red=frozenset({(3, 2)}),
        formats={(3, 0): "0.00"},
        merged=((3, 1, 4, 1),),
    )
    assert hidden.marks == Marks(hidden=True, filtered_rows=frozenset({3}), comments={(2, 0): "退货"})
    assert shown.read_as == ""
    (tmp_path / "a.xlsx").write_bytes(OLD.read_bytes())
    assert open_book(tmp_path / "a.xlsx")[0].read_as == "xls"


def test_an_open_document_is_read_with_its_marks(tmp_path: Path) -> None:
    styles = """<style:style style:name="gone" style:family="table-cell"><style:text-properties
 style:text-line-through-style="solid"/></style:style><style:style style:name="below" style:family="table-cell"
 style:parent-style-name="gone"/><style:style style:name="part" style:family="text"><style:text-properties
 style:text-line-through-style="solid"/></style:style><style:style style:name="red" style:family="table-cell"
 style:data-style-name="N2"><style:text-properties fo:color="#ff0000"/></style:style>
<number:number-style style:name="N2"><style:text-properties fo:color="#ff0000"/><number:number
 number:decimal-places="2"/></number:number-style>
<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>"""
    text = '<table:table-cell office:value-type="string"{}>{}</table:table-cell>'
    rows = (
        text.format("", "<text:p>日<text:s/>期</text:p><text:p>年</text:p>")
        + '<table:table-cell office:value-type="date" office:date-value="2025-03-05"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT09H24M00S"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
        text.format(' table:style-name="below"', "<text:p>划去</text:p>")
        + text.format("", '<text:p>清洁<text:span text:style-name="part">4小时</text:span></text:p>')
        + '<table:table-cell office:value-type="float" office:value="3.1" table:style-name="red"/>'
        '<table:table-cell table:formula="of:=4*1"/>',
        text.format(
            ' table:number-rows-spanned="2"',
            "<office:annotation><text:p>退货</text:p></office:annotation><text:p>002</text:p>",
        )
        + '<table:table-cell office:value-type="float" office:value="5" table:number-columns-repeated="2"/>',
        '<table:covered-table-cell/><table:table-cell office:value-type="float" office:value="6"/>',
    )
    kinds = ("", ' table:visibility="filter"', "", ' table:visibility="collapse"')
    listed = "".join(f"<table:table-row{k}>{r}</table:table-row>" for k, r in zip(kinds, rows, strict=True))
    columns = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    tables = (
        f'<table:table table:name="3月">{columns}{listed}<table:table-row table:number-rows-repeated="1048500">\
<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    old = '<table:table table:name="旧" table:style-name="ta2"/>'
    shown, hidden = open_book(ods(tmp_path / "a.ods", tables + old, styles))
    assert list(shown.rows.values()) == [
        ("日 期\n年", datetime(2025, 3, 5), time(9, 24), True),
        ("划去", "清洁4小时", 3.1, None),
        ("002", 5, 5),
        (None, 6),
    ]
    assert shown.marks == Marks(
        hidden_rows=frozenset({4}),
        filtered_rows=frozenset({2}),
        hidden_columns=frozenset({1, 2}),
        struck=frozenset({(2, 0)}),
        struck_partly=frozenset({(2, 1)}),
        red=frozenset({(2, 2)}),
        comments={(3, 0): "退货"},
        formats={(2, 2): "0.00;[Red]-0.00"},
        merged=((3, 0, 4, 0),),
        formulas={(2, 3): "=4*1"},
    )
    assert (hidden.name, hidden.marks.hidden) == ("旧", True)


@pytest.mark.parametrize("coding", ["utf-8", "gb2312"])
def test_tables_of_a_web_page_stand_one_below_the_other(tmp_path: Path, coding: str) -> None:
    page = f"""<html><head><meta charset="{coding}"><style>td {{}}</style></head><body><table><tr><td colspan=2>积分登记表</table>
<table><tr><th>日期<th>姓 名</tr><tr><td rowspan=2>3月5日</td><td><s>石磊</s></td></tr>
<tr style="display:none"><td style="color:red">田桂兰&nbsp;<br>乙</td></tr><tr><td>甲</td><td>清洁<del>2小时</del></td></tr></table>"""
    (tmp_path / "a.xls").write_bytes(page.encode(coding))
    sheet = only(tmp_path / "a.xls")
    assert sheet.rows == {
        1: ("积分登记表", None),
        2: ("日期", "姓 名"),
        3: ("3月5日", "石磊"),
        4: (None, "田桂兰\n乙"),
        5: ("甲", "清洁2小时"),
    }
    assert sheet.marks == Marks(
        hidden_rows=frozenset({4}),
        struck=frozenset({(3, 1)}),
        struck_partly=frozenset({(5, 1)}),
        red=frozenset({(4, 1)}),
        merged=((1, 0, 1, 1), (3, 0, 4, 0)),
    )
    assert sheet.read_as == "html"


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_tables_kept_as_text(tmp_path: Path, coding: str, sign: str) -> None:
    rows = [["商品对照表"], ["编号", "商品", "单位"], ["G01", "大米，五斤", "袋"]]
    words = "\r\n".join(sign.join(one) for one in rows)
    (tmp_path / "goods.csv").write_bytes(words.encode(coding))
    sheet = only(tmp_path / "goods.csv")
    assert list(sheet.rows.values()) == [tuple(one) for one in rows]
    assert sheet.read_as == ("utf-16" if coding in ("utf-16-le", "utf-16-be") else "")


def test_a_file_is_known_by_its_content_and_says_so(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    book = (tmp_path / REGISTER).read_bytes()
    for name, raw, read_as in (
        ("a.ods", book, "xlsx"),
        ("b.csv", book, "xlsx"),
        ("c.xlsm", book, ""),
        ("d.xlsx", "编号,商品\nG01,大米\n".encode(), "text"),
        ("e.csv", b"<table><tr><td>1</table>", "html"),
    ):
        (tmp_path / name).write_bytes(raw)
        assert only(tmp_path / name).read_as == read_as


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"%PDF-1.7", "pdf_file"),
        (b"\x89PNG\r\n\x1a\n", "picture_file"),
        (b"{\\rtf1}", "word_file"),
        (b"Rar!\x1a", "archive_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(600), "word_file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le") + bytes(600),
            "slides_file",
        ),
        ("<html>登录超时</html>".encode(), "web_page"),
        (b'<?xml version="1.0"?><a/>', "xml_file"),
        (b'<?xml version="1.0"?><Workbook><Worksheet><Table/></Worksheet></Workbook>', "xml_file"),
    ],
)
def test_something_else_under_the_name_of_a_workbook_is_named(tmp_path: Path, raw: bytes, code: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(raw)
    _is_no_table(tmp_path / "a.xlsx", code)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (["[Content_Types].xml", "word/document.xml"], "word_file"),
        (["[Content_Types].xml", "ppt/presentation.xml"], "slides_file"),
        (["Index/Document.iwa"], "numbers_file"),
        (["[Content_Types].xml", "xl/workbook.bin"], "binary_workbook"),
        (["3月/积分登记表.xlsx"], "archive_file"),
    ],
)
def test_another_package_under_the_name_of_a_workbook_is_named(
    tmp_path: Path, parts: list[str], code: str
) -> None:
    _is_no_table(pack(tmp_path / "a.xlsx", dict.fromkeys(parts, "<a/>")), code)


def test_a_text_document_of_another_office_is_named(tmp_path: Path) -> None:
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}
    _is_no_table(pack(tmp_path / "a.ods", parts), "word_file")


def _is_no_table(path: Path, code: str) -> None:
    (refusal,) = open_each([path]).values()
    assert isinstance(refusal, NotATable)
    assert refusal.code == code
    for language in ("zh", "en"):
        assert path.name in refusal.message(language)
        assert refusal.next_step(language)


# --- the process ------------------------------------------------------------------------------------------------------


def test_folders_that_are_opened_at_once_are_read_the_same(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    paths = sorted(tmp_path.iterdir())
    found: list[dict[Path, Answer]] = []
    readers = [threading.Thread(target=lambda: found.append(open_each(paths))) for _ in range(3)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert found == [open_each(paths)] * 3
    assert all(isinstance(one, list) for one in found[0].values())


def test_who_does_not_copy_itself_reads_the_same_and_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    SmallBooks().save(tmp_path)
    paths = sorted(tmp_path.iterdir())
    read = open_each(paths)
    bare = opener._BARE.replace("child.serve", "child.CAN_COPY = False; child.serve")
    monkeypatch.setattr(opener, "_BARE", bare)
    monkeypatch.setattr(opener, "_idle", [])
    monkeypatch.delattr(os, "fork")
    assert open_each(paths) == read
    assert opener._idle == []
