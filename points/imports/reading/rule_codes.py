"""Which rule a line of the register means: by the number it has, else by its matter; and whether it is a penalty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from points import volunteering
from points.imports.asking import LATER
from points.imports.lines import PenaltyLine, RuleLine
from points.imports.reading.cells import text
from points.imports.reading.doubts.contradictions import RULE_DIFFERS, RULE_NUMBER
from points.imports.reading.matching import RulesByName, core, plain_code
from points.imports.reading.refusals import LeftForLater, RuleReadAs
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import Table, TableLine

#: a rule that has these words for its value takes points away
_TAKE = ("minus", "zeroing")
#: so few numbers may be the rules' own, whatever they count up to
_FEW = 3
_NUMBER = re.compile(r"[A-Z]{0,4}\d{1,4}")


@dataclass
class RuleCodes:
    """Reads the rules of the register's lines."""

    rulebook: RulesByName
    penalties: Sequence[PenaltyLine]
    remarks: Remarks
    _said: set[str] = field(default_factory=set)

    def penalty(self, line: TableLine, *, numbered: bool) -> str:
        """The penalty that a line is about, by its number or its name, or the rule that takes away; empty for any other."""
        code = "" if numbered else plain_code(line["rule"])
        rule = self.rulebook.rules.get(self.rulebook.by_code(code))
        found = "" if rule else self._by_number.get(code, "")
        return (
            found or self._by_name.get(core(line.text("matter")), "") or (self._taking(rule) if rule else "")
        )

    @cached_property
    def _by_number(self) -> dict[str, str]:
        return {plain_code(one.code): one.code for one in self.penalties}

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {core(one.situation): one.code for one in self.penalties if core(one.situation)}

    @staticmethod
    def _taking(rule: RuleLine) -> str:
        """The number of a rule that takes away."""
        kind = volunteering.rules.read_value(rule.not_counted, rule.unit).kind if rule.not_counted else ""
        return rule.code if kind in _TAKE else ""

    def of(self, line: TableLine, *, numbered: bool) -> str | None:
        """The rule of a line, empty where none fits; None where it is asked about."""
        matter = line.text("matter")
        words = "" if numbered else plain_code(line["rule"])
        named = self.rulebook.by_name(matter) if words.isdigit() else self.rulebook.named(matter)
        alike = self.rulebook.alike(words)
        code = named if named in alike else self.rulebook.by_code(words)
        if code in self.rulebook.left or named in self.rulebook.left:
            return code or named
        if code and named and core(self.rulebook.rules[code].name) != core(self.rulebook.rules[named].name):
            return self._differs(line, code, named)
        if code:
            self._say(line, words, code)
        elif _NUMBER.fullmatch(words) and not self._lost_its_number(named):
            return self._unknown(line, words)
        return code or self.rulebook.by_name(matter)

    @staticmethod
    def _lost_its_number(code: str) -> bool:
        """Whether a rule stands in its table without a number: the one made for it has no figure, and lines know another."""
        return bool(code) and not re.search(r"\d", code)

    def _say(self, line: TableLine, words: str, code: str) -> None:
        """List a number that was not typed as it was read, once."""
        if words != plain_code(code) and words not in self._said:
            self._said.add(words)
            self.remarks.note(line.origin, RuleReadAs(words=line.shown("rule"), rule=code), line.cell("rule"))

    def _unknown(self, line: TableLine, words: str) -> str | None:
        answer = self.remarks.ask(
            RULE_NUMBER, "register", line.place("rule"), words, words=line.shown("rule")
        ).choice
        self._left(line, answer)
        return self.rulebook.by_name(line.text("matter")) if answer == "matter" else None

    def _differs(self, line: TableLine, code: str, named: str) -> str | None:
        rule, matter = self.rulebook.rules[code].name, line.shown("matter")
        answer = self.remarks.ask(
            RULE_DIFFERS, "register", line.place("rule"), code, named,
            words=line.shown("rule"), rule=rule, matter=matter,
        ).choice  # fmt: skip
        self._left(line, answer)
        return {"matter": named, "number": code}.get(answer)

    def _left(self, line: TableLine, answer: str) -> None:
        if answer == LATER:
            self.remarks.skip(line.place(), LeftForLater())


def is_numbered(table: Table, rulebook: RulesByName) -> bool:
    """Whether the column that may hold rules' numbers only counts lines (1, 2, 3) or slips (4, 71, 12)."""
    lines = [line for line in table.lines if text(line["rule"])]
    codes = [plain_code(line["rule"]) for line in lines]
    if len(codes) < _FEW or not all(code.isdigit() for code in codes):
        return False
    if all(int(following) == int(one) + 1 for one, following in pairwise(codes)):
        return True
    known = [(rulebook.by_code(line["rule"]), rulebook.named(line.text("matter"))) for line in lines]
    agree = sum(bool(code) and code == named for code, named in known)
    against = sum(not code or (bool(named) and code != named) for code, named in known)
    return against > agree and 2 * len(set(codes)) > len(codes)
