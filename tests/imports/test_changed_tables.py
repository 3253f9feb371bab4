"""New tables of rules and goods: what differs is shown and asked, and taken from the moment somebody said yes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask

from points import goods, imports, volunteering
from points.foundation import Refusal, clock, communities, db, reading, system_actor, transact
from points.goods.models import Barcode
from points.imports.asking import Answer
from points.imports.report import ImportReport
from points.oversight.checking import examine
from tests.support.databases import Workshop, settles
from tests.support.records import facts_of
from tests.support.workbooks import REDEMPTIONS, SmallBooks

PASTE = "G09,牙膏,Toothpaste,支,5,5,1095,15,2,爱心企业,6900000011089"
FLOUR = "G04,面粉5kg,Flour 5 kg,袋,22,22,270,8,1,帮扶单位,6900000011034"
TOWEL, DEARER = "毛巾,Towel,条,8,", "毛巾,Towel,条,10,"
CLEANING = "R01,社区环境清洁,Community clean-up,环境卫生,小时,2,"


@pytest.fixture
@settles("books_in")
def folder(app: Flask, engine: str, workshop: Workshop, tmp_path: Path) -> Path:
    """The small community's books, which came in once."""
    SmallBooks().save(tmp_path)
    workshop.settled(app, engine, "books_in", lambda: imports.importing.apply(tmp_path))
    return tmp_path


def community() -> UUID:
    return reading(lambda: communities()[0].id)


def rewrite(folder: Path, old: str, new: str, file: str = "goods.csv") -> None:
    words = (folder / file).read_text(encoding="utf-8-sig")
    assert words.count(old) == 1
    (folder / file).write_text(words.replace(old, new), encoding="utf-8-sig")


def add(folder: Path, *rows: str) -> None:
    words = (folder / "goods.csv").read_text(encoding="utf-8-sig").rstrip("\n")
    (folder / "goods.csv").write_text("\n".join([words, *rows, ""]), encoding="utf-8-sig")


def answers(folder: Path, choice: str = "take", **cells: str) -> list[Answer]:
    """One answer to whatever is asked, with exceptions for cells of the goods table."""
    at = {f"goods.csv  {cell}": other for cell, other in cells.items()}
    asked = imports.importing.dry_run(folder).questions
    return [Answer(one.id, one.digest, choice, cells=at) for one in asked]


def take(folder: Path, given: Sequence[Answer] | None = None) -> ImportReport:
    return imports.importing.apply(folder, answers=answers(folder) if given is None else given)


def price(code: str = "G09") -> int | None:
    return reading(lambda: goods.history.known_items(community())[code].tenths)


def ware(code: str = "G09") -> goods.wares.WareFacts:
    return reading(lambda: goods.wares.get(community(), code)).facts


def barcodes(code: str) -> tuple[str, ...]:
    def work() -> tuple[str, ...]:
        item = goods.wares.get(community(), code).item_id
        return goods.barcodes.of_items(community(), [item]).get(item, ())

    return reading(work)


def test_nothing_of_a_new_table_is_taken_before_somebody_says_yes(folder: Path) -> None:
    rewrite(folder, PASTE, "G09,牙膏120g,Toothpaste 120 g,盒,6,,1095,0,3/季,爱心企业,6900000011089")
    told = imports.importing.apply(folder)
    [question] = told.questions
    assert (question.kind, question.is_open, told.is_open) == ("goods_changed", True, False)
    assert [(one.what, one.was, one.now, one.cell) for one in told.changes] == [
        ("tenths", 50, 60, "E10"),
        ("name", "牙膏", "牙膏120g", "B10"),
        ("name_en", "Toothpaste", "Toothpaste 120 g", "C10"),
        ("unit", "支", "盒", "D10"),
        ("safety_stock", 15, 0, "H10"),
        ("limit", "2/month", "3/quarter", "I10"),
    ]
    assert (price(), ware().name, ware().limit_count) == (50, "牙膏", 2)
    assert [one.cell for one in question.places] == ["E10", "B10", "C10", "D10", "H10", "I10"]


def test_with_a_yes_it_holds_from_that_moment_and_is_dated(folder: Path) -> None:
    rewrite(folder, PASTE, "G09,牙膏120g,Toothpaste,盒,6,,1095,15,3/季,爱心企业,6900000011089")
    before = clock.now()
    take(folder)
    assert (price(), ware().name, ware().unit) == (60, "牙膏120g", "盒")
    assert (ware().limit_count, ware().limit_window, ware().reference_fen) == (3, "quarter", 500)
    item = reading(lambda: goods.wares.get(community(), "G09")).item_id
    newest = reading(lambda: goods.prices.versions(community(), item))[0]
    assert (newest.tenths, newest.begins >= before) == (60, True)
    [facts] = facts_of("item.changed")
    assert facts["changed"]["limit_window"] == {"before": "month", "after": "quarter"}
    assert imports.importing.apply(folder).changes == ()
    assert [one.name for one in reading(lambda: examine(community())).findings if not one.ok] == []


