"""What each household had when the program began, for a sheet that the committee signs. It only reads."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from points import ledger, people


@dataclass(frozen=True)
class OpeningOfHome:
    """One household: its number, its head, its door, and the points that were carried over."""

    number: str
    name: str
    door: str
    tenths: int


def by_household(community_id: UUID) -> list[OpeningOfHome]:
    """Every household that had points, by number; what was taken back is not among them."""
    carried: dict[UUID, int] = {}
    for one in ledger.old_lines.openings(community_id):
        carried[one.account_id] = carried.get(one.account_id, 0) + one.tenths
    homes = people.history.known_households(community_id) if carried else {}
    return [
        OpeningOfHome(number, _head(home), home.door, carried[home.account_id])
        for number, home in sorted(homes.items())
        if home.account_id in carried
    ]


def _head(home: people.history.KnownHousehold) -> str:
    names = {one.person_id: one.name for one in home.people}
    return names.get(home.head_id, "") if home.head_id else next(iter(names.values()), "")
