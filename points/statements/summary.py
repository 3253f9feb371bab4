"""What a resident sees first: whose purse it is, what it holds, one notice. It moves nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from points import ledger, people, volunteering
from points.foundation import Actor, NotFound, clock, setting


@dataclass(frozen=True)
class PurseSummary:
    """A purse as its people see it; amounts in tenths, `minutes` the reader's own service time."""

    name: str
    place: str | None
    members: int
    available: int
    held: int
    total: int
    minutes: int


def own_person(actor: Actor) -> UUID:
    """The person the actor is; the house itself is none."""
    if actor.person_id is None:
        raise NotFound
    return actor.person_id


def of_purse(
    actor: Actor,
    *,
    purse: people.purses.PurseInfo | None = None,
    standing: ledger.balances.Standing | None = None,
    minutes: int | None = None,
) -> PurseSummary:
    """The actor's purse with its balance and the actor's own minutes; what was read before is handed in."""
    own, purse = own_person(actor), purse or holder(actor)
    now = standing or ledger.balances.get(actor.community_id, purse.account_id)
    return PurseSummary(
        name=purse.label,
        place=purse.door or None,
        members=purse.members,
        available=now.available,
        held=now.held,
        total=now.posted,
        minutes=volunteering.hours.of_person(actor.community_id, own) if minutes is None else minutes,
    )


def holder(actor: Actor) -> people.purses.PurseInfo:
    """Whose the actor's purse is."""
    return people.purses.of_person(actor.community_id, own_person(actor))


def available(actor: Actor) -> int:
    """What the actor's purse can spend now, in tenths."""
    return standing(actor).available


def standing(actor: Actor) -> ledger.balances.Standing:
    """What the actor's purse holds, and what of it is set aside."""
    return ledger.balances.get(actor.community_id, people.purses.account_of(actor))


def last_voucher_day(actor: Actor) -> date:
    """Until when a voucher made today is good."""
    return clock.today() + timedelta(days=int(setting(actor.community_id, "voucher_days")) - 1)
