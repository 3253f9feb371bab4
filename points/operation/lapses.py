"""What ended on a day by a wrong clock: which days there are, who asks that one be given back, and who agrees.

Points move only afterwards (`giving_back.py`), the whole day at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from points import audit, ledger, people, shop, volunteering
from points.foundation import (
    Actor,
    NotAllowed,
    Refusal,
    changed,
    clock,
    db,
    new_id,
)
from points.operation.models import LapsesAsk
from points.operation.refusals import (
    ClockInDoubt,
    LapsesAsked,
    LapsesNotAsked,
    LapsesReasonMissing,
    NothingLapsed,
    OwnLapsesAsked,
)

#: how far back days are listed
LISTED = timedelta(days=400)


@dataclass(frozen=True)
class LapsedDay:
    """What of a day could be given back; `ask` is what somebody asks about it."""

    day: date
    tenths: int = 0
    purses: int = 0
    vouchers: int = 0
    no_shows: int = 0
    ask: LapsesRequest | None = None


@dataclass(frozen=True)
class LapsesRequest:
    """Somebody asks for a day; `why_not` is why the reader is not the second person. `going` where it was agreed to."""

    day: date
    reason: str
    asked_by: UUID | None
    asked_at: datetime
    going: bool
    why_not: Refusal | None = None


def list_days(actor: Actor) -> list[LapsedDay]:
    """The days on which something lapsed that could be given back, the newest first."""
    _need(actor)
    since = clock.now() - LISTED
    lots = ledger.lots.lapsed(actor.community_id, since)
    vouchers = shop.lapsed_vouchers.ended(actor.community_id, since)
    days = {clock.shanghai(at).date() for at in (*(one.at for one in lots), *(one.at for one in vouchers))}
    asks = {one.day: one for one in _waiting(actor)}
    found = []
    for day in sorted(days | set(asks), reverse=True):
        own = [one for one in lots if clock.shanghai(one.at).date() == day]
        found.append(
            LapsedDay(
                day,
                sum(one.tenths for one in own),
                len({one.account_id for one in own}),
                sum(clock.shanghai(one.at).date() == day for one in vouchers),
                sum(_no_shows(actor.community_id, day).values()),
                asks.get(day),
            )
        )
    return found


def of_day(day: date, *, actor: Actor) -> LapsedDay:
    """The same of one day."""
    _need(actor)
    begin, end = clock.day_bounds(day)
    lots = ledger.lots.lapsed(actor.community_id, begin, end)
    return LapsedDay(
        day,
        sum(one.tenths for one in lots),
        len({one.account_id for one in lots}),
        len(shop.lapsed_vouchers.ended(actor.community_id, begin, end)),
        sum(_no_shows(actor.community_id, day).values()),
        next((one for one in _waiting(actor) if one.day == day), None),
    )


@audit.records.writes("lapses.asked_back", of="community")
def ask(day: date, *, reason: str, actor: Actor) -> None:
    """Ask that what ended on a day be given back; nothing moves yet."""
    _need(actor)
    if clock.doubted():
        raise ClockInDoubt
    if not reason.strip():
        raise LapsesReasonMissing
    if _open(actor.community_id, day) is not None:
        raise LapsesAsked
    found = of_day(day, actor=actor)
    if not (found.tenths or found.vouchers or found.no_shows):
        raise NothingLapsed
    row = {
        "community_id": actor.community_id,
        "id": new_id(),
        "day": day,
        "reason": reason.strip(),
        "asked_by": actor.account_id,
        "asked_at": clock.now(),
        "status": "asked",
    }
    db.session.execute(sa.insert(LapsesAsk), [row])
    _note("lapses.asked_back", found, actor, reason)


@audit.records.writes("lapses.given_back", of="community")
def agree(day: date, *, actor: Actor) -> None:
    """Say yes as a second person; `giving_back.carry_out` then does it."""
    _need(actor)
    if clock.doubted():
        raise ClockInDoubt
    asked = _asked(actor, day)
    if refusal := _why_not(asked.asked_by, actor):
        raise refusal
    _close(asked, "confirmed", actor)
    _note("lapses.given_back", of_day(day, actor=actor), actor, asked.reason)


@audit.records.writes("lapses.kept", of="community")
def decline(day: date, *, reason: str, actor: Actor) -> None:
    """Say no, or take the own question back: what lapsed stays lapsed."""
    _need(actor)
    if not reason.strip():
        raise LapsesReasonMissing
    _close(_asked(actor, day), "declined", actor, answer=reason.strip())
    _note("lapses.kept", of_day(day, actor=actor), actor, reason)


def _no_shows(community_id: UUID, day: date) -> dict[UUID, int]:
    return dict(volunteering.no_shows.noted(community_id, *clock.day_bounds(day)))


def _need(actor: Actor) -> None:
    if not people.permissions.may(actor, "take_back_lapses"):
        raise NotAllowed


def _why_not(asked_by: UUID | None, actor: Actor) -> Refusal | None:
    """Why this actor is no second person: they asked, or made the account of who did, or are the same at another keyboard."""
    # the machine is one of the two at most
    twice = asked_by is None and actor.account_id is None
    return OwnLapsesAsked() if twice or people.origins.could_be(asked_by, actor=actor) else None


def _waiting(actor: Actor) -> list[LapsesRequest]:
    query = (
        sa.select(LapsesAsk)
        .where(LapsesAsk.community_id == actor.community_id, LapsesAsk.status.in_(("asked", "confirmed")))
        .order_by(LapsesAsk.asked_at)
    )
    return [
        LapsesRequest(
            one.day,
            one.reason,
            one.asked_by,
            one.asked_at,
            one.status == "confirmed",
            _why_not(one.asked_by, actor),
        )
        for one in db.session.scalars(query)
    ]


def _open(community_id: UUID, day: date) -> LapsesAsk | None:
    query = sa.select(LapsesAsk).where(LapsesAsk.community_id == community_id, LapsesAsk.day == day)
    found: LapsesAsk | None = db.session.scalar(query.where(LapsesAsk.status.in_(("asked", "confirmed"))))
    return found


def _asked(actor: Actor, day: date) -> LapsesAsk:
    found = _open(actor.community_id, day)
    if found is None or found.status != "asked":
        raise LapsesNotAsked
    return found


def _close(asked: LapsesAsk, status: str, actor: Actor, **said: str) -> None:
    mine = LapsesAsk.community_id == asked.community_id, LapsesAsk.id == asked.id
    values = {"status": status, "decided_by": actor.account_id, "decided_at": clock.now(), **said}
    if not changed(sa.update(LapsesAsk).where(*mine, LapsesAsk.status == "asked").values(**values)):
        raise LapsesNotAsked


def _note(action: str, found: LapsedDay, actor: Actor, reason: str) -> None:
    facts = {
        "day": found.day,
        "tenths": found.tenths,
        "purses": found.purses,
        "vouchers": found.vouchers,
        "no_shows": found.no_shows,
    }
    audit.records.record(
        action,
        actor=actor,
        subject_kind="community",
        subject_id=actor.community_id,
        facts=facts,
        private={"reason": reason.strip()},
    )
