"""Old books as values, for a community that is there: a balance carried over, a deduction, first stock, goods that left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from points.foundation import Actor, clock
from points.imports.asking import Answer
from points.imports.balancing import balance
from points.imports.comparing import ComparedBooks, compare
from points.imports.lines import (
    Books,
    DeliveryLine,
    EarnedLine,
    HouseholdLine,
    ItemLine,
    PersonLine,
    RedeemedLine,
    SheetRow,
)
from points.imports.report import ImportReport, report_on
from points.imports.writing.books import record, write
from points.imports.writing.going_out import TwoPeople

REGISTER, DELIVERIES = "积分登记表.xlsx", "物资入库台账.xlsx"


def earned(key: str, day: date, household: str, tenths: int, **changes: object) -> EarnedLine:
    """A line of the register; its key is its matter too."""
    origin = SheetRow(REGISTER, "3月", 4 + int.from_bytes(key.encode(), "big") % 9000)
    line = EarnedLine(key, day, household, "", None, "", key, tenths, "姚敏", origin)
    return replace(line, **changes)  # type: ignore[arg-type]


def delivery(key: str, day: date, item: str, quantity: int, **changes: object) -> DeliveryLine:
    """A line of the delivery book; its key is its number too."""
    origin = SheetRow(DELIVERIES, "入库", 4 + int.from_bytes(key.encode(), "big") % 9000)
    line = DeliveryLine(key, key, day, item, quantity, "", "", None, None, "姚敏", origin)
    return replace(line, **changes)  # type: ignore[arg-type]


def redeemed(key: str, day: date, household: str, item: str, tenths: int) -> RedeemedLine:
    """A piece that was had for points."""
    origin = SheetRow("积分兑换登记表.xlsx", "兑换", 4 + int.from_bytes(key.encode(), "big") % 9000)
    return RedeemedLine(key, day, household, "", None, item, 1, tenths, None, "姚敏", origin)


def of_household(number: str, name: str, item: str, tenths: int) -> Books:
    """Books of one household and one item, with a line of each kind that only old books have."""
    first = date(clock.today().year - 1, 1, 1)
    row = SheetRow("居民花名册.xlsx", "花名册", 4)
    return Books(
        folder="old",
        community="",
        year=first.year,
        items=(
            ItemLine("item", item, item, "", "袋", tenths, 0, None, 0, 0, "none", "采购", "", "goods", row),
        ),
        households=(HouseholdLine("home", number, "", "", "", "person", row),),
        people=(PersonLine("person", number, name, "户主", "", "", None, "", "", row),),
        earned=(
            earned("上年结转", first, number, 1370, kind="opening"),
            earned("乱堆乱放", first.replace(month=3), number, -139, kind="deduction"),
        ),
        deliveries=(
            delivery("期初1", first, item, 29, kind="opening"),
            delivery("退1", first.replace(month=3), item, 3, kind="out", reason="退给晨光米业"),
        ),
    )


def bring(books: Books, community_id: UUID | None, *, actor: Actor | None = None) -> ImportReport:
    """Write books of values as an import does; inside transact."""
    compared: ComparedBooks = compare(balance(books), community_id)
    written = write(compared, actor=actor)
    report = report_on(compared, written.refused)
    record(written, report)
    return report


def bring_again(books: Books, two: TwoPeople, **choices: str) -> None:
    """The same books with something corrected, and what two people answered by kind of question; inside transact."""
    community_id = two.confirmer.community_id
    asked = compare(balance(books), community_id).decided.questions
    assert {one.kind for one in asked} == set(choices)
    answers = [Answer(one.id, one.digest, choices[one.kind]) for one in asked]
    compared = compare(balance(books), community_id, answers)
    written = write(compared, actor=replace(two.asker, kind="import"), two=two)
    record(written, report_on(compared, written.refused))
