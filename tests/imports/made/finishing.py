"""What an office adds to its books: running numbers, totals, page headings, file names of its own."""

from __future__ import annotations

from typing import Any

from tests.imports.made.book import Row, Sheet, points
from tests.imports.made.community import DELIVERIES, REDEMPTIONS, REGISTER, ROSTER, Made


def finish(made: Made) -> None:
    """Totals are the sum of the events that the lines above them tell."""
    dice = made.dice
    for sheet in made.sheets(REGISTER):
        for number, row in enumerate(sheet.lines, 1):
            row.cells["serial"] = number
    totals, pages = dice.random() < 0.5, dice.random() < 0.3
    for sheet in made.sheets(REGISTER):
        _pages(sheet, pages)
        if totals:
            total(made, sheet, "tenths", "points")
    redeemed = made.sheets(REDEMPTIONS)[0]
    _pages(redeemed, pages)
    if redeemed.lines and dice.random() < 0.4:
        total(made, redeemed, "tenths", "points", quantity=True)
    if dice.random() < 0.3:
        made.sheets(DELIVERIES)[0].below = [[], ["制表：", None, "审核："]]
    if dice.random() < 0.3:
        name = made.name
        made.book.names = {
            ROSTER: f"{name}居民花名册.xlsx", REGISTER: f"{made.year}年积分登记表.xlsx", REDEMPTIONS: f"{name}积分兑换登记表.xlsx",
        }  # fmt: skip


def total(
    made: Made, sheet: Sheet, what: str, key: str, *, quantity: bool = False, word: str = "合计"
) -> Row:
    """A row with the sum of all lines of the sheet, below them."""
    lines = {id(row) for row in sheet.lines}
    told = [event for event in made.events if id(event.row) in lines]
    columns = list(sheet.headings)
    cells: list[Any] = [None] * len(columns)
    cells[columns.index(key)] = points(sum(getattr(event, what) for event in told))
    if quantity:
        cells[columns.index("quantity")] = sum(event.quantity for event in told)
    cells[next(index for index, value in enumerate(cells) if value is None)] = word
    row = Row(raw=cells)
    sheet.rows.append(row)
    return row


def _pages(sheet: Sheet, wanted: bool) -> None:
    """The title and the headings again after every 25 lines, as they are printed."""
    if wanted and len(sheet.rows) > 40:
        for at in range(len(sheet.rows) // 25 * 25, 0, -25):
            if at < len(sheet.rows):
                sheet.rows[at:at] = [Row(raw=list(sheet.above[0])), Row(headings=dict(sheet.headings))]
