"""Rule tables as communities publish them: what can be counted is, what cannot is named by its cell and kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from points import goods, imports, volunteering
from points.foundation import communities, db, reading, transact
from points.imports.lines import EarnedLine, RuleLine, SheetRow
from points.imports.reading.caps import Caps
from points.imports.reading.files import open_book
from points.imports.reading.reference import read_rules
from points.imports.reading.remarks import Remarks
from points.imports.reading.rule_tables.refusals import CapNotCounted, RuleDoubtful, ValueNotCounted
from points.imports.refusals import BarcodeElsewhere
from points.volunteering.models import Rule
from tests.support.workbooks import SmallBooks

HEADING = "编号,规则,英文,类别,单位,分值,难度,封顶,佐证,账户,计志愿时长"
#: code, unit, value, cap; and the cells that cannot be counted
PUBLISHED = (
    ("J01", "次", "5分/次", "每人每月最多4次", ()),
    ("J02", "", "每户每月1分", "每户每月2次", ()),
    ("J03", "小时", "2", "4小时／日", ()),
    ("J04", "", "每半天10分", "不限", ()),
    ("J05", "件", "每件按难易程度50–3000", "", ("F6",)),
    ("J06", "次", "扣3分", "", ("F7",)),
    ("J07", "次", "5", "每名老人每周1次", ("H8",)),
    ("J08", "人", "考上大学30、应征入伍30", "终身一次", ("F9",)),
    ("J09", "次", "", "月最高10分", ("F10",)),
)


def table(folder: Path, lines: Iterable[str]) -> Path:
    path = folder / "rules.csv"
    path.write_text("\n".join([HEADING, *lines, ""]), encoding="utf-8")
    return path


def lines_of(published: Iterable[tuple[str, str, str, str, object]]) -> list[str]:
    return [
        f"{code},事项{code},,其他,{unit},{value},,{cap},,个人,否" for code, unit, value, cap, _ in published
    ]


def read(folder: Path, lines: Iterable[str]) -> tuple[tuple[RuleLine, ...], Remarks]:
    faults = Remarks()
    return read_rules(open_book(table(folder, lines)), faults), faults


def test_check_21_every_cell_that_cannot_be_counted_is_named_and_the_table_is_taken(tmp_path: Path) -> None:
    rules, faults = read(tmp_path, lines_of(PUBLISHED))
    assert [one.code for one in rules] == [code for code, *_ in PUBLISHED]
    named = [(one.cell, one.code, one.level) for one in faults.all()]
    assert named == [
        (cell, ValueNotCounted.code if cell[0] == "F" else CapNotCounted.code, "noted")
        for *_, cells in PUBLISHED
        for cell in cells
    ]
    assert [(one.unit, one.tenths) for one in rules[:4]] == [
        ("次", 50),
        ("户·月", 10),
        ("小时", 20),
        ("半天", 100),
    ]
    assert [one.not_counted for one in rules[4:]] == [
        *("每件按难易程度50–3000", "扣3分", "", "考上大学30、应征入伍30", "空"),
    ]
    said = faults.all()[0]
    assert "50–3000”（一个范围）" in said.message_zh
    assert "(a range)" in said.message_en


def test_a_line_of_which_neither_value_nor_cap_can_be_counted_says_both(tmp_path: Path) -> None:
    [rule], faults = read(tmp_path, ["K1,公益项目,,其他,件,10–600,,每处1次,,个人,否"])
    [fault] = faults.all()
    assert (rule.not_counted, rule.cap, fault.cell) == ("10–600", "每处1次", "F2")
    assert "“分值、封顶”写的是“10–600；每处1次”" in fault.message_zh


def test_a_doubtful_rule_is_taken_with_a_word(tmp_path: Path) -> None:
    rules, faults = read(
        tmp_path, ["K1,督查暗访满意,,其他,次,50,,,,个人,否", "K2,参加会议,,其他,次,2,,,,个人,是"]
    )
    assert [one.tenths for one in rules] == [500, 20]
    assert [(one.cell, one.code) for one in faults.all()] == [
        ("B2", RuleDoubtful.code),
        ("B3", RuleDoubtful.code),
    ]


def test_the_key_of_a_line_that_was_read_before_is_what_it_was(tmp_path: Path) -> None:
    [rule], _ = read(tmp_path, ["R01,社区环境清洁,Clean-up,环境卫生,小时,2,T1,4小时/日,签到签退,个人,是"])
    assert rule.key == "9836076f06d7e988c2f05a91092a45b242872806e3308df85b90657c752dac8c"


RULE = RuleLine(
    key="", code="R1", name="", name_en="", category="", unit="次", tenths=20, tier="", cap="", evidence="",
    credits_to="person", counts_hours=False, least_minutes=None, origin=SheetRow("", "", 1),
)  # fmt: skip
LINE = EarnedLine(
    key="", day=date(2025, 3, 5), household="001", name="田桂兰", person=None, rule="R1", matter="", tenths=20,
    recorder="", origin=SheetRow("", "", 2),
)  # fmt: skip


def counted_in(rule: RuleLine, *lines: EarnedLine) -> list[int | None]:
    caps = Caps([rule])
    return [caps.count_in(one) for one in lines]


def test_old_lines_are_held_to_the_caps_that_the_one_reader_reads() -> None:
    other = replace(LINE, name="田小兰")
    later, next_half = replace(LINE, day=date(2025, 6, 30)), replace(LINE, day=date(2025, 7, 1))
    assert counted_in(replace(RULE, cap="每户每月1次"), LINE, other) == [None, 0]
    assert counted_in(replace(RULE, cap="每人每月1次", credits_to="household"), LINE, other) == [None, None]
    assert counted_in(replace(RULE, cap="2分/半年"), LINE, later, next_half) == [None, 0, None]
    assert counted_in(replace(RULE, cap="终身一次"), LINE, next_half, replace(LINE, tenths=21)) == [
        None,
        0,
        20,
    ]
    hours = replace(RULE, unit="小时", cap="每月最多1次")
    assert counted_in(hours, replace(LINE, tenths=480), replace(LINE, tenths=481)) == [None, 480]


def test_a_rule_that_cannot_be_counted_limits_no_old_line() -> None:
    much = replace(LINE, tenths=6000)
    for rule in (replace(RULE, cap="每名老人每周1次"), replace(RULE, tenths=0, not_counted="10–600")):
        assert counted_in(rule, much, replace(much, rule="")) == [None, None]
    assert counted_in(RULE, much, replace(much, rule="")) == [20, 20]


@pytest.mark.parametrize("kind", ["opening", "deduction"])
def test_a_balance_carried_over_and_a_deduction_are_not_counted_in(kind: str) -> None:
    rule = replace(RULE, cap="1次/月")
    assert counted_in(rule, replace(LINE, tenths=9000, kind=kind), LINE) == [None, None]


def test_history_by_a_rule_that_cannot_be_counted_comes_in_and_a_plain_number_makes_it_count(
    app: Flask, tmp_path: Path
) -> None:
    books = SmallBooks()
    books.register.append(["2025-03-26", "003", "石磊", None, "J05", "公益项目", 300, "冉婷"])
    sample = (books.save(tmp_path) / "rules.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    table(tmp_path, [*sample, "J05,公益项目,,其他,件,10–600,,,,个人,否"])
    told = imports.importing.apply(tmp_path)
    assert [(one.cell, one.code) for one in told.faults] == [("F28", "value_not_counted")]
    assert told.balances["003"] == 3030
    community_id = reading(communities)[0].id

    def rule() -> volunteering.rules.RuleInfo:
        return reading(lambda: volunteering.rules.get_in_force(community_id, "J05", date(2025, 3, 26)))

    assert (rule().uncounted, rule().version) == ("10–600", 1)
    table(tmp_path, [*sample, "J05,公益项目,,其他,件,100,,,,个人,否"])
    imports.importing.apply(tmp_path)
    assert (rule().uncounted, rule().version, rule().tenths) == ("", 2, 1000)


def test_a_barcode_of_another_item_in_the_books_is_left_out_and_noted(app: Flask, tmp_path: Path) -> None:
    books = SmallBooks().save(tmp_path)
    imports.importing.apply(books)
    with (tmp_path / "goods.csv").open("a", encoding="utf-8") as file:
        file.write("G90,新米,,袋,40,40,,,1,爱心企业,6900000011027\n")
    words = (tmp_path / "goods.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "goods.csv").write_text(
        "\n".join(one for one in words.splitlines() if not one.startswith("G03")) + "\n", encoding="utf-8"
    )
    told = imports.importing.apply(tmp_path)
    assert [one.code for one in told.faults] == [BarcodeElsewhere.code]
    community_id = reading(communities)[0].id
    found = reading(lambda: goods.items.find(community_id, ["G90", "6900000011027"]))
    assert (found["G90"].barcodes, found["6900000011027"].code) == ((), "G03")


def test_a_line_that_stands_uncounted_is_written_anew_where_it_can_be_counted_now(
    app: Flask, tmp_path: Path
) -> None:
    folder = SmallBooks().save(tmp_path)
    imports.importing.apply(folder)
    community_id = reading(communities)[0].id

    def unread() -> None:
        which = sa.update(Rule).where(Rule.community_id == community_id, Rule.code == "R07")
        db.session.execute(which.values(not_counted="3分/趟"))

    transact(unread)
    imports.importing.apply(folder)
    imports.importing.apply(folder)
    rule = reading(lambda: volunteering.rules.get_in_force(community_id, "R07", date(2025, 3, 7)))
    assert (rule.version, rule.uncounted) == (2, "")
