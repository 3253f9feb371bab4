"""Deliveries, first stock, goods that left, balances carried over, deductions and hours: corrected, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from points.foundation import NEVER, db, reading, transact
from points.imports import importing, undoing
from points.imports.lines import Books
from points.imports.refusals import DeliveryUsed
from tests.imports.test_corrections import again as import_again
from tests.imports.test_corrections import balances, proved, saved, stock, two
from tests.imports.test_old_lines import DAY, books_of, redeemed, take
from tests.imports.test_undoing import last_import
from tests.imports.test_writing import one_number
from tests.support.old_books import bring_again, delivery, earned, of_household
from tests.support.records import facts_of

pytestmark = pytest.mark.usefixtures("app")


def again(books: Books, **choices: str) -> None:
    """Bring books in once more, with these answers and two people who agree."""
    agreed = two()
    transact(lambda: bring_again(books, agreed, **choices))


def undo() -> None:
    agreed, meant = two(), last_import()
    transact(lambda: undoing.undo(meant, two=agreed))


def last_days() -> list[date]:
    return reading(
        lambda: list(
            db.session.scalars(sa.text("SELECT expires_on FROM goods_batch").columns(expires_on=sa.Date))
        )
    )


VINEGAR = delivery("RK1", DAY, "G06", 10)
SOLD = redeemed("兑", DAY, 15, 3)
GOT = earned("得分", DAY, "001", 50)


@pytest.mark.parametrize(
    "now, shelf", [(4, 1), (12, 9), (10, 7)], ids=["fewer pieces", "more pieces", "another day"]
)
def test_a_delivery_is_put_right_as_the_batch_it_is(now: int, shelf: int) -> None:
    take(books_of(earned=(GOT,), deliveries=(VINEGAR,), redemptions=(SOLD,)))
    until = date(2026, 6, 30) if now == 10 else None
    corrected = delivery("RK1", DAY, "G06", now, expires=until)
    again(
        books_of(earned=(GOT,), deliveries=(replace(corrected, key="RK1 anew"),), redemptions=(SOLD,)),
        lines_corrected="correction",
    )
    assert stock() == {"G06": shelf}
    assert one_number("SELECT count(*) FROM goods_batch") == 1
    assert last_days() == [until or NEVER]
    [facts] = facts_of("goods.put_right")
    assert facts["fewer"] == 10 - now
    assert facts.get("valid_until") == (until.isoformat() if until else None)
    proved()
    # and what it was before, as the sum of what was corrected
    again(books_of(earned=(GOT,), deliveries=(VINEGAR,), redemptions=(SOLD,)), lines_corrected="correction")
    assert (stock(), last_days()) == ({"G06": 7}, [NEVER])
    proved()


def test_pieces_that_are_gone_are_not_taken_away() -> None:
    take(books_of(earned=(GOT,), deliveries=(VINEGAR,), redemptions=(SOLD,)))
    fewer = replace(delivery("RK1", DAY, "G06", 2), key="RK1 anew")
    with pytest.raises(DeliveryUsed):
        again(books_of(earned=(GOT,), deliveries=(fewer,)), lines_corrected="correction")
    assert stock() == {"G06": 7}


def test_first_stock_what_left_what_was_carried_over_and_taken_off_go_out_and_come_in() -> None:
    books = of_household("001", "田桂兰", "G06", 5)
    take(books)
    assert (balances()["001"], stock()) == (1231, {"G06": 26})
    undo()
    assert (balances()["001"], stock()) == (0, {"G06": 0})
    proved()
    take(books)
    assert (balances()["001"], stock()) == (1231, {"G06": 26})
    proved()


def test_a_corrected_deduction_and_opening_balance() -> None:
    books = of_household("001", "田桂兰", "G06", 5)
    take(books)
    opening, deduction = books.earned
    less = replace(opening, key="less", tenths=1000)
    more = replace(deduction, key="more", tenths=-200)
    again(replace(books, earned=(less, more)), lines_corrected="correction")
    assert balances()["001"] == 800
    proved()


def _times(minutes: str) -> object:
    def change(books: object) -> None:
        books.activities["01-0305"][1][5:7] = ["12:24", minutes]  # type: ignore[attr-defined]

    return change


def test_corrected_hours_are_of_the_same_afternoon_as_the_points(tmp_path: Path) -> None:
    query = (
        "SELECT coalesce(sum(w.minutes), 0) FROM volunteering_award w"
        " JOIN volunteering_service s ON s.id = w.service_id WHERE s.status = 'credited'"
    )
    importing.apply(saved(tmp_path / "first"))
    assert one_number(query) == 120 + 240
    import_again(saved(tmp_path / "second", _times("3")), lines_corrected="correction")  # type: ignore[arg-type]
    assert one_number(query) == 180 + 240
    assert balances() == {"001": 50, "002": 50, "003": 30}
    proved()
