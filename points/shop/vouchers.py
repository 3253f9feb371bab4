"""Value vouchers: issued against a hold, returned by their owner, released when their last day is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from points import audit, ledger, people
from points.foundation import (
    Actor,
    NotFound,
    add_rows,
    clock,
    codes,
    community,
    current_key,
    db,
    new_id,
    setting,
)
from points.foundation.prepared import given, prepared
from points.shop import shops, voucher_rows
from points.shop.models import Voucher
from points.shop.policy import LEAST_VOUCHER, MOST_VOUCHER
from points.shop.refusals import AmountWrong, VoucherReturned

#: what an end is recorded as, by the state it leads to
_ENDED = {"returned": "voucher.returned", "lapsed": "voucher.lapsed"}
#: what callers hand in or get back
VoucherInfo = voucher_rows.VoucherInfo


@audit.records.writes("voucher.issued", of="voucher")
def issue(
    tenths: int, *, request_key: str, actor: Actor, shop_id: UUID | None = None, days: int | None = None
) -> tuple[voucher_rows.VoucherInfo, bool]:
    """Set points of the actor's purse aside and sign a code for them; True when it was a replay.

    Without a shop the voucher is good at any shop of the community, and only online. `days` counts today
    as the first; the community's own number of days holds by default and as the most.
    """
    if not LEAST_VOUCHER <= tenths <= MOST_VOUCHER:
        raise AmountWrong
    if actor.person_id is None or actor.account_id is None:
        raise NotFound
    community_id, voucher_id = actor.community_id, new_id()
    taken = ledger.idempotency.begin(
        community_id,
        request_key=_key(request_key, actor),
        body={"tenths": tenths, "shop": str(shop_id), "days": days, "person": str(actor.person_id)},
        answer={"voucher": str(voucher_id)},
        action="voucher.issued",
        actor=actor,
    )
    if taken.replayed:
        return voucher_rows.get(community_id, UUID(taken.answer["voucher"])), True
    only_at = _shop(community_id, shop_id)
    last_day = _last_day(community_id, days)
    account_id = people.purses.account_of(actor)
    people.ways.use(account_id, tenths, by="account", which=actor.account_id, actor=actor)
    note = ledger.movements.Note("voucher", "voucher", clock.today(), voucher_id, actor.person_id)
    held = ledger.holds.place(community_id, taken.txn_id, account_id, tenths, note=note)
    owner = {"person_id": actor.person_id, "account_id": account_id, "hold_id": held.transfer_id}
    _write(community_id, voucher_id, tenths=tenths, last_day=last_day, only_at=only_at, owner=owner)
    facts = {"tenths": tenths, "account_id": account_id, "valid_until": last_day, "shop_id": shop_id}
    audit.records.record(
        "voucher.issued", actor=actor, subject_kind="voucher", subject_id=voucher_id, facts=facts
    )
    return voucher_rows.get(community_id, voucher_id), False


def is_issued(request_key: str, *, actor: Actor) -> bool:
    """Whether this actor had a voucher for this request already."""
    return ledger.idempotency.find(actor.community_id, _key(request_key, actor)) is not None


def _key(request_key: str, actor: Actor) -> str:
    return f"voucher:{actor.account_id}:{request_key}"


def get_own(public_id: str, *, actor: Actor) -> voucher_rows.VoucherInfo:
    """One of the actor's own purse's vouchers; anything else does not exist for them."""
    found = _own().first(community=actor.community_id, public_id=public_id)
    if found is None or actor.person_id is None:
        raise NotFound
    card = voucher_rows.info_of(found)
    if people.purses.account_of(actor) != card.account_id:
        raise NotFound
    return card


def get(community_id: UUID, public_id: str) -> VoucherInfo:
    """A voucher by its public id, whosever it is."""
    found = _own().first(community=community_id, public_id=public_id.strip().lower())
    if found is None:
        raise NotFound
    return voucher_rows.info_of(found)


def of_purse(
    community_id: UUID, account_id: UUID, *, status: str | None = None, limit: int = 50
) -> list[voucher_rows.VoucherInfo]:
    """A purse's vouchers, newest first."""
    values = {"status": status} if status else {}
    rows = _of_purse(narrowed=bool(status)).all(
        community=community_id, account=account_id, limit=limit, **values
    )
    return [voucher_rows.info_of(row) for row in rows]


