"""Ways to a purse: whether one pays, and who reaches a purse since when. Who confirms one or ends it is next door.

Whoever makes a way to pay cannot alone make it pay: until it is confirmed it reads and does not spend.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points import ledger
from points.foundation import Actor, Refusal, clock, paging, run, setting
from points.foundation.prepared import given, prepared
from points.people.identification import policy, way_lines
from points.people.identification.refusals import (
    AccountUnconfirmed,
    CardRevoked,
    CardUnconfirmed,
    OnlyALittle,
    WaySettled,
)
from points.people.models import Purse, Way

#: what a reading gives back
WayInfo = way_lines.WayInfo


def use(account_id: UUID, tenths: int, *, by: str, which: UUID, actor: Actor) -> None:
    """Spend so much of the purse by this way, or refuse: one that nobody confirmed pays nothing, or a little once it
    cooled. One statement for a way that is confirmed; it holds the way until the action is over, so that one that is
    ended meanwhile pays nothing."""
    today = clock.today()
    found = _used(by).first(community=actor.community_id, which=which, purse=account_id, today=today)
    if found is None:
        raise _ended(by)
    if found.confirmed_at is not None:
        return
    _refuse_warm(found, by, actor)
    window = today.isoformat()
    charges = [
        ledger.caps.CapCharge("way_cooled", account_id, window, tenths, policy.COOLED_A_DAY),
        ledger.caps.CapCharge(
            "way_maker", found.made_by or found.id, window, tenths, policy.COOLED_OF_ONE_MAKER
        ),
    ]
    try:
        ledger.caps.use(actor.community_id, charges)
    except ledger.refusals.CapReached as reached:
        left = max(0, int(reached.facts["allowed"]) - int(reached.facts["used"]))
        raise OnlyALittle(allowed=left, wanted=tenths) from reached


def refuse_unconfirmed(account_id: UUID, *, by: str, which: UUID, actor: Actor) -> None:
    """Say at once, where a way is shown, that it does not pay; nothing is spent."""
    found = way_lines.shown(by).first(community=actor.community_id, which=which, purse=account_id)
    if found is None or found.ended_at is not None:
        raise _ended(by)
    if found.confirmed_at is None:
        _refuse_warm(found, by, actor)


def of_purse(community_id: UUID, purse_id: UUID) -> list[WayInfo]:
    """Who can use this purse now: the oldest first, slips that nobody used yet at the end."""
    query = way_lines.infos(community_id).where(Way.purse_id == purse_id)
    return [way_lines.info_of(row) for row in run(query.order_by(Way.since.is_(None), Way.made_at, Way.id))]


def news(community_id: UUID, account_id: UUID) -> list[WayInfo]:
    """What a household is told: ways to its purse that nobody confirmed yet."""
    query = way_lines.infos(community_id).join(
        Purse, sa.and_(Purse.community_id == Way.community_id, Purse.id == Way.purse_id)
    )
    here = query.where(Purse.account_id == account_id, Way.confirmed_at.is_(None))
    return [way_lines.info_of(row) for row in run(here.order_by(Way.made_at, Way.id))]


def get_visible(way_id: UUID, *, actor: Actor) -> WayInfo:
    """A way that stands, if the actor may see whose it is; settled where it does not."""
    found = run(way_lines.seen(actor).where(Way.id == way_id)).first()
    if found is None:
        raise WaySettled
    return way_lines.info_of(found)


def waiting(
    actor: Actor, asked: paging.PageAsked = paging.FIRST_PAGE, *, batch: UUID | None = None
) -> paging.PageFound[WayInfo]:
    """Ways that wait for somebody to confirm them, of those whom the actor may see; the oldest first."""
    return way_lines.page_waiting(actor, asked, batch=batch)


def waiting_count(actor: Actor, *, batch: UUID | None = None) -> int:
    """How many these are."""
    counted = way_lines.waiting(actor).with_only_columns(sa.func.count(Way.id))
    return int(run(counted if batch is None else counted.where(Way.batch == batch)).scalar_one())


def batches(actor: Actor) -> list[way_lines.WayBatch]:
    """What waits and was printed together."""
    return way_lines.batches(actor)


def _refuse_warm(found: Any, by: str, actor: Actor) -> None:
    others = _others_used().value(
        community=actor.community_id, purse_id=found.purse_id, way=found.id, made_at=found.made_at
    )
    cooled = policy.is_cooled(
        made_on=clock.shanghai(found.made_at).date(),
        others_used_on=others,
        today=clock.today(),
        days=setting(actor.community_id, "cooling_days"),
    )
    if not cooled:
        # which one, so that the counter can have it confirmed on the spot
        raise (CardUnconfirmed if by == "card" else AccountUnconfirmed)(way=found.id)


def _ended(by: str) -> Refusal:
    return CardRevoked() if by == "card" else AccountUnconfirmed()


@prepared
def _used(by: str) -> sa.Executable:
    newest = way_lines.newest(aliased(Way), by).scalar_subquery()
    return (
        sa.update(Way)
        .where(Way.community_id == given("community"), Way.id == newest, Way.ended_at.is_(None))
        .values(last_used_on=given("today"))
        .returning(Way.id, Way.purse_id, Way.made_by, Way.made_at, Way.confirmed_at)
        .execution_options(synchronize_session=False)
    )


@prepared
def _others_used() -> sa.Executable:
    """When the household last came by a confirmed way that is older than this one."""
    return sa.select(sa.func.max(Way.last_used_on)).where(
        Way.community_id == given("community"),
        Way.purse_id == given("purse_id"),
        Way.id != given("way"),
        Way.since <= given("made_at"),
        Way.confirmed_at.is_not(None),
        Way.ended_at.is_(None),
    )
