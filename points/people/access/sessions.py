"""Who is signed in where: a row for each session, known by a number its cookie carries; and how long one lasts.

A row ends when somebody signs out there or anywhere else says so; all of an account end with its `session_epoch`. Only
what begins or ends one writes, and what writes anyway notes now and then that it was seen.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, changed, clock, db, new_id, run
from points.foundation.prepared import given, prepared
from points.people.access import account_rows, policy
from points.people.access.hashing import digest
from points.people.models import Account, Identity, Session, SignInNotice
from points.people.permissions import STAFF

CARD_SESSION = timedelta(minutes=30)
#: how stale `seen_at` may be before it costs a write
SEEN_EVERY = timedelta(minutes=15)
#: a machine is remembered so long after it was last signed in on
KEPT_FOR = timedelta(days=400)


@dataclass(frozen=True)
class SessionLength:
    """How long a session lasts: without a click, and in all."""

    idle: timedelta
    whole: timedelta


_RESIDENT = SessionLength(timedelta(days=30), timedelta(days=365))


_LEADER = SessionLength(timedelta(hours=12), timedelta(hours=24))


_STAFF = SessionLength(timedelta(minutes=30), timedelta(hours=12))


#: what callers hand in
Machine = account_rows.Machine


@dataclass(frozen=True)
class SessionInfo:
    """A session as its owner sees it."""

    session_id: UUID
    words: str
    begun_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class NoticeInfo:
    """What an owner is told of: what it is, when and where it was done, and by whom where somebody else did it; for a new
    machine the session that began there."""

    notice_id: UUID
    kind: str
    at: datetime
    words: str
    by: str
    session_id: UUID | None


def _length(roles: Collection[str]) -> SessionLength:
    """Residents stay for a month; staff half an hour idle; a leader one activity, out in the field."""
    if STAFF & set(roles):
        return _STAFF
    return _LEADER if "leader" in roles else _RESIDENT


def over(roles: Collection[str], *, begun: datetime, seen: datetime, now: datetime) -> bool:
    """Whether a session has been idle too long or is too old."""
    whole = _length(roles)
    return now - seen > whole.idle or now - begun > whole.whole


def begin(community_id: UUID, account_id: UUID, session_epoch: int, *, machine: Machine) -> str:
    """Somebody is signed in; the number for their cookie. On a machine nobody of the account was signed in on before,
    every other session of theirs, and the next on a machine they know, is told of it."""
    known = machine.mark is not None and _exists(
        _of(community_id, account_id), Session.machine == machine.mark
    )
    strange = not known and _exists(_of(community_id, account_id))
    session_id, number = new_id(), secrets.token_urlsafe(32)
    told = [] if strange else _told(community_id, account_id, machine.mark, clock.now())
    row = _row(community_id, session_id, number, machine) | {
        "account_id": account_id,
        "session_epoch": session_epoch,
        "notice_id": told[0].notice_id if told else None,
    }
    run(sa.insert(Session), [row])
    if strange:
        account_rows.tell(community_id, account_id, "machine", machine=machine, session_id=session_id)
    return number


def begin_with_card(community_id: UUID, card_id: UUID, *, machine: Machine) -> str:
    """A card is looked at; the number for its cookie."""
    number = secrets.token_urlsafe(32)
    row = _row(community_id, new_id(), number, machine) | {
        "card_id": card_id,
        "session_epoch": 0,
    }
    run(sa.insert(Session), [row])
    return number


def end(number: str) -> None:
    """Signed out: whoever else has this cookie is signed out too."""
    run(
        sa.update(Session)
        .where(Session.number_hash == digest(number), Session.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


@audit.records.writes("session.ended", of="account")
def end_own(session_id: UUID, *, actor: Actor) -> None:
    """Signed out there by its owner, from here."""
    mine = _open(actor.community_id, _account(actor)), Session.id == session_id
    if not changed(sa.update(Session).where(*mine).values(ended_at=clock.now())):
        if _find_own(session_id, actor=actor) is None:
            raise NotFound
        return
    audit.records.record("session.ended", actor=actor, subject_kind="account", subject_id=actor.account_id)


@audit.records.writes("session.ended", of="account")
def end_for(account_id: UUID, session_id: UUID, *, actor: Actor) -> None:
    """Signed out there for its owner, by whoever may change the account."""
    account_rows.need_over(account_id, actor)
    theirs = _open(actor.community_id, account_id), Session.id == session_id
    if not changed(sa.update(Session).where(*theirs).values(ended_at=clock.now())):
        raise NotFound
    audit.records.record("session.ended", actor=actor, subject_kind="account", subject_id=account_id)


def list_own(*, actor: Actor) -> list[SessionInfo]:
    """Where the actor may be signed in, newest first: not signed out, and not begun too long ago to be."""
    account_id, earliest = _account(actor), clock.now() - _length(actor.roles).whole
    epoch = sa.select(Account.session_epoch).where(
        Account.community_id == actor.community_id, Account.id == account_id
    )
    query = (
        sa.select(Session.id, Session.words, Session.begun_at, Session.seen_at)
        .where(_open(actor.community_id, account_id), Session.begun_at > earliest)
        .where(Session.session_epoch == epoch.scalar_subquery())
        .order_by(Session.begun_at.desc(), Session.id.desc())
    )
    return [SessionInfo(*row) for row in db.session.execute(query)]


def _find_own(session_id: UUID, *, actor: Actor) -> SessionInfo | None:
    """One of them, whether it is still open or not."""
    query = sa.select(Session.id, Session.words, Session.begun_at, Session.seen_at).where(
        _of(actor.community_id, _account(actor)), Session.id == session_id
    )
    row = db.session.execute(query).one_or_none()
    return SessionInfo(*row) if row else None


def list_notices(session_id: UUID, *, actor: Actor) -> list[NoticeInfo]:
    """What the owner is told of in this session, newest first: never what was done in it."""
    account_id = _account(actor)
    query = sa.select(Session.machine, Session.begun_at).where(
        _of(actor.account_home, account_id), Session.id == session_id
    )
    here = db.session.execute(query).one_or_none()
    return _told(actor.account_home, account_id, *here) if here else []


def understand(notice_ids: Collection[UUID], session_id: UUID, *, actor: Actor) -> None:
    """The owner knows of these, which they were told of in this session: no session tells them again."""
    told = {one.notice_id for one in list_notices(session_id, actor=actor)}
    known = told & set(notice_ids)
    account_id = _account(actor)
    mine = SignInNotice.community_id == actor.account_home, SignInNotice.account_id == account_id
    run(sa.update(SignInNotice).where(*mine, SignInNotice.id.in_(known)).values(understood_at=clock.now()))
    left = sa.select(SignInNotice.id).where(*mine, SignInNotice.understood_at.is_(None))
    newest = left.order_by(SignInNotice.at.desc(), SignInNotice.id.desc()).limit(1).scalar_subquery()
    asked = _of(actor.account_home, account_id), Session.notice_id.in_(known)
    run(sa.update(Session).where(*asked).values(notice_id=newest))


def note_seen(community_id: UUID, session_id: UUID) -> None:
    """Write down that a session is still about, where something was written anyway and it was some time ago."""
    run(
        sa.update(Session)
        .where(Session.community_id == community_id, Session.id == session_id)
        .values(seen_at=clock.now())
    )


def is_known_machine(mark: bytes) -> bool:
    """Whether somebody was ever signed in on the machine with this mark: a made-up one is known to nobody."""
    return _known_machine().value(mark=mark) is not None


def forget_old() -> int:
    """How many began too long ago to be open still, or to say which machines an account knows; and what was told then."""
    run(sa.delete(SignInNotice).where(SignInNotice.at <= clock.now() - KEPT_FOR))
    return changed(sa.delete(Session).where(Session.begun_at <= clock.now() - KEPT_FOR))


@prepared
def _known_machine() -> sa.Executable:
    return sa.select(Session.id).where(Session.machine == given("mark")).limit(1)


def _row(community_id: UUID, session_id: UUID, number: str, machine: Machine) -> dict[str, Any]:
    now = clock.now()
    return {
        "community_id": community_id,
        "id": session_id,
        "number_hash": digest(number),
        "words": machine.words,
        "machine": machine.mark,
        "device_id": machine.device_id,
        "begun_at": now,
        "seen_at": now,
    }


def _told(community_id: UUID, account_id: UUID, mark: bytes | None, begun: datetime) -> list[NoticeInfo]:
    """What a session of this account on a machine is told of."""
    behind = sa.and_(Account.community_id == SignInNotice.community_id, Account.id == SignInNotice.caused_by)
    named = sa.and_(Identity.community_id == Account.community_id, Identity.person_id == Account.person_id)
    query = (
        sa.select(SignInNotice, Identity.name)
        .outerjoin(Account, behind)
        .outerjoin(Identity, named)
        .where(SignInNotice.community_id == community_id, SignInNotice.account_id == account_id)
        .where(SignInNotice.understood_at.is_(None))
        .order_by(SignInNotice.at.desc(), SignInNotice.id.desc())
    )
    rows = db.session.execute(query).all()
    if any(row.kind == "machine" and policy.is_strange(row.machine, row.at, mark, begun) for row, _ in rows):
        return []
    shared = any(row.machine == mark for row, _ in rows) and _exists(
        Session.machine == mark, Session.account_id.is_not(None), Session.account_id != account_id
    )
    return [
        NoticeInfo(row.id, row.kind, row.at, row.words, name or "", row.session_id)
        for row, name in rows
        if policy.is_told(row.machine, row.at, mark, begun, shared=shared)
    ]


def _exists(*conditions: sa.ColumnElement[bool]) -> bool:
    return bool(db.session.scalar(sa.select(sa.literal(1)).select_from(Session).where(*conditions).limit(1)))


def _of(community_id: UUID, account_id: UUID) -> sa.ColumnElement[bool]:
    return sa.and_(Session.community_id == community_id, Session.account_id == account_id)


def _open(community_id: UUID, account_id: UUID) -> sa.ColumnElement[bool]:
    return sa.and_(_of(community_id, account_id), Session.ended_at.is_(None))


def _account(actor: Actor) -> UUID:
    if actor.account_id is None:
        raise NotFound
    return actor.account_id
