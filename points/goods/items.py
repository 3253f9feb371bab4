"""Items, their barcodes and their prices with dates; it knows no stock movement and no shop."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import add_rows, clock, new_id
from points.foundation.prepared import each, given, given_each, given_many, prepared
from points.foundation.spelling import signs
from points.goods.models import Barcode, Batch, Item, Price
from points.goods.policy import BatchLeft, default_category, default_glyph
from points.goods.price_rows import price_row
from points.goods.stock_rows import stands_in


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
    """An item as pages and the counter see it; `on_hand` counts only pieces that may be given out today.

    `batches` are those with pieces left, where the item was asked for by its word.
    """

    item_id: UUID
    code: str
    name: str
    name_en: str
    glyph: str
    unit: str
    kind: str
    category: str
    tenths: int
    price_id: UUID
    on_hand: int
    limit_count: int
    limit_window: str
    reference_fen: int
    safety_stock: int
    barcodes: tuple[str, ...] = ()
    batches: tuple[BatchLeft, ...] = ()


def add(community_id: UUID, items: Sequence[NewItem], *, effective_on: date) -> dict[str, UUID]:
    """Enter items with their barcodes and first price; their ids by code come back."""
    items = [replace(one, name=signs.plain(one.name), name_en=signs.plain(one.name_en)) for one in items]
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


def on_offer(community_id: UUID, on: date | None = None, *, shop_id: UUID | None = None) -> list[ItemInfo]:
    """Everything offered, with the price of this moment (or of the end of another day) and what is on the shelf of one
    shop, or of all; in order of code."""
    rows = _offered().all(community=community_id, shop=shop_id, **_moment(on))
    codes: dict[UUID, tuple[str, ...]] = {}
    for row in rows:
        codes[row.id] = (*codes.get(row.id, ()), row.barcode) if row.barcode else codes.get(row.id, ())
    by_id = {row.id: row for row in rows}
    return [_info(by_id[key], int(by_id[key].on_hand), barcodes) for key, barcodes in codes.items()]


def find(
    community_id: UUID, words: Collection[str], on: date | None = None, *, shop_id: UUID | None = None
) -> dict[str, ItemInfo]:
    """Items by code or barcode, keyed by the word that was asked, with their batches in one shop, or in all; one
    statement."""
    moment = _moment(on)
    today = moment["on"]
    rows = _asked(len(words)).all(community=community_id, shop=shop_id, **moment, **each("word", words))
    found: dict[str, ItemInfo] = {}
    for _key, group in groupby(rows, key=lambda row: row.id):
        some = list(group)
        batches = {row.batch_id: _batch(row) for row in some if row.batch_id}
        fresh = sum(one.on_hand for one in batches.values() if one.expires_on >= today)
        barcodes = tuple(dict.fromkeys(row.barcode for row in some if row.barcode))
        one = _info(some[0], fresh, barcodes, tuple(batches.values()))
        found.update(dict.fromkeys((one.code, *barcodes), one))
    return {word: found[word] for word in words if word in found}


def names(community_id: UUID, items: Collection[UUID]) -> dict[UUID, tuple[str, str, str, str]]:
    """Code, name, English name and unit by id."""
    rows = _names().all(community=community_id, items=list(items))
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def named() -> sa.Subquery:
    """Every item's words (community_id, item_id, code, name, name_en, unit), for a room above to join its lines to."""
    return sa.select(
        Item.community_id, Item.id.label("item_id"), Item.code, Item.name, Item.name_en, Item.unit
    ).subquery("named_item")


@prepared
def _names() -> sa.Executable:
    return sa.select(Item.id, Item.code, Item.name, Item.name_en, Item.unit).where(
        Item.community_id == given("community"), Item.id.in_(given_many("items"))
    )


