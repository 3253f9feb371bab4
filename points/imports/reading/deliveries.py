"""Reads the delivery book: what came in, from whom, until when it keeps. It knows no points."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from points.imports.lines import DeliveryLine
from points.imports.reading import matching
from points.imports.reading.cells import is_nothing, number, squeezed, text, whole
from points.imports.reading.dates import day, year_named
from points.imports.reading.faults import NOTED, Faults, Keys, canonical
from points.imports.reading.tables import Columns, TableLine, day_samples, tables, titles
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import DateUnreadable, GoodsUnknown, LineTwice, ValueImpossible

DELIVERIES = Columns(
    {
        "counter": ("序号", "行号"),
        "number": ("入库单号", "单号", "批号", "入库编号"),
        "day": ("日期", "入库日期", "时间"),
        "item": ("商品", "物资", "物品", "商品名称", "品名", "名称"),
        "unit": ("单位", "计量单位"),
        "quantity": ("数量", "入库数量"),
        "supply": ("来源", "来货"),
        "source": ("捐赠/供货单位", "捐赠单位", "供货单位", "捐赠方"),
        "price": ("单价", "单价元", "价格"),
        "expires": ("保质期至", "有效期至", "到期日", "保质期"),
        "handler": ("经手人", "入库人", "验收人"),
    },
    needed=("number", "day", "item", "quantity", "expires"),
)
_FOR_EVER = frozenset({"长期", "长期有效", "永久", "不限", "无保质期", "无期限"})


def read_deliveries(
    sheets: list[Sheet], goods: matching.GoodsByName, faults: Faults
) -> tuple[list[DeliveryLine], list[tuple[str, str]]]:
    """The deliveries that are taken, in the order of the book, and the sheets that hold none."""
    found, skipped = tables(sheets, DELIVERIES)
    titled = year_named(titles(found))
    keys, kept = Keys(), []
    first: dict[str, DeliveryLine] = {}
    for table in found:
        year = titled or year_named(day_samples(table))
        for line in table.lines:
            delivery = _delivery(line, year, goods, faults, keys)
            if delivery is None:
                continue
            before = first.setdefault(canonical("", *_content(delivery)), delivery)
            if before is delivery:
                kept.append(delivery)
            else:
                faults.add(line.origin, LineTwice(sheet=before.origin.sheet, first=before.origin.row))
    return kept, skipped


def _delivery(
    line: TableLine, year: int | None, goods: matching.GoodsByName, faults: Faults, keys: Keys
) -> DeliveryLine | None:
    on, item, quantity = day(line["day"], year), goods.find(line["item"]), whole(line["quantity"])
    batch = squeezed(line["number"]).upper()
    if on is None:
        faults.add(line.origin, DateUnreadable(column=DELIVERIES.title("day")))
    elif not item:
        faults.add(line.origin, GoodsUnknown(item=line.shown("item")))
    elif quantity is None or quantity <= 0:
        faults.add(line.origin, ValueImpossible(column=DELIVERIES.title("quantity")))
    elif not batch:
        faults.add(line.origin, ValueImpossible(column=DELIVERIES.title("number")))
    else:
        price = number(line["price"])
        delivery = DeliveryLine(
            key="",
            number=batch,
            day=on,
            item=item,
            quantity=quantity,
            supply=line.shown("supply"),
            source=line.shown("source"),
            price_fen=None if price is None or price < 0 else round(price * 100),
            expires=_expires(line, on, year, goods.items[item].shelf_days, faults),
            handler=line.shown("handler"),
            origin=line.origin,
        )
        return replace(delivery, key=keys.key("delivery", *_content(delivery)))
    return None


def _expires(
    line: TableLine, on: date, year: int | None, shelf_days: int | None, faults: Faults
) -> date | None:
    """The last good day; where it cannot be read, what the goods table allows at most from the day they came."""
    if is_nothing(line["expires"]) or text(line["expires"]) in _FOR_EVER:
        return None
    until = day(line["expires"], year)
    if until is None:
        faults.add(line.origin, DateUnreadable(column=DELIVERIES.title("expires")), NOTED)
        return on + timedelta(days=shelf_days) if shelf_days else None
    return until


def _content(one: DeliveryLine) -> tuple[object, ...]:
    return one.number, one.day.isoformat(), one.item, one.quantity, one.expires and one.expires.isoformat()
