"""Lines that came in before and stand in these books no more, with what they gave. They stay, unless somebody says otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from points import audit
from points.imports import booked
from points.imports.difference.values import SIGNS, DifferenceLine

_STAYS = (
    "以前收过，这次的表里没有了；账里照旧，不会自动冲正。",
    "It came in before and stands in this table no more; in the books it stays as it is.",
)
_OUT = (
    "以前收过，这次的表里没有了；收回，原来那笔冲回。",
    "It came in before and stands in this table no more; it is taken back.",
)
_PARTS = {"activity": "activities", "attendance": "activities"} | dict.fromkeys(
    ("delivery", "opening_stock", "out"), "deliveries"
)


def vanished(
    lines: Sequence[audit.provenance.ImportedLine], community_id: UUID, out: Collection[str] = ()
) -> Iterator[tuple[str, str, DifferenceLine]]:
    """Each with its part and the number of its household; those whose keys are `out` are taken back."""
    for one in booked.read(community_id, lines).lines(lines):
        line, number = one.line, one.household
        # hours of a sheet move no points; those of their afternoon stand in the register
        was = SIGNS[line.kind] * one.moved if line.kind in SIGNS else None
        zh, en = _OUT if line.key in out else _STAYS
        said = DifferenceLine(
            "vanished", line.kind, one.matter or one.name, one.day, was, 0 if was and line.key in out else was,
            line.file, line.sheet, line.row, "", "", zh, en,
        )  # fmt: skip
        yield "households" if number else _PARTS.get(line.kind, "sheets"), number, said
