"""Barcodes of items: one means one item in the community. Those on packages, and those that the house makes itself."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from points.foundation import add_rows, codes, db
from points.foundation.database import LookAgain, upsert
from points.foundation.prepared import given, given_many, prepared
from points.goods.models import Barcode, Item
from points.goods.refusals import BarcodesEnough, BarcodeTaken, BarcodeWrong

#: codes beginning with 20 to 29 are for within a shop and stand on no package; ours begin with this
OWN = "21"
_DIGITS = 12


def add(community_id: UUID, item_id: UUID, text: str) -> str:
    """One more barcode of an item; as it is stored. One that is another item's already is refused by that one's name."""
    found = codes.read_barcode(text)
    if found is None:
        raise BarcodeWrong
    row = {"community_id": community_id, "barcode": found, "item_id": item_id}
    written = upsert(Barcode).on_conflict_do_nothing().returning(Barcode.barcode)
    if db.session.scalar(written, row) is None:
        _refuse_taken(community_id, item_id, found)
    return found


def make(community_id: UUID, item_id: UUID) -> str:
    """A barcode of the house's own for an item, for goods that came without one: the next number that is free."""
    own = sa.func.max(Barcode.barcode)
    newest = db.session.scalar(
        sa.select(own).where(
            Barcode.community_id == community_id,
            Barcode.barcode >= OWN + "0" * 11,
            Barcode.barcode <= OWN + "9" * 11,
            sa.func.length(Barcode.barcode) == _DIGITS + 1,
        )
    )
    number = int(newest[len(OWN) : _DIGITS]) + 1 if newest else 1
    digits = f"{OWN}{number:0{_DIGITS - len(OWN)}}"
    if len(digits) > _DIGITS:
        raise BarcodesEnough
    made = codes.with_ean_digit(digits)
    add_rows(Barcode, [{"community_id": community_id, "barcode": made, "item_id": item_id}])
    return made


def remove(community_id: UUID, item_id: UUID, barcode: str) -> bool:
    """Take a barcode off an item; whether it was there."""
    gone = sa.delete(Barcode).where(
        Barcode.community_id == community_id, Barcode.item_id == item_id, Barcode.barcode == barcode
    )
    return db.session.scalar(gone.returning(Barcode.barcode)) is not None


def of_items(community_id: UUID, items: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The barcodes of these items, in order."""
    found: dict[UUID, tuple[str, ...]] = {}
    for row in _of_items().all(community=community_id, items=list(items)):
        found[row.item_id] = (*found.get(row.item_id, ()), row.barcode)
    return found


def is_own(barcode: str) -> bool:
    """Whether the house made it."""
    return len(barcode) == _DIGITS + 1 and barcode.startswith(OWN)


def _refuse_taken(community_id: UUID, item_id: UUID, barcode: str) -> None:
    query = sa.select(Item.id, Item.code, Item.name).join(
        Barcode, sa.and_(Barcode.community_id == Item.community_id, Barcode.item_id == Item.id)
    )
    row = db.session.execute(
        query.where(Barcode.community_id == community_id, Barcode.barcode == barcode)
    ).first()
    if row is None:
        raise LookAgain
    if row.id != item_id:
        raise BarcodeTaken(name=row.name, item=row.code)


@prepared
def _of_items() -> sa.Executable:
    return (
        sa.select(Barcode.item_id, Barcode.barcode)
        .where(Barcode.community_id == given("community"), Barcode.item_id.in_(given_many("items")))
        .order_by(Barcode.item_id, Barcode.barcode)
    )
