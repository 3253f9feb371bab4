"""Pure decisions about things: which batches give, which day is the last; no table, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class BatchLeft:
    """What is left of one batch."""

    id: UUID
    item_id: UUID
    on_hand: int
    expires_on: date
    received_on: date
    number: str


@dataclass(frozen=True)
class Pick:
    """So many pieces out of one batch."""

    batch: BatchLeft
    quantity: int


def choose_batches(
    batches: Sequence[BatchLeft], wanted: Mapping[UUID, int], today: date
) -> tuple[list[Pick], dict[UUID, int]]:
    """First to expire goes first, expired ones never; with what each item still lacks."""
    picks: list[Pick] = []
    lacking = dict(wanted)
    for batch in sorted(batches, key=lambda one: (one.expires_on, one.received_on, one.number)):
        part = min(batch.on_hand, lacking.get(batch.item_id, 0))
        if part > 0 and batch.expires_on >= today:
            picks.append(Pick(batch, part))
            lacking[batch.item_id] -= part
    return picks, {item: pieces for item, pieces in lacking.items() if pieces > 0}
