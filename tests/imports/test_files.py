"""Files that cannot be read: each is a sentence that names the file, never a traceback."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from points.foundation import Refusal
from points.imports.reading.files import open_each
from points.imports.reading.files.naming import name_of
from points.imports.reading.folder import read_books
from points.imports.refusals import BookRefused
from tests.support.packages import repack
from tests.support.workbooks import ATTENDANCE, DELIVERIES, REDEMPTIONS, REGISTER, ROSTER, SmallBooks, edit

BOOKS = (ROSTER, ATTENDANCE, REGISTER, DELIVERIES, REDEMPTIONS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return SmallBooks().save(tmp_path)


def refused(folder: Path, file: str) -> str:
    """The code of the refusal, which must name the file and what to do, in both languages."""
    with pytest.raises(Refusal) as caught:
        read_books(folder)
    for language in ("zh", "en"):
        assert file in caught.value.message(language)
        assert caught.value.next_step(language)
    return caught.value.code


@pytest.mark.parametrize("file", [ROSTER, "rules.csv", "goods.csv"])
def test_a_missing_file_without_which_others_cannot_be_read_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert refused(folder, file) == "book_missing"


@pytest.mark.parametrize("file", [ATTENDANCE, REGISTER, REDEMPTIONS, "penalties.csv"])
def test_of_another_missing_file_it_is_asked_whether_it_is_kept(folder: Path, file: str) -> None:
    (folder / file).unlink()
    [question] = [one for one in read_books(folder).questions if one.kind == "book_absent"]
    assert [place.file for place in question.places] == [file]


def test_a_missing_book_beside_a_table_that_nobody_knows_is_named(folder: Path) -> None:
    (folder / REGISTER).rename(folder / "导出.xlsx")
    edit(folder / "导出.xlsx", lambda book: book.worksheets[0].delete_rows(1, 3))
    assert refused(folder, REGISTER) == "book_missing"


def test_lists_come_alone_and_nothing_is_asked(folder: Path) -> None:
    for file in (ROSTER, ATTENDANCE, REGISTER, DELIVERIES, REDEMPTIONS, "penalties.csv", "rules.csv"):
        (folder / file).unlink()
        if file == REGISTER:
            assert refused(folder, ROSTER) == "book_missing", "redemptions are still there"
    books = read_books(folder)
    assert (bool(books.items), books.rules, books.questions) == (True, (), ())


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere", "nowhere") == "folder_missing"


@pytest.mark.parametrize("file", BOOKS)
@pytest.mark.parametrize("kept", [0, 100, 2000])
def test_a_file_cut_off_is_broken(folder: Path, file: str, kept: int) -> None:
    (folder / file).write_bytes((folder / file).read_bytes()[:kept])
    assert refused(folder, file) == "book_broken"


def test_a_file_with_spoilt_bytes_is_broken_or_read(folder: Path) -> None:
    good = (folder / REDEMPTIONS).read_bytes()
    paths = []
    for place in range(0, len(good), 97):
        paths.append(folder / f"{place}.xlsx")
        paths[-1].write_bytes(good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :])
    codes = {one.code for one in open_each(paths).values() if isinstance(one, BookRefused)}
    assert "book_broken" in codes
    assert codes <= {"book_broken", "book_encrypted", "book_unsafe", "book_too_large"}


def test_something_else_called_a_workbook_is_named(folder: Path) -> None:
    (folder / ROSTER).write_bytes("<html>登录超时</html>".encode())
    assert refused(folder, ROSTER) == "web_page"


def test_a_workbook_with_a_password_says_so(folder: Path) -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    (folder / ROSTER).write_bytes(head + "EncryptedPackage".encode("utf-16-le") + bytes(600))
    assert refused(folder, ROSTER) == "book_encrypted"


def test_a_stray_cell_at_the_far_end_costs_no_time(folder: Path) -> None:
    with zipfile.ZipFile(folder / REGISTER) as packed:
        words = packed.read("xl/worksheets/sheet1.xml")
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    merge = b'<mergeCells><mergeCell ref="A4:A1048576"/><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    words = words.replace(b"</sheetData>", far + merge)
    repack(folder / REGISTER, "xl/worksheets/sheet1.xml", words)
    assert len(read_books(folder).earned) == 5


def test_a_missing_column_is_named_with_its_sheet(tmp_path: Path) -> None:
    books = SmallBooks()
    for row in books.register:
        row[6] = "备用" if row is books.register[0] else "有"
    with pytest.raises(Refusal) as caught:
        read_books(books.save(tmp_path))
    assert caught.value.code == "column_missing"
    assert caught.value.plain_facts() == {"file": REGISTER, "sheet": "3月", "columns": "积分", "row": 3}


@pytest.mark.parametrize("file", BOOKS)
def test_a_workbook_without_its_heading_is_refused(folder: Path, file: str) -> None:
    def change(book: object) -> None:
        for sheet in book.worksheets:  # type: ignore[attr-defined]
            sheet.delete_rows(3)

    edit(folder / file, change)
    assert refused(folder, file) == "header_missing"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x00\xff\x00\x01" * 40, "text_unreadable"),
        (b"", "header_missing"),
        ("编号,商品,单位,分价\nG01,大米,袋,44\n".encode(), "column_missing"),
        ("编号,商品,单位,限兑\nG01,大米,袋,1\n".encode(), "column_missing"),
        ("编号,商品,单位,分价,限兑\n".encode(), "reference_empty"),
        (b'a,"' + b"x" * 200_000, "book_broken"),
    ],
)
def test_a_spoilt_reference_table_is_refused(folder: Path, content: bytes, code: str) -> None:
    (folder / "goods.csv").write_bytes(content)
    assert refused(folder, "goods.csv") == code


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("rules.csv", "封顶"),
        ("rules.csv", "账户"),
        ("rules.csv", "计志愿时长"),
        ("goods.csv", "每户每月限兑"),
    ],
)
def test_a_column_that_decides_points_is_missed_by_name(folder: Path, file: str, column: str) -> None:
    words = (folder / file).read_text(encoding="utf-8-sig")
    (folder / file).write_text(words.replace(column, "备用", 1), encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read_books(folder)
    assert caught.value.code == "column_missing"
    assert caught.value.message("zh") == f"“{file}”缺少这一列：{column}。"


def test_a_redemption_book_without_its_balances_is_refused(tmp_path: Path) -> None:
    books = SmallBooks()
    for row in books.redemptions:
        row[7] = "备用" if row is books.redemptions[0] else None
    with pytest.raises(Refusal) as caught:
        read_books(books.save(tmp_path))
    assert caught.value.plain_facts()["columns"] == "剩余积分"


def test_a_file_that_is_there_twice_is_read_once(folder: Path) -> None:
    (folder / "花名册二.xlsx").write_bytes((folder / ROSTER).read_bytes())
    read = read_books(folder)
    assert [(one.file, one.code) for one in read.skipped] == [("花名册二.xlsx", "file_copied")] or len(
        read.people
    ) == 5
    assert len(read.people) == 5


def test_two_tables_of_rules_are_named(folder: Path) -> None:
    (folder / "rules_2025.csv").write_text("编号,规则\n", encoding="utf-8")
    assert refused(folder, "rules.csv") == "book_ambiguous"


@pytest.mark.parametrize("letters", ["utf-8", "gb18030"])
def test_a_name_that_was_packed_on_an_old_machine_is_read(folder: Path, letters: str) -> None:
    """As it comes out of an archive made on a Chinese Windows."""
    made = folder / os.fsdecode("居民花名册(旧).xlsx".encode(letters))
    (folder / ROSTER).rename(made)
    assert name_of(made) == "居民花名册(旧).xlsx"
    assert "居民花名册(旧).xlsx" in {file for file, _ in read_books(folder).sheets}
