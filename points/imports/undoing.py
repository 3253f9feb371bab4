"""An import taken back as one batch of reversals: what goes out, and what stays because people have used it since.

Points that a household has spent, holds in a voucher or that lapsed are not taken a second time: as many lines as paid
for them stay, the earliest first, so that the purse never owes. What people have decided on since stays as well. Whoever
lives where, rules, goods on offer and activities are no movements and stay. The same folder again brings in what went out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from points import audit, ledger
from points.foundation import NotFound
from points.imports import booked
from points.imports.refusals import ImportCorrected, NothingToUndo
from points.imports.writing.batch import ORIGIN
from points.imports.writing.going_out import GoingOut, TwoPeople

_GIVES = ("handout", "deduction")
_TAKES = ("earned", "attendance", "opening")
_CAME = ("delivery", "opening_stock")


@dataclass(frozen=True)
class HouseholdUndo:
    """What of a household goes out, in tenths: what it gets back, what is taken, and what stays because it was used."""

    number: str
    back: int
    taken: int
    stays: int
    #: of what stays: held in open vouchers now, lapsed since the import; the rest was spent
    held: int = 0
    lapsed: int = 0

    @property
    def spent(self) -> int:
        """What was spent of what stays."""
        return max(0, self.stays - self.held - self.lapsed)


@dataclass(frozen=True)
class UndoPlan:
    """What would become of an import now. `kept` are lines that stay, with why: decided, used, gone. `corrected` are those that
    a later import took out already, with that one: what it says in their place is its own and stays."""

    import_id: UUID
    folder: str
    households: tuple[HouseholdUndo, ...]
    out: tuple[audit.provenance.ImportedLine, ...]
    kept: tuple[tuple[audit.provenance.ImportedLine, str], ...]
    corrected: tuple[tuple[audit.provenance.ImportedLine, audit.provenance.BatchInfo], ...] = ()

    def figures(self) -> dict[str, int]:
        """As numbers alone, which may be kept."""
        return {
            "households": len(self.households),
            "lines": len(self.out),
            "kept": len(self.kept),
            "corrected": len(self.corrected),
            "back": sum(one.back for one in self.households),
            "taken": sum(one.taken for one in self.households),
            "stays": sum(one.stays for one in self.households),
        }


def plan(import_id: UUID, community_id: UUID) -> UndoPlan:
    """What taking an import back would do now. One that corrected another is not taken back: what it corrected would be gone."""
    found = audit.provenance.find(community_id, import_id)
    if found is None or found.undoes is not None:
        raise NotFound
    if audit.provenance.took_out(community_id, import_id):
        raise ImportCorrected
    moving = booked.POINTS + booked.PIECES
    standing = audit.provenance.standing_of(community_id, import_id)
    lines = [one for one in standing if one.kind in moving]
    return _Planning(community_id, booked.read(community_id, lines), lines).plan(found)


def undo(import_id: UUID, *, two: TwoPeople) -> UUID:
    """Take an import back, as far as it can be; to be run inside a transaction. The undoing's own id comes back."""
    community_id = two.confirmer.community_id
    found = plan(import_id, community_id)
    if not found.out:
        raise NothingToUndo
    back = GoingOut(found.out, two, audit.provenance.times_out(community_id))
    back.give()
    back.take()
    audit.provenance.write_batch(
        found.folder,
        (),
        report={"kept": dict(Counter(why for _, why in found.kept))},
        actor=two.confirmer,
        import_id=back.batch_id,
        undoes=import_id,
        count=len(back.keys),
    )
    audit.provenance.take_out(back.keys, by=back.batch_id, actor=two.confirmer)
    kinds = Counter(one.kind for one in found.out)
    facts = {"import_id": import_id, "lines": dict(sorted(kinds.items())), "kept": len(found.kept)}
    done = audit.records.Action(
        "books.taken_back", "import", back.batch_id, facts, {"reason": two.reason}, origin=ORIGIN
    )
    audit.records.record_many([done], actor=two.confirmer)
    return back.batch_id


@dataclass
class _Home:
    """A purse while it is decided what of it goes out."""

    available: int
    held: int
    number: str = ""
    gives: int = 0
    takes: list[booked.BookedLine] = field(default_factory=list)
    taken: int = 0
    stays: int = 0


class _Planning:
    def __init__(
        self, community_id: UUID, books: booked.BookedLines, lines: Sequence[audit.provenance.ImportedLine]
    ) -> None:
        self.community_id, self.books, self.lines = community_id, books, lines
        self.of_subject: dict[UUID, booked.BookedLine] = {}
        for one in books.lines(lines):
            if one.line.subject_id:
                self.of_subject.setdefault(one.line.subject_id, one)
        self.why: dict[UUID, str] = {
            subject: "decided" for subject, one in self.of_subject.items() if not one.stands
        }

    def plan(self, found: audit.provenance.BatchInfo) -> UndoPlan:
        homes = self._homes()
        for home in homes.values():
            self._decide(home)
        self._goods()
        lapsed = Counter[UUID]()
        for lot in ledger.lots.lapsed(self.community_id, found.at):
            lapsed[lot.account_id] += lot.tenths
        out, kept = [], []
        for line in self.lines:
            why = self.why.get(line.subject_id) if line.subject_id else None
            if why:
                kept.append((line, why))
            else:
                out.append(line)
        told = [
            HouseholdUndo(
                one.number, one.gives, one.taken, one.stays, min(one.held, one.stays),
                min(lapsed[account], max(0, one.stays - one.held)),
            )
            for account, one in homes.items()
        ]  # fmt: skip
        told.sort(key=lambda one: one.number)
        corrected = audit.provenance.corrected_since(self.community_id, found.import_id)
        return UndoPlan(found.import_id, found.folder, tuple(told), tuple(out), tuple(kept), tuple(corrected))

    def _homes(self) -> dict[UUID, _Home]:
        """The purses, with what each gets back and what may be taken."""
        moving = [
            one for one in self.of_subject.values() if one.stands and one.account_id and one.transfer_id
        ]
        accounts = sorted({one.account_id for one in moving if one.account_id})
        standing = ledger.balances.get_many(self.community_id, accounts)
        homes = {one: _Home(standing[one].available, standing[one].held) for one in accounts}
        for one in moving:
            assert one.account_id is not None
            home = homes[one.account_id]
            home.number = one.household
            if one.line.kind in _GIVES:
                home.gives += one.moved
            else:
                home.takes.append(one)
        return homes

    def _decide(self, home: _Home) -> None:
        """The latest go out first; what the purse has no more is what the earliest paid."""
        room = home.available + home.gives
        for one in sorted(home.takes, key=lambda one: (one.day or date.min, one.line.row), reverse=True):
            if one.moved <= room:
                room -= one.moved
                home.taken += one.moved
            else:
                assert one.line.subject_id is not None
                self.why[one.line.subject_id] = "used"
                home.stays += one.moved

    def _goods(self) -> None:
        """A delivery goes out where all its pieces are on the shelf, once those of these books are back."""
        going = {
            subject
            for subject, one in self.of_subject.items()
            if one.line.kind in ("handout", "out") and subject not in self.why
        }
        back = self.books.pieces_of(going)
        for subject, one in self.of_subject.items():
            if one.line.kind in _CAME and self.books.batches[subject].on_hand + back[subject] < one.quantity:
                self.why[subject] = "gone"
