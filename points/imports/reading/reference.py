"""Reads the three reference tables: rules, penalties, goods.

What a rule gives and its cap are read as communities write them, and what cannot be counted yet is named by its cell. One
odd row never refuses the table: without a name, or goods without a price, it is left out and named, and so is what is
about it in other books.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from points import volunteering
from points.foundation import codes
from points.imports.lines import ItemLine, PenaltyLine, RuleLine
from points.imports.reading import amounts
from points.imports.reading.cells import is_error, is_nothing, number, squeezed, text, whole
from points.imports.reading.doubts.of_sheets import LIMIT_ODD
from points.imports.reading.faults import NOTED, Keys
from points.imports.reading.remarks import Remarks
from points.imports.reading.rule_tables import row_values
from points.imports.reading.rule_tables.kinds import not_counted
from points.imports.reading.rule_tables.numbering import Numbering, RowsApart
from points.imports.reading.rule_tables.refusals import CapNotCounted, RowReadAs, RuleDoubtful
from points.imports.reading.tables import BookSheets, Columns, TableLine, tables
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import BarcodeElsewhere, ReferenceEmpty, ValueImpossible

T = TypeVar("T", RuleLine, PenaltyLine, ItemLine)

RULES = Columns(
    {
        "code": ("编号", "规则编号"),
        "name": ("规则", "规则名称", "名称", "事项"),
        "name_en": ("英文",),
        "category": ("类别", "分类"),
        "unit": ("单位", "计量单位"),
        "tenths": ("分值", "积分"),
        "tier": ("难度",),
        "cap": ("封顶", "上限"),
        "evidence": ("佐证", "证明材料"),
        "credits_to": ("账户", "记入"),
        "counts_hours": ("计志愿时长", "志愿时长"),
        "least_minutes": ("最少分钟", "至少分钟"),
    },
    needed=("code", "name", "unit", "tenths", "cap", "credits_to", "counts_hours"),
    instead={"code": ("name",)},
    lenient=("code", "name", "unit", "tenths", "cap", "credits_to", "counts_hours"),
)
PENALTIES = Columns(
    {
        "code": ("编号",),
        "situation": ("情形", "行为"),
        "name_en": ("英文",),
        "handling": ("处理", "处理办法"),
        "procedure": ("程序要求", "程序"),
    },
    needed=("code", "situation", "handling"),
    instead={"code": ("situation",)},
    lenient=("code", "situation", "handling"),
)
GOODS = Columns(
    {
        "code": ("编号", "商品编号"),
        "name": ("商品", "商品名称", "名称"),
        "name_en": ("英文",),
        "unit": ("单位",),
        "tenths": ("分价", "积分", "兑换积分", "价"),
        "reference": ("参考元", "参考价"),
        "shelf_days": ("保质期天", "保质期"),
        "safety_stock": ("安全库存", "补货线"),
        "limit": ("每户每月限兑", "限兑", "限量"),
        "supply": ("来货", "来源"),
        "barcode": ("条码", "条形码"),
    },
    needed=("code", "name", "unit", "tenths", "limit"),
    instead={"code": ("name",)},
    lenient=("code", "name", "unit", "tenths", "limit"),
)
#: rewards that only a visit from above brings about, and meetings that count as hours of service: possible, and doubtful
_DOUBTFUL = re.compile("督查|暗访|迎检|满意度?测评")
_MEETING = re.compile("参加.*会议?$|开会")
#: what lines have had since they were first keyed
_NEWER = frozenset({"least_minutes", "not_counted"})
_NOT_WRITTEN = ("没写", "not written")


def read_rules(sheets: list[Sheet], remarks: Remarks, apart: RowsApart | None = None) -> tuple[RuleLine, ...]:
    """Every rule that can be entered; what cannot be counted yet is noted."""
    table = Numbering("rules", RULES, remarks, apart or RowsApart())
    keys = Keys()
    return tuple(_keyed("rule", _rule(line, remarks), keys) for line in table.rows(_lines(sheets, table)))


def read_penalties(sheets: list[Sheet], remarks: Remarks) -> tuple[PenaltyLine, ...]:
    """Every penalty."""
    table = Numbering("penalties", PENALTIES, remarks, RowsApart(), "situation")
    keys = Keys()
    return tuple(_keyed("penalty", _penalty(line), keys) for line in table.rows(_lines(sheets, table)))


def _penalty(line: TableLine) -> PenaltyLine:
    return PenaltyLine(
        key="",
        code=line.text("code"),
        situation=line.shown("situation"),
        name_en=line.shown("name_en"),
        handling=line.shown("handling"),
        procedure=line.shown("procedure"),
        origin=line.origin,
        cells=_cells(line, PENALTIES),
    )


def read_items(sheets: list[Sheet], remarks: Remarks, apart: RowsApart | None = None) -> tuple[ItemLine, ...]:
    """Every item that can be entered; what is no barcode, or another item's already, is left out of it and noted."""
    table = Numbering("goods", GOODS, remarks, apart or RowsApart())
    keys, taken = Keys(), dict[str, str]()
    read = (_item(line, taken, table) for line in table.rows(_lines(sheets, table)))
    return tuple(_keyed("item", one, keys) for one in read if one is not None)