_other = aliased(Price)
_COLUMNS = (
    Item.id,
    Item.code,
    Item.name,
    Item.name_en,
    Item.glyph,
    Item.unit,
    Item.kind,
    Item.category,
    Item.limit_count,
    Item.limit_window,
    Item.reference_fen,
    Item.safety_stock,
    Price.tenths,
    Price.id.label("price_id"),
)


def _moment(on: date | None) -> dict[str, Any]:
    """This day at this moment; another day at its end."""
    if on is None:
        return {"on": clock.certain_day(), "at": clock.now()}
    return {"on": on, "at": clock.instant(on + timedelta(days=1))}


def _in_force() -> sa.ColumnElement[bool]:
    """The price of an item at a moment: the last that began, where two began together the one that was entered last."""
    newest = (
        sa.select(_other.id)
        .where(
            _other.community_id == Item.community_id,
            _other.item_id == Item.id,
            _other.batch_id.is_(None),
            _other.effective_on <= given("on"),
            sa.or_(_other.effective_at.is_(None), _other.effective_at <= given("at")),
        )
        .order_by(_other.effective_on.desc(), _other.effective_at.desc().nulls_last(), _other.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return sa.and_(Price.community_id == Item.community_id, Price.id == newest)


@prepared
def _offered() -> sa.Executable:
    here = (
        Batch.community_id == Item.community_id,
        Batch.item_id == Item.id,
        stands_in(given("shop", Batch.shop_id)),
    )
    shelf = (
        sa.select(sa.func.coalesce(sa.func.sum(Batch.on_hand), 0))
        .where(*here, Batch.expires_on >= given("on"))
        .scalar_subquery()
    )
    return (
        sa.select(*_COLUMNS, shelf.label("on_hand"), Barcode.barcode)
        .join_from(Item, Price, _in_force())
        .outerjoin(Barcode, sa.and_(Barcode.community_id == Item.community_id, Barcode.item_id == Item.id))
        .where(Item.community_id == given("community"), Item.status == "offered")
        .order_by(Item.code, Barcode.barcode)
    )


@prepared
def _asked(count: int) -> sa.Executable:
    """Items by word with barcodes and batches: a row for each pair of them, which are few for what is in a basket."""
    words = given_each("word", count, Item.code)
    by_barcode = sa.select(Barcode.item_id).where(
        Barcode.community_id == given("community"), Barcode.barcode.in_(words)
    )
    here = sa.and_(
        Batch.community_id == Item.community_id,
        Batch.item_id == Item.id,
        Batch.on_hand > 0,
        stands_in(given("shop", Batch.shop_id)),
    )
    return (
        sa.select(
            *_COLUMNS,
            Barcode.barcode,
            Batch.id.label("batch_id"),
            Batch.on_hand.label("batch_on_hand"),
            Batch.expires_on,
            Batch.received_on,
            Batch.number,
        )
        .join_from(Item, Price, _in_force())
        .outerjoin(Barcode, sa.and_(Barcode.community_id == Item.community_id, Barcode.item_id == Item.id))
        .outerjoin(Batch, here)
        .where(Item.community_id == given("community"), Item.status == "offered")
        .where(sa.or_(Item.code.in_(words), Item.id.in_(by_barcode)))
        .order_by(Item.code, Barcode.barcode)
    )


def _batch(row: Any) -> BatchLeft:
    return BatchLeft(row.batch_id, row.id, row.batch_on_hand, row.expires_on, row.received_on, row.number)


def _info(row: Any, on_hand: int, barcodes: tuple[str, ...], batches: tuple[BatchLeft, ...] = ()) -> ItemInfo:
    return ItemInfo(
        item_id=row.id,
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        glyph=row.glyph,
        unit=row.unit,
        kind=row.kind,
        category=row.category,
        tenths=row.tenths,
        price_id=row.price_id,
        on_hand=on_hand,
        limit_count=row.limit_count,
        limit_window=row.limit_window,
        reference_fen=row.reference_fen,
        safety_stock=row.safety_stock,
        barcodes=barcodes,
        batches=batches,
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
