"""Signing in by user name or phone number: count, then compare, then let in. It knows no page and no cookie.

A phone number may belong to several people; the password says which of them it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, Refusal, clock, db, reading, transact
from points.people.access.account_rows import fit_old
from points.people.access.hashing import hash_secret, is_old, is_secret
from points.people.access.lockout import Tries
from points.people.access.policy import TRIES_BEFORE_LOCK, locked_until
from points.people.access.refusals import AccountLocked, WrongPassword
from points.people.models import Account, Identity
from points.people.registry.policy import plain_name, plain_phone

#: accounts of one phone number that are compared; always so many, so that the time tells nothing
SHARED_PHONE = 4

#: so many in a row, then the account is locked
TRIES = TRIES_BEFORE_LOCK

_unknown = Tries()


@dataclass(frozen=True)
class SignedIn:
    """An account that has just proved itself."""

    community_id: UUID
    account_id: UUID
    person_id: UUID
    session_epoch: int


@dataclass(frozen=True)
class _Candidate:
    community_id: UUID
    account_id: UUID
    person_id: UUID
    password_hash: str


@dataclass(frozen=True)
class _Try:
    candidate: _Candidate
    locks_until: datetime | None


def sign_in(name: str, password: str, *, device_id: UUID | None = None) -> SignedIn:
    """Who this is. Runs transactions of its own: the try must be counted before the compare and outlive the refusal."""
    now = clock.now()
    phone = plain_phone(name)
    candidates = reading(lambda: _candidates(name, phone))
    if not candidates:
        _refuse_unknown(plain_name(name), password, compares=SHARED_PHONE if phone else 1, now=now)
    tries = transact(lambda: _count(candidates, now))
    if not tries:
        _refuse_locked(reading(lambda: _locked_until(candidates)) or now)
    winner = _compare(tries, fit_old(password), compares=SHARED_PHONE if phone else 1)
    if winner is None:
        _refuse_wrong(tries, device_id)
    return transact(lambda: _let_in(winner, tries, password, now, device_id))


def _candidates(name: str, phone: str) -> list[_Candidate]:
    query = sa.select(Account.community_id, Account.id, Account.person_id, Account.password_hash).where(
        Account.status == "active", Account.password_hash.is_not(None)
    )
    if phone:
        joined = sa.and_(
            Identity.community_id == Account.community_id, Identity.person_id == Account.person_id
        )
        query = query.join(Identity, joined).where(Identity.phone == phone)
    else:
        query = query.where(Account.username == plain_name(name))
    rows = db.session.execute(query.order_by(Account.community_id, Account.id).limit(SHARED_PHONE))
    return [_Candidate(row[0], row[1], row[2], row[3] or "") for row in rows]


def _count(candidates: Sequence[_Candidate], now: datetime) -> list[_Try]:
    """One more try for each account that is not locked; the fifth locks it until it proves right."""
    tries = []
    for one in candidates:
        unlocked = sa.or_(Account.locked_until.is_(None), Account.locked_until <= now)
        failed = db.session.scalar(
            _update(one).where(unlocked).values(failed=Account.failed + 1).returning(Account.failed)
        )
        if failed is None:
            continue
        until = locked_until(failed, now)
        if until is not None:
            db.session.execute(_update(one).values(locked_until=until))
        tries.append(_Try(one, until))
    return tries


def _compare(tries: Sequence[_Try], password: str, *, compares: int) -> _Try | None:
    found = None
    for one in tries:
        if is_secret(one.candidate.password_hash, password) and found is None:
            found = one
    for _ in range(compares - len(tries)):
        is_secret(None, password)
    return found


def _let_in(
    winner: _Try, tries: Sequence[_Try], password: str, now: datetime, device_id: UUID | None
) -> SignedIn:
    """Clear the winner's count, and take back what this try cost the others of the same phone number."""
    own = winner.candidate
    values: dict[str, object] = {"failed": 0, "locked_until": None, "last_sign_in": now}
    if is_old(own.password_hash):
        values["password_hash"] = hash_secret(fit_old(password))
    epoch = db.session.scalar(
        _update(own).where(Account.status == "active").values(**values).returning(Account.session_epoch)
    )
    if epoch is None:
        raise WrongPassword
    for other in tries:
        if other is not winner:
            _give_back(other)
    actor = Actor(own.community_id, own.account_id, own.person_id, device_id)
    audit.records.record("account.signed_in", actor=actor, subject_kind="account", subject_id=own.account_id)
    return SignedIn(own.community_id, own.account_id, own.person_id, epoch)


def _give_back(other: _Try) -> None:
    db.session.execute(_update(other.candidate).where(Account.failed > 0).values(failed=Account.failed - 1))
    if other.locks_until is not None:
        ours = Account.locked_until == other.locks_until
        db.session.execute(_update(other.candidate).where(ours).values(locked_until=None))


def _refuse_unknown(name: str, password: str, *, compares: int, now: datetime) -> NoReturn:
    until = _unknown.locked_until(name, now)
    if until is not None:
        _refuse_locked(until)
    lock = locked_until(_unknown.note(name, now), now)
    if lock is not None:
        _unknown.lock(name, lock, now)
    for _ in range(compares):
        is_secret(None, fit_old(password))
    _counted(WrongPassword())


def _refuse_locked(until: datetime) -> NoReturn:
    seconds = max(int((until - clock.now()).total_seconds()) + 1, 1)
    _counted(AccountLocked(until=until, seconds=seconds, minutes=-(-seconds // 60)))


def _counted(refusal: Refusal) -> NoReturn:
    transact(lambda: audit.records.count_refused("account.signed_in", refusal.code))
    raise refusal


def _refuse_wrong(tries: Sequence[_Try], device_id: UUID | None) -> NoReturn:
    """One record for each account that was tried; the lock-out bounds how many there can be."""

    def write() -> None:
        for one in tries:
            own = one.candidate
            actor = Actor(own.community_id, None, None, device_id, "nobody")
            facts = {"code": WrongPassword.code}
            audit.records.record(
                "account.signed_in",
                actor=actor,
                subject_kind="account",
                subject_id=own.account_id,
                facts=facts,
                outcome="refused",
            )

    transact(write)
    raise WrongPassword


def _locked_until(candidates: Sequence[_Candidate]) -> datetime | None:
    ids = [one.account_id for one in candidates]
    return db.session.scalar(sa.select(sa.func.min(Account.locked_until)).where(Account.id.in_(ids)))


def _update(one: _Candidate) -> sa.Update:
    return (
        sa.update(Account)
        .where(Account.community_id == one.community_id, Account.id == one.account_id)
        .execution_options(synchronize_session=False)
    )
