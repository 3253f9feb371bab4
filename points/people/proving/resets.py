"""Taking the second proof from somebody who lost it, by two: an administrator asks, a second person who is none of theirs
confirms. Where there is no second person, only who looks after the machine can (`flask reset-second-factor`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotFound, changed, clock, db, new_id, run
from points.people.access import account_rows, confirming
from points.people.access.refusals import AccountClosed
from points.people.authorisation import need
from points.people.models import Account, FactorReset, Identity
from points.people.permissions import roles_for
from points.people.proving import factor_rows, refusals, second_factor


@dataclass(frozen=True)
class ResetInfo:
    """What was asked for: whose account, why, by whom and when; by which role it is confirmed ('' where nobody could),
    whether the reader may, and whether it is their own ask."""

    reset_id: UUID
    account_id: UUID
    name: str
    reason: str
    asked_by: str
    asked_at: datetime
    body: str
    may_confirm: bool
    mine: bool


@audit.records.writes("second_factor.reset_asked", of="account")
def ask(account_id: UUID, *, reason: str, actor: Actor) -> None:
    """Ask a second person to take it from an account of somebody else."""
    need(actor, "grant_roles")
    if account_rows.get(actor.community_id, account_id).status == "closed":
        raise AccountClosed
    if account_id == actor.account_id:
        raise refusals.NotTheResetter
    if not second_factor.standing(actor.community_id, account_id).confirmed:
        raise refusals.NothingToReset
    if find_open(account_id, actor=actor) is not None:
        raise refusals.ResetAsked
    row = {
        "community_id": actor.community_id,
        "id": new_id(),
        "account_id": account_id,
        "reason": reason,
        "asked_by": actor.account_id,
        "asked_at": clock.now(),
        "status": "asked",
    }
    run(sa.insert(FactorReset), [row])
    _record("second_factor.reset_asked", account_id, actor, reason)


@audit.records.writes("second_factor.reset", of="account")
def confirm(reset_id: UUID, *, actor: Actor) -> UUID:
    """Say yes as the second person: it is gone, every session of the account with it, and its owner is told. Whose it was."""
    row = _asked(reset_id, actor)
    _close(row, actor, "done")
    factor_rows.reset(row.account_id, actor=actor)
    return row.account_id


@audit.records.writes("second_factor.reset_declined", of="account")
def decline(reset_id: UUID, *, reason: str, actor: Actor) -> UUID:
    """Say no, as who might say yes, or as who asked."""
    row = _asked(reset_id, actor, own=True)
    _close(row, actor, "declined")
    _record("second_factor.reset_declined", row.account_id, actor, reason)
    return row.account_id


def find_open(account_id: UUID, *, actor: Actor) -> ResetInfo | None:
    """What waits for this account, if anything does."""
    return next((one for one in _list(actor, FactorReset.account_id == account_id)), None)


def list_open(*, actor: Actor) -> list[ResetInfo]:
    """Everything that waits, oldest first."""
    need(actor, "confirm_resets")
    return _list(actor, sa.true())


def who_confirms(account_id: UUID, *, actor: Actor) -> str:
    """The role of the second person if the actor asked now; '' where there is none."""
    return _body(actor.community_id, account_id, actor.account_id).role


def _asked(reset_id: UUID, actor: Actor, *, own: bool = False) -> FactorReset:
    need(actor, "confirm_resets")
    row = db.session.get(FactorReset, (actor.community_id, reset_id), populate_existing=True)
    if row is None:
        raise NotFound
    mine = own and actor.account_id is not None and row.asked_by == actor.account_id
    body = _body(row.community_id, row.account_id, row.asked_by)
    if not mine and actor.kind != "system" and actor.account_id not in body.accounts:
        raise refusals.NotTheResetter
    return row


def _close(row: FactorReset, actor: Actor, status: str) -> None:
    """Of two at once the second finds it closed."""
    still = FactorReset.community_id == row.community_id, FactorReset.id == row.id
    new = {"status": status, "decided_by": actor.account_id, "decided_at": clock.now()}
    if not changed(sa.update(FactorReset).where(*still, FactorReset.status == "asked").values(**new)):
        raise refusals.ResetClosed


def _body(community_id: UUID, account_id: UUID, asked_by: UUID | None) -> confirming.Body:
    return confirming.second_person(
        community_id, community_id, (account_id, asked_by), roles_for("confirm_resets")
    )


def _list(actor: Actor, which: sa.ColumnElement[bool]) -> list[ResetInfo]:
    here = Account.community_id == actor.community_id
    closed = sa.select(Account.id).where(here, Account.status == "closed")
    rows = db.session.execute(
        sa.select(FactorReset, _name_of(FactorReset.account_id), _name_of(FactorReset.asked_by))
        .where(FactorReset.community_id == actor.community_id, FactorReset.status == "asked", which)
        .where(FactorReset.account_id.not_in(closed))
        .order_by(FactorReset.asked_at, FactorReset.id)
    ).all()
    found = []
    for row, name, asked_by in rows:
        body = _body(row.community_id, row.account_id, row.asked_by)
        words = (row.id, row.account_id, name or "", row.reason, asked_by or "", row.asked_at)
        found.append(
            ResetInfo(*words, body.role, actor.account_id in body.accounts, row.asked_by == actor.account_id)
        )
    return found


def _name_of(account: Any) -> sa.ScalarSelect[Any]:
    same = sa.and_(Account.community_id == Identity.community_id, Account.person_id == Identity.person_id)
    named = sa.select(Identity.name).join(Account, same).where(Account.id == account)
    return named.correlate(FactorReset).scalar_subquery()


def _record(action: str, account_id: UUID, actor: Actor, reason: str) -> None:
    audit.records.record(
        action, actor=actor, subject_kind="account", subject_id=account_id, private={"reason": reason}
    )