def test_single_cells_may_stay_as_they_are(folder: Path) -> None:
    rewrite(folder, PASTE, PASTE.replace("支,5,", "盒,6,"))
    take(folder, answers(folder, D10="keep"))
    assert (price(), ware().unit) == (60, "支")
    assert imports.importing.apply(folder).questions == ()


def test_a_no_is_not_asked_again_and_a_later_is(folder: Path) -> None:
    rewrite(folder, PASTE, PASTE.replace("支,5,", "支,6,"))
    take(folder, answers(folder, "leave_out"))
    assert [one.answer for one in imports.importing.dry_run(folder).questions] == [""]
    take(folder, answers(folder, "keep"))
    assert (price(), imports.importing.dry_run(folder).questions) == (50, ())


def test_two_prices_in_a_day_and_the_first_one_again(folder: Path) -> None:
    for was, now in ((5, 6), (6, 5), (5, 6)):
        rewrite(folder, f"牙膏,Toothpaste,支,{was},", f"牙膏,Toothpaste,支,{now},")
        take(folder)
        assert price() == now * 10
        assert take(folder).changes == ()


def test_a_rule_changed_and_changed_back_holds_as_the_table_says(folder: Path) -> None:
    def value() -> tuple[int, int]:
        one = reading(lambda: volunteering.rules.get_in_force(community(), "R01"))
        return one.version, one.tenths

    rewrite(folder, CLEANING, CLEANING.replace(",2,", ",2.5,"), "rules.csv")
    assert [one.kind for one in imports.importing.apply(folder).questions] == ["rules_changed"]
    assert value() == (1, 20)
    take(folder)
    assert value() == (2, 25)
    rewrite(folder, CLEANING.replace(",2,", ",2.5,"), CLEANING, "rules.csv")
    take(folder)
    assert value() == (3, 20)
    assert take(folder).changes == ()


@pytest.mark.only_on("sqlite")
def test_a_rule_that_was_ended_stays_ended_whatever_its_row_says(folder: Path) -> None:
    house, day = system_actor(community()), clock.today()
    by_hand = volunteering.rule_proposals
    ids = transact(lambda: by_hand.propose_end("R01", effective_on=day, reason="例会", actor=house))
    transact(lambda: by_hand.agree(ids, actor=house))
    assert imports.importing.dry_run(folder).changes == ()
    rewrite(folder, CLEANING, CLEANING.replace(",2,", ",3,"), "rules.csv")
    take(folder)
    one = reading(lambda: volunteering.rules.standing(community()))["R01"]
    assert (one.version, one.tenths, one.ended) == (3, 30, True)


def test_a_penalty_is_asked_about_by_its_own_column(folder: Path) -> None:
    words = (folder / "penalties.csv").read_text(encoding="utf-8-sig")
    [row] = [one for one in words.splitlines() if one.startswith("P02,")]
    rewrite(folder, row, row.replace("代签到、代刷时长", "替人签到"), "penalties.csv")
    told = imports.importing.dry_run(folder).changes
    assert [(one.kind, one.code, one.now, one.cell) for one in told] == [("penalty", "P02", "替人签到", "B3")]
    take(folder)
    names = {
        one.code: one.name
        for one in reading(lambda: volunteering.rules.in_force(community(), kind="penalty"))
    }
    assert names["P02"] == "替人签到"


def test_what_was_changed_on_a_page_since_is_no_difference_of_the_same_table(folder: Path) -> None:
    item = reading(lambda: goods.wares.get(community(), "G09")).item_id
    transact(lambda: goods.prices.set_at(community(), item, 55, at=clock.now()))
    assert imports.importing.dry_run(folder).changes == ()
    rewrite(folder, PASTE, PASTE.replace("爱心企业", "采购"))
    told = imports.importing.dry_run(folder)
    assert [(one.what, one.was, one.now) for one in told.changes] == [
        ("tenths", 55, 50),
        ("supply", "爱心企业", "采购"),
    ]
    # a yes to something else than what stands there by now is none
    yes = answers(folder)
    transact(lambda: goods.prices.set_at(community(), item, 58, at=clock.now() + timedelta(seconds=1)))
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        unfit = imports.importing.dry_run(folder, answers=yes)
    assert [one.was for one in unfit.changes if one.what == "tenths"] == [58]
    assert unfit.unfit == tuple(one.question for one in yes)


