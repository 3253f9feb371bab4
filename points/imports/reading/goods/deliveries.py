"""Reads the delivery book: what came in, from whom, until when it keeps, and what left otherwise. It knows no points."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from points.imports.lines import DeliveryLine
from points.imports.reading import matching, shapes
from points.imports.reading.cells import is_nothing, number, squeezed
from points.imports.reading.days import DayColumn
from points.imports.reading.faults import Keys, canonical
from points.imports.reading.goods.expiry import Expiry
from points.imports.reading.goods.quantities import Quantities
from points.imports.reading.people.persons import Roster
from points.imports.reading.refusals import OpeningStock
from points.imports.reading.remarks import Remarks
from points.imports.reading.tables import BookSheets, Columns, Table, TableLine, tables
from points.imports.reading.worksheet import Sheet
from points.imports.reading.years import Years
from points.imports.refusals import GoodsUnknown, LineTwice, ValueImpossible

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
#: what a count of the stock found beyond the books
_FOUND = re.compile("盘盈|盘点|盘增")
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
        days = DayColumn(table, DELIVERIES, self.remarks, self.years).read()
        for line in table.lines:
            on = days.get(line.origin.row)
            one = self._line(line, on) if on else None
            if one is not None:
                yield one

    def _line(self, line: TableLine, on: date) -> DeliveryLine | None:
        item = self.goods.find(line["item"])
        if not item:
            self.remarks.add(line.origin, GoodsUnknown(item=line.shown("item")), cell=line.cell("item"))
            return None
        out = is_nothing(line["quantity"]) and not is_nothing(line["out"])
        quantity = self.quantities.find(line, item, None, 0, "out" if out else "quantity")
        if quantity is None:
            return None
        kind = "out" if out or quantity < 0 else "opening" if self._is_opening(line) else "delivery"
        batch = squeezed(line["number"]).upper()
        found = any(_FOUND.search(squeezed(line[name])) for name in ("supply", "source", "note"))
        if quantity == 0 or (kind == "delivery" and not batch and not found):
            name = "quantity" if quantity == 0 else "number"
            self.remarks.add(
                line.origin, ValueImpossible(column=DELIVERIES.title(name)), cell=line.cell(name)
            )
            return None
        return self._built(line, on, kind, item=item, count=abs(quantity))

    def _is_opening(self, line: TableLine) -> bool:
        said = ("number", "supply", "source", "note", "item")
        return any(_OPENING.search(squeezed(line[name])) for name in said)

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
            number=batch or {"opening": "期初", "delivery": "盘盈", "out": "出库"}[kind],
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