@prepared
def _own() -> sa.Executable:
    return voucher_rows.select_vouchers().where(Voucher.public_id == given("public_id"))


@prepared
def _of_purse(*, narrowed: bool) -> sa.Executable:
    query = voucher_rows.select_vouchers().where(Voucher.account_id == given("account"))
    if narrowed:
        query = query.where(Voucher.status == given("status"))
    return query.order_by(Voucher.issued_at.desc()).limit(sa.bindparam("limit", type_=sa.Integer()))


def public_ids(community_id: UUID, vouchers: Sequence[UUID]) -> dict[UUID, str]:
    """The public ids of these vouchers."""
    if not vouchers:
        return {}
    query = sa.select(Voucher.id, Voucher.public_id).where(
        Voucher.community_id == community_id, Voucher.id.in_(vouchers)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


@audit.records.writes("voucher.returned", of="voucher")
def give_back(public_id: str, *, actor: Actor) -> voucher_rows.VoucherInfo:
    """Give an open voucher back: its points are free at once, in their old lots."""
    card = get_own(public_id, actor=actor)
    voucher_rows.refuse_ended(card)
    try:
        _end(card, "returned", key=f"voucher_return:{card.hold_id}", actor=actor)
    except ledger.refusals.HoldEnded:
        # used or ended since it was looked at
        voucher_rows.refuse_ended(voucher_rows.get(actor.community_id, card.id))
        raise
    return voucher_rows.get(actor.community_id, card.id)


def expired(community_id: UUID, limit: int = 500) -> list[UUID]:
    """Open vouchers whose last day is over."""
    query = (
        sa.select(Voucher.id)
        .where(Voucher.community_id == community_id, Voucher.status == "open")
        .where(Voucher.valid_until < clock.ending(), Voucher.doubted_at.is_(None))
        .order_by(Voucher.valid_until, Voucher.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def release_expired(community_id: UUID, voucher_id: UUID, *, actor: Actor) -> bool:
    """End one expired voucher and free its points; False where somebody was faster."""
    card = voucher_rows.get(community_id, voucher_id)
    if not card.overdue:
        return False
    try:
        _end(card, "lapsed", key=f"voucher_lapse:{card.hold_id}", actor=actor)
    except ledger.refusals.HoldEnded:
        return False
    return True


def _end(card: voucher_rows.VoucherInfo, status: str, *, key: str, actor: Actor) -> None:
    community_id = actor.community_id
    taken = ledger.idempotency.begin(
        community_id,
        request_key=key,
        body={"voucher": str(card.id)},
        answer={"voucher": str(card.id)},
        action=_ENDED[status],
        actor=actor,
    )
    if taken.replayed:
        raise VoucherReturned
    note = ledger.movements.Note(f"voucher_{status}", "voucher", clock.today(), card.id, card.person_id)
    # the purse's row first, as in every action that moves points: two that meet wait, and never for each other
    ledger.holds.release(community_id, taken.txn_id, card.hold_id, note=note)
    if not voucher_rows.end(community_id, card.id, status):
        raise RuntimeError("a voucher ended while its hold was open")
    audit.records.record(
        _ENDED[status],
        actor=actor,
        subject_kind="voucher",
        subject_id=card.id,
        facts={"tenths": card.tenths, "account_id": card.account_id},
    )


def _shop(community_id: UUID, shop_id: UUID | None) -> shops.ShopInfo | None:
    if shop_id is None:
        return None
    found = next((one for one in shops.list_all(community_id) if one.id == shop_id), None)
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
    only_at: shops.ShopInfo | None,
    owner: Mapping[str, UUID],
) -> None:
    key = current_key()
    payload = codes.VoucherPayload(
        key_number=key.number,
        community=community(community_id).number,
        voucher_id=codes.new_voucher_id(),
        shop=only_at.number if only_at else 0,
        tenths=tenths,
        last_day=last_day,
    )
    row = {
        "community_id": community_id,
        "id": voucher_id,
        "number": payload.voucher_id,
        "public_id": codes.new_public_id(codes.PublicKind.VOUCHER),
        "spoken": codes.new_spoken_number(),
        "shop_id": only_at.id if only_at else None,
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
