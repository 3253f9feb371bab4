"""What a community's purses and shelves ought to hold, kept in memory by simple sums; it knows no table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from points import shop
from points.foundation import Actor


@dataclass
class Purse:
    """A resident's purse, in tenths."""

    actor: Actor
    account_id: UUID
    posted: int = 0
    held: int = 0

    @property
    def available(self) -> int:
        """What is there and not set aside, lapsed points that nobody took yet included."""
        return self.posted - self.held

    @property
    def person_id(self) -> UUID:
        """Whose it is."""
        assert self.actor.person_id is not None
        return self.actor.person_id


@dataclass
class Ticket:
    """A voucher that was issued, and its end: open, redeemed, returned or lapsed."""

    purse: Purse
    card: shop.vouchers.VoucherInfo
    state: str = "open"


@dataclass
class Slip:
    """A redemption that stands, with what it took from which batch."""

    purse: Purse
    receipt: str
    tenths: int
    taken: dict[str, int]
    day: date
    state: str = "done"


@dataclass
class Given:
    """An award."""

    purse: Purse
    award_id: UUID
    tenths: int
    reversed: bool = False


@dataclass
class Asked:
    """A request that was answered: how to ask it again, how to ask something else with its key, what was said."""

    again: Callable[[], object]
    otherwise: Callable[[], object]
    answer: object


@dataclass
class Model:
    """All of it."""

    purses: list[Purse]
    shelf: dict[str, int]
    tickets: list[Ticket] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def ticket(self, which: int) -> Ticket:
        """A voucher somebody shows: mostly one that is open, now and then one that has ended."""
        still_open = [one for one in self.tickets if one.state == "open"]
        shown = still_open if still_open and which % 5 else self.tickets
        return shown[which // 5 % len(shown)]

    def slip(self, which: int, today: date) -> Slip:
        """A receipt somebody brings back: mostly one of today, now and then an old one."""
        fresh = [one for one in self.slips if one.state != "undone" and one.day == today]
        shown = fresh if fresh and which % 5 else self.slips
        return shown[which // 5 % len(shown)]

    def standing(self) -> dict[UUID, tuple[int, int]]:
        """Posted and held by purse."""
        return {one.account_id: (one.posted, one.held) for one in self.purses}
