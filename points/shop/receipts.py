"""Reading redemptions back: the clerk's answer, the printed receipt, today's list, a purse's history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from points import goods
from points.foundation import NotFound, clock, db
from points.shop.models import Redemption, RedemptionLine, Shop, Undo


@dataclass(frozen=True)
class ReceiptLine:
    """One item of a receipt; `tenths` is the line's sum.

    `last_day` is that of the batch to hand out, known where one redemption is read right after it was made.
    """

    item: str
    name: str
    name_en: str
    unit: str
    quantity: int
    tenths: int
    last_day: date | None = None


@dataclass(frozen=True)
class Receipt:
    """A redemption with its lines. `state` is done, asked (undo asked for) or undone."""

    community_id: UUID
    redemption_id: UUID
    receipt: str
    shop_name: str
    account_id: UUID
    person_id: UUID | None
    voucher_id: UUID | None
    clerk_id: UUID | None
    tenths: int
    balance_after: int
    proof: str
    origin: str
    digest: bytes
    redeemed_on: date
    at: datetime
    transfer_id: UUID
    lines: tuple[ReceiptLine, ...]
    state: str
    asked_by: UUID | None
    reason: str

    @property
    def balance_before(self) -> int:
        """What was available before, the voucher's own points counted in."""
        return self.balance_after + self.tenths


def get(community_id: UUID, number: str) -> Receipt:
    """One receipt of this community by its public number."""
    found = _receipts(community_id, Redemption.receipt == number.lower())
    if not found:
        raise NotFound
    return found[0]


def find_anywhere(number: str) -> Receipt | None:
    """A receipt by number in whichever community; for the public page, which shows nothing personal."""
    owner = db.session.scalar(sa.select(Redemption.community_id).where(Redemption.receipt == number.lower()))
    return None if owner is None else get(owner, number)


def of_redemption(community_id: UUID, redemption_id: UUID) -> Receipt:
    """One receipt by the redemption's key, with the last day of what is to be handed out."""
    [found] = _receipts(community_id, Redemption.id == redemption_id)
    days = goods.stock.last_days_given(community_id, redemption_id)
    return replace(found, lines=tuple(replace(line, last_day=days.get(line.item)) for line in found.lines))


def of_redemptions(community_id: UUID, redemptions: Sequence[UUID]) -> dict[UUID, Receipt]:
    """Several redemptions by key."""
    return {one.redemption_id: one for one in _receipts(community_id, Redemption.id.in_(redemptions))}


def of_vouchers(community_id: UUID, vouchers: Sequence[UUID]) -> dict[UUID, Receipt]:
    """The redemptions these vouchers paid, by voucher."""
    found = _receipts(community_id, Redemption.voucher_id.in_(vouchers)) if vouchers else []
    return {one.voucher_id: one for one in found if one.voucher_id}


def of_today(community_id: UUID, *, limit: int = 20) -> list[Receipt]:
    """What was handed out today, newest first."""
    return _receipts(community_id, Redemption.redeemed_on == clock.today(), limit=limit)


def sums_of_today(community_id: UUID) -> tuple[int, int]:
    """How many redemptions today, and how many tenths; without what was taken back."""
    query = (
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(Redemption.tenths), 0))
        .outerjoin(
            Undo, sa.and_(Undo.community_id == Redemption.community_id, Undo.redemption_id == Redemption.id)
        )
        .where(Redemption.community_id == community_id, Redemption.redeemed_on == clock.today())
        .where(sa.func.coalesce(Undo.status, "") != "confirmed")
    )
    count, tenths = db.session.execute(query).one()
    return int(count), int(tenths)


def _receipts(community_id: UUID, wanted: sa.ColumnElement[bool], *, limit: int = 200) -> list[Receipt]:
    query = (
        sa.select(Redemption, Shop.name, Undo.status, Undo.asked_by, Undo.reason)
        .join(Shop, sa.and_(Shop.community_id == Redemption.community_id, Shop.id == Redemption.shop_id))
        .outerjoin(
            Undo, sa.and_(Undo.community_id == Redemption.community_id, Undo.redemption_id == Redemption.id)
        )
        .where(Redemption.community_id == community_id, wanted)
        .order_by(Redemption.at.desc(), Redemption.id.desc())
        .limit(limit)
    )
    rows = db.session.execute(query).all()
    lines = _lines(community_id, [row[0].id for row in rows])
    return [_receipt(row, lines.get(row[0].id, ())) for row in rows]


def _lines(community_id: UUID, redemptions: Sequence[UUID]) -> dict[UUID, tuple[ReceiptLine, ...]]:
    query = (
        sa.select(RedemptionLine)
        .where(RedemptionLine.community_id == community_id, RedemptionLine.redemption_id.in_(redemptions))
        .order_by(RedemptionLine.id)
    )
    rows = db.session.scalars(query).all()
    names = goods.items.names(community_id, {row.item_id for row in rows})
    found: dict[UUID, tuple[ReceiptLine, ...]] = {}
    for row in rows:
        line = ReceiptLine(*names[row.item_id], row.quantity, row.tenths)
        found[row.redemption_id] = (*found.get(row.redemption_id, ()), line)
    return found


def _receipt(row: sa.Row[Redemption, str, str, UUID, str], lines: tuple[ReceiptLine, ...]) -> Receipt:
    one, shop_name, undo, asked_by, reason = row
    return Receipt(
        community_id=one.community_id,
        redemption_id=one.id,
        receipt=one.receipt,
        shop_name=shop_name,
        account_id=one.account_id,
        person_id=one.person_id,
        voucher_id=one.voucher_id,
        clerk_id=one.clerk_id,
        tenths=one.tenths,
        balance_after=one.balance_after,
        proof=one.proof,
        origin=one.origin,
        digest=one.digest,
        redeemed_on=one.redeemed_on,
        at=one.at,
        transfer_id=one.transfer_id,
        lines=lines,
        state={"asked": "asked", "confirmed": "undone"}.get(undo or "", "done"),
        asked_by=asked_by,
        reason=reason or "",
    )
