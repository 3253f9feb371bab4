"""What the goods table says otherwise than the books: prices, names, units, limits, barcodes. An empty cell says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from points import goods
from points.foundation.spelling import signs
from points.imports.changing.values import TableChange
from points.imports.lines import FaultyLine, ItemLine
from points.imports.reading.faults import NOTED, faulty_line
from points.imports.refusals import BarcodeElsewhere

#: by the column of the table what it writes of an item; price and barcodes are kept beside it
WRITES: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "name_en": ("name_en",),
    "unit": ("unit",),
    "reference": ("reference_fen",),
    "shelf_days": ("shelf_days",),
    "safety_stock": ("safety_stock",),
    "limit": ("limit_count", "limit_window"),
    "supply": ("supply",),
}


@dataclass(frozen=True)
class StandingGoods:
    """The goods of the books by code, with prices and with the barcodes that are on packages."""

    wares: Mapping[str, goods.wares.WareInfo] = field(default_factory=dict)
    prices: Mapping[str, int | None] = field(default_factory=dict)
    barcodes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, community_id: UUID | None) -> StandingGoods:
        """Of a community; none where there is none."""
        if community_id is None:
            return cls()
        held = goods.cover.barcodes(community_id)
        wares = goods.wares.by_code(community_id)
        return cls(
            wares,
            {code: one.tenths for code, one in goods.history.known_items(community_id).items()},
            {
                code: tuple(one for one in held.get(ware.item_id, ()) if not goods.barcodes.is_own(one))
                for code, ware in wares.items()
            },
        )

    def subjects(self, rows: Iterable[ItemLine]) -> dict[str, UUID]:
        """By a row's key, the item it is about."""
        return {one.key: self.wares[one.code].item_id for one in rows if one.code in self.wares}


@dataclass(frozen=True)
class GoodsChanges:
    """What differs; and barcodes (of an item's code) that another item has, each with its fault."""

    changes: tuple[TableChange, ...]
    faults: tuple[FaultyLine, ...]
    elsewhere: frozenset[tuple[str, str]]


def goods_changes(
    rows: Sequence[ItemLine], table: Sequence[ItemLine], standing: StandingGoods
) -> GoodsChanges:
    """What these rows say otherwise, and which barcodes of all the table are another item's in the books."""
    elsewhere = _elsewhere(table, standing)
    names = {code: ware.facts.name for code, ware in standing.wares.items()}
    faults = tuple(
        faulty_line(row.origin, BarcodeElsewhere(barcode=one, item=names[owner]), NOTED, row.cells.get("barcode", ""))
        for row, one, owner in elsewhere
    )  # fmt: skip
    refused = frozenset((row.code, one) for row, one, _ in elsewhere)
    changes = [change for row in rows for change in _of_row(row, standing, refused)]
    return GoodsChanges(tuple(changes), faults, refused)


def _of_row(
    row: ItemLine, standing: StandingGoods, refused: frozenset[tuple[str, str]]
) -> Iterable[TableChange]:
    ware = standing.wares[row.code]
    said: dict[str, tuple[Any, Any]] = {"tenths": (standing.prices[row.code], row.tenths)}
    for what, names in WRITES.items():
        if row.cells.get(what) or what == "limit":
            said[what] = _plain(ware.facts, names), _plain(row, names)
    codes = [one for one in row.barcode.split() if (row.code, one) not in refused]
    if codes:
        said["barcode"] = " ".join(standing.barcodes[row.code]), " ".join(sorted(codes))
    for what, (was, now) in said.items():
        if was != now:
            cell = row.cells.get(what, "")
            yield TableChange("item", row.code, ware.facts.name, what, was, now, row.origin, cell)


def _plain(one: Any, names: tuple[str, ...]) -> str | int | None:
    """What is written, as one value; a limit as 5/month, and nothing where there is none."""
    first: str | int | None = getattr(one, names[0])
    if len(names) == 1:
        return signs.plain(first) if isinstance(first, str) else first
    return f"{first}/{getattr(one, names[1])}" if first else ""


def _elsewhere(table: Sequence[ItemLine], standing: StandingGoods) -> list[tuple[ItemLine, str, str]]:
    """Rows with a barcode that the books have at another item, and that one's code; not where the table takes it off
    that one."""
    rows = {one.code: one for one in table}
    owners = {one: code for code, held in standing.barcodes.items() for one in held}
    found = []
    for row in table:
        for one in row.barcode.split():
            owner = owners.get(one, row.code)
            kept = owner not in rows or not rows[owner].barcode or one in rows[owner].barcode.split()
            if owner != row.code and kept:
                found.append((row, one, owner))
    return found
