"""What came and went between two moments, item by item, out of the stock moves; it changes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation.prepared import given, given_many, prepared
from points.goods.models import Batch, Item, StockMove
from points.goods.stock_rows import stands_in


@dataclass(frozen=True)
class ItemTurnover:
    """One item: what there was, what came, went out, came back and was written off, whatever else, and what there is then.

    `other` is what was corrected, counted, moved and put together, and what nobody did here: it came with old books.
    """

    code: str
    name: str
    name_en: str
    unit: str
    opening: int
    came: int
    out: int
    back: int
    off: int
    other: int

    @property
    def closing(self) -> int:
        """What there is in the end."""
        return self.opening + self.came - self.out + self.back - self.off + self.other

    @property
    def moved(self) -> bool:
        """Whether anything was done with it."""
        return any((self.came, self.out, self.back, self.off, self.other))


def between(
    community_id: UUID, shop_id: UUID, start: datetime, until: datetime, day: date
) -> tuple[list[ItemTurnover], dict[str, int]]:
    """Every item of which there was anything in this shop, from one moment to just before the other, by code; and by code
    the pieces there then that were past their last day on a day."""
    left: Counter[UUID] = Counter()
    moved: dict[UUID, Counter[str]] = defaultdict(Counter)
    words: dict[UUID, Any] = {}
    expired: dict[str, int] = {}
    for row in _moved().all(community=community_id, shop=shop_id, start=start, until=until, day=day):
        if row.id is None:
            continue
        words[row.id] = row
        if row.kind == _EXPIRED:
            expired |= {row.code: int(row.quantity)} if row.quantity > 0 else {}
        elif row.kind == _LEFT or row.late:
            # what is there now less all that was moved since is what there was then
            left[row.id] += row.quantity if row.kind == _LEFT else -row.quantity
        else:
            moved[row.id][row.kind] += row.quantity
    found = [_turnover(words[one], left[one], moved[one]) for one in words if left[one] or one in moved]
    return sorted(found, key=lambda one: one.code), expired


def known(community_id: UUID) -> list[Any]:
    """Every item that has stock, offered or withdrawn: code, name, name_en, unit and category, by code."""
    return sorted(_items().all(community=community_id), key=lambda one: one.code)


def on_hand(community_id: UUID, shop_id: UUID, codes: list[str]) -> dict[str, int]:
    """What stands in a shop of these items, by code; past its day or not."""
    return {
        row.code: int(row.quantity)
        for row in _standing().all(community=community_id, shop=shop_id, codes=codes)
    }


#: kinds of moves by what they are called on a sheet; any other is corrected, counted or moved
_SAID = {"delivery": "came", "redemption": "out", "return": "back", "write_off": "off"}
_LEFT, _EXPIRED, _BOOKS = "left", "expired", "books"


def _turnover(row: Any, closing: int, kinds: Counter[str]) -> ItemTurnover:
    said: Counter[str] = Counter()
    for kind, quantity in kinds.items():
        word = _SAID.get(kind, "other")
        said[word] += -quantity if word in ("out", "off") else quantity
    parts = {word: int(said[word]) for word in ("came", "out", "back", "off", "other")}
    return ItemTurnover(
        row.code, row.name, row.name_en, row.unit, opening=int(closing - sum(kinds.values())), **parts
    )


@prepared
def _items() -> sa.Executable:
    return sa.select(Item.id, Item.code, Item.name, Item.name_en, Item.unit, Item.category).where(
        Item.community_id == given("community"), Item.kind == "goods"
    )


def _of_batch() -> sa.ColumnElement[bool]:
    return sa.and_(Batch.community_id == StockMove.community_id, Batch.id == StockMove.batch_id)


@prepared
def _moved() -> sa.Executable:
    """In one statement, so that what is left and what was moved are of one state of the book."""
    here = Batch.community_id == given("community"), stands_in(given("shop", Batch.shop_id))
    late = sa.case((StockMove.at >= given("until"), 1), else_=0)
    kind = sa.case((StockMove.actor_id.is_(None), _BOOKS), else_=StockMove.kind)
    left = (
        sa.select(
            Batch.item_id,
            sa.literal(_LEFT).label("kind"),
            sa.literal(0).label("late"),
            sa.func.sum(Batch.on_hand).label("quantity"),
        )
        .where(*here)
        .group_by(Batch.item_id)
    )
    moved = (
        sa.select(
            StockMove.item_id,
            kind.label("kind"),
            late.label("late"),
            sa.func.sum(StockMove.quantity).label("quantity"),
        )
        .join(Batch, _of_batch())
        .where(StockMove.community_id == given("community"), StockMove.at >= given("start"), *here)
        .group_by(StockMove.item_id, kind, late)
    )
    found = sa.union_all(left, moved, _expired(*here)).subquery("found")
    of = sa.and_(Item.community_id == given("community"), Item.id == found.c.item_id, Item.kind == "goods")
    words = Item.id, Item.code, Item.name, Item.name_en, Item.unit
    # outer, so that a database without statistics does not go through all that was found once an item
    return sa.select(*words, found.c.kind, found.c.late, found.c.quantity).join_from(
        found, Item, of, isouter=True
    )


@prepared
def _standing() -> sa.Executable:
    return (
        sa.select(Item.code, sa.func.coalesce(sa.func.sum(Batch.on_hand), 0).label("quantity"))
        .outerjoin(
            Batch,
            sa.and_(
                Batch.community_id == Item.community_id,
                Batch.item_id == Item.id,
                stands_in(given("shop", Batch.shop_id)),
            ),
        )
        .where(Item.community_id == given("community"), Item.code.in_(given_many("codes")))
        .group_by(Item.code)
    )


def _expired(*here: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    """What was there then past its day: what is there now less all that was moved since."""
    since = (
        sa.select(sa.func.coalesce(sa.func.sum(StockMove.quantity), 0))
        .where(
            StockMove.community_id == Batch.community_id,
            StockMove.batch_id == Batch.id,
            StockMove.at >= given("until"),
        )
        .scalar_subquery()
    )
    return (
        sa.select(
            Batch.item_id,
            sa.literal(_EXPIRED).label("kind"),
            sa.literal(0).label("late"),
            sa.func.sum(Batch.on_hand - since).label("quantity"),
        )
        .where(Batch.expires_on < given("day"), *here)
        .group_by(Batch.item_id)
    )
