"""What is taken though it is not typed as it is read is listed with its cell, and so is what is taken for no line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from points.imports.lines import Books
from points.imports.reading.folder import read_books
from tests.support.workbooks import DELIVERIES, REDEMPTIONS, REGISTER, ROSTER, SmallBooks, edit


def listed(read: Books) -> list[tuple[str, str]]:
    """Every remark: its code, and where it is."""
    faults = [(one.code, one.cell or f"row {one.origin.row}") for one in read.faults]
    return [*faults, *((one.code, one.cell) for one in (*read.skipped, *read.unread))]


def roster(books: SmallBooks, *more: list[Any]) -> None:
    books.roster.extend(list(row) for row in more)


def register(books: SmallBooks, *more: list[Any]) -> None:
    books.register.extend(list(row) for row in more)


def helping(day: Any, household: Any, name: Any, points: Any = 3, matter: str = "助老代办跑腿") -> list[Any]:
    return [day, household, name, None, "R07", matter, points, "冉婷"]


def handed(day: Any, item: Any, quantity: Any, points: Any, left: Any, household: str = "003") -> list[Any]:
    return [
        3,
        day,
        household,
        "石磊" if household == "003" else "田桂兰",
        item,
        quantity,
        points,
        left,
        "已签",
        "姚敏",
    ]


def date_in_the_roster(books: SmallBooks) -> None:
    roster(
        books,
        [
            6,
            datetime(2025, 3, 2),
            "龙海",
            "户主",
            "男",
            "1980.03",
            "13700005555",
            "第2网格",
            "3栋",
            datetime(2025, 2, 1),
            None,
        ],
    )
    register(books, helping("2025-03-26", "3-2", "龙海"))


def door_of_a_new_household(books: SmallBooks) -> None:
    roster(
        books, [6, "004", "龙海", "户主", "男", "1980.03", None, "第2网格", "3栋", datetime(2025, 2, 1), None]
    )


def words_in_the_register(books: SmallBooks) -> None:
    register(books, helping("2025-03-26", "三户", "石磊"), helping("2025-03-27", "003", "石磊（代）"))
    register(
        books,
        helping(None, "003", "石磊", matter="助老代办跑腿（下午）"),
        helping("2025-03-28", None, "石磊"),
    )
    register(books, helping("2025-03-29", "003", "石磊", points=0))


def two_of_one_name(books: SmallBooks) -> None:
    roster(books, [6, "001", "田桂兰", "女", "女", "2001-05-06", "13700007777", None, None, None, None])
    books.activities["01-0305"][1][3] = "13700007777"


def identity_numbers(books: SmallBooks) -> None:
    books.roster[0][5] = "身份证号"
    for row in books.roster[1:]:
        row[5] = "433130194904120021"
    books.roster[2][5] = 1.23456789012345e17


def gone(books: SmallBooks) -> None:
    books.roster[4][10] = "已故（2024.6）"


def goods_of_a_visit(books: SmallBooks) -> None:
    books.redemptions.append(handed("2025-03-29", "袋装醋4袋、袋装醋2袋", 6, 3, 0))


def a_pack(books: SmallBooks) -> None:
    books.redemptions.append(handed("2025-03-29", "袋装醋", "1提（6袋）", 3, 0))


def a_gift(books: SmallBooks) -> None:
    books.redemptions.append(handed("2025-03-29", "毛巾", 1, 0, 3))


def brought_back(books: SmallBooks) -> None:
    books.redemptions.append(handed("2025-03-29", "袋装醋", 2, 1, 2))
    books.redemptions.append(handed("2025-03-30", "袋装醋", -2, -1, 3))


def an_old_price(books: SmallBooks) -> None:
    books.redemptions.append(handed("2025-03-29", "毛巾", 1, 6, -1, household="001"))
    books.redemptions[2][6], books.redemptions[2][7] = 6, 7
    books.redemptions.pop()
    books.redemptions.append([3, "2025-03-30", "002", "杨志强", "毛巾", 1, 6, 1, "已签", "姚敏"])


def spent_in_the_register(books: SmallBooks) -> None:
    register(books, ["2025-03-07", "001", "田桂兰", None, None, "兑换袋装醋", "-1", "姚敏"])


def carried_over(books: SmallBooks) -> None:
    register(books, ["2025-01-01", "003", "石磊", None, None, "上年结转", 120, "姚敏"])


def stock(books: SmallBooks) -> None:
    books.deliveries.append(["QC1", "2025-01-01", "毛巾", "条", 5, "上年结存", None, None, "/", "姚敏"])
    books.deliveries.append(["RK8", "2025-03-20", "毛巾", "条", -1, "退回", None, None, "/", "姚敏"])
    books.deliveries.append(["RK9", "2025-03-28", "毛巾", "条", -1, "兑换", None, None, "/", "姚敏"])
    books.deliveries.append(["RK7", "2025-03-21", "袋装醋", "袋", 1, "采购", None, None, "2.28", "姚敏"])


def hours(books: SmallBooks) -> None:
    books.activities["01-0305"][2][6] = "2时30分"


def minutes(books: SmallBooks) -> None:
    sheet = books.activities["01-0305"]
    sheet[0][6], sheet[1][6], sheet[2][6] = "时长（分钟）", 120, 240


def copied(books: SmallBooks) -> None:
    books.activities["01-0305 (2)"] = [list(row) for row in books.activities["01-0305"]]


def without_a_rule(books: SmallBooks) -> None:
    books.activities["01-0305"][4] = ["活动时间：2025年03月05日 09:30   带队人：罗海燕"]
    books.titles = False


def outside(books: SmallBooks) -> None:
    books.register[1].append("见附表")


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (date_in_the_roster, [("household_read_as", "B9")]),
        (
            words_in_the_register,
            [
                ("household_read_as", "B9"),
                ("name_read_as", "C10"),
                ("day_as_above", "A11"),
                ("person_found", "C12"),
                ("points_none", "G13"),
            ],
        ),
        (door_of_a_new_household, [("door_read_as", "J9")]),
        (two_of_one_name, [("person_found", "B4")]),
        (identity_numbers, [("birth_lost", "F5"), *(("identity_twice", f"F{row}") for row in (6, 7, 8))]),
        (gone, [("person_gone", "K7")]),
        (goods_of_a_visit, [("goods_split", "E6")]),
        (a_pack, [("quantity_read_as", "F6")]),
        (a_gift, [("stock_out", "G6")]),
        (brought_back, [("line_returned", "F6"), ("line_returned", "F7")]),
        (an_old_price, [("price_of_that_time", "G5"), ("price_of_that_time", "G6")]),
        (spent_in_the_register, [("deduction", "G9"), ("deduction_redeemed", "A9")]),
        (carried_over, [("opening_balance", "row 9")]),
        (
            stock,
            [("opening_stock", "E7"), ("stock_out", "row 8"), ("expiry_read_as", "I10"), ("stock_out_redeemed", "A9")],
        ),
        (hours, [("hours_read_as", "G5")]),
        (minutes, [("hours_in_minutes", "G3")]),
        (copied, [("sheet_copied", "A4"), ("sheet_copied", "A5")]),
        (without_a_rule, [("rule_from_register", "row 5")]),
        (outside, [("cell_unread", "I4")]),
    ],
)  # fmt: skip
def test_how_something_was_read_is_listed_with_its_cell(
    spoil: Callable[[SmallBooks], None], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    books = SmallBooks()
    spoil(books)
    read = read_books(books.save(tmp_path))
    found = listed(read)
    assert read.questions == ()
    assert [one for one in expected if one not in found] == [], found


def test_a_points_cell_that_is_merged_over_one_households_lines_counts_once(tmp_path: Path) -> None:
    books = SmallBooks()
    register(books, helping("2025-03-26", "003", "石磊"), helping("2025-03-26", "003", "石磊", None, "陪诊"))
    books.save(tmp_path)
    edit(tmp_path / REGISTER, lambda book: book["3月"].merge_cells("G9:G10"))
    read = read_books(tmp_path)
    assert [line.tenths for line in read.earned if line.household == "003"] == [30, 30]
    assert ("part_of_merged", "G10") in listed(read)


def test_comments_hidden_sheets_and_files_are_listed(tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    SmallBooks().save(tmp_path)

    def remark(book: Any) -> None:
        book["3月"]["G4"].comment = Comment("已更正", "姚敏")
        book.create_sheet("旧").append(["日期", "户号", "姓名", "事项", "积分"])
        book["旧"].append(["2025-03-05", "001", "田桂兰", "社区环境清洁", 4])
        book["旧"].sheet_state = "hidden"

    edit(tmp_path / REGISTER, remark)
    (tmp_path / "照片.csv").write_text("没有用", encoding="utf-8")
    (tmp_path / f"{Path(DELIVERIES).stem}(1).xlsx").write_bytes((tmp_path / DELIVERIES).read_bytes())
    (tmp_path / f"{Path(REDEMPTIONS).stem}.ods").write_bytes((tmp_path / REDEMPTIONS).read_bytes())
    (tmp_path / REDEMPTIONS).unlink()
    read = read_books(tmp_path)
    assert [one.kind for one in read.questions] == ["hidden_sheet"]
    assert {code for code, _ in listed(read)} == {
        "cell_commented",
        "file_other",
        "file_copied",
        "file_read_as",
    }


@pytest.mark.parametrize(("choice", "people"), [("file_1", 6), ("file_2", 5), ("leave_out", 0)])
def test_of_two_copies_the_one_that_is_chosen_is_read(choice: str, people: int, tmp_path: Path) -> None:
    from points.imports.asking import Answer

    newer = SmallBooks()
    roster(newer, [6, "003", "石小磊", "子", "男", "2020.01", None, None, None, None, None])
    newer.save(tmp_path)
    (tmp_path / ROSTER).rename(tmp_path / f"{Path(ROSTER).stem}(1).xlsx")
    SmallBooks().save(tmp_path)
    question = read_books(tmp_path).questions[0]
    assert [place.file for place in question.places] == [f"{Path(ROSTER).stem}(1).xlsx", ROSTER]
    read = read_books(tmp_path, [Answer(question.id, question.digest, choice)])
    assert len(read.people) == people
    assert [one.code for one in read.skipped] == (["file_not_chosen"] if people else [])


def test_a_hidden_sheet_that_is_passed_over_is_listed(tmp_path: Path) -> None:
    from points.imports.asking import Answer

    SmallBooks().save(tmp_path)

    def hide(book: Any) -> None:
        book.copy_worksheet(book["3月"]).sheet_state = "hidden"

    edit(tmp_path / REGISTER, hide)
    question = read_books(tmp_path).questions[0]
    read = read_books(tmp_path, [Answer(question.id, question.digest, "pass_over")])
    assert [one.code for one in read.skipped] == ["sheet_hidden"]
    assert len(read.earned) == 5
