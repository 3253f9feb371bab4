"""Calling: the next number, one number again; it came, it was not there; the end of the line."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from points import audit
from points.foundation import Actor, clock
from points.shop import shops
from points.shop.queueing import line, number_rows, numbers, policy
from points.shop.queueing.number_rows import HeldQueue
from points.shop.queueing.policy import NumberInfo
from points.shop.queueing.refusals import NobodyDue, NumberSettled


@dataclass(frozen=True)
class Board:
    """A shop's queue of today: who was called, newest first; who waits, in order; who was not there."""

    called: tuple[NumberInfo, ...]
    waiting: tuple[NumberInfo, ...]
    missed: tuple[NumberInfo, ...]
    given: int
    calls: int
    elders_first: bool

    @property
    def due(self) -> int:
        """How many wait whose time has come."""
        return sum(one.due_at <= clock.now() for one in self.waiting)

    @property
    def mark(self) -> str:
        """Another text whenever something changed in the queue, or somebody is due who was not."""
        counts = (self.given, self.calls, len(self.waiting), self.due, len(self.missed), len(self.open_calls))
        return " ".join(map(str, (*counts, int(self.elders_first))))

    @property
    def open_calls(self) -> tuple[NumberInfo, ...]:
        """Who was called and of whom nothing was said since."""
        return tuple(one for one in self.called if one.status == "called")


def board(community_id: UUID, shop: shops.ShopInfo) -> Board:
    """The queue of today."""
    day = clock.today()
    every, calls = number_rows.of_day(community_id, shop.id, day)
    called = sorted(
        (one for one in every if one.status in ("called", "came") and one.called_at),
        key=lambda one: (one.called_at, one.number),
        reverse=True,
    )
    return Board(
        tuple(called),
        tuple(line.sort_waiting(every, shop, day, calls)),
        tuple(one for one in every if one.status == "missed"),
        sum(one.status != "given_back" for one in every),
        calls,
        policy.elders_first(shop.spans_on(day), clock.now(), shop.elders),
    )


@audit.records.writes("queue.called", of="shop")
def call_next(shop_id: UUID, till: int, *, actor: Actor) -> NumberInfo:
    """Call who is next; whom this clerk had called before has come, unless something else was said of them."""
    line.refuse_not_serving(actor)
    shop, day = shops.get(actor.community_id, shop_id), clock.today()
    held = number_rows.hold(actor.community_id, shop_id, day)
    every, calls = number_rows.of_day(actor.community_id, shop_id, day)
    due = [one for one in line.sort_waiting(every, shop, day, calls) if one.due_at <= clock.now()]
    if not due:
        raise NobodyDue
    for one in every:
        if one.status == "called" and one.called_by == actor.account_id:
            _came(one, actor)
    return _call(due[0], held, till, actor)


@audit.records.writes("queue.called", of="shop")
def call(number_id: UUID, till: int, *, actor: Actor) -> NumberInfo:
    """Call this number: again, out of turn because they are here, or back after they were not."""
    found, held = _held(number_id, actor, "waiting", "called", "missed", "came")
    return _call(found, held, till, actor)


@audit.records.writes("queue.came", of="shop")
def came(number_id: UUID, *, actor: Actor) -> NumberInfo:
    """Who was called is here; or who was not comes by while nobody else is."""
    found, _ = _held(number_id, actor, "called", "missed")
    _came(found, actor)
    return found


@audit.records.writes("queue.not_there", of="shop")
def not_there(number_id: UUID, *, actor: Actor) -> NumberInfo:
    """Who was called is not here: they come behind the next three, and after the second time they are dropped."""
    found, held = _held(number_id, actor, "called")
    misses = found.misses + 1
    dropped = misses >= policy.CALLS_OF_ONE
    number_rows.change(
        actor.community_id,
        number_id,
        status="missed" if dropped else "waiting",
        misses=misses,
        after=held.calls + policy.BEHIND,
    )
    line.record("queue.not_there", found, actor, misses=misses)
    return found


@audit.records.writes("queue.cleared", of="shop")
def clear(shop_id: UUID, *, actor: Actor) -> int:
    """The end of the line: whoever is due and still waits is dropped, whoever was called has come; how many were dropped."""
    line.refuse_not_serving(actor)
    shop, day = shops.get(actor.community_id, shop_id), clock.today()
    number_rows.hold(actor.community_id, shop_id, day)
    every, _calls = number_rows.of_day(actor.community_id, shop.id, day)
    left = [one for one in every if one.status == "waiting" and one.due_at <= clock.now()]
    for one in left:
        number_rows.change(actor.community_id, one.number_id, status="missed")
    for one in every:
        if one.status == "called":
            _came(one, actor)
    facts = {"day": day, "people": len(left)}
    audit.records.record("queue.cleared", actor=actor, subject_kind="shop", subject_id=shop_id, facts=facts)
    return len(left)


def _held(number_id: UUID, actor: Actor, *standing: str) -> tuple[NumberInfo, HeldQueue]:
    """A number of today with its queue held, if it stands in one of these ways."""
    line.refuse_not_serving(actor)
    seen = numbers.get(actor.community_id, number_id)
    held = number_rows.hold(actor.community_id, seen.shop_id, seen.day)
    found = numbers.get(actor.community_id, number_id)
    if found.day != clock.today() or found.status not in standing:
        raise NumberSettled(number=found.words)
    return found, held


def _call(found: NumberInfo, held: HeldQueue, till: int, actor: Actor) -> NumberInfo:
    number_rows.change(
        actor.community_id,
        found.number_id,
        status="called",
        till=till,
        called_by=actor.account_id,
        called_at=clock.now(),
    )
    number_rows.count(held, actor.community_id, calls=1)
    line.record("queue.called", found, actor, till=till)
    return numbers.get(actor.community_id, found.number_id)


def _came(found: NumberInfo, actor: Actor) -> None:
    number_rows.change(actor.community_id, found.number_id, status="came")
    line.record("queue.came", found, actor)
