"""The second proof of an account: set up, asked for, ended. It asks for no password, and begins no session."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from math import ceil
from typing import NoReturn
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, changed, clock, db, keys, new_id, reading, run, transact
from points.people.access import account_rows, lockout
from points.people.access.hashing import is_secret, slow_digest
from points.people.access.policy import locked_until
from points.people.access.refusals import OldPasswordWrong
from points.people.authorisation import need
from points.people.models import Account, RecoveryCode, SecondFactor
from points.people.proving import policy
from points.people.proving.refusals import SecondFactorLocked, SecondFactorThere, SecondFactorWrong

#: wrong ones lock as wrong passwords do, by account: who is here knows its password already
_TRIES = lockout.TryLimit("second", lockout.KEPT_FOR, locked_until)


@dataclass(frozen=True)
class Enrolment:
    """What an app has to learn: as a picture's words, and as it is typed."""

    address: str
    typed: str


@dataclass(frozen=True)
class FactorStanding:
    """Whether an account has one, and how many codes on paper are left."""

    confirmed: bool
    codes_left: int


def standing(community_id: UUID, account_id: UUID) -> FactorStanding:
    """How an account stands. Inside `reading`."""
    row = _find(community_id, account_id)
    left = sa.select(sa.func.count()).where(_codes(community_id, account_id), RecoveryCode.used_at.is_(None))
    confirmed = row is not None and row.confirmed_at is not None
    return FactorStanding(confirmed, int(db.session.scalar(left) or 0) if confirmed else 0)


def begin(*, actor: Actor) -> Enrolment:
    """What the app of the own account has to learn; the same until it was confirmed."""
    need(actor, "prove_twice")
    account = account_rows.own(actor)
    row = _find(account.community_id, account.id)
    if row is not None and row.confirmed_at is not None:
        raise SecondFactorThere
    secret = keys.unseal(row.sealed, account.id.bytes) if row is not None else None
    if secret is None:
        secret = secrets.token_bytes(policy.SECRET_BYTES)
        _forget(account.community_id, account.id)
        new = {
            "community_id": account.community_id,
            "id": new_id(),
            "account_id": account.id,
            "sealed": keys.seal(secret, account.id.bytes),
            "last_step": 0,
            "created_at": clock.now(),
        }
        run(sa.insert(SecondFactor), [new])
    address = policy.address(secret, issuer="爱心积分超市", account=account.username or "")
    return Enrolment(address, policy.typed_secret(secret))


def confirm(number: str, *, actor: Actor) -> list[str]:
    """The app shows the right number: from now on it is asked for. The codes for paper come back, once.

    In transactions of its own: the codes' digests take time.
    """
    need(actor, "prove_twice")
    account = reading(lambda: account_rows.own(actor))
    made = [policy.new_code(secrets.choice) for _ in range(policy.RECOVERY_CODES)]
    digests = [_digest(one, account.id) for one in made]

    def work() -> bool:
        row = _find(account.community_id, account.id)
        if row is None:
            raise NotFound
        if row.confirmed_at is not None:
            raise SecondFactorThere
        if not _use_number(row, policy.plain_code(number)):
            return False
        run(sa.update(SecondFactor).where(_row(row)).values(confirmed_at=clock.now()))
        _print_codes(account, digests)
        _record("second_factor.enrolled", account)
        return True

    if not transact(work):
        raise SecondFactorWrong
    return made


def prove(community_id: UUID, account_id: UUID, typed: str) -> None:
    """Refuse unless this is the number the app shows now, or a code on paper; either is good once.

    In transactions of its own: the try is counted before the compare and outlives the refusal.
    """
    account = reading(lambda: db.session.get(Account, (community_id, account_id)))
    if account is None:
        raise NotFound
    if transact(lambda: lockout.note(_TRIES, str(account_id))) is None:
        _refuse_locked(account)
    plain = policy.plain_code(typed[:64])
    digest = None if policy.is_number(plain) else _digest(plain, account_id)

    def work() -> bool:
        row = _find(community_id, account_id)
        if row is None or row.confirmed_at is None:
            return False
        if digest is None and not _use_number(row, plain):
            return False
        if digest is not None and not _use_code(account, digest):
            return False
        lockout.clear(_TRIES, [str(account_id)])
        _record("recovery_code.used" if digest else "second_factor.proved", account)
        return True

    if not transact(work):
        transact(lambda: _record("second_factor.proved", account, refused=SecondFactorWrong.code))
        raise SecondFactorWrong


