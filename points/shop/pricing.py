"""What a basket costs, and what limits leave of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from points import ledger
from points.shop import policy
from points.shop.policy import BasketLine
from points.shop.refusals import LimitReached


def limit_charges(lines: Sequence[BasketLine], account_id: UUID, today: date) -> list[ledger.caps.CapCharge]:
    """The limits a basket uses up."""
    return [
        ledger.caps.CapCharge(
            f"item:{line.code}",
            account_id,
            policy.period_of(line.limit_window, today),
            line.quantity,
            line.limit_count,
        )
        for line in lines
        if line.limit_window != "none"
    ]


def with_limits(
    community_id: UUID, claims: Sequence[ledger.caps.CapCharge], lines: Sequence[BasketLine], today: date
) -> None:
    """Use the limits up; the first that is reached is refused by the item's name."""
    try:
        ledger.caps.use(community_id, claims)
    except ledger.refusals.CapReached as reached:
        for line in lines:
            if f"item:{line.code}" == reached.facts["rule"]:
                raise _limit_reached(line, reached, today) from reached
        raise


def _limit_reached(line: BasketLine, reached: ledger.refusals.CapReached, today: date) -> LimitReached:
    return LimitReached(
        item=line.code,
        name=line.name,
        unit=line.unit,
        allowed=line.limit_count,
        used=reached.facts["used"],
        opens=policy.next_period(line.limit_window, today),
    )
