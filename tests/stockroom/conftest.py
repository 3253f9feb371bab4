"""A stockroom to work in: the street with a second shop, and short ways to bring goods in and to look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import goods, oversight, shop, stockroom
from points.foundation import NEVER, Actor, clock, db, reading, transact
from tests.support.records import facts_of
from tests.support.street import Street


@dataclass
class Room:
    """Two shops, who works in them, and their goods."""

    street: Street
    other_shop: UUID

    @property
    def community_id(self) -> UUID:
        """Whose goods they are."""
        return self.street.community_id

    @property
    def shop_id(self) -> UUID:
        """The shop at hand."""
        return self.street.shop_id

    @property
    def manager(self) -> Actor:
        """Who runs the shop."""
        return self.street.staff["shop_manager"]

    @property
    def clerk(self) -> Actor:
        """Who takes things in."""
        return self.street.clerk

    @property
    def officer(self) -> Actor:
        """Who confirms."""
        return self.street.staff["officer"]

    def item(self, code: str) -> goods.arrivals.Arriving:
        """What is known of an item."""
        return reading(lambda: goods.arrivals.find(self.community_id, [code]))[code][0]

    def line(
        self, code: str, quantity: int, *, days: int | None = 90, **more: Any
    ) -> stockroom.deliveries.ArrivedLine:
        """A line whose last day is so many days away."""
        last = NEVER if days is None else clock.today() + timedelta(days=days)
        return stockroom.deliveries.ArrivedLine(self.item(code), quantity, expires_on=last, **more)

    def paper(self, number: str = "0011263", **more: Any) -> stockroom.deliveries.Paper:
        """A paper of today."""
        known = {"source": "锦溪粮油配送", "source_kind": "purchase", "came_on": clock.today(), **more}
        return stockroom.deliveries.Paper(self.shop_id, number=number, **known)

    def receive(self, *lines: stockroom.deliveries.ArrivedLine, **more: Any) -> UUID:
        """A delivery, taken in by the clerk."""
        paper = self.paper(**more)
        return transact(lambda: stockroom.deliveries.receive(paper, lines, actor=self.clerk))

    def lines(self, delivery_id: UUID) -> list[stockroom.deliveries.DeliveryLineInfo]:
        """Its lines as they stand."""
        return reading(lambda: stockroom.deliveries.lines_of(self.community_id, delivery_id))

    def batch(self, code: str, quantity: int, **more: Any) -> UUID:
        """A batch that came in today."""
        return self.lines(self.receive(self.line(code, quantity, **more), number=""))[0].batch.batch_id

    def left(self, batch_id: UUID) -> int:
        """What is left of a batch."""
        return reading(lambda: goods.batches.get(self.community_id, batch_id)).on_hand

    def batches(self) -> dict[str, int]:
        """What is left of every batch, by number."""
        found = reading(lambda: goods.history.known_batches(self.community_id))
        return {number: on_hand for number, (_, on_hand) in found.items()}

    def moves(self, batch_id: UUID) -> list[tuple[str, int]]:
        """The moves of a batch in order."""
        move = db.metadata.tables["goods_stock_move"]
        query = sa.select(move.c.kind, move.c.quantity).where(move.c.batch_id == batch_id)
        return reading(
            lambda: [tuple(row) for row in db.session.execute(query.order_by(move.c.at, move.c.id))]
        )

    def sell(self, batch_id: UUID, quantity: int) -> None:
        """Pieces of a batch go out as a sale takes them, past the counter."""
        one = reading(lambda: goods.batches.get(self.community_id, batch_id))
        step = goods.moves.Step(batch_id, one.item_id, -quantity, "redemption")
        subject = batch_id
        transact(lambda: goods.moves.book(self.community_id, [step], subject_id=subject, actor=self.clerk))

    def broken(self) -> dict[str, tuple[str, ...]]:
        """What breaks the books; the street's points were given by hand, which is not the stockroom's matter."""
        report = reading(lambda: oversight.proving.examine(self.community_id))
        by_hand = {"points_are_awarded", "points_recorded"}
        return {one.name: one.rows for one in report.broken if one.name not in by_hand}

    def said(self, action: str) -> Mapping[str, Any]:
        """The facts of the last record of this kind."""
        return facts_of(action)[-1]


@pytest.fixture
def room(street: Street) -> Room:
    """Such a stockroom."""
    return Room(street, transact(lambda: shop.shops.add("东店", actor=street.system)))
