"""What the program has of some days: what staff entered, by household, as the book of points says it. It moves nothing.

What was taken back again is not there, and neither is what took it back. What is set aside in a voucher has not moved.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from points import ledger, people, shop, volunteering
from points.foundation import in_parts
from points.imports.parallel.lines import HANDOUT, SideLine

_REDEEMED = ("redemption", "voucher_used")
#: what takes a line back, and what a purse lacked for it
_UNDOING = ("reversal", "correction")
#: what an old book brought along, in its words
_OLD = "deduction"


def lines_of(community_id: UUID, first: date, until: date) -> list[SideLine]:
    """Every movement of these days."""
    found = [
        one
        for one in ledger.statements.since(community_id, first)
        if one[1].happened_on <= until and one[1].what != "opening"
    ]
    undone = {line.subject_id for _, line in found if line.reversed}
    standing = [
        (account, line)
        for account, line in found
        if not line.reversed and not (line.what in _UNDOING and line.subject_id in undone)
    ]
    return list(_Telling(community_id, standing).lines())


def waiting_lines(community_id: UUID, first: date, until: date) -> list[SideLine]:
    """Work of these days that was entered and waits to be approved or posted: its points have not moved yet."""
    homes = people.history.known_households(community_id)
    whose = {one.person_id: number for number, home in homes.items() for one in home.people}
    return [
        SideLine(whose.get(one.person_id, ""), one.served_on, "earned", one.rule, one.what, one.tenths)
        for one in volunteering.waiting.of_days(community_id, first, until)
    ]


def balances_on(community_id: UUID, days: Mapping[str, date]) -> dict[str, int]:
    """What the purses of these households held at the end of a day of each, vouchers included."""
    homes = people.history.known_households(community_id)
    purses = {number: homes[number].account_id for number in days if number in homes}
    last = {account: days[number] for number, account in purses.items() if account}
    held = Counter[UUID]()
    for some in in_parts(sorted(last)):
        held.update(
            {account: one.posted for account, one in ledger.balances.get_many(community_id, some).items()}
        )
    if last:
        for account, line in ledger.statements.since(community_id, min(last.values())):
            if account in last and line.happened_on > last[account]:
                held[account] -= line.tenths
    return {number: held[account] for number, account in purses.items() if account}


def mark_of(lines: Iterable[SideLine]) -> str:
    """A mark of these lines: another one where anything was entered or taken back since."""
    said = sorted(
        f"{one.household} {one.day} {one.kind} {one.about} {one.tenths} {one.subject_id}" for one in lines
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


@dataclass
class _Telling:
    """Movements while they are put into words."""

    community_id: UUID
    moved: Sequence[tuple[UUID, Any]]

    def __post_init__(self) -> None:
        homes = people.history.known_households(self.community_id)
        self._numbers = {home.account_id: number for number, home in homes.items() if home.account_id}
        self._awards = volunteering.history.booked(self.community_id, self._subjects("award"))
        self._old = ledger.old_lines.get_many(self.community_id, self._subjects(_OLD))
        self._sales: dict[UUID, shop.receipts.Receipt] = {}
        for some in in_parts(sorted(self._subjects(*_REDEEMED))):
            self._sales |= shop.receipts.of_redemptions(self.community_id, some)

    def _subjects(self, *what: str) -> set[UUID]:
        return {line.subject_id for _, line in self.moved if line.what in what and line.subject_id}

    def lines(self) -> Iterator[SideLine]:
        """Each as a line; a redemption of several things as several."""
        sums: dict[tuple[UUID, UUID], SideLine] = {}
        for account, line in self.moved:
            number = self._numbers.get(account, "")
            sale = self._sales.get(line.subject_id)
            if line.what in _REDEEMED and sale is not None:
                yield from _sold(number, line.happened_on, sale)
            elif line.what == "award" and line.subject_id in self._awards:
                # points of several kinds of one award are one line of a register
                before = sums.get((account, line.subject_id))
                sums[account, line.subject_id] = self._award(number, line, before.tenths if before else 0)
            else:
                old = self._old.get(line.subject_id)
                words, tenths = (old.matter, -old.asked) if old else ("", line.tenths)
                yield SideLine(number, line.happened_on, line.what, "", words, tenths, None, line.subject_id)
        yield from sums.values()

    def _award(self, number: str, line: Any, before: int) -> SideLine:
        award = self._awards[line.subject_id]
        return SideLine(
            number, line.happened_on, "earned", award.rule, award.what, before + line.tenths, None, line.subject_id
        )  # fmt: skip


def _sold(number: str, day: date, sale: shop.receipts.Receipt) -> Iterator[SideLine]:
    """An item a line, whatever its pieces cost."""
    tenths = Counter[str]()
    names = {one.item: one.name for one in sale.lines}
    for one in sale.lines:
        tenths[one.item] += one.tenths
    for item, name in names.items():
        yield SideLine(number, day, HANDOUT, item, name, -tenths[item], None, sale.redemption_id)
