"""What stands on the shelf and wants an eye: batches by when they expire, goods that run out, one batch and where it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import goods
from points.foundation import NEVER, NotFound, clock, paging
from points.foundation.prepared import prepared
from points.oversight.sql import asked

SOON, LATER = timedelta(days=30), timedelta(days=60)
STATES = ("expired", "soon", "later", "scarce", "all")
PAGE = 50


@dataclass(frozen=True)
class BatchesFound:
    """One page, and the key of the next."""

    rows: Sequence[Any]
    next_key: str | None


@dataclass(frozen=True)
class BatchHistory:
    """One batch, where its pieces went, and the key of the next page of that; of a kit also what is in one."""

    batch: Any
    moves: Sequence[Any]
    next_key: str | None
    parts: Sequence[goods.kits.PartInfo] = ()


def _span(state: str, today: date) -> tuple[date, date]:
    """The first and the last day of expiry that a state means."""
    return {
        "expired": (date(1, 1, 1), today - timedelta(days=1)),
        "soon": (today, today + SOON),
        "later": (today + SOON + timedelta(days=1), today + LATER),
    }.get(state, (date(1, 1, 1), NEVER))


def on_shelf(community_id: UUID, state: str, *, after: str = "") -> BatchesFound:
    """Batches with something left, the first to expire first."""
    first, last = _span(state, clock.today())
    at, key = paging.read_key(after) or (None, UUID(int=0))
    place = clock.shanghai(at).date() if at else date(1, 1, 1)
    rows = _on_shelf().all(c=community_id, first=first, last=last, place=place, key=key, limit=PAGE + 1)
    shown = rows[:PAGE]
    more = len(rows) > PAGE
    return BatchesFound(
        shown, paging.make_key(clock.instant(shown[-1].expires_on), shown[-1].id) if more else None
    )


def scarce(community_id: UUID) -> Sequence[Any]:
    """Goods of which less is there than should be, the emptiest first."""
    return _scarce().all(c=community_id, today=clock.today())


def story(community_id: UUID, number: str, *, after: str = "") -> BatchHistory:
    """One batch by its number, with the sales it went into, the newest day first, whenever they were written."""
    batch = _batch().first(c=community_id, number=number)
    if batch is None:
        raise NotFound
    at, key = paging.read_key(after) or (clock.instant(NEVER), UUID(int=0))
    place = clock.shanghai(at).date()
    rows = _moves().all(c=community_id, batch=batch.id, place=place, key=key, limit=PAGE + 1)
    more = len(rows) > PAGE
    return BatchHistory(
        batch,
        rows[:PAGE],
        paging.make_key(clock.instant(rows[PAGE - 1].moved_on), rows[PAGE - 1].id) if more else None,
        goods.kits.parts_of(community_id, [batch.id]).get(batch.id, ()),
    )


_BATCH = """b.id, b.number, b.received, b.on_hand, b.received_on, b.expires_on, b.origin, b.wish, b.wish_until, t.code, t.name, t.name_en,
  t.unit, s.name AS source"""
_BATCHES = """FROM goods_batch b JOIN goods_item t ON t.community_id = :c AND t.id = b.item_id
  LEFT JOIN goods_source s ON s.community_id = :c AND s.id = b.source_id WHERE b.community_id = :c"""
_TYPES: dict[str, Any] = {"id": sa.Uuid, "received_on": sa.Date, "expires_on": sa.Date, "wish_until": sa.Date}


@prepared
def _on_shelf() -> sa.Executable:
    return asked(
        f"""
        SELECT {_BATCH} {_BATCHES} AND b.on_hand > 0 AND b.expires_on BETWEEN :first AND :last
          AND (b.expires_on, b.id) > (:place, :key) ORDER BY b.expires_on, b.id LIMIT :limit
        """,
        c=sa.Uuid(),
        first=sa.Date(),
        last=sa.Date(),
        place=sa.Date(),
        key=sa.Uuid(),
        limit=sa.Integer(),
    ).columns(**_TYPES)


@prepared
def _scarce() -> sa.Executable:
    return asked(
        """
        SELECT t.code, t.name, t.name_en, t.unit, t.safety_stock, coalesce(sum(b.on_hand), 0) AS on_hand
        FROM goods_item t LEFT JOIN goods_batch b
          ON b.community_id = :c AND b.item_id = t.id AND b.expires_on >= :today
        WHERE t.community_id = :c AND t.kind = 'goods' AND t.status = 'offered' AND t.safety_stock > 0
        GROUP BY t.id, t.code, t.name, t.name_en, t.unit, t.safety_stock
        HAVING coalesce(sum(b.on_hand), 0) < t.safety_stock ORDER BY coalesce(sum(b.on_hand), 0), t.code
        """,
        c=sa.Uuid(),
        today=sa.Date(),
    ).columns(on_hand=sa.BigInteger)


@prepared
def _batch() -> sa.Executable:
    return asked(
        f"SELECT {_BATCH} {_BATCHES} AND b.number = :number",
        c=sa.Uuid(),
        number=sa.Text(),
    ).columns(**_TYPES)


@prepared
def _moves() -> sa.Executable:
    return asked(
        """
        SELECT m.id, m.moved_on, m.kind, m.quantity, d.receipt, h.number AS household, n.status AS undo,
          o.number AS other, w.reason
        FROM goods_stock_move m
        LEFT JOIN goods_old_out w ON w.community_id = :c AND w.id = m.subject_id
        LEFT JOIN shop_redemption d ON d.community_id = :c AND d.id = m.subject_id
        LEFT JOIN people_purse u ON u.community_id = :c AND u.account_id = d.account_id
        LEFT JOIN people_household h ON h.community_id = :c AND h.id = u.household_id
        LEFT JOIN shop_undo n ON n.community_id = :c AND n.redemption_id = d.id AND n.status = 'confirmed'
        LEFT JOIN stockroom_kit k ON k.community_id = :c AND k.id = m.subject_id AND k.batch_id <> :batch
        LEFT JOIN stockroom_transfer_line l ON l.community_id = :c AND l.transfer_id = m.subject_id
          AND (l.batch_id = :batch OR l.arrived_batch_id = :batch)
        LEFT JOIN goods_batch o ON o.community_id = :c AND o.id = coalesce(k.batch_id,
          CASE WHEN l.batch_id = :batch THEN l.arrived_batch_id ELSE l.batch_id END)
        WHERE m.community_id = :c AND m.batch_id = :batch AND (m.moved_on, m.id) < (:place, :key)
        ORDER BY m.moved_on DESC, m.id DESC LIMIT :limit
        """,
        c=sa.Uuid(),
        batch=sa.Uuid(),
        place=sa.Date(),
        key=sa.Uuid(),
        limit=sa.Integer(),
    ).columns(id=sa.Uuid, moved_on=sa.Date)
