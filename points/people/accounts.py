"""Accounts and their passwords: opening, closing, changing, signing out everywhere. Signing in is next door."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, clock, db, new_id, reading, transact
from points.people import passwords, permissions
from points.people.models import Person, SignIn
from points.people.policy import fit_password, fit_username
from points.people.refusals import OldPasswordWrong, UsernameTaken

_LETTERS = "cdfhjkmnpqrtwxy"
_DIGITS = "3479"


@dataclass(frozen=True)
class AccountCard:
    """An account as the desk may see it."""

    account_id: UUID
    person_id: UUID
    username: str | None
    status: str
    locked_until: datetime | None
    last_sign_in: datetime | None


def create_account(
    person_id: UUID, *, actor: Actor, username: str | None = None, password: str | None = None
) -> UUID:
    """An account for a person; without a password it waits for a slip, without a user name one is made."""
    permissions.need(actor, "open_accounts")
    if db.session.get(Person, (actor.community_id, person_id)) is None:
        raise NotFound
    name = _free(fit_username(username)) if username else _new_username()
    account_id = new_id()
    row = {
        "community_id": actor.community_id,
        "id": account_id,
        "person_id": person_id,
        "username": name,
        "password_hash": passwords.hash_secret(fit_password(password, username=name)) if password else None,
        "status": "active" if password else "invited",
        "created_at": clock.now(),
    }
    db.session.execute(sa.insert(SignIn), [row])
    facts = {"person_id": person_id}
    audit.records.record(
        "account.opened", actor=actor, subject_kind="account", subject_id=account_id, facts=facts
    )
    return account_id


def account_of(community_id: UUID, person_id: UUID) -> AccountCard | None:
    """The account of a person, the youngest where there are several."""
    query = (
        sa.select(SignIn)
        .where(SignIn.community_id == community_id, SignIn.person_id == person_id, SignIn.status != "closed")
        .order_by(SignIn.id.desc())
        .limit(1)
    )
    row = db.session.scalar(query)
    return _card(row) if row else None


def find_account(username: str) -> tuple[UUID, UUID] | None:
    """Community and id of the account with this user name; for commands."""
    row = db.session.execute(
        sa.select(SignIn.community_id, SignIn.id).where(SignIn.username == fit_username(username))
    ).one_or_none()
    return (row[0], row[1]) if row else None


def account_names(community_id: UUID, account_ids: set[UUID]) -> dict[UUID, UUID]:
    """Which person stands behind each of these accounts."""
    query = sa.select(SignIn.id, SignIn.person_id).where(
        SignIn.community_id == community_id, SignIn.id.in_(account_ids)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def close_account(account_id: UUID, *, reason: str, actor: Actor) -> None:
    """Nobody signs in with it again; what it did stays."""
    permissions.need(actor, "open_accounts")
    _write(account_id, actor, status="closed", session_epoch=SignIn.session_epoch + 1)
    audit.records.record(
        "account.closed",
        actor=actor,
        subject_kind="account",
        subject_id=account_id,
        private={"reason": reason},
    )


def set_password(account_id: UUID, password: str, *, actor: Actor) -> None:
    """A new password given by the house itself; for commands."""
    permissions.need(actor, "grant_roles")
    row = db.session.get(SignIn, (actor.community_id, account_id))
    if row is None or row.status == "closed":
        raise NotFound
    put_password(
        account_id, passwords.hash_secret(fit_password(password, username=row.username)), actor=actor
    )
    audit.records.record("password.set", actor=actor, subject_kind="account", subject_id=account_id)


def put_password(account_id: UUID, password_hash: str, *, actor: Actor) -> None:
    """The hash of a new password, which ends every session and every lock of the account."""
    _write(
        account_id,
        actor,
        password_hash=password_hash,
        status="active",
        session_epoch=SignIn.session_epoch + 1,
        failed=0,
        locked_until=None,
    )


def change_password(old: str, new: str, *, actor: Actor) -> int:
    """The own password, knowing the old one. Ends every other session; the epoch of the new ones comes back.

    In transactions of its own: the old password is compared before anything is locked.
    """
    row = reading(lambda: _own(actor))
    if not passwords.is_secret(row.password_hash, fit_old(old)):
        audit.records.attempt(
            _refuse_old, actor=actor, deed="password.changed", subject_kind="account", subject_id=row.id
        )
    fresh = passwords.hash_secret(fit_password(new, username=row.username))
    return transact(lambda: _change(row.id, fresh, actor))


def sign_out_everywhere(*, actor: Actor) -> None:
    """End every session and every token of the own account, this one too."""
    row = _own(actor)
    _write(row.id, actor, session_epoch=SignIn.session_epoch + 1)
    audit.records.record(
        "account.signed_out_everywhere", actor=actor, subject_kind="account", subject_id=row.id
    )


def fit_old(password: str) -> str:
    """A password as typed at a sign-in: in the spelling that was hashed, and never endless."""
    return unicodedata.normalize("NFC", password[:1024])


def _refuse_old() -> None:
    raise OldPasswordWrong


def _change(account_id: UUID, fresh: str, actor: Actor) -> int:
    _write(account_id, actor, password_hash=fresh, session_epoch=SignIn.session_epoch + 1)
    audit.records.record("password.changed", actor=actor, subject_kind="account", subject_id=account_id)
    return _own(actor).session_epoch


def _own(actor: Actor) -> SignIn:
    row = db.session.get(SignIn, (actor.community_id, actor.account_id)) if actor.account_id else None
    if row is None:
        raise NotFound
    return row


def _write(account_id: UUID, actor: Actor, **values: object) -> None:
    changed = db.session.scalar(
        sa.update(SignIn)
        .where(SignIn.community_id == actor.community_id, SignIn.id == account_id)
        .values(**values)
        .returning(SignIn.id)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    if changed is None:
        raise NotFound


def _free(username: str) -> str:
    if db.session.scalar(sa.select(SignIn.id).where(SignIn.username == username)):
        raise UsernameTaken
    return username


def _new_username() -> str:
    """Three letters and four digits without look-alikes, easy to read out."""
    while True:
        name = "".join(secrets.choice(_LETTERS) for _ in range(3)) + "".join(
            secrets.choice(_DIGITS) for _ in range(4)
        )
        if not db.session.scalar(sa.select(SignIn.id).where(SignIn.username == name)):
            return name


def _card(row: SignIn) -> AccountCard:
    return AccountCard(row.id, row.person_id, row.username, row.status, row.locked_until, row.last_sign_in)
