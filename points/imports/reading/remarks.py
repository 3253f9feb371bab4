"""Everything that reading has to say about the books: faults, questions with what was answered, and what was passed by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from points.imports.asking import Answer, AnswerChoice, CellPlace, Question, question_id
from points.imports.lines import Passed, SheetRow
from points.imports.reading.doubts import Doubt
from points.imports.reading.faults import NOTED, Faults, sentence
from points.imports.refusals import LineFault


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """What was answered about one cell: the key of a choice, empty while nobody answered; with a number or words."""

    choice: str = ""
    value: str = ""


@dataclass
class _Asked:
    """A question while its cells are collected."""

    question: Question
    answer: Answer | None
    places: dict[CellPlace, None] = field(default_factory=dict)


class Remarks(Faults):
    """What is to be said so far. `digests` are of the files of each book; an answer given for others does not fit."""

    def __init__(self, digests: Mapping[str, str] | None = None, answers: Iterable[Answer] = ()) -> None:
        super().__init__()
        self._digests = digests or {}
        self._answers = {one.question: one for one in answers}
        self._asked: dict[str, _Asked] = {}
        self._unread: dict[CellPlace, Passed] = {}
        self._skipped: dict[CellPlace, Passed] = {}

    def note(self, origin: SheetRow, how: LineFault, cell: str = "") -> None:
        """Say how a line was read that was taken."""
        self.add(origin, how, NOTED, cell)

    def ask(
        self,
        doubt: Doubt,
        book: str,
        place: CellPlace,
        *about: str,
        choices: tuple[AnswerChoice, ...] = (),
        facts: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> AnswerGiven:
        """Ask about one more cell: what was answered, if anything was.

        Cells of one kind in one book are one question, unless `about` parts them (a sheet, a column, an item).
        """
        key = question_id(doubt.kind, book, *about)
        asked = self._asked.get(key)
        if asked is None:
            told = {**(facts or {}), **more}
            digest = self._digests.get(book, "")
            asked = _Asked(*doubt.asked(key, digest, self._answers.get(key), told, more=choices))
            self._asked[key] = asked
        asked.places[place] = None
        if asked.answer is None:
            return AnswerGiven()
        return AnswerGiven(asked.answer.about(place), asked.answer.value)

    def unread(self, place: CellPlace, why: LineFault) -> None:
        """Name what nobody read."""
        self._unread.setdefault(place, _passed(place, why))

    def skip(self, place: CellPlace, why: LineFault) -> None:
        """Name what was read and is no line."""
        self._skipped.setdefault(place, _passed(place, why))

    def say_of_file(self, place: CellPlace, how: LineFault) -> None:
        """Say how a whole file was read."""
        self.note(SheetRow(place.file, place.sheet, 0), how)

    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order asked."""
        return tuple(replace(one.question, places=tuple(one.places)) for one in self._asked.values())

    def all_unread(self) -> tuple[Passed, ...]:
        """What was not read, in the order found."""
        return tuple(self._unread.values())

    def all_skipped(self) -> tuple[Passed, ...]:
        """What was taken for no line, in the order found."""
        return tuple(self._skipped.values())

    def unfit(self) -> tuple[str, ...]:
        """The answers that answer nothing here: another question, other files, or a choice that is not offered."""
        taken = {key for key, one in self._asked.items() if one.answer is not None}
        return tuple(key for key in self._answers if key not in taken)


def _passed(place: CellPlace, why: LineFault) -> Passed:
    return Passed(place.file, place.sheet, place.cell, why.code, sentence(why, "zh"), sentence(why, "en"))
