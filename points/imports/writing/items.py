"""Writes the items of the goods table: new ones, and of known ones what somebody said yes to, from now on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from points import goods
from points.foundation import clock
from points.imports.changing import TableChange
from points.imports.changing.goods import WRITES
from points.imports.lines import ItemLine
from points.imports.reading.faults import NOTED
from points.imports.refusals import BarcodeElsewhere
from points.imports.writing.batch import OpenBatch

Known = Mapping[str, goods.history.KnownItem]


def write_items(batch: OpenBatch) -> None:
    """New items at the table's price; known ones as far as the table was agreed to."""
    known, rows = goods.history.known_items(batch.community_id), {one.code: one for one in batch.books.items}
    taken = batch.tables.taken("item")
    for code, changes in taken.items():
        _change(rows[code], known[code].item_id, changes, batch)
    recoded = [code for code, changes in taken.items() if any(one.what == "barcode" for one in changes)]
    # a barcode leaves its item before another gets it
    _remove_barcodes([rows[code] for code in recoded], known, batch)
    _enter([one for one in batch.books.items if one.code not in known], batch)
    for code in recoded:
        _add_barcodes(rows[code], known[code].item_id, batch)
    for one in batch.books.items:
        if one.key in batch.tables.settled:
            batch.took("item", batch.tables.settled[one.key], one.origin, known[one.code].item_id)


def _change(one: ItemLine, item_id: UUID, changes: Collection[TableChange], batch: OpenBatch) -> None:
    """What is written of an item, and its price, which begins at this moment."""
    whats = {change.what for change in changes}
    fields = {name: getattr(one, name) for what in whats for name in WRITES.get(what, ())}
    facts = goods.wares.get(batch.community_id, one.code).facts
    changed = goods.wares.change(batch.community_id, one.code, replace(facts, **fields)) if fields else {}
    if changed:
        said = {name: {"before": was, "after": now} for name, (was, now) in changed.items()}
        batch.action("item.changed", "item", item_id, item=one.code, changed=said)
    if "tenths" in whats:
        # of a day that has a price from a moment on already, a whole day's would never count
        goods.prices.set_at(batch.community_id, item_id, one.tenths, at=clock.now())
        batch.action("goods.imported", "item", item_id, code=one.code, tenths=one.tenths)


def _enter(new: Collection[ItemLine], batch: OpenBatch) -> None:
    owners = _owners(batch.community_id)
    made = [_new_item(one, owners, batch) for one in new]
    ids = goods.items.add(batch.community_id, made, effective_on=batch.first_day)
    for one in new:
        batch.action("goods.imported", "item", ids[one.code], code=one.code, tenths=one.tenths)
        batch.took("item", one.key, one.origin, ids[one.code])


def _new_item(one: ItemLine, owners: Mapping[str, str], batch: OpenBatch) -> goods.items.NewItem:
    """The item, without barcodes that stand at another one in the books."""
    barcodes = tuple(one.barcode.split())
    for barcode in barcodes:
        if barcode in owners:
            _note_taken(one, barcode, owners[barcode], batch)
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
        barcodes=tuple(barcode for barcode in barcodes if barcode not in owners),
    )


def _owners(community_id: UUID) -> dict[str, str]:
    """Whose each barcode is, by the item's name."""
    held = goods.cover.barcodes(community_id)
    names = goods.items.names(community_id, list(held))
    return {barcode: names[item_id][1] for item_id, barcodes in held.items() for barcode in barcodes}


def _remove_barcodes(rows: Collection[ItemLine], known: Known, batch: OpenBatch) -> None:
    """Those that the rows name no more; codes that the house makes itself stand in no table."""
    held = goods.barcodes.of_items(batch.community_id, [known[one.code].item_id for one in rows])
    for one in rows:
        item_id, said = known[one.code].item_id, one.barcode.split()
        for barcode in held.get(item_id, ()):
            if barcode not in said and not goods.barcodes.is_own(barcode):
                goods.barcodes.remove(batch.community_id, item_id, barcode)
                batch.action("item.barcode_removed", "item", item_id, item=one.code, barcode=barcode)


def _add_barcodes(one: ItemLine, item_id: UUID, batch: OpenBatch) -> None:
    """What the row has and the item has not; one that is another item's by now is left out and noted."""
    own = goods.barcodes.of_items(batch.community_id, [item_id]).get(item_id, ())
    owners = _owners(batch.community_id)
    for barcode in one.barcode.split():
        if barcode in owners and barcode not in own:
            _note_taken(one, barcode, owners[barcode], batch)
        elif barcode not in own:
            goods.barcodes.add(batch.community_id, item_id, barcode)
            batch.action("item.barcode_added", "item", item_id, item=one.code, barcode=barcode)


def _note_taken(one: ItemLine, barcode: str, name: str, batch: OpenBatch) -> None:
    batch.refuse(one.origin, BarcodeElsewhere(barcode=barcode, item=name), NOTED)
