"""The second proof of an account as it stands in its tables: which one it is, using a part of it up, forgetting it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, changed, clock, db, keys, new_id, run
from points.people.access import account_rows, lockout
from points.people.access.hashing import slow_digest
from points.people.access.policy import locked_until
from points.people.models import Account, CodeSheet, RecoveryCode, SecondFactor, SheetCode
from points.people.proving import policy

#: wrong ones lock as wrong passwords do, by account: who is here knows its password already
TRIES = lockout.TryLimit("second", lockout.KEPT_FOR, locked_until)


@dataclass(frozen=True)
class SheetStanding:
    """A sheet of codes: which number is asked for next, None where all are used, and how many are left."""

    sheet_id: UUID
    number: int | None
    left: int

    @property
    def is_low(self) -> bool:
        """Whether it is time for a new one."""
        return self.left <= policy.FEW_LEFT


def find(community_id: UUID, account_id: UUID) -> SecondFactor | None:
    """The secret an account shares with an app, confirmed or not."""
    query = sa.select(SecondFactor).where(_of(SecondFactor, community_id, account_id))
    return db.session.scalar(query.execution_options(populate_existing=True))


def has_app(community_id: UUID, account_id: UUID) -> bool:
    """Whether an app proves this account."""
    row = find(community_id, account_id)
    return row is not None and row.confirmed_at is not None


def find_sheet(community_id: UUID, account_id: UUID, *, confirmed: bool = True) -> SheetStanding | None:
    """The sheet that proves this account; or the one that was printed and not yet confirmed."""
    unused = sa.and_(
        SheetCode.community_id == CodeSheet.community_id,
        SheetCode.sheet_id == CodeSheet.id,
        SheetCode.used_at.is_(None),
    )
    query = (
        sa.select(CodeSheet.id, sa.func.min(SheetCode.number), sa.func.count(SheetCode.number))
        .outerjoin(SheetCode, unused)
        .where(_of(CodeSheet, community_id, account_id))
        .where(CodeSheet.confirmed_at.is_not(None) if confirmed else CodeSheet.confirmed_at.is_(None))
        .group_by(CodeSheet.id)
        .order_by(CodeSheet.id.desc())
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    return SheetStanding(*row) if row else None


def codes_left(community_id: UUID, account_id: UUID) -> int:
    """How many codes for a day without the app nobody used."""
    codes = sa.select(sa.func.count()).select_from(RecoveryCode)
    mine = _of(RecoveryCode, community_id, account_id), RecoveryCode.used_at.is_(None)
    return int(db.session.scalar(codes.where(*mine)) or 0)


def is_first_of_begun(community_id: UUID, account_id: UUID, digest: bytes) -> bool:
    """Whether the sheet that waits for its first code begins with this one."""
    sheet = find_sheet(community_id, account_id, confirmed=False)
    if sheet is None:
        return False
    code = SheetCode.community_id == community_id, SheetCode.sheet_id == sheet.sheet_id
    first = sa.select(SheetCode.digest).where(*code, SheetCode.number == 1)
    return bool(db.session.scalar(first) == digest)


def has_code(account: Account, digest: bytes) -> bool:
    """Whether a code for a day without the app is one that nobody used."""
    mine = _of(RecoveryCode, account.community_id, account.id), RecoveryCode.digest == digest
    return (
        db.session.scalar(sa.select(RecoveryCode.id).where(*mine, RecoveryCode.used_at.is_(None))) is not None
    )


def use_number(row: SecondFactor, number: str) -> bool:
    """Use up the half minute a number is of; of two at once one finds it used."""
    secret = keys.unseal(row.sealed, row.account_id.bytes)
    step = policy.shown_in(secret, number, now=clock.now()) if secret and policy.is_number(number) else None
    if step is None:
        return False
    unused = SecondFactor.last_step < step
    mine = SecondFactor.community_id == row.community_id, SecondFactor.id == row.id
    return bool(changed(sa.update(SecondFactor).where(*mine, unused).values(last_step=step)))


def use_code(account: Account, digest: bytes) -> bool:
    """Use up a code for a day without the app."""
    mine = _of(RecoveryCode, account.community_id, account.id), RecoveryCode.digest == digest
    unused = RecoveryCode.used_at.is_(None)
    return bool(changed(sa.update(RecoveryCode).where(*mine, unused).values(used_at=clock.now())))


def use_sheet_code(community_id: UUID, sheet_id: UUID, number: int | None, digest: bytes) -> bool:
    """Use up the code of this number, if that is it; there is none where all are used."""
    code = (
        SheetCode.community_id == community_id,
        SheetCode.sheet_id == sheet_id,
        SheetCode.number == number,
        SheetCode.digest == digest,
        SheetCode.used_at.is_(None),
    )
    return bool(changed(sa.update(SheetCode).where(*code).values(used_at=clock.now())))


def put_codes(account: Account, digests: list[bytes]) -> None:
    """These codes for a day without the app, in place of all before."""
    run(sa.delete(RecoveryCode).where(_of(RecoveryCode, account.community_id, account.id)))
    own = {"community_id": account.community_id, "account_id": account.id, "created_at": clock.now()}
    run(sa.insert(RecoveryCode), [own | {"id": new_id(), "digest": one} for one in digests])


def code_digest(code: str, account_id: UUID) -> bytes:
    """What is kept of a code for a day without the app."""
    return slow_digest(policy.plain_code(code), f"recovery code {account_id}")


def sheet_digest(code: str, account_id: UUID, number: int) -> bytes:
    """What is kept of a code of a sheet."""
    return slow_digest(policy.plain_code(code), f"code {number} of a sheet of {account_id}")


def forget_sheets(community_id: UUID, account_id: UUID, *which: sa.ColumnElement[bool]) -> None:
    """No such sheet of an account proves anything any more."""
    mine = sa.and_(_of(CodeSheet, community_id, account_id), *which)
    sheets = sa.select(CodeSheet.id).where(mine)
    run(sa.delete(SheetCode).where(SheetCode.community_id == community_id, SheetCode.sheet_id.in_(sheets)))
    run(sa.delete(CodeSheet).where(mine))


def forget(community_id: UUID, account_id: UUID) -> None:
    """An account has no second proof any more."""
    forget_sheets(community_id, account_id)
    for table in (RecoveryCode, SecondFactor):
        run(sa.delete(table).where(_of(table, community_id, account_id)))


def reset(account_id: UUID, *, actor: Actor) -> None:
    """The second proof is taken from who lost it: signed out everywhere, and told."""
    forget(actor.community_id, account_id)
    lockout.clear(TRIES, [str(account_id)])
    account_rows.write(account_id, actor, session_epoch=Account.session_epoch + 1)
    account_rows.tell(actor.community_id, account_id, "reset", by=actor.account_id)
    audit.records.record("second_factor.reset", actor=actor, subject_kind="account", subject_id=account_id)


def record(action: str, account: Account, *, refused: str = "") -> None:
    """Write down what somebody did with their own."""
    actor = Actor(account.community_id, account.id, account.person_id)
    audit.records.record(
        action,
        actor=actor,
        subject_kind="account",
        subject_id=account.id,
        facts={"code": refused} if refused else None,
        outcome="refused" if refused else "done",
    )


def _of(
    table: type[SecondFactor | RecoveryCode | CodeSheet], community_id: UUID, account_id: UUID
) -> sa.ColumnElement[bool]:
    return sa.and_(table.community_id == community_id, table.account_id == account_id)
