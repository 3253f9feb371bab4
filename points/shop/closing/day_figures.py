"""What a shop did between two moments: sales by clerk, what was taken back, goods, and what the ledger says of it. Read only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import goods, ledger
from points.foundation.prepared import given, given_many, prepared
from points.shop import receipt_rows
from points.shop.closing.models import Shift
from points.shop.models import Redemption, RedemptionLine, Undo


@dataclass(frozen=True)
class UndoneSale:
    """A sale that was taken back: of when, by whom, who agreed, and why."""

    receipt: str
    at: datetime
    undone_at: datetime
    clerk_id: UUID | None
    asked_by: UUID
    decided_by: UUID | None
    reason: str
    two_reason: str
    tenths: int


@dataclass(frozen=True)
class Figures:
    """Plain values, as they are kept and sealed."""

    sold: int
    sold_tenths: int
    undone: int
    undone_tenths: int
    pieces: int
    said: Mapping[str, Any]

    def plain(self) -> dict[str, Any]:
        """As one value."""
        return {**asdict(self), "said": dict(self.said)}


def read(community_id: UUID, shop_id: UUID, start: datetime, until: datetime, day: date) -> Figures:
    """Everything of that time, until just before its end."""
    window = {"community": community_id, "shop": shop_id, "start": start, "until": until}
    sales, undone = _sales().all(**window), _undone().all(**window)
    turnover = goods.turnover.between(community_id, shop_id, start, until)
    moved, back = ledger.movements.sums(
        community_id, [one.transfer_id for one in sales], [one.transfer_id for one in undone]
    )
    known = {one.code for one in turnover}
    still = [one for one in turnover if not one.moved]
    tenths = _tenths(community_id, [one.id for one in sales], [one.id for one in undone])
    return Figures(
        sold=len(sales),
        sold_tenths=sum(one.tenths for one in sales),
        undone=len(undone),
        undone_tenths=sum(one.tenths for one in undone),
        pieces=sum(one.closing for one in turnover),
        said={
            "ledger": [moved, back],
            "clerks": _by_clerk(sales, undone),
            "items": [
                {
                    **asdict(one),
                    "closing": one.closing,
                    "tenths": tenths.get((one.code, one.name, one.name_en), 0),
                }
                for one in turnover
                if one.moved
            ],
            "services": [
                {"code": code, "name": name, "name_en": name_en, "tenths": found}
                for (code, name, name_en), found in sorted(tenths.items())
                if code not in known
            ],
            "still": {"kinds": len(still), "pieces": sum(one.closing for one in still)},
            "undone": [one.receipt for one in undone],
            "by_two": sum(bool(one.two_reason) for one in undone),
            "counted": _counted(window),
            "expired": goods.turnover.expired(community_id, shop_id, day, until),
        },
    )


def undone_sales(community_id: UUID, shop_id: UUID, start: datetime, until: datetime) -> list[UndoneSale]:
    """What was taken back in that time, with its words, the first first."""
    rows = _undone().all(community=community_id, shop=shop_id, start=start, until=until)
    return [
        UndoneSale(
            row.receipt,
            row.at,
            row.decided_at,
            row.clerk_id,
            row.asked_by,
            row.decided_by,
            row.reason,
            row.two_reason or "",
            row.tenths,
        )
        for row in rows
    ]


def of_clerk(community_id: UUID, clerk_id: UUID, start: datetime, until: datetime) -> dict[str, Any]:
    """How much one clerk sold in that time, and how much of theirs was taken back, in whichever shop."""
    window = {"community": community_id, "shop": None, "start": start, "until": until}
    sales, undone = _sales().all(**window), _undone().all(**window)
    found = [one for one in _by_clerk(sales, undone) if one["clerk"] == str(clerk_id)]
    return found[0] if found else _nothing(str(clerk_id))


def _counted(window: Mapping[str, Any]) -> dict[str, list[int]]:
    """By code what was counted last at a hand-over in that time, and how far it was from the books of that moment."""
    found: dict[str, list[int]] = {}
    for counts in _hand_overs().values(**window):
        found |= {code: [one["counted"], one["counted"] - one["book"]] for code, one in counts.items()}
    return found


def _nothing(clerk: str) -> dict[str, Any]:
    return {"clerk": clerk, "sold": 0, "sold_tenths": 0, "undone": 0, "undone_tenths": 0}


def _by_clerk(sales: Sequence[Any], undone: Sequence[Any]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for kind, rows in (("sold", sales), ("undone", undone)):
        for row in rows:
            clerk = str(row.clerk_id or "")
            one = found.setdefault(clerk, _nothing(clerk))
            one[kind] += 1
            one[f"{kind}_tenths"] += row.tenths
    return [found[clerk] for clerk in sorted(found)]


def _tenths(community_id: UUID, sales: Sequence[UUID], undone: Sequence[UUID]) -> dict[tuple[str, ...], int]:
    """Points by item, as code and both names: of what was sold, less what was taken back."""
    found: dict[UUID, int] = defaultdict(int)
    signs = Counter(sales)
    signs.subtract(undone)
    for row in _lines().all(community=community_id, redemptions=[*signs]):
        found[row.item_id] += row.tenths * signs[row.redemption_id]
    names = goods.items.names(community_id, found)
    return {names[item][:3]: tenths for item, tenths in found.items()}


def _in_shop() -> sa.ColumnElement[bool]:
    """Of one shop, or of all; what was taken in from old books is no sale of this counter."""
    shop = given("shop", Redemption.shop_id)
    return sa.and_(
        Redemption.community_id == given("community"),
        Redemption.origin == "counter",
        sa.or_(shop.is_(None), Redemption.shop_id == shop),
    )


@prepared
def _sales() -> sa.Executable:
    return (
        sa.select(Redemption.id, Redemption.transfer_id, Redemption.clerk_id, Redemption.tenths)
        .where(_in_shop(), Redemption.at >= given("start"), Redemption.at < given("until"))
        .order_by(Redemption.at, Redemption.id)
    )


@prepared
def _undone() -> sa.Executable:
    return (
        sa.select(
            Redemption.id,
            Redemption.transfer_id,
            Redemption.clerk_id,
            Redemption.tenths,
            Redemption.receipt,
            Redemption.at,
            Undo.decided_at,
            Undo.asked_by,
            Undo.decided_by,
            Undo.reason,
            Undo.two_reason,
        )
        .join(Undo, receipt_rows.standing())
        .where(_in_shop(), Undo.status == "confirmed")
        .where(Undo.decided_at >= given("start"), Undo.decided_at < given("until"))
        .order_by(Undo.decided_at, Redemption.id)
    )


@prepared
def _hand_overs() -> sa.Executable:
    return (
        sa.select(Shift.counts)
        .where(Shift.community_id == given("community"), Shift.shop_id == given("shop"))
        .where(Shift.handed_at >= given("start"), Shift.handed_at < given("until"))
        .order_by(Shift.handed_at, Shift.id)
    )


@prepared
def _lines() -> sa.Executable:
    return sa.select(RedemptionLine.redemption_id, RedemptionLine.item_id, RedemptionLine.tenths).where(
        RedemptionLine.community_id == given("community"),
        RedemptionLine.redemption_id.in_(given_many("redemptions")),
    )
