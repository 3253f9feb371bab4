"""What a shop still owes beside what it has: how long goods last at the pace of the last weeks, and what is to be bought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from points import goods

#: weeks that are bought ahead, on top of what should always be there
AHEAD = 4


@dataclass(frozen=True)
class ItemNeed:
    """An item: how long it lasts (`cover`), how many are to come, how many are to be bought beside them and for how much."""

    cover: goods.cover.CoverInfo
    coming: int

    @property
    def weeks(self) -> float | None:
        """How many weeks it lasts; None where nothing went."""
        return self.cover.weeks

    @property
    def buy(self) -> int:
        """So many are lacking for the weeks ahead and the safety stock, when what is to come has come."""
        one = self.cover
        return max(0, one.ahead(AHEAD) + one.safety_stock - one.on_hand - self.coming)

    @property
    def coming_fen(self) -> int:
        """What is to come, at its reference price."""
        return self.coming * self.cover.reference_fen

    @property
    def fen(self) -> int:
        """What they cost at their reference price."""
        return self.buy * self.cover.reference_fen


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
    def coming(self) -> int:
        """Pieces to come."""
        return sum(one.coming for one in self.items)

    @property
    def coming_fen(self) -> int:
        """What they are worth."""
        return sum(one.coming_fen for one in self.items)

    @property
    def buy(self) -> int:
        """Pieces to be bought."""
        return sum(one.buy for one in self.items)

    @property
    def fen(self) -> int:
        """What they cost."""
        return sum(one.fen for one in self.items)


def needs(community_id: UUID, coming: Mapping[UUID, int]) -> list[ClassNeed]:
    """What is to be bought, class by class, the dearest first; `coming` are pieces to come by item."""
    by_class: dict[str, list[ItemNeed]] = defaultdict(list)
    for one in goods.cover.read(community_id):
        if one.stocked:
            by_class[one.category].append(ItemNeed(one, coming.get(one.item_id, 0)))
    found = [
        ClassNeed(
            category,
            tuple(sorted(items, key=lambda one: (one.weeks is None, one.weeks or 0, one.cover.code))),
        )
        for category, items in by_class.items()
    ]
    return sorted(found, key=lambda one: (-one.fen, one.category))
