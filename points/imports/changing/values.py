"""A change that a table would make, as a value, with what was answered; and the question about all of one table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from points.imports.asking import TAKE, Answer, AnswerChoice, CellPlace, Question, question_id
from points.imports.lines import FaultyLine, SheetRow
from points.imports.reading.doubts import Doubt

#: the answer beside TAKE: as the books have it, once and for all
KEEP = "keep"
_CHOICES = (
    AnswerChoice(TAKE, "照新表改，从入账那一刻起算", "As the table says, from the moment it is taken in"),
    AnswerChoice(KEEP, "不改，还照账里的", "Leave it as it stands in the books"),
)
GOODS_CHANGED = Doubt(
    "goods_changed",
    "商品表有 {count} 处和账里现在的不一样（{some}）：照新表改吗？以前兑换的不受影响。",
    "The goods table differs from the books in {count} places ({some}). Take them over? What was redeemed before stays.",
    _CHOICES,
    moves_points=False,
)
RULES_CHANGED = Doubt(
    "rules_changed",
    "规则表有 {count} 处和账里现在的不一样（{some}）：照新表改吗？从今天起算，以前记的分不受影响。",
    "The tables of rules differ from the books in {count} places ({some}). Take them over? What was given before stays.",
    _CHOICES,
    moves_points=False,
)
#: so many are named in the sentence
_NAMED = 3


@dataclass(frozen=True, slots=True)
class TableChange:
    """One cell of a table that says something else than the books. `kind` is item, rule or penalty, `what` the column;
    points are tenths. `choice` is empty while nobody answered."""

    kind: str
    code: str
    name: str
    what: str
    was: str | int | bool | None
    now: str | int | bool | None
    origin: SheetRow
    cell: str = ""
    choice: str = ""


@dataclass(frozen=True)
class ChangedTables:
    """All that the tables say otherwise.

    `settled` are the rows of known things that are decided, by the key of the row: the key under which each came in this
    time. `new` are rows (by key) of things the books have not. `elsewhere` are barcodes (of an item's code) that another
    item has.
    """

    changes: tuple[TableChange, ...] = ()
    settled: Mapping[str, str] = field(default_factory=dict)
    new: frozenset[str] = frozenset()
    questions: tuple[Question, ...] = ()
    faults: tuple[FaultyLine, ...] = ()
    elsewhere: frozenset[tuple[str, str]] = frozenset()

    def taken(self, kind: str) -> dict[str, list[TableChange]]:
        """What somebody said yes to, by the code of what it is about."""
        found: dict[str, list[TableChange]] = {}
        for one in self.changes:
            if one.kind == kind and one.choice == TAKE:
                found.setdefault(one.code, []).append(one)
        return found


def asked(
    doubt: Doubt, changes: Sequence[TableChange], answers: Iterable[Answer]
) -> tuple[tuple[Question, ...], tuple[TableChange, ...]]:
    """The question about these changes, none where there are none; and each with what was answered.

    A yes is to just these: where the books or the table say something else by then, it answers nothing.
    """
    if not changes:
        return (), ()
    key = question_id(doubt.kind)
    places = {one: _place(one) for one in changes}
    question, given = doubt.asked(
        key,
        _digest(changes),
        next((one for one in answers if one.question == key), None),
        {"count": len(changes), "some": _some(changes)},
        places=places.values(),
    )
    told = tuple(replace(one, choice=given.about(places[one]) if given else "") for one in changes)
    return (question,), told


def _place(change: TableChange) -> CellPlace:
    return CellPlace(change.origin.file, change.origin.sheet, change.cell)


def _digest(changes: Iterable[TableChange]) -> str:
    said = json.dumps([(one.kind, one.code, one.what, one.was, one.now) for one in changes])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _some(changes: Sequence[TableChange]) -> str:
    names = list(dict.fromkeys(f"{one.code} {one.name}" for one in changes))
    return "、".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
