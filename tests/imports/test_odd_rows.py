"""One odd row of a reference table never refuses the table: it is named, asked about or read, and all else comes in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from points import imports
from points.imports.asking import Answer
from points.imports.importing import without_database
from points.imports.reading.folder import read_books
from points.imports.reading.rule_tables import row_values
from points.imports.report import ImportReport
from tests.support.workbooks import DELIVERIES, REDEMPTIONS, SmallBooks

VINEGAR = 'G06,袋装醋,"Vinegar, bag",袋,0.5,0.5,360,20,5'
TOWEL = "G18,毛巾,Towel,条,8,8,,15,2"
ERRAND = "R07,助老代办跑腿,Errands for elders,"
RIGHT = {"001": 50, "002": 50, "003": 30}


def changed(folder: Path, file: str, before: str, after: str) -> Path:
    """The small community's books with one row of a table written otherwise."""
    SmallBooks().save(folder)
    words = (folder / file).read_text(encoding="utf-8-sig")
    assert before in words
    (folder / file).write_text(words.replace(before, after), encoding="utf-8")
    return folder


def added(folder: Path, file: str, row: str) -> Path:
    SmallBooks().save(folder)
    words = (folder / file).read_text(encoding="utf-8-sig").rstrip("\n")
    (folder / file).write_text(f"{words}\n{row}\n", encoding="utf-8")
    return folder


def named(report: ImportReport) -> list[tuple[str, str, str, str]]:
    return [(one.origin.file, one.cell, one.code, one.level) for one in report.faults]


def answered(folder: Path, choice: str, value: str = "") -> ImportReport:
    [question] = without_database(folder).questions
    return without_database(folder, [Answer(question.id, question.digest, choice, value)])


@pytest.mark.parametrize("price", ["面议", "约40", "", "0", "-5", "40元/袋"])
def test_goods_without_a_price_are_left_out_by_their_cell_with_all_that_is_about_them(
    price: str, tmp_path: Path
) -> None:
    report = without_database(
        changed(tmp_path, "goods.csv", VINEGAR, VINEGAR.replace("袋,0.5", f"袋,{price}"))
    )
    assert named(report) == [
        ("goods.csv", "E7", "reference_unreadable", "left_out"),
        (DELIVERIES, "C4", "reference_left", "left_out"),
    ]
    assert report.balances == {**RIGHT, "001": 60}
    assert "袋装醋”在“goods.csv”第 7 行" in report.faults[1].message_zh
    assert report.faults[1].message_zh.endswith("另有 2 行也是这样：5；积分兑换登记表.xlsx 兑换 4。")
    assert report.faults[1].message_en.endswith("2 more lines are like it: 5; 积分兑换登记表.xlsx 兑换 4.")


def test_a_visit_that_took_goods_of_such_a_row_is_said_with_it(tmp_path: Path) -> None:
    books = SmallBooks()
    books.redemptions[1][4:7] = ["袋装醋2袋、牙膏1支", 3, 6]
    books.save(tmp_path)
    words = (tmp_path / "goods.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "goods.csv").write_text(
        words.replace(VINEGAR, VINEGAR.replace("袋,0.5", "袋,面议")), encoding="utf-8"
    )
    report = without_database(tmp_path)
    assert [(one.code, len(one.alike)) for one in report.faults] == [
        ("reference_unreadable", 0),
        ("reference_left", 2),
    ]


def test_a_whole_column_of_prices_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    words = (tmp_path / "goods.csv").read_text(encoding="utf-8-sig")
    rows = [re.sub(r'^((?:"[^"]*"|[^,]*),){4}[^,]*', lambda one: f"{one[0].rpartition(',')[0]},见清单{len(one[0])}", row)
            for row in words.splitlines()[1:]]  # fmt: skip
    (tmp_path / "goods.csv").write_text("\n".join([words.splitlines()[0], *rows]), encoding="utf-8")
    found = [one for one in without_database(tmp_path).faults if one.code == "reference_unreadable"]
    assert [(one.cell, len(one.alike)) for one in found] == [("E2:E33", 31)]


def test_a_rule_without_a_name_is_left_out_and_so_are_its_lines(tmp_path: Path) -> None:
    report = without_database(changed(tmp_path, "rules.csv", ERRAND, "R07,,,"))
    assert [(one.cell, one.code) for one in report.faults] == [
        ("B8", "reference_unreadable"),
        ("", "reference_left"),
    ]
    assert report.faults[0].message_zh.startswith("“规则”空着")
    assert report.balances == {**RIGHT, "003": 0}


