"""A new price: proposed by one, approved by another, or shown for a day and stopped by another. A sale only reads prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from points import audit, goods, people
from points.foundation import Actor, NotAllowed, clock, setting

#: what is handed in or comes back
PriceWish = goods.price_proposals.PriceWish
#: who may do it is said there
ACT = "set_price"
#: how long a price is shown before it counts, where a community decided that nobody has to approve it
SHOWN_FOR = timedelta(days=1)
#: what went lately is counted over so many days
LATELY = timedelta(weeks=8)


@dataclass(frozen=True)
class Wished:
    """A new price of an item from a moment on (none: as soon as it may), or of some of its batches, and why."""

    code: str
    tenths: int
    reason: str
    at: datetime | None = None
    batches: Sequence[UUID] = ()


def went_lately(community_id: UUID, item_id: UUID) -> int:
    """How many pieces of an item went in the last eight weeks."""
    since: date = clock.today() - LATELY
    return goods.stock.went_since(community_id, item_id, since)


def refuse_unfit(community_id: UUID, wish: Wished) -> goods.prices.ItemPrices:
    """Refuse a price that cannot be, or need not; the item comes back."""
    item = goods.prices.item(community_id, wish.code)
    if wish.at is not None and wish.at <= clock.now():
        raise goods.refusals.PriceMomentPast
    at = wish.at or clock.now()
    for batch_id in wish.batches or (None,):
        before = goods.prices.costs(community_id, item.item_id, at=at, batch_id=batch_id)
        if before == wish.tenths:
            raise goods.refusals.PriceSame(tenths=before)
    if wish.batches:
        left = goods.stock.left_of(community_id, item.item_id)
        if set(wish.batches) - {one.id for one in left if one.expires_on >= clock.today()}:
            raise goods.refusals.BatchNotThere
        if item.tenths is None or wish.tenths >= item.tenths:
            raise goods.refusals.NearPriceNotLower(tenths=item.tenths or wish.tenths)
    return item


@audit.records.writes("price.proposed", "price.decided", of="item")
def propose(wish: Wished, *, actor: Actor) -> list[PriceWish]:
    """Propose a price of an item, or of each of these batches; where the community decided so it is shown for a day."""
    people.acting.refuse_first(ACT, actor)
    community_id = actor.community_id
    item = refuse_unfit(community_id, wish)
    wanted = wish.batches or (None,)
    if any(
        one.item_id == item.item_id and one.batch_id in wanted
        for one in goods.price_proposals.list_open(community_id)
    ):
        raise goods.refusals.PriceProposalOpen(name=item.name)
    return [_propose(item.item_id, batch_id, wish, actor) for batch_id in wanted]


@audit.records.writes("price.decided", of="item")
def approve(proposal_id: UUID, *, actor: Actor, reason: str = "") -> PriceWish:
    """Agree as the second person: the price begins when it was wished for, at the earliest now."""
    found = _open(proposal_id, actor)
    part = people.acting.refuse_second(ACT, [found.proposed_by], actor=actor, reason=reason)
    begins = max(found.wished_at or clock.now(), clock.now())
    _decide(found, begins, actor, by=actor.account_id, part=part, reason=reason)
    return goods.price_proposals.get(actor.community_id, proposal_id)


@audit.records.writes("price.declined", of="item")
def decline(proposal_id: UUID, *, actor: Actor, reason: str = "") -> PriceWish:
    """Say no as the second person."""
    found = _open(proposal_id, actor)
    part = people.acting.refuse_second(ACT, [found.proposed_by], actor=actor, reason=reason)
    goods.price_proposals.close(actor.community_id, proposal_id, "declined", by=actor.account_id)
    _record("price.declined", found, actor, part=part, reason=reason)
    return goods.price_proposals.get(actor.community_id, proposal_id)


@audit.records.writes("price.withdrawn", of="item")
def withdraw(proposal_id: UUID, *, actor: Actor) -> PriceWish:
    """Take it back, as who proposed it."""
    found = _open(proposal_id, actor)
    if found.proposed_by != actor.account_id:
        raise NotAllowed
    goods.price_proposals.close(actor.community_id, proposal_id, "withdrawn", by=actor.account_id)
    _record("price.withdrawn", found, actor)
    return goods.price_proposals.get(actor.community_id, proposal_id)


@audit.records.writes("price.stopped", of="item")
def stop(proposal_id: UUID, *, actor: Actor, reason: str = "") -> PriceWish:
    """Stop a price that has not begun, whether it is shown or was approved, as the second person."""
    community_id = actor.community_id
    found = goods.price_proposals.get(community_id, proposal_id, lock=True)
    if found.status != "decided" or found.price_id is None:
        raise goods.refusals.PriceProposalClosed
    part = people.acting.refuse_second(ACT, [found.proposed_by], actor=actor, reason=reason)
    if not goods.prices.call_off(community_id, found.price_id):
        raise goods.refusals.PriceBegun
    goods.price_proposals.close(community_id, proposal_id, "stopped", by=actor.account_id, was="decided")
    _record("price.stopped", found, actor, part=part, reason=reason)
    return goods.price_proposals.get(community_id, proposal_id)


def _propose(item_id: UUID, batch_id: UUID | None, wish: Wished, actor: Actor) -> PriceWish:
    community_id = actor.community_id
    made = goods.price_proposals.add(
        community_id,
        item_id,
        wish.tenths,
        batch_id=batch_id,
        wished_at=wish.at,
        reason=wish.reason,
        proposed_by=actor.account_id,
    )
    found = goods.price_proposals.get(community_id, made)
    _record("price.proposed", found, actor, reason=wish.reason)
    if setting(community_id, "price_approval") == "shown":
        begins = max(wish.at or clock.now(), clock.now() + SHOWN_FOR)
        _decide(found, begins, actor, by=None, part="shown")
    return goods.price_proposals.get(community_id, made)


def _open(proposal_id: UUID, actor: Actor) -> PriceWish:
    found = goods.price_proposals.get(actor.community_id, proposal_id, lock=True)
    if found.status != "open":
        raise goods.refusals.PriceProposalClosed
    return found


def _decide(
    found: PriceWish, begins: datetime, actor: Actor, *, by: UUID | None, part: str, reason: str = ""
) -> None:
    community_id = actor.community_id
    price_id = goods.prices.set_at(
        community_id, found.item_id, found.tenths, at=begins, batch_id=found.batch_id
    )
    goods.price_proposals.close(community_id, found.proposal_id, "decided", by=by, price_id=price_id)
    _record("price.decided", found, actor, part=part, reason=reason, price_id=price_id, begins=begins)


def _record(
    action: str, found: PriceWish, actor: Actor, *, reason: str = "", part: str | None = None, **more: Any
) -> None:
    facts = {"code": found.code, "tenths": found.tenths}
    more |= {name: one for name, one in (("batch", found.batch), ("part", part)) if one}
    private = {"reason": reason.strip()} if reason.strip() else None
    audit.records.record(
        action,
        actor=actor,
        subject_kind="item",
        subject_id=found.item_id,
        facts={**facts, **more},
        private=private,
    )
