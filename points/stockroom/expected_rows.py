"""Goods to come as they stand in their table, and what a delivery brings of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import goods, people
from points.foundation import NotFound, add_rows, changed, clock, db, new_id
from points.foundation.database import LookAgain
from points.stockroom import policy
from points.stockroom.models import Expectation, ExpectedArrival
from points.stockroom.refusals import ExpectedElsewhere, SettledBefore

#: the earliest day first
IN_TURN = Expectation.due_on, Expectation.noted_at, Expectation.id


@dataclass(frozen=True)
class ExpectedInfo:
    """Goods to come as pages show them; `came` pieces of them are here."""

    expected_id: UUID
    item_id: UUID
    code: str
    name: str
    name_en: str
    unit: str
    source: str
    source_kind: str
    quantity: int
    came: int
    due_on: date
    note: str
    status: str
    noted_at: datetime
    withdrawn_at: datetime | None
    why: str | None
    noted_by_name: str
    withdrawn_by_name: str

    @property
    def left(self) -> int:
        """Pieces that are still to come."""
        return self.quantity - self.came

    @property
    def overdue(self) -> bool:
        """Whether its day is over."""
        return self.due_on < clock.today()


def bring(community_id: UUID, which: Collection[UUID], lines: Sequence[Mapping[str, Any]]) -> int:
    """Let the lines of a delivery be what was expected there; how many pieces of them that is. What they do not reach stays
    open. Called by whoever takes them in."""
    if not which:
        return 0
    query = select(community_id).where(Expectation.id.in_(list(which))).order_by(*IN_TURN)
    found = infos(query)
    if len(found) != len(set(which)):
        raise NotFound
    for one in found:
        if one.status != "open":
            raise SettledBefore
        if one.item_id not in {line["item_id"] for line in lines}:
            raise ExpectedElsewhere(name=one.name)
    wanted = [(one.expected_id, one.item_id, one.left) for one in found]
    shares = policy.shares(wanted, [(line["id"], line["item_id"], line["quantity"]) for line in lines])
    rows = [
        {
            "community_id": community_id,
            "id": new_id(),
            "expectation_id": one,
            "line_id": line,
            "quantity": part,
        }
        for one, line, part in shares
    ]
    add_rows(ExpectedArrival, rows)
    for one in found:
        came = one.came + sum(part for key, _, part in shares if key == one.expected_id)
        if came > one.came:
            _grow(community_id, one, came)
    return sum(part for _, _, part in shares)


def _grow(community_id: UUID, one: ExpectedInfo, came: int) -> None:
    """So many have come by now; where another delivery brought some meanwhile, this one looks again."""
    met = changed(
        sa.update(Expectation)
        .where(Expectation.community_id == community_id, Expectation.id == one.expected_id)
        .where(Expectation.status == "open", Expectation.came == one.came)
        .values(came=came, status="came" if came == one.quantity else "open")
    )
    if not met:
        raise LookAgain


def select(community_id: UUID) -> sa.Select[*tuple[Any, ...]]:
    """Every row with its words and the names of who noted and who withdrew it."""
    item, source = goods.items.named(), goods.sources.named()
    noter, ender = people.accounts.named().alias("noter"), people.accounts.named().alias("ender")
    here = Expectation.community_id
    row = Expectation
    return (
        sa.select(
            row.id, row.item_id, item.c.code, item.c.name, item.c.name_en, item.c.unit,
            source.c.source, source.c.source_kind, row.quantity, row.came, row.due_on, row.note, row.status,
            row.noted_at, row.withdrawn_at, row.why,
            sa.func.coalesce(noter.c.name, ""), sa.func.coalesce(ender.c.name, ""),
        )
        .join_from(row, item, sa.and_(item.c.community_id == here, item.c.item_id == row.item_id))
        .join(source, sa.and_(source.c.community_id == here, source.c.source_id == row.source_id))
        .outerjoin(noter, sa.and_(noter.c.community_id == here, noter.c.account_id == row.noted_by))
        .outerjoin(ender, sa.and_(ender.c.community_id == here, ender.c.account_id == row.withdrawn_by))
        .where(here == community_id)
    )  # fmt: skip


def infos(query: sa.Select[*tuple[Any, ...]]) -> list[ExpectedInfo]:
    """What such a query finds."""
    return [ExpectedInfo(*row) for row in db.session.execute(query)]
