"""Reads the redemption book: who got what for how many points. Whether it could be given is counted elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from points.imports.lines import DeliveryLine, RedeemedLine
from points.imports.reading import matching, shapes
from points.imports.reading.cells import is_nothing, tenths
from points.imports.reading.days import DayColumn
from points.imports.reading.faults import NOTED, Keys, canonical
from points.imports.reading.goods import visits
from points.imports.reading.goods.pricing import NOTHING_BEFORE, CameBefore, RedemptionDraft, content, priced
from points.imports.reading.goods.quantities import Quantities
from points.imports.reading.people.owners import LineOwner, Owners
from points.imports.reading.people.persons import Roster
from points.imports.reading.refusals import GoodsSplit, LineReturned, StockOut
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import BookSheets, Columns, Table, TableLine, tables
from points.imports.reading.worksheet import Sheet
from points.imports.reading.years import Years
from points.imports.refusals import LineTwice, ValueBlank, ValueImpossible

REDEMPTIONS = Columns(
    {
        "counter": ("序号", "编号", "行号"),
        "day": ("日期", "兑换日期", "时间", "领取日期", "兑换时间", "领取时间"),
        "household": ("户号", "户编号", "家庭编号", "家庭户号"),
        "name": ("姓名", "居民姓名", "领取人", "户主姓名", "户主", "兑换人", "领取人姓名"),
        "item": (
            "兑换物品",
            "物品",
            "商品",
            "兑换商品",
            "商品名称",
            "物品名称",
            "领取物品",
            "兑换物资",
            "品名",
        ),
        "quantity": ("数量", "兑换数量", "领取数量", "件数"),
        "tenths": (
            "扣减积分",
            "扣分",
            "兑换积分",
            "消耗积分",
            "使用积分",
            "所用积分",
            "扣除积分",
            "花费积分",
        ),
        "written": ("剩余积分", "积分余额", "余额", "结余", "结余积分", "剩余"),
        "unit": ("单位", "计量单位"),
        "price": ("分价", "单价", "单件积分", "单价积分"),
        "address": ("住址", "地址", "家庭住址", "门牌"),
        "phone": ("电话", "联系电话", "手机", "手机号"),
        "signed": ("领取人签字", "签字", "签名", "领取人签名", "签收"),
        "clerk": ("经办人", "兑换员", "经手人", "发放人"),
        "note": ("备注", "说明"),
    },
    needed=("day", "household", "name", "item", "quantity", "tenths", "written"),
    amounts=("quantity", "tenths"),
    remarks=("signed", "note"),
)


@dataclass(frozen=True)
class Redeemed:
    """The redemptions that are taken, and gifts without points, which only leave the stock."""

    lines: tuple[RedeemedLine, ...]
    gifts: tuple[DeliveryLine, ...]


@dataclass
class _Reader:
    roster: Roster
    goods: matching.GoodsByName
    remarks: Remarks
    years: Years
    owners: Owners
    quantities: Quantities
    before: CameBefore
    keys: Keys = field(default_factory=Keys)
    gifts: list[DeliveryLine] = field(default_factory=list)

    def table(self, table: Table) -> Iterable[RedemptionDraft]:
        """What the lines of one table say; the goods of one visit that share their points are priced together."""
        days = DayColumn(table, REDEMPTIONS, self.remarks, self.years).read()
        drafts: list[RedemptionDraft] = []
        for line in table.lines:
            on = days.get(line.origin.row)
            owner = self.owners.find(line) if on else None
            if on and owner:
                drafts.extend(self._drafts(line, on.toordinal(), owner))
        return visits.shared(drafts, "redemptions", self.remarks, self.before)

    def _drafts(self, line: TableLine, on: int, owner: LineOwner) -> list[RedemptionDraft]:
        item = self.goods.find(line["item"])
        if item in self.goods.items:
            one = self._draft(line, on, owner, item)
            return [] if one is None else [one]
        several = [] if item else visits.several(line, self.goods)
        missing = next((code for code, _ in several if code not in self.goods.items), item)
        if missing or not several:
            before = [] if missing else visits.several(line, self.goods, at_its_price=False)
            if came := self.before.find_all(
                self._split(line, on, owner, before), line.points("tenths").tenths
            ):
                return came
            named = missing or not is_nothing(line["item"])
            fault = (
                self.goods.why_not(missing, line.shown("item"))
                if named
                else ValueBlank(column=REDEMPTIONS.title("item"))
            )
            self.remarks.add(line.origin, fault, cell=line.cell("item"))
            return []
        self.remarks.note(line.origin, GoodsSplit(lines=len(several)), line.cell("item"))
        return self._split(line, on, owner, several)

    def _split(
        self, line: TableLine, on: int, owner: LineOwner, several: Sequence[tuple[str, int]]
    ) -> list[RedemptionDraft]:
        last = len(several) - 1
        return [
            RedemptionDraft(
                line, on, owner, code, count, self.goods.items[code].tenths * count,
                None if index < last else _written(line), self.goods.items[code].tenths,
            )
            for index, (code, count) in enumerate(several)
        ]  # fmt: skip

    def _draft(self, line: TableLine, on: int, owner: LineOwner, item: str) -> RedemptionDraft | None:
        shared = "tenths" in line.merged_on
        taken = self._taken(line, shared=shared)
        if taken is None:
            return None
        price = self.goods.items[item].tenths
        quantity = self.quantities.find(line, item, taken if taken and not shared else None, price)
        if quantity is None:
            return None
        if quantity == 0:
            fault = ValueImpossible(column=REDEMPTIONS.title("quantity"))
            self.remarks.add(line.origin, fault, cell=line.cell("quantity"))
            return None
        if taken == 0 and not shared and not is_nothing(line["tenths"]):
            self._give(line, on, item, quantity)
            return None
        points = taken if taken and not shared else price * quantity
        sign = -1 if quantity < 0 else 1
        return RedemptionDraft(
            line, on, owner, item, quantity, sign * abs(points), _written(line), price, is_priced=bool(taken) and not shared
        )  # fmt: skip

    def _taken(self, line: TableLine, *, shared: bool) -> int | None:
        """The points taken, 0 where none are written; None where they cannot be read."""
        read = line.points("tenths")
        if shared or read.problem == "none":
            return 0
        if read.tenths is None:
            fault = ValueImpossible(column=REDEMPTIONS.title("tenths"))
            self.remarks.add(line.origin, fault, cell=line.cell("tenths"))
        return None if read.tenths is None else abs(read.tenths)

    def _give(self, line: TableLine, on: int, item: str, quantity: int) -> None:
        """A gift without points: it leaves the stock and nobody's purse."""
        self.remarks.note(line.origin, StockOut(quantity=quantity), line.cell("tenths"))
        self.gifts.append(self.quantities.gift(line, on, item, quantity))


