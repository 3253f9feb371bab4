"""Writes the goods of settled books: items with prices, deliveries as batches. It moves no points."""

from __future__ import annotations

from uuid import UUID

from points import goods
from points.foundation import NEVER, clock
from points.imports.lines import DeliveryLine, ItemLine
from points.imports.writing import batch
from points.imports.writing.batch import ORIGIN

_SOURCE_KINDS = {"采购": "purchase", "合作商户": "partner"}


def take_goods(intake: batch.Batch) -> None:
    """Enter items and put deliveries on the shelf."""
    _take_items(intake)
    _take_deliveries(intake)


def _take_items(intake: batch.Batch) -> None:
    """New items at the price list's price; a known item whose price changed has the new one from today on."""
    known = goods.history.known_items(intake.community_id)
    new = [_new_item(one) for one in intake.books.items if one.code not in known]
    ids = goods.items.add(intake.community_id, new, effective_on=intake.first_day)
    for one in intake.books.items:
        if intake.is_new(one.key):
            before = known.get(one.code)
            if before is not None and before.tenths != one.tenths:
                goods.prices.set_from(
                    intake.community_id, before.item_id, one.tenths, effective_on=clock.today()
                )
            item_id = before.item_id if before else ids[one.code]
            intake.action("goods.imported", "item", item_id, code=one.code, tenths=one.tenths)
            intake.took("item", one.key, one.origin, item_id)


def _new_item(one: ItemLine) -> goods.items.NewItem:
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
        barcodes=(one.barcode,) if one.barcode else (),
    )


def _take_deliveries(intake: batch.Batch) -> None:
    items = goods.history.known_items(intake.community_id)
    taken = set(goods.history.known_batches(intake.community_id))
    sources = _sources(intake)
    numbers: dict[str, str] = {}
    for one in intake.books.deliveries:
        if intake.is_new(one.key):
            numbers[one.key] = _free_number(one.number, taken)
    deliveries = [
        goods.stock.Delivery(
            number=numbers[one.key],
            item_id=items[one.item].item_id,
            quantity=one.quantity,
            received_on=one.day,
            expires_on=one.expires or NEVER,
            source_id=sources.get(one.source),
            origin=ORIGIN,
        )
        for one in intake.books.deliveries
        if one.key in numbers
    ]
    ids = goods.stock.receive(intake.community_id, deliveries, actor=intake.actor)
    for one in intake.books.deliveries:
        if one.key in numbers:
            _note(intake, one, numbers[one.key], ids[numbers[one.key]])


def _sources(intake: batch.Batch) -> dict[str, UUID]:
    kinds = {
        one.source: _SOURCE_KINDS.get(one.supply, "donor")
        for one in intake.books.deliveries
        if one.source and intake.is_new(one.key)
    }
    return {
        name: goods.sources.ensure(intake.community_id, name, kind) for name, kind in sorted(kinds.items())
    }


def _free_number(wanted: str, taken: set[str]) -> str:
    """The delivery's number, told apart where another batch has it already."""
    number, copy = wanted, 1
    while number in taken:
        copy += 1
        number = f"{wanted}-{copy}"
    taken.add(number)
    return number


def _note(intake: batch.Batch, one: DeliveryLine, number: str, batch_id: UUID) -> None:
    intake.action("goods.delivered", "batch", batch_id, batch=number, code=one.item, quantity=one.quantity)
    intake.took("delivery", one.key, one.origin, batch_id)
