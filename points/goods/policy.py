"""Pure decisions about things: which batches give, which day is the last; no table, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from points.foundation.clock import NEVER

#: the noun a kind of goods is known by, and the shelf it stands on
NOUNS = {
    "粮油": "米油面醋盐酱糖豆",
    "日用": "皂粉液精膏刷纸巾盆伞杯篮碗锅被宝",
    "文具": "本书笔",
    "服务券": "饺发",
}


def default_glyph(name: str) -> str:
    """One character an elder can read: the noun of the goods (大米 → 米), else the first character."""
    return next((sign for sign in name if any(sign in signs for signs in NOUNS.values())), name[:1])


def next_code(taken: Iterable[str]) -> str:
    """The code of the next item: G and the number after the highest (G32 → G33)."""
    numbers = [int(one[1:]) for one in taken if one[:1] == "G" and one[1:].isascii() and one[1:].isdigit()]
    return f"G{max(numbers, default=0) + 1:02d}"


def default_category(name: str, kind: str) -> str:
    """The shelf of goods whose book names none."""
    if kind == "service":
        return "服务券"
    glyph = default_glyph(name)
    return next((shelf for shelf, signs in NOUNS.items() if glyph in signs), "日用")


#: how the word begins by which pieces of one batch alone are asked for, and the code on their label
BATCH_MARK = "B-"


@dataclass(frozen=True)
class BatchLeft:
    """What is left of one batch; its own price where one is in force, and then it is a shelf of its own."""

    id: UUID
    item_id: UUID
    on_hand: int
    expires_on: date
    received_on: date
    number: str
    own_price_id: UUID | None = None
    own_tenths: int | None = None
    #: what its donor asked for, as long as it holds, and until when; where it was read
    wished: str = ""
    wish_until: date | None = None

    @property
    def word(self) -> str:
        """What a basket, a label and a scanner call it."""
        return BATCH_MARK + self.number

    @property
    def shelf(self) -> UUID:
        """What pieces are taken from: the item's shelf, or the batch alone."""
        return self.id if self.own_price_id else self.item_id


@dataclass(frozen=True)
class HandedOut:
    """So many pieces that were handed out of one batch, and its last day (NEVER where it has none)."""

    batch: str
    pieces: int
    last_day: date

    @property
    def until(self) -> date | None:
        """The last day, where there is one."""
        return self.last_day if self.last_day < NEVER else None


@dataclass(frozen=True)
class Pick:
    """So many pieces out of one batch."""

    batch: BatchLeft
    quantity: int

    @property
    def taken(self) -> HandedOut:
        """The same as a receipt tells it."""
        return HandedOut(self.batch.number, self.quantity, self.batch.expires_on)


def choose_batches(
    batches: Sequence[BatchLeft], wanted: Mapping[UUID, int], today: date
) -> tuple[list[Pick], dict[UUID, int]]:
    """First to expire goes first, expired ones never; with what each shelf (`wanted`: an item's, or that of a batch with a
    price of its own) still lacks."""
    picks: list[Pick] = []
    lacking = dict(wanted)
    for batch in sorted(batches, key=lambda one: (one.expires_on, one.received_on, one.number)):
        part = min(batch.on_hand, lacking.get(batch.shelf, 0))
        if part > 0 and batch.expires_on >= today:
            picks.append(Pick(batch, part))
            lacking[batch.shelf] -= part
    return picks, {shelf: pieces for shelf, pieces in lacking.items() if pieces > 0}


def spread(batches: Sequence[BatchLeft], difference: int, today: date) -> list[tuple[UUID, int]] | None:
    """Which batches a counted difference changes by how much; None where they cannot bear it.

    What lacks leaves first what expires first, old pieces too: they are what is thrown away. Of a piece too many nobody
    knows the last day: it joins what expires first of all that is good, so that it is handed out early and not late.
    """
    known = sorted(batches, key=lambda one: (one.expires_on, one.received_on, one.number))
    if difference > 0:
        here = [one for one in known if one.expires_on >= today and one.on_hand] or known[-1:]
        return [(here[0].id, difference)] if here else None
    parts, lacking = [], -difference
    for one in known:
        part = min(one.on_hand, lacking)
        if part:
            parts.append((one.id, -part))
            lacking -= part
    return None if lacking else parts


def gone_by(batches: Sequence[BatchLeft], weekly: float, today: date) -> list[tuple[BatchLeft, date | None]]:
    """Each batch in the order in which they are given, with the day by which it is gone if things go on as they went;
    None where nothing goes. Whoever compares it with the last day of the batch knows whether it will be in time."""
    found: list[tuple[BatchLeft, date | None]] = []
    before = 0
    for batch in sorted(batches, key=lambda one: (one.expires_on, one.received_on, one.number)):
        fresh = batch.expires_on >= today
        before += batch.on_hand if fresh else 0
        found.append(
            (batch, today + timedelta(days=round(7 * before / weekly)) if weekly > 0 and fresh else None)
        )
    return found
