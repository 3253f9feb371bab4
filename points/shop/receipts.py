"""Reading redemptions back: the clerk's answer, the printed receipt, today's list, a purse's history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points import goods
from points.foundation import NotFound, clock
from points.foundation.models import Community
from points.foundation.prepared import given, given_many, prepared
from points.shop import receipt_rows
from points.shop.models import Redemption, RedemptionLine, Shop, Undo
from points.shop.receipt_rows import AS_WRITTEN

#: what a reading gives back
Receipt = receipt_rows.Receipt
ReceiptLine = receipt_rows.ReceiptLine

#: what it has of the attempt that stands
_ASKED = ("asked_by", "asked_at", "reason", "decided_at", "decided_by", "keeps", "takes")


def get(community_id: UUID, number: str) -> Receipt:
    """One receipt of this community by its public number."""
    found = _read("receipt", community_id, number=number.lower())
    if not found:
        raise NotFound
    return found[0]


def find_anywhere(number: str) -> Receipt | None:
    """A receipt by number in whichever community; for the public page, which shows nothing personal."""
    owner = _owner().value(number=number.lower())
    return None if owner is None else get(owner, number)


def of_redemption(community_id: UUID, redemption_id: UUID) -> Receipt:
    """One receipt by the redemption's key, with the batches that are to be handed out."""
    [found] = _read("id", community_id, redemption=redemption_id)
    prices = [line.price_id for line in found.lines if line.price_id]
    taken = goods.stock.batches_given(community_id, redemption_id, prices=prices)
    lines = [
        replace(one, batches=taken.get(one.price_id or one.item) or taken.get(one.item, ()))
        for one in found.lines
    ]
    return replace(found, lines=tuple(lines))


def of_redemptions(community_id: UUID, redemptions: Sequence[UUID]) -> dict[UUID, Receipt]:
    """Several redemptions by key."""
    found = _read("ids", community_id, redemptions=list(redemptions)) if redemptions else []
    return {one.redemption_id: one for one in found}


def of_vouchers(community_id: UUID, vouchers: Sequence[UUID]) -> dict[UUID, Receipt]:
    """The redemptions these vouchers paid, by voucher."""
    found = _read("vouchers", community_id, vouchers=list(vouchers)) if vouchers else []
    return {one.voucher_id: one for one in found if one.voucher_id}


def last_of_card(community_id: UUID, card_id: UUID, account_id: UUID) -> Receipt | None:
    """What this card of a purse paid last."""
    found = _read("card", community_id, card=card_id, account=account_id, limit=1)
    return found[0] if found else None


def of_today(community_id: UUID, *, limit: int = 20) -> list[Receipt]:
    """What was handed out today, newest first."""
    return _read("today", community_id, limit=limit, day=clock.today())


def waiting(community_id: UUID) -> list[Receipt]:
    """What somebody asked to take back and nobody decided, of whatever day; newest first."""
    return _read("waiting", community_id)


def count_waiting(community_id: UUID) -> int:
    """How many wait for a second person."""
    return int(_waiting_count().value(community=community_id))


def sums_of_today(community_id: UUID) -> tuple[int, int]:
    """How many redemptions today, and how many tenths; without what was taken back."""
    count, tenths = _sums().one(community=community_id, day=clock.today())
    return int(count), int(tenths)


def _read(by: str, community_id: UUID, **values: Any) -> list[Receipt]:
    """Receipts with their lines, which come along as rows of the same statement."""
    rows = _receipts(by).all(community=community_id, **values)
    return [_receipt(list(group)) for _key, group in groupby(rows, key=lambda row: row.redemption_id)]


@prepared
def _owner() -> sa.Executable:
    # community by community, as receipts are found by their key: a public page must not read the whole book
    return sa.select(Redemption.community_id).where(
        Redemption.community_id.in_(sa.select(Community.id)), Redemption.receipt == given("number")
    )


@prepared
def _waiting_count() -> sa.Executable:
    return sa.select(sa.func.count()).where(Undo.community_id == given("community"), receipt_rows.WAITING)


