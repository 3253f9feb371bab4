"""Value vouchers: issued against a hold, returned by their owner, released when their last day is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from points import audit, ledger, people
from points.foundation import (
    Actor,
    NotFound,
    add_rows,
    changed,
    clock,
    codes,
    community,
    current_key,
    db,
    new_id,
    public_key,
    setting,
)
from points.ledger.posting import Note
from points.shop.models import Shop, Voucher
from points.shop.policy import LEAST_VOUCHER, MOST_VOUCHER
from points.shop.refusals import AmountWrong, VoucherReturned, VoucherUnknown, VoucherUsed
from points.shop.shops import ShopCard, find_shop


@dataclass(frozen=True)
class VoucherCard:
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


def issue_voucher(
    tenths: int, *, request_key: str, actor: Actor, shop_id: UUID | None = None, days: int | None = None
) -> tuple[VoucherCard, bool]:
    """Set points of the actor's purse aside and sign a code for them; True when it was a replay.

    Without a shop the voucher is good at any shop of the community, and only online. `days` counts today
    as the first; the community's own number of days holds by default and as the most.
    """
    if not LEAST_VOUCHER <= tenths <= MOST_VOUCHER:
        raise AmountWrong
    if actor.person_id is None:
        raise NotFound
    community_id, voucher_id = actor.community_id, new_id()
    taken = ledger.idempotency.begin(
        community_id,
        request_key=f"voucher:{actor.account_id}:{request_key}",
        body={"tenths": tenths, "shop": str(shop_id), "days": days, "person": str(actor.person_id)},
        answer={"voucher": str(voucher_id)},
        deed="voucher.issued",
        actor=actor,
    )
    if taken.replayed:
        return voucher(community_id, UUID(taken.answer["voucher"])), True
    here = _shop(community_id, shop_id)
    last_day = _last_day(community_id, days)
    account_id = people.purse_of(community_id, actor.person_id).account_id
    note = Note("voucher", "voucher", clock.today(), voucher_id, actor.person_id)
    held = ledger.holds.place(community_id, taken.txn_id, account_id, tenths, note=note)
    owner = {"person_id": actor.person_id, "account_id": account_id, "hold_id": held.transfer_id}
    _write(community_id, voucher_id, tenths=tenths, last_day=last_day, here=here, owner=owner)
    facts = {"tenths": tenths, "account_id": account_id, "valid_until": last_day, "shop_id": shop_id}
    audit.record("voucher.issued", actor=actor, subject_kind="voucher", subject_id=voucher_id, facts=facts)
    return voucher(community_id, voucher_id), False


def voucher(community_id: UUID, voucher_id: UUID) -> VoucherCard:
    """A voucher by its key."""
    return _one(_cards(community_id).where(Voucher.id == voucher_id))


def my_voucher(public_id: str, *, actor: Actor) -> VoucherCard:
    """One of the actor's own purse's vouchers; anything else does not exist for them."""
    found = db.session.execute(_cards(actor.community_id).where(Voucher.public_id == public_id)).one_or_none()
    if found is None or actor.person_id is None:
        raise NotFound
    card = _card(found)
    if people.purse_of(actor.community_id, actor.person_id).account_id != card.account_id:
        raise NotFound
    return card


def vouchers_of(
    community_id: UUID, account_id: UUID, *, status: str | None = None, limit: int = 50
) -> list[VoucherCard]:
    """A purse's vouchers, newest first."""
    query = _cards(community_id).where(Voucher.account_id == account_id)
    if status:
        query = query.where(Voucher.status == status)
    return [_card(row) for row in db.session.execute(query.order_by(Voucher.issued_at.desc()).limit(limit))]


