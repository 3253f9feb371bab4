"""Passwords: drawn by the system, given by it, changed by their owner."""

from __future__ import annotations

import secrets
from uuid import UUID

from points import audit
from points.foundation import Actor, NotFound, db, reading, transact
from points.foundation.spelling.guessing import Owner
from points.people.access import account_rows
from points.people.access.account_rows import NOWHERE, Machine, fit_old, put_password
from points.people.access.hashing import hash_secret, is_secret
from points.people.access.policy import fit_password, fit_username
from points.people.access.refusals import OldPasswordWrong
from points.people.authorisation import need
from points.people.models import Account
from points.people.registry import way_rows


def refuse_unfit(password: str, *, username: str) -> None:
    """Say what is wrong with a user name or with its password, before anything is opened."""
    fit_password(password, owner=Owner((fit_username(username),)))


def give(account_id: UUID, password: str, *, actor: Actor) -> None:
    """A new password given by the system itself; for commands."""
    need(actor, "grant_roles")
    row = db.session.get(Account, (actor.community_id, account_id))
    if row is None or row.status == "closed":
        raise NotFound
    owner = account_rows.owner_of(actor.community_id, row.person_id, row.username)
    put_password(account_id, hash_secret(fit_password(password, owner=owner)), actor=actor)
    way_rows.end_of_account(actor.community_id, account_id, "replaced")
    way_rows.open_way(row.person_id, actor=actor, account_id=account_id)
    account_rows.tell(actor.community_id, account_id, "password", by=actor.account_id)
    audit.records.record("password.set", actor=actor, subject_kind="account", subject_id=account_id)


def change(old: str, new: str, *, actor: Actor, machine: Machine = NOWHERE) -> int:
    """The own password, knowing the old one. Ends every other session; the epoch of the new ones comes back.

    In transactions of its own: the old password is compared before anything is locked.
    """
    row, owner = reading(lambda: _owned(actor))
    if not is_secret(row.password_hash, fit_old(old)):
        audit.records.attempt(_refuse_old, of=_refuse_old, actor=actor, subject_id=row.id)
    fresh = hash_secret(fit_password(new, owner=owner))
    return transact(lambda: _change(row.id, fresh, actor, machine))


def _owned(actor: Actor) -> tuple[Account, Owner]:
    row = account_rows.own(actor)
    return row, account_rows.owner_of(row.community_id, row.person_id, row.username)


@audit.records.writes("password.changed", of="account")
def _refuse_old() -> None:
    raise OldPasswordWrong


def _change(account_id: UUID, fresh: str, actor: Actor, machine: Machine) -> int:
    new = {"password_hash": fresh, "easy_told_at": None}
    account_rows.write(account_id, actor, session_epoch=Account.session_epoch + 1, **new)
    account_rows.tell(actor.community_id, account_id, "password", machine=machine)
    audit.records.record("password.changed", actor=actor, subject_kind="account", subject_id=account_id)
    return account_rows.own(actor).session_epoch


def new() -> str:
    """A password to print: three groups without look-alikes, about 57 bits. Each begins with two letters, so that nobody's
    birthday or number makes up nearly all of it by chance."""
    letters = "abcdefghjkmnpqrstuvwxyz"
    signs = (letters, letters, letters + "23456789", letters + "23456789")
    return "-".join("".join(secrets.choice(one) for one in signs) for _ in range(3))
