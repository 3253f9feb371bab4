"""Being there: checked in and out by the leader's scan, one's own scan or the leader's list, and how it is told apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import Actor, NotAllowed, clock, db, new_id, run
from points.volunteering.models import Activity, Attendance
from points.volunteering.programme import activity_rows
from points.volunteering.programme.activity_rows import must_be_open, must_keep_list
from points.volunteering.programme.presence_rows import Presence, expected, presences
from points.volunteering.programme.refusals import ActivityAhead, ActivityOver, AlreadyIn, AlreadyOut, NotIn
from points.volunteering.services.refusals import Overlapping

#: people come early, and some leave late
EARLY = timedelta(minutes=60)


#: a list is ticked when hands are free: until then a tick means "was here from the start"
TICK_GRACE = timedelta(minutes=30)


#: established by the leader's word alone
BY_HAND = ("leader_tick", "leader_added")


#: a second scan right after the first is a slip of the hand, not a check-out
DOUBLE_SCAN = timedelta(minutes=3)


def check_in(public_id: str, person_id: UUID, *, method: str, actor: Actor) -> Presence:
    """Establish that somebody is there."""
    found = _open_list(public_id, person_id, method, actor)
    known = presences(actor.community_id, found.activity_id).get(person_id)
    if known is not None:
        raise AlreadyIn(at=known.in_at)
    people.persons.get(actor.community_id, person_id)
    _refuse_elsewhere(actor.community_id, person_id)
    if method == "leader_scan" and clock.now() >= found.ends_at:
        # a card shown when all is over shows who it is, not when they were there: that is the leader's word
        method = _word_for(found, person_id, actor)
    return _arrive(found, [person_id], method, actor)[0]


def check_out(public_id: str, person_id: UUID, *, method: str, actor: Actor) -> Presence:
    """Establish that somebody leaves."""
    found = _open_list(public_id, person_id, method, actor)
    known = presences(actor.community_id, found.activity_id).get(person_id)
    if known is None:
        raise NotIn
    if known.out_at is not None:
        raise AlreadyOut(at=known.out_at)
    if method == "leader_scan" and clock.now() > found.ends_at + EARLY:
        method = "leader_tick"
    _leave(found, [person_id], method, actor)
    return presences(actor.community_id, found.activity_id)[person_id]


@audit.records.writes("attendance.checked_in", "attendance.checked_out", "attendance.ticked", of="activity")
def scan_person(public_id: str, person_id: UUID, *, actor: Actor) -> str:
    """The leader scans somebody: the first time they come in, the next time they leave. Says which ('in', 'out').

    Once it is over, the first scan is as good as a tick, and later than an hour after so is the next.
    """
    return _come_or_go(public_id, person_id, "leader_scan", actor)


def scan_activity(public_id: str, *, actor: Actor) -> str:
    """Somebody scans the activity's own code on site: the first time in, the next time out."""
    if actor.person_id is None:
        raise NotAllowed
    return _come_or_go(public_id, actor.person_id, "self_scan", actor)


@audit.records.writes(
    "attendance.ticked",
    "attendance.checked_out",
    "attendance.unticked",
    "attendance.check_out_undone",
    of="activity",
)
def tick(public_id: str, *, what: str, actor: Actor, who: Collection[UUID] | None = None) -> int:
    """Tick a list: these people, or all it concerns, came ('in'), left ('out'), were not there after all ('undo') or
    have not left yet ('back').

    Who was established already in a better way is left alone. Says how many were ticked.
    """
    if what not in ("in", "out", "undo", "back"):
        raise ValueError(what)
    found = activity_rows.get_locked(actor.community_id, public_id)
    _refuse_ticking(found, actor)
    there = presences(actor.community_id, found.activity_id)
    if what == "in":
        wanted = who if who is not None else expected(actor.community_id, found.activity_id)
        people.persons.get_many(actor.community_id, wanted)
        chosen = [one for one in wanted if one not in there]
        for one in chosen if who is not None else ():
            _refuse_elsewhere(actor.community_id, one)
        return len(_arrive(found, chosen, "leader_tick", actor))
    wanted = who if who is not None else list(there)
    if what == "out":
        chosen = [one for one in wanted if one in there and there[one].out_at is None]
        _leave(found, chosen, "leader_tick", actor)
        return len(chosen)
    if what == "back":
        return _stay(found, [one for one in wanted if one in there and there[one].out_at is not None], actor)
    return _undo(found, [one for one in wanted if one in there], actor)


def refuse_adding(public_id: str, *, actor: Actor) -> None:
    """Refuse who may not add anybody to this list now; asked before a name is looked up for them."""
    _refuse_ticking(activity_rows.get(actor.community_id, public_id), actor)


@audit.records.writes("attendance.ticked", of="activity")
def add(public_id: str, person_id: UUID, *, actor: Actor) -> bool:
    """Somebody simply came, with neither phone nor card, and the leader knows who it is. Once is enough; says whether
    they were not there already.

    Who is on no list is marked as added on site, for whoever approves.
    """
    found = activity_rows.get_locked(actor.community_id, public_id)
    _refuse_ticking(found, actor)
    if person_id in presences(actor.community_id, found.activity_id):
        return False
    people.persons.get(actor.community_id, person_id)
    _refuse_elsewhere(actor.community_id, person_id)
    _arrive(found, [person_id], _word_for(found, person_id, actor), actor)
    return True


