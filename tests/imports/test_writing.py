"""Importing a community's books: exactly, once, all of it or nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import audit, goods, imports, ledger, people, shop
from points.commands.imports import import_books_command
from points.foundation import Actor, Refusal, clock, communities, db, decide, reading, system_actor, transact
from points.foundation.migrating import Health
from points.imports.asking import Answer
from points.imports.report import ImportReport
from points.imports.writing import books as writing
from points.ledger.posting import Note
from tests.support.records import facts_of
from tests.support.workbooks import REDEMPTIONS, REGISTER, SAMPLE, SmallBooks, codes
from tests.support.world import claimed


def rows_of_every_table() -> dict[str, int]:
    """How many rows each table has."""

    def work() -> dict[str, int]:
        tables = db.metadata.sorted_tables
        return {
            one.name: db.session.scalar(sa.select(sa.func.count()).select_from(one)) or 0 for one in tables
        }

    return reading(work)


def one_number(query: str) -> int:
    """The single number that a query gives."""
    return reading(lambda: int(db.session.execute(sa.text(query)).scalar() or 0))


def take(folder: Path) -> ImportReport:
    return imports.importing.apply(folder)


def the_community() -> UUID:
    return reading(lambda: communities()[0].id)


def balances() -> dict[str, int]:
    """What each household has, by number."""
    community_id = the_community()

    def work() -> dict[str, int]:
        homes = people.history.known_households(community_id)
        found = ledger.balances.get_many(
            community_id, [one.account_id for one in homes.values() if one.account_id]
        )
        return {number: found[one.account_id].available for number, one in homes.items() if one.account_id}

    return reading(work)


def batches() -> dict[str, int]:
    found = reading(lambda: goods.history.known_batches(the_community()))
    return {number: on_hand for number, (_, on_hand) in found.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return SmallBooks().save(tmp_path)


@pytest.mark.on_both
def test_the_sample_is_in_the_books_exactly_and_only_once(app: Flask) -> None:
    expected = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
    take(SAMPLE)
    assert balances() == expected["balances"]
    assert batches() == expected["batches_left"]
    assert one_number("SELECT SUM(minutes) FROM volunteering_award") == expected["service_minutes"]
    assert one_number("SELECT SUM(tenths) FROM volunteering_award") == expected["earned"]
    assert one_number("SELECT COUNT(*) FROM volunteering_award") == expected["earned_lines"]
    assert one_number("SELECT SUM(tenths) FROM shop_redemption") == expected["redeemed"]
    assert one_number("SELECT SUM(quantity) FROM shop_redemption_line") == expected["items"]
    [facts] = facts_of("books.imported")
    assert sum(facts["lines"].values()) == one_number("SELECT COUNT(*) FROM foundation_import_line")
    before = rows_of_every_table()
    assert take(SAMPLE).vanished == ()
    assert rows_of_every_table() == before


#: each counts what breaks a rule of the books
QUERIES = """
SELECT COUNT(*) FROM ledger_balance b WHERE posted <>
    COALESCE((SELECT SUM(tenths) FROM ledger_entry e WHERE e.account_id = b.account_id), 0);
SELECT COUNT(*) FROM ledger_balance b WHERE version <>
    (SELECT COUNT(*) FROM ledger_entry e WHERE e.account_id = b.account_id);
SELECT COUNT(*) FROM ledger_balance b WHERE posted - held <>
    COALESCE((SELECT SUM(remaining) FROM ledger_lot l WHERE l.account_id = b.account_id), 0);
SELECT COUNT(*) FROM ledger_lot l WHERE remaining <> (SELECT SUM(tenths) FROM ledger_lot_use u WHERE u.lot_id = l.id);
SELECT COUNT(*) FROM ledger_entry e JOIN ledger_entry f ON f.account_id = e.account_id AND f.version = e.version + 1
    WHERE f.balance_after <> e.balance_after + f.tenths;
SELECT COUNT(*) FROM goods_batch b WHERE on_hand <>
    (SELECT SUM(quantity) FROM goods_stock_move m WHERE m.batch_id = b.id);
SELECT COUNT(*) FROM volunteering_award a LEFT JOIN ledger_entry e ON e.subject_id = a.id
    AND e.transfer_id = a.transfer_id AND e.tenths = a.tenths WHERE e.transfer_id IS NULL;
SELECT COUNT(*) FROM shop_redemption r LEFT JOIN ledger_entry e ON e.subject_id = r.id
    AND e.transfer_id = r.transfer_id AND e.balance_after = r.balance_after WHERE e.transfer_id IS NULL;
