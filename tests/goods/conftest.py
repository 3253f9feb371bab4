"""A shelf to begin with: rice, oil, salt and a haircut; nothing has come in yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import goods
from points.foundation import NEVER, Actor, clock, db, new_id, reading, transact
from points.goods.stock import Delivery


@dataclass
class Shelf:
    """The items of a community by code, and short ways to move them."""

    community_id: UUID
    items: dict[str, UUID]
    clerk: Actor

    def receive(self, number: str, code: str, quantity: int, *, days: int | None = None, **more: Any) -> UUID:
        """A delivery of today whose last day is so many days away; its batch."""
        last_day = NEVER if days is None else clock.today() + timedelta(days=days)
        came = Delivery(number, self.items[code], quantity, clock.today(), last_day, **more)
        return transact(lambda: goods.stock.receive(self.community_id, [came], actor=self.clerk))[number]

    def take(self, **wanted: int) -> UUID:
        """A redemption of so many pieces of each; its id."""
        subject_id = new_id()
        pieces = {self.items[code]: quantity for code, quantity in wanted.items()}
        transact(lambda: goods.stock.take(self.community_id, pieces, subject_id=subject_id, actor=self.clerk))
        return subject_id

    def left(self) -> dict[str, int]:
        """What is left of every batch, by number."""
        found = reading(lambda: goods.history.known_batches(self.community_id))
        return {number: on_hand for number, (_, on_hand) in found.items()}

    def moves(self) -> list[Mapping[str, Any]]:
        """Every stock move in order, with the number of its batch."""
        move, batch = (db.metadata.tables[f"goods_{name}"] for name in ("stock_move", "batch"))
        query = (
            sa.select(move, batch.c.number)
            .join(batch, batch.c.id == move.c.batch_id)
            .order_by(move.c.at, move.c.id)
        )
        return reading(lambda: list(db.session.execute(query).mappings()))

    def adds_up(self) -> bool:
        """Whether every batch has what its moves say."""
        sums: dict[str, int] = {}
        for move in self.moves():
            sums[move["number"]] = sums.get(move["number"], 0) + move["quantity"]
        return sums == self.left()


ITEMS = (
    goods.items.NewItem("G01", "大米5kg", "袋", 440, name_en="Rice 5 kg", barcodes=("6900000011003",)),
    goods.items.NewItem("G02", "调和油1.8L", "壶", 220, barcodes=("6900000011010", "6900000011027")),
    goods.items.NewItem("G03", "食盐400g", "袋", 20),
    goods.items.NewItem("G32", "理发一次", "次", 150, kind="service"),
)


@pytest.fixture
def shelf(community_id: UUID) -> Shelf:
    """Four items, priced since last month."""
    since: date = clock.today() - timedelta(days=30)
    items = transact(lambda: goods.items.add(community_id, ITEMS, effective_on=since))
    return Shelf(community_id, items, Actor(community_id, account_id=new_id()))
