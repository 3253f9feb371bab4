"""What reading asks a person, each kind with its sentence and what may be answered. One more answer is always: later."""

from __future__ import annotations

from dataclasses import dataclass

from points.imports.asking import LATER, AnswerChoice

_LATER = AnswerChoice(LATER, "先不处理，以后再说", "Leave these out for now")


@dataclass(frozen=True)
class Doubt:
    """A kind of question; its sentences have holes for the facts of the first cell."""

    kind: str
    zh: str
    en: str
    choices: tuple[AnswerChoice, ...] = ()
    moves_points: bool = True

    def offered(self, more: tuple[AnswerChoice, ...] = ()) -> tuple[AnswerChoice, ...]:
        """Every answer that may be given."""
        return (*more, *self.choices, _LATER)


COUNTS_CHOICE = AnswerChoice("counts", "算，照写的入账", "They count")
CANCELLED_CHOICE = AnswerChoice("cancelled", "不算，不入账", "They do not count")
