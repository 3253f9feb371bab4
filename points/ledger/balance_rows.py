"""Balance rows of many purses: locked together in the order of their keys, then raised. It decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

import sqlalchemy as sa

from points.foundation.prepared import given, given_many, prepared
from points.ledger.models import Balance
from points.ledger.posting import PurseState


def lock_purses(community_id: UUID, purses: Collection[UUID]) -> dict[UUID, PurseState]:
    """How these purses stand, their rows locked until the transaction ends; always in one order, so that two who
    change the same purses wait for each other and never crosswise."""
    rows = _locked().all(community=community_id, accounts=list(set(purses)))
    found = {row.account_id: PurseState(row.posted, row.held, row.version) for row in rows}
    if set(purses) - found.keys():
        raise RuntimeError("a purse without a balance")
    return found


def set_purses(
    community_id: UUID, before: Mapping[UUID, PurseState], after: Mapping[UUID, PurseState]
) -> None:
    """Write how locked purses stand now, each from the version it was locked at."""
    rows = [
        {
            "community": community_id,
            "account": purse,
            "seen": before[purse].version,
            "stands": state.posted,
            "counted": state.version,
        }
        for purse, state in sorted(after.items())
    ]
    if _raised().for_each(rows).rowcount != len(rows):
        raise RuntimeError("a purse changed under its lock")


@prepared
def _locked() -> sa.Executable:
    return (
        sa.select(Balance.account_id, Balance.posted, Balance.held, Balance.version)
        .where(Balance.community_id == given("community"), Balance.account_id.in_(given_many("accounts")))
        .order_by(Balance.account_id)
        .with_for_update()
    )


@prepared
def _raised() -> sa.Executable:
    return (
        sa.update(Balance)
        .where(Balance.community_id == given("community"), Balance.account_id == given("account"))
        .where(Balance.version == given("seen"))
        .values(posted=given("stands", Balance.posted), version=given("counted", Balance.version))
        .execution_options(synchronize_session=False)
    )
