"""Numbers of a queue: taken by phone for half an hour, given on paper, given back. One for a household and day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import Actor, NotAllowed, NotFound, changed, clock, db, new_id
from points.foundation.database import upsert
from points.shop import shops
from points.shop.policy import LOOK_AHEAD
from points.shop.queueing import line, number_rows, policy
from points.shop.queueing.models import QueueDay, QueueNumber
from points.shop.queueing.refusals import NumberSettled, NumberTaken, SlotFull, SlotNotOffered

NumberInfo = policy.NumberInfo
SlotInfo = policy.SlotInfo
TILLS = policy.TILLS
#: so long a queue is kept
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class OwnNumber:
    """What somebody may know of their number: how many are called before it, and no word of who they are."""

    number: NumberInfo
    shop: shops.ShopInfo
    before: int


@dataclass(frozen=True)
class NumberOffer:
    """The day for which a shop gives numbers by phone, and its half hours."""

    shop: shops.ShopInfo
    day: date
    slots: tuple[SlotInfo, ...]


@dataclass(frozen=True)
class _Holder:
    household_id: UUID | None = None
    person_id: UUID | None = None


def offers(community_id: UUID, *, after: date | None = None) -> list[NumberOffer]:
    """For each shop the next day with numbers left to be taken by phone, after a day with which the asker is done; none where
    the community gives none so."""
    since = clock.today() if after is None else after + timedelta(days=1)
    found = (_offer(community_id, one, since) for one in shops.list_all(community_id) if one.places)
    return [one for one in found if one is not None]


def opens_on(community_id: UUID) -> date | None:
    """From which day on numbers are taken by phone for the next day that lies too far ahead; None where the community gives
    none so, or no such day is known."""
    first = [
        day
        for shop in shops.list_all(community_id)
        if shop.places
        for ahead in range(policy.AHEAD + 1, LOOK_AHEAD)
        for day in [clock.today() + timedelta(days=ahead)]
        if policy.slots_of(shop.spans_on(day), day, clock.now())
    ]
    return min(first) - timedelta(days=policy.AHEAD) if first else None


def own(actor: Actor) -> OwnNumber | None:
    """The number this household has for today or a day to come: the next of which something is still to come, if any."""
    mine = _of_holder(actor.community_id, _holder_of(_person(actor)), clock.today())
    found = next((one for one in mine if not one.ended), mine[0] if mine else None)
    if found is None:
        return None
    shop = shops.get_ever(actor.community_id, found.shop_id)
    order = [one.number_id for one in in_order(actor.community_id, shop, found.day)]
    return OwnNumber(found, shop, order.index(found.number_id) if found.number_id in order else 0)


def in_order(community_id: UUID, shop: shops.ShopInfo, day: date) -> list[NumberInfo]:
    """Who waits at a shop on a day, in the order in which they are called."""
    every, calls = number_rows.of_day(community_id, shop.id, day)
    return line.sort_waiting(every, shop, day, calls)


def may_come_for_elder(actor: Actor) -> bool:
    """Whether somebody old lives with this resident, who is not old."""
    return _lives_with_elder(actor.community_id, _person(actor))


@audit.records.writes("queue.number_taken", of="shop")
def take(shop_id: UUID, slot_at: datetime, *, actor: Actor, for_elder: bool = False) -> NumberInfo:
    """A resident takes a number for half an hour of a day on which the shop exchanges; `for_elder`, for somebody old they live
    with."""
    if not people.permissions.may(actor, "use_own_purse"):
        raise NotAllowed
    person = _person(actor)
    shop, day = shops.get(actor.community_id, shop_id), clock.shanghai(slot_at).date()
    held = number_rows.hold(actor.community_id, shop_id, day)
    offered = {one.starts_at: one.left for one in _slots(actor.community_id, shop, day)}
    if slot_at not in offered or day > clock.today() + timedelta(days=policy.AHEAD):
        raise SlotNotOffered
    # who has a number is told so first, whatever is left
    holder = _holder_of(person)
    _refuse_second(actor.community_id, holder, day)
    if offered[slot_at] < 1:
        raise SlotFull
    elder = policy.is_elder(person.birth_year, day) or (
        for_elder and _lives_with_elder(actor.community_id, person)
    )
    return _add(held, day, holder, elder=elder, slot_at=slot_at, origin="phone", actor=actor)


@audit.records.writes("queue.number_taken", of="shop")
def give(shop_id: UUID, *, actor: Actor, elder: bool, person_id: UUID | None = None) -> NumberInfo:
    """A clerk gives a number on paper, to whoever stands there; of a household where a card was shown."""
    line.refuse_not_serving(actor)
    shop, day = shops.get(actor.community_id, shop_id), clock.today()
    held = number_rows.hold(actor.community_id, shop.id, day)
    holder = _Holder()
    if person_id is not None:
        person = people.persons.get(actor.community_id, person_id)
        holder, elder = _holder_of(person), elder or policy.is_elder(person.birth_year, day)
        _refuse_second(actor.community_id, holder, day)
    return _add(held, day, holder, elder=elder, slot_at=None, origin="paper", actor=actor)


@audit.records.writes("queue.number_given_back", of="shop")
def give_back(number_id: UUID, *, actor: Actor) -> NumberInfo:
    """The household does not come: its number is free for another time."""
    mine = _of_holder(actor.community_id, _holder_of(_person(actor)), clock.today())
    seen = next((one for one in mine if one.number_id == number_id), None)
    if seen is None:
        raise NotFound
    number_rows.hold(actor.community_id, seen.shop_id, seen.day)
    found = get(actor.community_id, number_id)
    if found.status in ("came", "given_back"):
        raise NumberSettled(number=found.words)
    number_rows.change(actor.community_id, number_id, status="given_back")
    line.record("queue.number_given_back", found, actor)
    return found


def get(community_id: UUID, number_id: UUID) -> NumberInfo:
    """One number."""
    found = number_rows.find(community_id, number_id)
    if found is None:
        raise NotFound
    return found


def forget_old() -> int:
    """Delete the queues of days that are over, of all communities; how many numbers that were."""
    before = clock.today() - KEPT_FOR
    gone = changed(sa.delete(QueueNumber).where(QueueNumber.day < before))
    changed(sa.delete(QueueDay).where(QueueDay.day < before))
    return gone


def _add(
    held: number_rows.HeldQueue,
    day: date,
    holder: _Holder,
    *,
    elder: bool,
    slot_at: datetime | None,
    origin: str,
    actor: Actor,
) -> NumberInfo:
    number_id = new_id()
    row: dict[str, Any] = {
        "community_id": actor.community_id,
        "id": number_id,
        "queue_id": held.queue_id,
        "day": day,
        "number": held.given + 1,
        "origin": origin,
        "household_id": holder.household_id,
        "person_id": holder.person_id,
        "elder": elder,
        "slot_at": slot_at,
        "taken_at": clock.now(),
        "status": "waiting",
        "after": 0,
        "misses": 0,
        "till": None,
        "called_by": None,
        "called_at": None,
    }
    written = upsert(QueueNumber).on_conflict_do_nothing().returning(QueueNumber.id)
    if db.session.scalar(written, row) is None:
        # at another shop, in the same moment
        _refuse_second(actor.community_id, holder, day)
        raise SlotFull
    number_rows.count(held, actor.community_id, given=1)
    made = get(actor.community_id, number_id)
    line.record("queue.number_taken", made, actor)
    return made


def _refuse_second(community_id: UUID, holder: _Holder, day: date) -> None:
    for one in _of_holder(community_id, holder, day):
        if one.day == day:
            raise NumberTaken(number=one.words)


def _of_holder(community_id: UUID, holder: _Holder, since: date) -> list[NumberInfo]:
    return number_rows.of_holder(
        community_id, household_id=holder.household_id, person_id=holder.person_id, since=since
    )


def _offer(community_id: UUID, shop: shops.ShopInfo, since: date) -> NumberOffer | None:
    days = (clock.today() + timedelta(days=ahead) for ahead in range(policy.AHEAD + 1))
    for day in (one for one in days if one >= since):
        if not policy.slots_of(shop.spans_on(day), day, clock.now()):
            continue
        slots = _slots(community_id, shop, day)
        if any(one.left for one in slots):
            return NumberOffer(shop, day, tuple(slots))
    return None


def _slots(community_id: UUID, shop: shops.ShopInfo, day: date) -> list[SlotInfo]:
    """The half hours of a day that are not over, with what is left of each."""
    every, _calls = number_rows.of_day(community_id, shop.id, day)
    used = Counter(one.slot_at for one in every if one.slot_at and one.status != "given_back")
    starts = policy.slots_of(shop.spans_on(day), day, clock.now())
    return [SlotInfo(one, max(0, shop.places - used[one])) for one in starts]


def _lives_with_elder(community_id: UUID, person: people.persons.PersonInfo) -> bool:
    today = clock.today()
    if person.household_id is None or policy.is_elder(person.birth_year, today):
        return False
    members = people.households.members(community_id, person.household_id)
    return any(policy.is_elder(one.birth_year, today) for one in members)


def _person(actor: Actor) -> people.persons.PersonInfo:
    if actor.person_id is None:
        raise NotAllowed
    return people.persons.get(actor.community_id, actor.person_id)


def _holder_of(person: people.persons.PersonInfo) -> _Holder:
    """A household, or who has none."""
    if person.household_id is not None:
        return _Holder(household_id=person.household_id)
    return _Holder(person_id=person.person_id)
