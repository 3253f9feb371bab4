"""What a purse holds and may spend: one indexed row, whatever its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import db
from points.foundation.prepared import given, given_many, prepared
from points.ledger.models import Balance, LedgerAccount, Transfer
from points.ledger.refusals import NotEnough, PointsHeld


@dataclass(frozen=True)
class Standing:
    """What a purse holds, in tenths."""

    posted: int
    held: int

    @property
    def available(self) -> int:
        """What can be spent now."""
        return self.posted - self.held


def get(community_id: UUID, purse: UUID) -> Standing:
    """One indexed row, whatever the history."""
    row = _balance().one(community=community_id, account=purse)
    return Standing(row.posted, row.held)


def get_many(community_id: UUID, purses: Sequence[UUID]) -> dict[UUID, Standing]:
    """The balances of several purses."""
    rows = _balances().all(community=community_id, accounts=list(purses))
    return {row.account_id: Standing(row.posted, row.held) for row in rows}


def short_of(wanted: int, *, available: int, held: int) -> NotEnough | PointsHeld:
    """Why a purse does not pay: what is set aside would do, or not even that."""
    kind = PointsHeld if held and available + held >= wanted else NotEnough
    return kind(wanted=wanted, available=available, gap=wanted - available, held=held)


@prepared
def _balances() -> sa.Executable:
    return sa.select(Balance.account_id, Balance.posted, Balance.held).where(
        Balance.community_id == given("community"), Balance.account_id.in_(given_many("accounts"))
    )


@prepared
def _balance() -> sa.Executable:
    return sa.select(Balance.posted, Balance.held).where(
        Balance.community_id == given("community"), Balance.account_id == given("account")
    )


def turnover(community_id: UUID) -> dict[tuple[str, bool], tuple[int, int]]:
    """By account kind, and by whether a transfer takes another one back: tenths that went out and that came in, over
    all posted transfers."""
    source, target = aliased(LedgerAccount), aliased(LedgerAccount)
    back = Transfer.reverses.is_not(None)
    query = (
        sa.select(source.kind, target.kind, back, sa.func.sum(Transfer.tenths))
        .join(source, _same(source, Transfer.source_id))
        .join(target, _same(target, Transfer.target_id))
        .where(Transfer.community_id == community_id, Transfer.phase.in_(("single", "post")))
        .group_by(source.kind, target.kind, back)
    )
    found: dict[tuple[str, bool], tuple[int, int]] = {}
    for out_of, into, reverses, tenths in db.session.execute(query):
        out, came = found.get((out_of, bool(reverses)), (0, 0))
        found[out_of, bool(reverses)] = (out + int(tenths), came)
        out, came = found.get((into, bool(reverses)), (0, 0))
        found[into, bool(reverses)] = (out, came + int(tenths))
    return found


def _same(account: type[LedgerAccount], column: sa.SQLColumnExpression[UUID]) -> sa.ColumnElement[bool]:
    return sa.and_(account.community_id == Transfer.community_id, account.id == column)