def test_barcodes_are_changed_moved_and_kept(folder: Path) -> None:
    own = transact(lambda: goods.barcodes.make(community(), goods.wares.get(community(), "G09").item_id))
    rewrite(folder, PASTE, PASTE.replace("6900000011089", "6900000011034"))
    rewrite(folder, FLOUR, FLOUR.replace("6900000011034", "6900000099995"))
    told = imports.importing.dry_run(folder)
    assert [(one.code, one.was, one.now) for one in told.changes] == [
        ("G04", "6900000011034", "6900000099995"),
        ("G09", "6900000011089", "6900000011034"),
    ]
    assert told.faults == ()
    take(folder)
    assert (barcodes("G09"), barcodes("G04")) == ((own, "6900000011034"), ("6900000099995",))
    assert {one["barcode"] for one in facts_of("item.barcode_removed")} == {"6900000011034", "6900000011089"}
    assert {one["barcode"] for one in facts_of("item.barcode_added")} == {"6900000011034", "6900000099995"}


def test_a_barcode_that_its_item_keeps_after_all_is_no_other_ones(folder: Path) -> None:
    rewrite(folder, PASTE, PASTE.replace("6900000011089", "6900000011034"))
    rewrite(folder, FLOUR, FLOUR.replace("6900000011034", "6900000099995"))
    told = take(folder, answers(folder, K5="keep"))
    assert [(one.code, one.origin.row) for one in told.faults] == [("barcode_elsewhere", 10)]
    assert (barcodes("G09"), barcodes("G04")) == ((), ("6900000011034",))


def test_a_barcode_twice_is_named_before_anything_is_written(folder: Path) -> None:
    add(folder, "G77,新,New,个,5,5,,1,0,,6900000011089", "G78,新二,New 2,个,5,5,,1,0,,6900000099995",
        "G79,新三,New 3,个,5,5,,1,0,,6900000099995")  # fmt: skip
    told = imports.importing.dry_run(folder)
    assert [(one.code, one.level, one.cell) for one in told.faults] == [
        ("barcode_elsewhere", "noted", "K34"),
        ("barcode_elsewhere", "noted", "K36"),
    ]
    assert [one.message_zh.split("，")[0] for one in told.faults] == [
        "条码 6900000011089 已经是“牙膏”的了",
        "条码 6900000099995 已经是“新二”的了",
    ]
    take(folder)
    assert [barcodes(one) for one in ("G09", "G77", "G78", "G79")] == [
        ("6900000011089",),
        (),
        ("6900000099995",),
        (),
    ]


def test_goods_that_were_entered_without_a_price_get_the_tables(folder: Path) -> None:
    made = transact(lambda: goods.wares.enter(community(), goods.wares.WareFacts("围裙", "条")))
    add(folder, f"{made.code},围裙,,条,12,,,1,")
    assert [(one.what, one.was, one.now) for one in imports.importing.dry_run(folder).changes] == [
        ("tenths", None, 120),
        ("safety_stock", 0, 1),
    ]
    take(folder)
    assert price(made.code) == 120


