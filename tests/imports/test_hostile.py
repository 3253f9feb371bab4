"""Files that want the memory, the time or the secrets of who reads them: each ends in a refusal, and others are read."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from points.imports.reading.files import Allowance, limits, messages, open_book, open_each, opener
from points.imports.reading.files.messages import NotPlain, received
from points.imports.refusals import BookRefused
from tests.support.packages import MAIN, ods, repack, xlsx

OLD = Path(__file__).parent / "books/old.xls"
ONE = "<sheetData><row><c><v>1</v></c></row></sheetData>"
BOMB = '<!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def refused(path: Path) -> str:
    """The code of the refusal, which must name the file and what to do, in both languages."""
    (refusal,) = open_each([path]).values()
    assert isinstance(refusal, BookRefused)
    for language in ("zh", "en"):
        assert path.name in refusal.message(language)
        assert refusal.next_step(language)
    return refusal.code


# --- what a package may hold ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/media/image1.png", "inside.zip"])
def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, part: str) -> None:
    path = xlsx(tmp_path / "a.xlsx", ONE)
    repack(path, part, bytes(limits.MAX_UNPACKED))
    assert refused(path) == "book_too_large"


def test_a_bomb_within_a_bomb_stays_packed(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a", bytes(limits.MAX_UNPACKED))
    path = xlsx(tmp_path / "a.xlsx", ONE)
    repack(path, "xl/embeddings/inner.zip", inner.getvalue())
    assert open_book(path)[0].rows == {1: (1,)}


def test_a_part_that_says_it_is_small_is_read_no_further(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ONE + " " * 10_000)
    raw = path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        size = packed.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    path.write_bytes(raw.replace(size, (200).to_bytes(4, "little")))
    assert refused(path) == "book_broken"


def test_a_part_of_two_gigabytes_is_too_large(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ONE, strings=f'<sst xmlns="{MAIN}">{" " * 999}</sst>')
    with zipfile.ZipFile(path) as packed:
        size = packed.getinfo("xl/strings.xml").file_size.to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (2**31 - 1).to_bytes(4, "little")))
    assert refused(path) == "book_too_large"


def test_texts_declared_by_the_thousand_million_cost_nothing(tmp_path: Path) -> None:
    strings = f'<sst xmlns="{MAIN}" count="2000000000" uniqueCount="2000000000"><si><t>甲</t></si></sst>'
    sheet = '<sheetData><row><c t="s"><v>0</v></c></row></sheetData>'
    assert open_book(xlsx(tmp_path / "a.xlsx", sheet, strings=strings))[0].rows == {1: ("甲",)}


def test_a_file_larger_than_a_book_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.xlsx").open("wb") as big:
        big.truncate(limits.MAX_FILE + 1)
    assert refused(tmp_path / "a.xlsx") == "book_too_large"


def test_more_parts_than_a_workbook_has_are_too_many(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ONE)
    with zipfile.ZipFile(path, "a") as packed:
        own = len(packed.namelist())
        for number in range(limits.MAX_PARTS - own):
            packed.writestr(f"docProps/{number}", "")
    assert open_book(path)[0].rows == {1: (1,)}
    repack(path, "docProps/more", b"")
    assert refused(path) == "book_too_large"


@pytest.mark.parametrize("definition", [BOMB, OUTSIDE])
@pytest.mark.parametrize(
    ("part", "coding"),
    [
        ("xl/worksheets/sheet1.xml", "utf-8"),
        ("xl/strings.xml", "utf-16"),
        ("customXml/item.bin", "utf-8"),
        ("docProps/thumbnail.png", "utf-16-le"),
    ],
)
def test_entities_are_refused_in_every_part(tmp_path: Path, definition: str, part: str, coding: str) -> None:
    path = xlsx(tmp_path / "a.xlsx", ONE)
    repack(path, part, f"{definition}<w>&b;</w>".encode(coding))
    assert refused(path) == "book_unsafe"


def test_entities_far_behind_a_comment_are_found(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ONE)
    repack(path, "docProps/app.xml", f"<!--{' ' * 65_525}-->{BOMB}<w/>".encode())
    assert refused(path) == "book_unsafe"


def test_an_open_document_with_entities_is_refused(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", "")
    repack(path, "content.xml", f"{BOMB}<w/>".encode())
    assert refused(path) == "book_unsafe"


def test_links_that_lead_outside_are_not_followed(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ONE)
    with zipfile.ZipFile(path) as packed:
        words = packed.read("xl/_rels/workbook.xml.rels").decode()
    outside = words.replace(
        'Target="worksheets/sheet1.xml"', 'Target="file:///etc/passwd" TargetMode="External"'
    )
    repack(path, "xl/_rels/workbook.xml.rels", outside.encode())
    assert refused(path) == "book_broken"


@pytest.mark.parametrize("kept", ["</row>", "<v>1</v>"])
def test_xml_that_never_ends_is_broken(tmp_path: Path, kept: str) -> None:
    path = xlsx(tmp_path / "a.xlsx", ONE)
    sheet = f'<worksheet xmlns="{MAIN}">{ONE[: ONE.index(kept)]}'
    repack(path, "xl/worksheets/sheet1.xml", (sheet + "1" * 500_000).encode())
    assert refused(path) == "book_broken"


def test_elements_without_end_within_one_another_are_unsafe(tmp_path: Path) -> None:
    assert refused(xlsx(tmp_path / "a.xlsx", "<a>" * 100_000)) == "book_unsafe"


def test_a_text_that_is_not_there_is_broken(tmp_path: Path) -> None:
    sheet = '<sheetData><row><c t="s"><v>7</v></c></row></sheetData>'
    assert refused(xlsx(tmp_path / "a.xlsx", sheet)) == "book_broken"


def test_an_open_document_with_a_password_says_so(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", "")
    repack(path, "META-INF/manifest.xml", b"<manifest><encryption-data/></manifest>")
    assert refused(path) == "book_encrypted"


# --- what a sheet may hold --------------------------------------------------------------------------------------------


def test_rows_and_columns_that_only_look_like_something_cost_little(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}" hidden="1" s="1"><c r="XFD{n}" s="1"/></row>' for n in range(2, 100_000))
    path = xlsx(tmp_path / "a.xlsx", ONE.replace("</sheetData>", f"{rows}</sheetData>"))
    (sheet,) = open_book(path)
    assert sheet.rows == {1: (1,)}
    assert sheet.marks.hidden_rows == frozenset()


@pytest.mark.parametrize(
    "sheet",
    [
        f"<sheetData><row>{'<c><v>1</v></c>' * 16_384}</row></sheetData>",
        f"<sheetData>{'<row><c><v>1</v></c></row>' * (limits.MAX_ROWS + 1)}</sheetData>",
        f"{ONE}<mergeCells>" + '<mergeCell ref="A1:B2"/>' * (limits.MAX_MARKS + 1) + "</mergeCells>",
    ],
    ids=["columns", "rows", "merged"],
)
def test_more_than_anybody_keeps_by_hand_is_too_large(tmp_path: Path, sheet: str) -> None:
    assert refused(xlsx(tmp_path / "a.xlsx", sheet)) == "book_too_large"


def test_comments_without_end_are_too_many(tmp_path: Path) -> None:
    said = "".join(
        f'<comment ref="A{n}"><text><t>x</t></text></comment>' for n in range(1, limits.MAX_MARKS + 2)
    )
    comments = f'<comments xmlns="{MAIN}"><commentList>{said}</commentList></comments>'
    assert refused(xlsx(tmp_path / "a.xlsx", ONE, comments=comments)) == "book_too_large"


def test_merged_cells_that_begin_below_the_rows_are_none(tmp_path: Path) -> None:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="C9:D9"/></mergeCells>'
    assert open_book(xlsx(tmp_path / "a.xlsx", ONE + merged))[0].marks.merged == ((1, 0, 1_048_576, 16_383),)


def test_merged_cells_over_one_another_are_broken(tmp_path: Path) -> None:
    merged = "<mergeCells>" + '<mergeCell ref="A1:A5000"/>' * 81 + "</mergeCells>"
    assert refused(xlsx(tmp_path / "a.xlsx", ONE + merged)) == "book_broken"


def test_an_open_document_that_repeats_itself_is_too_large(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{}"/>'
    row = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    for rows, columns in ((1_048_576, 16_384), (1, 16_384), (1_048_576, 1)):
        table = f'<table:table table:name="a">{row.format(rows, cell.format(columns))}</table:table>'
        assert refused(ods(tmp_path / f"{rows}-{columns}.ods", table)) == "book_too_large"


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<table>" + "<tr>" * 100_002, "book_too_large"),
        ("<table><tr><td>" * 200, "book_unsafe"),
        ("<table><tr><td>" + "<font>" * 200, "book_unsafe"),
        ("<table>" + "<tr><td rowspan=65000 colspan=1000>1" * 20_003, "book_too_large"),
    ],
    ids=["rows", "tables", "fonts", "spans"],
)
def test_web_pages_without_end(tmp_path: Path, page: str, code: str) -> None:
    (tmp_path / "a.xls").write_text(page)
    assert refused(tmp_path / "a.xls") == code


def test_a_text_with_more_rows_than_a_book_has_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1,2\n" * (limits.MAX_ROWS + 1))
    assert refused(tmp_path / "a.csv") == "book_too_large"


def test_an_old_workbook_with_spoilt_records_is_broken_or_read(tmp_path: Path) -> None:
    chance, good = random.Random(13), OLD.read_bytes()
    paths = []
    for number in range(40):
        spoilt = bytearray(good)
        for _ in range(number + 1):
            spoilt[chance.randrange(512, len(good))] = chance.randrange(256)
        paths.append(tmp_path / f"{number}.xls")
        paths[-1].write_bytes(spoilt)
    codes = {one.code for one in open_each(paths).values() if isinstance(one, BookRefused)}
    assert codes == {"book_broken"}


# --- the process that reads -------------------------------------------------------------------------------------------


def good_and(tmp_path: Path, bad: Path, allowed: Allowance) -> list[str]:
    """What becomes of a bad file between two good ones; whoever read them must be gone or wait for more."""
    before, after = xlsx(tmp_path / "1.xlsx", ONE), xlsx(tmp_path / "3.xlsx", ONE)
    answers: Iterable[object] = open_each([before, bad, after], allowed).values()
    assert all(one.can_be_asked() and not copies(one._process.pid) for one in opener._idle)
    return [one.code if isinstance(one, BookRefused) else "read" for one in answers]


def copies(process: int) -> list[str]:
    """The processes that are left of the copies it made of itself."""
    return Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()


def test_who_takes_too_much_memory_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    text = f'<sheetData><row><c t="inlineStr"><is><t>{"x" * 60_000_000}</t></is></c></row></sheetData>'
    bad = xlsx(tmp_path / "2.xlsx", text)
    assert good_and(tmp_path, bad, Allowance(memory=50 * 2**20)) == ["read", "reader_died", "read"]


def test_who_takes_too_much_time_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    bad = tmp_path / "2.xls"
    bad.write_text("<table><tr><td>" + "<b>x</b>" * 1_500_000)
    assert good_and(tmp_path, bad, Allowance(cpu_seconds=1)) == ["read", "reader_died", "read"]


def test_who_waits_for_ever_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "2.xlsx")
    for _ in range(2):
        found = good_and(tmp_path, tmp_path / "2.xlsx", Allowance(wall_seconds=0.5))
        assert found == ["read", "reader_died", "read"]


def test_the_process_stays_for_the_next_folder_and_another_comes_where_it_died(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ONE)
    read = open_each([path])
    first = opener._idle[-1]
    assert open_each([path]) == read
    assert opener._idle[-1] is first
    os.kill(first._process.pid, signal.SIGKILL)
    first._process.wait()
    assert open_each([path]) == read
    assert first not in opener._idle


def test_a_copy_of_this_process_asks_a_reader_of_its_own(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ONE)
    read = open_each([path])
    copy = os.fork()
    if copy == 0:
        os._exit(0 if not opener._idle and open_each([path]) == read else 1)
    assert os.waitpid(copy, 0)[1] == 0
    assert open_each([path]) == read


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("rows", [[1, [{"a": 1}]]]),
        ("rows", [[1, [["Path", "/"]]]]),
        ("rows", [[1, [["timedelta", "1"]]]]),
        ("refused", ["BaseException", {}]),
        ("more", None),
    ],
)
def test_what_comes_back_is_plain_or_nothing(kind: str, said: object) -> None:
    with pytest.raises(NotPlain):
        received([json.dumps([kind, said]).encode() + b"\n"])


def test_an_answer_that_is_cut_off_is_none(tmp_path: Path) -> None:
    lines = list(messages.sent(open_book(xlsx(tmp_path / "a.xlsx", ONE))))
    assert received(lines) is not None
    assert received(lines[:-1]) is None
    assert received([*lines[:-1], lines[-1][:-1]]) is None
