"""What a shop still owes beside what it has: how long goods last at the pace of the last weeks, and what is to be bought."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from points import goods

#: weeks that are bought ahead, on top of what should always be there
AHEAD = 4


@dataclass(frozen=True)
class ItemNeed:
    """An item: what is there, what goes in so many weeks, how many are to be bought and for how much."""

    code: str
    name: str
    name_en: str
    unit: str
    category: str
    on_hand: int
    gone: int
    weeks_seen: int
    safety_stock: int
    reference_fen: int

    @property
    def weeks(self) -> float | None:
        """How many weeks it lasts; None where nothing went."""
        return round(self.on_hand * self.weeks_seen / self.gone, 1) if self.gone > 0 else None

    @property
    def buy(self) -> int:
        """So many are lacking for the weeks ahead and the safety stock."""
        ahead = -(-max(self.gone, 0) * AHEAD // self.weeks_seen)
        return max(0, ahead + self.safety_stock - self.on_hand)

    @property
    def fen(self) -> int:
        """What they cost at their reference price."""
        return self.buy * self.reference_fen


@dataclass(frozen=True)
class ClassNeed:
    """A class of goods with its items, those that last shortest first."""

    category: str
    items: tuple[ItemNeed, ...]

    @property
    def weeks(self) -> float | None:
        """How many weeks the item lasts that is gone first."""
        return min((one.weeks for one in self.items if one.weeks is not None), default=None)

    @property
    def buy(self) -> int:
        """Pieces to be bought."""
        return sum(one.buy for one in self.items)

    @property
    def fen(self) -> int:
        """What they cost."""
        return sum(one.fen for one in self.items)


def needs(community_id: UUID) -> list[ClassNeed]:
    """What is to be bought, class by class, the dearest first."""
    by_class: dict[str, list[ItemNeed]] = defaultdict(list)
    for row in goods.turnover.pace(community_id):
        by_class[row.category].append(ItemNeed(**row._asdict()))
    found = [
        ClassNeed(
            category, tuple(sorted(items, key=lambda one: (one.weeks is None, one.weeks or 0, one.code)))
        )
        for category, items in by_class.items()
    ]
    return sorted(found, key=lambda one: (-one.fen, one.category))
