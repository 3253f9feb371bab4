"""Reading and balancing the books of a community: the sample exactly, and other communities' habits."""

from __future__ import annotations

import csv
import dataclasses
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from points.imports import importing
from points.imports.balancing import balance
from points.imports.comparing import compare
from points.imports.lines import Books
from points.imports.reading.folder import read_books
from points.imports.report import ImportReport, report_on
from tests.support.workbooks import (
    ATTENDANCE,
    DELIVERIES,
    REDEMPTIONS,
    REGISTER,
    ROSTER,
    SAMPLE,
    SmallBooks,
    codes,
    edit,
    shuffled,
)


@pytest.fixture(scope="module")
def sample() -> Books:
    return read_books(SAMPLE)


def report_of(books: Books) -> ImportReport:
    """The report where nothing came in before."""
    return report_on(compare(balance(books), None))


def counted(books: SmallBooks, folder: Path) -> ImportReport:
    return importing.without_database(books.save(folder))


def without_messages(report: dict[str, Any]) -> dict[str, Any]:
    faults = [
        {name: fault[name] for name in fault if name not in ("message", "cell")} for fault in report["faults"]
    ]
    return {**report, "faults": faults}


def test_the_sample_arrives_exactly_where_it_must(sample: Books) -> None:
    expected = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
    report = without_messages(report_of(sample).plain())
    assert {name: report[name] for name in expected} == expected


def test_every_fault_says_in_both_languages_what_to_do(sample: Books) -> None:
    for fault in report_of(sample).faults:
        assert fault.message_zh.endswith("。")
        assert fault.message_en.endswith(".")
        assert fault.message_zh.count("。") >= 2


def test_every_attendance_of_the_sample_has_its_line_in_the_register(sample: Books) -> None:
    attendances = [one.key for activity in sample.activities for one in activity.attendances]
    assert len(attendances) == 763
    assert set(sample.links) == set(attendances)
    assert len(set(sample.links.values())) == 763


def test_every_line_of_the_sample_has_a_key_of_its_own(sample: Books) -> None:
    lines = [
        *sample.people,
        *sample.households,
        *sample.earned,
        *sample.deliveries,
        *sample.redemptions,
        *sample.activities,
    ]
    assert len({line.key for line in lines}) == len(lines)


def test_each_redemption_knows_its_batches_and_each_purse_its_balance(sample: Books) -> None:
    balanced = balance(sample)
    services = {item.code for item in sample.items if item.kind == "service"}
    assert services == {"G31", "G32"}
    for posting in balanced.postings:
        assert posting.balance_after >= 0
        if posting.tenths < 0 and posting.line.item not in services:
            assert sum(take.quantity for take in posting.takes) == posting.line.quantity


def test_a_small_community_is_read_without_a_fault(tmp_path: Path) -> None:
    report = counted(SmallBooks(), tmp_path)
    assert report.faults == ()
    assert (report.people, report.households, report.activities, report.service_minutes) == (5, 3, 1, 360)
    assert report.balances == {"001": 50, "002": 50, "003": 30}
    assert report.community == "锦溪社区"


def test_the_batch_that_expires_first_goes_first(tmp_path: Path) -> None:
    report = counted(SmallBooks(), tmp_path)
    assert report.batches_left == {"RK1": 3, "RK2": 8, "RK3": 3}


def test_within_a_day_points_and_goods_come_in_before_goods_go_out(tmp_path: Path) -> None:
    books = SmallBooks()
    books.deliveries.append(["RK4", "2025-03-25", "牙膏", "支", 1, "采购", "社区采购", 5, "/", "姚敏"])
    books.redemptions.insert(1, [0, "2025-03-25", "002", "杨志强", "牙膏", 1, 5, 8, "已签", "姚敏"])
    books.redemptions[-1][7] = 0
    assert counted(books, tmp_path).faults == ()


def test_an_expired_batch_never_leaves(tmp_path: Path) -> None:
    books = SmallBooks()
    books.redemptions.append([3, "2025-07-01", "003", "石磊", "袋装醋", 4, 2, 1, "已签", "姚敏"])
    report = counted(books, tmp_path)
    assert codes(report.faults) == [(REDEMPTIONS, 6, "stock_short", "left_out")]
    assert report.batches_left == {"RK1": 3, "RK2": 8, "RK3": 3}


