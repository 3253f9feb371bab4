"""Goods that were redeemed where no book says how they came: asked once, then as much was there as went out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from points.imports.asking import CellPlace
from points.imports.lines import DeliveryLine, RedeemedLine
from points.imports.reading.doubts.of_sheets import DELIVERIES_ABSENT
from points.imports.reading.faults import canonical
from points.imports.reading.matching import GoodsByName
from points.imports.reading.remarks import Remarks
from points.imports.reading.worksheet import Sheet


def is_kept(sheets: Sequence[Sheet], came: Sequence[DeliveryLine]) -> bool:
    """Whether a book says how goods came: more than a heading, and more than what was there at the beginning."""
    if came:
        return any(one.kind != "opening" for one in came)
    return any(len(sheet.rows) > 1 for sheet in sheets)


def as_redeemed(
    lines: Iterable[RedeemedLine | DeliveryLine],
    counted: Iterable[DeliveryLine],
    goods: GoodsByName,
    remarks: Remarks,
) -> list[DeliveryLine]:
    """What has to have been there, by item and day, so that a day of the past stays what it was when more is redeemed.

    What went out once the item was `counted` came from there. Nothing while the question is open, or where it was answered
    otherwise: then the redemptions are named for their stock.
    """
    begun: dict[str, date] = {}
    for first in counted:
        begun[first.item] = min(first.day, begun.get(first.item, first.day))
    stocked = (one for one in lines if goods.items[one.item].kind == "goods")
    went = [one for one in stocked if one.item not in begun or one.day < begun[one.item]]
    if not went:
        return []
    origin = went[0].origin
    place = CellPlace(origin.file, origin.sheet, f"A{origin.row}")
    if remarks.ask(DELIVERIES_ABSENT, "redemptions", place, lines=len(went)).choice != "as_redeemed":
        return []
    pieces: dict[tuple[str, date], int] = {}
    origins = {(one.item, one.day): one.origin for one in reversed(went)}
    for one in went:
        pieces[one.item, one.day] = pieces.get((one.item, one.day), 0) + one.quantity
    return [
        DeliveryLine(
            key=canonical("undelivered", day.isoformat(), item, count),
            number="期初",
            day=day,
            item=item,
            quantity=count,
            supply="",
            source="",
            price_fen=None,
            expires=None,
            handler="",
            origin=origins[item, day],
            kind="opening",
        )
        for (item, day), count in sorted(pieces.items(), key=lambda one: (one[0][1], one[0][0]))
    ]
