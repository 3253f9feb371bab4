"""What is no fault yet wants an eye: points against goods, the month's budget, stock, expiry, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, settings
from points.foundation.database import UtcTime
from points.foundation.prepared import prepared
from points.oversight.sql import asked

#: a budget is worth a look from this share on
BUDGET_PERCENT = 80
SOON, LATER = timedelta(days=30), timedelta(days=60)


@dataclass(frozen=True)
class Notice:
    """One thing to look at: a code that pages put into words, and its facts."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Solvency:
    """What the points that are out would cost, and what the shelf is worth; fen of the reference price."""

    tenths: int
    fen_per_point: int
    stock_fen: int

    @property
    def unspent_fen(self) -> int:
        """All points that are out, at the community's rate."""
        return self.tenths * self.fen_per_point // 10

    @property
    def percent(self) -> int:
        """How much of it the shelf covers."""
        return 100 if not self.unspent_fen else self.stock_fen * 100 // self.unspent_fen


def open_now(community_id: UUID) -> list[Notice]:
    """Everything that wants an eye, the weightiest first."""
    today = clock.today()
    decided = settings(community_id, ["fen_per_point", "month_budget_tenths"])
    found = _found(community_id, today)
    return [
        *_points_and_goods(found, decided["fen_per_point"]),
        *_budget(found, decided["month_budget_tenths"], today),
        *_shelf(found),
        *_corrections(found),
    ]


def solvency(community_id: UUID) -> Solvency:
    """Points against goods."""
    rate = settings(community_id, ["fen_per_point"])["fen_per_point"]
    return _solvency(_found(community_id, clock.today()), rate)


def _solvency(found: Any, rate: int) -> Solvency:
    return Solvency(int(found.tenths), rate, int(found.fen))


def _points_and_goods(found: Any, rate: int) -> Iterator[Notice]:
    of = _solvency(found, rate)
    if of.percent < 100:
        facts = {"tenths": of.tenths, "yuan": of.stock_fen // 100, "share": of.percent}
        yield Notice("points_outgrow_goods", facts)


def _budget(found: Any, budget: int | None, today: date) -> Iterator[Notice]:
    given = int(found.awarded)
    if budget and given * 100 >= budget * BUDGET_PERCENT:
        facts = {
            "month": today.replace(day=1),
            "tenths": given,
            "budget": budget,
            "share": given * 100 // budget,
        }
        yield Notice("budget_near", facts)


def _shelf(found: Any) -> Iterator[Notice]:
    if found.expired:
        yield Notice("expired_on_shelf", {"batches": int(found.expired)})
    if found.soon:
        yield Notice("expiring_soon", {"batches": int(found.soon), "days": SOON.days})
    if found.later:
        yield Notice("expiring_soon", {"batches": int(found.later), "days": LATER.days})
    if found.scarce:
        yield Notice("under_safety", {"kinds": int(found.scarce)})


def _corrections(found: Any) -> Iterator[Notice]:
    if found.owed:
        yield Notice("recoverable", {"tenths": int(found.owed), "people": int(found.owing)})
    if found.typed:
        yield Notice("back_filled_month", {"number": int(found.typed)})
    if found.undo_asked:
        yield Notice("undo_waiting", {"number": int(found.undo_asked)})
    if found.by_two:
        yield Notice("undone_by_two", {"number": int(found.by_two)})


def _found(community_id: UUID, today: date) -> Any:
    """Everything in one statement: each part reads by an index of its own."""
    first = today.replace(day=1)
    return _looked().one(
        c=community_id,
        today=today,
        soon=today + SOON,
        later=today + LATER,
        first=first,
        since=clock.instant(first),
    )


@prepared
def _looked() -> sa.Executable:
    """All of it at once; kits on the shelf are worth their parts."""
    left = "SELECT count(*) FROM goods_batch WHERE community_id = :c AND on_hand > 0 AND expires_on"
    return asked(
        f"""
        SELECT (SELECT coalesce(sum(posted), 0) FROM ledger_balance WHERE community_id = :c) AS tenths,
          (SELECT coalesce(sum(b.on_hand * i.reference_fen), 0) FROM goods_batch b
            JOIN goods_item i ON i.community_id = :c AND i.id = b.item_id
            WHERE b.community_id = :c AND b.on_hand > 0 AND b.expires_on >= :today AND b.origin <> 'kit')
          + (SELECT coalesce(sum(b.on_hand * p.quantity * i.reference_fen), 0) FROM stockroom_kit k
            JOIN goods_batch b ON b.community_id = :c AND b.id = k.batch_id AND b.on_hand > 0 AND b.expires_on >= :today
            JOIN stockroom_kit_part p ON p.community_id = :c AND p.kit_id = k.id
            JOIN goods_batch o ON o.community_id = :c AND o.id = p.batch_id
            JOIN goods_item i ON i.community_id = :c AND i.id = o.item_id
            WHERE k.community_id = :c) AS fen,
          (SELECT coalesce(sum(w.tenths), 0) FROM volunteering_service s
            JOIN volunteering_award w ON w.community_id = :c AND w.service_id = s.id
            WHERE s.community_id = :c AND s.status = 'credited' AND s.served_on BETWEEN :first AND :today) AS awarded,
          ({left} < :today) AS expired,
          ({left} BETWEEN :today AND :soon) AS soon,
          ({left} > :soon AND expires_on <= :later) AS later,
          (SELECT count(*) FROM (
            SELECT i.id FROM goods_item i LEFT JOIN goods_batch b
              ON b.community_id = :c AND b.item_id = i.id AND b.expires_on >= :today
            WHERE i.community_id = :c AND i.kind = 'goods' AND i.status = 'offered' AND i.safety_stock > 0
            GROUP BY i.id, i.safety_stock HAVING coalesce(sum(b.on_hand), 0) < i.safety_stock) AS low) AS scarce,
          (SELECT coalesce(sum(tenths), 0) FROM ledger_recoverable WHERE community_id = :c) AS owed,
          (SELECT count(DISTINCT account_id) FROM ledger_recoverable WHERE community_id = :c) AS owing,
          (SELECT count(*) FROM volunteering_service
            WHERE community_id = :c AND origin = 'back_filled' AND created_at >= :since) AS typed,
          (SELECT count(*) FROM shop_undo
            WHERE community_id = :c AND two_reason IS NOT NULL AND decided_at >= :since) AS by_two,
          (SELECT count(*) FROM shop_undo WHERE community_id = :c AND status = 'asked') AS undo_asked
        """,  # noqa: S608 - our own names
        c=sa.Uuid(),
        today=sa.Date(),
        soon=sa.Date(),
        later=sa.Date(),
        first=sa.Date(),
        since=UtcTime(),
    )
