"""Who may collect for whom: a carer or a neighbour, until a day and for so much a month; named by whose points they are, on
their own phone, or at the office on their word, which another one confirms.

A collector proves who they are by what is their own; whose points they are is told of each time.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, ledger
from points.foundation import Actor, NotAllowed, NotFound, changed, clock, db, new_id, run
from points.people.access import origins
from points.people.authorisation import need
from points.people.identification import collector_lines, policy, way_lines
from points.people.identification.collector_refusals import (
    CollectorAtHome,
    CollectorEnded,
    CollectorLimit,
    CollectorTerms,
    CollectorUnknown,
)
from points.people.identification.refusals import AccountUnconfirmed, OwnFamily, SeenMissing
from points.people.models import Collector
from points.people.registry import persons, purse_rows, purses, relations, search

#: the limit of what a collector takes in a month
CAP = "collected"
#: so far ahead somebody is named
LONGEST = timedelta(days=366)
#: how many letters say what was seen
LEAST_SEEN = 2

#: what a reading gives back
CollectorInfo = collector_lines.CollectorInfo


@audit.records.writes("collector.named", "collector.ended", of="person")
def name_own(name: str, door: str, *, until: date, month_tenths: int, actor: Actor) -> UUID:
    """A resident names somebody by name and door, on a phone that pays itself."""
    if actor.person_id is None or actor.account_id is None:
        raise NotAllowed
    account_id = purses.account_of(actor)
    if not way_lines.pays(account_id, by="account", which=actor.account_id, community_id=actor.community_id):
        raise AccountUnconfirmed
    found = search.at_counter(actor.community_id, name=name, door=door)
    if len(found) != 1:
        raise CollectorUnknown
    return _name(actor.person_id, found[0].person_id, until=until, month_tenths=month_tenths, actor=actor)


@audit.records.writes("collector.named", "collector.ended", of="person")
def name_for(
    owner_id: UUID, person_id: UUID, *, until: date, month_tenths: int, seen: str, actor: Actor
) -> UUID:
    """The office writes it down on the resident's word, spoken here or on paper; another one confirms it. Nobody writes
    down what is their own or their family's."""
    need(actor, "issue_cards")
    if not persons.may_see(owner_id, actor=actor) or not persons.may_see(person_id, actor=actor):
        raise NotFound
    if len(seen.strip()) < LEAST_SEEN:
        raise SeenMissing
    if relations.relatives_among(actor.community_id, actor.person_id, (owner_id, person_id)):
        raise OwnFamily
    return _name(owner_id, person_id, until=until, month_tenths=month_tenths, seen=seen.strip(), actor=actor)


@audit.records.writes("collector.confirmed", of="person")
def confirm(collector_id: UUID, *, actor: Actor) -> CollectorInfo:
    """A second person says yes to what the office wrote down: neither its maker, nor of their making, nor of either family."""
    need(actor, "confirm_ways")
    found = _get_seen(collector_id, actor)
    makers = {found.made_by} - {None}
    of_one = any(origins.are_of_one(actor.community_id, actor.account_id, one) for one in makers)
    family = relations.relatives_among(actor.community_id, actor.person_id, (found.owner_id, found.person_id))
    policy.refuse_own_word(maker=actor.account_id in makers, of_one=of_one, family=bool(family))
    done = _change(
        found,
        actor,
        Collector.confirmed_at.is_(None),
        confirmed_by=actor.account_id,
        confirmed_at=clock.now(),
    )
    if not done:
        raise CollectorEnded
    _record("collector.confirmed", found, actor)
    return found


@audit.records.writes("collector.ended", of="person")
def end(collector_id: UUID, *, actor: Actor) -> CollectorInfo:
    """End it at once: whose points they are, whoever collects, or the office."""
    found = next(iter(collector_lines.infos(actor.community_id, Collector.id == collector_id)), None)
    if found is None:
        raise CollectorEnded
    own = purses.find(actor.community_id, actor.person_id) if actor.person_id else None
    family = own is not None and own.purse_id == found.purse_id
    if not family and actor.person_id != found.person_id:
        need(actor, "issue_cards", "confirm_ways")
        _get_seen(collector_id, actor)
    _end(found, actor)
    return found


