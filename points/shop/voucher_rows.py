"""Vouchers as they stand in the book, for the modules that issue, pay with or end them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, codes
from points.foundation.models import Community, Key
from points.foundation.prepared import given, prepared
from points.shop.models import Shop, Voucher
from points.shop.refusals import VoucherDoubted, VoucherReturned, VoucherUnknown, VoucherUsed


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
    doubted_at: datetime | None = None

    @property
    def overdue(self) -> bool:
        """Whether its last day is over and its points are not free yet: the night does that."""
        return self.status == "open" and self.valid_until < clock.ending() and self.doubted_at is None


def get(community_id: UUID, voucher_id: UUID) -> VoucherInfo:
    """A voucher by its key."""
    return info_of(_vouchers("id").one(community=community_id, voucher=voucher_id))


def by_code(community_id: UUID, text: str) -> VoucherInfo:
    """The voucher of a scanned code (checked: length, prefix, key, signature, fields) or spoken number."""
    if codes.classify(text) == codes.CodeKind.SPOKEN:
        spoken = codes.read_spoken_number(text)
        found = _vouchers("spoken").first(community=community_id, spoken=spoken)
    else:
        found = _read(community_id, text)
    if found is None:
        raise VoucherUnknown
    return info_of(found)


def _read(community_id: UUID, text: str) -> sa.Row[*tuple[Any, ...]] | None:
    """The row behind a signed code. Key and voucher are looked up at once; the row is believed only after the key."""
    key_number, voucher_id = codes.claimed_by(text)
    # what no column can hold is no voucher of ours
    number = voucher_id if voucher_id < 2**63 else -1
    row = _scanned().one(community=community_id, key=key_number, number=number)
    payload = codes.decode_voucher(text, public_key_of=lambda _number: row.public_key)
    if payload.community != row.community_number:
        raise VoucherUnknown
    return row if row.id else None


def end(community_id: UUID, voucher_id: UUID, status: str) -> bool:
    """Move a voucher from open to its end; False where it was not open any more."""
    return _ended().changed(community=community_id, voucher=voucher_id, to=status, at=clock.now()) == 1


@prepared
def _ended() -> sa.Executable:
    return (
        sa.update(Voucher)
        .where(Voucher.community_id == given("community"), Voucher.id == given("voucher"))
        .where(Voucher.status == "open")
        .values(status=sa.bindparam("to", type_=sa.Text()), ended_at=given("at"))
        .execution_options(synchronize_session=False)
    )


def refuse_ended(card: VoucherInfo) -> None:
    if card.status == "redeemed":
        raise VoucherUsed(at=card.ended_at, receipt="")
    if card.status != "open":
        raise VoucherReturned
    refuse_doubted(card)


def refuse_doubted(card: VoucherInfo) -> None:
    if card.status == "open" and card.doubted_at is not None:
        raise VoucherDoubted(at=card.doubted_at)


_COLUMNS = (
    Voucher.id,
    Voucher.public_id,
    Voucher.code,
    Voucher.spoken,
    Voucher.tenths,
    Voucher.valid_until,
    Voucher.status,
    Voucher.shop_id,
    Voucher.person_id,
    Voucher.account_id,
    Voucher.hold_id,
    Voucher.issued_at,
    Voucher.ended_at,
    Voucher.doubted_at,
    Shop.name.label("shop_name"),
)
_AT_SHOP = sa.and_(Shop.community_id == Voucher.community_id, Shop.id == Voucher.shop_id)


def select_vouchers() -> sa.Select[*tuple[Any, ...]]:
    """Vouchers of `community` with the name of their shop, to be narrowed."""
    return sa.select(*_COLUMNS).outerjoin(Shop, _AT_SHOP).where(Voucher.community_id == given("community"))


@prepared
def _vouchers(by: str) -> sa.Executable:
    if by == "id":
        return select_vouchers().where(Voucher.id == given("voucher"))
    # a spoken number may be given out again once its voucher has ended: the youngest is meant
    return (
        select_vouchers().where(Voucher.spoken == given("spoken")).order_by(Voucher.issued_at.desc()).limit(1)
    )


@prepared
def _scanned() -> sa.Executable:
    """One row always: what the code claims to be, as far as it is there."""
    named = sa.and_(Voucher.community_id == Community.id, Voucher.number == given("number"))
    return (
        sa.select(*_COLUMNS, Community.number.label("community_number"), Key.public_key)
        .select_from(Community)
        .outerjoin(Key, Key.number == given("key"))
        .outerjoin(Voucher, named)
        .outerjoin(Shop, _AT_SHOP)
        .where(Community.id == given("community"))
    )


def info_of(row: Any) -> VoucherInfo:
    """A voucher's row as a value."""
    return VoucherInfo(
        id=row.id,
        public_id=row.public_id,
        code=row.code,
        spoken=row.spoken,
        tenths=row.tenths,
        valid_until=row.valid_until,
        status=row.status,
        shop_id=row.shop_id,
        shop_name=row.shop_name or "",
        person_id=row.person_id,
        account_id=row.account_id,
        hold_id=row.hold_id,
        issued_at=row.issued_at,
        ended_at=row.ended_at,
        doubted_at=row.doubted_at,
    )
