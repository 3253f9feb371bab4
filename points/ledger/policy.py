"""Pure decisions about points: which lots pay, which lots get back; no table, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class LotLeft:
    """What is left of one lot, in tenths."""

    id: UUID
    kind: str
    remaining: int
    lapses_on: date


@dataclass(frozen=True)
class LotChange:
    """How much one lot gives (minus) or gets (plus)."""

    lot_id: UUID
    tenths: int


def spendable(lots: Sequence[LotLeft], match: int | None) -> int:
    """What these lots can pay at once. With a match, each earned tenth carries `match` gifted ones."""
    earned = sum(lot.remaining for lot in lots if lot.kind == "earned")
    gifted = sum(lot.remaining for lot in lots if lot.kind == "gifted")
    return earned + (gifted if match is None else min(gifted, earned * match))


def choose_lots(lots: Sequence[LotLeft], tenths: int, match: int | None) -> list[LotChange]:
    """Who pays: soonest lapsing first, gifted never beyond its match with earned.

    The caller has seen to it that `spendable(lots, match) >= tenths`.
    """
    gifted_most = tenths if match is None else tenths * match // (match + 1)
    earned_all = sum(lot.remaining for lot in lots if lot.kind == "earned")
    gifted_least = max(0, tenths - earned_all)
    left = {"earned": tenths - gifted_least, "gifted": max(gifted_most, gifted_least)}
    changes, missing = [], tenths
    for lot in sorted(lots, key=lambda one: (one.lapses_on, one.kind == "earned", one.id)):
        part = min(lot.remaining, left[lot.kind], missing)
        if part > 0:
            changes.append(LotChange(lot.id, -part))
            left[lot.kind] -= part
            missing -= part
    return changes


def give_back(uses: Sequence[tuple[LotLeft, int]], tenths: int) -> list[tuple[LotLeft, int]]:
    """Which lots get `tenths` back: the latest lapsing first, none more than it gave (`uses`, positive)."""
    back, missing = [], tenths
    for lot, used in sorted(uses, key=lambda one: (one[0].lapses_on, one[0].id), reverse=True):
        part = min(used, missing)
        if part > 0:
            back.append((lot, part))
            missing -= part
    return back


def take_back(lots: Iterable[LotLeft], granted: Collection[UUID], tenths: int) -> list[LotChange]:
    """Which lots give up what an award gave: those it was `granted` to first, then the soonest lapsing."""
    changes, missing = [], tenths
    for lot in sorted(lots, key=lambda one: (one.id not in granted, one.lapses_on, one.id)):
        part = min(lot.remaining, missing)
        if part > 0:
            changes.append(LotChange(lot.id, -part))
            missing -= part
    return changes
