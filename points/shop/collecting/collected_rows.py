"""Collected sales as they stand in their table: written beside the sale, and given back with it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from points import ledger, people
from points.foundation import Actor, add_rows_later, new_id
from points.foundation.prepared import given, given_many, prepared
from points.shop import receipt_rows
from points.shop.collecting.models import Collected
from points.shop.payer_checks import Payer
from points.shop.policy import BasketLine


def note(payer: Payer, redemption_id: UUID, *, actor: Actor) -> None:
    """Write down who collected, beside the sale; nothing where the payer came in person."""
    if payer.collector_id is not None and payer.collected_by is not None:
        _add(actor.community_id, redemption_id, payer.collector_id, payer.collected_by)


def carry(found: receipt_rows.Receipt, made: UUID) -> dict[str, UUID]:
    """What is kept of a collected sale was collected as well: the row, and what its record says."""
    for row in of().all(community=found.community_id, redemptions=[found.redemption_id]):
        _add(found.community_id, made, row.collector_id, row.person_id)
        return {"collector_id": row.collector_id, "collected_by_id": row.person_id}
    return {}


def collectors_of(found: receipt_rows.Receipt) -> set[UUID]:
    """Who collected this sale, if somebody did."""
    rows = of().all(community=found.community_id, redemptions=[found.redemption_id])
    return {row.person_id for row in rows}


def given_back(found: receipt_rows.Receipt, taken: Sequence[BasketLine]) -> list[ledger.caps.CapCharge]:
    """What a sale that is taken back leaves of its collector's month again, less what is taken instead."""
    back = found.given_back - sum(line.tenths for line in taken)
    by = of().all(community=found.community_id, redemptions=[found.redemption_id])
    month = people.collectors.month_of(found.redeemed_on)
    return [ledger.caps.CapCharge(people.collectors.CAP, row.collector_id, month, back, back) for row in by]


def _add(community_id: UUID, redemption_id: UUID, collector_id: UUID, person_id: UUID) -> None:
    row = {
        "community_id": community_id,
        "id": new_id(),
        "redemption_id": redemption_id,
        "collector_id": collector_id,
        "person_id": person_id,
    }
    add_rows_later(Collected, [row])


@prepared
def of() -> sa.Executable:
    """Which of these sales were collected, by whom."""
    return sa.select(Collected.redemption_id, Collected.collector_id, Collected.person_id).where(
        Collected.community_id == given("community"), Collected.redemption_id.in_(given_many("redemptions"))
    )
