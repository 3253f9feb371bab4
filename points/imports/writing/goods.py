"""Writes the goods of the books: items with prices, deliveries as batches. It moves no points."""

from __future__ import annotations

from uuid import UUID

from points import goods
from points.foundation import NEVER, clock
from points.imports.lines import DeliveryLine, ItemLine
from points.imports.reading.faults import NOTED, faulty_line
from points.imports.refusals import BarcodeElsewhere
from points.imports.writing.batch import ORIGIN, OpenBatch

_SOURCE_KINDS = {"采购": "purchase", "合作商户": "partner"}
#: how what came in moves, and whence its batch is; what was there when the book began is nobody's gift
_MOVES = {"delivery": ("delivery", ORIGIN), "opening": ("opening", "opening")}


def write_goods(batch: OpenBatch) -> None:
    """Enter items and receive deliveries."""
    _write_items(batch)
    _write_deliveries(batch)


def _write_items(batch: OpenBatch) -> None:
    """New items at the price list's price; a known item whose price changed has the new one from now on."""
    known = goods.history.known_items(batch.community_id)
    elsewhere = {code for codes in goods.cover.barcodes(batch.community_id).values() for code in codes}
    new = [_new_item(one, elsewhere, batch) for one in batch.books.items if one.code not in known]
    ids = goods.items.add(batch.community_id, new, effective_on=batch.first_day)
    for one in batch.books.items:
        if batch.is_new(one.key):
            before = known.get(one.code)
            if before is not None and before.tenths != one.tenths:
                # of a day that has a price from a moment on already, a whole day's would never count
                goods.prices.set_at(batch.community_id, before.item_id, one.tenths, at=clock.now())
            item_id = before.item_id if before else ids[one.code]
            batch.action("goods.imported", "item", item_id, code=one.code, tenths=one.tenths)
            batch.took("item", one.key, one.origin, item_id)


def _new_item(one: ItemLine, elsewhere: set[str], batch: OpenBatch) -> goods.items.NewItem:
    """The item; a barcode that stands at another one in the books is left out and noted."""
    barcodes = tuple(one.barcode.split())
    for barcode in barcodes:
        if barcode in elsewhere:
            batch.refused.append(faulty_line(one.origin, BarcodeElsewhere(barcode=barcode), NOTED))
    return goods.items.NewItem(
        code=one.code,
        name=one.name,
        unit=one.unit,
        tenths=one.tenths,
        name_en=one.name_en,
        kind=one.kind,
        shelf_days=one.shelf_days,
        safety_stock=one.safety_stock,
        limit_count=one.limit_count,
        limit_window=one.limit_window,
        reference_fen=one.reference_fen,
        supply=one.supply,
        barcodes=tuple(barcode for barcode in barcodes if barcode not in elsewhere),
    )


def _write_deliveries(batch: OpenBatch) -> None:
    items = goods.history.known_items(batch.community_id)
    taken = set(goods.history.known_batches(batch.community_id))
    sources = _sources(batch)
    come = [one for one in batch.books.deliveries if one.kind in _MOVES and batch.is_new(one.key)]
    new = [one for one in come if batch.subject(one.key) is None]
    for one in come:
        if (known := batch.subject(one.key)) is not None:
            # a batch that is there, put right
            batch.took(_kind(one), one.key, one.origin, known)
    numbers = {one.key: _free_number(one.number, taken) for one in new}
    for kind, (move, origin) in _MOVES.items():
        of_kind = [one for one in new if one.kind == kind]
        deliveries = [
            goods.stock.Delivery(
                number=numbers[one.key],
                item_id=items[one.item].item_id,
                quantity=one.quantity,
                received_on=one.day,
                expires_on=one.expires or NEVER,
                source_id=sources.get(one.source) if kind == "delivery" else None,
                origin=origin,
            )
            for one in of_kind
        ]
        ids = goods.stock.receive(batch.community_id, deliveries, actor=batch.actor, kind=move)
        for one in of_kind:
            _note(batch, one, numbers[one.key], ids[numbers[one.key]])


def _sources(batch: OpenBatch) -> dict[str, UUID]:
    kinds = {
        one.source: _SOURCE_KINDS.get(one.supply, "donor")
        for one in batch.books.deliveries
        if one.source and one.kind == "delivery" and batch.is_new(one.key)
    }
    return {
        name: goods.sources.ensure(batch.community_id, name, kind) for name, kind in sorted(kinds.items())
    }


def _free_number(wanted: str, taken: set[str]) -> str:
    """The delivery's number, told apart where another batch has it already."""
    number, copy = wanted, 1
    while number in taken:
        copy += 1
        number = f"{wanted}-{copy}"
    taken.add(number)
    return number


def _note(batch: OpenBatch, one: DeliveryLine, number: str, batch_id: UUID) -> None:
    action = "goods.delivered" if one.kind == "delivery" else "goods.carried_over"
    batch.action(action, "batch", batch_id, batch=number, code=one.item, quantity=one.quantity)
    batch.took(_kind(one), one.key, one.origin, batch_id)


def _kind(one: DeliveryLine) -> str:
    return "delivery" if one.kind == "delivery" else "opening_stock"
