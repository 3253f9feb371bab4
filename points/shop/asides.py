"""Vouchers that a clerk may not serve alone and left for somebody else: the next clerk finds them at the counter.

Nothing moves: the points stay held by the voucher, and its owner may give it back as any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import Actor, changed, clock
from points.foundation.prepared import given, prepared
from points.shop import own_purses, payer_checks, pricing, voucher_rows
from points.shop.models import Voucher
from points.shop.payer_checks import Payer
from points.shop.refusals import NotForAside, VoucherUnknown

#: so many are shown at once
MOST = 50


@dataclass(frozen=True)
class Aside:
    """A voucher that waits for another clerk: whose, left by whom, and how many pieces of what are wanted."""

    public_id: str
    name: str
    left_by: str
    at: datetime
    tenths: int
    items: Mapping[str, int]


@audit.records.writes("voucher.set_aside", of="voucher")
def leave(payer: Payer, items: Sequence[tuple[str, int]], *, actor: Actor) -> None:
    """Leave an own voucher, and what is wanted for it, for somebody else to serve; again is what is wanted now."""
    if payer.voucher_id is None or not own_purses.is_own(payer, actor):
        raise NotForAside
    lines, _shelf = pricing.basket(actor.community_id, items)
    total = sum(line.tenths for line in lines)
    if total > payer.voucher_tenths:
        raise payer_checks.too_small(payer, total, actor.community_id)
    values = {
        "aside_by": actor.account_id,
        "aside_at": clock.now(),
        "aside_items": {line.word: line.quantity for line in lines},
    }
    here = Voucher.community_id == actor.community_id, Voucher.id == payer.voucher_id
    if not changed(sa.update(Voucher).where(*here, Voucher.status == "open").values(**values)):
        voucher_rows.refuse_ended(voucher_rows.get(actor.community_id, payer.voucher_id))
    audit.records.record(
        "voucher.set_aside",
        actor=actor,
        subject_kind="voucher",
        subject_id=payer.voucher_id,
        facts={
            "tenths": payer.voucher_tenths,
            "account_id": payer.account_id,
            "items": values["aside_items"],
        },
    )


def list_open(community_id: UUID, shop_id: UUID) -> list[Aside]:
    """What waits at this shop, the oldest first."""
    rows = _asides().all(community=community_id, shop=shop_id, today=clock.ending(), limit=MOST)
    names = people.accounts.names_behind(
        community_id, {row.aside_by for row in rows}, {row.person_id for row in rows}
    )
    return [
        Aside(
            row.public_id,
            names.get(row.person_id, ""),
            names.get(row.aside_by, ""),
            row.aside_at,
            row.tenths,
            row.aside_items,
        )
        for row in rows
    ]


def recognise(public_id: str, *, shop_id: UUID, actor: Actor) -> tuple[Payer, Mapping[str, int]]:
    """The payer of a voucher that was left, and what is wanted; its clerk said that it was shown."""
    row = _aside().first(community=actor.community_id, public_id=public_id)
    if row is None or row.aside_at is None:
        raise VoucherUnknown
    return payer_checks.of_voucher(voucher_rows.info_of(row), shop_id), row.aside_items


@prepared
def _asides() -> sa.Executable:
    return (
        _with_aside()
        .where(Voucher.status == "open", Voucher.aside_at.is_not(None))
        .where(Voucher.valid_until >= given("today"))
        .where(sa.or_(Voucher.shop_id.is_(None), Voucher.shop_id == given("shop")))
        .order_by(Voucher.aside_at)
        .limit(sa.bindparam("limit", type_=sa.Integer()))
    )


@prepared
def _aside() -> sa.Executable:
    return _with_aside().where(Voucher.public_id == given("public_id"))


def _with_aside() -> sa.Select[*tuple[Any, ...]]:
    return voucher_rows.select_vouchers().add_columns(Voucher.aside_by, Voucher.aside_at, Voucher.aside_items)
