"""Tables on a sheet: headings of all kinds, several tables, totals, lines that do not count, and what nobody read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from points.imports.asking import Answer
from points.imports.reading.earnings import EARNINGS
from points.imports.reading.refusals import LineTotal
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import BookSheets, Table, tables
from points.imports.reading.tables.totals import is_total_word
from points.imports.reading.worksheet import Marks, Sheet
from points.imports.refusals import ColumnMissing, HeaderMissing

HEADING = ["日期", "户号", "姓名", "事项", "积分"]
FIRST = ["2025-03-05", "001", "田桂兰", "社区环境清洁", 4]
SECOND = ["2025-03-06", "002", "杨志强", "社区环境清洁", 8]
Rows = list[list[Any]]


def sheet(rows: Rows, name: str = "3月", **marks: Any) -> Sheet:
    """A sheet with these rows from the first on; empty rows are left out."""
    filled = {
        number: tuple(row) for number, row in enumerate(rows, 1) if any(cell is not None for cell in row)
    }
    return Sheet("积分登记表.xlsx", name, filled, Marks(**marks))


def read(*sheets: Sheet, answers: Mapping[str, str] | None = None) -> tuple[list[Table], Remarks]:
    """The tables, with an answer for each kind of question."""
    remarks = Remarks()
    found = tables(BookSheets("register", EARNINGS, sheets), remarks)
    if not answers:
        return found, remarks
    said = [
        Answer(one.id, one.digest, answers[one.kind]) for one in remarks.questions() if one.kind in answers
    ]
    remarks = Remarks(answers=said)
    return tables(BookSheets("register", EARNINGS, sheets), remarks), remarks


def matters(found: list[Table]) -> list[tuple[str, str]]:
    return [(line.text("name"), line.text("tenths")) for table in found for line in table.lines]


def asked(remarks: Remarks) -> list[tuple[str, list[str]]]:
    return [(one.kind, [place.cell for place in one.places]) for one in remarks.questions()]


def codes(passed: Any) -> list[tuple[str, str]]:
    return [(one.cell, one.code) for one in passed]


BOTH = [("田桂兰", "4"), ("杨志强", "8")]


@pytest.mark.parametrize(
    "rows",
    [
        [["2025年3月积分登记表"], HEADING, FIRST, SECOND],
        [["*日期", "户号*", "姓 名", "事项（内容）", "积分\n【分】"], FIRST, SECOND],
        [["时间", "户编号", "户主", "积分事项", "所得积分"], FIRST, SECOND],
        [[*HEADING, None, *HEADING], [*FIRST, None, *SECOND]],
        [["基本情况", None, None, "积分情况", None], HEADING, FIRST, SECOND],
        [HEADING, FIRST, ["下半年"], ["日期", "户号", "姓名", "积分", "事项"], [*SECOND[:3], 8, "社区环境清洁"]],
        [HEADING, FIRST, ["第 1 页 共 2 页"], ["2025年3月积分登记表"], HEADING, SECOND],
    ],
)  # fmt: skip
def test_a_heading_is_told_by_what_it_means_and_a_sheet_may_hold_several(rows: Rows) -> None:
    found, remarks = read(sheet(rows))
    assert matters(found) == BOTH
    assert (remarks.questions(), remarks.all_unread()) == ((), ())


def test_a_heading_of_two_rows_has_its_columns_from_both() -> None:
    rows = [
        ["日期", "户号", "姓名", "事项", "得失", None],
        [None, None, None, None, "加分", "扣分"],
        [*FIRST, None],
    ]
    found, remarks = read(sheet(rows, merged=((1, 5, 1, 6),)))
    assert matters(found) == [("田桂兰", "4")]
    assert found[0].head.places["minus"] == 5
    assert remarks.all_unread() == ()


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        (["日期", "户号", "姓名", "事项", None], ["E1"]),
        (["日期", "户号", "姓名", "事项", "本次得分情况"], ["E1"]),
        (["日期", "户号", "姓名", "事项", "给了多少"], ["E1"]),
    ],
)
def test_a_column_that_no_known_name_heads_is_asked_about(heading: list[Any], cells: list[str]) -> None:
    found, remarks = read(sheet([heading, FIRST, SECOND]))
    assert (matters(found), asked(remarks)) == ([], [("columns_guessed", cells)])
    agreed, _ = read(sheet([heading, FIRST, SECOND]), answers={"columns_guessed": "yes"})
    assert matters(agreed) == BOTH
    later, remarks = read(sheet([heading, FIRST, SECOND]), answers={"columns_guessed": "leave_out"})
    assert (matters(later), codes(remarks.all_skipped())) == ([], [("", "left_for_later")])


def test_a_column_that_is_nowhere_is_refused_and_so_is_a_book_without_a_table() -> None:
    with pytest.raises(ColumnMissing) as caught:
        read(sheet([HEADING[:4], FIRST[:4]]))
    assert caught.value.plain_facts()["columns"] == "积分"
    with pytest.raises(HeaderMissing):
        read(sheet([["一月", "二月"], [1, 2]]))


def test_two_columns_of_one_name_are_asked_about_only_where_they_differ() -> None:
    twice = [[*HEADING, "积分"], [*FIRST, 4], [*SECOND, 8]]
    assert matters(read(sheet(twice))[0]) == BOTH
    differing = [[*HEADING[:4], "积分", "积分"], [*FIRST[:4], 5, 4], [*SECOND[:4], 9, 8]]
    found, remarks = read(sheet(differing, hidden_columns=frozenset({4})))
    assert (matters(found), asked(remarks)) == ([], [("column_twice", ["E1"])])
    chosen, _ = read(sheet(differing, hidden_columns=frozenset({4})), answers={"column_twice": "use_F"})
    assert matters(chosen) == BOTH


def test_the_value_of_one_and_the_sum_stand_beside_each_other() -> None:
    rows = [
        ["日期", "户号", "姓名", "事项", "分值", "次数", "积分"],
        [*FIRST[:4], 2, 2, 4],
        [*SECOND[:4], 2, 4, 8],
    ]
    assert matters(read(sheet(rows))[0]) == BOTH


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("合计", True), ("3月合计", True), ("本页小计：", True), ("每月累计（奖励）", True),
        ("累计服务满100小时奖励", False), ("统计员值班", False), ("总结会", False),
    ],
)  # fmt: skip
def test_a_word_names_a_total_only_at_its_end(words: str, is_one: bool) -> None:
    assert is_total_word(words) == is_one


@pytest.mark.parametrize(
    "total",
    [
        ["合计", None, None, None, 12],
        [None, None, None, None, 12],
        ["2025-03-31", "001", "田桂兰", "3月合计", 4],
        [None, None, None, "本页小计", 12],
    ],
)
def test_a_total_is_the_sum_of_what_stands_above_it(total: list[Any]) -> None:
    found, remarks = read(sheet([HEADING, FIRST, SECOND, total]))
    assert matters(found) == BOTH
    assert codes(remarks.all_skipped()) == [("A4", LineTotal.code)]
    assert remarks.questions() == ()


def test_a_total_that_differs_from_its_lines_is_named() -> None:
    _, remarks = read(sheet([HEADING, FIRST, SECOND, ["合计", None, None, None, 13]]))
    assert [(one.code, one.cell, one.level) for one in remarks.all()] == [("total_differs", "E4", "noted")]


def test_a_line_that_is_called_a_total_and_is_no_sum_is_asked_about() -> None:
    rows = [HEADING, FIRST, SECOND, ["2025-03-07", "003", "石磊", "累计", 3]]
    assert asked(read(sheet(rows))[1]) == [("looks_like_total", ["A4"])]
    assert matters(read(sheet(rows), answers={"looks_like_total": "counts"})[0]) == [*BOTH, ("石磊", "3")]
    assert matters(read(sheet(rows), answers={"looks_like_total": "total"})[0]) == BOTH


def test_what_is_struck_through_is_out_in_part_it_is_asked_about() -> None:
    whole = frozenset((3, column) for column in range(5))
    found, remarks = read(sheet([HEADING, FIRST, SECOND], struck=whole))
    assert (matters(found), codes(remarks.all_skipped())) == (BOTH[:1], [("A3", "line_struck")])
    found, remarks = read(sheet([HEADING, FIRST, SECOND], struck=frozenset({(3, 4)})))
    assert (matters(found), asked(remarks)) == (BOTH[:1], [("struck_partly", ["E3"])])


@pytest.mark.parametrize(
    ("row", "marks", "cell"),
    [
        ([*SECOND, "作废"], {}, "F3"),
        ([*SECOND, None, "←重复，不算"], {}, "G3"),
        ([*SECOND[:3], "社区环境清洁（作废）", 8], {}, "D3"),
        (SECOND, {"comments": {(3, 4): "已取消"}}, "E3"),
    ],
)
def test_a_line_that_is_cancelled_somewhere_is_asked_about(
    row: list[Any], marks: dict[str, Any], cell: str
) -> None:
    rows = [[*HEADING, "备注"], FIRST, row]
    found, remarks = read(sheet(rows, **marks))
    assert (matters(found), asked(remarks)) == (BOTH[:1], [("cancelled", [cell])])
    assert len(read(sheet(rows, **marks), answers={"cancelled": "counts"})[0][0].lines) == 2
    _, remarks = read(sheet(rows, **marks), answers={"cancelled": "cancelled"})
    assert codes(remarks.all_skipped()) == [("A3", "line_cancelled")]


@pytest.mark.parametrize("note", ["退休", "退役军人", "补登", "第2次"])
def test_other_remarks_cancel_nothing(note: str) -> None:
    assert matters(read(sheet([[*HEADING, "备注"], FIRST, [*SECOND, note]]))[0]) == BOTH


def test_rows_hidden_by_hand_are_asked_about_those_of_a_filter_count() -> None:
    found, remarks = read(sheet([HEADING, FIRST, SECOND], hidden_rows=frozenset({3})))
    assert (matters(found), asked(remarks)) == (BOTH[:1], [("hidden_rows", ["A3"])])
    found, remarks = read(sheet([HEADING, FIRST, SECOND], filtered_rows=frozenset({3})))
    assert (matters(found), [one.code for one in remarks.all()]) == (BOTH, ["row_filtered"])


def test_a_red_line_is_asked_about_unless_the_whole_book_is_red() -> None:
    third = ["2025-03-07", "003", "石磊", "助老", 3]
    red = frozenset((3, column) for column in range(5))
    assert asked(read(sheet([HEADING, FIRST, SECOND, third], red=red))[1]) == [("in_red", ["A3"])]
    every = frozenset((row, column) for row in (2, 3, 4) for column in range(5))
    assert len(read(sheet([HEADING, FIRST, SECOND, third], red=every))[0][0].lines) == 3


def test_a_missing_signature_is_asked_about_where_the_book_has_them() -> None:
    third = ["2025-03-07", "003", "石磊", "助老", 3]
    rows = [[*HEADING, "签字"], [*FIRST, "已签"], [*SECOND, None], [*third, "已签"]]
    assert asked(read(sheet(rows))[1]) == [("unsigned", ["F3"])]
    bare = [[*HEADING, "签字"], FIRST, SECOND, third]
    assert read(sheet(bare))[1].questions() == ()


def test_a_hidden_sheet_or_column_is_asked_about() -> None:
    hidden = sheet([HEADING, SECOND], name="3月 (2)", hidden=True)
    found, remarks = read(sheet([HEADING, FIRST]), hidden)
    assert (matters(found), asked(remarks)) == (BOTH[:1], [("hidden_sheet", [""])])
    assert matters(read(sheet([HEADING, FIRST]), hidden, answers={"hidden_sheet": "read"})[0]) == BOTH
    column = sheet([HEADING, FIRST], hidden_columns=frozenset({4}))
    assert asked(read(column)[1]) == [("hidden_column", ["E1"])]


def test_a_merged_cell_is_one_value_for_the_block_an_amount_is_never_multiplied() -> None:
    rows = [HEADING, FIRST, [None, None, None, "参加院坝会", None]]
    merged = ((2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 3, 2), (2, 4, 3, 4))
    lines = read(sheet(rows, merged=merged))[0][0].lines
    assert [line.text("household") for line in lines] == ["001", "001"]
    assert (lines[1]["tenths"], lines[1].merged_on) == (None, frozenset({"tenths"}))


def test_a_value_that_is_merged_over_two_columns_is_that_of_the_first() -> None:
    rows = [["户号", None, "日期", "姓名", "事项", "积分"], ["001", None, *FIRST[:1], *FIRST[2:]]]
    lines = read(sheet(rows, merged=((1, 0, 1, 1), (2, 0, 2, 1))))[0][0].lines
    assert lines[0].text("household") == "001"


def test_what_nobody_read_is_named() -> None:
    other = sheet([["户号", "合计"], ["001", 6]], name="汇总")
    beside = [
        [*HEADING, "天气", None, "编号", "说明"],
        [*FIRST, "晴", None, "R01", "清洁"],
        [*SECOND, "雨", None, "R07", "跑腿"],
        [*SECOND[:1], "003", "石磊", "助老", 3, "晴", None, "R09", "义诊"],
    ]
    found, remarks = read(sheet(beside), other)
    assert len(matters(found)) == 3
    assert codes(remarks.all_unread()) == [
        ("F1", "column_unread"),
        ("H1:I4", "block_unread"),
        ("", "sheet_other"),
    ]
    _, remarks = read(sheet([HEADING, FIRST, [None, None, None, None, 5]]))
    assert codes(remarks.all_unread()) == [("A3", "row_unclear")]


def test_a_formula_of_figures_is_worked_out_another_needs_to_be_saved_once() -> None:
    rows = [HEADING, [*FIRST[:4], None], [*SECOND[:4], None]]
    found, remarks = read(sheet(rows, formulas={(2, 4): "=4*1", (3, 4): "=SUM(A1:A2)"}))
    assert [line["tenths"] for line in found[0].lines] == [4.0]
    assert [(one.code, one.cell, one.level) for one in remarks.all()] == [
        ("formula_counted", "E2", "noted"),
        ("formula_unsaved", "E3", "left_out"),
    ]


def test_an_error_of_the_spreadsheet_is_no_value() -> None:
    found, remarks = read(sheet([HEADING, [*FIRST[:2], "#N/A", *FIRST[3:]], SECOND]))
    assert matters(found) == BOTH[1:]
    assert [(one.code, one.cell) for one in remarks.all()] == [("value_impossible", "C2")]
