"""What books say twice: sheets copied line for line, and what was spent that stands in a book of its own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from points.imports.asking import LATER, CellPlace
from points.imports.lines import DeliveryLine, EarnedLine, RedeemedLine
from points.imports.reading.cells import squeezed
from points.imports.reading.doubts.of_sheets import SHEET_ALIKE
from points.imports.reading.matching import place_of
from points.imports.reading.refusals import (
    DeductionRedeemed,
    LeftForLater,
    SheetCopied,
    SheetHidden,
    StockOut,
    StockOutRedeemed,
)
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import Table

One = TypeVar("One")
_COPY = re.compile(r"\(\d+\)$|副本|copy|备份", re.IGNORECASE)
#: one line that is the same as another is a line twice, and no copy of a sheet
_LEAST = 2


def without_copies(
    read: Sequence[tuple[Table, list[One]]], content: Callable[[One], Hashable], remarks: Remarks
) -> list[One]:
    """The lines of all tables but those that are copies; of two, the one whose sheet is named like a copy."""
    read = [one for one in read if not _is_draft(one, read, content, remarks)]
    first: dict[frozenset[tuple[Hashable, int]], int] = {}
    dropped: set[int] = set()
    for index, (table, lines) in enumerate(read):
        same = frozenset(Counter(content(one) for one in lines).items())
        before = first.setdefault(same, index)
        if before == index or len(lines) < _LEAST:
            continue
        copy, kept = index, before
        if _COPY.search(read[before][0].sheet.name) and not _COPY.search(table.sheet.name):
            copy, kept, first[same] = before, index, index
        dropped.add(copy)
        sheet = read[copy][0].sheet
        remarks.skip(CellPlace(sheet.file, sheet.name), SheetCopied(sheet=read[kept][0].sheet.name))
    return [one for index, (_, lines) in enumerate(read) if index not in dropped for one in lines]


def _is_draft(
    one: tuple[Table, list[One]],
    read: Sequence[tuple[Table, list[One]]],
    content: Callable[[One], Hashable],
    remarks: Remarks,
) -> bool:
    """Whether a sheet that is named like a copy and says half of what another says is to be passed over; it is asked."""
    table, lines = one
    if not _COPY.search(table.sheet.name) or len(lines) < _LEAST:
        return False
    mine = {content(line) for line in lines}
    for other, others in read:
        theirs = {content(line) for line in others}
        if other is table or mine == theirs or 2 * len(mine & theirs) < len(mine):
            continue
        place = CellPlace(table.sheet.file, table.sheet.name)
        answer = remarks.ask(
            SHEET_ALIKE, table.book, place, table.sheet.name, sheet=table.sheet.name, other=other.sheet.name
        ).choice
        if answer in ("pass_over", LATER):
            remarks.skip(place, SheetHidden() if answer == "pass_over" else LeftForLater())
        return answer != "read"
    return False


def stock_without_redeemed(
    deliveries: Iterable[DeliveryLine], redemptions: Sequence[RedeemedLine], remarks: Remarks
) -> list[DeliveryLine]:
    """Without what went out as a redemption that stands in its own book: pieces of one day and item are counted once."""
    handed: dict[tuple[date, str], int] = defaultdict(int)
    for one in redemptions:
        handed[one.day, one.item] += one.quantity
    kept = []
    for line in deliveries:
        if line.kind != "out":
            kept.append(line)
        elif handed[line.day, line.item] >= line.quantity > 0:
            handed[line.day, line.item] -= line.quantity
            remarks.skip(place_of(line.origin), StockOutRedeemed())
        else:
            remarks.note(line.origin, StockOut(quantity=line.quantity))
            kept.append(line)
    return kept


def points_without_redeemed(
    earned: Iterable[EarnedLine], redemptions: Sequence[RedeemedLine], remarks: Remarks
) -> list[EarnedLine]:
    """Without what the register takes away for an exchange that stands in its own book: it is counted there."""
    spent: dict[tuple[date, str], int] = defaultdict(int)
    for one in redemptions:
        spent[one.day, one.household] += one.tenths
    kept = []
    for line in earned:
        exchanged = line.kind == "deduction" and "兑换" in squeezed(line.matter)
        if exchanged and spent[line.day, line.household] >= -line.tenths:
            spent[line.day, line.household] += line.tenths
            remarks.skip(place_of(line.origin), DeductionRedeemed())
        else:
            kept.append(line)
    return kept
