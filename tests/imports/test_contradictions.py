"""Where two places of the books contradict each other: asked, named or listed, and never taken without a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from points.foundation import clock
from points.imports.asking import Answer, Question
from points.imports.lines import Books
from points.imports.reading.folder import read_books
from points.imports.reading.refusals import (
    HoursAgainstHours,
    HoursReadAs,
    PointsAgainstHours,
    RuleReadAs,
)
from points.imports.reading.tables.line_notes import on_lines
from tests.support.workbooks import ROSTER, SmallBooks, edit

Spoil = Callable[[SmallBooks], None]


def read(books: SmallBooks, folder: Path) -> Books:
    return read_books(books.save(folder))


def asked(books: Books) -> list[tuple[str, list[str]]]:
    return [(one.kind, [place.cell for place in one.places]) for one in books.questions]


def answered(folder: Path, question: Question, choice: str, value: str = "") -> Books:
    found = read_books(folder, [Answer(question.id, question.digest, choice, value)])
    assert found.unfit == ()
    assert not any(one.is_open for one in found.questions if one.id == question.id)
    return found


def rows(books: Books) -> list[int]:
    """The rows of the register that are taken."""
    return [line.origin.row for line in books.earned]


def line(day: str, number: str, name: str, matter: str, points: Any, code: Any = None) -> list[Any]:
    return [day, number, name, None, code, matter, points, "冉婷"]


def sheet_of(name: str, number: str, begins: str, ends: str | None, hours: Any, foot: str) -> list[list[Any]]:
    heading = ["序号", "姓名", "户号", "电话", "签到", "签退", "时长（小时）"]
    return [heading, [1, name, number, None, begins, ends, hours], [None], [foot]]


# notes that speak of lines


@pytest.mark.parametrize(
    "words",
    [
        "标黄的行作废",
        "第7行作废",
        "石磊3月那次不算",
        "李某3月那次不算",
        "以上3条已在别处登记",
        "注：打√的已重复登记",
        "3月7日的不算",
        "以上两笔登错，作废",
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_a_note_on_single_lines_is_asked_about_and_not_taken_for_the_whole_sheet(
    words: str, inside: bool, tmp_path: Path
) -> None:
    books = SmallBooks()
    books.register.insert(5 if inside else 6, [words])
    found = read(books, tmp_path)
    assert asked(found) == [("note_on_lines", ["A8" if inside else "A9"])]
    assert rows(found) == []
    assert len(rows(answered(tmp_path, found.questions[0], "counts"))) == 5
    later = answered(tmp_path, found.questions[0], "leave_out")
    assert (rows(later), [one.code for one in later.skipped]) == ([], ["left_for_later"])
    out = answered(tmp_path, found.questions[0], "cancelled")
    assert (rows(out), [one.code for one in out.skipped]) == ([], ["line_cancelled"] * 5)


@pytest.mark.parametrize(
    ("words", "left"),
    [("第7行作废", [4, 5, 6, 8]), ("石磊3月那次不算", [4, 5, 6, 8]), ("以上3条已在别处登记", [4, 5])],
)
def test_lines_that_a_note_names_are_offered(words: str, left: list[int], tmp_path: Path) -> None:
    books = SmallBooks()
    books.register.append([words])
    question = read(books, tmp_path).questions[0]
    assert [one.key for one in question.choices] == ["named", "rows", "cancelled", "counts", "leave_out"]
    found = answered(tmp_path, question, "named")
    assert rows(found) == left
    assert {one.code for one in found.skipped} == {"line_cancelled"}


@pytest.mark.parametrize(
    ("value", "left"), [("5、7-8", [4, 6]), ("第4行", [5, 6, 7, 8]), ("不知道", []), ("99", [])]
)
def test_the_rows_of_a_note_may_be_typed(value: str, left: list[int], tmp_path: Path) -> None:
    books = SmallBooks()
    books.register.append(["标黄的行作废"])
    question = read(books, tmp_path).questions[0]
    assert rows(answered(tmp_path, question, "rows", value)) == left


def test_a_note_in_the_margin_or_in_the_remark_of_another_line_is_one_as_well(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register[0].append("备注")
    books.register[5].append("第4行作废")
    books.register.append([None] * 10 + ["标红的不算"])
    assert asked(read(books, tmp_path)) == [("note_on_lines", ["I8", "K9"])]


def test_a_note_below_a_list_of_names_is_asked_about(tmp_path: Path) -> None:
    books = SmallBooks()
    books.activities["01-0305"].append(["第5行不算，当天没来"])
    found = read(books, tmp_path)
    assert (asked(found), found.activities) == ([("note_on_lines", ["A8"])], ())
    named = answered(tmp_path, found.questions[0], "named")
    assert [a.name for one in named.activities for a in one.attendances] == ["田桂兰"]


@pytest.mark.parametrize("words", ["代签的，该次不算", "制表：姚敏", "以上共5条", "3月7日打印"])
def test_rules_for_everybody_and_other_words_are_no_note_on_lines(words: str, tmp_path: Path) -> None:
    books = SmallBooks()
    books.activities["01-0305"].append([words])
    assert asked(read(books, tmp_path)) == []


POINTING = """
标黄为作废;涂黄的不计分;黄色标记的三行无效;第 5、6 行作废;第五行作废;5-7行作废;序号3作废;3号那条不算;本页最后两行重复;
备注：带*的不算;注：红字部分为更正后重登，原记录作废;打叉的没有来，不算;划掉的不算;以下为4月补登，已在4月表登记;以上已在别处登记;
以上3条已登记;以上三笔另行登记;下列各笔系重复登记，扣回;其中2条重复;倒数第二行作废;前三条不算;7日那天的不算;上一行作废
"""
SPEAKING_OF_NONE = """
以上人员积分均已登记;以上共5条;代签的，该次不算;逾期3次取消资格;本表作废，以4月重新统计的为准;因雨取消;涂改无效;以上数据经核对无误;
注：1. 每人每月最多5次;弄虚作假者取消当次积分;说明：积分当年有效，次年作废
"""


def test_which_sentences_speak_of_single_lines() -> None:
    assert [one for one in POINTING.split(";") if not on_lines(one.strip())] == []
    assert [one for one in SPEAKING_OF_NONE.split(";") if on_lines(one.strip())] == []


def test_an_activity_that_was_called_off_by_a_sentence_below_is_asked_about(tmp_path: Path) -> None:
    books = SmallBooks()
    books.activities["01-0305"].append(["因雨取消"])
    found = read(books, tmp_path)
    assert ([one.kind for one in found.questions], found.activities) == (["cancelled"], ())


# two places at one time


def at_two_places(books: SmallBooks, begins: str = "10:00", ends: str | None = "12:00") -> None:
    foot = "活动时间：2025年03月05日 10:00   带队人：罗海燕   规则编号：R03"
    books.activities["02-0305"] = sheet_of("田桂兰", "001", begins, ends, "2", foot)
    books.register.append(line("2025-03-05", "001", "田桂兰", "文明交通劝导2小时", 4, "R03"))


@pytest.mark.parametrize(("begins", "ends"), [("10:00", "12:00"), ("10:00", "忘签"), ("09:24", "11:24")])
def test_one_person_in_two_activities_at_one_time_is_asked_about(
    begins: str, ends: str, tmp_path: Path
) -> None:
    books = SmallBooks()
    at_two_places(books, begins, ends)
    question = read(books, tmp_path).questions[0]
    assert (question.kind, [(place.sheet, place.cell) for place in question.places]) == (
        "times_overlap",
        [("02-0305", "A4")],
    )
    first = answered(tmp_path, question, "first")
    assert sum(a.minutes for one in first.activities for a in one.attendances if a.name == "田桂兰") == 120
    assert rows(first) == [4, 5, 6, 7, 8]
    assert [one.code for one in first.skipped] == ["line_cancelled"] * 2
    both = answered(tmp_path, question, "both")
    assert (len(rows(both)), len(both.links)) == (6, 3)


@pytest.mark.parametrize(
    ("begins", "ends"), [("11:15", "13:15"), ("14:00", "16:00"), (None, None), ("√", "√")]
)
def test_times_that_follow_or_are_not_known_are_no_overlap(begins: Any, ends: Any, tmp_path: Path) -> None:
    books = SmallBooks()
    at_two_places(books, begins, ends)
    assert asked(read(books, tmp_path)) == []


def test_times_in_lines_of_the_register_may_overlap_as_well(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register.append(line("2025-03-05", "001", "田桂兰", "便民服务9:00-11:00", 4, "R08"))
    books.register.append(line("2025-03-06", "003", "石磊", "河道清理14:00-16:00", 3, "R02"))
    books.register.append(line("2025-03-06", "003", "石磊", "便民服务下午3点至5点", 4, "R08"))
    found = read(books, tmp_path)
    assert asked(found) == [("times_overlap", ["A9", "A11"])]
    assert 11 not in rows(answered(tmp_path, found.questions[0], "first"))


# hours of the sheet against hours and points of the register


def said(books: Books) -> list[tuple[str, int, str]]:
    return [(one.said, one.origin.row, one.level) for one in books.faults]


def test_points_for_other_hours_than_the_sheet_has_are_named(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register[1][5:7] = ["社区环境清洁", 8]
    found = read(books, tmp_path)
    assert said(found) == [(PointsAgainstHours.__name__, 4, "noted")]
    assert len(rows(found)) == 5
    assert "2 小时" in found.faults[0].message_zh


def test_hours_that_the_register_writes_and_the_sheet_does_not_have_are_named(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register[1][5:7] = ["社区环境清洁4小时", 8]
    assert said(read(books, tmp_path)) == [(HoursAgainstHours.__name__, 4, "noted")]


def test_hours_in_a_column_of_the_register_are_compared_too(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register[0].append("小时数")
    books.register[1][5] = "社区环境清洁"
    books.register[1].append(4)
    assert said(read(books, tmp_path)) == [(HoursAgainstHours.__name__, 4, "noted")]


def test_a_difference_is_not_hidden_by_another_note_of_its_line(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register[2][0] = None
    books.register[2][5:7] = ["社区环境清洁2小时", 4]
    assert said(read(books, tmp_path)) == [(HoursAgainstHours.__name__, 5, "noted")]


@pytest.mark.parametrize(("hours", "points"), [("2小时10分", 4), ("1小时50分", 4)])
def test_hours_that_were_rounded_are_no_difference(hours: str, points: int, tmp_path: Path) -> None:
    books = SmallBooks()
    books.activities["01-0305"][1][5:7] = [None, hours]
    books.register[1][6] = points
    assert {one.said for one in read(books, tmp_path).faults} == {HoursReadAs.__name__}


def test_more_hours_than_the_cap_give_what_the_cap_does(tmp_path: Path) -> None:
    books = SmallBooks()
    books.activities["01-0305"][2][5:7] = ["14:30", 5]
    books.register[2][5] = "社区环境清洁"
    assert said(read(books, tmp_path)) == []


# the day of an activity


def foot(day: str) -> str:
    return f"活动时间：{day} 09:30   带队人：罗海燕   规则编号：R01"


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2015年03月05日", "year_odd"),
        ("2024年03月05日", "year_odd"),
        ("2052年03月05日", "year_odd"),
        ("2029年03月05日", "year_odd"),
    ],
)
def test_an_activity_of_another_year_than_the_other_books_is_asked_about(
    day: str, kind: str, tmp_path: Path
) -> None:
    books = SmallBooks()
    books.activities["01-0305"][4] = [foot(day)]
    found = read(books, tmp_path)
    assert (asked(found), found.activities) == ([(kind, ["A7"])], ())
    mended = answered(tmp_path, found.questions[0], "year_of_book")
    assert [f"{one.day}" for one in mended.activities] == ["2025-03-05"]
    later = answered(tmp_path, found.questions[0], "leave_out")
    assert ([one.code for one in later.skipped], later.activities) == (["left_for_later"], ())


def test_an_activity_that_is_still_to_come_is_asked_about(tmp_path: Path) -> None:
    books = SmallBooks()
    for row in (*books.register[1:], *books.deliveries[1:]):
        row[0 if row in books.register else 1] = datetime(2026, 3, 5)
    for row in books.redemptions[1:]:
        row[1] = datetime(2026, 3, 28)
    books.activities["01-0305"][4] = [foot("2026年12月30日")]
    books.titles = False
    with clock.standing_at(clock.instant(date(2026, 11, 25))):
        assert ("day_odd", ["A5"]) in asked(read(books, tmp_path))


def test_the_turn_of_a_year_is_no_slip_of_an_activity(tmp_path: Path) -> None:
    books = SmallBooks()
    books.activities["01-0305"][4] = [foot("2024年12月30日")]
    found = read(books, tmp_path)
    assert (asked(found), len(found.activities)) == ([], 1)


# people who were gone


def gone(books: SmallBooks, note: str, row: int = 5) -> None:
    books.roster[row][10] = note


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("已故", "left_sometime"),
        ("已迁出", "left_sometime"),
        ("2025年3月6日去世", "after_leaving"),
        ("3月6日去世", "after_leaving"),
        ("已故（2025.2）", "after_leaving"),
        ("低保；2024年迁出", "after_leaving"),
    ],
)
def test_who_was_gone_and_still_earned_is_asked_about_once(note: str, kind: str, tmp_path: Path) -> None:
    books = SmallBooks()
    gone(books, note)
    books.register.append(line("2025-03-26", "003", "石磊", "助老代办跑腿", 3, "R07"))
    found = read(books, tmp_path)
    assert asked(found) == [(kind, ["A7", "A9"])]
    assert rows(found) == [4, 5, 6, 8]
    cancelled = answered(tmp_path, found.questions[0], "cancelled")
    assert (rows(cancelled), [one.code for one in cancelled.skipped]) == (
        [4, 5, 6, 8],
        ["line_cancelled"] * 2,
    )
    assert len(rows(answered(tmp_path, found.questions[0], "counts"))) == 6


@pytest.mark.parametrize("note", ["2025年3月7日去世", "2025年3月病故", "2025年已故", "2026.1迁出"])
def test_what_was_earned_before_somebody_was_gone_counts(note: str, tmp_path: Path) -> None:
    books = SmallBooks()
    gone(books, note)
    found = read(books, tmp_path)
    assert (asked(found), len(rows(found))) == ([], 5)


def test_who_was_gone_and_still_served_and_redeemed_is_asked_about_once(tmp_path: Path) -> None:
    books = SmallBooks()
    gone(books, "2025年3月1日去世", row=1)
    question = read(books, tmp_path).questions[0]
    assert [(place.file[:4], place.cell) for place in question.places] == [
        ("志愿活动", "A4"),
        ("积分登记", "A4"),
        ("积分兑换", "A4"),
    ]
    out = answered(tmp_path, question, "cancelled")
    assert (rows(out), [one.origin.row for one in out.redemptions]) == ([5, 6, 7, 8], [5])
    assert [a.name for one in out.activities for a in one.attendances] == ["杨志强"]


def test_a_question_about_somebody_gone_is_another_one_with_one_more_line(tmp_path: Path) -> None:
    books = SmallBooks()
    gone(books, "已故")
    question = read(books, tmp_path).questions[0]
    books.register.append(line("2025-03-26", "003", "石磊", "助老代办跑腿", 3, "R07"))
    again = read_books(books.save(tmp_path), [Answer(question.id, question.digest, "counts")])
    assert (again.unfit, len(again.questions[0].places)) == ((question.id,), 2)


# numbers of rules


@pytest.mark.parametrize("typed", ["001", "R001", "1", 1, "r-1"])
def test_a_rule_number_with_the_same_digits_is_found_and_listed_once(typed: Any, tmp_path: Path) -> None:
    books = SmallBooks()
    books.register[1][4] = typed
    books.register[2][4] = typed
    found = read(books, tmp_path)
    assert [one.rule for one in found.earned[:2]] == ["R01", "R01"]
    assert asked(found) == []
    assert [(one.said, one.cell) for one in found.faults] == [(RuleReadAs.__name__, "E4")]


def test_a_rule_number_that_no_rule_has_is_asked_about_once(tmp_path: Path) -> None:
    books = SmallBooks()
    for row, code in ((1, "R88"), (2, "R88"), (4, "X07")):
        books.register[row][4] = code
    found = read(books, tmp_path)
    assert asked(found) == [("rule_number", ["E4", "E5"]), ("rule_number", ["E7"])]
    assert rows(found) == [6, 8]
    by_matter = answered(tmp_path, found.questions[0], "matter")
    assert [one.rule for one in by_matter.earned if one.origin.row in (4, 5)] == ["R01", "R01"]


def test_a_rule_number_and_a_matter_of_another_rule_are_asked_about(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register[4][4] = "R06"
    found = read(books, tmp_path)
    assert asked(found) == [("rule_differs", ["E7"])]
    for choice, rule in (("matter", "R07"), ("number", "R06")):
        taken = answered(tmp_path, found.questions[0], choice)
        assert [one.rule for one in taken.earned if one.origin.row == 7] == [rule]


def test_numbers_that_count_slips_are_no_numbers_of_rules(tmp_path: Path) -> None:
    books = SmallBooks()
    for row, number in zip(books.register[1:], (2, 5, 6, 11, 14), strict=True):
        row[4] = number
    found = read(books, tmp_path)
    assert asked(found) == []
    assert [one.rule for one in found.earned][:2] == ["R01", "R01"]


# penalties that give


@pytest.mark.parametrize(
    ("code", "matter"),
    [("P05", "楼道堆物"), ("p-05", "楼道堆物"), (None, "乱堆乱倒垃圾"), ("P05", "垃圾分类达标")],
)
def test_a_penalty_with_a_positive_figure_is_asked_about(
    code: str | None, matter: str, tmp_path: Path
) -> None:
    books = SmallBooks()
    books.register.append(line("2025-03-26", "003", "石磊", matter, 1, code))
    books.register.append(line("2025-03-27", "002", "杨志强", matter, 1, code))
    found = read(books, tmp_path)
    assert asked(found) == [("penalty_gives", ["G9", "G10"])]
    assert rows(found) == [4, 5, 6, 7, 8]
    for choice, tenths in (("takes", -10), ("gives", 10)):
        taken = answered(tmp_path, found.questions[0], choice)
        assert [(one.tenths, one.rule) for one in taken.earned if one.origin.row > 8] == [(tenths, "")] * 2


def test_a_penalty_is_asked_about_once_for_each(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register.append(line("2025-03-26", "003", "石磊", "楼道堆物", 1, "P05"))
    books.register.append(line("2025-03-27", "002", "杨志强", "骂人", 1, "P06"))
    assert asked(read(books, tmp_path)) == [("penalty_gives", ["G9"]), ("penalty_gives", ["G10"])]


def test_a_penalty_that_takes_away_is_no_rule_of_the_same_digits(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register.append(line("2025-03-26", "003", "石磊", "楼道堆物", -1, "P05"))
    found = read(books, tmp_path)
    assert asked(found) == []
    assert [(one.tenths, one.rule) for one in found.earned[5:]] == [(-10, "")]


def test_a_rule_that_takes_away_and_a_positive_figure_are_asked_about(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register.append(line("2025-03-26", "003", "石磊", "乱停车", 1, "R90"))
    books.save(tmp_path)
    with (tmp_path / "rules.csv").open("a", encoding="utf-8") as rules:
        rules.write("R90,乱停车,,文明,次,扣3分,,,登记,个人,否\n")
    assert asked(read_books(tmp_path)) == [("penalty_gives", ["G9"])]


# one number, two families


def another_sheet(folder: Path, *lines: list[Any], name: str = "第2网格") -> None:
    heading = SmallBooks().roster[0]

    def add(book: Any) -> None:
        sheet = book.create_sheet(name)
        for row in (heading, *lines):
            sheet.append(row)

    edit(folder / ROSTER, add)


WIFE = [1, "001", "周敏", "妻", "女", "1970.03", None, "第2网格", "9栋", "1单元101", None]
SON = [2, None, "周小飞", "子", "男", "2001.03", None, None, None, None, None]


def test_two_families_under_one_number_on_two_sheets_are_asked_about(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    another_sheet(tmp_path, WIFE, SON)
    found = read_books(tmp_path)
    assert asked(found) == [("household_twice", ["B2", "B3"])]
    assert {one.name for one in found.people} == {"田桂兰", "田小兰", "杨志强", "杨小禾", "石磊"}
    assert len(answered(tmp_path, found.questions[0], "same").people) == 7
    later = answered(tmp_path, found.questions[0], "leave_out")
    assert [one.code for one in later.skipped] == ["left_for_later"] * 2


@pytest.mark.parametrize(
    "added",
    [
        [[1, "001", "田新", "孙", "男", "2020.03", None, "第1网格", "1栋", "2单元202", None], SON],
        [[1, "001", "田桂兰", "户主", "女", "1949年4月", "15200780963", None, None, None, None], SON],
        [[1, "003", "石小磊", "子", "男", "2020.03", None, None, None, None, None]],
        [[1, "009", "周敏", "户主", "女", "1970.03", None, "第2网格", "9栋", "1单元101", None], SON],
    ],
)
def test_a_household_that_goes_on_on_another_sheet_is_one(added: list[list[Any]], tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    another_sheet(tmp_path, *added)
    found = read_books(tmp_path)
    assert asked(found) == []
    assert added[-1][2] in {one.name for one in found.people}


def test_the_family_of_a_second_head_waits_with_its_head(tmp_path: Path) -> None:
    books = SmallBooks()
    books.roster.append(
        [6, "003", "欧阳明", "户主", "男", "1966.01", None, "第2网格", "2栋", "1单元102", None]
    )
    books.roster.append([7, None, "欧阳娜娜", "女", "女", "1995.01", None, None, None, None, None])
    found = read(books, tmp_path)
    assert asked(found) == [("second_head", ["D9", "D10"])]
    assert "欧阳娜娜" not in {one.name for one in found.people}


def test_a_sheet_with_a_number_that_no_rule_has_is_asked_about(tmp_path: Path) -> None:
    books = SmallBooks()
    books.activities["01-0305"][4] = [foot("2025年03月05日").replace("R01", "P02")]
    found = read(books, tmp_path)
    assert (asked(found), found.activities) == ([("rule_number", ["A7"])], ())
    assert [one.rule for one in answered(tmp_path, found.questions[0], "matter").activities] == ["R01"]


def test_the_number_of_a_sheets_rule_may_be_its_digits_alone_and_is_listed(tmp_path: Path) -> None:
    books = SmallBooks()
    books.activities["01-0305"][4] = [foot("2025年03月05日").replace("R01", "001")]
    again = foot("2025年03月06日").replace("R01", "001")
    books.activities["02-0306"] = sheet_of("石磊", "003", "09:30", "11:30", 2, again)
    found = read(books, tmp_path)
    assert [one.rule for one in found.activities] == ["R01", "R01"]
    assert [(one.said, one.cell) for one in found.faults] == [(RuleReadAs.__name__, "A7")]


def test_of_two_rules_with_the_same_digits_the_matter_tells_which(tmp_path: Path) -> None:
    books = SmallBooks()
    books.register[1][4] = books.register[3][4] = "001"
    books.save(tmp_path)
    with (tmp_path / "rules.csv").open("a", encoding="utf-8") as rules:
        rules.write("Q01,文明养犬,,文明,次,3,,,登记,个人,否\n")
    found = read_books(tmp_path)
    assert asked(found) == [("rule_number", ["E6"])]
    assert found.earned[0].rule == "R01"


@pytest.mark.parametrize("book", ["deliveries", "redemptions"])
def test_a_note_in_the_books_of_goods_is_asked_about_as_well(book: str, tmp_path: Path) -> None:
    books = SmallBooks()
    getattr(books, book).append([None, "第5行登错，作废"])
    found = read(books, tmp_path)
    assert [one.kind for one in found.questions] == ["note_on_lines"]
    named = answered(tmp_path, found.questions[0], "named")
    assert 5 not in {one.origin.row for one in getattr(named, book)}
    assert len(getattr(named, book)) == len(getattr(books, book)) - 3