def test_a_row_that_is_there_already_is_a_sentence_at_the_second_try(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tries = []

    def work() -> None:
        tries.append(1)
        held = db.session.execute(sa.select(Barcode.community_id, Barcode.barcode, Barcode.item_id)).first()
        assert held is not None
        db.session.execute(sa.insert(Barcode), [dict(held._mapping)])

    with pytest.raises(Refusal) as caught:
        transact(work)
    assert (caught.value.code, len(tries)) == ("there_already", 2)
    # which one it is says the log, without what stands in it; whoever reads the page knows no table
    assert "goods_barcode" in caplog.text
    assert "goods_barcode" not in caught.value.message("zh") + caught.value.next_step("zh")


@pytest.mark.shortly_on("sqlite")
def test_redemptions_that_came_in_at_an_old_price_are_not_asked_about_again(
    app: Flask, tmp_path: Path
) -> None:
    """Neither what was written, nor what was counted by the price of then: alone, without points, or of one visit."""
    books = SmallBooks()
    days = range(10, 17)
    books.register += [
        [f"2025-03-{day}", "003", "石磊", None, "R07", "助老代办跑腿", 3, "冉婷"] for day in days
    ]
    books.register.append(["2025-03-25", "003", "石磊", None, "R17", "月度最清洁户", 5, "冉婷"])
    books.redemptions += [
        [3, "2025-03-29", "003", "石磊", "毛巾", 1, None, None, "已签", "姚敏"],
        [4, "2025-03-30", "003", "石磊", "毛巾1条、袋装醋2袋", None, 9, None, "已签", "姚敏"],
        [5, "2025-03-31", "003", "石磊", "毛巾", 1, 9, None, "已签", "姚敏"],
        [6, "2025-03-31", "003", "石磊", "袋装醋", 2, None, None, "已签", "姚敏"],
    ]
    first = imports.importing.apply(of_one_visit(books.save(tmp_path)))
    assert first.redemptions == 7
    rewrite(tmp_path, TOWEL, DEARER)
    assert {one.kind for one in imports.importing.dry_run(tmp_path).questions} == {"goods_changed"}
    take(tmp_path)
    assert price("G18") == 100
    again = imports.importing.dry_run(tmp_path)
    assert (again.questions, again.vanished, again.faults) == ((), (), ())
    books.redemptions.append([7, "2025-04-02", "002", "杨志强", "毛巾", 1, 9, None, "已签", "姚敏"])
    of_one_visit(books.save(tmp_path))
    rewrite(tmp_path, TOWEL, DEARER)
    [question] = imports.importing.dry_run(tmp_path).questions
    assert (question.kind, [one.cell for one in question.places]) == ("price_differs", ["G10"])


def test_points_of_a_redemption_that_were_corrected_are_not_taken_for_those_that_came_in(
    app: Flask, tmp_path: Path
) -> None:
    """Alone and of one visit: what is written now is asked about, whatever the price of then."""
    books = SmallBooks()
    books.redemptions += [
        [3, "2025-03-31", "002", "杨志强", "毛巾", 1, 9, None, "已签", "姚敏"],
        [4, "2025-03-31", "002", "杨志强", "袋装醋", 2, None, None, "已签", "姚敏"],
    ]
    imports.importing.apply(of_one_visit(books.save(tmp_path), "G6:G7"))
    books.redemptions[2][6] = 9
    books.redemptions[3][6] = 11
    asked = imports.importing.dry_run(of_one_visit(books.save(tmp_path), "G6:G7")).questions
    assert {one.kind for one in asked} >= {"price_differs", "visit_differs"}


def of_one_visit(folder: Path, cells: str = "G8:G9") -> Path:
    """The points of two lines in one cell."""
    book = openpyxl.load_workbook(folder / REDEMPTIONS)
    book["兑换"].merge_cells(cells)
    book.save(folder / REDEMPTIONS)
    return folder


def announce(code: str, tenths: int, days: int) -> None:
    """A rule, or its next version, that holds so many days from now."""
    house = system_actor(community())
    rule = volunteering.rules.NewRule(code=code, name=f"巡楼{code}", unit="小时", tenths=tenths)
    day = clock.today() + timedelta(days=days)
    transact(lambda: volunteering.rules.add([rule], effective_on=day, actor=house))


def tenths_of(code: str, days: int = 0) -> int:
    day = clock.today() + timedelta(days=days)
    return reading(lambda: volunteering.rules.get_in_force(community(), code, day)).tenths


@pytest.mark.shortly_on("sqlite")
def test_a_table_meets_rules_that_were_announced_and_do_not_hold_yet(folder: Path) -> None:
    """Each time with a question; the announced version holds from its day all the same, unless it was the only one."""
    announce("R01", 70, 30)
    rewrite(folder, CLEANING, CLEANING.replace(",2,", ",3,"), "rules.csv")
    take(folder)
    rewrite(folder, CLEANING.replace(",2,", ",3,"), CLEANING.replace(",2,", ",4,"), "rules.csv")
    take(folder)
    assert (tenths_of("R01"), tenths_of("R01", 30)) == (40, 70)
    announce("R90", 30, 1)
    words = (folder / "rules.csv").read_text(encoding="utf-8-sig").rstrip("\n")
    row = "R90,巡楼R90,,环境卫生,小时,5,,,,个人账户,否,"
    (folder / "rules.csv").write_text(f"{words}\n{row}\n", encoding="utf-8-sig")
    [question] = imports.importing.dry_run(folder).questions
    assert question.kind == "rules_changed"
    report = take(folder)
    assert {(one.code, one.what, one.was, one.now) for one in report.changes} >= {("R90", "tenths", 30, 50)}
    assert tenths_of("R90", 1) == 50
    assert imports.importing.dry_run(folder).questions == ()


def test_the_tables_go_out_as_they_stand_and_come_in_again(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Unchanged they say nothing; changed and added to they are asked about as any table is."""
    out = tmp_path_factory.mktemp("tables")
    own = reading(lambda: imports.blank.choices_of(community()))
    standing = reading(lambda: imports.blank.standing(community()))
    for name in ("rules", "penalties", "goods"):
        file, content = imports.blank.one_book(name, "zh", own, standing)
        (out / file).write_bytes(content.getvalue())
    same = imports.importing.dry_run(out)
    assert (same.changes, same.questions, same.faults, same.unread) == ((), (), (), ())
    path = out / "商品目录.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    row = next(line for line in sheet.iter_rows(min_row=2) if line[0].value == "G09")
    row[4].value = 6
    sheet.append(["G90", "牙刷", None, "支", 3])
    book.save(path)
    told = imports.importing.apply(out)
    assert [(one.code, one.what, one.was, one.now) for one in told.changes] == [("G09", "tenths", 50, 60)]
    assert (price(), price("G90")) == (50, 30)
