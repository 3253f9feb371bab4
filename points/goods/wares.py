"""An item as the shop keeps it: entered, changed, withdrawn, brought back. Who may, and the record of it, stand above."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import NotFound, clock, db, new_id
from points.foundation.database import LookAgain, upsert
from points.foundation.prepared import given, prepared
from points.foundation.spelling import signs
from points.goods import models
from points.goods.models import Batch, Item, OldOut, StockMove
from points.goods.policy import NOUNS, BatchLeft, default_category, default_glyph, next_code
from points.goods.refusals import ItemStale
from points.goods.stock_rows import stands_in

#: the usual classes
CATEGORIES = tuple(NOUNS)
#: how often a limit per person may begin anew
PERSON_WINDOWS = models.PERSON_WINDOWS
#: lines of a page
PRICES_SHOWN, MOVES_SHOWN = 12, 30
#: weeks of the chart
CHARTED = 26


@dataclass(frozen=True)
class WareFacts:
    """What is written of an item; its price is decided elsewhere. `package` is what `package_pieces` of it come in."""

    name: str
    unit: str
    name_en: str = ""
    glyph: str = ""
    kind: str = "goods"
    category: str = ""
    package: str | None = None
    package_pieces: int | None = None
    limit_count: int = 0
    limit_window: str = "none"
    fair_shelf: bool | None = None
    safety_stock: int = 0
    reference_fen: int = 0
    shelf_days: int | None = None
    supply: str = ""
    person_limit_count: int | None = None
    person_limit_window: str | None = None

    @classmethod
    def of(cls, row: Any) -> WareFacts:
        """Of a row that has all of it."""
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class WareInfo:
    """An item with what is written of it, whether it is offered or not."""

    item_id: UUID
    code: str
    status: str
    facts: WareFacts


@dataclass(frozen=True)
class MoveInfo:
    """So many pieces of a batch that came or went."""

    kind: str
    quantity: int
    number: str
    moved_on: date
    actor_id: UUID | None
    #: why it left, where an old book says so
    reason: str = ""


def get(community_id: UUID, code: str) -> WareInfo:
    """One item by its code, withdrawn ones too."""
    row = db.session.scalar(sa.select(Item).where(Item.community_id == community_id, Item.code == code))
    if row is None:
        raise NotFound
    return WareInfo(row.id, row.code, row.status, WareFacts.of(row))


def by_code(community_id: UUID) -> dict[str, WareInfo]:
    """Every item by its code, withdrawn ones too."""
    rows = db.session.scalars(sa.select(Item).where(Item.community_id == community_id).order_by(Item.code))
    return {row.code: WareInfo(row.id, row.code, row.status, WareFacts.of(row)) for row in rows}


def batches(community_id: UUID, item_id: UUID, *, shop_id: UUID | None = None) -> list[BatchLeft]:
    """What is left of an item, batch by batch, those past their day included."""
    return [
        BatchLeft(
            row.id,
            item_id,
            row.on_hand,
            row.expires_on,
            row.received_on,
            row.number,
            wished=row.wish if row.wish_until is None or row.wish_until >= clock.today() else "",
            wish_until=row.wish_until,
        )
        for row in _batches().all(community=community_id, item=item_id, shop=shop_id)
    ]


def moves(community_id: UUID, item_id: UUID) -> list[MoveInfo]:
    """The newest movements of an item, from whatever batch."""
    rows = _moves().all(community=community_id, item=item_id)
    return [MoveInfo(*row) for row in rows]


def weeks_out(
    community_id: UUID, item_id: UUID, *, shop_id: UUID | None = None, weeks: int = CHARTED
) -> list[tuple[date, int]]:
    """Pieces that went by week, the oldest first; each week by its Monday, this one as far as it goes."""
    monday = clock.today() - timedelta(days=clock.today().weekday())
    first = monday - timedelta(weeks=weeks - 1)
    sums = {first + timedelta(weeks=number): 0 for number in range(weeks)}
    for row in _days_out().all(community=community_id, item=item_id, shop=shop_id, since=first):
        sums[row.moved_on - timedelta(days=row.moved_on.weekday())] += int(row.pieces)
    return list(sums.items())


def enter(community_id: UUID, facts: WareFacts) -> WareInfo:
    """A new item under the next code that is free; it has no price, so it is not offered before one is decided."""
    facts = _plain(facts)
    codes = db.session.scalars(sa.select(Item.code).where(Item.community_id == community_id))
    made = WareInfo(new_id(), next_code(codes), "offered", facts)
    row = {
        "community_id": community_id,
        "id": made.item_id,
        "code": made.code,
        "status": made.status,
        "created_at": clock.now(),
        **asdict(facts),
    }
    written = upsert(Item).on_conflict_do_nothing().returning(Item.id)
    if db.session.scalar(written, row) is None:
        # somebody else took the code meanwhile
        raise LookAgain
    return made


def change(community_id: UUID, code: str, facts: WareFacts) -> dict[str, tuple[Any, Any]]:
    """Write something else of an item; by field what stood there and what stands there now."""
    before = get(community_id, code)
    facts = _plain(replace(facts, kind=before.facts.kind))
    was, now = asdict(before.facts), asdict(facts)
    changed = {name: (was[name], now[name]) for name in was if was[name] != now[name]}
    if changed:
        which = Item.community_id == community_id, Item.id == before.item_id
        db.session.execute(sa.update(Item).where(*which).values({name: now[name] for name in changed}))
    return changed


def set_status(community_id: UUID, code: str, status: str) -> UUID:
    """Withdraw an item or bring it back; of two at once the second is told."""
    found = db.session.scalar(
        sa.update(Item)
        .where(Item.community_id == community_id, Item.code == code, Item.status != status)
        .values(status=status)
        .returning(Item.id)
        .execution_options(synchronize_session=False)
    )
    if found is None:
        raise ItemStale
    return found


def named_like(community_id: UUID, text: str) -> list[UUID]:
    """Items with this code, or with these words in their name, on offer or withdrawn."""
    plain = text.strip()
    like = sa.or_(
        Item.code == plain.upper(),
        Item.name.contains(plain, autoescape=True),
        sa.func.lower(Item.name_en).contains(plain.lower(), autoescape=True),
    )
    return list(db.session.scalars(sa.select(Item.id).where(Item.community_id == community_id, like)))


@prepared
def _days_out() -> sa.Executable:
    return (
        sa.select(StockMove.moved_on, (-sa.func.sum(StockMove.quantity)).label("pieces"))
        .join_from(
            StockMove,
            Batch,
            sa.and_(Batch.community_id == StockMove.community_id, Batch.id == StockMove.batch_id),
        )
        .where(
            StockMove.community_id == given("community"),
            StockMove.item_id == given("item"),
            StockMove.moved_on >= given("since"),
            StockMove.kind.in_(("redemption", "return")),
            stands_in(given("shop", Batch.shop_id)),
        )
        .group_by(StockMove.moved_on)
    )


@prepared
def _batches() -> sa.Executable:
    columns = (
        Batch.id,
        Batch.on_hand,
        Batch.expires_on,
        Batch.received_on,
        Batch.number,
        Batch.wish,
        Batch.wish_until,
    )
    return (
        sa.select(*columns)
        .where(Batch.community_id == given("community"), Batch.item_id == given("item"), Batch.on_hand > 0)
        .where(stands_in(given("shop", Batch.shop_id)))
        .order_by(Batch.expires_on, Batch.received_on, Batch.number)
    )


@prepared
def _moves() -> sa.Executable:
    reason = sa.func.coalesce(OldOut.reason, "")
    columns = StockMove.kind, StockMove.quantity, Batch.number, StockMove.moved_on, StockMove.actor_id, reason
    left = sa.and_(OldOut.community_id == StockMove.community_id, OldOut.id == StockMove.subject_id)
    batch = sa.and_(Batch.community_id == StockMove.community_id, Batch.id == StockMove.batch_id)
    return (
        sa.select(*columns)
        .join_from(StockMove, Batch, batch)
        .outerjoin(OldOut, left)
        .where(StockMove.community_id == given("community"), StockMove.item_id == given("item"))
        .order_by(StockMove.moved_on.desc(), StockMove.id.desc())
        .limit(MOVES_SHOWN)
    )


def _plain(facts: WareFacts) -> WareFacts:
    """As it is stored: signs in one spelling, a glyph and a class where none is named, a limit only with its number."""
    name = signs.plain(facts.name)
    limited = facts.limit_count > 0 and facts.limit_window != "none"
    each = bool(facts.person_limit_count and facts.person_limit_window)
    packed = bool(facts.package and facts.package_pieces)
    return replace(
        facts,
        name=name,
        name_en=signs.plain(facts.name_en),
        unit=signs.plain(facts.unit),
        glyph=signs.plain(facts.glyph) or default_glyph(name),
        category=signs.plain(facts.category) or default_category(name, facts.kind),
        package=signs.plain(facts.package or "") if packed else None,
        package_pieces=facts.package_pieces if packed else None,
        limit_count=facts.limit_count if limited else 0,
        limit_window=facts.limit_window if limited else "none",
        person_limit_count=facts.person_limit_count if each else None,
        person_limit_window=facts.person_limit_window if each else None,
        fair_shelf=facts.fair_shelf or None,
    )
