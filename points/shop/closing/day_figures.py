"""What a shop did between two moments: sales by clerk, what was taken back, goods, and what the ledger says of it. Read only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from points import goods, ledger
from points.foundation.prepared import given, prepared
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
    asked_by: UUID | None
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


class Read(NamedTuple):
    """What a time adds up to, and what was taken back in it, the first first."""

    figures: Figures
    undone: list[UndoneSale]


def read(community_id: UUID, shop_id: UUID, start: datetime, until: datetime, day: date) -> Read:
    """Everything of that time, until just before its end."""
    window = {"community": community_id, "shop": shop_id, "start": start, "until": until}
    deeds, tenths = _deeds(window)
    sales, undone = deeds["sold"], deeds["undone"]
    turnover, expired = goods.turnover.between(community_id, shop_id, start, until, day)
    known = {one.code for one in turnover}
    still = [one for one in turnover if not one.moved]
    figures = Figures(
        sold=len(sales),
        sold_tenths=sum(one.tenths for one in sales),
        undone=len(undone),
        undone_tenths=sum(one.tenths for one in undone),
        pieces=sum(one.closing for one in turnover),
        said={
            "ledger": [sum(int(one.ledger) for one in some) for some in (sales, undone)],
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
            "expired": expired,
        },
    )
    return Read(figures, [_taken_back(row) for row in undone])


def _taken_back(row: Any) -> UndoneSale:
    return UndoneSale(
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


def of_clerk(community_id: UUID, clerk_id: UUID, start: datetime, until: datetime) -> dict[str, Any]:
    """How much one clerk sold in that time, and how much of theirs was taken back, in whichever shop."""
    window = {"community": community_id, "shop": None, "start": start, "until": until}
    deeds, _ = _deeds(window)
    found = [one for one in _by_clerk(*deeds.values()) if one["clerk"] == str(clerk_id)]
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


def _deeds(window: Mapping[str, Any]) -> tuple[dict[str, list[Any]], dict[tuple[str, ...], int]]:
    """What was sold and what was taken back, each once, the first first; and points by item, as code and both names: of what
    was sold, less what was taken back."""
    found: dict[str, dict[UUID, Any]] = {"sold": {}, "undone": {}}
    tenths: dict[tuple[str, ...], int] = defaultdict(int)
    for row in _lines().all(**window):
        found[row.kind][row.id] = row
        if row.code is not None:
            tenths[row.code, row.name, row.name_en] += row.line if row.kind == "sold" else -row.line
    return {kind: list(rows.values()) for kind, rows in found.items()}, dict(tenths)


def _in_shop() -> sa.ColumnElement[bool]:
    """Of one shop, or of all; what was taken in from old books is no sale of this counter."""
    shop = given("shop", Redemption.shop_id)
    return sa.and_(
        Redemption.community_id == given("community"),
        Redemption.origin == "counter",
        sa.or_(shop.is_(None), Redemption.shop_id == shop),
    )


def _sold() -> sa.Select[*tuple[Any, ...]]:
    nothing = [sa.null().label(name) for name in _OF_UNDO]
    return sa.select(
        sa.literal("sold").label("kind"),
        *_of_sale(),
        Redemption.at.label("done_at"),
        *nothing,
        ledger.movements.moved_by(Redemption.transfer_id).label("ledger"),
    ).where(_in_shop(), Redemption.at >= given("start"), Redemption.at < given("until"))


def _undone() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            sa.literal("undone").label("kind"),
            *_of_sale(),
            Undo.decided_at.label("done_at"),
            *(getattr(Undo, name) for name in _OF_UNDO),
            ledger.movements.given_back_of(Redemption.transfer_id).label("ledger"),
        )
        .join(Undo, receipt_rows.standing())
        .where(_in_shop(), Undo.status == "confirmed")
        .where(Undo.decided_at >= given("start"), Undo.decided_at < given("until"))
    )


_OF_UNDO = ("decided_at", "asked_by", "decided_by", "reason", "two_reason")


def _of_sale() -> tuple[Any, ...]:
    return Redemption.id, Redemption.clerk_id, Redemption.tenths, Redemption.receipt, Redemption.at


@prepared
def _lines() -> sa.Executable:
    """Sales and what was taken back, a row for each of their lines."""
    # the first gives the columns their types: in the other there is nothing
    deed, item = sa.union_all(_undone(), _sold()).subquery("deed"), goods.items.named()
    line = RedemptionLine.community_id == given("community"), RedemptionLine.redemption_id == deed.c.id
    named = item.c.community_id == RedemptionLine.community_id, item.c.item_id == RedemptionLine.item_id
    return (
        sa.select(deed, RedemptionLine.tenths.label("line"), item.c.code, item.c.name, item.c.name_en)
        .join_from(deed, RedemptionLine, sa.and_(*line), isouter=True)
        .join(item, sa.and_(*named), isouter=True)
        .order_by(deed.c.done_at, deed.c.id)
    )


@prepared
def _hand_overs() -> sa.Executable:
    return (
        sa.select(Shift.counts)
        .where(Shift.community_id == given("community"), Shift.shop_id == given("shop"))
        .where(Shift.handed_at >= given("start"), Shift.handed_at < given("until"))
        .order_by(Shift.handed_at, Shift.id)
    )
