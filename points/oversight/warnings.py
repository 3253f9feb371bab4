"""What is no fault yet wants an eye: points against goods, the month's budget, stock, expiry, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, db, settings
from points.foundation.database import UtcTime

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
    return [
        *_points_and_goods(community_id),
        *_budget(community_id, today),
        *_shelf(community_id, today),
        *_corrections(community_id, today),
    ]


def solvency(community_id: UUID) -> Solvency:
    """Points against goods."""
    row = _row(
        community_id,
        "SELECT (SELECT coalesce(sum(posted), 0) FROM ledger_balance WHERE community_id = :c) AS tenths,"
        " (SELECT coalesce(sum(b.on_hand * i.reference_fen), 0) FROM goods_batch b JOIN goods_item i"
        "   ON i.community_id = b.community_id AND i.id = b.item_id"
        "   WHERE b.community_id = :c AND b.expires_on >= :today) AS fen",
        today=clock.today(),
    )
    rate = settings(community_id, ["fen_per_point"])["fen_per_point"]
    return Solvency(int(row["tenths"]), rate, int(row["fen"]))


def _points_and_goods(community_id: UUID) -> Iterator[Notice]:
    found = solvency(community_id)
    if found.percent < 100:
        facts = {"tenths": found.tenths, "yuan": found.stock_fen // 100, "share": found.percent}
        yield Notice("points_outgrow_goods", facts)


def _budget(community_id: UUID, today: date) -> Iterator[Notice]:
    budget = settings(community_id, ["month_budget_tenths"])["month_budget_tenths"]
    first = today.replace(day=1)
    row = _row(
        community_id,
        "SELECT coalesce(sum(e.tenths), 0) AS tenths FROM ledger_entry e"
        " WHERE e.community_id = :c AND e.what = 'award' AND e.happened_on BETWEEN :first AND :today",
        first=first,
        today=today,
    )
    given = int(row["tenths"])
    if budget and given * 100 >= budget * BUDGET_PERCENT:
        facts = {"month": first, "tenths": given, "budget": budget, "share": given * 100 // budget}
        yield Notice("budget_near", facts)


def _shelf(community_id: UUID, today: date) -> Iterator[Notice]:
    row = _row(
        community_id,
        "SELECT coalesce(sum(CASE WHEN expires_on < :today THEN 1 ELSE 0 END), 0) AS expired,"
        " coalesce(sum(CASE WHEN expires_on BETWEEN :today AND :soon THEN 1 ELSE 0 END), 0) AS soon,"
        " coalesce(sum(CASE WHEN expires_on > :soon AND expires_on <= :later THEN 1 ELSE 0 END), 0) AS later"
        " FROM goods_batch WHERE community_id = :c AND on_hand > 0",
        today=today,
        soon=today + SOON,
        later=today + LATER,
    )
    if row["expired"]:
        yield Notice("expired_on_shelf", {"batches": int(row["expired"])})
    if row["soon"]:
        yield Notice("expiring_soon", {"batches": int(row["soon"]), "days": SOON.days})
    if row["later"]:
        yield Notice("expiring_soon", {"batches": int(row["later"]), "days": LATER.days})
    scarce = _row(
        community_id,
        "SELECT count(*) AS items FROM (SELECT i.id FROM goods_item i LEFT JOIN goods_batch b"
        "   ON b.community_id = i.community_id AND b.item_id = i.id AND b.expires_on >= :today"
        "   WHERE i.community_id = :c AND i.kind = 'goods' AND i.status = 'offered' AND i.safety_stock > 0"
        "   GROUP BY i.id, i.safety_stock HAVING coalesce(sum(b.on_hand), 0) < i.safety_stock) AS low",
        today=today,
    )
    if scarce["items"]:
        yield Notice("under_safety", {"kinds": int(scarce["items"])})


def _corrections(community_id: UUID, today: date) -> Iterator[Notice]:
    owed = _row(
        community_id,
        "SELECT coalesce(sum(tenths), 0) AS tenths, count(DISTINCT account_id) AS people"
        " FROM ledger_recoverable WHERE community_id = :c",
    )
    if owed["tenths"]:
        yield Notice("recoverable", {"tenths": int(owed["tenths"]), "people": int(owed["people"])})
    typed = _row(
        community_id,
        "SELECT count(*) AS number FROM volunteering_service"
        " WHERE community_id = :c AND origin = 'back_filled' AND created_at >= :since",
        since=clock.instant(today.replace(day=1)),
    )
    if typed["number"]:
        yield Notice("back_filled_month", {"number": int(typed["number"])})


def _row(community_id: UUID, sql: str, **facts: Any) -> Any:
    bound = [sa.bindparam("c", type_=sa.Uuid)]
    for name, value in facts.items():
        bound.append(sa.bindparam(name, type_=UtcTime if isinstance(value, datetime) else sa.Date))
    return db.session.execute(sa.text(sql).bindparams(*bound), {"c": community_id, **facts}).mappings().one()
