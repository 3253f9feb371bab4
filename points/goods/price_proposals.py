"""Prices that somebody wishes for, as rows: open until they become a price, or do not. Who may, the rooms above know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import NotFound, add_rows, changed, clock, db, new_id
from points.goods.models import Batch, Item, Price, PriceProposal
from points.goods.refusals import PriceProposalClosed

#: so many closed ones of an item are shown
MOST = 30


@dataclass(frozen=True)
class PriceWish:
    """A proposal with the words of its item; `begins` is when the price that it became begins."""

    proposal_id: UUID
    item_id: UUID
    code: str
    name: str
    name_en: str
    unit: str
    batch_id: UUID | None
    batch: str | None
    tenths: int
    wished_at: datetime | None
    reason: str
    status: str
    proposed_by: UUID | None
    created_at: datetime
    closed_by: UUID | None
    closed_at: datetime | None
    price_id: UUID | None
    begins: datetime | None

    @property
    def may_be_stopped(self) -> bool:
        """Whether it became a price that has not begun."""
        return self.status == "decided" and self.begins is not None and self.begins > clock.now()


def add(
    community_id: UUID,
    item_id: UUID,
    tenths: int,
    *,
    batch_id: UUID | None,
    wished_at: datetime | None,
    reason: str,
    proposed_by: UUID | None,
) -> UUID:
    """Write a wish down."""
    row = {
        "community_id": community_id,
        "id": new_id(),
        "item_id": item_id,
        "batch_id": batch_id,
        "tenths": tenths,
        "wished_at": wished_at,
        "reason": reason,
        "status": "open",
        "proposed_by": proposed_by,
        "created_at": clock.now(),
    }
    add_rows(PriceProposal, [row])
    return row["id"]  # type: ignore[return-value]


def get(community_id: UUID, proposal_id: UUID, *, lock: bool = False) -> PriceWish:
    """One wish; locked for who is about to close it, so that what is judged is what is closed."""
    query = _select(community_id).where(PriceProposal.id == proposal_id)
    row = db.session.execute(query.with_for_update(of=PriceProposal) if lock else query).first()
    if row is None:
        raise NotFound
    return PriceWish(*row)


def list_open(community_id: UUID) -> list[PriceWish]:
    """What waits, oldest first."""
    query = _select(community_id).where(PriceProposal.status == "open").order_by(PriceProposal.id)
    return [PriceWish(*row) for row in db.session.execute(query)]


def list_coming(community_id: UUID) -> list[PriceWish]:
    """What became a price that has not begun, the soonest first."""
    query = _select(community_id).where(PriceProposal.status == "decided", Price.effective_at > clock.now())
    return [PriceWish(*row) for row in db.session.execute(query.order_by(Price.effective_at, Price.id))]


def of_item(community_id: UUID, item_id: UUID) -> list[PriceWish]:
    """What was wished for an item and its batches, newest first."""
    query = _select(community_id).where(PriceProposal.item_id == item_id)
    return [
        PriceWish(*row) for row in db.session.execute(query.order_by(PriceProposal.id.desc()).limit(MOST))
    ]


def close(
    community_id: UUID,
    proposal_id: UUID,
    status: str,
    *,
    by: UUID | None,
    was: str = "open",
    price_id: UUID | None = None,
) -> None:
    """Close what is open: of two at once the second finds it closed, whatever it looked at before."""
    values: dict[str, Any] = {"status": status, "closed_by": by, "closed_at": clock.now()}
    here = PriceProposal.community_id == community_id, PriceProposal.id == proposal_id
    became = {} if price_id is None else {"price_id": price_id}
    if not changed(
        sa.update(PriceProposal).where(*here, PriceProposal.status == was).values(**values, **became)
    ):
        raise PriceProposalClosed


def _select(community_id: UUID) -> sa.Select[Any]:
    one = PriceProposal
    words: tuple[Any, ...] = (
        one.id,
        one.item_id,
        Item.code,
        Item.name,
        Item.name_en,
        Item.unit,
        one.batch_id,
        Batch.number,
    )
    wish: tuple[Any, ...] = (
        one.tenths,
        one.wished_at,
        one.reason,
        one.status,
        one.proposed_by,
        one.created_at,
    )
    became: tuple[Any, ...] = (one.closed_by, one.closed_at, one.price_id, Price.effective_at)
    return (
        sa.select(*words, *wish, *became)
        .select_from(one)
        .join(Item, sa.and_(Item.community_id == one.community_id, Item.id == one.item_id))
        .outerjoin(Batch, sa.and_(Batch.community_id == one.community_id, Batch.id == one.batch_id))
        .outerjoin(Price, sa.and_(Price.community_id == one.community_id, Price.id == one.price_id))
        .where(one.community_id == community_id)
    )
