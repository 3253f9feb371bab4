"""What is known of goods when they come in: which item was meant, how many usually come, how long they keep."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, codes, db
from points.goods.models import Barcode, Item, StockMove

#: what came longer ago says nothing of what is usual
LOOK_BACK = timedelta(days=730)


@dataclass(frozen=True)
class Arriving:
    """An item as a delivery sees it; `least` and `most` are what came at once before, None where it never came."""

    item_id: UUID
    code: str
    name: str
    name_en: str
    unit: str
    shelf_days: int | None
    reference_fen: int
    least: int | None
    most: int | None


def find(community_id: UUID, words: Collection[str]) -> dict[str, list[Arriving]]:
    """By each word (a code, a barcode, a name, "code name", a part of a name) the goods it may mean; one if it is plain."""
    asked = {one: one.split(" ", 1)[0] for one in words if one}
    if not asked:
        return {}
    scanned = {one: codes.read_barcode(one) for one in (*asked, *asked.values())}
    said = sorted({*asked, *asked.values(), *filter(None, scanned.values())})
    by_barcode = sa.select(Barcode.barcode, Barcode.item_id).where(
        Barcode.community_id == community_id, Barcode.barcode.in_(said)
    )
    items = {row.barcode: row.item_id for row in db.session.execute(by_barcode)}
    barcodes = {word: items[code] for word, code in scanned.items() if code in items}
    likely = sa.or_(
        Item.code.in_(said),
        Item.id.in_(list(barcodes.values())),
        *(Item.name.contains(one, autoescape=True) for one in asked),
    )
    rows = [_arriving(row) for row in db.session.execute(_select(community_id).where(likely))]
    return {one: _meant(one, first, rows, barcodes) for one, first in asked.items()}


def list_all(community_id: UUID, *, most: int) -> list[Arriving]:
    """The goods there are, by code, for a list to choose from."""
    rows = db.session.execute(_select(community_id).order_by(Item.code).limit(most))
    return [_arriving(row) for row in rows]


def _meant(word: str, first: str, rows: list[Arriving], barcodes: dict[str, UUID]) -> list[Arriving]:
    plain = [
        one
        for one in rows
        if one.code in (word, first)
        or one.name == word
        or one.item_id in (barcodes.get(word), barcodes.get(first))
    ]
    return plain or [one for one in rows if word in one.name]


def _select(community_id: UUID) -> sa.Select[*tuple[Any, ...]]:
    came = (
        sa.select(
            StockMove.item_id,
            sa.func.min(StockMove.quantity).label("least"),
            sa.func.max(StockMove.quantity).label("most"),
        )
        .where(StockMove.community_id == community_id, StockMove.kind == "delivery")
        .where(StockMove.moved_on >= clock.today() - LOOK_BACK)
        .group_by(StockMove.item_id)
        .subquery()
    )
    return (
        sa.select(
            Item.id,
            Item.code,
            Item.name,
            Item.name_en,
            Item.unit,
            Item.shelf_days,
            Item.reference_fen,
            came.c.least,
            came.c.most,
        )
        .outerjoin_from(Item, came, came.c.item_id == Item.id)
        .where(Item.community_id == community_id, Item.kind == "goods")
    )


def _arriving(row: Any) -> Arriving:
    return Arriving(*row)
