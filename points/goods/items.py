"""Items, their barcodes and their prices with dates; it knows no stock movement and no shop."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any, NoReturn
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import add_rows, db, new_id
from points.foundation.codes import read_barcode
from points.foundation.prepared import each, given, given_each, given_many, prepared
from points.foundation.spelling import signs
from points.goods.item_rows import item_row
from points.goods.models import Barcode, Batch, Item, Price
from points.goods.policy import BATCH_MARK, BatchLeft
from points.goods.price_rows import in_force, moment, own_price, price_row
from points.goods.refusals import ItemGone, ItemUnknown
from points.goods.stock_rows import stands_in


@dataclass(frozen=True)
class NewItem:
    """An item to be entered. `tenths` is its price in tenths of a point, `limit_window` none, month, quarter or year."""

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

    `batches` are those with pieces left, where the item was asked for by its word. With a `batch` this is what pieces of
    that batch alone cost: a shelf of its own, known by a word of its own.
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
    person_limit_count: int | None
    person_limit_window: str | None
    reference_fen: int
    safety_stock: int
    barcodes: tuple[str, ...] = ()
    batches: tuple[BatchLeft, ...] = ()
    batch: BatchLeft | None = None

    @property
    def word(self) -> str:
        """What it is called in a basket."""
        return self.batch.word if self.batch else self.code


def add(community_id: UUID, items: Sequence[NewItem], *, effective_on: date) -> dict[str, UUID]:
    """Enter items with their barcodes and first price; their ids by code come back."""
    items = [replace(one, name=signs.plain(one.name), name_en=signs.plain(one.name_en)) for one in items]
    ids = {item.code: new_id() for item in items}
    if not items:
        return ids
    add_rows(Item, [item_row(community_id, ids[one.code], one) for one in items])
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
    rows = _offered().all(community=community_id, shop=shop_id, **moment(on))
    codes: dict[UUID, tuple[str, ...]] = {}
    for row in rows:
        codes[row.id] = (*codes.get(row.id, ()), row.barcode) if row.barcode else codes.get(row.id, ())
    by_id = {row.id: row for row in rows}
    return [_info(by_id[key], int(by_id[key].on_hand), barcodes) for key, barcodes in codes.items()]


def near_expiry(community_id: UUID, *, shop_id: UUID | None = None) -> list[ItemInfo]:
    """The batches that have a price of their own at this moment and pieces left, each as what it costs."""
    rows = _near().all(community=community_id, shop=shop_id, **moment(None))
    return [_of_batch(_info(row, 0, ()), _batch(row)) for row in rows]


def find(
    community_id: UUID, words: Collection[str], on: date | None = None, *, shop_id: UUID | None = None
) -> dict[str, ItemInfo]:
    """Items by code or barcode, and batches with a price of their own by their word, keyed by the word that was asked, with
    their batches in one shop, or in all; one statement."""
    at = moment(on)
    meant = {word: read_barcode(word) or word for word in words}
    numbers = [word.removeprefix(BATCH_MARK) if word.startswith(BATCH_MARK) else "" for word in meant]
    said = each("word", list(meant.values())) | each("number", numbers)
    rows = _asked(len(meant)).all(community=community_id, shop=shop_id, **at, **said)
    found: dict[str, ItemInfo] = {}
    for _key, group in groupby(rows, key=lambda row: row.id):
        some = list(group)
        batches = {row.batch_id: _batch(row) for row in some if row.batch_id}
        barcodes = tuple(dict.fromkeys(row.barcode for row in some if row.barcode))
        fresh = [batch for batch in batches.values() if batch.expires_on >= at["on"]]
        on_hand = sum(batch.on_hand for batch in fresh if batch.own_price_id is None)
        one = _info(some[0], on_hand, barcodes, tuple(batches.values()))
        found.update(dict.fromkeys((one.code, *barcodes), one))
        found.update({batch.word: _of_batch(one, batch) for batch in fresh if batch.own_price_id})
    return {word: found[one] for word, one in meant.items() if one in found}


def refuse_unknown(community_id: UUID, word: str) -> NoReturn:
    """Say why a word is not on offer: nobody knows it, or what it was may not be had any more."""
    of_batch = sa.select(Batch.item_id).where(
        Batch.community_id == community_id, BATCH_MARK + Batch.number == word
    )
    query = sa.select(Item.name, Item.name_en).where(
        Item.community_id == community_id, sa.or_(Item.code == word, Item.id.in_(of_batch))
    )
    row = db.session.execute(query).first()
    raise ItemGone(item=word, name=row.name, name_en=row.name_en) if row else ItemUnknown(item=word)


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


_own, _named_price, _named = aliased(Price), aliased(Price), aliased(Batch)
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
    Item.person_limit_count,
    Item.person_limit_window,
    Item.reference_fen,
    Item.safety_stock,
    Price.tenths,
    Price.id.label("price_id"),
)
_WRITTEN = tuple(one.key for one in _COLUMNS if one is not Item.id)


@prepared
def _offered() -> sa.Executable:
    here = (
        Batch.community_id == Item.community_id,
        Batch.item_id == Item.id,
        stands_in(given("shop", Batch.shop_id)),
    )
    shelf = (
        sa.select(sa.func.coalesce(sa.func.sum(Batch.on_hand), 0))
        .where(*here, Batch.expires_on >= given("on"), own_price().is_(None))
        .scalar_subquery()
    )
    return (
        sa.select(*_COLUMNS, shelf.label("on_hand"), Barcode.barcode)
        .join_from(Item, Price, in_force())
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
    by_number = sa.select(_named.item_id).where(
        _named.community_id == given("community"),
        _named.number.in_(given_each("number", count, Batch.number)),
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
            _own.id.label("own_price_id"),
            _own.tenths.label("own_tenths"),
        )
        .join_from(Item, Price, in_force())
        .outerjoin(Barcode, sa.and_(Barcode.community_id == Item.community_id, Barcode.item_id == Item.id))
        .outerjoin(Batch, here)
        .outerjoin(_own, sa.and_(_own.community_id == Batch.community_id, _own.id == own_price()))
        .where(Item.community_id == given("community"), Item.status == "offered")
        .where(sa.or_(Item.code.in_(words), Item.id.in_(by_barcode), Item.id.in_(by_number)))
        .order_by(Item.code, Barcode.barcode)
    )


@prepared
def _near() -> sa.Executable:
    left = (Batch.id.label("batch_id"), Batch.on_hand.label("batch_on_hand"), Batch.expires_on)
    more = (Batch.received_on, Batch.number, _own.id.label("own_price_id"), _own.tenths.label("own_tenths"))
    priced = sa.select(_named_price.batch_id).where(
        _named_price.community_id == given("community"), _named_price.batch_id.is_not(None)
    )
    return (
        sa.select(*_COLUMNS, *left, *more)
        .join_from(Batch, Item, sa.and_(Item.community_id == Batch.community_id, Item.id == Batch.item_id))
        .join(Price, in_force())
        .join(_own, sa.and_(_own.community_id == Batch.community_id, _own.id == own_price()))
        .where(Batch.community_id == given("community"), Batch.id.in_(priced), Batch.on_hand > 0)
        .where(
            Batch.expires_on >= given("on"), Item.status == "offered", stands_in(given("shop", Batch.shop_id))
        )
        .order_by(Item.code, Batch.expires_on, Batch.number)
    )


def _batch(row: Any) -> BatchLeft:
    left = (row.batch_id, row.id, row.batch_on_hand, row.expires_on, row.received_on, row.number)
    return BatchLeft(*left, row.own_price_id, row.own_tenths)


def _of_batch(item: ItemInfo, batch: BatchLeft) -> ItemInfo:
    tenths, price_id = batch.own_tenths or item.tenths, batch.own_price_id or item.price_id
    priced = replace(item, tenths=tenths, price_id=price_id, on_hand=batch.on_hand)
    return replace(priced, barcodes=(), batches=(batch,), batch=batch)


def _info(row: Any, on_hand: int, barcodes: tuple[str, ...], batches: tuple[BatchLeft, ...] = ()) -> ItemInfo:
    written = {name: getattr(row, name) for name in _WRITTEN}
    return ItemInfo(item_id=row.id, on_hand=on_hand, barcodes=barcodes, batches=batches, **written)
