"""Pure decisions about things: which batches give, which day is the last; no table, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

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

    @property
    def word(self) -> str:
        """What a basket, a label and a scanner call it."""
        return BATCH_MARK + self.number

    @property
    def shelf(self) -> UUID:
        """What pieces are taken from: the item's shelf, or the batch alone."""
        return self.id if self.own_price_id else self.item_id


@dataclass(frozen=True)
class Pick:
    """So many pieces out of one batch."""

    batch: BatchLeft
    quantity: int


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
