"""The truth about a made-up set of books: a double-entry count of what happened, kept while the books are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

#: within a day points and goods come in before goods go out
_ORDER = {"deliver": 0, "opening": 1, "earn": 1, "deduct": 2, "redeem": 3, "leave": 3, "return": 4}


@dataclass(frozen=True, eq=False)
class Event:
    """Something that happened, and the row (of a book) that tells it; points are in tenths."""

    day: date
    kind: str
    row: Any
    household: str = ""
    item: str = ""
    quantity: int = 0
    tenths: int = 0


@dataclass
class Count:
    """Balances and stock by double entry: whatever comes into one account has gone out of another."""

    accounts: Counter[str] = field(default_factory=Counter)

    def move(self, out_of: str, into: str, amount: int) -> None:
        self.accounts[out_of] -= amount
        self.accounts[into] += amount

    def balance(self, household: str) -> int:
        return self.accounts[f"purse {household}"]

    def on_hand(self, item: str) -> int:
        return self.accounts[f"shelf {item}"]

    @property
    def balances(self) -> dict[str, int]:
        return self._of("purse ")

    @property
    def stock(self) -> dict[str, int]:
        return self._of("shelf ")

    def _of(self, kind: str) -> dict[str, int]:
        return {name.removeprefix(kind): had for name, had in self.accounts.items() if name.startswith(kind)}

    def happen(self, event: Event) -> None:
        """Book an event; a redemption without its points or its goods does not happen, a deduction stops at nothing."""
        purse, shelf = f"purse {event.household}", f"shelf {event.item}"
        if event.kind in ("earn", "opening"):
            self.move("issued", purse, event.tenths)
        elif event.kind == "deduct":
            self.move(purse, "taken away", min(event.tenths, self.balance(event.household)))
        elif event.kind == "deliver":
            self.move("delivered", shelf, event.quantity)
        elif event.kind == "leave":
            self.move(shelf, "gone", event.quantity)
        elif event.kind == "return":
            self.move("redeemed", purse, event.tenths)
            self.move("handed out", shelf, event.quantity)
        elif self.balance(event.household) >= event.tenths and self.on_hand(event.item) >= event.quantity:
            self.move(purse, "redeemed", event.tenths)
            self.move(shelf, "handed out", event.quantity)


def count(events: Iterable[Event], without: Collection[Any] = ()) -> Count:
    """What holds after all events, but for those that are told by some rows."""
    left_out = {id(row) for row in without}
    counted = Count()
    for event in sorted(events, key=lambda one: (one.day, _ORDER[one.kind])):
        if id(event.row) not in left_out:
            counted.happen(event)
    return counted


def running(events: Iterable[Event]) -> dict[int, tuple[int, int]]:
    """For each row (by its id) what its household had, and how much of its item was there, once it had happened."""
    counted, found = Count(), dict[int, tuple[int, int]]()
    for event in sorted(events, key=lambda one: (one.day, _ORDER[one.kind])):
        counted.happen(event)
        found[id(event.row)] = (counted.balance(event.household), counted.on_hand(event.item))
    return found