def test_an_activity_of_such_a_rule_is_left_out_with_its_lines(tmp_path: Path) -> None:
    report = without_database(changed(tmp_path, "rules.csv", "R01,社区环境清洁,", "R01,,"))
    about = [one for one in report.faults if one.code == "reference_left"]
    assert [(one.origin.row, len(one.alike)) for one in about] == [(7, 2)]
    assert (report.activities, report.balances) == (0, {"001": 10, "002": 50, "003": 30})


@pytest.mark.parametrize(
    ("file", "row", "cell"),
    [
        ("rules.csv", ERRAND, "A8"),
        ("goods.csv", TOWEL, "A19"),
        ("penalties.csv", "P02,代签到", "A3"),
    ],
)
def test_a_row_without_a_number_is_taken_under_one_that_is_made_for_it(
    file: str, row: str, cell: str, tmp_path: Path
) -> None:
    report = without_database(changed(tmp_path, file, row, row[row.index(",") :]))
    assert named(report) == [(file, cell, "number_made", "noted")]
    assert (report.balances, report.stock["G06"]) == (RIGHT, 11)
    assert without_database(tmp_path).faults[0].message_zh == report.faults[0].message_zh


def test_lines_find_a_rule_without_a_number_by_its_name(tmp_path: Path) -> None:
    read = read_books(changed(tmp_path, "rules.csv", ERRAND, ERRAND[3:]))
    [rule] = [one for one in read.rules if one.name == "助老代办跑腿"]
    assert [one.rule for one in read.earned if one.origin.row == 7] == [rule.code]
    assert not re.search(r"\d", rule.code)


@pytest.mark.parametrize("file", ["rules.csv", "goods.csv", "penalties.csv"])
def test_a_table_without_numbers_is_one_sentence(file: str, tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    words = (tmp_path / file).read_text(encoding="utf-8-sig")
    (tmp_path / file).write_text(re.sub(r"(?m)^[^,]*,", "", words), encoding="utf-8")
    report = without_database(tmp_path)
    assert [(one.code, one.level) for one in report.faults] == [("number_made", "noted")]
    assert report.balances == RIGHT


def test_a_row_without_a_number_comes_in_once(app: Flask, tmp_path: Path) -> None:
    changed(tmp_path, "rules.csv", ERRAND, ERRAND[3:])
    imports.importing.apply(tmp_path)
    again = imports.importing.apply(tmp_path)
    assert (again.balances, again.vanished) == (RIGHT, ())


def test_a_number_that_stands_there_twice_is_asked_about(tmp_path: Path) -> None:
    added(tmp_path, "goods.csv", "G18,浴巾,Bath,条,30,30,,5,2,采购,")
    report = without_database(tmp_path)
    [question] = report.questions
    assert (question.kind, [place.cell for place in question.places]) == ("number_twice", ["A19", "A34"])
    assert "（毛巾、浴巾）" in question.message_zh
    assert report.balances["001"] == 50
    first, each = answered(tmp_path, "row_19"), answered(tmp_path, "each")
    assert (first.balances, first.faults) == (RIGHT, ())
    assert (each.balances, named(each)) == (RIGHT, [("goods.csv", "A34", "number_made", "noted")])
    assert len(each.stock) == len(first.stock) + 1
    later = answered(tmp_path, "leave_out")
    assert [one.code for one in later.faults] == ["reference_left"]
    assert later.faults[0].alike != ()
    assert (later.is_open, [one.code for one in later.skipped]) == (False, ["left_for_later"] * 2)


def test_two_names_of_one_number_are_one_thing_where_somebody_says_so(tmp_path: Path) -> None:
    added(tmp_path, "rules.csv", "R07,门前三包,x,环境卫生,次,4,,,,户,否")
    [question] = without_database(tmp_path).questions
    read = read_books(tmp_path, [Answer(question.id, question.digest, "row_28")])
    assert [(one.code, one.tenths) for one in read.rules if one.code == "R07"] == [("R07", 40)]
    assert [one.rule for one in read.earned if one.origin.row == 7] == ["R07"]


def test_a_row_that_stands_there_twice_word_for_word_is_taken_once(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    row = next(
        one for one in (tmp_path / "goods.csv").read_text(encoding="utf-8-sig").splitlines() if "G18" in one
    )
    report = without_database(added(tmp_path, "goods.csv", row))
    assert [(one.origin.row, one.code) for one in report.faults] == [(34, "line_twice")]
    assert report.balances == RIGHT


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("2", (2, "month")), (2.0, (2, "month")), ("2/月", (2, "month")), ("1/年", (1, "year")), ("1/季", (1, "quarter")),
        ("每户每月2条", (2, "month")), ("每月每户限2条", (2, "month")), ("2条/月/户", (2, "month")), ("限两袋", (2, "month")),
        ("一年一次", (1, "year")), ("每季度1件", (1, "quarter")), ("一户一份", (1, "month")), ("", (0, "none")), ("不限", (0, "none")),
        ("每次2件", None), ("每人每月2", None), ("每半年1件", None), ("每2月1件", None), ("每天1", None), ("2件/周", None),
        ("5件以内", None), ("每户每月2条，每年10条", None), ("看情况", None),
    ],
)  # fmt: skip
def test_a_limit_is_read_as_it_is_said_and_never_as_another(
    words: Any, limit: tuple[int, str] | None
) -> None:
    assert row_values.limit(words) == limit