def _keyed(kind: str, one: T, keys: Keys) -> T:
    """With its key: all that the line says, so that a changed rule or price is a new line. What books did not have before
    changes no key where it is not there."""
    said = [
        getattr(one, name)
        for name in type(one).__slots__
        if name not in ("key", "origin", "cells")
        and (name not in _NEWER or getattr(one, name) not in (None, ""))
    ]
    return replace(one, key=keys.key(kind, *said))


def _lines(sheets: list[Sheet], table: Numbering) -> list[TableLine]:
    columns = table.columns
    found = table.once(tables(BookSheets(table.book, columns, sheets), table.remarks))
    lines = [line for table in found for line in table.lines]
    # while a question about the whole table is open there is none
    if found and not lines and columns is not PENALTIES:
        raise ReferenceEmpty(file=sheets[0].file)
    return lines


def _rule(line: TableLine, remarks: Remarks) -> RuleLine:
    name = line.shown("name")
    value = volunteering.rules.read_value(line.text("tenths"), line.text("unit"))
    value = replace(value, tenths=int(value.tenths * line.scale("tenths")))
    cap = volunteering.rules.read_cap(line.text("cap"), unit=value.unit, tenths=value.tenths)
    counts_hours, household = (
        row_values.yes(line["counts_hours"]),
        row_values.of_household(line["credits_to"]),
    )
    least = (
        None if is_nothing(line["least_minutes"]) else amounts.minutes(line["least_minutes"], in_minutes=True)
    )
    if value.not_counted:
        fault = not_counted(value, "" if cap.counted else line.shown("cap"))
        remarks.add(line.origin, fault, NOTED, cell=line.cell("tenths"))
    if not cap.counted:
        remarks.add(line.origin, CapNotCounted(words=line.shown("cap")), NOTED, cell=line.cell("cap"))
    if household is None:
        _say(line, RULES, "credits_to", ("个人", "the person's"), remarks)
    if counts_hours is None:
        _say(line, RULES, "counts_hours", ("不计", "no"), remarks)
    if least is None and not is_nothing(line["least_minutes"]):
        _say(line, RULES, "least_minutes", _NOT_WRITTEN, remarks)
    if _DOUBTFUL.search(name) or (counts_hours and _MEETING.search(name)):
        remarks.add(line.origin, RuleDoubtful(rule=name), NOTED, cell=line.cell("name"))
    return RuleLine(
        key="",
        code=line.text("code"),
        name=name,
        name_en=line.shown("name_en"),
        category=line.shown("category"),
        unit=value.unit,
        tenths=value.tenths,
        not_counted=value.not_counted,
        tier=line.shown("tier"),
        cap=squeezed(line["cap"]),
        evidence=line.shown("evidence"),
        credits_to="household" if household else "person",
        counts_hours=bool(counts_hours),
        least_minutes=least,
        origin=line.origin,
        cells=_cells(line, RULES),
    )


