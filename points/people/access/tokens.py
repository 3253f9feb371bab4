"""Bearer tokens of the JSON API: for one purpose, for a time, kept as a digest, ended with the account's sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, changed, clock, db, new_id, run
from points.foundation.codes import CHANCE
from points.people import permissions
from points.people.access import account_rows, actors, known
from points.people.access.account_rows import NOWHERE, Machine
from points.people.access.hashing import digest
from points.people.access.known import Known
from points.people.access.queries import who
from points.people.access.signing_in import SignedIn
from points.people.models import Account, Token
from points.people.permissions import STAFF

VALID_FOR = timedelta(days=30)
#: a token of staff may be asked to last longer, so that a till is not set up anew each month
LONGEST_OF_STAFF = timedelta(days=90)
#: what a token may be for, and which permissions that is; `read` changes nothing
SCOPES = {"read": ("use_own_purse",), "own": ("use_own_purse",), "counter": ("serve_counter",)}


@dataclass(frozen=True)
class NewToken:
    """A token, said once."""

    token: str
    expires_at: datetime
    scope: str


@dataclass(frozen=True)
class TokenInfo:
    """A token as its owner sees it; without its words."""

    token_id: UUID
    scope: str
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime


@audit.records.writes("token.opened", of="account")
def issue(
    who: SignedIn,
    *,
    scope: str | None = None,
    days: int | None = None,
    machine: Machine = NOWHERE,
    token: str | None = None,
) -> NewToken:
    """A token for an account that has just signed in. Unless asked otherwise it is for the counter where its owner serves
    there, else for the own purse; a resident's ends after thirty days at most."""
    token = token or CHANCE.token()
    now, roles = clock.now(), actors.of_account(who.account_id, community_id=who.community_id)
    scope = scope or ("counter" if permissions.may(roles, "serve_counter") else "own")
    longest = LONGEST_OF_STAFF if STAFF & roles.roles else VALID_FOR
    ends = now + min(VALID_FOR if days is None else timedelta(days=days), longest)
    row = {
        "community_id": who.community_id,
        "id": new_id(),
        "account_id": who.account_id,
        "token_hash": digest(token),
        "session_epoch": who.session_epoch,
        "scope": scope,
        "expires_at": ends,
        "created_at": now,
    }
    db.session.execute(sa.insert(Token), [row])
    account_rows.tell(who.community_id, who.account_id, "token", machine=machine)
    actor = Actor(who.community_id, who.account_id, who.person_id)
    audit.records.record("token.opened", actor=actor, subject_kind="account", subject_id=who.account_id)
    return NewToken(token, ends, scope)


def given_before(token: str, who: SignedIn) -> NewToken | None:
    """A token of this account that counts, for an answer that is given again."""
    row = db.session.execute(
        sa.select(Token.expires_at, Token.scope)
        .where(Token.community_id == who.community_id, Token.account_id == who.account_id)
        .where(Token.token_hash == digest(token), Token.revoked_at.is_(None), Token.expires_at > clock.now())
    ).one_or_none()
    return NewToken(token, row.expires_at, row.scope) if row else None


def find_known(token: str) -> Known | None:
    """Who a token speaks for; None when it is unknown, out of date, ended or from before a sign-out everywhere."""
    rows = who("token").all(token=digest(token), today=clock.today(), day=clock.today())
    if not rows:
        return None
    [one, *_more] = rows
    if one.revoked_at is not None or one.expires_at <= clock.now() or one.token_epoch != one.session_epoch:
        return None
    return known.of_rows(rows, known.CameBy(one.token_id, one.used_at, one.scope))


def list_own(*, actor: Actor) -> list[TokenInfo]:
    """The actor's tokens that still count, newest first."""
    epoch = sa.select(Account.session_epoch).where(
        Account.community_id == actor.community_id, Account.id == actor.account_id
    )
    query = (
        sa.select(Token.id, Token.scope, Token.created_at, Token.used_at, Token.expires_at)
        .where(Token.community_id == actor.community_id, Token.account_id == actor.account_id)
        .where(Token.revoked_at.is_(None), Token.expires_at > clock.now())
        .where(Token.session_epoch == epoch.scalar_subquery())
        .order_by(Token.created_at.desc())
    )
    return [TokenInfo(*row) for row in db.session.execute(query)]


def note_used(community_id: UUID, token_id: UUID) -> None:
    """Write down that a token was used, where something was written anyway and it was some time ago."""
    ours = Token.community_id == community_id, Token.id == token_id
    run(sa.update(Token).where(*ours).values(used_at=clock.now()))


@audit.records.writes("token.ended", of="account")
def end(token_id: UUID, *, actor: Actor) -> None:
    """A token of the own account that is no longer wanted."""
    _end(actor.account_id, token_id, actor)


@audit.records.writes("token.ended", of="account")
def end_for(account_id: UUID, token_id: UUID, *, actor: Actor) -> None:
    """A token of somebody's account, by whoever may change that."""
    account_rows.need_over(account_id, actor)
    _end(account_id, token_id, actor)


def _end(account_id: UUID | None, token_id: UUID, actor: Actor) -> None:
    ended = changed(
        sa.update(Token)
        .where(Token.community_id == actor.community_id, Token.account_id == account_id)
        .where(Token.id == token_id, Token.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    if not ended:
        raise NotFound
    audit.records.record("token.ended", actor=actor, subject_kind="account", subject_id=account_id)
