"""Reads the delivery book: what came in, from whom, until when it keeps, and what left otherwise. It knows no points."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from points.imports.asking import LATER
from points.imports.lines import DeliveryLine
from points.imports.reading import matching, shapes
from points.imports.reading.cells import is_nothing, number, squeezed
from points.imports.reading.days import DayColumn, was_there
from points.imports.reading.doubts.of_lines import OUT_MEANT
from points.imports.reading.faults import Keys, canonical
from points.imports.reading.goods.expiry import Expiry
from points.imports.reading.goods.quantities import Quantities
from points.imports.reading.people.persons import Roster
from points.imports.reading.refusals import LeftForLater, OpeningStock, SlipMissing
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import BookSheets, Columns, Table, TableLine, tables
from points.imports.reading.worksheet import Sheet
from points.imports.reading.years import Years
from points.imports.refusals import LineTwice, ValueBlank, ValueImpossible

DELIVERIES = Columns(
    {
        "counter": ("序号", "行号"),
        "number": ("入库单号", "单号", "批号", "入库编号", "单据号"),
        "day": ("日期", "入库日期", "时间", "到货日期"),
        "item": ("商品", "物资", "物品", "商品名称", "品名", "名称", "物资名称", "物品名称"),
        "spec": ("规格", "规格型号", "型号"),
        "unit": ("单位", "计量单位"),
        "quantity": ("数量", "入库数量", "入库"),
        "out": ("出库数量", "出库", "发放数量"),
        "left": ("结存", "库存", "结余", "结存数量", "库存数量"),
        "supply": ("来源", "来货"),
        "source": ("捐赠/供货单位", "捐赠单位", "供货单位", "捐赠方", "领用人", "捐赠/供货/领用"),
        "price": ("单价", "单价元", "价格"),
        "sum": ("金额", "总价", "合计金额"),
        "expires": ("保质期至", "有效期至", "到期日", "保质期", "有效期"),
        "handler": ("经手人", "入库人", "验收人", "经办人"),
        "signed": ("签字", "签名", "验收签字"),
        "note": ("备注", "说明", "事由"),
    },
    needed=("number", "day", "item", "quantity", "expires"),
    amounts=("quantity", "out", "left", "sum"),
    remarks=("note", "signed"),
    about=("day", "item", "number"),
    lenient=("expires", "number", "quantity"),
)
_OPENING = re.compile(r"期初|上年结转|上年结存|上期结存|年初(库存|结存)|原有库存|初始库存|盘点结存")
#: what says that goods left
_LEFT = re.compile("出库|报损|退货|退还|领用|盘亏|损耗")
_GIVEN_BACK = "退回"


@dataclass
class _Reader:
    goods: matching.GoodsByName
    remarks: Remarks
    years: Years
    quantities: Quantities
    expiry: Expiry
    keys: Keys = field(default_factory=Keys)

    def table(self, table: Table) -> Iterable[DeliveryLine]:
        """What came in and what went out in one table."""
        days = DayColumn(table, DELIVERIES, self.remarks, self.years, opens=True).read()
        for line in table.lines:
            on = days.get(line.origin.row)
            one = self._line(line, on) if on else None
            if one is not None:
                yield one

    def _line(self, line: TableLine, on: date) -> DeliveryLine | None:
        item = self.goods.find(line["item"])
        if item not in self.goods.items:
            named = not is_nothing(line["item"])
            fault = (
                self.goods.why_not(item, line.shown("item"))
                if named
                else ValueBlank(column=DELIVERIES.title("item"))
            )
            self.remarks.add(line.origin, fault, cell=line.cell("item"))
            return None
        out = is_nothing(line["quantity"]) and not is_nothing(line["out"])
        quantity = self.quantities.find(line, item, None, 0, "out" if out else "quantity")
        if quantity is None:
            return None
        gone = not out and quantity > 0 and self._went(line)
        if gone is None:
            return None
        kind = "out" if out or quantity < 0 or gone else "opening" if self._is_opening(line) else "delivery"
        batch = squeezed(line["number"]).upper()
        if quantity == 0:
            impossible = ValueImpossible(column=DELIVERIES.title("quantity"))
            self.remarks.add(line.origin, impossible, cell=line.cell("quantity"))
            return None
        if kind == "delivery" and not batch:
            self.remarks.note(line.origin, SlipMissing(), line.cell("number"))
        return self._built(line, on, kind, item=item, count=abs(quantity))

    def _went(self, line: TableLine) -> bool | None:
        """Whether goods left though their quantity is positive, which is asked; None while it is open."""
        said = next(
            (match for name in ("supply", "note") if (match := _LEFT.search(squeezed(line[name])))), None
        )
        if said is None:
            return False
        answer = self.remarks.ask(OUT_MEANT, "deliveries", line.place("supply"), words=said[0]).choice
        if answer == LATER:
            self.remarks.skip(line.place(), LeftForLater())
        return {"out": True, "came": False}.get(answer)

    def _is_opening(self, line: TableLine) -> bool:
        said = ("number", "supply", "source", "note", "item")
        return was_there(line["day"]) or any(_OPENING.search(squeezed(line[name])) for name in said)

    def _built(self, line: TableLine, on: date, kind: str, *, item: str, count: int) -> DeliveryLine | None:
        if kind == "opening":
            self.remarks.note(line.origin, OpeningStock(quantity=count), line.cell("quantity"))
        until = (
            (None, True) if kind == "out" else self.expiry.find(line, on, self.goods.items[item].shelf_days)
        )
        if not until[1]:
            return None
        price = number(line["price"])
        reason = ""
        if kind == "out":
            reason = line.shown("note") or line.shown("supply") or line.shown("source") or _GIVEN_BACK
        batch = squeezed(line["number"]).upper()
        delivery = DeliveryLine(
            key="",
            number=batch or {"opening": "期初", "delivery": "无单号", "out": "出库"}[kind],
            day=on,
            item=item,
            quantity=count,
            supply=line.shown("supply"),
            source="" if kind != "delivery" else line.shown("source"),
            price_fen=None if price is None or price < 0 else round(price * 100),
            expires=until[0],
            handler=line.shown("handler"),
            origin=line.origin,
            kind=kind,
            reason=reason,
        )
        return replace(delivery, key=self.keys.key("delivery", *_content(delivery)))


def read_deliveries(
    sheets: list[Sheet], roster: Roster, goods: matching.GoodsByName, remarks: Remarks, years: Years
) -> list[DeliveryLine]:
    """What came in and what went out, in the order of the book."""
    known = shapes.of(roster)
    columns = replace(DELIVERIES, looks={**known, "item": lambda cell: bool(goods.find(cell))})
    found = tables(BookSheets("deliveries", columns, sheets), remarks) if sheets else []
    quantities = Quantities("deliveries", goods, remarks)
    reader = _Reader(goods, remarks, years, quantities, Expiry(remarks))
    first: dict[str, DeliveryLine] = {}
    kept = []
    for table in found:
        for one in reader.table(table):
            before = first.setdefault(canonical("", *_content(one)), one)
            if before is one:
                kept.append(one)
            else:
                remarks.add(one.origin, LineTwice(sheet=before.origin.sheet, first=before.origin.row))
    return kept


def _content(one: DeliveryLine) -> tuple[object, ...]:
    kind = () if one.kind == "delivery" else (one.kind, one.reason)
    return (
        one.number,
        one.day.isoformat(),
        one.item,
        one.quantity,
        one.expires and one.expires.isoformat(),
        *kind,
    )