def voucher_states(community_id: UUID, vouchers: Sequence[UUID]) -> dict[UUID, str]:
    """How these vouchers stand: open, redeemed, returned or lapsed."""
    if not vouchers:
        return {}
    query = sa.select(Voucher.id, Voucher.status).where(
        Voucher.community_id == community_id, Voucher.id.in_(vouchers)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def voucher_by_code(community_id: UUID, text: str) -> VoucherCard:
    """The voucher of a scanned code (checked: length, prefix, key, signature, fields) or spoken number."""
    if codes.classify(text) == codes.CodeKind.SPOKEN:
        wanted = Voucher.spoken == codes.read_spoken_number(text)
        query = _cards(community_id).where(wanted).order_by(Voucher.issued_at.desc()).limit(1)
    else:
        payload = codes.decode_voucher(text, public_key_of=public_key)
        if payload.community != community(community_id).number:
            raise VoucherUnknown
        query = _cards(community_id).where(Voucher.number == payload.voucher_id)
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise VoucherUnknown
    return _card(found)


def return_voucher(public_id: str, *, actor: Actor) -> VoucherCard:
    """Give an open voucher back: its points are free at once, in their old lots."""
    card = my_voucher(public_id, actor=actor)
    _refuse_ended(card)
    try:
        _end(card, "returned", key=f"voucher_return:{card.id}", actor=actor)
    except ledger.refusals.HoldSettled:
        # used or ended since it was looked at
        _refuse_ended(voucher(actor.community_id, card.id))
        raise
    return voucher(actor.community_id, card.id)


def expired_vouchers(community_id: UUID, limit: int = 500) -> list[UUID]:
    """Open vouchers whose last day is over."""
    query = (
        sa.select(Voucher.id)
        .where(Voucher.community_id == community_id, Voucher.status == "open")
        .where(Voucher.valid_until < clock.today())
        .order_by(Voucher.valid_until, Voucher.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def release_expired(community_id: UUID, voucher_id: UUID, *, actor: Actor) -> bool:
    """End one expired voucher and free its points; False where somebody was faster."""
    card = voucher(community_id, voucher_id)
    if card.status != "open" or card.valid_until >= clock.today():
        return False
    try:
        _end(card, "lapsed", key=f"voucher_lapse:{card.id}", actor=actor)
    except ledger.refusals.HoldSettled:
        return False
    return True


def settle_voucher(community_id: UUID, voucher_id: UUID, status: str) -> bool:
    """Move a voucher from open to its end; False where it was not open any more."""
    found = changed(
        sa.update(Voucher)
        .where(Voucher.community_id == community_id, Voucher.id == voucher_id, Voucher.status == "open")
        .values(status=status, ended_at=clock.now())
    )
    return found == 1


def _refuse_ended(card: VoucherCard) -> None:
    if card.status == "redeemed":
        raise VoucherUsed(at=card.ended_at, receipt="")
    if card.status != "open":
        raise VoucherReturned


def _end(card: VoucherCard, status: str, *, key: str, actor: Actor) -> None:
    community_id = actor.community_id
    taken = ledger.idempotency.begin(
        community_id,
        request_key=key,
        body={"voucher": str(card.id)},
        answer={"voucher": str(card.id)},
        deed=f"voucher.{status}",
        actor=actor,
    )
    if taken.replayed:
        raise VoucherReturned
    note = Note(f"voucher_{status}", "voucher", clock.today(), card.id, card.person_id)
    # the purse's row first, as in every deed that moves points: two that meet wait, and never for each other
    ledger.holds.release(community_id, taken.txn_id, card.hold_id, note=note)
    if not settle_voucher(community_id, card.id, status):
        raise RuntimeError("a voucher ended while its hold was open")
    audit.record(
        f"voucher.{status}",
        actor=actor,
        subject_kind="voucher",
        subject_id=card.id,
        facts={"tenths": card.tenths, "account_id": card.account_id},
    )


def _shop(community_id: UUID, shop_id: UUID | None) -> ShopCard | None:
    if shop_id is None:
        return None
    found = find_shop(community_id, shop_id)
    if found is None:
        raise NotFound
    return found


def _last_day(community_id: UUID, days: int | None) -> date:
    most = setting(community_id, "voucher_days")
    return clock.today() + timedelta(days=max(1, min(days or most, most)) - 1)


def _write(
    community_id: UUID,
    voucher_id: UUID,
    *,
    tenths: int,
    last_day: date,
    here: ShopCard | None,
    owner: Mapping[str, UUID],
) -> None:
    key = current_key()
    payload = codes.VoucherPayload(
        key_number=key.number,
        community=community(community_id).number,
        voucher_id=codes.new_voucher_id(),
        shop=here.number if here else 0,
        tenths=tenths,
        last_day=last_day,
    )
    row = {
        "community_id": community_id,
        "id": voucher_id,
        "number": payload.voucher_id,
        "public_id": codes.new_public_id(codes.PublicKind.VOUCHER),
        "spoken": codes.new_spoken_number(),
        "shop_id": here.id if here else None,
        "tenths": tenths,
        "valid_until": last_day,
        "key_number": key.number,
        "code": codes.encode_voucher(payload, key.sign),
        "status": "open",
        "ended_at": None,
        "issued_at": clock.now(),
        **owner,
    }
    add_rows(Voucher, [row])


def _cards(community_id: UUID) -> sa.Select[Voucher, str]:
    return (
        sa.select(Voucher, Shop.name)
        .outerjoin(Shop, sa.and_(Shop.community_id == Voucher.community_id, Shop.id == Voucher.shop_id))
        .where(Voucher.community_id == community_id)
    )


def _one(query: sa.Select[Voucher, str]) -> VoucherCard:
    return _card(db.session.execute(query.execution_options(populate_existing=True)).one())


def _card(row: sa.Row[Voucher, str]) -> VoucherCard:
    one, shop_name = row
    return VoucherCard(
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
