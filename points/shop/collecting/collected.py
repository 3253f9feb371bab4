"""Somebody collects for somebody: the collector's own proof, the other one's purse, both in the books; and who is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import people
from points.foundation import Actor, clock
from points.foundation.prepared import given, prepared
from points.shop import payers, receipt_rows
from points.shop.collecting import collected_rows
from points.shop.collecting.models import Collected
from points.shop.models import Redemption, Undo
from points.shop.payer_checks import Payer
from points.shop.refusals import ProofNeeded

#: for so long a sale is told of on the first page
TOLD = timedelta(days=7)


@dataclass(frozen=True)
class Fetched:
    """A sale that was collected: when, by whom, for how much."""

    receipt: str
    person_id: UUID
    name: str
    tenths: int
    at: datetime


def offers(payer: Payer, *, actor: Actor) -> list[tuple[Payer, people.collectors.CollectorInfo]]:
    """For whom somebody who proved to be themselves may collect: the other one's purse, on their own proof. A voucher is
    whoever's it is, and collects for nobody."""
    if payer.voucher_id is not None:
        return []
    found = people.collectors.of_person(actor.community_id, payer.person_id)
    return [
        (
            replace(
                payer,
                account_id=one.account_id,
                person_id=one.owner_id,
                collector_id=one.collector_id,
                collected_by=payer.person_id,
                collected_from=payer.account_id,
            ),
            one,
        )
        for one in found
    ]


def proved(payer: Payer, pin: str | None, *, actor: Actor) -> Payer:
    """The same payer, once the collector gave a proof: a card alone takes nothing from another one's purse."""
    if payer.proof != "card":
        return payer
    if not pin:
        raise ProofNeeded
    return payers.prove_again(payer, pin, actor=actor)


def names(community_id: UUID, redemptions: Collection[UUID]) -> dict[UUID, str]:
    """Who collected which of these sales, by name; whoever came in person is not there."""
    rows = (
        collected_rows.of().all(community=community_id, redemptions=list(redemptions)) if redemptions else []
    )
    known = people.persons.get_many(community_id, {row.person_id for row in rows}) if rows else {}
    return {row.redemption_id: known[row.person_id].name for row in rows if row.person_id in known}


def lately(community_id: UUID, account_id: UUID) -> list[Fetched]:
    """What others collected from this purse in the last days, the newest first; what was taken back is not told."""
    rows = _lately().all(community=community_id, account=account_id, since=clock.now() - TOLD)
    return _named(community_id, rows)


def _named(community_id: UUID, rows: Sequence[Any]) -> list[Fetched]:
    known = people.persons.get_many(community_id, {row.person_id for row in rows}) if rows else {}
    return [
        Fetched(row.receipt, row.person_id, known[row.person_id].name, row.tenths, row.at) for row in rows
    ]


@prepared
def _lately() -> sa.Executable:
    return (
        sa.select(Redemption.receipt, Collected.person_id, Redemption.tenths, Redemption.at)
        .join(
            Collected,
            sa.and_(
                Collected.community_id == Redemption.community_id, Collected.redemption_id == Redemption.id
            ),
        )
        .outerjoin(Undo, receipt_rows.standing())
        .where(Redemption.community_id == given("community"), Redemption.account_id == given("account"))
        .where(Redemption.at > given("since"), sa.func.coalesce(Undo.status, "") != "confirmed")
        .order_by(Redemption.at.desc())
    )
