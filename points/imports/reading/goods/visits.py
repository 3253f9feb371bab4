"""Several goods of one visit: in one cell, or on lines that share their points in a merged cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from points.foundation import wording
from points.imports.reading import amounts, matching
from points.imports.reading.cells import is_nothing, text
from points.imports.reading.doubts.of_lines import VISIT_DIFFERS
from points.imports.reading.goods.pricing import CameBefore, RedemptionDraft
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import TableLine

_PARTED = re.compile(r"[、,，;；+\n]|\s+(?=\D)")
_NAMED = re.compile(r"(.+?)(?:[×x*])?(\d+|[一二两三四五六七八九十])([^\d\s]{0,2})")


def several(
    line: TableLine, goods: matching.GoodsByName, *, at_its_price: bool = True
) -> list[tuple[str, int]]:
    """The goods of a cell that names more than one (毛巾1条、袋装醋2袋), with their pieces.

    Nothing where one of them is not known, or where pieces or points do not add up to what stands beside them; that is not
    looked at where one of them is of a row of the goods table that was not taken, nor are points where prices were others.
    """
    parts = [part.strip() for part in _PARTED.split(text(line["item"])) if part.strip()]
    found = [_one(part, goods) for part in parts]
    if len(found) < 2 or not all(found):
        return []
    known = [one for one in found if one]
    if any(code in goods.left for code, _ in known):
        return known
    counted = sum(count for _, count in known)
    cost = sum(goods.items[code].tenths * count for code, count in known)
    written, taken = amounts.pieces(line["quantity"]), line.points("tenths")
    if not is_nothing(line["quantity"]) and (written is None or written.count not in (counted, 1)):
        return []
    return known if not at_its_price or (taken.tenths is not None and abs(taken.tenths) == cost) else []


def _one(words: str, goods: matching.GoodsByName) -> tuple[str, int] | None:
    whole = goods.find(words)
    if whole:
        return whole, 1
    match = _NAMED.fullmatch(words)
    pieces = amounts.pieces(match[2]) if match else None
    code = goods.find(match[1]) if match else ""
    return (code, pieces.count) if code and pieces else None


def shared(
    drafts: Iterable[RedemptionDraft], book: str, remarks: Remarks, before: CameBefore
) -> list[RedemptionDraft]:
    """Drafts of lines whose points are one merged cell: each at its price, where the prices add up to it."""
    kept: list[RedemptionDraft] = []
    group: list[RedemptionDraft] = []
    for draft in drafts:
        if "tenths" in draft.line.merged_on and group:
            group.append(draft)
            continue
        kept.extend(_settled(group, book, remarks, before))
        group = [draft]
    return [*kept, *_settled(group, book, remarks, before)]


def _settled(
    group: Sequence[RedemptionDraft], book: str, remarks: Remarks, before: CameBefore
) -> Sequence[RedemptionDraft]:
    if len(group) < 2 or group[0].line.origin == group[1].line.origin:
        return group
    whole, first, last = group[0].line.points("tenths").tenths, group[0], len(group) - 1
    written = next((one.written for one in group if one.written is not None), None)
    prices = [
        replace(one, written=written if index == last else None, is_last=index == last)
        for index, one in enumerate(
            [replace(first, tenths=first.listed * first.quantity, is_priced=False), *group[1:]]
        )
    ]
    if came := before.find_all(prices, whole):
        return came
    cost = sum(one.tenths for one in prices)
    if whole is not None and abs(whole) != cost:
        answers = [
            remarks.ask(
                VISIT_DIFFERS, book, one.line.place("tenths"), written=wording.points(abs(whole)), counted=wording.points(cost)
            ).choice
            for one in group
        ]  # fmt: skip
        if "price" not in answers:
            return []
    return prices
