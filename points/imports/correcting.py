"""What becomes of lines that differ from those that came in before: asked once for each book, decided by the answers.

    corrected      the old line is taken back and the new one entered; or both count; or the new one waits
    vanished       the old line stays, or is taken back

What a corrected line became is taken back whole, with every other line that made the same thing of it (a line of the
register and the attendance beside it); those that still stand in the books then come in again, as they stand now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from points import audit
from points.foundation import NEVER
from points.imports.asking import CORRECTION, LATER, TAKE_BACK, Answer, CellPlace, Question, question_id
from points.imports.booked import PIECES, POINTS, BookedLine
from points.imports.lines import FaultyLine, SheetRow
from points.imports.pairing import BOOK_OF, DELIVERED, Correction, by_kind, is_same_delivery
from points.imports.reading.doubts import Doubt
from points.imports.reading.doubts.of_corrections import LINES_CORRECTED, LINES_VANISHED, NAMES_CORRECTED
from points.imports.reading.faults import faulty_line
from points.imports.refusals import DecidedOnDesk, JoinedStays


@dataclass(frozen=True)
class Decided:
    """What the answers come to.

    `out` are lines to be taken back, `held` new lines that are not entered now, `same` new lines that are what an old one
    became (a person under another name, a delivery of fewer pieces), by key; `renamed`, `pieces` and `last_days` are what
    changes of it.
    """

    questions: tuple[Question, ...] = ()
    out: tuple[BookedLine, ...] = ()
    held: frozenset[str] = frozenset()
    same: Mapping[str, UUID] = field(default_factory=dict)
    renamed: Mapping[UUID, str] = field(default_factory=dict)
    #: by batch, how many pieces fewer there are (more, where it is below zero)
    pieces: Mapping[UUID, int] = field(default_factory=dict)
    #: by batch, until when it keeps
    last_days: Mapping[UUID, date] = field(default_factory=dict)
    #: keys of old lines that stand under another key now, though nothing is taken back
    replaced: frozenset[str] = frozenset()
    #: of what was answered and cannot be done, why
    faults: tuple[FaultyLine, ...] = ()
    #: keys of new lines that are entered in place of one that goes out
    instead: frozenset[str] = frozenset()
    #: by the key of a new line, that of the old one beside which it counts
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def moves(self) -> bool:
        """Whether anything that came in before changes: then it is no matter for one person alone."""
        return self.changes > 0

    @property
    def changes(self) -> int:
        """How many lines that came in before change."""
        return len(self.out) + len(self.replaced)


NOTHING_DECIDED = Decided()


def decide(
    corrections: Sequence[Correction],
    vanished: Sequence[BookedLine],
    answers: Iterable[Answer],
    absent: Iterable[audit.provenance.ImportedLine] = (),
) -> Decided:
    """What is to be done; where nobody answered yet the new line waits and the old one stays.

    `absent` are all lines that came in before and are not in these books.
    """
    given = {one.question: one for one in answers}
    found = _Deciding(given)
    for book, some in by_kind(corrections).items():
        found.correct(book, some)
    of_book: dict[str, list[BookedLine]] = {}
    for one in vanished:
        if one.stands and one.line.kind in POINTS + PIECES:
            of_book.setdefault(BOOK_OF[one.line.kind], []).append(one)
    for book, lines in of_book.items():
        found.take_back(book, lines)
    found.keep_joined(corrections, absent)
    going = {one.line.key for one in found.out}
    instead = frozenset(one.new.key for one in corrections if one.old.line.key in going)
    return replace(found.decided(), instead=instead)


class _Deciding:
    """The questions with their answers, as they are gone through."""

    def __init__(self, given: Mapping[str, Answer]) -> None:
        self.given = given
        self.questions: list[Question] = []
        self.out: list[BookedLine] = []
        self.held: set[str] = set()
        self.same: dict[str, UUID] = {}
        self.renamed: dict[UUID, str] = {}
        self.pieces: dict[UUID, int] = {}
        self.replaced: set[str] = set()
        self.last_days: dict[UUID, date] = {}
        self.beside: dict[str, str] = {}
        #: keys of vanished lines about which nobody said anything
        self.unsaid: set[str] = set()
        self.faults: list[FaultyLine] = []

    def decided(self) -> Decided:
        return Decided(
            tuple(self.questions), tuple(self.out), frozenset(self.held), self.same, self.renamed, self.pieces,
            self.last_days, frozenset(self.replaced), tuple(self.faults), beside=self.beside,
        )  # fmt: skip

    def correct(self, book: str, some: Sequence[Correction]) -> None:
        """Those of one book."""
        doubt = NAMES_CORRECTED if book == "roster" else LINES_CORRECTED
        places = {
            CellPlace(one.new.origin.file, one.new.origin.sheet, f"A{one.new.origin.row}"): one
            for one in some
        }
        keys = [word for one in some for word in (one.old.line.key, one.new.key)]
        told, english = _told(some[0], "zh"), _told(some[0], "en")
        for place, answer in self._ask(doubt, book, places, keys, told, english=english).items():
            self._follow(places[place], answer)

    def take_back(self, book: str, lines: Sequence[BookedLine]) -> None:
        """Lines of one book that stand in it no more."""
        places = {CellPlace(one.line.file, one.line.sheet, f"A{one.line.row}"): one for one in lines}
        answers = self._ask(
            LINES_VANISHED, book, places, [one.line.key for one in lines], {"count": len(lines)}
        )
        self.out += [places[place] for place, answer in answers.items() if answer == TAKE_BACK]
        self.unsaid |= {places[place].line.key for place, answer in answers.items() if not answer}

    def keep_joined(
        self, corrections: Sequence[Correction], absent: Iterable[audit.provenance.ImportedLine]
    ) -> None:
        """What stays is not taken back with another line that made the same thing; those of it that are here come in again."""
        going = {one.line.key for one in self.out}
        staying: dict[UUID, audit.provenance.ImportedLine] = {}
        for line in absent:
            # hours that their sheet has no more, of points that were corrected, are no matter of their own
            free = line.kind == "attendance" and line.key in self.unsaid
            if line.subject_id and line.key not in going and not free:
                staying[line.subject_id] = line
        new = {one.old.line.key: one.new for one in corrections}
        for one in [one for one in self.out if one.line.subject_id in staying]:
            assert one.line.subject_id is not None
            other = staying[one.line.subject_id]
            self.out.remove(one)
            origin = SheetRow(one.line.file, one.line.sheet, one.line.row)
            if one.line.key in new:
                origin = new[one.line.key].origin
                self.held.add(new[one.line.key].key)
            self.faults.append(faulty_line(origin, JoinedStays(sheet=other.sheet, row=other.row)))

    def _follow(self, one: Correction, answer: str) -> None:
        subject = one.old.line.subject_id
        if answer == "both":
            self.beside[one.new.key] = one.old.line.key
        if answer == "both" or subject is None:
            return
        if not one.old.stands:
            self.held.add(one.new.key)
            if answer == CORRECTION:
                self.faults.append(faulty_line(one.new.origin, DecidedOnDesk()))
            return
        if one.new.kind == "person" or (one.new.kind in DELIVERED and is_same_delivery(one.old, one.new)):
            # it goes on being what it is, whatever is said about it
            self.same[one.new.key] = subject
            if answer == CORRECTION:
                self._put_right(one, subject)
        elif answer == CORRECTION:
            self.out.append(one.old)
        if answer != CORRECTION:
            self.held.add(one.new.key)
            if one.new.kind in DELIVERED:
                # what was handed out of it in these books came out of the batch there is
                self.same[one.new.key] = subject

    def _put_right(self, one: Correction, subject: UUID) -> None:
        self.replaced.add(one.old.line.key)
        if one.new.kind == "person":
            self.renamed[subject] = one.new.name
            return
        self.pieces[subject] = one.old.quantity - one.new.quantity
        if one.old.expires != one.new.expires:
            self.last_days[subject] = one.new.expires or NEVER

    def _ask(
        self,
        doubt: Doubt,
        book: str,
        places: Mapping[CellPlace, object],
        keys: Sequence[str],
        facts: Mapping[str, object],
        *,
        english: Mapping[str, object] | None = None,
    ) -> dict[CellPlace, str]:
        """The question with its answer; what was answered about each of its places, "" where nothing was."""
        digest = hashlib.sha256("|".join(keys).encode()).hexdigest()[:16]
        key = question_id(doubt.kind, book)
        question, answer = doubt.asked(
            key, digest, self.given.get(key), facts, english=english, places=places
        )
        self.questions.append(question)
        return {place: answer.about(place) if answer else "" for place in places}


def _told(one: Correction, language: str) -> dict[str, object]:
    """How the first of them differs, in words for the question."""
    joint = "、" if language == "zh" else ", "
    words = [word.said(language) for word in one.changed]
    return {
        "household": one.new.household or one.new.matter,
        "was": joint.join(was for was, _ in words),
        "now": joint.join(now for _, now in words),
    }


def alone(answers: Iterable[Answer], decided: Decided) -> list[Answer]:
    """The same answers as far as one person's word goes: a line that came in before waits, and so does what takes its place."""
    two = {one.id for one in decided.questions}
    return [_for_later(one) if one.question in two else one for one in answers]


def _for_later(answer: Answer) -> Answer:
    def later(choice: str) -> str:
        return LATER if choice in (CORRECTION, TAKE_BACK) else choice

    cells = {cell: later(choice) for cell, choice in answer.cells.items()}
    return replace(answer, choice=later(answer.choice), cells=cells)


def siblings(
    out: Iterable[BookedLine], known: Mapping[str, audit.provenance.ImportedLine]
) -> list[audit.provenance.ImportedLine]:
    """Every standing line that made one of the things that are taken back."""
    subjects = {one.line.subject_id for one in out}
    return [line for line in known.values() if line.subject_id in subjects]