def use(collector_id: UUID, tenths: int, *, actor: Actor) -> None:
    """Collect so much, or refuse. It holds the permission until the action is over, so that one that is ended meanwhile is
    good for nothing."""
    today = clock.today()
    held = run(
        sa.update(Collector)
        .where(Collector.community_id == actor.community_id, Collector.id == collector_id)
        .where(Collector.ended_at.is_(None), Collector.confirmed_at.is_not(None), Collector.until >= today)
        .values(last_used_on=today)
        .returning(Collector.month_tenths)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if held is None:
        raise CollectorEnded
    charge = ledger.caps.CapCharge(CAP, collector_id, month_of(today), tenths, held)
    try:
        ledger.caps.use(actor.community_id, [charge])
    except ledger.refusals.CapReached as reached:
        left = max(0, held - int(reached.facts["used"]))
        raise CollectorLimit(left=left, wanted=tenths) from reached


def month_of(day: date) -> str:
    """The month over which a collector's limit is counted."""
    return f"{day:%Y-%m}"


def of_purse(community_id: UUID, purse_id: UUID) -> list[CollectorInfo]:
    """Who may collect for this purse, or waits to be confirmed; the newest first."""
    return collector_lines.infos(community_id, Collector.purse_id == purse_id)


def of_person(community_id: UUID, person_id: UUID) -> list[CollectorInfo]:
    """For whom this person may collect today."""
    if not collector_lines.any_of_person().value(community=community_id, person=person_id):
        return []
    found = collector_lines.infos(community_id, Collector.person_id == person_id)
    return [one for one in found if one.standing]


def list_seen(actor: Actor) -> list[CollectorInfo]:
    """All that stand or wait, of those whom the actor may see, what waits first; a counter serves the whole community."""
    return collector_lines.seen(actor)


def waiting_count(actor: Actor) -> int:
    """How many of these nobody confirmed."""
    return collector_lines.waiting_count(actor)


def used_this_month(community_id: UUID, collector_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many tenths each of these collected this month."""
    month = month_of(clock.today())
    used = ledger.caps.used_by_many(community_id, [(CAP, one, month) for one in collector_ids])
    return {subject: tenths for (_, subject, _), tenths in used.items()}


def _name(
    owner_id: UUID, person_id: UUID, *, until: date, month_tenths: int, seen: str = "", actor: Actor
) -> UUID:
    """Write it down; who was named before for this purse is named anew."""
    community_id, today, now = actor.community_id, clock.today(), clock.now()
    if not today < until <= today + LONGEST or month_tenths < 10:
        raise CollectorTerms
    purse = purse_rows.ensure(owner_id, actor=actor)
    theirs = purses.find(community_id, person_id)
    if theirs and theirs.purse_id == purse.purse_id:
        raise CollectorAtHome
    here = (Collector.purse_id == purse.purse_id, Collector.person_id == person_id)
    before = collector_lines.infos(community_id, *here)
    for one in before:
        _end(one, actor)
    own = not seen
    row = {
        "community_id": community_id,
        "id": new_id(),
        "purse_id": purse.purse_id,
        "owner_id": owner_id,
        "person_id": person_id,
        "month_tenths": month_tenths,
        "until": until,
        "seen": seen,
        "made_by": actor.account_id,
        "made_at": now,
        "confirmed_by": actor.account_id if own else None,
        "confirmed_at": now if own else None,
    }
    db.session.execute(sa.insert(Collector), [row])
    audit.records.record(
        "collector.named",
        actor=actor,
        subject_kind="person",
        subject_id=owner_id,
        facts={
            "collector_id": row["id"],
            "other_id": person_id,
            "tenths": month_tenths,
            "until": until.isoformat(),
        },
        private={"seen": seen} if seen else None,
    )
    return UUID(str(row["id"]))


def _end(found: CollectorInfo, actor: Actor) -> None:
    # a sale that has it is over before the time of the end is taken
    here = (Collector.community_id == actor.community_id, Collector.id == found.collector_id)
    run(sa.select(Collector.id).where(*here).with_for_update())
    if not _change(found, actor, ended_by=actor.account_id, ended_at=clock.now()):
        raise CollectorEnded
    _record("collector.ended", found, actor)


def _change(found: CollectorInfo, actor: Actor, *also: sa.ColumnElement[bool], **values: Any) -> int:
    """Change one that stands; of two at once the second finds nothing."""
    query = sa.update(Collector).where(
        Collector.community_id == actor.community_id, Collector.id == found.collector_id
    )
    standing = query.where(Collector.ended_at.is_(None), *also).values(**values)
    return changed(standing.execution_options(synchronize_session=False))


def _record(deed: str, found: CollectorInfo, actor: Actor) -> None:
    facts = {"collector_id": found.collector_id, "other_id": found.person_id}
    audit.records.record(deed, actor=actor, subject_kind="person", subject_id=found.owner_id, facts=facts)


def _get_seen(collector_id: UUID, actor: Actor) -> CollectorInfo:
    for one in list_seen(actor):
        if one.collector_id == collector_id:
            return one
    raise CollectorEnded
