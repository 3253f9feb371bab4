"""How long what is there will last: what is left of each item beside what went in the last weeks. Read only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import NEVER, NotFound, clock
from points.foundation.codes import read_barcode
from points.foundation.prepared import given, prepared
from points.foundation.spelling import initials
from points.goods.item_rows import newest_picture
from points.goods.models import Barcode, Batch, Item, Price, StockMove
from points.goods.policy import BatchLeft, gone_by
from points.goods.price_rows import in_force
from points.goods.stock_rows import stands_in
from points.goods.wares import WareFacts

#: so many weeks back what went is counted, and nothing that went in them is dead stock
WEEKS = 8
#: so many days ahead a last day is near
SOON = 30


@dataclass(frozen=True)
class CoverInfo:
    """An item with its stock in one shop, or in all: what may be given, what is past its day, what went in the last weeks.

    `tenths` is None where no price holds today.
    """

    item_id: UUID
    code: str
    name: str
    name_en: str
    glyph: str
    unit: str
    kind: str
    category: str
    status: str
    tenths: int | None
    limit_count: int
    limit_window: str
    person_limit_count: int | None
    person_limit_window: str | None
    fair_shelf: bool
    reference_fen: int
    safety_stock: int
    on_hand: int
    expired: int
    first_day: date | None
    since: date | None
    gone: int
    weeks_seen: int = WEEKS

    @property
    def stocked(self) -> bool:
        """Whether there is stock of it at all, and it is offered."""
        return self.kind == "goods" and self.status == "offered"

    @property
    def weeks(self) -> float | None:
        """How many weeks it lasts as it went lately; None where nothing went."""
        return round(self.on_hand * self.weeks_seen / self.gone, 1) if self.gone > 0 else None

    def ahead(self, weeks: int) -> int:
        """Pieces that go in so many weeks, as they went in those it has been here."""
        return -(-max(self.gone, 0) * weeks // self.weeks_seen)

    @property
    def to_buy(self) -> int:
        """Pieces to buy, so that it lasts as many weeks as are looked back on and stays above its line."""
        return max(self.ahead(WEEKS), self.line) - self.on_hand if self.low else 0

    @property
    def low(self) -> bool:
        """Whether there is less than there should always be."""
        return self.stocked and self.on_hand < self.line

    @property
    def line(self) -> int:
        """What should always be there: its own line; of what is asked for one piece at least."""
        return max(self.safety_stock, 1 if self.gone > 0 else 0)

    @property
    def near(self) -> bool:
        """Whether the last day of some of it is near."""
        return self.first_day is not None and self.first_day <= clock.today() + timedelta(days=SOON)

    @property
    def dead(self) -> bool:
        """Whether nothing of it went, although it has been there for weeks."""
        long_there = self.since is not None and self.since <= clock.today() - timedelta(weeks=WEEKS)
        return self.stocked and self.on_hand > 0 and self.gone <= 0 and long_there

    def is_in(self, state: str) -> bool:
        """Whether it belongs to what is called so in STATES."""
        return _STATES[state](self)

    def fits(self, words: str, barcodes: tuple[str, ...] = ()) -> bool:
        """Whether it is meant by these words: its name or part of it, code, barcode, or first letters of its sounds."""
        said = read_barcode(words) or words.casefold().strip()
        if said.isdigit() and len(said) >= len("20000"):
            return any(said in one for one in barcodes)
        return (
            said in self.name.casefold()
            or said in self.name_en.casefold()
            or self.code.casefold().startswith(said)
            or said in initials.of(self.name)
        )


#: what a list of goods is narrowed to
_STATES: dict[str, Callable[[CoverInfo], bool]] = {
    "offered": lambda one: one.status == "offered",
    "low": lambda one: one.low,
    "near": lambda one: one.stocked and one.near,
    "dead": lambda one: one.dead,
    "unpriced": lambda one: one.status == "offered" and one.tenths is None,
    "withdrawn": lambda one: one.status == "withdrawn",
}
STATES = tuple(_STATES)


def read(community_id: UUID, *, shop_id: UUID | None = None) -> list[CoverInfo]:
    """Every item, what runs out first before the rest; services and what is withdrawn last."""
    rows = [_info(row) for row in _covered(False).all(**_values(community_id, shop_id))]
    return sorted(rows, key=lambda one: (not one.stocked, _order(one), one.code))


def get(
    community_id: UUID, code: str, *, shop_id: UUID | None = None
) -> tuple[CoverInfo, WareFacts, UUID | None]:
    """The same of one item, with all that is written of it and its picture."""
    row = _covered(True).first(**_values(community_id, shop_id), code=code)
    if row is None:
        raise NotFound
    return _info(row), WareFacts.of(row), row.picture


def by_batch(one: CoverInfo, left: Sequence[BatchLeft]) -> list[tuple[BatchLeft, date | None]]:
    """Each batch of an item, in the order in which they are given, with the day by which it is gone."""
    return gone_by(left, one.gone / one.weeks_seen, clock.today())


def barcodes(community_id: UUID) -> dict[UUID, tuple[str, ...]]:
    """Every barcode by item, for a search."""
    found: dict[UUID, tuple[str, ...]] = {}
    for row in _barcodes().all(community=community_id):
        found[row.item_id] = (*found.get(row.item_id, ()), row.barcode)
    return found


def _order(one: CoverInfo) -> tuple[bool, float, bool]:
    """What is gone or below its line and asked for comes first."""
    if one.on_hand <= 0:
        return False, -1.0, one.gone <= 0
    return (False, one.weeks, False) if one.weeks is not None else (True, 0.0, not one.low)


def _values(community_id: UUID, shop_id: UUID | None) -> dict[str, Any]:
    today = clock.today()
    return {
        "community": community_id,
        "shop": shop_id,
        "on": today,
        "at": clock.now(),
        "since": today - timedelta(weeks=WEEKS),
    }


def _info(row: Any) -> CoverInfo:
    return CoverInfo(
        item_id=row.id,
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        glyph=row.glyph,
        unit=row.unit,
        kind=row.kind,
        category=row.category,
        status=row.status,
        tenths=row.tenths,
        limit_count=row.limit_count,
        limit_window=row.limit_window,
        person_limit_count=row.person_limit_count,
        person_limit_window=row.person_limit_window,
        fair_shelf=bool(row.fair_shelf),
        reference_fen=row.reference_fen,
        safety_stock=row.safety_stock,
        on_hand=int(row.on_hand or 0),
        expired=int(row.expired or 0),
        first_day=row.first_day if row.first_day != NEVER else None,
        since=row.since,
        gone=int(row.gone or 0),
        weeks_seen=_weeks_seen(row.first_on),
    )


def _weeks_seen(first_on: date | None) -> int:
    """The weeks that what went is counted over: those since it first came, begun ones too."""
    days = 0 if first_on is None else (clock.today() - first_on).days
    return min(WEEKS, max(1, -(-days // 7)))


def _gone() -> sa.ColumnElement[int | None]:
    """Pieces that went to residents, less what came back."""
    return (
        sa.select(-sa.func.sum(StockMove.quantity))
        .join_from(
            StockMove,
            Batch,
            sa.and_(Batch.community_id == StockMove.community_id, Batch.id == StockMove.batch_id),
        )
        .where(
            StockMove.community_id == Item.community_id,
            StockMove.item_id == Item.id,
            StockMove.moved_on >= given("since"),
            StockMove.kind.in_(("redemption", "return")),
            stands_in(given("shop", Batch.shop_id)),
        )
        .scalar_subquery()
    )


@prepared
def _covered(one: bool) -> sa.Executable:
    fresh, there = Batch.expires_on >= given("on"), Batch.on_hand > 0
    left = (
        sa.select(
            Batch.item_id,
            sa.func.sum(sa.case((fresh, Batch.on_hand), else_=0)).label("on_hand"),
            sa.func.sum(sa.case((fresh, 0), else_=Batch.on_hand)).label("expired"),
            sa.func.min(sa.case((sa.and_(fresh, there), Batch.expires_on))).label("first_day"),
            sa.func.min(sa.case((there, Batch.received_on))).label("since"),
            sa.func.min(Batch.received_on).label("first_on"),
        )
        .where(Batch.community_id == given("community"), stands_in(given("shop", Batch.shop_id)))
        .group_by(Batch.item_id)
        .subquery("left_of_it")
    )
    of_one = [newest_picture(Item.id).label("picture")] if one else []
    query = (
        sa.select(
            Item.id,
            Item.code,
            Item.status,
            *(getattr(Item, name) for name in WareFacts.__dataclass_fields__),
            *of_one,
            Price.tenths,
            left.c.on_hand,
            left.c.expired,
            left.c.first_day,
            left.c.since,
            left.c.first_on,
            _gone().label("gone"),
        )
        .join_from(Item, left, left.c.item_id == Item.id, isouter=True)
        .join(Price, in_force(), isouter=True)
        .where(Item.community_id == given("community"))
    )
    return query.where(Item.code == given("code")) if one else query


@prepared
def _barcodes() -> sa.Executable:
    return sa.select(Barcode.item_id, Barcode.barcode).where(Barcode.community_id == given("community"))