def test_two_batches_make_up_one_redemption(tmp_path: Path) -> None:
    books = SmallBooks()
    books.redemptions.append([3, "2025-05-01", "003", "石磊", "袋装醋", 9, 4.5, -1.5, "已签", "姚敏"])
    books.register.append(["2025-04-01", "003", "石磊", "", "R07", "助老代办跑腿", 3, "冉婷"])
    books.redemptions[-1][7] = 1.5
    report = counted(books, tmp_path)
    assert report.faults == ()
    assert report.batches_left == {"RK1": 2, "RK2": 0, "RK3": 3}


FAULTS = {
    "duplicate_person": ("roster", [6, "001", "田小兰", "女", "女", "1975年2月3日", None]),
    "name_missing": ("roster", [6, "002", None, "子", "男", "2001.05", None]),
    "value_impossible": ("roster", [6, "004", "舒春香", "户主", "女", "1961年13月", "13800"]),
    "line_twice": ("register", ["2025.3.5", 1, "田桂兰", None, None, "社区环境清洁 2 小时", "4分", "冉婷"]),
    "household_unknown": (
        "register",
        ["2025.3.10", "888", "查无此人", None, "R08", "义剪2小时", 4.8, "姚敏"],
    ),
    "points_out_of_range": (
        "register",
        ["2025.3.9", "003", "石磊", None, "R01", "社区环境清洁", 5000, "姚敏"],
    ),
    "date_unreadable": ("register", ["某日", "003", "石磊", None, "R07", "助老代办跑腿", 3, "姚敏"]),
    "goods_unknown": (
        "deliveries",
        ["RK9", "2025.3.3", "飞机票", "张", 1, "采购", "社区采购", 1, "/", "姚敏"],
    ),
    "stock_short": ("redemptions", [3, "2025-03-29", "003", "石磊", "牙膏", 1, 5, -2, "已签", "姚敏"]),
}
FILES = {"roster": ROSTER, "register": REGISTER, "deliveries": DELIVERIES, "redemptions": REDEMPTIONS}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_named_left_out_and_nothing_else_changes(code: str, tmp_path: Path) -> None:
    book, row = FAULTS[code]
    books = SmallBooks()
    getattr(books, book).append(row)
    report = counted(books, tmp_path)
    assert codes(report.faults) == [(FILES[book], 2 + len(getattr(books, book)), code, "left_out")]
    (tmp_path / "clean").mkdir()
    clean = counted(SmallBooks(), tmp_path / "clean")
    assert dataclasses.replace(report, faults=()) == clean


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([6, "003", "田小兰", "女", "女", "1975.02.03", "13935846392"], "duplicate_person"),
        ([6, "001", "田小兰", "女", "女", None, None], "duplicate_person"),
        ([6, "001", "田小兰", "女", "女", "2001-01-01", "13900000000"], None),
        ([6, "003", "田小兰", "女", "女", "1975-02-03", None], None),
        ([6, "002", "杨小小", "子", "男", "2199年1月", None], "value_impossible"),
        ([6, "002", "杨小小", "子", "男", "1850年1月", None], "value_impossible"),
    ],
)
def test_who_is_the_same_person_and_who_is_impossible(
    row: list[Any], code: str | None, tmp_path: Path
) -> None:
    books = SmallBooks()
    books.roster.append(row)
    assert [fault.code for fault in counted(books, tmp_path).faults] == ([code] if code else [])


def test_an_impossible_phone_is_noted_and_the_person_stays(tmp_path: Path) -> None:
    books = SmallBooks()
    books.roster.append([6, "002", "杨小小", "子", "男", "2001.05", "13800"])
    report = counted(books, tmp_path)
    assert codes(report.faults) == [(ROSTER, 9, "value_impossible", "noted")]
    assert report.people == 6


def test_too_many_pieces_are_a_matter_of_stock_before_one_of_points(tmp_path: Path) -> None:
    books = SmallBooks()
    books.redemptions[2][5:7] = [999, 999 * 8]
    assert codes(counted(books, tmp_path).faults) == [(REDEMPTIONS, 5, "stock_short", "left_out")]


def test_a_miscounted_balance_is_noted_and_the_next_line_follows_the_count(tmp_path: Path) -> None:
    books = SmallBooks()
    books.redemptions[1][7] = 9
    books.redemptions.append([3, "2025-03-29", "001", "田桂兰", "袋装醋", 1, 0.5, 4.5, "已签", "姚敏"])
    report = counted(books, tmp_path)
    assert codes(report.faults) == [(REDEMPTIONS, 4, "balance_miscounted", "noted")]
    assert report.balances["001"] == 45


