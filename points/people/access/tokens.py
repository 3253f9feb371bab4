"""Bearer tokens of the JSON API: 30 days, kept as a digest, ended with the account's sessions."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db, new_id
from points.people.access import known
from points.people.access.known import Known
from points.people.access.queries import who
from points.people.access.signing_in import SignedIn
from points.people.models import Token

VALID_FOR = timedelta(days=30)


@dataclass(frozen=True)
class NewToken:
    """A token, said once."""

    token: str
    expires_at: datetime


def issue(who: SignedIn) -> NewToken:
    """A token for an account that has just signed in."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    row = {
        "community_id": who.community_id,
        "id": new_id(),
        "account_id": who.account_id,
        "token_hash": _digest(token),
        "session_epoch": who.session_epoch,
        "expires_at": now + VALID_FOR,
        "created_at": now,
    }
    db.session.execute(sa.insert(Token), [row])
    actor = Actor(who.community_id, who.account_id, who.person_id)
    audit.records.record("token.opened", actor=actor, subject_kind="account", subject_id=who.account_id)
    return NewToken(token, now + VALID_FOR)


def find_known(token: str) -> Known | None:
    """Who a token speaks for; None when it is unknown, out of date, ended or from before a sign-out everywhere."""
    rows = who("token").all(token=_digest(token), today=clock.today(), day=clock.today())
    if not rows:
        return None
    [one, *_more] = rows
    if one.revoked_at is not None or one.expires_at <= clock.now() or one.token_epoch != one.session_epoch:
        return None
    return known.of_rows(rows)


def end(token: str, *, actor: Actor) -> None:
    """A token of the own account that is no longer wanted."""
    db.session.execute(
        sa.update(Token)
        .where(Token.community_id == actor.community_id, Token.account_id == actor.account_id)
        .where(Token.token_hash == _digest(token), Token.revoked_at.is_(None))
        .values(revoked_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    audit.records.record("token.ended", actor=actor, subject_kind="account", subject_id=actor.account_id)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
