"""Opening a shop, by two; what it is called; closing it for good. A shop that waits for its second person is no shop yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, goods, people
from points.foundation import Actor, NotAllowed, NotFound, add_rows, clock, db, new_id
from points.foundation.spelling import signs
from points.shop import shop_rows
from points.shop.models import Shop, Voucher
from points.shop.office.refusals import ShopAsked, ShopClosed, ShopNameTaken, ShopNotEmpty

ACT = "open_shop"


@dataclass(frozen=True)
class AskedShop:
    """A shop somebody asked for."""

    id: UUID
    number: int
    name: str
    name_en: str
    spot: str
    asked_by: UUID | None
    asked_at: datetime


def list_asked(community_id: UUID) -> list[AskedShop]:
    """Shops that wait for a second person, the oldest first."""
    query = sa.select(Shop).where(Shop.community_id == community_id, Shop.status == "asked")
    return [_asked(row) for row in db.session.scalars(query.order_by(Shop.number))]


@audit.records.writes("shop.asked", of="shop")
def ask(name: str, *, actor: Actor, name_en: str = "", spot: str = "") -> AskedShop:
    """Ask for a new shop; it is one as soon as a second person agrees."""
    people.acting.refuse_first(ACT, actor)
    named = _named(name, name_en, spot)
    shop_rows.hold_names(actor.community_id)
    _refuse_taken(actor.community_id, named["name"])
    row: dict[str, Any] = {
        "community_id": actor.community_id,
        "id": new_id(),
        "number": shop_rows.next_number(actor.community_id),
        "place_id": None,
        "hours": {},
        "status": "asked",
        "asked_by": actor.account_id,
        "created_at": clock.now(),
        **named,
    }
    add_rows(Shop, [row])
    _record("shop.asked", row["id"], actor, facts={"number": row["number"], "name": named["name"]})
    return AskedShop(row["id"], row["number"], **named, asked_by=actor.account_id, asked_at=row["created_at"])


@audit.records.writes("shop.opened", of="shop")
def confirm(shop_id: UUID, *, actor: Actor, reason: str = "") -> None:
    """Agree as the second person: it is open, and takes points when the community exchanges."""
    shop_rows.hold_names(actor.community_id)
    found = _waiting(actor.community_id, shop_id)
    hand = people.acting.refuse_second(ACT, [found.asked_by], actor=actor, reason=reason)
    _refuse_taken(actor.community_id, found.name, beside=shop_id)
    _settle(shop_id, "open", actor)
    private = {"reason": reason} if reason else {}
    _record("shop.opened", shop_id, actor, facts={"hand": hand}, private=private)


@audit.records.writes("shop.declined", of="shop")
def decline(shop_id: UUID, *, reason: str, actor: Actor) -> None:
    """Say no, as the second person; or take it back, as who asked."""
    found = _waiting(actor.community_id, shop_id)
    own = found.asked_by is not None and found.asked_by == actor.account_id
    if not own and not people.acting.confirms(ACT, [found.asked_by], actor=actor):
        raise NotAllowed
    _settle(shop_id, "declined", actor)
    _record("shop.declined", shop_id, actor, private={"reason": reason})


@audit.records.writes("shop.renamed", of="shop")
def rename(shop_id: UUID, name: str, *, actor: Actor, name_en: str = "", spot: str = "") -> None:
    """Call an open shop something else, or say anew where it is; its number stays."""
    people.acting.refuse_first(ACT, actor)
    named = _named(name, name_en, spot)
    shop_rows.hold_names(actor.community_id)
    _refuse_taken(actor.community_id, named["name"], beside=shop_id)
    _change(shop_id, "open", actor, named)
    _record("shop.renamed", shop_id, actor, facts=dict(named))


@audit.records.writes("shop.closed", of="shop")
def close(shop_id: UUID, *, reason: str, actor: Actor) -> None:
    """Close a shop for good: nothing may be left in it, and no voucher be good there alone.

    It is held first, so that what somebody brings in at this moment is either in the books by then or refused.
    """
    people.acting.refuse_first(ACT, actor)
    shop_rows.hold(actor.community_id, shop_id)
    pieces = goods.stock.left_in(actor.community_id, shop_id)
    query = sa.select(sa.func.count()).select_from(Voucher)
    vouchers = db.session.scalar(
        query.where(
            Voucher.community_id == actor.community_id, Voucher.shop_id == shop_id, Voucher.status == "open"
        )
    )
    if pieces or vouchers:
        raise ShopNotEmpty(pieces=pieces, vouchers=vouchers or 0)
    _change(shop_id, "open", actor, {"status": "closed"})
    _record("shop.closed", shop_id, actor, private={"reason": reason})


def hold_open(community_id: UUID, shop_id: UUID) -> None:
    """Hold a shop open until the transaction ends, for what comes into it; refused where somebody closed it just now."""
    if shop_rows.hold(community_id, shop_id, shared=True) != "open":
        raise ShopClosed


def _named(name: str, name_en: str, spot: str) -> dict[str, str]:
    return {"name": signs.plain(name), "name_en": signs.plain(name_en), "spot": signs.plain(spot)}


def _waiting(community_id: UUID, shop_id: UUID) -> AskedShop:
    found = db.session.scalar(
        sa.select(Shop).where(Shop.community_id == community_id, Shop.id == shop_id).with_for_update()
    )
    if found is None:
        raise NotFound
    if found.status != "asked":
        raise ShopAsked
    return _asked(found)


def _refuse_taken(community_id: UUID, name: str, *, beside: UUID | None = None) -> None:
    query = sa.select(Shop.id).where(
        Shop.community_id == community_id, Shop.name == name, Shop.status.in_(("open", "asked"))
    )
    if set(db.session.scalars(query)) - {beside}:
        raise ShopNameTaken(name=name)


def _settle(shop_id: UUID, status: str, actor: Actor) -> None:
    settled = {"status": status, "decided_by": actor.account_id, "decided_at": clock.now()}
    _change(shop_id, "asked", actor, settled)


def _change(shop_id: UUID, status: str, actor: Actor, values: dict[str, Any]) -> None:
    """Change a shop that stands so; of two at once the second is told."""
    changed = db.session.scalar(
        sa.update(Shop)
        .where(Shop.community_id == actor.community_id, Shop.id == shop_id, Shop.status == status)
        .values(**values)
        .returning(Shop.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise ShopAsked


def _record(deed: str, shop_id: UUID, actor: Actor, **more: Any) -> None:
    audit.records.record(deed, actor=actor, subject_kind="shop", subject_id=shop_id, **more)


def _asked(row: Shop) -> AskedShop:
    return AskedShop(row.id, row.number, row.name, row.name_en, row.spot, row.asked_by, row.created_at)
