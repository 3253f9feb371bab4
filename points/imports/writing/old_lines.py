"""Writes down what the books carried over and took off: neither services nor redemptions."""

from __future__ import annotations

from points.imports.lines import EarnedLine
from points.imports.writing.batch import OpenBatch
from points.imports.writing.postings import Posted


def write_old_lines(batch: OpenBatch, posted: list[Posted]) -> None:
    """An action for each; the ledger keeps the line itself, with its words."""
    for taken, done in posted:
        line = taken.posting.line
        assert isinstance(line, EarnedLine)
        action = "points.carried_over" if line.kind == "opening" else "points.deducted"
        batch.action(
            action,
            "old_line",
            taken.subject_id,
            account_id=taken.account_id,
            person_id=taken.person_id,
            tenths=abs(taken.posting.tenths),
            asked=abs(line.tenths),
            transfer_id=done.transfer_id,
        )
        batch.took(line.kind, line.key, line.origin, taken.subject_id)
