"""Vouchers that books brought back from before: each may have been used since, so a person decides whether it still counts."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import Actor, NotAllowed, changed, clock
from points.shop import voucher_rows, vouchers
from points.shop.models import Voucher
from points.shop.refusals import NearVoucher, VoucherAccepted


def doubt_open(community_id: UUID) -> int:
    """No open voucher pays, goes back or lapses by itself from now on; how many they are."""
    return changed(
        sa.update(Voucher)
        .where(Voucher.community_id == community_id, Voucher.status == "open")
        .values(doubted_at=clock.now())
    )


@audit.records.writes("voucher.accepted", of="voucher")
def accept(public_id: str, *, actor: Actor) -> voucher_rows.VoucherInfo:
    """Let it count again: the paper receipts say nothing of it, or its sale is now entered with it."""
    if not people.permissions.may(actor, "accept_vouchers"):
        raise NotAllowed
    found = vouchers.get(actor.community_id, public_id)
    if people.relations.is_near_purse(actor.community_id, actor.person_id, found.account_id):
        raise NearVoucher
    one = sa.update(Voucher).where(Voucher.community_id == actor.community_id, Voucher.id == found.id)
    if not changed(one.where(Voucher.doubted_at.is_not(None)).values(doubted_at=None)):
        raise VoucherAccepted
    audit.records.record(
        "voucher.accepted",
        actor=actor,
        subject_kind="voucher",
        subject_id=found.id,
        facts={"tenths": found.tenths},
    )
    return voucher_rows.get(actor.community_id, found.id)
