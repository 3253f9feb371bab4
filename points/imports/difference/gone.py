"""Lines that came in before and stand in these books no more, with what they gave. They stay, unless somebody says otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from points import audit, ledger, shop, volunteering
from points.foundation import in_parts, wording
from points.imports.difference.homes import Homes
from points.imports.difference.values import DifferenceLine

_ZH = "以前收过，这次的表里没有了；账里照旧，不会自动冲正。"
_EN = "It came in before and stands in this table no more; in the books it stays as it is."
_OUT = (
    "以前收过，这次的表里没有了；收回，原来那笔冲回。",
    "It came in before and stands in this table no more; it is taken back.",
)
_PARTS = {"activity": "activities", "attendance": "activities"} | dict.fromkeys(
    ("delivery", "opening_stock", "out"), "deliveries"
)


def vanished(
    lines: Sequence[audit.provenance.ImportedLine],
    community_id: UUID,
    homes: Homes,
    out: Collection[str] = (),
) -> Iterator[tuple[str, str, DifferenceLine]]:
    """Each with its part and the number of its household; those whose keys are `out` are taken back."""
    for some in in_parts(lines):
        yield from _some(some, community_id, homes, out)


def _some(
    lines: Sequence[audit.provenance.ImportedLine], community_id: UUID, homes: Homes, out: Collection[str]
) -> Iterator[tuple[str, str, DifferenceLine]]:
    subjects = [one.subject_id for one in lines if one.subject_id]
    awards = volunteering.origin.of_lines(community_id, subjects)
    receipts = shop.receipts.of_redemptions(community_id, subjects)
    old = ledger.old_lines.get_many(community_id, subjects)
    for line in lines:
        number, what, day, tenths = "", "", None, None
        if line.kind == "person":
            number = homes.of_person(line.subject_id)
        elif line.subject_id in awards:
            award = awards[line.subject_id]
            number, what, day, tenths = (
                homes.of_person(award.person_id),
                award.what,
                award.served_on,
                award.tenths,
            )
        elif line.subject_id in receipts:
            receipt = receipts[line.subject_id]
            what = "、".join(wording.named(one, "zh") for one in receipt.lines)
            number, day, tenths = homes.of_person(receipt.person_id), receipt.redeemed_on, -receipt.tenths
        elif line.subject_id in old:
            one = old[line.subject_id]
            number, what, day = homes.of_person(one.person_id), one.matter, one.happened_on
            tenths = one.tenths if one.kind == "opening" else -one.tenths
        part = "households" if number else _PARTS.get(line.kind, "sheets")
        place = {"file": line.file, "sheet": line.sheet, "row": line.row}
        zh, en = _OUT if line.key in out else (_ZH, _EN)
        becomes = 0 if line.key in out and tenths is not None else tenths
        said = {"what": what, "day": day, "was": tenths, "becomes": becomes, "zh": zh, "en": en}
        yield part, number, DifferenceLine("vanished", line.kind, **said, **place)  # type: ignore[arg-type]
