"""Reads the redemption book: who got what for how many points. Whether it could be given is counted elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

from points.imports.lines import RedeemedLine
from points.imports.reading import matching
from points.imports.reading.cells import is_nothing, squeezed, tenths, whole
from points.imports.reading.dates import day, year_named
from points.imports.reading.faults import NOTED, Faults, Keys, canonical
from points.imports.reading.roster import Roster
from points.imports.reading.tables import Columns, Table, TableLine, day_samples, tables, titles
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import DateUnreadable, GoodsUnknown, HouseholdUnknown, LineTwice, ValueImpossible

REDEMPTIONS = Columns(
    {
        "counter": ("序号", "编号", "行号"),
        "day": ("日期", "兑换日期", "时间"),
        "household": ("户号", "户编号", "家庭编号", "家庭户号"),
        "name": ("姓名", "居民姓名", "领取人"),
        "item": ("兑换物品", "物品", "商品", "兑换商品", "商品名称", "物品名称"),
        "quantity": ("数量", "兑换数量"),
        "tenths": ("扣减积分", "扣分", "兑换积分", "消耗积分", "使用积分"),
        "written": ("剩余积分", "积分余额", "余额", "结余", "结余积分"),
        "signed": ("领取人签字", "签字", "签名"),
        "clerk": ("经办人", "兑换员", "经手人"),
    },
    needed=("day", "household", "name", "item", "quantity", "tenths", "written"),
)


@dataclass(frozen=True)
class _Context:
    roster: Roster
    goods: matching.GoodsByName
    faults: Faults
    keys: Keys


def read_redemptions(
    sheets: list[Sheet], roster: Roster, goods: matching.GoodsByName, faults: Faults
) -> tuple[list[RedeemedLine], list[tuple[str, str]]]:
    """The redemptions that can be read, in the order of the book, and the sheets that hold none."""
    found, skipped = tables(sheets, REDEMPTIONS)
    titled = year_named(titles(found))
    context = _Context(roster, goods, faults, Keys())
    first: dict[str, RedeemedLine] = {}
    kept = []
    for table in found:
        for one in _redemptions(table, titled or year_named(day_samples(table)), context):
            before = first.setdefault(canonical("", *_content(one)), one)
            if before is one:
                kept.append(one)
            else:
                faults.add(one.origin, LineTwice(sheet=before.origin.sheet, first=before.origin.row))
    return kept, skipped


def _redemptions(table: Table, year: int | None, context: _Context) -> list[RedeemedLine]:
    read = (_redemption(line, year, context) for line in table.lines)
    return [one for one in read if one is not None]


def _redemption(line: TableLine, year: int | None, context: _Context) -> RedeemedLine | None:
    on, number = day(line["day"], year), context.roster.number(line["household"])
    item, quantity = context.goods.find(line["item"]), whole(line["quantity"])
    if on is None:
        context.faults.add(line.origin, DateUnreadable(column=REDEMPTIONS.title("day")))
    elif not number:
        context.faults.add(line.origin, HouseholdUnknown(household=line.text("household")))
    elif not item:
        context.faults.add(line.origin, GoodsUnknown(item=line.shown("item")))
    elif quantity is None or quantity <= 0:
        context.faults.add(line.origin, ValueImpossible(column=REDEMPTIONS.title("quantity")))
    else:
        name = squeezed(line["name"])
        unpriced = RedeemedLine(
            key="",
            day=on,
            household=number,
            name=name,
            person=context.roster.find_person(number, name),
            item=item,
            quantity=quantity,
            tenths=context.goods.items[item].tenths * quantity,
            written=None,
            clerk=line.shown("clerk"),
            origin=line.origin,
        )
        return _priced(unpriced, line, context)
    return None


def _priced(one: RedeemedLine, line: TableLine, context: _Context) -> RedeemedLine | None:
    """With the points as written; where none are written, the price list's stand."""
    taken = one.tenths if is_nothing(line["tenths"]) else tenths(line["tenths"])
    if taken is None or taken <= 0:
        context.faults.add(line.origin, ValueImpossible(column=REDEMPTIONS.title("tenths")))
        return None
    written = None if is_nothing(line["written"]) else tenths(line["written"])
    if written is None and not is_nothing(line["written"]):
        context.faults.add(line.origin, ValueImpossible(column=REDEMPTIONS.title("written")), NOTED)
    priced = replace(one, tenths=taken, written=written)
    return replace(priced, key=context.keys.key("handout", *_content(priced)))


def _content(one: RedeemedLine) -> tuple[object, ...]:
    return one.day.isoformat(), one.household, one.name, one.item, one.quantity, one.tenths, one.written
