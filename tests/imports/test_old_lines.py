"""What only old books have: balances carried over, deductions, what was in stock at first, goods that left otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import goods, ledger, people, statements, volunteering
from points.foundation import clock, communities, db, decide, new_id, reading, system_actor, transact
from points.imports.balancing import balance
from points.imports.lines import Books, RedeemedLine, SheetRow
from points.imports.refusals import TooFewInStock
from points.imports.report import ImportReport
from points.ledger.posting import Note
from points.oversight.proving import examine
from points.people.registry.history import KnownHousehold
from tests.support.old_books import bring, delivery, earned, of_household
from tests.support.world import claimed

DAY = date(2025, 3, 26)


def books_of(**lines: object) -> Books:
    """Books of household 001 and of vinegar, with these lines alone."""
    return replace(of_household("001", "田桂兰", "G06", 5), **{"earned": (), "deliveries": (), **lines})  # type: ignore[arg-type]


def redeemed(key: str, day: date, tenths: int, quantity: int = 1) -> RedeemedLine:
    origin = SheetRow("积分兑换登记表.xlsx", "兑换", 4)
    return RedeemedLine(key, day, "001", "田桂兰", None, "G06", quantity, tenths, None, "姚敏", origin)


def take(books: Books) -> ImportReport:
    """Bring books in; the one who founds the community is the import itself."""

    def work() -> ImportReport:
        known = communities()
        return bring(books, known[0].id if known else None)

    return transact(work)


def the_community() -> UUID:
    return reading(lambda: communities()[0].id)


def the_home() -> KnownHousehold:
    return reading(lambda: people.history.known_households(the_community())["001"])


def told(language: str = "zh") -> list[tuple[str, str, str, int]]:
    """The lines of the household as a page has them: kind, origin, words, tenths; the newest first."""
    home, community_id = the_home(), the_community()
    assert home.account_id
    found = reading(lambda: ledger.statements.newest(community_id, home.account_id, limit=9))[1]
    lines = reading(lambda: statements.lines.in_words(community_id, found, language))
    return [(one.kind, one.origin, one.what, one.tenths) for one in lines]


def number_of(query: str) -> int:
    return reading(lambda: int(db.session.execute(sa.text(query)).scalar() or 0))


def spent(tenths: int) -> None:
    """What the counter took since."""
    community_id, home = the_community(), the_home()
    assert home.account_id
    note = Note("redemption", "counter", clock.today())
    transact(
        lambda: ledger.movements.spend(
            community_id, claimed(community_id), home.account_id, tenths, note=note
        )
    )


def test_what_was_carried_over_and_taken_off_says_so_and_is_no_award(app: Flask) -> None:
    report = take(of_household("001", "田桂兰", "G06", 5))
    assert (report.opening, report.deducted, report.earned, report.earned_lines) == (1370, 139, 0, 0)
    assert (report.balances, report.stock, report.batches_left) == ({"001": 1231}, {"G06": 26}, {"期初1": 26})
    assert told() == [("out", "deduction", "乱堆乱放", -139), ("in", "opening", "上年结转", 1370)]
    assert number_of("SELECT COUNT(*) FROM volunteering_service") == 0
    assert number_of("SELECT COUNT(*) FROM goods_source") == 0
    person = the_home().head_id
    assert person
    assert reading(lambda: volunteering.hours.of_person(the_community(), person)) == 0
    checked = reading(lambda: examine(the_community()))
    assert {one.name: one.rows for one in checked.broken} == {}


def test_the_story_of_such_a_line_names_its_row_and_what_was_not_taken(app: Flask) -> None:
    take(
        books_of(
            earned=(
                earned("得分", DAY, "001", 30, kind="opening"),
                earned("罚", DAY, "001", -50, kind="deduction"),
            )
        )
    )
    home, community_id = the_home(), the_community()
    assert home.account_id
    found = reading(lambda: ledger.statements.newest(community_id, home.account_id, limit=9))[1]
    newest = reading(lambda: statements.lines.in_words(community_id, found, "en"))[0]
    assert newest.story
    assert (newest.story.tenths, newest.story.short) == (-30, 20)
    assert newest.source.file == "积分登记表.xlsx"


def test_the_same_books_twice_add_nothing_and_what_has_gone_is_named(app: Flask) -> None:
    books = of_household("001", "田桂兰", "G06", 5)
    take(books)
    before = number_of("SELECT COUNT(*) FROM audit_record")
    assert take(books).vanished == ()
    assert number_of("SELECT COUNT(*) FROM audit_record") == before
    gone = take(replace(books, earned=books.earned[:1], deliveries=books.deliveries[:1])).vanished
    assert sorted(one.kind for one in gone) == ["deduction", "out"]


def test_a_deduction_takes_what_is_there_and_no_more() -> None:
    lines = [earned(f"扣{number}", DAY, "001", -50, kind="deduction") for number in range(4)]
    first = earned("调解", DAY, "001", 80)
    counted = balance(books_of(earned=(*lines, first)))
    assert [one.tenths for one in counted.postings] == [80, -50, -30]
    assert counted.balances == {"001": 0}
    assert {one.code for one in counted.faults} == {"deduction_cut"}
    assert len(counted.faults) == 3
    assert {one.level for one in counted.faults} == {"noted"}
    said = {one.origin: one.message_zh for one in counted.faults}
    assert "只有 3 分，实际扣了 3 分" in said[lines[1].origin]
    assert "只有 0 分，实际扣了 0 分" in said[lines[3].origin]


def test_on_one_day_a_deduction_comes_after_what_was_handed_over(app: Flask) -> None:
    books = books_of(
        earned=(
            earned("扣", DAY, "001", -50, kind="deduction"),
            earned("结转", DAY, "001", 60, kind="opening"),
        ),
        deliveries=(delivery("RK1", DAY, "G06", 9),),
        redemptions=(redeemed("换", DAY, 40, 8),),
    )
    report = take(books)
    assert [(one.code, one.level) for one in report.faults] == [("deduction_cut", "noted")]
    assert told() == [
        ("out", "deduction", "扣", -20),
        ("out", "redemption", "G06", -40),
        ("in", "opening", "结转", 60),
    ]


def test_what_the_counter_took_since_is_not_there_for_a_deduction(app: Flask) -> None:
    books = books_of(earned=(earned("结转", DAY, "001", 60, kind="opening"),))
    take(books)
    spent(50)
    later = earned("扣", DAY, "001", -50, kind="deduction")
    report = take(replace(books, earned=(*books.earned, later)))
    assert [(one.code, one.level) for one in report.faults] == [("deduction_cut", "noted")]
    assert told()[0] == ("out", "deduction", "扣", -10)
    assert number_of("SELECT asked FROM ledger_old_line WHERE kind = 'deduction'") == 50
    nothing_left = earned("再扣", DAY, "001", -5, kind="deduction")
    report = take(replace(books, earned=(*books.earned, later, nothing_left)))
    assert number_of("SELECT COUNT(*) FROM foundation_import_line WHERE kind = 'deduction'") == 1
    assert [one.code for one in report.faults] == ["deduction_cut"]


def test_a_balance_that_was_carried_over_lapses_as_the_community_says(app: Flask) -> None:
    books = books_of(earned=(earned("结转", DAY, "001", 60, kind="opening"),))
    take(replace(books, earned=()))
    community_id = the_community()
    validity = {"kind": "months", "months": 36}
    transact(
        lambda: decide(
            community_id,
            "validity",
            validity,
            effective_on=date(2020, 1, 1),
            actor=system_actor(community_id),
        )
    )
    take(books)
    lapses = reading(lambda: volunteering.rules.lapses_on(validity, DAY))
    home = the_home()
    assert home.account_id
    assert lapses.year < 9999
    assert reading(lambda: ledger.statements.lapsing(community_id, home.account_id)) == [(lapses, 60)]


def test_pieces_that_left_otherwise_leave_what_expires_first_expired_or_not() -> None:
    old = delivery("RK1", DAY - timedelta(days=90), "G06", 5, expires=DAY - timedelta(days=1))
    new = delivery("RK2", DAY - timedelta(days=80), "G06", 5, expires=DAY + timedelta(days=90))
    counted = balance(
        books_of(deliveries=(new, old, delivery("坏", DAY, "G06", 6, kind="out", reason="过期")))
    )
    [leaving] = counted.leaving
    assert [(one.delivery, one.quantity) for one in leaving.takes] == [("RK1", 5), ("RK2", 1)]
    assert (counted.stock, counted.batches_left) == ({"G06": 4}, {"RK1": 0, "RK2": 4})


def test_more_pieces_than_there_were_never_leave(app: Flask) -> None:
    came = delivery("RK1", DAY, "G06", 5)
    report = take(books_of(deliveries=(came, delivery("坏", DAY, "G06", 6, kind="out", reason="破损"))))
    assert [(one.code, one.level) for one in report.faults] == [(TooFewInStock.code, "left_out")]
    assert report.stock == {"G06": 5}
    assert number_of("SELECT COUNT(*) FROM goods_old_out") == 0


def test_what_was_handed_out_since_cannot_have_left_before(app: Flask) -> None:
    books = books_of(deliveries=(delivery("RK1", DAY, "G06", 5),))
    take(books)
    community_id = the_community()
    item = reading(lambda: goods.history.known_items(community_id)["G06"].item_id)
    actor = system_actor(community_id)
    transact(lambda: goods.stock.take(community_id, {item: 4}, subject_id=new_id(), actor=actor))
    left = [delivery(name, DAY, "G06", 1, kind="out", reason="破损") for name in ("坏1", "坏2")]
    report = take(replace(books, deliveries=(*books.deliveries, *left)))
    assert [(one.origin, one.code, one.level) for one in report.faults] == [
        (left[1].origin, TooFewInStock.code, "left_out")
    ]
    assert number_of("SELECT on_hand FROM goods_batch") == 0


@pytest.mark.parametrize("tenths, lines", [(16, [(2, 5), (1, 6)]), (15, [(3, 5)])])
def test_points_that_are_not_price_times_pieces_are_written_as_they_were_taken(
    app: Flask, tenths: int, lines: list[tuple[int, int]]
) -> None:
    books = books_of(
        deliveries=(delivery("RK1", DAY, "G06", 5),),
        earned=(earned("结转", DAY, "001", 60, kind="opening"),),
        redemptions=(redeemed("换", DAY, tenths, 3),),
    )
    assert take(books).faults == ()
    query = sa.text("SELECT quantity, unit_tenths FROM shop_redemption_line ORDER BY unit_tenths")
    assert [tuple(row) for row in reading(lambda: db.session.execute(query).all())] == lines
    assert told()[0][3] == -tenths
    assert reading(lambda: examine(the_community())).broken == ()


def test_pieces_for_less_than_a_tenth_each_are_impossible() -> None:
    books = books_of(
        deliveries=(delivery("RK1", DAY, "G06", 5),),
        earned=(earned("结转", DAY, "001", 60, kind="opening"),),
        redemptions=(redeemed("换", DAY, 2, 3),),
    )
    assert [one.code for one in balance(books).faults] == ["value_impossible"]
