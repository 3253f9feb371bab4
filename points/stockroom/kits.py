"""Kits (节日礼包): pieces of batches put together to a batch of their own, and taken apart again into where they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, goods, people
from points.foundation import Actor, NotAllowed, add_rows, clock, db, new_id
from points.stockroom import by_two
from points.stockroom.models import Kit, KitPart
from points.stockroom.refusals import BatchShort, ExpiredStaysHere, KitUnfit

#: so many are shown
MOST = 100


@dataclass(frozen=True)
class KitInfo:
    """Kits that were put together at once."""

    kit_id: UUID
    batch: goods.batches.StandingBatch
    count: int
    made_at: datetime
    made_by_name: str
    parts: Sequence[goods.kits.PartInfo]


@audit.records.writes("kit.made", of="kit")
def make(
    item_id: UUID, pieces: Mapping[UUID, int], count: int, *, shop_id: UUID | None, code: str, actor: Actor
) -> UUID:
    """Put together so many kits of an item, of so many pieces of each batch; the earliest last day is theirs, and what donors
    asked of any part."""
    _refuse_others(actor)
    community_id, kit_id = actor.community_id, new_id()
    wanted = {key: number for key, number in pieces.items() if number}
    if count <= 0 or not wanted or min(wanted.values()) < 0:
        raise KitUnfit
    batches = goods.batches.lock(community_id, wanted)
    _refuse_unfit(list(batches.values()), item_id, shop_id, actor)
    parts = [goods.kits.Part(key, batches[key].item_id, number) for key, number in wanted.items()]
    [number] = goods.batches.free_numbers(community_id, [f"{clock.today():%y%m%d}-{code}"])
    last = min(one.expires_on for one in batches.values())
    wish, until = _wish(list(batches.values()))
    batch = goods.stock.Delivery(
        number, item_id, count, clock.today(), last, shop_id=shop_id, wish=wish, wish_until=until
    )
    made = goods.kits.make(community_id, kit_id, parts, count, batch=batch, actor=actor)
    if made is None:
        short = next(one for key, one in batches.items() if one.on_hand < wanted[key] * count)
        raise BatchShort(name=short.name, left=short.on_hand, unit=short.unit)
    own = {"community_id": community_id}
    row = {
        "id": kit_id,
        "batch_id": made,
        "count": count,
        "made_by": actor.account_id,
        "made_at": clock.now(),
    }
    add_rows(Kit, [{**own, **row}])
    lines = [
        {"id": new_id(), "kit_id": kit_id, "batch_id": one.batch_id, "quantity": one.quantity}
        for one in parts
    ]
    add_rows(KitPart, [{**own, **one} for one in lines])
    _record("kit.made", kit_id, number, count, actor)
    return kit_id


@audit.records.writes("kit.taken_apart", of="kit")
def take_apart(kit_id: UUID, count: int, *, actor: Actor) -> None:
    """Take so many of them apart again: every piece goes back to the batch it came from."""
    _refuse_others(actor)
    row = by_two.get(Kit, actor.community_id, kit_id)
    if count <= 0:
        raise goods.refusals.QuantityWrong
    batch = goods.batches.lock(actor.community_id, [row.batch_id])[row.batch_id]
    recipe = goods.kits.parts_of(actor.community_id, [row.batch_id])[row.batch_id]
    parts = [goods.kits.Part(one.batch_id, one.item_id, one.quantity) for one in recipe]
    kit = goods.kits.Part(batch.batch_id, batch.item_id, count)
    if not goods.kits.take_apart(actor.community_id, kit_id, kit, parts, count, actor=actor):
        raise BatchShort(name=batch.name, left=batch.on_hand, unit=batch.unit)
    _record("kit.taken_apart", kit_id, batch.number, count, actor)


def list_all(community_id: UUID) -> list[KitInfo]:
    """What was put together, the newest first."""
    query = sa.select(*Kit.__table__.c).where(Kit.community_id == community_id)
    rows = db.session.execute(query.order_by(Kit.made_at.desc(), Kit.id).limit(MOST)).all()
    return _infos(community_id, rows)


def _infos(community_id: UUID, rows: Sequence[Any]) -> list[KitInfo]:
    if not rows:
        return []
    made = [row.batch_id for row in rows]
    batches = goods.batches.get_all(community_id, made)
    parts = goods.kits.parts_of(community_id, made)
    names = people.accounts.names_behind(community_id, {row.made_by for row in rows if row.made_by}, ())
    return [
        KitInfo(
            row.id,
            batches[row.batch_id],
            row.count,
            row.made_at,
            names.get(row.made_by, ""),
            parts.get(row.batch_id, []),
        )
        for row in rows
    ]


def _refuse_others(actor: Actor) -> None:
    if not people.permissions.may(actor, "keep_stock"):
        raise NotAllowed


def _refuse_unfit(
    batches: Sequence[goods.batches.StandingBatch], item_id: UUID, shop_id: UUID | None, actor: Actor
) -> None:
    for one in batches:
        if one.expired:
            raise ExpiredStaysHere(name=one.name)
    strange = any(one.item_id == item_id or one.shop_id not in (None, shop_id) for one in batches)
    if strange or goods.kits.parts_of(actor.community_id, [one.batch_id for one in batches]):
        raise KitUnfit


def _wish(batches: Sequence[goods.batches.StandingBatch]) -> tuple[str, date | None]:
    """What donors asked of the parts, one after the other, as long as the last of it holds."""
    asked = [one for one in batches if one.wished]
    days = [one.wish_until for one in asked if one.wish_until]
    words = "；".join(dict.fromkeys(one.wished for one in asked))
    return words, max(days) if days and len(days) == len(asked) else None


def _record(action: str, kit_id: UUID, number: str, count: int, actor: Actor) -> None:
    audit.records.record(
        action,
        actor=actor,
        subject_kind="kit",
        subject_id=kit_id,
        facts={"batch": number, "quantity": count},
    )
