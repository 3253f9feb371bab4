"""The second proof of an account: set up with an app, asked for, ended. It asks for no password, and begins no session."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import NoReturn
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, NotFound, clock, db, keys, new_id, reading, run, transact
from points.foundation.codes import CHANCE, Draw
from points.people import permissions
from points.people.access import account_rows, actors, lockout, signing_in
from points.people.access.account_rows import NOWHERE, Machine
from points.people.access.hashing import is_secret
from points.people.access.refusals import OldPasswordWrong
from points.people.access.signing_in import SignedIn
from points.people.authorisation import need
from points.people.models import Account, SecondFactor
from points.people.proving import factor_rows, policy
from points.people.proving.factor_rows import TRIES, SheetStanding, record
from points.people.proving.refusals import (
    SecondFactorLocked,
    SecondFactorMissing,
    SecondFactorNeeded,
    SecondFactorThere,
    SecondFactorWrong,
)


@dataclass(frozen=True)
class Enrolment:
    """What an app has to learn: as a picture's words, and as it is typed."""

    address: str
    typed: str


@dataclass(frozen=True)
class FactorStanding:
    """Whether an account has one; with an app how many codes on paper are left, else its sheet of codes."""

    confirmed: bool
    codes_left: int = 0
    sheet: SheetStanding | None = None


def standing(community_id: UUID, account_id: UUID) -> FactorStanding:
    """How an account stands. Inside `reading`."""
    if factor_rows.has_app(community_id, account_id):
        return FactorStanding(True, factor_rows.codes_left(community_id, account_id))
    sheet = factor_rows.find_sheet(community_id, account_id)
    return FactorStanding(sheet is not None, sheet=sheet)


def count_sealed(community_id: UUID) -> int:
    """How many secrets shared with an app are sealed with this instance's key."""
    query = sa.select(sa.func.count()).select_from(SecondFactor)
    return int(db.session.scalar(query.where(SecondFactor.community_id == community_id)) or 0)


def begin(*, actor: Actor) -> Enrolment:
    """What the app of the own account has to learn; the same until it was confirmed."""
    need(actor, "prove_twice")
    account = account_rows.own(actor)
    if standing(account.community_id, account.id).confirmed:
        raise SecondFactorThere
    row = factor_rows.find(account.community_id, account.id)
    secret = keys.unseal(row.sealed, account.id.bytes) if row is not None else None
    if secret is None:
        secret = secrets.token_bytes(policy.SECRET_BYTES)
        factor_rows.forget(account.community_id, account.id)
        new = {
            "community_id": account.community_id,
            "id": new_id(),
            "account_id": account.id,
            "sealed": keys.seal(secret, account.id.bytes),
            "last_step": 0,
            "created_at": clock.now(),
        }
        run(sa.insert(SecondFactor), [new])
        record("second_factor.begun", account)
    address = policy.address(secret, issuer="爱心积分超市", account=account.username or "")
    return Enrolment(address, policy.typed_secret(secret))


def confirm(
    number: str,
    *,
    actor: Actor,
    machine: Machine = NOWHERE,
    draw: Draw = CHANCE,
    also: Callable[[], None] | None = None,
) -> list[str]:
    """The app shows the right number: from now on it is asked for. The codes for paper come back, once.

    In transactions of its own: the codes' digests take time.
    """
    need(actor, "prove_twice")
    account = reading(lambda: account_rows.own(actor))
    made, digests = _new_codes(account, draw)

    def work() -> bool:
        row = factor_rows.find(account.community_id, account.id)
        if row is None:
            raise NotFound
        if standing(account.community_id, account.id).confirmed:
            raise SecondFactorThere
        if not factor_rows.use_number(row, policy.plain_code(number)):
            return False
        if also is not None:
            also()
        row.confirmed_at = clock.now()
        factor_rows.forget_sheets(account.community_id, account.id)
        factor_rows.put_codes(account, digests)
        account_rows.tell(account.community_id, account.id, "app", machine=machine)
        record("second_factor.enrolled", account)
        return True

    if not transact(work):
        raise SecondFactorWrong
    return made


def print_anew(
    password: str,
    typed: str,
    *,
    actor: Actor,
    machine: Machine = NOWHERE,
    draw: Draw = CHANCE,
    also: Callable[[], None] | None = None,
) -> list[str]:
    """The codes for a day without the app anew, for who knows the password and has the app or a code; those of before are
    worth nothing."""
    account = _proved_owner(password, typed, actor)
    made, digests = _new_codes(account, draw)

    def work() -> None:
        if not factor_rows.has_app(account.community_id, account.id):
            raise NotFound
        if also is not None:
            also()
        factor_rows.put_codes(account, digests)
        account_rows.tell(account.community_id, account.id, "codes", machine=machine)
        record("recovery_codes.printed", account)

    transact(work)
    return made