def _item(line: TableLine, taken: dict[str, str], table: Numbering) -> ItemLine | None:
    """One item; None where it has no price, or its limit waits for an answer."""
    value = row_values.price(line["tenths"], line.format("tenths"), line.scale("tenths"))
    remarks = table.remarks
    if value is None:
        table.leave(line, "tenths")
        return None
    if is_error(line["unit"]):
        _say(line, GOODS, "unit", _NOT_WRITTEN, remarks)
    limit = row_values.limit(line["limit"]) or _asked_limit(line, table)
    if limit is None:
        return None
    return ItemLine(
        key="",
        code=line.text("code"),
        name=line.shown("name"),
        name_en=line.shown("name_en"),
        unit="" if is_error(line["unit"]) else squeezed(line["unit"]),
        tenths=value,
        reference_fen=_fen(line, remarks),
        shelf_days=_shelf_days(line, remarks),
        safety_stock=_safety_stock(line, remarks),
        limit_count=limit[0],
        limit_window=limit[1],
        supply=line.shown("supply"),
        barcode=_barcodes(line, taken, remarks),
        kind="service" if re.search(r"\(服务.*?\)|服务券", line.text("name")) else "goods",
        origin=line.origin,
        cells=_cells(line, GOODS, _not_read(line)),
    )


def _cells(line: TableLine, columns: Columns, without: Collection[str] = ()) -> dict[str, str]:
    """Where the cells stand that say something."""
    said = (name for name in columns.names if name not in without and not is_nothing(line[name]))
    return {name: line.cell(name) for name in said}


def _not_read(line: TableLine) -> set[str]:
    """What of an item counts as not written, whatever stands there."""
    fen, stock = number(line["reference"]), whole(line["safety_stock"])
    found = {"unit"} if is_error(line["unit"]) else set()
    found |= {"reference"} if fen is None or fen < 0 else set()
    found |= {"safety_stock"} if stock is None or stock < 0 else set()
    return found if row_values.days(line["shelf_days"])[1] else found | {"shelf_days"}


def _asked_limit(line: TableLine, table: Numbering) -> tuple[int, str] | None:
    words = line.shown("limit")
    said = table.remarks.ask(LIMIT_ODD, "goods", line.place("limit"), words, words=words)
    count = whole(said.value) or 0
    if said.choice in ("month", "year") and count > 0:
        return count, said.choice
    if said.choice == "none":
        return 0, "none"
    table.pass_by(line, said.choice)
    return None


def _fen(line: TableLine, remarks: Remarks) -> int:
    value = number(line["reference"])
    if (value is None or value < 0) and not is_nothing(line["reference"]):
        _say(line, GOODS, "reference", _NOT_WRITTEN, remarks)
    return 0 if value is None or value < 0 else round(value * 100)


def _shelf_days(line: TableLine, remarks: Remarks) -> int | None:
    found, is_read = row_values.days(line["shelf_days"])
    if not is_read:
        _say(line, GOODS, "shelf_days", _NOT_WRITTEN, remarks)
    elif found is not None and found != whole(line["shelf_days"]):
        _say(line, GOODS, "shelf_days", (f" {found} 天", f"{found} days"), remarks)
    return found


def _safety_stock(line: TableLine, remarks: Remarks) -> int:
    value = whole(line["safety_stock"])
    if (value is None or value < 0) and not is_nothing(line["safety_stock"]):
        _say(line, GOODS, "safety_stock", _NOT_WRITTEN, remarks)
    return max(value or 0, 0)


def _say(line: TableLine, columns: Columns, column: str, taken: tuple[str, str], remarks: Remarks) -> None:
    said = RowReadAs(
        column=columns.title(column), words=line.shown(column), taken=taken[0], taken_en=taken[1]
    )
    remarks.note(line.origin, said, line.cell(column))


def _barcodes(line: TableLine, taken: dict[str, str], remarks: Remarks) -> str:
    """The barcodes of a cell, one behind the other, without those of a row before."""
    if is_nothing(line["barcode"]):
        return ""
    found, all_read = codes.read_barcodes(text(line["barcode"]))
    fresh = [one for one in found if one not in taken]
    for one in found:
        if one in taken:
            twice = BarcodeElsewhere(barcode=one, item=taken[one])
            remarks.add(line.origin, twice, NOTED, line.cell("barcode"))
    if not all_read:
        wrong = ValueImpossible(column=GOODS.title("barcode"))
        remarks.add(line.origin, wrong, NOTED, line.cell("barcode"))
    taken.update(dict.fromkeys(fresh, line.shown("name")))
    return " ".join(fresh)