def _word_for(found: activity_rows.ActivityInfo, person_id: UUID, actor: Actor) -> str:
    """As what a leader's word stands: ticked who is on the list, added who is not."""
    listed = person_id in expected(actor.community_id, found.activity_id)
    return "leader_tick" if listed else "leader_added"


def _refuse_ticking(found: activity_rows.ActivityInfo, actor: Actor) -> None:
    must_keep_list(found, actor)
    must_be_open(found)
    _refuse_early(found)


def _open_list(public_id: str, person_id: UUID, method: str, actor: Actor) -> activity_rows.ActivityInfo:
    found = activity_rows.get_locked(actor.community_id, public_id)
    if method != "self_scan":
        must_keep_list(found, actor)
    elif person_id != actor.person_id:
        raise NotAllowed
    must_be_open(found)
    _refuse_early(found)
    if method == "self_scan" and clock.now() > found.ends_at + EARLY:
        raise ActivityOver(title=found.title)
    return found


def _refuse_early(found: activity_rows.ActivityInfo) -> None:
    if clock.now() < found.starts_at - EARLY:
        raise ActivityAhead(title=found.title, starts=found.starts_at)


def _come_or_go(public_id: str, person_id: UUID, method: str, actor: Actor) -> str:
    found = activity_rows.get_locked(actor.community_id, public_id)
    known = presences(actor.community_id, found.activity_id).get(person_id)
    if known is None:
        check_in(public_id, person_id, method=method, actor=actor)
        return "in"
    if known.out_at is None and clock.now() - known.in_at < DOUBLE_SCAN:
        raise AlreadyIn(at=known.in_at)
    check_out(public_id, person_id, method=method, actor=actor)
    return "out"


def _arrive(
    found: activity_rows.ActivityInfo, who: Sequence[UUID], method: str, actor: Actor
) -> list[Presence]:
    if not who:
        return []
    now = clock.now()
    from_start = method in BY_HAND and (now < found.starts_at + TICK_GRACE or now >= found.ends_at)
    in_at = found.starts_at if from_start else now
    rows = [
        {
            "community_id": actor.community_id,
            "id": new_id(),
            "activity_id": found.activity_id,
            "person_id": one,
            "in_at": in_at,
            "out_at": None,
            "method_in": method,
            "method_out": "",
            "checked_by": actor.account_id,
        }
        for one in who
    ]
    db.session.execute(sa.insert(Attendance), rows)
    action = "attendance.ticked" if method in BY_HAND else "attendance.checked_in"
    _record(action, found, who, method, actor)
    return [Presence(one, in_at, None, method, "", actor.account_id) for one in who]


def _leave(found: activity_rows.ActivityInfo, who: Sequence[UUID], method: str, actor: Actor) -> None:
    if not who:
        return
    now = clock.now()
    late = method == "leader_tick" and now > found.ends_at
    out_at = sa.literal(found.ends_at if late else now, Attendance.in_at.type)
    run(
        sa.update(Attendance)
        .where(Attendance.community_id == actor.community_id, Attendance.activity_id == found.activity_id)
        .where(Attendance.person_id.in_(who))
        .values(
            out_at=sa.case((Attendance.in_at > out_at, Attendance.in_at), else_=out_at), method_out=method
        )
    )
    _record("attendance.checked_out", found, who, method, actor)


def _stay(found: activity_rows.ActivityInfo, who: Sequence[UUID], actor: Actor) -> int:
    run(
        sa.update(Attendance)
        .where(Attendance.community_id == actor.community_id, Attendance.activity_id == found.activity_id)
        .where(Attendance.person_id.in_(who))
        .values(out_at=None, method_out="")
    )
    _record("attendance.check_out_undone", found, who, "leader_tick", actor)
    return len(who)


def _undo(found: activity_rows.ActivityInfo, who: Sequence[UUID], actor: Actor) -> int:
    run(
        sa.delete(Attendance)
        .where(Attendance.community_id == actor.community_id, Attendance.activity_id == found.activity_id)
        .where(Attendance.person_id.in_(who))
    )
    _record("attendance.unticked", found, who, "leader_tick", actor)
    return len(who)


def _record(
    action: str, found: activity_rows.ActivityInfo, who: Sequence[UUID], method: str, actor: Actor
) -> None:
    facts = {"activity_id": found.activity_id, "method": method}
    audit.records.record_many(
        [audit.records.Action(action, "person", one, facts) for one in who], actor=actor
    )


def _refuse_elsewhere(community_id: UUID, person_id: UUID) -> None:
    """Nobody checks in, to where they are not yet, who has not left another place."""
    now = clock.now()
    query = (
        sa.select(Activity.title, Activity.starts_at)
        .join(
            Attendance,
            sa.and_(Attendance.community_id == Activity.community_id, Attendance.activity_id == Activity.id),
        )
        .where(Attendance.community_id == community_id, Attendance.person_id == person_id)
        .where(Activity.status == "open", Activity.ends_at > now)
        .where(sa.or_(Attendance.out_at.is_(None), Attendance.out_at > now))
    )
    row = db.session.execute(query).first()
    if row is not None:
        raise Overlapping(title=row.title, starts=row.starts_at)
