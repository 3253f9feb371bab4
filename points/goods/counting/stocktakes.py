"""What is counted where, who counted what and when, and what came of it, as rows; who may do which is asked above.

No reading here knows what the books say: that stands in `differences`, for those who do not count.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from points.foundation import Actor, NotFound, add_rows, clock, new_id
from points.foundation.spelling import initials
from points.goods.counting import models, stocktake_rows
from points.goods.counting.models import Count, SignedCount, Stocktake, StocktakeLine, StocktakeStep

KINDS, PARTS, REASONS = models.STOCKTAKE_KINDS, models.STOCKTAKE_PARTS, models.COUNT_REASONS


@dataclass(frozen=True)
class StocktakeInfo:
    """A stocktake with how far it is: lines, those counted at least once, those signed."""

    stocktake_id: UUID
    shop_id: UUID
    kind: str
    part: str
    category: str
    begun_by: UUID | None
    begun_at: datetime
    handed_in_at: datetime | None
    lines: int
    counted: int
    signed: int

    @property
    def status(self) -> str:
        """counting, differences, done."""
        if self.handed_in_at is None:
            return "counting"
        return "done" if self.signed >= self.counted else "differences"


@dataclass(frozen=True)
class CountInfo:
    """One count of a line."""

    count_id: UUID
    turn: int
    mend: int
    quantity: int
    at: datetime
    by: UUID | None


class EndedLine(NamedTuple):
    """What came of a line, by whose signature."""

    count_id: UUID
    booked: int
    difference: int
    reason: str
    signed_by: UUID | None
    signed_at: datetime


@dataclass(frozen=True)
class LineInfo:
    """An item to be counted, with its counts; `turn` is the count that is wanted, `asked_by` who wanted it once more."""

    line_id: UUID
    item_id: UUID
    code: str
    name: str
    name_en: str
    glyph: str
    unit: str
    category: str
    reference_fen: int
    turn: int
    asked_by: UUID | None
    counts: tuple[CountInfo, ...]
    ended: EndedLine | None

    @property
    def signed(self) -> bool:
        """Whether it was signed."""
        return self.ended is not None

    @property
    def latest(self) -> CountInfo | None:
        """The count that holds so far."""
        return self.counts[-1] if self.counts else None

    @property
    def waits(self) -> bool:
        """Whether it is still to be counted, or counted once more."""
        return not self.signed and (self.latest is None or self.latest.turn < self.turn)

    @property
    def letters(self) -> str:
        """The first letters of its name as it is spoken: 大米 → dm."""
        return initials.of(self.name)


def begin(
    shop_id: UUID, *, kind: str, part: str, category: str, items: Collection[UUID], actor: Actor
) -> UUID:
    """A stocktake of these items."""
    stocktake_id, own = new_id(), {"community_id": actor.community_id}
    row = {"shop_id": shop_id, "kind": kind, "part": part, "category": category}
    by = {"begun_by": actor.account_id, "begun_at": clock.now()}
    add_rows(Stocktake, [{**own, "id": stocktake_id, **row, **by}])
    lines = [{**own, "id": new_id(), "stocktake_id": stocktake_id, "item_id": one} for one in items]
    add_rows(StocktakeLine, lines)
    return stocktake_id


def add_count(
    line_id: UUID, *, turn: int, mend: int, quantity: int, stood: int, at: datetime, actor: Actor
) -> UUID:
    """One count; of two at once the second finds the first there."""
    count_id = new_id()
    row = {
        "community_id": actor.community_id,
        "id": count_id,
        "line_id": line_id,
        "turn": turn,
        "mend": mend,
        "quantity": quantity,
        "counted_at": at,
        "stood": stood,
        "counted_by": actor.account_id,
        "entered_at": clock.now(),
    }
    add_rows(Count, [row])
    return count_id


def add_step(stocktake_id: UUID, subject_id: UUID, *, kind: str, turn: int, actor: Actor) -> None:
    """One step on the way; of two at once the second finds the first there."""
    row = {"stocktake_id": stocktake_id, "subject_id": subject_id, "kind": kind, "turn": turn}
    by = {"by_id": actor.account_id, "at": clock.now()}
    add_rows(StocktakeStep, [{"community_id": actor.community_id, "id": new_id(), **row, **by}])


def add_signed(rows: Collection[Mapping[str, Any]], *, actor: Actor) -> None:
    """What came of lines: line_id, count_id, booked, difference, reason, signed_as of each."""
    by = {"signed_by": actor.account_id, "signed_at": clock.now()}
    add_rows(SignedCount, [{"community_id": actor.community_id, "id": new_id(), **row, **by} for row in rows])


def get(community_id: UUID, stocktake_id: UUID) -> StocktakeInfo:
    """One stocktake."""
    row = stocktake_rows.newest(True).first(community=community_id, stocktake=stocktake_id)
    if row is None:
        raise NotFound
    return StocktakeInfo(*row)


def list_newest(community_id: UUID) -> list[StocktakeInfo]:
    """The newest of all shops."""
    return [StocktakeInfo(*row) for row in stocktake_rows.newest(False).all(community=community_id)]


def lines(community_id: UUID, stocktake_id: UUID) -> list[LineInfo]:
    """What it counts, in order of code, each with its counts: in one statement, however long it is."""
    values = {"community": community_id, "stocktake": stocktake_id}
    return [
        _line(list(rows))
        for _, rows in groupby(stocktake_rows.lines().all(**values), key=lambda row: row.line_id)
    ]


def whole(community_id: UUID, stocktake_id: UUID) -> tuple[StocktakeInfo, list[LineInfo]]:
    """One stocktake with its lines, both in one statement."""
    rows = stocktake_rows.lines().all(community=community_id, stocktake=stocktake_id)
    if not rows:
        raise NotFound
    found = [_line(list(some)) for _, some in groupby(rows, key=lambda row: row.line_id)]
    head: list[Any] = [getattr(rows[0], f"head_{name}") for name in stocktake_rows.HEAD]
    head += [rows[0].handed_in_at, len(found), sum(bool(one.counts) for one in found)]
    return StocktakeInfo(*[*head, sum(one.signed for one in found)]), found


def barcodes(community_id: UUID, stocktake_id: UUID) -> dict[UUID, tuple[str, ...]]:
    """The barcodes of what it counts, by item."""
    rows = stocktake_rows.barcodes().all(community=community_id, stocktake=stocktake_id)
    return {
        item: tuple(row.barcode for row in some) for item, some in groupby(rows, key=lambda row: row.item_id)
    }


def _line(rows: list[Any]) -> LineInfo:
    """A line of its rows, one a count; one row without a count where there is none."""
    one = rows[0]
    words = ("line_id", "item_id", "code", "name", "name_en", "glyph", "unit", "category", "reference_fen")
    return LineInfo(
        **{name: getattr(one, name) for name in words},
        turn=1 + one.again,
        asked_by=one.asked_by,
        counts=tuple(
            CountInfo(*(getattr(row, f"count_{name}") for name in stocktake_rows.COUNTED))
            for row in rows
            if row.count_id is not None
        ),
        ended=None
        if one.ended_count_id is None
        else EndedLine(*(getattr(one, f"ended_{name}") for name in stocktake_rows.ENDED)),
    )


def items_of(community_id: UUID, part: str, *, category: str = "", codes: Collection[str] = ()) -> list[UUID]:
    """The goods that a part of a shop means: everything on offer, one kind of it, or what is named by code."""
    rows = stocktake_rows.goods().all(community=community_id)
    if part == "category":
        rows = [row for row in rows if row.category == category]
    if part == "items":
        rows = [row for row in rows if row.code in set(codes)]
    return [row.id for row in rows]


def categories(community_id: UUID) -> list[str]:
    """The kinds of goods there are to count."""
    return sorted({row.category for row in stocktake_rows.goods().all(community=community_id)})


def choices(community_id: UUID) -> list[Any]:
    """The goods there are to count: code, name, name_en, category."""
    return list(stocktake_rows.goods().all(community=community_id))


def most_usual(community_id: UUID, item_id: UUID) -> int:
    """What is a usual number of an item: the largest batch that ever came of it."""
    return int(stocktake_rows.largest().value(community=community_id, item=item_id) or 0)


def signed_since(
    community_id: UUID, shop_id: UUID, items: Collection[UUID], since: datetime
) -> Sequence[Any]:
    """What was counted of these items in a shop after a moment and signed: item_id, counted_at, difference; newest first."""
    return stocktake_rows.signed_since().all(
        community=community_id, shop=shop_id, items=list(items), since=since
    )
