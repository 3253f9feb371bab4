"""Accounts and their passwords: opening, closing, changing, signing out everywhere. Signing in is next door."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, clock, db, new_id, run
from points.foundation.prepared import given, given_many, prepared
from points.people.access import account_rows, slip_rows
from points.people.access.hashing import hash_secret
from points.people.access.policy import fit_password, fit_username
from points.people.access.refusals import OwnAccount, UsernameTaken
from points.people.authorisation import need
from points.people.models import Account, Identity, Person
from points.people.registry import way_rows

_LETTERS = "cdfhjkmnpqrtwxy"


_DIGITS = "3479"


@dataclass(frozen=True)
class AccountInfo:
    """An account as the desk may see it."""

    account_id: UUID
    person_id: UUID
    username: str | None
    status: str
    locked_until: datetime | None
    last_sign_in: datetime | None


def create(
    person_id: UUID, *, actor: Actor, username: str | None = None, password: str | None = None
) -> UUID:
    """An account for a person; without a password it waits for a slip, without a user name one is made."""
    need(actor, "open_accounts")
    if db.session.get(Person, (actor.community_id, person_id)) is None:
        raise NotFound
    name = _free(fit_username(username)) if username else _new_username()
    owner = account_rows.owner_of(actor.community_id, person_id, name)
    account_id = new_id()
    row = {
        "community_id": actor.community_id,
        "id": account_id,
        "person_id": person_id,
        "username": name,
        "password_hash": hash_secret(fit_password(password, owner=owner)) if password else None,
        "status": "active" if password else "invited",
        "opened_by": actor.account_id,
        "created_at": clock.now(),
    }
    db.session.execute(sa.insert(Account), [row])
    if password or actor.kind in ("system", "import"):
        way_rows.open_way(person_id, actor=actor, account_id=account_id)
    facts = {"person_id": person_id}
    audit.records.record(
        "account.opened", actor=actor, subject_kind="account", subject_id=account_id, facts=facts
    )
    return account_id


def of_person(community_id: UUID, person_id: UUID) -> AccountInfo | None:
    """The account of a person, the youngest where there are several."""
    query = (
        sa.select(Account)
        .where(
            Account.community_id == community_id, Account.person_id == person_id, Account.status != "closed"
        )
        .order_by(Account.id.desc())
        .limit(1)
    )
    row = db.session.scalar(query)
    return _card(row) if row else None


def holders(community_id: UUID, person_ids: Collection[UUID], *, active: bool = False) -> set[UUID]:
    """Those of these persons who have an account; `active`, only those who can sign in with theirs by now."""
    status = Account.status == "active" if active else Account.status != "closed"
    query = sa.select(Account.person_id).where(
        Account.community_id == community_id, Account.person_id.in_(person_ids), status
    )
    return set(db.session.scalars(query))


def find(username: str) -> tuple[UUID, UUID] | None:
    """Community and id of the account with this user name; for commands."""
    row = db.session.execute(
        sa.select(Account.community_id, Account.id).where(Account.username == fit_username(username))
    ).one_or_none()
    return (row[0], row[1]) if row else None


def persons_of(community_id: UUID, account_ids: set[UUID]) -> dict[UUID, UUID]:
    """Which person stands behind each of these accounts."""
    query = sa.select(Account.id, Account.person_id).where(
        Account.community_id == community_id, Account.id.in_(account_ids)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def names_behind(
    community_id: UUID, accounts: Collection[UUID], persons: Collection[UUID]
) -> dict[UUID, str]:
    """Names of these accounts' people and of these persons, by either id, with one statement. One of elsewhere has none."""
    if not accounts and not persons:
        return {}
    rows = _names().all(community=community_id, accounts=list(accounts), persons=list(persons))
    return {row[0]: row[1] for row in rows}


@prepared
def _names() -> sa.Executable:
    own = sa.and_(Identity.community_id == Account.community_id, Identity.person_id == Account.person_id)
    behind = (
        sa.select(Account.id, Identity.name)
        .join(Identity, own)
        .where(Account.community_id == given("community"), Account.id.in_(given_many("accounts")))
    )
    asked = sa.select(Identity.person_id, Identity.name).where(
        Identity.community_id == given("community"), Identity.person_id.in_(given_many("persons"))
    )
    return sa.union_all(behind, asked)


def named() -> sa.Subquery:
    """Every account's person by name (community_id, account_id, name), for a room above to join its lines to."""
    own = sa.and_(Identity.community_id == Account.community_id, Identity.person_id == Account.person_id)
    words = Account.community_id, Account.id.label("account_id"), Identity.name
    return sa.select(*words).join(Identity, own).subquery("named_account")


def own() -> sa.Select[*tuple[Any, ...]]:
    """A query for every account of the `person` of this `community`, for a statement of a room above that gives it both."""
    return sa.select(Account.id).where(
        Account.community_id == given("community"), Account.person_id == given("person")
    )


@audit.records.writes("account.closed", of="account")
def close(account_id: UUID, *, reason: str, actor: Actor) -> None:
    """Nobody signs in with it again, by no slip either: its sessions, tokens, roles and drafts end; what it did stays."""
    account_rows.need_over(account_id, actor)
    if account_id == actor.account_id:
        raise OwnAccount
    now, here = clock.now(), actor.community_id
    account_rows.close(account_id, actor, at=now)
    way_rows.end_of_account(here, account_id, "closed")
    slip_rows.end_open(here, account_id)
    slip_rows.end_roles(account_id, at=now, actor=actor)
    audit.records.record(
        "account.closed",
        actor=actor,
        subject_kind="account",
        subject_id=account_id,
        private={"reason": reason},
    )


def sign_out_everywhere(*, actor: Actor) -> None:
    """End every session and every token of the own account, this one too."""
    row = account_rows.own(actor)
    account_rows.write(row.id, actor, session_epoch=Account.session_epoch + 1)
    audit.records.record(
        "account.signed_out_everywhere", actor=actor, subject_kind="account", subject_id=row.id
    )


def sign_out_everybody() -> None:
    """End every session and every token there is: books that were restored hold some that had been ended since."""
    run(sa.update(Account).values(session_epoch=Account.session_epoch + 1))


def _free(username: str) -> str:
    if db.session.scalar(sa.select(Account.id).where(Account.username == username)):
        raise UsernameTaken
    return username


def _new_username() -> str:
    """Three letters and four digits without look-alikes, easy to read out."""
    while True:
        name = "".join(secrets.choice(_LETTERS) for _ in range(3)) + "".join(
            secrets.choice(_DIGITS) for _ in range(4)
        )
        if not db.session.scalar(sa.select(Account.id).where(Account.username == name)):
            return name


def _card(row: Account) -> AccountInfo:
    return AccountInfo(row.id, row.person_id, row.username, row.status, row.locked_until, row.last_sign_in)
