"""Questions that books leave open, as values: what is asked, about which cells, what may be answered, and what was.

A question is one for all cells of its kind (the cancelled lines of a book, a column without a heading), so that it is
answered once. Until it is answered nothing is booked for its cells. One may always be left for later: its lines are
left out, are listed, and are asked about again at the next import.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

#: the answer that every question has
LATER = "leave_out"
#: what changes a line that came in before, or takes a table's word for what the books have
CORRECTION, TAKE_BACK, TAKE = "correction", "take_back", "take"


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell (G12), a sheet (without a cell) or a file (without a sheet)."""

    file: str
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """An answer that may be given; where it asks for a number or words of one's own, `wants` says which."""

    key: str
    zh: str
    en: str
    wants: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question about some cells; `answer` is the key of the choice taken, empty while it is open."""

    id: str
    kind: str
    #: of the bytes of the files in question: an answer given for others does not fit
    digest: str
    places: tuple[CellPlace, ...]
    message_zh: str
    message_en: str
    choices: tuple[AnswerChoice, ...]
    #: whether points or stock depend on it; where none does, an import need not wait for the answer
    moves_points: bool = True
    answer: str = ""
    value: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it, not even with "later"."""
        return not self.answer


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered: to which question, about which bytes, with exceptions for single cells."""

    question: str
    digest: str
    choice: str
    value: str = ""
    #: file, sheet and cell with blanks between -> another choice
    cells: Mapping[str, str] = field(default_factory=dict)

    def about(self, place: CellPlace) -> str:
        """What was answered about one of its places."""
        return self.cells.get(" ".join((place.file, place.sheet, place.cell))) or self.choice


def question_id(kind: str, *about: str) -> str:
    """The same for the same question, however often the books are read."""
    return f"{kind}-{hashlib.sha256('|'.join(about).encode()).hexdigest()[:8]}"
