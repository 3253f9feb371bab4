"""Vouchers as they stand in the book, for the modules that issue, pay with or end them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from points.foundation import (
    changed,
    clock,
    codes,
    community,
    db,
    public_key,
)
from points.shop.models import Shop, Voucher
from points.shop.refusals import VoucherReturned, VoucherUnknown, VoucherUsed


@dataclass(frozen=True)
class VoucherInfo:
    """A voucher as its owner and the counter see it; `tenths` is its value."""

    id: UUID
    public_id: str
    code: str
    spoken: str
    tenths: int
    valid_until: date
    status: str
    shop_id: UUID | None
    shop_name: str
    person_id: UUID
    account_id: UUID
    hold_id: UUID
    issued_at: datetime
    ended_at: datetime | None


def get(community_id: UUID, voucher_id: UUID) -> VoucherInfo:
    """A voucher by its key."""
    return one_of(select_vouchers(community_id).where(Voucher.id == voucher_id))


def by_code(community_id: UUID, text: str) -> VoucherInfo:
    """The voucher of a scanned code (checked: length, prefix, key, signature, fields) or spoken number."""
    if codes.classify(text) == codes.CodeKind.SPOKEN:
        wanted = Voucher.spoken == codes.read_spoken_number(text)
        query = select_vouchers(community_id).where(wanted).order_by(Voucher.issued_at.desc()).limit(1)
    else:
        payload = codes.decode_voucher(text, public_key_of=public_key)
        if payload.community != community(community_id).number:
            raise VoucherUnknown
        query = select_vouchers(community_id).where(Voucher.number == payload.voucher_id)
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise VoucherUnknown
    return info_of(found)


def end(community_id: UUID, voucher_id: UUID, status: str) -> bool:
    """Move a voucher from open to its end; False where it was not open any more."""
    found = changed(
        sa.update(Voucher)
        .where(Voucher.community_id == community_id, Voucher.id == voucher_id, Voucher.status == "open")
        .values(status=status, ended_at=clock.now())
    )
    return found == 1


def refuse_ended(card: VoucherInfo) -> None:
    if card.status == "redeemed":
        raise VoucherUsed(at=card.ended_at, receipt="")
    if card.status != "open":
        raise VoucherReturned


def select_vouchers(community_id: UUID) -> sa.Select[Voucher, str]:
    """Vouchers with the name of their shop, to be narrowed."""
    return (
        sa.select(Voucher, Shop.name)
        .outerjoin(Shop, sa.and_(Shop.community_id == Voucher.community_id, Shop.id == Voucher.shop_id))
        .where(Voucher.community_id == community_id)
    )


def one_of(query: sa.Select[Voucher, str]) -> VoucherInfo:
    return info_of(db.session.execute(query.execution_options(populate_existing=True)).one())


def info_of(row: sa.Row[Voucher, str]) -> VoucherInfo:
    one, shop_name = row
    return VoucherInfo(
        id=one.id,
        public_id=one.public_id,
        code=one.code,
        spoken=one.spoken,
        tenths=one.tenths,
        valid_until=one.valid_until,
        status=one.status,
        shop_id=one.shop_id,
        shop_name=shop_name or "",
        person_id=one.person_id,
        account_id=one.account_id,
        hold_id=one.hold_id,
        issued_at=one.issued_at,
        ended_at=one.ended_at,
    )
