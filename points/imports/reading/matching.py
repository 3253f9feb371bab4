"""Finds the rule or the goods that a clerk meant by a name. It knows neither people nor points."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable
from functools import cached_property, lru_cache

from points.foundation import codes
from points.imports.asking import CellPlace
from points.imports.lines import ItemLine, RuleLine, SheetRow
from points.imports.reading.cells import squeezed, text, unbracketed
from points.imports.reading.rule_tables.numbering import RowLeft, RowsApart
from points.imports.reading.rule_tables.refusals import RowNotThere
from points.imports.refusals import GoodsUnknown, LineFault

_AMOUNT = re.compile(r"[\d.]+(个?小时|分钟|周|次|天|月|场|件|条|人|半天|户|事|h)?|[×x*]+")
_ENOUGH = 0.75
#: numbers and matters come again and again in a book
_KEPT = 4096
_WRAPPED = re.compile(r"(?:规则|编号|第|[(\[#№])*([A-Z]{0,4}\d{1,4})(?:[条项号)\]]|规则)*")
_LETTERS_AND_DIGITS = re.compile(r"(\D*)(\d{1,4})")


class RulesByName:
    """The rules of a community, to be found by number, by name, or by what the register calls them."""

    def __init__(self, rules: Iterable[RuleLine], apart: RowsApart | None = None) -> None:
        self.rules = {rule.code: rule for rule in rules}
        self._apart = apart or RowsApart()
        #: rows that were not taken, by a number of theirs or, without one, by what stands for it
        self.left = left_rows(self._apart, self.rules)
        self._spoken: dict[str, Counter[str]] = {}
        self._known: dict[str, str] = {}

    @cached_property
    def _by_number(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for code in (*self.rules, *self.left):
            parted = _LETTERS_AND_DIGITS.fullmatch(plain_code(code))
            if parted:
                found.setdefault(int(parted[2]), []).append(code)
        return found

    @cached_property
    def _by_code(self) -> dict[str, str]:
        return {plain_code(code): code for code in (*self.rules, *self.left)}

    @cached_property
    def _names(self) -> dict[str, str]:
        left = {core(row.name): row.key for row in self._apart.left if row.key in self.left}
        second = {core(name): code for code, name in self._apart.second_names}
        return {**left, **second, **{core(rule.name): code for code, rule in self.rules.items()}}

    def by_code(self, cell: object) -> str:
        """The rule a number means: R01, r-1, 001; empty where none, or more than one. P05 is no R05."""
        found = self.alike(cell)
        return found[0] if len(found) == 1 else ""

    def alike(self, cell: object) -> list[str]:
        """The rules a number may mean: the one that has it, else those with its digits and its letters, if it has any."""
        words = plain_code(cell)
        parted = _LETTERS_AND_DIGITS.fullmatch(words)
        if words in self._by_code or parted is None:
            return [self._by_code[words]] if words in self._by_code else []
        found = self._by_number.get(int(parted[2]), [])
        return [code for code in found if parted[1] in ("", re.sub(r"\d", "", plain_code(code)))]

    def named(self, matter: str) -> str:
        """The rule whose name a matter has, amounts and brackets apart; empty where none."""
        return self._exactly(core(matter))

    def learn(self, code: str, matter: str) -> None:
        """Remember what a line with a rule number calls its matter."""
        self._spoken.setdefault(core(matter), Counter())[code] += 1

    def by_name(self, matter: str) -> str:
        """The rule that a matter names: exactly, as this book calls it elsewhere, or most nearly."""
        words = core(matter)
        if words not in self._known:
            self._known[words] = self._exactly(words) or self._as_spoken(words) or self._nearly(words)
        return self._known[words]

    def _exactly(self, words: str) -> str:
        return self._names.get(words, "") if words else ""

    def _as_spoken(self, words: str) -> str:
        spoken = self._spoken.get(words)
        return spoken.most_common(1)[0][0] if spoken and words else ""

    def _nearly(self, words: str) -> str:
        """The name that contains most of the words, in order; the shorter name where two do."""
        if len(words) < 2:
            return ""
        ranked = []
        for name, code in self._names.items():
            if not name:
                continue
            shared = _shared(words, name)
            covered = max(shared / len(words), shared / len(name) if name in words else 0)
            ranked.append((covered, shared / max(len(name), 1), code))
        best = max(ranked, default=(0.0, 0.0, ""))
        return best[2] if best[0] >= _ENOUGH else ""


class GoodsByName:
    """The goods of a community, to be found by name, number or barcode."""

    def __init__(self, items: Iterable[ItemLine], apart: RowsApart | None = None) -> None:
        self.items = {item.code: item for item in items}
        apart = apart or RowsApart()
        self.left = left_rows(apart, self.items)
        self._names: dict[str, set[str]] = {}
        names = [(row.key, row.name) for row in apart.left if row.key in self.left]
        for code, name in (*apart.second_names, *names):
            for words in (name, unbracketed(squeezed(name)), code):
                if squeezed(words):
                    self._names.setdefault(_plain(words), set()).add(code)
        for item in self.items.values():
            for name in (
                item.name,
                unbracketed(squeezed(item.name)),
                item.code,
                *item.barcode.split(),
                item.name_en,
            ):
                if squeezed(name):
                    self._names.setdefault(_plain(name), set()).add(item.code)

    def find(self, name: object) -> str:
        """The number of the goods that a name means; empty where none, or more than one."""
        if not isinstance(name, str | int | float):
            return ""
        scanned = codes.read_barcode(text(name)) or ""
        for words in (_plain(name), _plain(unbracketed(squeezed(name))), scanned):
            found = self._names.get(words, set())
            if len(found) == 1:
                return next(iter(found))
        return ""

    def why_not(self, code: str, words: str) -> LineFault:
        """Why a line is about no goods: its row was not taken, or there is none."""
        return not_there(self.left[code]) if code in self.left else GoodsUnknown(item=words)


def left_rows(apart: RowsApart, taken: Container[str]) -> dict[str, RowLeft]:
    """The rows that were not taken, by what stands for each."""
    return {row.key: row for row in reversed(apart.left) if row.number not in taken}


def not_there(row: RowLeft) -> RowNotThere:
    """What is said of a line that is about such a row."""
    return RowNotThere(name=row.name or row.number, file=row.origin.file, row=row.origin.row)


@lru_cache(_KEPT, typed=True)
def plain_code(cell: object) -> str:
    """A rule's number as it is compared: in capitals, without signs, and without the words for a number: 第1条, 规则R01."""
    words = re.sub(r"[-_.\s]", "", squeezed(cell if isinstance(cell, str | int) else None).upper())
    wrapped = _WRAPPED.fullmatch(words)
    return wrapped[1] if wrapped else words


def place_of(origin: SheetRow) -> CellPlace:
    """A whole line as a place."""
    return CellPlace(origin.file, origin.sheet, f"A{origin.row}")


@lru_cache(_KEPT)
def core(matter: str) -> str:
    """What a matter is about: without amounts, brackets and punctuation."""
    plain = _AMOUNT.sub("", unbracketed(squeezed(matter).lower()))
    return re.sub(r"[^\w]|_", "", plain)


def _plain(name: str | int | float) -> str:
    return re.sub(
        r"[\s·,、.\-_/×*()]", "", squeezed(name).lower().replace("kg", "公斤").replace("千克", "公斤")
    )


def _shared(left: str, right: str) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(right) + 1)
    for sign in left:
        before = 0
        for index, other in enumerate(right, 1):
            before, row[index] = row[index], before + 1 if sign == other else max(row[index], row[index - 1])
    return row[-1]