SELECT COUNT(*) FROM volunteering_award a LEFT JOIN audit_record d ON d.subject_id = a.id WHERE d.id IS NULL;
SELECT COUNT(*) FROM shop_redemption r LEFT JOIN audit_record d ON d.subject_id = r.id WHERE d.id IS NULL;
SELECT COUNT(*) FROM audit_record WHERE origin <> 'imported' AND subject_kind IN ('award', 'redemption', 'batch');
SELECT COUNT(*) FROM foundation_import_line WHERE subject_id IS NULL
"""


def test_what_came_in_keeps_the_rules_of_the_books(app: Flask, folder: Path) -> None:
    take(folder)
    assert one_number("SELECT COUNT(*) FROM ledger_entry") == 7
    assert [query for query in QUERIES.split(";") if one_number(query)] == []


def test_without_apply_nothing_is_written(app: Flask, folder: Path) -> None:
    before = rows_of_every_table()
    assert imports.importing.dry_run(folder).people == 5
    assert rows_of_every_table() == before
    take(folder)
    after = rows_of_every_table()
    assert imports.importing.dry_run(folder).vanished == ()
    assert rows_of_every_table() == after


@pytest.mark.on_both
def test_a_failure_on_the_way_leaves_nothing_behind(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    before = rows_of_every_table()
    monkeypatch.setattr(writing, "write_redemptions", fail)
    with pytest.raises(ZeroDivisionError):
        take(folder)
    assert rows_of_every_table() == before


def test_every_point_says_from_which_row_it_came(app: Flask, folder: Path) -> None:
    take(folder)
    community_id = the_community()

    def work() -> list[tuple[str, int]]:
        home = people.history.known_households(community_id)["001"]
        assert home.account_id
        lines = ledger.statements.lines(community_id, home.account_id)
        sources = audit.provenance.sheet_lines(
            community_id, [one.subject_id for one in lines if one.subject_id]
        )
        assert {one.origin for one in lines} == {"imported"}
        return [
            (one.file, one.row) for one in (sources[line.subject_id] for line in lines if line.subject_id)
        ]

    assert reading(work) == [(REDEMPTIONS, 4), (REGISTER, 6), (REGISTER, 4)]


@pytest.mark.on_both
def test_a_later_book_adds_only_what_is_new_and_names_what_is_gone(app: Flask, tmp_path: Path) -> None:
    take(SmallBooks().save(tmp_path))
    books = SmallBooks()
    books.register.insert(1, ["2025-04-02", "003", "石磊", None, "R07", "助老代办跑腿", 3, "姚敏"])
    del books.register[4]
    books.redemptions.append([3, "2025-04-03", "003", "石磊", "袋装醋", 1, 0.5, 2.5, "已签", "姚敏"])
    before = rows_of_every_table()
    report = take(books.save(tmp_path))
    after = rows_of_every_table()
    assert [(line.file, line.row, line.kind) for line in report.vanished] == [(REGISTER, 6, "earned")]
    assert after["volunteering_award"] - before["volunteering_award"] == 1
    assert after["shop_redemption"] - before["shop_redemption"] == 1
    assert balances()["003"] == 30 + 30 - 5
    assert batches() == {"RK1": 3, "RK2": 7, "RK3": 3}
    kept = reading(lambda: audit.provenance.batches(the_community()))
    assert len(kept) == 2
    assert all(one["said"] and "message" not in one for one in kept[0].report["faults"])


def test_what_the_counter_spent_since_cannot_be_taken_again(app: Flask, tmp_path: Path) -> None:
    take(SmallBooks().save(tmp_path))
    community_id = the_community()

    def spend() -> None:
        home = people.history.known_households(community_id)["003"]
        assert home.account_id
        note = Note("redemption", "counter", date(2025, 4, 1))
        ledger.movements.spend(community_id, claimed(community_id), home.account_id, 30, note=note)

    transact(spend)
    books = SmallBooks()
    books.redemptions.append([3, "2025-04-03", "003", "石磊", "袋装醋", 1, 0.5, 2.5, "已签", "姚敏"])
    assert codes(take(books.save(tmp_path)).faults) == [(REDEMPTIONS, 6, "value_impossible", "left_out")]
    assert balances()["003"] == 0
    assert batches()["RK2"] == 8


def test_a_changed_rule_becomes_a_new_version_and_a_changed_price_a_new_price(
    app: Flask, tmp_path: Path
) -> None:
    take(SmallBooks().save(tmp_path))
    SmallBooks().save(tmp_path)
    for name, old, new in (
        (
            "rules.csv",
            "R01,社区环境清洁,Community clean-up,环境卫生,小时,2,",
            "R01,社区环境清洁,Community clean-up,环境卫生,小时,2.5,",
        ),
        ("goods.csv", "Toothpaste,支,5,", "Toothpaste,支,6,"),
    ):
        words = (tmp_path / name).read_text(encoding="utf-8-sig")
        assert old in words
        (tmp_path / name).write_text(words.replace(old, new), encoding="utf-8-sig")
    # a price from a moment of this very day does not hide the new one
    item = reading(lambda: goods.history.known_items(the_community()))["G09"].item_id
    transact(lambda: goods.prices.set_at(the_community(), item, 55, at=clock.now()))
    told = imports.importing.dry_run(tmp_path)
    assert [(one.code, one.what, one.was, one.now, one.cell) for one in told.changes] == [
        ("R01", "tenths", 20, 25, "F2"),
        ("G09", "tenths", 55, 60, "E10"),
    ]
    imports.importing.apply(tmp_path, answers=[Answer(one.id, one.digest, "take") for one in told.questions])
    assert one_number("SELECT MAX(version) FROM volunteering_rule WHERE code = 'R01'") == 2
    assert one_number("SELECT COUNT(*) FROM volunteering_rule") == 26 + 7 + 1
    assert reading(lambda: goods.history.known_items(the_community()))["G09"].tenths == 60


def test_hours_without_a_line_in_the_register_are_hours_without_points(app: Flask, tmp_path: Path) -> None:
    books = SmallBooks()
    books.activities["01-0305"].insert(3, [3, "石磊", "003", None, "09:24", "11:24", 2])
    take(books.save(tmp_path))
    assert one_number("SELECT COUNT(*) FROM volunteering_award WHERE tenths = 0 AND minutes = 120") == 1
    assert one_number("SELECT SUM(minutes) FROM volunteering_award") == 480
    assert one_number("SELECT COUNT(*) FROM volunteering_attendance") == 3


def test_leaders_are_staff_outside_the_households(app: Flask, folder: Path) -> None:
    take(folder)
    found = reading(lambda: people.search.by_name(the_community(), "罗海燕"))
    assert [one.household_id for one in found] == [None]
    assert one_number("SELECT COUNT(*) FROM people_person") == 6


def test_a_person_whose_line_was_corrected_is_not_registered_twice(app: Flask, tmp_path: Path) -> None:
    take(SmallBooks().save(tmp_path))
    books = SmallBooks()
    books.roster[2][5] = "1975-02-04"
    books.roster.append([6, "003", "石小磊", "子", "男", "2024.05", None])
    books.roster.append([7, "004", "姚建国", "户主", "男", "1960.05", None, "第2网格", "2栋", "1单元102"])
    report = take(books.save(tmp_path))
    assert [line.kind for line in report.vanished] == ["person"]
    assert one_number("SELECT COUNT(*) FROM people_person") == 8
    assert balances()["004"] == 0


def test_books_of_another_community_do_not_mix(app: Flask, folder: Path) -> None:
    take(folder)
    other = folder / "other"
    other.mkdir()
    for path in folder.glob("*.*"):
        shutil.copy(path, other)
    SmallBooks(titles=False).save(other)
    take(other)
    _renamed(other)
    with pytest.raises(Refusal) as caught:
        take(other)
    assert caught.value.code == "community_unclear"
    assert imports.importing.dry_run(other).people == 5
    with pytest.raises(Refusal):
        imports.importing.dry_run(other, number=7)


def _renamed(folder: Path) -> None:
    from tests.support.workbooks import ROSTER, edit

    def change(book: object) -> None:
        sheet = book.worksheets[0]  # type: ignore[attr-defined]
        sheet.insert_rows(1)
        sheet["A1"] = "青石社区居民花名册"

    edit(folder / ROSTER, change)


def test_a_community_with_personal_purses_is_refused(app: Flask, folder: Path, community_id: UUID) -> None:
    actor = system_actor(community_id)
    transact(lambda: decide(community_id, "purse_of", "person", effective_on=date(2020, 1, 1), actor=actor))
    with pytest.raises(Refusal) as caught:
        imports.importing.apply(folder, actor=Actor(community_id, kind="import"))
    assert caught.value.code == "purses_are_personal"


def test_the_command_hands_over_the_report(app: Flask, folder: Path) -> None:
    runner = app.test_cli_runner()
    target = folder / "out" / "report.json"
    done = runner.invoke(import_books_command, [str(folder), "--report", str(target), "--language", "en"])
    assert done.exit_code == 0, done.output
    assert json.loads(target.read_text(encoding="utf-8"))["balances"] == {"001": 50, "002": 50, "003": 30}
    assert one_number("SELECT COUNT(*) FROM people_person") == 0
    done = runner.invoke(import_books_command, [str(folder), "--apply"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["people"] == 5
    assert balances() == {"001": 50, "002": 50, "003": 30}


def test_without_a_database_the_command_reads_and_writes_nothing(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "points.commands.imports.health",
        lambda: Health(database=True, writes=False, migrations=False, marks=True),
    )
    runner = app.test_cli_runner()
    done = runner.invoke(import_books_command, [str(folder)])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["balances"] == {"001": 50, "002": 50, "003": 30}
    done = runner.invoke(import_books_command, [str(folder), "--apply", "--language", "en"])
    assert done.exit_code == 2
    assert done.stderr == (
        "The database is missing or not the newest version; nothing was imported. "
        "Run flask db upgrade first, then import again.\n"
    )
    assert one_number("SELECT COUNT(*) FROM people_person") == 0


def test_a_server_does_not_load_the_workbooks() -> None:
    """They cost 20 MB that a worker never needs."""
    code = "import sys, points.app; sys.exit(bool({'openpyxl', 'xlrd', 'html.parser'} & set(sys.modules)))"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_the_command_says_where_it_cannot_write(app: Flask, folder: Path) -> None:
    target = folder / REGISTER / "report.json"
    done = app.test_cli_runner().invoke(import_books_command, [str(folder), "--report", str(target)])
    assert done.exit_code == 2
    assert "report.json" in done.stderr


def test_the_command_says_a_broken_file_in_a_sentence(app: Flask, folder: Path) -> None:
    (folder / REGISTER).write_bytes(b"PK\x03\x04 broken")
    done = app.test_cli_runner().invoke(import_books_command, [str(folder), "--apply"])
    assert done.exit_code == 1
    assert REGISTER in done.stderr
    assert "Traceback" not in done.output
    assert one_number("SELECT COUNT(*) FROM foundation_community") == 0


def test_every_barcode_of_a_cell_is_one_of_the_item_and_what_is_none_is_noted(
    app: Flask, tmp_path: Path
) -> None:
    SmallBooks().save(tmp_path)
    table = (tmp_path / "goods.csv").read_text(encoding="utf-8-sig")
    for before, after in (
        ("6900000011003", "6 900000 011003、6900000099995；036000291452"),
        ("6900000011010", "6900000011011"),
        ("6900000011027", "6900000011003"),
        ("6900000011034", "６９０００００\uff10１１０３４"),
    ):
        assert before in table
        table = table.replace(before, after)
    (tmp_path / "goods.csv").write_text(table, encoding="utf-8-sig")
    report = take(tmp_path)
    items = reading(lambda: goods.history.known_items(the_community()))
    held = reading(lambda: goods.barcodes.of_items(the_community(), [one.item_id for one in items.values()]))
    by_code = {code: held.get(one.item_id, ()) for code, one in items.items()}
    assert by_code["G01"] == ("0036000291452", "6900000011003", "6900000099995")
    assert (by_code["G02"], by_code["G03"], by_code["G04"]) == ((), (), ("6900000011034",))
    noted = [one for one in report.faults if one.origin.file == "goods.csv"]
    assert [(one.code, one.level, one.origin.row) for one in noted] == [
        ("value_impossible", "noted", 3),
        ("barcode_elsewhere", "noted", 4),
    ]


def test_a_door_is_written_once_however_a_later_book_has_it(app: Flask, tmp_path: Path) -> None:
    books = SmallBooks()
    place = books.roster[0].index("楼栋")
    books.roster[1][place : place + 2] = ["1", "2-202"]
    take(books.save(tmp_path))
    books.roster[1][place : place + 2] = ["1号楼", "2单元202室"]
    books.roster.append([6, "001", "田小军", "子", "男", "1980-02-03", None, None, None, None, None])
    take(books.save(tmp_path))
    home = reading(lambda: people.history.known_households(the_community()))["001"]
    found = reading(lambda: people.persons.get_many(the_community(), [one.person_id for one in home.people]))
    assert {one.name: one.door for one in found.values()} == dict.fromkeys(
        ("田桂兰", "田小兰", "田小军"), "1-2-202"
    )


def test_what_was_handed_out_before_is_asked_back_with_its_goods(app: Flask, folder: Path) -> None:
    """A sale of the old books is like any other: its points and its pieces go back to where they came from."""
    take(folder)
    system = system_actor(the_community())

    def staff(role: str) -> Actor:
        who = people.residents.register(f"有{role}的", actor=system)
        account = people.accounts.create(who, actor=system)
        people.roles.grant(account, role, place_id=system.community_id, actor=system)
        return people.actors.of_account(account, community_id=system.community_id)

    officer, committee = (transact(lambda role=role: staff(role)) for role in ("officer", "committee"))
    sale = reading(lambda: shop.search.list_sales(system.community_id)).rows[0]
    before, had = batches(), sum(balances().values())
    transact(lambda: shop.undo.ask(sale.receipt, reason="数量不对", actor=officer))
    transact(lambda: shop.undo.confirm(sale.receipt, actor=committee))
    assert sum(batches().values()) - sum(before.values()) == sum(line.quantity for line in sale.lines)
    assert sum(balances().values()) - had == sale.tenths