def read_redemptions(
    sheets: list[Sheet],
    roster: Roster,
    goods: matching.GoodsByName,
    remarks: Remarks,
    years: Years,
    *,
    before: CameBefore = NOTHING_BEFORE,
) -> Redeemed:
    """The redemptions that can be read, in the order of the book."""
    columns = replace(REDEMPTIONS, looks=shapes.of(roster))
    found = tables(BookSheets("redemptions", columns, sheets), remarks) if sheets else []
    owners = Owners("redemptions", roster, remarks)
    reader = _Reader(roster, goods, remarks, years, owners, Quantities("redemptions", goods, remarks), before)
    drafts = [draft for table in found for draft in reader.table(table)]
    kept = _without_returned(priced(drafts, goods, remarks, before), remarks)
    lines = [_line(draft, reader.keys) for draft in kept]
    for draft, line in zip(kept, lines, strict=True):
        if line.written is None and not is_nothing(draft.line["written"]) and draft.is_last:
            fault = ValueImpossible(column=REDEMPTIONS.title("written"))
            remarks.add(line.origin, fault, NOTED, draft.line.cell("written"))
    return Redeemed(tuple(_once(lines, remarks)), tuple(reader.gifts))


def _line(draft: RedemptionDraft, keys: Keys) -> RedeemedLine:
    line = RedeemedLine(
        key="",
        day=draft.day,
        household=draft.owner.household,
        name=draft.owner.name,
        person=draft.owner.person,
        item=draft.item,
        quantity=draft.quantity,
        tenths=draft.tenths,
        written=draft.written,
        clerk=draft.line.shown("clerk"),
        origin=draft.line.origin,
    )
    return replace(line, key=keys.key("handout", *content(draft, draft.tenths)))


def _written(line: TableLine) -> int | None:
    found = None if is_nothing(line["written"]) else tenths(line["written"])
    return None if found is None else int(found * line.scale("written"))


def _without_returned(drafts: list[RedemptionDraft], remarks: Remarks) -> list[RedemptionDraft]:
    """Without goods that were brought back, a line below zero: it and the line it takes back are both out."""
    kept: list[RedemptionDraft] = []
    for draft in drafts:
        if draft.quantity > 0:
            kept.append(draft)
            continue
        back = next(
            (
                one
                for one in reversed(kept)
                if (one.owner.household, one.item, one.quantity, one.tenths)
                == (draft.owner.household, draft.item, -draft.quantity, -draft.tenths)
            ),
            None,
        )
        if back is None:
            fault = ValueImpossible(column=REDEMPTIONS.title("quantity"))
            remarks.add(draft.line.origin, fault, cell=draft.line.cell("quantity"))
            continue
        kept.remove(back)
        for one in (back, draft):
            remarks.skip(one.line.place("quantity"), LineReturned())
    return kept


def _once(lines: list[RedeemedLine], remarks: Remarks) -> list[RedeemedLine]:
    first: dict[str, RedeemedLine] = {}
    kept = []
    for one in lines:
        before = first.setdefault(canonical("", *_content(one)), one)
        if before is one:
            kept.append(one)
        else:
            remarks.add(one.origin, LineTwice(sheet=before.origin.sheet, first=before.origin.row))
    return kept


def _content(one: RedeemedLine) -> tuple[object, ...]:
    return one.day.isoformat(), one.household, one.name, one.item, one.quantity, one.tenths, one.written
