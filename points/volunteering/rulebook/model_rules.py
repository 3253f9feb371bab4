"""The model rule book to begin with: what communities mostly give for what. In force nowhere before two have agreed.

Its table has the columns of a rule table that old books bring, and beside them what others give, and who does.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from points.volunteering.rulebook.by_hand import TypedRule, read
from points.volunteering.rulebook.refusals import RuleNothingTicked, RuleUnknownInModel
from points.volunteering.rulebook.rules import NewRule

TABLE = Path(__file__).with_name("model_rules.csv")


@dataclass(frozen=True)
class ModelRule:
    """A line of the model: the rule as it would be typed, what others give for it, and in what kind of rule book."""

    typed: TypedRule
    elsewhere: str
    elsewhere_en: str
    source: str
    source_en: str

    @property
    def code(self) -> str:
        """Its code in the model, which it has in the rule book as well."""
        return self.typed.code


@cache
def list_all() -> tuple[ModelRule, ...]:
    """Every line, in the order of the table."""
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        return tuple(_line(row) for row in csv.DictReader(file))


def taken(figures: Mapping[str, Mapping[str, str]]) -> list[NewRule]:
    """The rules of these lines, each with the figures that somebody wrote in place of the model's: `value` and `cap`."""
    known = {one.code: one.typed for one in list_all()}
    if not figures:
        raise RuleNothingTicked
    if not known.keys() >= figures.keys():
        raise RuleUnknownInModel
    return [
        read(replace(known[code], value=said.get("value", ""), cap=said.get("cap", "")))
        for code, said in figures.items()
    ]


def _line(row: Mapping[str, str]) -> ModelRule:
    typed = TypedRule(
        code=row["编号"],
        name=row["规则"],
        name_en=row["英文"],
        category=row["类别"],
        unit=row["单位"],
        value=row["分值"],
        cap=row["封顶"],
        evidence=row["佐证"],
        credits_to="household" if row["账户"] == "户" else "person",
        counts_hours=row["计志愿时长"] == "是",
    )
    return ModelRule(typed, row["别处怎么给"], row["英文别处"], row["出处"], row["英文出处"])
