"""Prices with the day or the moment they begin; the last that has begun counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from points.foundation import NEVER, NotFound, add_rows, changed, clock, db
from points.goods import price_listing, price_rows
from points.goods.models import Batch, Price
from points.goods.price_rows import price_row

#: a price that begins sooner is not called off any more: somebody may be selling by it already
LEAST_AHEAD = timedelta(minutes=1)
#: what callers get back
ItemPrices = price_listing.ItemPrices


@dataclass(frozen=True)
class PriceVersion:
    """One price: from when on, and of which batch where it is one's own. `state` is past, now, or coming."""

    price_id: UUID
    tenths: int
    begins: datetime
    batch_id: UUID | None
    batch: str | None
    state: str = "past"


def set_at(
    community_id: UUID, item_id: UUID, tenths: int, *, at: datetime, batch_id: UUID | None = None
) -> UUID:
    """A new price from an instant on, of the item or of one batch of it; the old one stays for what came before."""
    day = clock.shanghai(at).date()
    return _add(price_row(community_id, item_id, tenths, day, effective_at=at, batch_id=batch_id))


def call_off(community_id: UUID, price_id: UUID) -> bool:
    """Let a price that has not begun never begin; False where it is too late for that."""
    soon = clock.now() + LEAST_AHEAD
    here = Price.community_id == community_id, Price.id == price_id, Price.effective_at > soon
    return bool(changed(sa.update(Price).where(*here).values(effective_on=NEVER, effective_at=None)))


def item(community_id: UUID, code: str) -> ItemPrices:
    """One item with its price now, and what is coming; withdrawn ones too."""
    found = price_listing.listed(community_id, code=code)
    if not found:
        raise NotFound
    return found[0]


def listed(
    community_id: UUID, *, search: str = "", after: str = "", limit: int | None = None
) -> list[ItemPrices]:
    """What is on offer, in order of code, with prices now and coming; by a part of its name or number."""
    return price_listing.listed(community_id, search=search, after=after, limit=limit)


def coming(community_id: UUID) -> dict[UUID, tuple[int, datetime]]:
    """By item, the next price that is coming, and from when on."""
    query = (
        sa.select(Price.item_id, Price.tenths, Price.effective_on, Price.effective_at)
        .where(Price.community_id == community_id, Price.batch_id.is_(None))
        .where(Price.effective_on >= clock.today(), Price.effective_on < NEVER)
        .order_by(Price.effective_on.desc(), Price.effective_at.desc().nulls_last(), Price.id)
    )
    begins = (
        (row.item_id, row.tenths, row.effective_at or clock.instant(row.effective_on))
        for row in db.session.execute(query)
    )
    return {item_id: (tenths, at) for item_id, tenths, at in begins if at > clock.now()}


def versions(community_id: UUID, item_id: UUID) -> list[PriceVersion]:
    """Every price of an item and of its batches, the newest first, without those that were called off."""
    query = (
        sa.select(
            Price.id, Price.tenths, Price.effective_on, Price.effective_at, Price.batch_id, Batch.number
        )
        .outerjoin(Batch, sa.and_(Batch.community_id == Price.community_id, Batch.id == Price.batch_id))
        .where(Price.community_id == community_id, Price.item_id == item_id, Price.effective_on < NEVER)
        .order_by(Price.effective_on.desc(), Price.effective_at.desc().nulls_last(), Price.id.desc())
    )
    found, begun = list[PriceVersion](), set[UUID | None]()
    for row in db.session.execute(query):
        begins = row.effective_at or clock.instant(row.effective_on)
        state = "coming" if begins > clock.now() else "past" if row.batch_id in begun else "now"
        if state == "now":
            begun.add(row.batch_id)
        found.append(PriceVersion(row.id, row.tenths, begins, row.batch_id, row.number, state))
    return found


def costs(community_id: UUID, item_id: UUID, *, at: datetime, batch_id: UUID | None = None) -> int | None:
    """What a piece costs at an instant; None where nobody has said so by then. A batch without a price of its own costs
    what its item does."""
    of = Price.batch_id.is_(None) if batch_id is None else Price.batch_id == batch_id
    query = (
        sa.select(Price.tenths)
        .where(Price.community_id == community_id, Price.item_id == item_id, of)
        .where(*price_rows.begun_by(at))
        .order_by(Price.effective_on.desc(), Price.effective_at.desc().nulls_last(), Price.id.desc())
    )
    found = db.session.scalar(query.limit(1))
    return found if found is not None or batch_id is None else costs(community_id, item_id, at=at)


def batches_of(community_id: UUID, prices: Collection[UUID]) -> dict[UUID, UUID]:
    """By price, the one batch it is of; a price of the item itself is not among them."""
    query = sa.select(Price.id, Price.batch_id).where(
        Price.community_id == community_id, Price.id.in_(prices)
    )
    rows = db.session.execute(query.where(Price.batch_id.is_not(None)))
    return {price: batch for price, batch in rows if batch is not None}


def _add(row: dict[str, object]) -> UUID:
    add_rows(Price, [row])
    return row["id"]  # type: ignore[return-value]