def test_a_limit_that_goods_cannot_have_is_asked_about(tmp_path: Path) -> None:
    changed(tmp_path, "goods.csv", TOWEL, TOWEL[:-1] + "每次2条")
    report = without_database(tmp_path)
    assert [(one.kind, one.places[0].cell) for one in report.questions] == [("limit_odd", "I19")]
    [question] = report.questions
    for choice, value, limit in (
        ("month", "3", (3, "month")),
        ("year", "9", (9, "year")),
        ("none", "", (0, "none")),
    ):
        read = read_books(tmp_path, [Answer(question.id, question.digest, choice, value)])
        assert [(one.limit_count, one.limit_window) for one in read.items if one.code == "G18"] == [limit]
    assert [one.code for one in answered(tmp_path, "leave_out").faults] == ["reference_left"]


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        (VINEGAR.replace("0.5,360", "约半元,360"), "F7", "“约半元”，按没写收下"),
        (VINEGAR.replace("360", "见包装"), "G7", "“见包装”，按没写收下"),
        (VINEGAR.replace("360", "12个月"), "G7", "“12个月”，按 365 天收下"),
        (VINEGAR.replace("20,5", "若干,5"), "H7", "“若干”，按没写收下"),
    ],
)
def test_another_odd_cell_of_goods_is_named_and_the_row_is_taken(
    row: str, cell: str, words: str, tmp_path: Path
) -> None:
    report = without_database(changed(tmp_path, "goods.csv", VINEGAR, row))
    assert named(report) == [("goods.csv", cell, "reference_read_as", "noted")]
    assert words in report.faults[0].message_zh
    assert report.balances == RIGHT


@pytest.mark.parametrize(
    ("columns", "cell", "words"),
    [
        ("个人/户共享,否,", "J28", None),
        ("集体,否,", "J28", "“集体”，按个人收下"),
        ("个人,待定,", "K28", "“待定”，按不计收下"),
        ("个人,否,看情况", "L28", "“看情况”，按没写收下"),
        ("户,计入,半小时", "", None),
    ],
)
def test_another_odd_cell_of_a_rule_is_named_and_the_row_is_taken(
    columns: str, cell: str, words: str | None, tmp_path: Path
) -> None:
    SmallBooks().save(tmp_path)
    rows = (tmp_path / "rules.csv").read_text(encoding="utf-8-sig").splitlines()
    rows[0] += ",最少分钟"
    (tmp_path / "rules.csv").write_text(
        "\n".join([*rows, f"R50,新事,,其他,次,2,,,,{columns}"]), encoding="utf-8"
    )
    read = read_books(tmp_path)
    assert [(one.cell, one.code) for one in read.faults] == ([(cell, "reference_read_as")] if words else [])
    assert words is None or words in read.faults[0].message_zh
    rule = read.rules[-1]
    expected = {"户": ("household", True, 30)}.get(columns[0], ("person", False, None))
    assert (rule.credits_to, rule.counts_hours, rule.least_minutes) == expected


@pytest.mark.parametrize(
    ("words", "counts"),
    [("是", True), ("计入", True), ("√", True), ("Y", True), ("否", False), ("不计", False), ("", False), ("×", False), ("部分", None)],
)  # fmt: skip
def test_yes_and_no_are_read_in_their_spellings(words: str, counts: bool | None) -> None:
    assert row_values.yes(words) is counts


def test_a_price_to_the_cent_is_kept(tmp_path: Path) -> None:
    read = read_books(changed(tmp_path, "goods.csv", TOWEL, TOWEL.replace("8,8,", "8分/条,￥12.35,")))
    assert [(one.tenths, one.reference_fen) for one in read.items if one.code == "G18"] == [(80, 1235)]
    assert read.faults == ()


def test_whoever_redeemed_what_is_left_out_has_the_points_still(tmp_path: Path) -> None:
    report = without_database(changed(tmp_path, "goods.csv", TOWEL, TOWEL.replace("条,8", "条,面议")))
    assert (report.balances["002"], report.redemptions) == (130, 1)
    kept = report.kept()["faults"][1]
    assert (kept["figures"]["alike"], kept["alike"]) == (1, [[REDEMPTIONS, "兑换", 5]])
    words = imports.kept.sentence(kept["said"], kept["figures"], "en")
    assert words.endswith("1 more lines are like it.")