def prove(community_id: UUID, account_id: UUID, typed: str) -> None:
    """Refuse unless this is the number the app shows now, or a code on paper; of a sheet the one of the number that is
    asked for. Each is good once.

    In transactions of its own: the try is counted before the compare and outlives the refusal.
    """
    account = reading(lambda: account_rows.get(community_id, account_id))
    if transact(lambda: lockout.note(TRIES, str(account_id))) is None:
        _refuse_locked(account)
    plain = policy.plain_code(typed[:64])
    sheet = reading(lambda: factor_rows.find_sheet(community_id, account_id))
    digest = _digest(plain, account_id, sheet)

    def work() -> bool:
        if not _use(account, plain, digest, sheet):
            return False
        lockout.clear(TRIES, [str(account_id)])
        if sheet:
            record("sheet_code.used", account)
        else:
            record("recovery_code.used" if digest else "second_factor.proved", account)
        return True

    if not transact(work):
        transact(lambda: record("second_factor.proved", account, refused=SecondFactorWrong.code))
        raise SecondFactorWrong


def refuse_unproved(who: SignedIn, typed: str, *, required: bool) -> None:
    """What who gave a password lacks, where no page leads on: a second proof that they have or must have, or a password that
    others do not guess."""
    actor = reading(lambda: actors.of_account(who.account_id, community_id=who.community_id))
    if reading(lambda: standing(who.community_id, who.account_id)).confirmed:
        if not typed:
            raise SecondFactorNeeded
        prove(who.community_id, who.account_id, typed)
    elif required and permissions.may(actor, "prove_twice"):
        raise SecondFactorMissing
    signing_in.refuse_easy(who, actor)


def doubt_clock(community_id: UUID, account_id: UUID, typed: str, *, reported: datetime) -> bool:
    """Whether this is what the app shows by the clock of a machine, which is not ours: one of the two clocks is wrong. That
    is written down.

    It uses nothing up and lets nobody in; the try was counted when it proved wrong.
    """
    row = factor_rows.find(community_id, account_id)
    secret = keys.unseal(row.sealed, account_id.bytes) if row is not None and row.confirmed_at else None
    plain = policy.plain_code(typed[:64])
    if row is None or secret is None or not policy.is_number(plain):
        return False
    step = policy.shown_in(secret, plain, now=reported)
    off = abs(policy.step_of(reported) - policy.step_of(clock.now())) > policy.SKEW
    if step is None or not off:
        return False
    record("clock.doubted", account_rows.get(community_id, account_id))
    return True


def end(
    password: str,
    typed: str,
    *,
    actor: Actor,
    machine: Machine = NOWHERE,
    also: Callable[[], None] | None = None,
) -> None:
    """The own one is turned off, by who knows the password and has the app or a code."""
    account = _proved_owner(password, typed, actor)

    def work() -> None:
        if also is not None:
            also()
        factor_rows.forget(account.community_id, account.id)
        account_rows.tell(account.community_id, account.id, "off", machine=machine)
        record("second_factor.ended", account)

    transact(work)


def reset(account_id: UUID, *, actor: Actor) -> None:
    """Somebody lost telephone and codes: the account has none any more, and is signed out everywhere. For commands."""
    need(actor, "grant_roles")
    account_rows.get(actor.community_id, account_id)
    factor_rows.reset(account_id, actor=actor)


def _proved_owner(password: str, typed: str, actor: Actor) -> Account:
    account = reading(lambda: account_rows.own(actor))
    if not is_secret(account.password_hash, account_rows.fit_old(password)):
        raise OldPasswordWrong
    prove(account.community_id, account.id, typed)
    return account


def printed_before(draw: Draw, *, actor: Actor) -> list[str] | None:
    """The codes for paper as they were drawn, for a page that is shown again; None where others took their place, or the
    first was used. Runs a reading of its own."""
    account, made = reading(lambda: account_rows.own(actor)), _drawn(draw)
    first = factor_rows.code_digest(made[0], account.id)
    return made if reading(lambda: factor_rows.has_code(account, first)) else None


def _drawn(draw: Draw) -> list[str]:
    return [policy.new_code(draw.choice) for _ in range(policy.RECOVERY_CODES)]


def _new_codes(account: Account, draw: Draw) -> tuple[list[str], list[bytes]]:
    made = _drawn(draw)
    return made, [factor_rows.code_digest(one, account.id) for one in made]


def _digest(plain: str, account_id: UUID, sheet: SheetStanding | None) -> bytes | None:
    """What is looked up; None where it is compared with what an app shows."""
    if sheet is not None:
        return factor_rows.sheet_digest(plain, account_id, sheet.number or 0)
    return None if policy.is_number(plain) else factor_rows.code_digest(plain, account_id)


def _use(account: Account, plain: str, digest: bytes | None, sheet: SheetStanding | None) -> bool:
    """Use up what was typed, if it is that; of two at once one finds it used."""
    if sheet is not None:
        here = account.community_id, sheet.sheet_id, sheet.number
        return digest is not None and factor_rows.use_sheet_code(*here, digest)
    row = factor_rows.find(account.community_id, account.id)
    if row is None or row.confirmed_at is None:
        return False
    if digest is None:
        return factor_rows.use_number(row, plain)
    return factor_rows.use_code(account, digest)


def _refuse_locked(account: Account) -> NoReturn:
    now = clock.now()
    until = reading(lambda: lockout.find_lock(TRIES, [str(account.id)])) or now
    seconds = max(ceil((until - now).total_seconds()), 1)
    transact(lambda: record("second_factor.proved", account, refused=SecondFactorLocked.code))
    raise SecondFactorLocked(until=until, seconds=seconds, minutes=ceil(seconds / 60))
