"""Saying that one will come, and taking it back; until when, for how many and for whom is decided in policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import Actor, NotAllowed, clock, db, new_id, run, setting
from points.volunteering.access import need, need_for
from points.volunteering.models import Activity, SignUp
from points.volunteering.programme import activity_rows, policy
from points.volunteering.programme.activity_rows import must_be_open
from points.volunteering.programme.presence_rows import signed_up
from points.volunteering.programme.refusals import (
    AlreadySignedUp,
    NotSignedUp,
    SignUpPaused,
)
from points.volunteering.services.policy import Span, refuse_overlap


@audit.records.writes("sign_up.made", of="activity")
def sign_up(public_id: str, *, actor: Actor, person_id: UUID | None = None) -> activity_rows.ActivityInfo:
    """Put oneself on the list; staff may put others on it."""
    who = _who(actor, person_id)
    found = activity_rows.get_locked(actor.community_id, public_id)
    must_be_open(found)
    policy.refuse_late(found.starts_at, title=found.title, now=clock.now())
    before = _sign_up_of(actor.community_id, found.activity_id, who)
    if before is not None and before.status == "signed_up":
        raise AlreadySignedUp(title=found.title, starts=found.starts_at)
    _refuse_paused(actor.community_id, who)
    refuse_overlap(Span(found.starts_at, found.ends_at), _planned_spans(actor.community_id, who))
    listed = _signed_up(actor.community_id, found.activity_id)
    policy.refuse_full(listed, found.capacity, title=found.title)
    _write(actor, found, who, "signed_up", before)
    _record("sign_up.made", actor, found, who)
    return found


@audit.records.writes("sign_up.withdrawn", of="activity")
def withdraw(public_id: str, *, actor: Actor, person_id: UUID | None = None) -> activity_rows.ActivityInfo:
    """Take a sign-up back; the place is free again."""
    who = _who(actor, person_id)
    found = activity_rows.get_locked(actor.community_id, public_id)
    must_be_open(found)
    before = _sign_up_of(actor.community_id, found.activity_id, who)
    if before is None or before.status != "signed_up":
        raise NotSignedUp(title=found.title)
    policy.refuse_late(found.starts_at, title=found.title, now=clock.now())
    _write(actor, found, who, "withdrawn", before)
    _record("sign_up.withdrawn", actor, found, who)
    return found


@dataclass(frozen=True)
class ToCall:
    """Somebody who signed up and has no account on which to read what became of it."""

    name: str
    door: str
    phone: str


def to_call(public_id: str, *, actor: Actor) -> list[ToCall]:
    """Who of an activity is told by telephone or at the door, as no page tells them; for the office."""
    need(actor, "plan_activities")
    found = activity_rows.get(actor.community_id, public_id)
    listed = {one.person_id for one in signed_up(actor.community_id, found.activity_id)}
    without = listed - people.accounts.holders(actor.community_id, listed, active=True)
    seen = people.persons.list_seen(without, actor=actor)
    phones = people.persons.phones([one.person_id for one in seen], actor=actor)
    rows = [ToCall(one.name, one.door, phones.get(one.person_id, "")) for one in seen]
    return sorted(rows, key=lambda one: (one.door, one.name))


def _signed_up(community_id: UUID, activity_id: UUID) -> int:
    """How many are on the list."""
    query = sa.select(sa.func.count()).where(
        SignUp.community_id == community_id, SignUp.activity_id == activity_id, SignUp.status == "signed_up"
    )
    return int(db.session.execute(query).scalar_one())


def no_shows(community_id: UUID, person_id: UUID) -> list[date]:
    """The days of this year on which a person had signed up and did not come."""
    query = (
        sa.select(Activity.starts_at)
        .join(
            SignUp, sa.and_(SignUp.community_id == Activity.community_id, SignUp.activity_id == Activity.id)
        )
        .where(SignUp.community_id == community_id, SignUp.person_id == person_id)
        .where(SignUp.status == "no_show")
    )
    days = [clock.shanghai(at).date() for at in db.session.scalars(query)]
    return sorted(day for day in days if day.year == clock.today().year)


def _paused_until(community_id: UUID, person_id: UUID) -> date | None:
    """Until when this person cannot sign up, or None."""
    after = setting(community_id, "no_show_pause")
    if not after:
        return None
    days = no_shows(community_id, person_id)
    return policy.pause_ends(days, times=after["times"], months=after["months"], today=clock.today())


def _planned_spans(community_id: UUID, person_id: UUID) -> list[Span]:
    """When a person is expected somewhere already."""
    query = (
        sa.select(Activity.starts_at, Activity.ends_at, Activity.title)
        .join(
            SignUp, sa.and_(SignUp.community_id == Activity.community_id, SignUp.activity_id == Activity.id)
        )
        .where(SignUp.community_id == community_id, SignUp.person_id == person_id)
        .where(SignUp.status == "signed_up", Activity.status == "open")
    )
    return [Span(*row) for row in db.session.execute(query)]


def _who(actor: Actor, person_id: UUID | None) -> UUID:
    who = person_id or actor.person_id
    if who is None:
        raise NotAllowed
    if who != actor.person_id:
        need_for(actor, who)
    assert who is not None
    people.persons.get(actor.community_id, who)
    return who


def _refuse_paused(community_id: UUID, who: UUID) -> None:
    until = _paused_until(community_id, who)
    if until is not None:
        raise SignUpPaused(times=len(no_shows(community_id, who)), until=until)


def _sign_up_of(community_id: UUID, activity_id: UUID, who: UUID) -> Any:
    query = sa.select(SignUp.id, SignUp.status).where(
        SignUp.community_id == community_id, SignUp.activity_id == activity_id, SignUp.person_id == who
    )
    return db.session.execute(query).first()


def _write(actor: Actor, found: activity_rows.ActivityInfo, who: UUID, status: str, before: Any) -> None:
    values = {"status": status, "entered_by": actor.account_id, "at": clock.now()}
    if before is not None:
        run(
            sa.update(SignUp)
            .where(SignUp.community_id == actor.community_id, SignUp.id == before.id)
            .values(**values)
        )
        return
    row = {
        "community_id": actor.community_id,
        "id": new_id(),
        "activity_id": found.activity_id,
        "person_id": who,
        **values,
    }
    db.session.execute(sa.insert(SignUp), [row])


def _record(action: str, actor: Actor, found: activity_rows.ActivityInfo, who: UUID) -> None:
    facts = {"activity_id": found.activity_id, "for_other": who != actor.person_id}
    audit.records.record(action, actor=actor, subject_kind="person", subject_id=who, facts=facts)