def end(password: str, typed: str, *, actor: Actor) -> None:
    """The own one is turned off, by who knows the password and has the app or a code."""
    account = reading(lambda: account_rows.own(actor))
    if not is_secret(account.password_hash, account_rows.fit_old(password)):
        raise OldPasswordWrong
    prove(account.community_id, account.id, typed)

    def work() -> None:
        _forget(account.community_id, account.id)
        _record("second_factor.ended", account)

    transact(work)


def reset(account_id: UUID, *, actor: Actor) -> None:
    """Somebody lost telephone and codes: the account has none any more, and is signed out everywhere. For commands."""
    need(actor, "grant_roles")
    if db.session.get(Account, (actor.community_id, account_id)) is None:
        raise NotFound
    _forget(actor.community_id, account_id)
    lockout.clear(_TRIES, [str(account_id)])
    account_rows.write(account_id, actor, session_epoch=Account.session_epoch + 1)
    audit.records.record("second_factor.reset", actor=actor, subject_kind="account", subject_id=account_id)


def _find(community_id: UUID, account_id: UUID) -> SecondFactor | None:
    query = sa.select(SecondFactor).where(
        SecondFactor.community_id == community_id, SecondFactor.account_id == account_id
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def _use_number(row: SecondFactor, number: str) -> bool:
    """Use up the half minute a number is of; of two at once one finds it used."""
    secret = keys.unseal(row.sealed, row.account_id.bytes)
    step = policy.shown_in(secret, number, now=clock.now()) if secret and policy.is_number(number) else None
    if step is None:
        return False
    unused = SecondFactor.last_step < step
    return bool(changed(sa.update(SecondFactor).where(_row(row), unused).values(last_step=step)))


def _use_code(account: Account, digest: bytes) -> bool:
    mine = _codes(account.community_id, account.id), RecoveryCode.digest == digest
    unused = RecoveryCode.used_at.is_(None)
    return bool(changed(sa.update(RecoveryCode).where(*mine, unused).values(used_at=clock.now())))


def _print_codes(account: Account, digests: list[bytes]) -> None:
    own = {"community_id": account.community_id, "account_id": account.id, "created_at": clock.now()}
    run(sa.insert(RecoveryCode), [own | {"id": new_id(), "digest": one} for one in digests])


def _forget(community_id: UUID, account_id: UUID) -> None:
    run(sa.delete(RecoveryCode).where(_codes(community_id, account_id)))
    run(
        sa.delete(SecondFactor).where(
            SecondFactor.community_id == community_id, SecondFactor.account_id == account_id
        )
    )


def _row(row: SecondFactor) -> sa.ColumnElement[bool]:
    return sa.and_(SecondFactor.community_id == row.community_id, SecondFactor.id == row.id)


def _codes(community_id: UUID, account_id: UUID) -> sa.ColumnElement[bool]:
    return sa.and_(RecoveryCode.community_id == community_id, RecoveryCode.account_id == account_id)


def _digest(code: str, account_id: UUID) -> bytes:
    return slow_digest(policy.plain_code(code), f"recovery code {account_id}")


def _record(action: str, account: Account, *, refused: str = "") -> None:
    actor = Actor(account.community_id, account.id, account.person_id)
    audit.records.record(
        action,
        actor=actor,
        subject_kind="account",
        subject_id=account.id,
        facts={"code": refused} if refused else None,
        outcome="refused" if refused else "done",
    )


def _refuse_locked(account: Account) -> NoReturn:
    now = clock.now()
    until = reading(lambda: lockout.find_lock(_TRIES, [str(account.id)])) or now
    seconds = max(ceil((until - now).total_seconds()), 1)
    transact(lambda: _record("second_factor.proved", account, refused=SecondFactorLocked.code))
    raise SecondFactorLocked(until=until, seconds=seconds, minutes=ceil(seconds / 60))
