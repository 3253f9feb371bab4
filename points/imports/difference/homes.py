"""The households as they stand in the books and in the roster, and whose a row is that nobody could read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from points import ledger, people
from points.foundation import in_parts
from points.imports.lines import Books
from points.imports.reading.cells import unbracketed

#: a number of a household is not taken for one where it could be points or pieces
_LEAST_DIGITS = 3


class Homes:
    """Who lives where, by the household's number: as the books have it, and where they have none as the roster does."""

    def __init__(self, books: Books, community_id: UUID | None) -> None:
        self.known = people.history.known_households(community_id) if community_id else {}
        self._balances = balances_of(community_id, [one.account_id for one in self.known.values()])
        self._doors = {one.number: one.address for one in books.households}
        self._names: dict[str, dict[str, None]] = {
            number: dict.fromkeys(one.name for one in home.people) for number, home in self.known.items()
        }
        for person in books.people:
            self._names.setdefault(person.household, {})[person.name] = None
        self._said = Counter((one.household, one.name) for one in books.people)
        self._by_name: dict[str, set[str]] = {}
        for number, names in self._names.items():
            for name in names:
                self._by_name.setdefault(name, set()).add(number)

    def names(self, number: str) -> tuple[str, ...]:
        """Everybody of a household."""
        return tuple(self._names.get(number, ()))

    def lives_there(self, number: str, name: str) -> bool:
        """Whether everybody of this name that the roster has in a household is registered there."""
        known = self.known.get(number)
        there = sum(one.name == name for one in known.people) if known else 0
        return 0 < self._said[number, name] <= there

    def door(self, number: str) -> str:
        """Its door."""
        known = self.known.get(number)
        return (known.door if known else "") or self._doors.get(number, "")

    def balance(self, number: str) -> int:
        """What it has now, in tenths."""
        known = self.known.get(number)
        return self._balances.get(known.account_id, 0) if known and known.account_id else 0

    def of_words(self, cells: Iterable[str]) -> str:
        """Whose a row is, by a name that only one household has or by a number; empty where neither tells."""
        plain = [unbracketed(one).strip() for one in cells]
        for one in plain:
            named = self._by_name.get(one, set())
            if len(named) == 1:
                return next(iter(named))
        numbers = (one for one in plain if len(one) >= _LEAST_DIGITS and one in self._names)
        return next(numbers, "")


def balances_of(community_id: UUID | None, accounts: Sequence[UUID | None]) -> dict[UUID, int]:
    """What purses may spend now, in tenths."""
    found: dict[UUID, int] = {}
    if community_id is None:
        return found
    for some in in_parts([one for one in accounts if one is not None]):
        standing = ledger.balances.get_many(community_id, some)
        found.update({account: one.available for account, one in standing.items()})
    return found
