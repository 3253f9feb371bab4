"""Takes back what lines became: points and pieces that went return first, what came is taken away at the end.

In between, what the books say now is entered: a household whose line was corrected then has what it needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from points import audit, goods, ledger, people, shop, volunteering
from points.foundation import Actor, clock, new_id
from points.imports import booked
from points.imports.correcting import NOTHING_DECIDED, Decided
from points.imports.refusals import DeliveryUsed
from points.imports.writing.batch import ORIGIN

#: what the purse's line is for, by the kind of line that is taken back
_ACTIONS = {
    "earned": "award.reversed",
    "attendance": "award.reversed",
    "handout": "redemption.undone",
    "opening": "old_line.taken_back",
    "deduction": "old_line.taken_back",
}
_GIVING = ("handout", "deduction")
#: lines whose taking back their room does not record
_OWN = ("opening", "deduction", "out", "delivery", "opening_stock")


@dataclass(frozen=True)
class TwoPeople:
    """Who asked that lines be taken back, who agreed, and why."""

    asker: Actor
    confirmer: Actor
    reason: str


class GoingOut:
    """Lines that go out, and what each became; `give` comes before anything is entered, `take` after it."""

    def __init__(
        self,
        lines: Sequence[audit.provenance.ImportedLine],
        two: TwoPeople,
        times: Counter[str],
        decided: Decided = NOTHING_DECIDED,
    ) -> None:
        self.lines, self.two, self._times, self._decided = lines, two, times, decided
        self.batch_id = new_id()
        self.keys = {one.key for one in lines} | decided.replaced
        books = booked.read(two.confirmer.community_id, lines)
        self._books = books
        subjects: dict[UUID, booked.BookedLine] = {}
        for one in books.lines(lines):
            if one.line.subject_id:
                subjects.setdefault(one.line.subject_id, one)
        self._one_each = list(subjects.values())

    @property
    def owed(self) -> Counter[UUID]:
        """By purse, what will be taken from it at the end."""
        found: Counter[UUID] = Counter()
        for one in self._of("earned", "attendance", "opening"):
            if one.account_id and one.transfer_id:
                found[one.account_id] += one.moved
        return found

    def times_after(self) -> Counter[str]:
        """How often each content went out, when these have."""
        return self._times + Counter(self.keys)

    def give(self) -> None:
        """Points that were spent go back to their purses, pieces to their batches; deliveries and names are put right."""
        actor = self.two.confirmer
        people.residents.correct_names(self._decided.renamed, actor=actor)
        goods.history.correct_last_days(self._decided.last_days, actor=actor)
        events = self._reverse(self._of(*_GIVING))
        sold = {
            one.line.subject_id: self._books.redemptions[one.line.subject_id]
            for one in self._of("handout")
            if one.line.subject_id
        }
        shop.history.take_back(sold, events=events, reason=self.two.reason, asker=self.two.asker, actor=actor)
        goods.history.put_back(sold, actor=actor)
        outs = [one.line.subject_id for one in self._of("out") if one.line.subject_id]
        goods.history.bring_back(outs, actor=actor)
        # what comes back to a batch first may be what it has fewer of
        self._take_away(self._decided.pieces)
        audit.records.record_many([self._put_right(one) for one in sorted(self._decided.pieces)], actor=actor)

    def take(self) -> None:
        """Points that came are taken from their purses, and the pieces of deliveries from the shelf."""
        actor = self.two.confirmer
        came = self._of("earned", "attendance", "opening")
        self._reverse(came)
        served = {one.line.subject_id for one in came}
        awards = [one for one in self._books.awards.values() if one.award_id in served]
        volunteering.history.take_back(awards, reason=self.two.reason, actor=actor)
        brought = self._of("delivery", "opening_stock")
        left = {one.line.subject_id: one.quantity for one in brought if one.line.subject_id}
        self._take_away(left)
        audit.records.record_many(
            [self._action(one) for one in self._one_each if one.line.kind in _OWN], actor=actor
        )

    def _take_away(self, pieces: Mapping[UUID, int]) -> None:
        try:
            goods.history.take_away(pieces, by=self.batch_id, actor=self.two.confirmer)
        except goods.refusals.QuantityWrong as refusal:
            raise DeliveryUsed from refusal

    def _put_right(self, batch_id: UUID) -> audit.records.Action:
        """The record of a delivery that goes on as the batch it is: how many fewer it is now, and until when it keeps."""
        facts: dict[str, Any] = {"import_id": self.batch_id, "fewer": self._decided.pieces[batch_id]}
        if batch_id in self._decided.last_days:
            facts["valid_until"] = self._decided.last_days[batch_id]
        return audit.records.Action("goods.put_right", "batch", batch_id, facts, origin=ORIGIN)

    def _action(self, one: booked.BookedLine) -> audit.records.Action:
        """The record of a line that has none of its own room."""
        facts = {"import_id": self.batch_id, "tenths": one.moved, "quantity": one.quantity, "code": one.what}
        subject = one.line.subject_id
        if one.line.kind in ("opening", "deduction"):
            return audit.records.Action("old_line.taken_back", "old_line", subject, facts, origin=ORIGIN)
        if one.line.kind == "out":
            return audit.records.Action("goods.brought_back", "old_out", subject, facts, origin=ORIGIN)
        return audit.records.Action("goods.taken_back", "batch", subject, facts, origin=ORIGIN)

    def _of(self, *kinds: str) -> list[booked.BookedLine]:
        return [one for one in self._one_each if one.line.kind in kinds]

    def _reverse(self, lines: Iterable[booked.BookedLine]) -> dict[UUID, UUID]:
        wanted = [
            ledger.old_reversals.OldReversal(
                f"import-out:{one.line.key}/{self._times[one.line.key]}",
                _ACTIONS[one.line.kind],
                one.transfer_id,
                ledger.movements.Note("reversal", ORIGIN, clock.today(), one.line.subject_id, one.person_id),
            )
            for one in lines
            if one.transfer_id
        ]
        return ledger.old_reversals.take_back(wanted, actor=self.two.confirmer)
