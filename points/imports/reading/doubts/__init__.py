"""What reading asks a person, each kind with its sentence and what may be answered. One more answer is always: later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from points.imports.asking import LATER, Answer, AnswerChoice, CellPlace, Question

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

    def asked(
        self,
        key: str,
        digest: str,
        answer: Answer | None,
        facts: Mapping[str, Any],
        *,
        english: Mapping[str, Any] | None = None,
        places: Iterable[CellPlace] = (),
        more: tuple[AnswerChoice, ...] = (),
    ) -> tuple[Question, Answer | None]:
        """The question, and its answer where that fits: given to just this (`digest`), by a choice that is offered. Facts
        that have words of their own in `english` say so there."""
        told = {**facts, **(english or {})}
        choices = tuple(
            replace(one, zh=one.zh.format(**facts), en=one.en.format(**told)) for one in self.offered(more)
        )
        if answer is not None and not (
            answer.digest == digest and answer.choice in {one.key for one in choices}
        ):
            answer = None
        question = Question(
            id=key,
            kind=self.kind,
            digest=digest,
            places=tuple(places),
            message_zh=self.zh.format(**facts),
            message_en=self.en.format(**told),
            choices=choices,
            moves_points=self.moves_points,
            answer=answer.choice if answer else "",
            value=answer.value if answer else "",
        )
        return question, answer


COUNTS_CHOICE = AnswerChoice("counts", "算，照写的入账", "They count")
CANCELLED_CHOICE = AnswerChoice("cancelled", "不算，不入账", "They do not count")
