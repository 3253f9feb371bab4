"""Items, their barcodes and their prices with dates; it knows no stock movement and no shop."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import add_rows, clock, db, new_id, run
from points.goods.models import Barcode, Batch, Item, Price
from points.goods.policy import default_category, default_glyph
from points.goods.price_rows import price_row


@dataclass(frozen=True)
class NewItem:
    """An item to be entered. `tenths` is its price in tenths of a point, `limit_window` none, month or year."""

    code: str
    name: str
    unit: str
    tenths: int
    name_en: str = ""
    glyph: str = ""
    kind: str = "goods"
    category: str = ""
    shelf_days: int | None = None
    safety_stock: int = 0
    limit_count: int = 0
    limit_window: str = "none"
    reference_fen: int = 0
    supply: str = ""
    barcodes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class ItemInfo:
    """An item as pages and the counter see it; `on_hand` counts only pieces that may be given out today."""

    item_id: UUID
    code: str
    name: str
    name_en: str
    glyph: str
    unit: str
    kind: str
    category: str
    tenths: int
    on_hand: int
    limit_count: int
    limit_window: str
    reference_fen: int
    safety_stock: int
    barcodes: tuple[str, ...] = ()


def add(community_id: UUID, items: Sequence[NewItem], *, effective_on: date) -> dict[str, UUID]:
    """Enter items with their barcodes and first price; their ids by code come back."""
    ids = {item.code: new_id() for item in items}
    if not items:
        return ids
    add_rows(Item, [_item_row(community_id, ids[one.code], one) for one in items])
    add_rows(Price, [price_row(community_id, ids[one.code], one.tenths, effective_on) for one in items])
    codes = [
        {"community_id": community_id, "barcode": barcode, "item_id": ids[one.code]}
        for one in items
        for barcode in one.barcodes
    ]
    if codes:
        add_rows(Barcode, codes)
    return ids


def on_offer(community_id: UUID, on: date | None = None) -> list[ItemInfo]:
    """Everything offered, with today's price and what is on the shelf, in order of code."""
    return _cards(community_id, on or clock.today(), Item.status == "offered")


def find(community_id: UUID, words: Collection[str], on: date | None = None) -> dict[str, ItemInfo]:
    """Items by code or barcode, keyed by the word that was asked."""
    named = sa.select(Barcode.item_id).where(Barcode.community_id == community_id, Barcode.barcode.in_(words))
    cards = _cards(
        community_id,
        on or clock.today(),
        sa.and_(Item.status == "offered", sa.or_(Item.code.in_(words), Item.id.in_(named))),
    )
    found = {word: card for card in cards for word in (card.code, *card.barcodes)}
    return {word: found[word] for word in words if word in found}


def names(community_id: UUID, items: Collection[UUID]) -> dict[UUID, tuple[str, str, str, str]]:
    """Code, name, English name and unit by id."""
    query = sa.select(Item.id, Item.code, Item.name, Item.name_en, Item.unit).where(
        Item.community_id == community_id, Item.id.in_(items)
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in run(query)}


def _cards(community_id: UUID, on: date, wanted: sa.ColumnElement[bool]) -> list[ItemInfo]:
    query = _priced().where(wanted)
    values = {"community": community_id, "on": on}
    cards: dict[UUID, ItemInfo] = {}
    for item, tenths, on_hand, barcode in db.session.execute(query, values):
        known = cards[item.id].barcodes if item.id in cards else ()
        cards[item.id] = _card(item, tenths, int(on_hand), (*known, barcode) if barcode else known)
    return list(cards.values())


@cache
def _priced() -> sa.Select[Any]:
    """Items with price, shelf and barcodes; built once, narrowed each time."""
    community, on = sa.bindparam("community", type_=sa.Uuid()), sa.bindparam("on", type_=sa.Date())
    price = (
        sa.select(Price.tenths)
        .where(Price.community_id == Item.community_id, Price.item_id == Item.id, Price.effective_on <= on)
        .order_by(Price.effective_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    shelf = (
        sa.select(sa.func.coalesce(sa.func.sum(Batch.on_hand), 0))
        .where(Batch.community_id == Item.community_id, Batch.item_id == Item.id, Batch.expires_on >= on)
        .scalar_subquery()
    )
    return (
        sa.select(Item, price.label("tenths"), shelf.label("on_hand"), Barcode.barcode)
        .outerjoin(Barcode, sa.and_(Barcode.community_id == Item.community_id, Barcode.item_id == Item.id))
        .where(Item.community_id == community, price.is_not(None))
        .order_by(Item.code, Barcode.barcode)
    )


def _card(item: Item, tenths: int, on_hand: int, barcodes: tuple[str, ...]) -> ItemInfo:
    return ItemInfo(
        item_id=item.id,
        code=item.code,
        name=item.name,
        name_en=item.name_en,
        glyph=item.glyph,
        unit=item.unit,
        kind=item.kind,
        category=item.category,
        tenths=tenths,
        on_hand=on_hand,
        limit_count=item.limit_count,
        limit_window=item.limit_window,
        reference_fen=item.reference_fen,
        safety_stock=item.safety_stock,
        barcodes=barcodes,
    )


def _item_row(community_id: UUID, item_id: UUID, one: NewItem) -> dict[str, object]:
    return {
        "community_id": community_id,
        "id": item_id,
        "code": one.code,
        "name": one.name,
        "name_en": one.name_en,
        "glyph": one.glyph or default_glyph(one.name),
        "unit": one.unit,
        "kind": one.kind,
        "category": one.category or default_category(one.name, one.kind),
        "shelf_days": one.shelf_days,
        "safety_stock": one.safety_stock,
        "limit_count": one.limit_count,
        "limit_window": one.limit_window,
        "reference_fen": one.reference_fen,
        "supply": one.supply,
        "status": "offered",
        "created_at": clock.now(),
    }
