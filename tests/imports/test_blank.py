"""The empty books that are handed out are the books that are read: filled in by a program, every column comes back."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from points.foundation import Refusal
from points.goods import model_goods
from points.imports import blank, column_words
from points.imports.changing.rules import new_rule
from points.imports.lines import Books
from points.imports.reading.choosing import BOOKS, find_files
from points.imports.reading.folder import COLUMNS, read_books
from points.volunteering.rulebook import by_hand, model_rules
from tests.support.workbooks import SmallBooks

DAY = date(2026, 1, 1)

#: what is typed into each book, by heading; a day and a time as a spreadsheet has them
LINES: dict[str, list[dict[str, Any]]] = {
    "rules": [
        {
            "编号": "R01", "规则": "社区环境清洁", "英文": "Clean-up", "类别": "环境卫生", "单位": "小时", "分值": 2.5, "难度": "T1",
            "封顶": "4小时/日", "佐证": "签到签退", "账户": "户", "计志愿时长": "是", "最少分钟": 30,
        }
    ],
    "penalties": [
        {"编号": "P01", "情形": "冒领积分", "英文": "False claim", "处理": "冲回", "程序要求": "申诉结论后执行"}
    ],
    "goods": [
        {
            "编号": "G01", "商品": "大米5kg", "英文": "Rice 5 kg", "单位": "袋", "分价": 4.5, "参考元": 44.5, "保质期天": 365,
            "安全库存": 10, "每户每月限兑": "2/季", "来货": "采购", "条码": "6900000011003",
        }
    ],
    "roster": [
        {
            "序号": 1, "户号": "001", "姓名": "田桂兰", "与户主关系": "户主", "性别": "女", "出生年月": "1949-04",
            "联系电话": "15200780963", "网格": "第1网格", "楼栋": "1栋", "门牌": "2-202", "备注": "老人机", "卡号": "0012",
        },
        {"序号": 2, "户号": "001", "姓名": "田小兰", "与户主关系": "女", "性别": "女", "身份证号": "110101197502030022"},
    ],
    "opening_points": [
        {"日期": datetime(2026, 3, 1), "户号": "001", "姓名": "田桂兰", "事项": "期初积分", "积分": 60.5, "备注": "老账第3页"}
    ],
    "opening_stock": [
        {
            "入库单号": "期初", "日期": datetime(2026, 3, 1), "商品": "大米5kg", "单位": "袋", "数量": 12, "来源": "期初",
            "保质期至": datetime(2026, 12, 31), "备注": "货架上数的",
        }
    ],
    "attendance": [
        {
            "序号": 1, "姓名": "田小兰", "户号": "001", "电话": "13900000000", "签到": time(9, 0), "签退": time(11, 0), "时长": 2,
            "住址": "1栋2-202", "签名": "田小兰", "备注": "带扫帚",
        }
    ],
    "register": [
        {
            "日期": datetime(2026, 3, 6), "户号": "001", "姓名": "田小兰", "住址": "1栋", "编号": "R01",
            "事项": "社区环境清洁2小时", "积分": 5, "次数": 2, "结余": 65.5, "登记人": "姚敏", "电话": "139", "签字": "已签",
            "备注": "好", "序号": 1,
        },
        {"日期": datetime(2026, 3, 7), "户号": "001", "姓名": "田小兰", "事项": "未履约", "扣分": 1},
    ],
    "deliveries": [
        {
            "序号": 1, "入库单号": "RK1", "日期": datetime(2026, 3, 2), "商品": "大米5kg", "规格": "5kg", "单位": "袋", "数量": 20,
            "结存": 32, "来源": "爱心企业", "捐赠/供货单位": "晨光米业", "单价": 44, "金额": 880, "保质期至": "长期", "经手人": "姚敏",
            "签字": "已签", "备注": "春节前",
        },
        {"序号": 2, "日期": datetime(2026, 3, 3), "商品": "大米5kg", "出库数量": 2, "来源": "报损", "备注": "袋子破了"},
    ],
    "redemptions": [
        {
            "序号": 1, "日期": datetime(2026, 3, 8), "户号": "001", "姓名": "田桂兰", "兑换物品": "大米5kg", "数量": 2,
            "扣减积分": 9, "剩余积分": 55.5, "单位": "袋", "分价": 4.5, "住址": "1栋", "电话": "139", "领取人签字": "已签",
            "经办人": "姚敏", "备注": "女儿来拿",
        }
    ],
}  # fmt: skip


def fill(folder: Path, name: str, lines: list[dict[str, Any]], language: str = "zh") -> None:
    """Type the lines below the headings of a blank book, as somebody would."""
    path = folder / next(one for one in blank.BOOKS if one.name == name).file(language)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heading = next(
        row
        for row in sheet.iter_rows()
        if any(cell.value == "姓名" for cell in row) or (row[0].row == 1 and name != "attendance")
    )
    columns = {cell.value: cell.column for cell in heading}
    for number, line in enumerate(lines, heading[0].row + 1):
        for title, value in line.items():
            sheet.cell(number, columns[title], value)
    if name == "attendance":
        sheet["A1"], sheet["B2"], sheet["D2"], sheet["F2"] = (
            "社区环境清洁签到表", datetime(2026, 3, 5, 9, 0), "罗海燕", "R01",
        )  # fmt: skip
    book.save(path)


def filled(folder: Path, *names: str, language: str = "zh") -> Path:
    """The blank books, with the lines above in those of them, or in all."""
    blank.make(folder, language)
    for name in names or blank.NAMES:
        fill(folder, name, LINES[name], language)
    return folder


@pytest.fixture(scope="module", params=["zh", "en"])
def read(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Books:
    return read_books(filled(tmp_path_factory.mktemp("blank"), language=request.param))


def test_each_blank_is_known_by_its_name_and_has_every_column_that_is_read(
    language: str, tmp_path: Path
) -> None:
    made = blank.make(tmp_path, language)
    found, others = find_files(tmp_path)
    assert ({path for some in found.values() for path in some}, others) == (set(made), [])
    for path, one in zip(made, blank.BOOKS, strict=True):
        assert path in found[one.book]
        rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
        columns = COLUMNS[one.book]
        headings = [columns.title(field) for field in one.columns]
        assert tuple(headings) in {tuple(row[: len(headings)]) for row in rows}
        wanted = (
            set(columns.needed)
            if one.name.startswith("opening")
            else set(columns.names) - set(columns.unusual)
        )
        assert wanted <= set(one.columns)


def test_every_column_that_may_be_read_is_explained() -> None:
    for book, columns in COLUMNS.items():
        for field in columns.names:
            if field not in columns.unusual:
                words = column_words.of(book, field)
                assert words.zh, field
                assert words.en, field
    known = column_words.said()
    assert {one for book in known["columns"] if book != "every" for one in known["columns"][book]} <= {
        field for columns in COLUMNS.values() for field in columns.names
    }
    assert set(known["files"]) == set(blank.NAMES)


def test_all_that_was_filled_in_is_read_and_nothing_else(read: Books) -> None:
    assert [(one.code, one.cell) for one in read.faults if one.level != "noted"] == []
    assert (read.questions, read.unread) == ((), ())


def test_rules_penalties_and_goods_come_back(read: Books) -> None:
    [rule], [penalty], [item] = read.rules, read.penalties, read.items
    assert (rule.code, rule.name, rule.name_en, rule.category, rule.unit, rule.tenths, rule.tier, rule.cap) == (
        "R01", "社区环境清洁", "Clean-up", "环境卫生", "小时", 25, "T1", "4小时/日",
    )  # fmt: skip
    assert (rule.evidence, rule.credits_to, rule.counts_hours, rule.least_minutes) == (
        "签到签退",
        "household",
        True,
        30,
    )
    assert (penalty.code, penalty.situation, penalty.name_en, penalty.handling, penalty.procedure) == (
        "P01", "冒领积分", "False claim", "冲回", "申诉结论后执行",
    )  # fmt: skip
    assert (item.code, item.name, item.name_en, item.unit, item.tenths, item.reference_fen, item.shelf_days) == (
        "G01", "大米5kg", "Rice 5 kg", "袋", 45, 4450, 365,
    )  # fmt: skip
    assert (item.safety_stock, item.limit_count, item.limit_window, item.supply, item.barcode) == (
        10, 2, "quarter", "采购", "6900000011003",
    )  # fmt: skip


def test_the_roster_comes_back(read: Books) -> None:
    head, daughter = read.people
    assert (head.household, head.name, head.kinship, head.gender, head.birth, head.phone, head.note) == (
        "001", "田桂兰", "户主", "女", date(1949, 4, 1), "15200780963", "老人机",
    )  # fmt: skip
    assert (daughter.name, daughter.kinship, daughter.birth) == ("田小兰", "女", date(1975, 2, 3))
    [home] = read.households
    assert (home.number, home.grid, home.building, home.door, home.card) == (
        "001",
        "第1网格",
        "1栋",
        "2-202",
        "0012",
    )


def test_points_and_hours_come_back(read: Books) -> None:
    said = [
        (one.kind, one.day, one.household, one.name, one.rule, one.matter, one.tenths) for one in read.earned
    ]
    assert sorted(said) == [
        ("deduction", date(2026, 3, 7), "001", "田小兰", "", "未履约", -10),
        ("earned", date(2026, 3, 6), "001", "田小兰", "R01", "社区环境清洁2小时", 50),
        ("opening", date(2026, 3, 1), "001", "田桂兰", "", "期初积分", 605),
    ]
    [activity] = read.activities
    assert (activity.title, activity.day, activity.rule, activity.leader) == (
        "社区环境清洁",
        date(2026, 3, 5),
        "R01",
        "罗海燕",
    )
    assert [(one.name, one.minutes) for one in activity.attendances] == [("田小兰", 120)]


def test_goods_that_came_and_went_come_back(read: Books) -> None:
    said = {
        (one.kind, one.number, one.day, one.item, one.quantity, one.expires, one.source)
        for one in read.deliveries
    }
    assert said == {
        ("opening", "期初", date(2026, 3, 1), "G01", 12, date(2026, 12, 31), ""),
        ("delivery", "RK1", date(2026, 3, 2), "G01", 20, None, "晨光米业"),
        ("out", "出库", date(2026, 3, 3), "G01", 2, None, ""),
    }
    [taken] = read.redemptions
    assert (taken.day, taken.household, taken.name, taken.item, taken.quantity, taken.tenths, taken.written) == (
        date(2026, 3, 8), "001", "田桂兰", "G01", 2, 90, 555,
    )  # fmt: skip


def test_without_rules_the_file_to_fill_in_first_is_named(tmp_path: Path) -> None:
    made = blank.make(tmp_path)
    with pytest.raises(Refusal) as caught:
        read_books(tmp_path)
    assert (caught.value.code, caught.value.facts["file"]) == ("reference_empty", made[0].name)


def test_with_rules_and_goods_the_empty_workbooks_are_read_without_a_fault(tmp_path: Path) -> None:
    books = read_books(filled(tmp_path, "rules", "goods"))
    assert (len(books.rules), len(books.items)) == (1, 1)
    assert (books.people, books.earned, books.redemptions, books.faults, books.unread) == ((), (), (), (), ())


def test_the_model_rule_book_dropped_in_says_what_its_page_says(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    (tmp_path / "rules.csv").write_bytes(model_rules.TABLE.read_bytes())
    brought = [new_rule(one) for one in read_books(tmp_path).rules if one.code[0] == "M"]
    said = [by_hand.as_version(one, version=1, effective_on=DAY) for one in brought]
    typed = [
        by_hand.as_version(by_hand.read(one.typed), version=1, effective_on=DAY)
        for one in model_rules.list_all()
    ]
    anybody = typed[0].rule_id
    assert [replace(one, rule_id=anybody) for one in said] == [replace(one, rule_id=anybody) for one in typed]


def test_the_model_list_of_goods_dropped_in_says_what_its_page_says(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    (tmp_path / "goods.csv").write_bytes(model_goods.TABLE.read_bytes())
    alike = [
        "name",
        "name_en",
        "unit",
        "reference_fen",
        "shelf_days",
        "safety_stock",
        "limit_count",
        "limit_window",
        "supply",
        "kind",
    ]
    brought = {
        one.code: (one.tenths, *(getattr(one, name) for name in alike)) for one in read_books(tmp_path).items
    }
    typed = {
        one.code: (one.tenths, *(getattr(one.facts, name) for name in alike))
        for one in model_goods.list_all()
    }
    assert brought == typed


def test_nothing_is_written_over(tmp_path: Path) -> None:
    kept = tmp_path / "商品目录.xlsx"
    kept.write_text("ours", encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        blank.make(tmp_path)
    assert caught.value.code == "folder_not_empty"
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]
    assert kept.read_text(encoding="utf-8") == "ours"


def test_cells_offer_what_the_community_has_and_check_what_is_typed() -> None:
    own = {"rule_codes": ["R01", "R02"], "items": ["大米5kg"], "grids": ["东区"]}
    book = openpyxl.load_workbook(blank.one_book("register", "zh", own)[1])
    checks = {str(one.sqref): one for one in book.worksheets[0].data_validations.dataValidation}
    assert {one.split(":")[0][:-1] for one in checks} == set("ABCDEFGHIJKLMNO")
    assert (checks["A2:A2000"].type, checks["A2:A2000"].showErrorMessage) == ("date", True)
    assert (checks["G2:G2000"].type, checks["G2:G2000"].operator) == ("decimal", "greaterThanOrEqual")
    of_rule = checks["E2:E2000"]
    assert (of_rule.type, of_rule.formula1, of_rule.showErrorMessage) == ("list", "'选项'!$A$2:$A$3", False)
    assert [cell.value for cell in book["选项"]["A"]][1:] == ["R01", "R02"]
    assert (book["选项"].sheet_state, book.worksheets[0].freeze_panes) == ("hidden", "A2")
    goods = openpyxl.load_workbook(blank.one_book("goods", "en", own)[1])
    unique = next(
        one for one in goods.worksheets[0].data_validations.dataValidation if "A2:A2000" in str(one.sqref)
    )
    assert (unique.type, unique.formula1) == ("custom", "COUNTIF($A$2:$A$2000,A2)=1")
    opening = openpyxl.load_workbook(blank.one_book("opening_points", "zh", own)[1]).worksheets[0]
    assert "COUNTIF($B$2:$B$2000,B2)=1" in [one.formula1 for one in opening.data_validations.dataValidation]
    assert goods.worksheets[0].column_dimensions["K"].number_format == "@"  # a barcode keeps its digits
    assert [one.title for one in goods.worksheets] == ["商品目录", "How to fill in", "Choices"]


def test_the_sheet_that_explains_says_a_line_for_each_column() -> None:
    for language, at in (("zh", "户号"), ("en", "户号")):
        book = openpyxl.load_workbook(blank.one_book("roster", language, {})[1])
        said = [[cell.value for cell in row[:4]] for row in book.worksheets[1].iter_rows()]
        [line] = [row for row in said if row[0] == at]
        assert line[2:] == ["001", column_words.pick(column_words.said()["words"]["must"], language)]
        assert len(said) == said.index(line) - 1 + len(blank.BOOKS[3].columns)
    books = {one.name: one for one in blank.BOOKS}
    assert (books["register"].must("note"), books["goods"].must("limit")) == ("may", "keep")
    # what is read as the register says here what it is for
    assert (books["opening_points"].words("tenths").zh, books["register"].words("tenths").zh) == (
        "老账上这一户还有几分", "得了几分",
    )  # fmt: skip


def test_a_sheet_of_ours_that_says_something_else_is_read_as_any_other(tmp_path: Path) -> None:
    SmallBooks().save(tmp_path)
    path = tmp_path / BOOKS["register"][0]
    book = openpyxl.load_workbook(path)
    book.create_sheet("怎么填").append(["三月的旧账"])
    book.save(path)
    assert [one.sheet for one in read_books(tmp_path).unread] == ["怎么填"]


def test_all_go_out_in_one_archive() -> None:
    with zipfile.ZipFile(blank.every_book("zh", {})) as archive:
        assert archive.namelist() == [one.file("zh") for one in blank.BOOKS]
        openpyxl.load_workbook(io.BytesIO(archive.read("居民花名册.xlsx")))
