"""Printed one-time slips: who holds one sets a password. Only a slow digest of the code is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, clock, db, new_id, reading, transact
from points.foundation.codes import CHANCE, Draw, ungapped
from points.foundation.spelling.guessing import Owner
from points.people.access import account_rows, accounts, slip_rows
from points.people.access.account_rows import NOWHERE, Machine, need_over, put_password
from points.people.access.hashing import hash_secret, slow_digest
from points.people.access.policy import fit_password
from points.people.access.refusals import SlipUnknown
from points.people.access.roles import holds_power
from points.people.authorisation import need
from points.people.models import Account, Identity, Person, Slip
from points.people.registry import persons, way_rows

#: no 0 O, 1 I L, 2 Z, 5 S, 8 B, G, U V
ALPHABET = "34679ACDEFHJKMNPQRTWXY"
LETTERS = 12
VALID_FOR = timedelta(days=14)
_PURPOSE = "activation slip"


@dataclass(frozen=True)
class NewSlip:
    """What is printed, once; the code stands nowhere else."""

    code: str
    valid_until: datetime
    account_id: UUID
    username: str


@dataclass(frozen=True)
class FreshCode:
    """A code nobody holds yet, and its digest, which takes time to make."""

    code: str
    digest: bytes


@dataclass(frozen=True)
class OpenSlip:
    """A slip somebody holds; without its code."""

    issued_at: datetime
    valid_until: datetime


@dataclass(frozen=True)
class Holder:
    """Whose slip a code is."""

    community_id: UUID
    account_id: UUID
    person_id: UUID
    name: str
    username: str
    session_epoch: int


def fresh_code(draw: Draw = CHANCE) -> FreshCode:
    """A new code; where many are wanted they are made before the books are opened, so that nobody waits for them."""
    code = "".join(draw.choice(ALPHABET) for _ in range(LETTERS))
    return FreshCode(code, slow_digest(code, _PURPOSE))


@audit.records.writes("slip.issued", of="account")
def issue(
    person_id: UUID, *, actor: Actor, fresh: FreshCode | None = None, batch: UUID | None = None
) -> NewSlip:
    """A slip for a person, with an account if there was none; older slips of the account end.

    `batch` is what it is printed together with, to be handed out against one list.

    Whoever holds a slip becomes its account, so one for an account with a role comes from an administrator: else an
    officer could become the second person who approves what the officer entered. And its roles wait for a second
    person again when it is used: else the administrator could.
    """
    need(actor, "open_accounts")
    persons.refuse_gone(actor.community_id, [person_id])
    known = accounts.of_person(actor.community_id, person_id)
    if known is not None and holds_power(known.account_id):
        need(actor, "grant_roles")
    account_id = known.account_id if known else accounts.create(person_id, actor=actor)
    now = clock.now()
    slip_rows.end_open(actor.community_id, account_id)
    fresh = fresh or fresh_code()
    slip_id = new_id()
    row = {
        "community_id": actor.community_id,
        "id": slip_id,
        "account_id": account_id,
        "code_hash": fresh.digest,
        "valid_until": now + VALID_FOR,
        "issued_by": actor.account_id,
        "standing": slip_rows.standing(account_id),
        "created_at": now,
    }
    db.session.execute(sa.insert(Slip), [row])
    way_rows.open_way(person_id, actor=actor, account_id=account_id, slip_id=slip_id, batch=batch)
    if known is not None and known.status == "active":
        account_rows.tell(actor.community_id, account_id, "slip", by=actor.account_id)
    audit.records.record("slip.issued", actor=actor, subject_kind="account", subject_id=account_id)
    account = db.session.get(Account, (actor.community_id, account_id))
    return NewSlip(fresh.code, now + VALID_FOR, account_id, (account and account.username) or "")


def printed_before(fresh: FreshCode) -> NewSlip | None:
    """The slip with this code, for a paper that is printed again; None where it can no longer be used."""
    try:
        slip = _open(fresh.digest)
        return NewSlip(fresh.code, slip.valid_until, slip.account_id, _holder(slip).username)
    except (SlipUnknown, NotFound):
        return None


@audit.records.writes("slip.ended", of="account")
def end(account_id: UUID, *, actor: Actor) -> None:
    """Nobody uses the slips of an account any more: one was lost, or given to the wrong person."""
    need_over(account_id, actor)
    slip_rows.end_open(actor.community_id, account_id)
    audit.records.record("slip.ended", actor=actor, subject_kind="account", subject_id=account_id)


def find_open(community_id: UUID, person_id: UUID) -> OpenSlip | None:
    """The slip of a person that can still be used."""
    query = (
        sa.select(Slip)
        .join(Account, sa.and_(Account.community_id == Slip.community_id, Account.id == Slip.account_id))
        .where(Account.community_id == community_id, Account.person_id == person_id)
        .where(Slip.used_at.is_(None), Slip.valid_until > clock.now())
        .order_by(Slip.id.desc())
        .limit(1)
    )
    row = db.session.scalar(query)
    return OpenSlip(row.created_at, row.valid_until) if row else None


def holder(code: str) -> Holder:
    """Whose slip this is, as long as it can be used."""
    return _holder(_open(_digest(code)))


def find_holder(code: str) -> Holder | None:
    """Whose slip this is or was, used up or not; None where it is nobody's."""
    try:
        slip = db.session.scalar(sa.select(Slip).where(Slip.code_hash == _digest(code)))
        return _holder(slip) if slip else None
    except (SlipUnknown, NotFound):
        return None


