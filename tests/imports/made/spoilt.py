"""Books spoilt by habits, and the judgement of what an import made of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.imports.made import (
    habits_counter,
    habits_days,
    habits_files,
    habits_goods,
    habits_hours,
    habits_layout,
    habits_lines,
    habits_people,
    habits_points,
)
from tests.imports.made.book import Row
from tests.imports.made.community import Made, Unfit
from tests.imports.made.habits import HABITS, Habit, Trace
from tests.imports.made.told import Spot, Told, by_number, differing, missing, names, open_questions, told

#: every module of habits enters its own into the list
MODULES = (
    habits_counter, habits_days, habits_files, habits_goods, habits_hours, habits_layout, habits_lines, habits_people, habits_points,
)  # fmt: skip


@dataclass
class Spoilt:
    """A made-up community whose books were spoilt, with the traces of it."""

    made: Made
    done: list[tuple[Habit, Trace]] = field(default_factory=list)

    @property
    def held(self) -> list[Row]:
        """The rows that give nothing until somebody answers."""
        return [row for _, trace in self.done for row in trace.held]

    def spots(self, verdict: str) -> list[Spot]:
        return [spot for habit, trace in self.done if habit.verdict == verdict for spot in trace.spots()]


def spoil(made: Made, chosen: Iterable[str]) -> Spoilt:
    """Apply habits; those that rebuild a layout come last, and what does not fit this book is left."""
    spoilt = Spoilt(made)
    for habit in sorted(
        (HABITS[name] for name in chosen), key=lambda one: (bool(one.layout), one.layout, one.name)
    ):
        try:
            spoilt.done.append((habit, habit.spoil(made)))
        except Unfit:
            continue
    return spoilt


def choose(dice: random.Random, many: int) -> list[str]:
    """Some habits, of each layout at most one."""
    found: dict[str, str] = {}
    for name in dice.sample(sorted(HABITS), len(HABITS)):
        found.setdefault(HABITS[name].layout or name, name)
    return list(found.values())[:many]


@dataclass
class Judged:
    """What an import made of spoilt books: what it got wrong without a word, and where it gave another verdict."""

    silent: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        return not self.silent and not self.other

    def __str__(self) -> str:
        return (
            "\n".join([*(f"SILENTLY WRONG {one}" for one in self.silent), *self.other]) or "as it should be"
        )


def judge(spoilt: Spoilt, report: Any, *, answered: bool = False) -> Judged:
    """Beside the truth; while questions are open, beside what holds without the lines in question."""
    found, judged = told(report), Judged()
    _figures(spoilt, report, found, () if answered else spoilt.held, judged)
    questions = [one for one in found if one.kind == "question"]
    faults = [one for one in found if one.kind == "fault"]
    asked = [] if answered else spoilt.spots("asked")
    judged.other += [f"not asked about {spot}" for spot in missing(asked, questions)]
    judged.other += [f"not refused: {spot}" for spot in missing(spoilt.spots("refused"), faults)]
    judged.other += [f"not listed: {spot}" for spot in missing(spoilt.spots("taken"), found)]
    judged.other += [
        f"asked needlessly: {question.kind}, {question.message_zh}"
        for question in open_questions(report)
        if not any(
            names(Told("question", "", Spot(one.file, one.sheet, one.cell)), spot)
            for one in question.places
            for spot in asked
        )
    ]
    return judged


def _figures(spoilt: Spoilt, report: Any, found: Sequence[Told], held: Sequence[Row], judged: Judged) -> None:
    made = spoilt.made
    wanted = made.truth(held)
    moved = differing(by_number(wanted.balances), by_number(report.balances))
    events = {by: [event.row for event in made.events if _plain(event.household) == by] for by in moved}
    _wrong("balance of", moved, events, found, judged)
    stock = differing(wanted.stock, report.stock)
    events = {by: [event.row for event in made.events if event.item == by] for by in stock}
    _wrong("stock of", stock, events, found, judged)
    if report.service_minutes != made.served(held):
        _wrong(
            "minutes", {"": (made.served(held), report.service_minutes)}, {"": list(made.minutes)}, found, judged
        )  # fmt: skip


def _plain(household: str) -> str:
    return household.lstrip("0") if household.isdigit() else household


def _wrong(
    what: str,
    differ: Mapping[str, tuple[int, int]],
    rows: Mapping[str, list[Row]],
    found: Sequence[Told],
    judged: Judged,
) -> None:
    """A figure is silently wrong where no row that makes it up is named as anything."""
    for key, (wanted, got) in differ.items():
        words = f"{what} {key}: {wanted} wanted, {got} counted".replace("  ", " ")
        spots = [row.spot() for row in rows[key] if row.file]
        if any(names(one, spot) for spot in spots for one in found):
            judged.other.append(words)
        else:
            judged.silent.append(words)