def test_more_points_than_a_household_has_are_never_taken(tmp_path: Path) -> None:
    books = SmallBooks()
    books.redemptions.append([3, "2025-03-29", "003", "石磊", "毛巾", 1, 8, 0, "已签", "姚敏"])
    report = counted(books, tmp_path)
    assert codes(report.faults) == [(REDEMPTIONS, 6, "value_impossible", "left_out")]
    assert (report.balances["003"], report.batches_left["RK3"]) == (30, 3)


@pytest.mark.parametrize(
    ("rows", "faulty"),
    [
        ([["2025.3.9", "003", "石磊", None, "R01", "社区环境清洁5小时", 10, "姚敏"]], [9]),
        ([["2025.3.5", "001", "田桂兰", None, "R01", "清洁2小时（下午）", 4, "姚敏"]], []),
        ([["2025.3.5", "001", "田桂兰", None, "R01", "清洁3小时（下午）", 6, "姚敏"]], [9]),
        ([["2025.3.5", "001", "田小兰", None, "R01", "清洁3小时（下午）", 6, "姚敏"]], []),
        ([["2025.3.28", "002", "杨小禾", None, "R17", "月度最清洁户（补）", 5, "姚敏"]], [9]),
        ([["2025.4.25", "002", "杨志强", None, "R17", "月度最清洁户", 5, "姚敏"]], []),
        ([["2025.4.25", "003", "石磊", None, "R26", "见义勇为", 50, "姚敏"]], []),
        ([["2025.4.25", "003", "石磊", None, "R26", "见义勇为", 51, "姚敏"]], [9]),
        ([["2025.4.25", "003", "石磊", None, "R16", "参加培训5次", 10, "姚敏"]], []),
        ([["2025.4.25", "003", "石磊", None, "R16", "参加培训", 10.5, "姚敏"]], [9]),
        ([["2025.3.28", "003", "石磊", None, None, "周卫生达标4周", 2, "姚敏"]], []),
        ([["2025.3.28", "003", "石磊", None, None, "周卫生达标5周", 2.5, "姚敏"]], [9]),
    ],
)
def test_a_cap_holds_for_a_line_and_for_its_window(
    rows: list[Any], faulty: list[int], tmp_path: Path
) -> None:
    books = SmallBooks()
    books.register.extend(rows)
    books.redemptions[1][7] = books.redemptions[2][7] = None
    found = codes(counted(books, tmp_path).faults)
    assert found == [(REGISTER, row, "points_out_of_range", "left_out") for row in faulty]


def test_a_household_number_is_only_typed_on_the_first_line_of_a_household(tmp_path: Path) -> None:
    books = SmallBooks()
    books.roster.insert(3, [None] * 11)
    read = read_books(books.save(tmp_path))
    assert [(one.household, one.name) for one in read.people][:3] == [
        ("001", "田桂兰"),
        ("001", "田小兰"),
        ("002", "杨志强"),
    ]
    assert [(one.number, one.grid, one.building, one.door) for one in read.households][1] == (
        "002",
        "第1网格",
        "1栋",
        "3单元303",
    )


