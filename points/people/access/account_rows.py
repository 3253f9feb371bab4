"""An account's row as its own person, its passwords, its sign-ins and the desk change it; and what its owner is told of."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, NotFound, changed, clock, db, new_id, run
from points.foundation.prepared import given, given_many
from points.foundation.spelling.guessing import Owner
from points.people.access import lockout, slip_rows
from points.people.access.refusals import AccountClosed
from points.people.authorisation import need
from points.people.models import Account, Card, Draft, Identity, Session, SignInNotice, Slip, Token


@dataclass(frozen=True)
class Machine:
    """Where somebody signs in: in words such as "Chrome · Windows", the digest of its cookie, the device it is enrolled
    as. Never an address of the network."""

    words: str = ""
    mark: bytes | None = None
    device_id: UUID | None = None


#: where it was done on no machine of anybody's, or on one that said nothing
NOWHERE = Machine()


def put_password(account_id: UUID, password_hash: str, *, actor: Actor) -> None:
    """The hash of a new password, which ends every session and every lock of the account."""
    lockout.clear(lockout.NAMES, _names(account_id, actor))
    write(
        account_id,
        actor,
        password_hash=password_hash,
        status="active",
        session_epoch=Account.session_epoch + 1,
        failed=0,
        locked_until=None,
        easy_told_at=None,
    )


def tell(
    community_id: UUID,
    account_id: UUID,
    kind: str,
    *,
    machine: Machine = NOWHERE,
    by: UUID | None = None,
    session_id: UUID | None = None,
) -> None:
    """Something about how an account is signed in with is new: its owner is told wherever they are or next sign in. `by` is
    another account that did it; one about a session goes by the number of that."""
    notice_id = session_id or new_id()
    row = {
        "community_id": community_id,
        "id": notice_id,
        "account_id": account_id,
        "kind": kind,
        "at": clock.now(),
        "words": machine.words,
        "machine": machine.mark,
        "session_id": session_id,
        "caused_by": by if by != account_id else None,
    }
    run(sa.insert(SignInNotice), [row])
    theirs = Session.community_id == community_id, Session.account_id == account_id
    others = *theirs, Session.ended_at.is_(None), Session.id != notice_id
    run(sa.update(Session).where(*others).values(notice_id=notice_id))


def _names(account_id: UUID, actor: Actor) -> list[str]:
    """What its owner types at the door."""
    joined = sa.and_(Identity.community_id == Account.community_id, Identity.person_id == Account.person_id)
    query = sa.select(Account.username, Identity.phone).join(Identity, joined)
    row = db.session.execute(
        query.where(Account.community_id == actor.community_id, Account.id == account_id)
    ).one()
    return [one for one in row if one]


def owner_of(community_id: UUID, person_id: UUID, *more: str | None, number: str = "") -> Owner:
    """What others know of a person, whose secrets must not be made of it; `more` are names they go by,
    `number` is one of a card to be."""
    query = sa.select(Identity.name, Identity.birth_date, Identity.phone).where(
        Identity.community_id == community_id, Identity.person_id == person_id
    )
    row = db.session.execute(query).one_or_none()
    cards = sa.select(Card.number).where(Card.community_id == community_id, Card.person_id == person_id)
    numbers = [*db.session.scalars(cards.where(Card.status == "active")), row.phone if row else "", number]
    names = tuple(filter(None, (row.name if row else "", *more)))
    return Owner(names, row.birth_date if row else None, tuple(filter(None, numbers)))


def fit_old(password: str) -> str:
    """A password as typed at a sign-in: in the spelling that was hashed, and never endless."""
    return unicodedata.normalize("NFC", password[:1024])


def own(actor: Actor) -> Account:
    """The actor's own account; NotFound where there is none."""
    row = db.session.get(Account, (actor.community_id, actor.account_id)) if actor.account_id else None
    if row is None:
        raise NotFound
    return row


def get(community_id: UUID, account_id: UUID) -> Account:
    """Somebody's account; NotFound where there is none."""
    row = db.session.get(Account, (community_id, account_id))
    if row is None:
        raise NotFound
    return row


def need_over(account_id: UUID, actor: Actor) -> None:
    """Refuse whoever may not change somebody's account: one that holds a role is for an administrator."""
    need(actor, "open_accounts")
    if slip_rows.standing(account_id):
        need(actor, "grant_roles")


def close(account_id: UUID, actor: Actor, *, at: datetime) -> None:
    """Nobody comes in by it any more: not by a session, not by a token; what was left in its forms is gone."""
    theirs = {"community_id": actor.community_id, "account_id": account_id}
    closed = sa.update(Account).where(
        Account.community_id == actor.community_id, Account.id == account_id, Account.status != "closed"
    )
    if not changed(closed.values(status="closed", closed_at=at, session_epoch=Account.session_epoch + 1)):
        raise AccountClosed
    run(sa.update(Session).filter_by(**theirs, ended_at=None).values(ended_at=at))
    run(sa.update(Token).filter_by(**theirs, revoked_at=None).values(revoked_at=at))
    run(sa.delete(Draft).filter_by(**theirs))


def write(account_id: UUID, actor: Actor, **values: object) -> None:
    changed = db.session.scalar(
        sa.update(Account)
        .where(Account.community_id == actor.community_id, Account.id == account_id)
        .values(**values)
        .returning(Account.id)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    if changed is None:
        raise NotFound


def of_one_with(accounts: str) -> sa.ColumnElement[bool]:
    """Whether `account` is of one origin (`origins`) with any of several, which the statement is given by this name."""
    here, mine = given("community"), given("account")
    others = given_many(accounts)
    opened = sa.exists().where(
        Account.community_id == here,
        sa.or_(
            sa.and_(Account.id.in_(others), Account.opened_by == mine),
            sa.and_(Account.id == mine, Account.opened_by.in_(others)),
        ),
    )
    by_slip = sa.exists().where(
        Slip.community_id == here,
        Slip.used_at.is_not(None),
        sa.or_(
            sa.and_(Slip.account_id.in_(others), Slip.issued_by == mine),
            sa.and_(Slip.account_id == mine, Slip.issued_by.in_(others)),
        ),
    )
    return sa.or_(opened, by_slip)
