"""Lines that came in before and stand otherwise now: what they were, and what they become."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from points.imports.comparing import ComparedBooks
from points.imports.difference.values import SIGNS, DifferenceLine
from points.imports.pairing import ChangedWord, Correction

_PARTS = {"delivery": "deliveries", "opening_stock": "deliveries"}
_WAITS = (
    "和上次导入的不一样，是不是改正，还没有答。",
    "It differs from the last import; whether it is a correction is not answered.",
)
_DONE = "上次那笔冲回，按现在的记。", "The old line is taken back, and this one entered."


@dataclass(frozen=True, slots=True)
class CorrectedLine:
    """A correction as a line of the difference, with what the household's points do by it."""

    key: str
    old: str
    part: str
    number: str
    line: DifferenceLine
    moved: int = 0


def corrected(compared: ComparedBooks) -> Iterator[CorrectedLine]:
    """Those that were answered as corrections, and those that wait; what counts beside the old line is a new one."""
    decided = compared.decided
    out = {one.line.key for one in decided.out} | decided.replaced
    why = {one.origin: (one.message_zh, one.message_en) for one in decided.faults}
    for one in compared.corrections:
        if one.new.key in decided.held:
            yield _line(one, "doubtful", why.get(one.new.origin, _WAITS))
        elif one.old.line.key in out:
            yield _line(one, "changed", _DONE)
            if one.old.household != one.new.household:
                yield _left(one)


def _line(one: Correction, state: str, said: tuple[str, str]) -> CorrectedLine:
    sign, new = SIGNS.get(one.new.kind, 0), one.new
    was, becomes = sign * one.old.tenths or None, sign * new.tenths or None
    # whose points they were may be what was corrected
    here = one.old.household == new.household
    moved = (sign * new.tenths) - (sign * one.old.moved if here else 0)
    zh, en = said
    line = DifferenceLine(
        state, new.kind, f"{new.name} {new.matter}".strip(), new.day, was, becomes, new.origin.file, new.origin.sheet,
        new.origin.row, "", "", _said(one.changed, zh, "zh"), _said(one.changed, en, "en"),
    )  # fmt: skip
    return CorrectedLine(
        new.key,
        one.old.line.key,
        _PARTS.get(new.kind, "households"),
        new.household,
        line,
        moved if state == "changed" else 0,
    )


def _left(one: Correction) -> CorrectedLine:
    """The line of the household whose points they were, before the book named another."""
    sign, old = SIGNS.get(one.new.kind, 0), one.old
    line = DifferenceLine(
        "changed", one.new.kind, f"{old.name} {old.matter}".strip(), old.day, sign * old.tenths, 0, old.line.file,
        old.line.sheet, old.line.row, "", "", f"改记到 {one.new.household} 户。", f"Now of household {one.new.household}.",
    )  # fmt: skip
    return CorrectedLine(one.new.key, old.line.key, "households", old.household, line, -sign * old.moved)


def _said(changed: tuple[ChangedWord, ...], sentence: str, language: str) -> str:
    """What differs beside points, and what becomes of it."""
    words = [" → ".join(one.said(language)) for one in changed if one.what not in ("tenths", "what")]
    comma, stop = ("，", "；") if language == "zh" else (", ", "; ")
    return f"{comma.join(words)}{stop}{sentence}" if words else sentence
