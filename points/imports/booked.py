"""What lines that came in before say, as the books of the community have it now: what each became, and whether it stands.

A line that people have decided on since (taken back, undone, objected to, or asked to be) is theirs: no import
corrects it and no undoing takes it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from points import audit, goods, ledger, people, shop, volunteering
from points.foundation import NEVER, in_parts

#: kinds of lines whose points move
POINTS = ("earned", "attendance", "handout", "opening", "deduction")
#: kinds of lines whose pieces move
PIECES = ("delivery", "opening_stock", "out")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    """What a line says, as far as two can be compared. `what` is the code of a rule or an item, figures are never below zero."""

    household: str = ""
    name: str = ""
    day: date | None = None
    what: str = ""
    matter: str = ""
    tenths: int = 0
    quantity: int = 0
    minutes: int = 0
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class BookedLine(LineWords):
    """One that came in. `stands` is whether nobody has decided on it since, `over` whether it was taken back."""

    line: audit.provenance.ImportedLine
    person_id: UUID | None = None
    #: what of its points moved: of a deduction no more than was there
    moved: int = 0
    account_id: UUID | None = None
    transfer_id: UUID | None = None
    stands: bool = True
    over: bool = False


@dataclass
class BookedLines:
    """The books of a community, as far as lines of these kinds became something in them."""

    community_id: UUID
    awards: Mapping[UUID, volunteering.history.BookedAward]
    redemptions: Mapping[UUID, shop.history.BookedRedemption]
    old_lines: Mapping[UUID, ledger.old_lines.OldLineInfo]
    batches: Mapping[UUID, goods.history.OldBatch]
    _sales: dict[UUID, shop.receipts.Receipt] = field(default_factory=dict)

    def __post_init__(self) -> None:
        homes = people.history.known_households(self.community_id)
        self._purses = {home.account_id: number for number, home in homes.items() if home.account_id}
        self._people = {
            one.person_id: (number, one.name) for number, home in homes.items() for one in home.people
        }

    def lines(self, lines: Iterable[audit.provenance.ImportedLine]) -> list[BookedLine]:
        """What these lines are in them."""
        wanted = list(lines)
        for some in in_parts([one for one in wanted if one.subject_id in self.redemptions]):
            sales = [one.subject_id for one in some if one.subject_id]
            self._sales |= shop.receipts.of_redemptions(self.community_id, sales)
        return [self._line(one) for one in wanted]

    def pieces_of(self, subjects: Collection[UUID]) -> Counter[UUID]:
        """By batch, how many pieces these redemptions and other goings took out."""
        return goods.history.taken_by(self.community_id, subjects)

    def _line(self, line: audit.provenance.ImportedLine) -> BookedLine:
        subject = line.subject_id
        if subject is None:
            return BookedLine(line)
        if subject in self.awards:
            return self._award(line, self.awards[subject])
        if subject in self.redemptions:
            return self._redemption(line, self.redemptions[subject])
        if subject in self.old_lines:
            return self._old_line(line, self.old_lines[subject])
        if subject in self.batches:
            one = self.batches[subject]
            return BookedLine(
                line,
                day=one.received_on,
                what=one.item,
                matter=one.number,
                quantity=one.received,
                expires=None if one.expires_on == NEVER else one.expires_on,
            )
        if line.kind == "person" and subject in self._people:
            number, name = self._people[subject]
            return BookedLine(line, household=number, person_id=subject, name=name)
        return BookedLine(line)

    def _award(
        self, line: audit.provenance.ImportedLine, one: volunteering.history.BookedAward
    ) -> BookedLine:
        return BookedLine(
            line,
            household=self._purses.get(one.account_id, ""),
            person_id=one.person_id,
            name=self._people.get(one.person_id, ("", ""))[1],
            day=one.served_on,
            what=one.rule,
            matter=one.what,
            tenths=one.tenths,
            moved=one.tenths,
            minutes=one.minutes,
            account_id=one.account_id,
            transfer_id=one.transfer_id,
            stands=one.stands,
            over=one.over,
        )

    def _redemption(
        self, line: audit.provenance.ImportedLine, one: shop.history.BookedRedemption
    ) -> BookedLine:
        sold = self._sales[one.redemption_id].lines
        return BookedLine(
            line,
            household=self._purses.get(one.account_id, ""),
            person_id=one.person_id,
            day=one.redeemed_on,
            what=sold[0].item,
            matter=sold[0].name,
            tenths=one.tenths,
            moved=one.tenths,
            quantity=sum(part.quantity for part in sold),
            account_id=one.account_id,
            transfer_id=one.transfer_id,
            stands=one.stands,
            over=one.over,
        )

    def _old_line(self, line: audit.provenance.ImportedLine, one: ledger.old_lines.OldLineInfo) -> BookedLine:
        return BookedLine(
            line,
            household=self._purses.get(one.account_id, ""),
            person_id=one.person_id,
            day=one.happened_on,
            matter=one.matter,
            tenths=one.asked,
            moved=one.tenths,
            account_id=one.account_id,
            transfer_id=one.transfer_id,
            stands=not one.taken_back,
            over=one.taken_back,
        )


def read(community_id: UUID, lines: Sequence[audit.provenance.ImportedLine]) -> BookedLines:
    """The books, as far as these lines became something in them."""
    by_kind: dict[str, set[UUID]] = {}
    for line in lines:
        if line.subject_id:
            by_kind.setdefault(line.kind, set()).add(line.subject_id)

    def of(*kinds: str) -> set[UUID]:
        return {one for kind in kinds for one in by_kind.get(kind, ())}

    return BookedLines(
        community_id,
        volunteering.history.booked(community_id, of("earned", "attendance")),
        shop.history.booked(community_id, of("handout")),
        ledger.old_lines.get_many(community_id, of("opening", "deduction")),
        goods.history.batches_of(community_id, of("delivery", "opening_stock")),
    )