def use(
    code: str, password: str, *, machine: Machine = NOWHERE, also: Callable[[], None] | None = None
) -> Holder:
    """Use a slip up and set the password; whoever was signed in with the account no longer is.

    In a transaction of its own, begun after the slow work, so that guesses never hold the books up; `also` is done in it.
    """
    digest = _digest(code)
    owner = reading(lambda: _owner(_holder(_open(digest))))
    fresh = hash_secret(fit_password(password, owner=owner))

    def work() -> Holder:
        if also is not None:
            also()
        return _use_up(digest, fresh, machine)

    return transact(work)


def _owner(holder: Holder) -> Owner:
    return account_rows.owner_of(holder.community_id, holder.person_id, holder.username)


def _use_up(digest: bytes, password_hash: str, machine: Machine) -> Holder:
    slip = _open(digest)
    holder = _holder(slip)
    actor = Actor(holder.community_id, holder.account_id, holder.person_id)
    put_password(holder.account_id, password_hash, actor=actor)
    # the second of two at once finds nothing to use up
    used = db.session.scalar(
        sa.update(Slip)
        .where(Slip.community_id == slip.community_id, Slip.id == slip.id)
        # a role that is given at this moment ends it
        .where(Slip.used_at.is_(None), Slip.valid_until > clock.now())
        .values(used_at=clock.now())
        .returning(Slip.id)
        .execution_options(synchronize_session=False)
    )
    if used is None:
        raise SlipUnknown
    way_rows.begin_by_slip(slip.id, account_id=holder.account_id, community_id=slip.community_id)
    slip_rows.set_back(holder.account_id, printed_by=slip.issued_by, actor=actor)
    account_rows.tell(
        slip.community_id, holder.account_id, "password_by_slip", machine=machine, by=slip.issued_by
    )
    audit.records.record(
        "account.activated", actor=actor, subject_kind="account", subject_id=holder.account_id
    )
    db.session.expire_all()
    return _holder(slip)


def _digest(code: str) -> bytes:
    plain = ungapped(code)
    if len(plain) != LETTERS or not set(plain) <= set(ALPHABET):
        raise SlipUnknown
    return slow_digest(plain, _PURPOSE)


def _open(digest: bytes) -> Slip:
    slip = db.session.scalar(sa.select(Slip).where(Slip.code_hash == digest))
    if slip is None or slip.used_at is not None or slip.valid_until <= clock.now():
        raise SlipUnknown
    if slip_rows.outgrown(slip):
        raise SlipUnknown
    return slip


def _holder(slip: Slip) -> Holder:
    query = (
        sa.select(Account, Identity.name)
        .join(
            Identity,
            sa.and_(Identity.community_id == Account.community_id, Identity.person_id == Account.person_id),
        )
        .join(Person, sa.and_(Person.community_id == Account.community_id, Person.id == Account.person_id))
        .where(
            Account.community_id == slip.community_id,
            Account.id == slip.account_id,
            Account.status != "closed",
        )
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    account, name = row
    return Holder(
        account.community_id,
        account.id,
        account.person_id,
        name,
        account.username or "",
        account.session_epoch,
    )