@prepared
def _sums() -> sa.Executable:
    return (
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(Redemption.tenths), 0))
        .outerjoin(Undo, receipt_rows.standing())
        .where(Redemption.community_id == given("community"), Redemption.redeemed_on == given("day"))
        .where(sa.func.coalesce(Undo.status, "") != "confirmed")
    )


_WANTED: dict[str, Callable[[], sa.ColumnElement[bool]]] = {
    "id": lambda: Redemption.id == given("redemption"),
    "ids": lambda: Redemption.id.in_(given_many("redemptions")),
    "receipt": lambda: Redemption.receipt == given("number"),
    "vouchers": lambda: Redemption.voucher_id.in_(given_many("vouchers")),
    "waiting": lambda: Redemption.id.in_(
        sa.select(Undo.redemption_id).where(Undo.community_id == given("community"), receipt_rows.WAITING)
    ),
    "today": lambda: Redemption.redeemed_on == given("day"),
    "card": lambda: sa.and_(Redemption.account_id == given("account"), Redemption.card_id == given("card")),
}


@prepared
def _receipts(by: str) -> sa.Executable:
    wanted = sa.select(Redemption).where(Redemption.community_id == given("community"), _WANTED[by]())
    if by in ("today", "card"):
        newest = wanted.order_by(Redemption.at.desc(), Redemption.id.desc())
        wanted = newest.limit(sa.bindparam("limit", type_=sa.Integer()))
    one = aliased(Redemption, wanted.subquery())
    words = goods.items.named()
    later, before, earlier = aliased(Redemption), aliased(Redemption), aliased(Undo)
    return (
        sa.select(
            *(getattr(one, name) for name in AS_WRITTEN),
            one.id.label("redemption_id"),
            Shop.name.label("shop_name"),
            Undo.status.label("undo"),
            *(getattr(Undo, name) for name in _ASKED),
            later.receipt.label("replaced_by"),
            before.receipt.label("replaces"),
            words.c.code,
            words.c.name,
            words.c.name_en,
            words.c.unit,
            RedemptionLine.quantity,
            RedemptionLine.tenths.label("line_tenths"),
            RedemptionLine.price_id,
        )
        .join(Shop, sa.and_(Shop.community_id == one.community_id, Shop.id == one.shop_id))
        .outerjoin(Undo, receipt_rows.standing(one))
        .outerjoin(later, sa.and_(later.community_id == one.community_id, later.id == Undo.replaced_by))
        .outerjoin(earlier, sa.and_(earlier.community_id == one.community_id, earlier.replaced_by == one.id))
        .outerjoin(
            before, sa.and_(before.community_id == one.community_id, before.id == earlier.redemption_id)
        )
        .outerjoin(
            RedemptionLine,
            sa.and_(RedemptionLine.community_id == one.community_id, RedemptionLine.redemption_id == one.id),
        )
        .outerjoin(
            words,
            sa.and_(
                words.c.community_id == RedemptionLine.community_id, words.c.item_id == RedemptionLine.item_id
            ),
        )
        .order_by(one.at.desc(), one.id.desc(), RedemptionLine.id)
    )


def _receipt(rows: list[Any]) -> Receipt:
    one = rows[0]
    return Receipt(
        **{name: getattr(one, name) for name in AS_WRITTEN},
        redemption_id=one.redemption_id,
        shop_name=one.shop_name,
        lines=tuple(
            ReceiptLine(
                row.code, row.name, row.name_en, row.unit, row.quantity, row.line_tenths, row.price_id
            )
            for row in rows
            if row.code is not None
        ),
        state={"asked": "asked", "confirmed": "undone"}.get(one.undo or "", "done"),
        asked_by=one.asked_by,
        asked_at=one.asked_at,
        reason=one.reason or "",
        keeps=one.keeps or {},
        takes=one.takes or {},
        replaced_by=one.replaced_by,
        replaces=one.replaces,
        undone_at=one.decided_at if one.undo == "confirmed" else None,
        undone_by=one.decided_by if one.undo == "confirmed" else None,
    )