def test_merged_and_ditto_cells_mean_the_cell_above(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register.append(["2025-03-26", "003", "石磊", None, "R07", "助老代办跑腿（上午）", 3, "姚敏"])
    books.register.append([None, "003", "石磊", None, "R07", "助老代办跑腿（下午）", 3, "姚敏"])
    books.register.append(["同上", "〃", "石磊", None, "R07", "助老代办跑腿（晚上）", 3, "姚敏"])
    books.save(tmp_path)
    edit(tmp_path / REGISTER, lambda book: book["3月"].merge_cells("A9:A10"))
    read = read_books(tmp_path)
    assert read.faults == ()
    assert [line.day for line in read.earned[-3:]] == [date(2025, 3, 26)] * 3


def test_an_empty_date_is_the_one_above_and_is_listed_at_the_top_it_is_none(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register[4][0] = books.register[1][0] = None
    assert codes(counted(books, tmp_path).faults) == [
        (REGISTER, 4, "value_blank", "left_out"),
        (REGISTER, 7, "day_as_above", "noted"),
        (REDEMPTIONS, 4, "balance_miscounted", "noted"),
    ]


def test_columns_may_stand_in_any_order_and_the_heading_anywhere(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register.extend([[None], ["本月小计：22 分"]])
    books.roster.extend([[None], ["注：手机号码仅供社区联系使用。"]])
    plain = counted(books, tmp_path)
    (tmp_path / "other").mkdir()
    for seed in range(5):
        other = dataclasses.replace(
            SmallBooks(),
            roster=[["社区内部资料"], *shuffled(books.roster, seed)],
            register=[["说明"], [None], ["社区内部资料，2025年"], *shuffled(books.register, seed)],
            deliveries=shuffled(books.deliveries, seed),
            redemptions=shuffled(books.redemptions, seed),
            activities={name: shuffled(rows, seed) for name, rows in books.activities.items()},
            titles=False,
        )
        report = counted(other, tmp_path / "other")
        assert report.faults == ()
        assert (report.balances, report.stock, report.service_minutes, report.people) == (
            plain.balances,
            plain.stock,
            plain.service_minutes,
            plain.people,
        )


def test_keys_stay_when_rows_move_and_change_when_content_does(tmp_path: Path) -> None:
    first = read_books(SmallBooks().save(tmp_path))
    books = SmallBooks()
    books.register[1:] = reversed(books.register[1:])
    moved = read_books(books.save(tmp_path))
    assert {line.key for line in first.earned} == {line.key for line in moved.earned}
    books.register[1][6] = 4
    changed = read_books(books.save(tmp_path))
    assert len({line.key for line in first.earned} & {line.key for line in changed.earned}) == 4


def test_totals_repeated_headings_and_prenumbered_lines_are_no_lines(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register[3:3] = [["合计", None, None, None, None, None, 12, None], list(books.register[0]), [None]]
    books.register.append([None, None, None, None, None, "本页小计", 22, None])
    books.redemptions.extend([[n] for n in range(3, 9)])
    books.redemptions.append(["合计", None, None, None, None, 3, 9])
    books.register.append(["2025年3月合计", None, None, None, None, None, 22, None])
    books.register.append(["日期：2025年3月31日", None, "签字：姚敏", None, None, None, None, None])
    books.roster.extend([[6], [7], ["总计", "3户", "5人"]])
    assert counted(books, tmp_path).faults == ()


def test_other_sheets_and_empty_sheets_are_passed_by_and_named(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)

    def change(book: Any) -> None:
        book.create_sheet("Sheet2")
        book.create_sheet("汇总").append(["户号", "姓名", "积分"])
        book["汇总"].append(["001", "田桂兰", 6])
        book["3月"].title = "三月份（新）"

    edit(tmp_path / REGISTER, change)
    read = read_books(tmp_path)
    assert len(read.earned) == 5
    assert [(one.file, one.sheet, one.code) for one in read.unread] == [(REGISTER, "汇总", "sheet_other")]


def test_other_names_of_files_are_known_by_their_words(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    for name in (ROSTER, ATTENDANCE, REGISTER, DELIVERIES, REDEMPTIONS):
        (tmp_path / name).rename(tmp_path / f"青石社区2025{name}")
    (tmp_path / f"~${REGISTER}").write_bytes(b"lock")
    assert report_of(read_books(tmp_path)).faults == ()


def test_reference_tables_may_have_a_year_in_their_name(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    (tmp_path / "rules.csv").rename(tmp_path / "2025_rules.csv")
    (tmp_path / "goods.csv").rename(tmp_path / "goods(2025).csv")
    assert report_of(read_books(tmp_path)).faults == ()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_reference_table_may_have_a_title_above_and_another_separator(
    tmp_path: Path, separator: str
) -> None:
    SmallBooks().save(tmp_path)
    for name in ("rules.csv", "goods.csv", "penalties.csv"):
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as source:
            rows = list(csv.reader(source))
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as target:
            csv.writer(target, delimiter=separator).writerows([["锦溪社区对照表"], *rows])
    read = read_books(tmp_path)
    assert (len(read.rules), len(read.items), len(read.penalties)) == (26, 32, 7)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        (("0001户", "0002户", "0003户"), {"0001", "0002", "0003"}),
        (("001", "002", "9999"), {"001", "002", "9999"}),
        ((1, 2, 3), {"001", "002", "003"}),
        (("JX-001", "JX-002", "JX-003"), {"JX-001", "JX-002", "JX-003"}),
    ],
)
def test_household_numbers_keep_the_spelling_of_the_roster(
    tmp_path: Path, typed: tuple[int | str, ...], numbers: set[str]
) -> None:
    books = SmallBooks()
    for row, number in zip((1, 3, 5), typed, strict=True):
        books.roster[row][1] = number
    assert set(counted(books, tmp_path).balances) == numbers


@pytest.mark.parametrize(
    "title", ["2025年青石社区居民花名册", "青石 社区居民花名册", "和平街道青石社区花名册"]
)
def test_the_community_is_the_one_that_the_titles_name(tmp_path: Path, title: str) -> None:
    SmallBooks(titles=False).save(tmp_path)

    def change(book: Any) -> None:
        book.worksheets[0].insert_rows(1)
        book.worksheets[0]["A1"] = title

    edit(tmp_path / ROSTER, change)
    assert read_books(tmp_path).community == "青石社区"


def test_a_reference_table_in_the_old_encoding_is_read(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    for name in ("rules.csv", "goods.csv", "penalties.csv"):
        words = (SAMPLE / name).read_text(encoding="utf-8-sig")
        (tmp_path / name).write_bytes(words.encode("gbk"))
    read = read_books(tmp_path)
    assert (len(read.rules), len(read.items), len(read.penalties)) == (26, 32, 7)
    assert read.items[30].name == "社区食堂水饺一份（服务）"


def test_a_rule_is_found_by_the_name_of_its_matter(sample: Books) -> None:
    by_matter = {line.matter: line.rule for line in sample.earned}
    assert by_matter["周卫生达标4周"] == "R18"
    assert by_matter["参加院坝会"] == "R15"
    assert by_matter["助老代办跑腿"] == "R07"
    assert all(line.rule for line in sample.earned)


def test_hours_stand_where_somebody_forgot_to_sign_out(tmp_path: Path) -> None:
    read = read_books(SmallBooks().save(tmp_path))
    second = read.activities[0].attendances[1]
    assert (second.signed_out, second.minutes) == (None, 240)
    assert (read.activities[0].leader, read.activities[0].rule) == ("罗海燕", "R01")


def test_an_activity_without_a_day_is_named_by_its_foot(tmp_path: Path) -> None:
    books = SmallBooks()
    sheet = books.activities.pop("01-0305")
    sheet[-1] = ["活动时间：某日   带队人：罗海燕   规则编号：R01"]
    books.activities["活动"] = sheet
    report = counted(books, tmp_path)
    assert codes(report.faults) == [(ATTENDANCE, 7, "date_unreadable", "left_out")]
    assert report.activities == 0


def test_attendance_lines_have_faults_of_their_own(tmp_path: Path) -> None:
    books = SmallBooks()
    rows = books.activities["01-0305"]
    rows[3:3] = [
        [3, "田桂兰", "1", None, "9:24", "11:24", "2小时"],
        [4, "查无此人", "888", None, "9:24", "11:24", 2],
        [5, None, "003", None, "9:24", "11:24", 2],
        [6, "石磊", "003", None, "9:24", None, 30],
        [7, "外来人", "003", None, "9:24", "11:24", 2],
    ]
    assert codes(counted(books, tmp_path).faults) == [
        (ATTENDANCE, 6, "line_twice", "left_out"),
        (ATTENDANCE, 7, "household_unknown", "left_out"),
        (ATTENDANCE, 8, "name_missing", "left_out"),
        (ATTENDANCE, 9, "value_impossible", "left_out"),
        (ATTENDANCE, 10, "name_missing", "left_out"),
    ]


def test_the_whole_sample_shuffled_arrives_at_the_same_place(sample: Books, tmp_path: Path) -> None:
    """Columns in another order, the heading lower, sheets renamed: only the rows of the faults move."""
    for path in SAMPLE.iterdir():
        shutil.copy(path, tmp_path)
    for name in (ROSTER, ATTENDANCE, REGISTER, DELIVERIES, REDEMPTIONS):
        _shuffle(tmp_path / name)
    other = read_books(tmp_path)
    one, two = report_of(sample), report_of(other)
    assert [(f.origin.file, f.origin.row + 2, f.code, f.level) for f in one.faults] == codes(two.faults)
    assert (one.balances, one.stock, one.batches_left) == (two.balances, two.stock, two.batches_left)
    assert one.service_minutes == two.service_minutes
    keys = [{posting.line.key for posting in balance(books).postings} for books in (sample, other)]
    assert keys[0] == keys[1]


def _shuffle(path: Path) -> None:
    before, after = openpyxl.load_workbook(path, read_only=True), openpyxl.Workbook(write_only=True)
    for sheet in before.worksheets:
        rows = shuffled([list(row) for row in sheet.iter_rows(values_only=True)])
        other = after.create_sheet(f"表{sheet.title}" if not sheet.title[0].isdigit() else sheet.title)
        for row in [["2025年"], [], *rows]:
            other.append(row)
    after.save(path)
