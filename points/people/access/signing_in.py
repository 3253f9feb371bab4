"""Signing in by user name or phone number: count, then compare, then let in. It knows no page and no cookie.

A phone number may belong to several people; the password says which of them it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, NoReturn
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, Refusal, clock, db, reading, transact
from points.foundation.spelling.guessing import Owner, is_easy_password
from points.people import permissions
from points.people.access import lockout
from points.people.access.account_rows import fit_old
from points.people.access.hashing import hash_secret, is_old, is_secret
from points.people.access.policy import TRIES_BEFORE_LOCK, locked_until, machine_locked_until
from points.people.access.refusals import AccountLocked, MachinePaused, PasswordStillEasy, WrongPassword
from points.people.models import Account, Identity
from points.people.registry.policy import plain_name, plain_phone

#: accounts of one phone number that are compared; always so many, so that the time tells nothing
SHARED_PHONE = 4

#: so many in a row, then the account is locked
TRIES = TRIES_BEFORE_LOCK

#: wrong passwords of whatever names, by where they were typed
_MACHINES = lockout.TryLimit("machine", timedelta(days=7), machine_locked_until)


@dataclass(frozen=True)
class SignedIn:
    """An account that has just proved itself."""

    community_id: UUID
    account_id: UUID
    person_id: UUID
    session_epoch: int
    #: the password is one that others guess
    easy: bool = False
    #: and its owner was told of it before
    told_easy: bool = False


@dataclass(frozen=True)
class _Candidate:
    community_id: UUID
    account_id: UUID
    person_id: UUID
    password_hash: str
    names: tuple[str, ...]
    owner: Owner
    told_easy: bool


@dataclass(frozen=True)
class _Place:
    """Where a password is typed: the device that is enrolled, and what else tells machines apart."""

    device_id: UUID | None
    machine: str


@dataclass(frozen=True)
class _Try:
    candidate: _Candidate
    locks_until: datetime | None


def sign_in(name: str, password: str, *, device_id: UUID | None = None, machine: str = "") -> SignedIn:
    """Who this is. Runs transactions of its own: the try must be counted before the compare and outlive the refusal.

    A name is counted as one whether somebody has it or not, and however a phone number is spelt. `machine` says where
    the password is typed; many wrong ones there, of whatever names, bring a pause there and nowhere else.
    """
    now, phone = clock.now(), plain_phone(name)
    tried, compares = phone or plain_name(name), SHARED_PHONE if phone else 1
    candidates, paused = reading(lambda: (_candidates(tried, phone), _find_pause(machine)))
    if paused is not None:
        _counted(MachinePaused(**_wait(paused, now)))
    tries = transact(lambda: _count(tried, candidates, now))
    if tries is None:
        _refuse_locked(reading(lambda: _locked_until(tried, candidates)) or now)
    winner = _compare(tries, fit_old(password), compares=compares)
    if winner is None:
        _refuse_wrong(tries, _Place(device_id, machine))
    return transact(lambda: _let_in(winner, tries, password, now, device_id))


def tries_left(name: str) -> int:
    """How often this name may be tried again before it is locked; the same whether somebody has it or not."""
    tried = plain_phone(name) or plain_name(name)
    return (-reading(lambda: lockout.times(lockout.NAMES, tried))) % TRIES


def refuse_easy(who: SignedIn, actor: Actor) -> None:
    """Refuse staff who gave a password that others guess, where no page can ask them for another one."""
    if who.easy and permissions.STAFF & actor.roles:
        raise PasswordStillEasy


def forget_old_tries() -> int:
    """How many counts of what was tried in vain, names and codes alike, are too old to matter. Inside `transact`."""
    return lockout.forget_old()


def _find_pause(machine: str) -> datetime | None:
    return lockout.find_lock(_MACHINES, [machine]) if machine else None


def _candidates(tried: str, phone: str) -> list[_Candidate]:
    query = (
        sa.select(
            Account.community_id,
            Account.id,
            Account.person_id,
            Account.password_hash,
            Account.username,
            Identity.phone,
            Identity.name,
            Identity.birth_date,
            Account.easy_told_at,
        )
        .join(
            Identity,
            sa.and_(Identity.community_id == Account.community_id, Identity.person_id == Account.person_id),
        )
        .where(Account.status == "active", Account.password_hash.is_not(None))
        .where(Identity.phone == phone if phone else Account.username == tried)
        .order_by(Account.community_id, Account.id)
        .limit(SHARED_PHONE)
    )
    return [_candidate(row) for row in db.session.execute(query)]


def _candidate(row: Any) -> _Candidate:
    names = tuple(filter(None, (row.username, row.phone)))
    owner = Owner(tuple(filter(None, (row.username, row.name))), row.birth_date, (row.phone,))
    own = (row.community_id, row.id, row.person_id)
    return _Candidate(*own, row.password_hash or "", names, owner, row.easy_told_at is not None)


def _count(tried: str, candidates: Sequence[_Candidate], now: datetime) -> list[_Try] | None:
    """One more try for the name, and for each account it may mean that is not locked; the fifth locks it until it proves
    right. None where there is nothing left to try."""
    if lockout.note(lockout.NAMES, tried) is None:
        return None
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
    return tries if tries or not candidates else None


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
    # before the account, as where tries are counted: two at once never wait for each other
    lockout.clear(lockout.NAMES, own.names)
    values: dict[str, object] = {"failed": 0, "locked_until": None, "last_sign_in": now}
    if is_old(own.password_hash):
        values["password_hash"] = hash_secret(fit_old(password))
    easy = is_easy_password(fit_old(password), own.owner)
    if easy and not own.told_easy:
        values["easy_told_at"] = now
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
    return SignedIn(own.community_id, own.account_id, own.person_id, epoch, easy, own.told_easy)


def _give_back(other: _Try) -> None:
    db.session.execute(_update(other.candidate).where(Account.failed > 0).values(failed=Account.failed - 1))
    if other.locks_until is not None:
        ours = Account.locked_until == other.locks_until
        db.session.execute(_update(other.candidate).where(ours).values(locked_until=None))


def _refuse_locked(until: datetime) -> NoReturn:
    _counted(AccountLocked(until=until, **_wait(until, clock.now())))


def _wait(until: datetime, now: datetime) -> dict[str, int]:
    seconds = max(ceil((until - now).total_seconds()), 1)
    return {"seconds": seconds, "minutes": -(-seconds // 60)}


def _counted(refusal: Refusal) -> NoReturn:
    transact(lambda: audit.records.count_refused("account.signed_in", refusal.code))
    raise refusal


def _refuse_wrong(tries: Sequence[_Try], place: _Place) -> NoReturn:
    """One record for each account that was tried; the lock-out bounds how many there can be. Names of nobody are counted."""

    def write() -> None:
        if place.machine:
            lockout.note(_MACHINES, place.machine)
        if not tries:
            audit.records.count_refused("account.signed_in", WrongPassword.code)
        for one in tries:
            own = one.candidate
            audit.records.record(
                "account.signed_in",
                actor=Actor(own.community_id, None, None, place.device_id, "nobody"),
                subject_kind="account",
                subject_id=own.account_id,
                facts={"code": WrongPassword.code},
                outcome="refused",
            )

    transact(write)
    raise WrongPassword


def _locked_until(tried: str, candidates: Sequence[_Candidate]) -> datetime | None:
    """The later of both locks: the name's, and the first of its accounts to open again."""
    ids = [one.account_id for one in candidates]
    accounts = db.session.scalar(sa.select(sa.func.min(Account.locked_until)).where(Account.id.in_(ids)))
    return max(filter(None, (accounts, lockout.find_lock(lockout.NAMES, [tried]))), default=None)


def _update(one: _Candidate) -> sa.Update:
    return (
        sa.update(Account)
        .where(Account.community_id == one.community_id, Account.id == one.account_id)
        .execution_options(synchronize_session=False)
    )
