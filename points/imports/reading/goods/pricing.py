"""Compares what a redemption took with what its goods cost: a slip is asked about, the price of another time is taken."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from points.foundation import wording
from points.imports.asking import LATER
from points.imports.reading import matching
from points.imports.reading.doubts.of_lines import PRICE_DIFFERS
from points.imports.reading.faults import Keys
from points.imports.reading.people.owners import LineOwner
from points.imports.reading.refusals import LeftForLater, PriceOfThatTime
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import TableLine


@dataclass(frozen=True)
class CameBefore:
    """Redemptions that came in before, by key, and what goods ever cost: what was settled once is not asked about again."""

    keys: Container[str] = ()
    prices: Mapping[str, Collection[int]] = field(default_factory=dict)

    def find(self, draft: RedemptionDraft) -> RedemptionDraft | None:
        """A draft with the points with which it came in: as written; where none are, at a price that held once.

        What came in at another price than is written now may have been corrected since, and is asked about.
        """
        prices = draft.listed, *self.prices.get(draft.item, ())
        paid = [draft.tenths] if draft.is_priced else [each * draft.quantity for each in prices]
        known = (one for one in paid if Keys().key("handout", *content(draft, one)) in self.keys)
        tenths = next(known, None)
        return None if tenths is None else replace(draft, tenths=tenths)

    def find_all(self, drafts: Sequence[RedemptionDraft], whole: int | None) -> list[RedemptionDraft]:
        """The same of goods of one visit; nothing where not all of them came in, or for other points than are written now."""
        found = [came for one in drafts if (came := self.find(one))]
        cost = sum(one.tenths for one in found)
        return found if len(found) == len(drafts) and whole in (None, cost, -cost) else []


NOTHING_BEFORE = CameBefore()


@dataclass(frozen=True)
class RedemptionDraft:
    """What a line of the redemption book says, before its points were compared with the price."""

    line: TableLine
    on: int
    owner: LineOwner
    item: str
    quantity: int
    tenths: int
    written: int | None
    #: what a piece costs by the list
    listed: int = 0
    #: whether its points were written, and not taken from the price list
    is_priced: bool = False
    #: whether the balance that is written stands behind it
    is_last: bool = True

    @property
    def day(self) -> date:
        """When it was."""
        return date.fromordinal(self.on)


def content(draft: RedemptionDraft, tenths: int) -> tuple[object, ...]:
    """What tells a redemption from every other one."""
    whose, what = draft.owner, (draft.item, draft.quantity, tenths, draft.written)
    return draft.day.isoformat(), whose.household, whose.name, *what


def priced(
    drafts: Sequence[RedemptionDraft], goods: matching.GoodsByName, remarks: Remarks, before: CameBefore
) -> list[RedemptionDraft]:
    """The drafts with the points that count."""
    once = _steady(drafts, goods)
    kept = []
    for draft in drafts:
        price = goods.items[draft.item].tenths
        if settled := before.find(draft):
            kept.append(settled)
        elif not draft.is_priced or draft.tenths == price * draft.quantity:
            kept.append(draft)
        elif draft.item in once:
            paid = once[draft.item]
            remarks.note(draft.line.origin, PriceOfThatTime(tenths=paid), draft.line.cell("tenths"))
            kept.append(draft)
        else:
            kept.extend(_asked(draft, price, goods, remarks))
    return kept


def _steady(drafts: Sequence[RedemptionDraft], goods: matching.GoodsByName) -> dict[str, int]:
    """Goods that cost the same in every line, and not what the list says now: the list is newer than the book."""
    paid: dict[str, list[int | None]] = {}
    for one in drafts:
        if one.is_priced:
            each = one.tenths // one.quantity if one.tenths % one.quantity == 0 else None
            paid.setdefault(one.item, []).append(each)
    return {
        item: each[0]
        for item, each in paid.items()
        if len(each) > 1
        and len(set(each)) == 1
        and each[0] is not None
        and each[0] != goods.items[item].tenths
    }


def _asked(
    draft: RedemptionDraft, price: int, goods: matching.GoodsByName, remarks: Remarks
) -> list[RedemptionDraft]:
    line = draft.line
    answer = remarks.ask(
        PRICE_DIFFERS, "redemptions", line.place("tenths"), item=goods.items[draft.item].name, price=wording.points(price),
        quantity=draft.quantity, written=wording.points(draft.tenths),
    ).choice  # fmt: skip
    if answer == LATER:
        remarks.skip(line.place(), LeftForLater())
    if answer == "price":
        return [replace(draft, tenths=price * draft.quantity)]
    return [draft] if answer == "written" else []
