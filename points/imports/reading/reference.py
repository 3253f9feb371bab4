"""Reads the three reference tables: rules, penalties, goods.

What a rule gives and its cap are read as communities write them. What cannot be counted yet is named by its cell and the
table is taken; without a number or a name, or a price of goods, nothing can be entered, and the import is refused.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from points import volunteering
from points.foundation import codes
from points.imports.lines import ItemLine, PenaltyLine, RuleLine
from points.imports.reading.cells import is_nothing, squeezed, tenths, text, whole
from points.imports.reading.faults import NOTED, Keys
from points.imports.reading.remarks import Remarks
from points.imports.reading.rule_tables.kinds import not_counted
from points.imports.reading.rule_tables.refusals import CapNotCounted, RuleDoubtful
from points.imports.reading.tables import BookSheets, Columns, TableLine, tables
from points.imports.reading.worksheet import Sheet
from points.imports.refusals import ReferenceEmpty, ReferenceUnreadable, ValueImpossible

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
)
GOODS = Columns(
    {
        "code": ("编号", "商品编号"),
        "name": ("商品", "商品名称", "名称"),
        "name_en": ("英文",),
        "unit": ("单位",),
        "tenths": ("分价", "积分", "兑换积分"),
        "reference": ("参考元", "参考价"),
        "shelf_days": ("保质期天", "保质期"),
        "safety_stock": ("安全库存",),
        "limit": ("每户每月限兑", "限兑"),
        "supply": ("来货", "来源"),
        "barcode": ("条码", "条形码"),
    },
    needed=("code", "name", "unit", "tenths", "limit"),
)
#: rewards that only a visit from above brings about, and meetings that count as hours of service: possible, and doubtful
_DOUBTFUL = re.compile("督查|暗访|迎检|满意度?测评")
_MEETING = re.compile("参加.*会议?$|开会")
_LIMIT = re.compile(r"(\d+)\D{0,2}(?:/?(年|月))?")
#: what lines have had since they were first keyed
_NEWER = frozenset({"least_minutes", "not_counted"})
_WINDOWS = {"年": "year", "月": "month", None: "month"}


def read_rules(sheets: list[Sheet], faults: Remarks) -> tuple[RuleLine, ...]:
    """Every rule; what cannot be counted yet is noted."""
    keys = Keys()
    return tuple(_keyed("rule", _rule(line, faults), keys) for line in _lines(sheets, RULES, faults))


def read_penalties(sheets: list[Sheet], faults: Remarks) -> tuple[PenaltyLine, ...]:
    """Every penalty."""
    keys = Keys()
    return tuple(_keyed("penalty", _penalty(line), keys) for line in _lines(sheets, PENALTIES, faults))


def _penalty(line: TableLine) -> PenaltyLine:
    return PenaltyLine(
        key="",
        code=_code(line, PENALTIES),
        situation=line.shown("situation"),
        name_en=line.shown("name_en"),
        handling=line.shown("handling"),
        procedure=line.shown("procedure"),
        origin=line.origin,
    )


def read_items(sheets: list[Sheet], faults: Remarks) -> tuple[ItemLine, ...]:
    """Every item of the goods table; what is no barcode, or another item's already, is left out of it and noted."""
    keys, taken = Keys(), set[str]()
    return tuple(_keyed("item", _item(line, taken, faults), keys) for line in _lines(sheets, GOODS, faults))


def _keyed(kind: str, one: T, keys: Keys) -> T:
    """With its key: all that the line says, so that a changed rule or price is a new line. What books did not have before
    changes no key where it is not there."""
    said = [
        getattr(one, name)
        for name in type(one).__slots__
        if name not in ("key", "origin") and (name not in _NEWER or getattr(one, name) not in (None, ""))
    ]
    return replace(one, key=keys.key(kind, *said))


def _lines(sheets: list[Sheet], columns: Columns, remarks: Remarks) -> list[TableLine]:
    found = tables(BookSheets("reference", columns, sheets), remarks)
    lines = [line for table in found for line in table.lines]
    if not lines and columns is not PENALTIES:
        raise ReferenceEmpty(file=sheets[0].file)
    codes: set[str] = set()
    for line in lines:
        code = _code(line, columns)
        if code in codes:
            raise _unreadable(line, columns, "code")
        codes.add(code)
    return lines


def _rule(line: TableLine, faults: Remarks) -> RuleLine:
    code, name = _code(line, RULES), _name(line, RULES)
    value = volunteering.rules.read_value(line.text("tenths"), line.text("unit"))
    cap = volunteering.rules.read_cap(line.text("cap"), unit=value.unit, tenths=value.tenths)
    counts_hours = squeezed(line["counts_hours"]).lower() in ("是", "计", "y", "yes", "1", "√", "true")
    if value.not_counted:
        fault = not_counted(value, "" if cap.counted else line.shown("cap"))
        faults.add(line.origin, fault, NOTED, cell=line.cell("tenths"))
    if not cap.counted:
        faults.add(line.origin, CapNotCounted(words=line.shown("cap")), NOTED, cell=line.cell("cap"))
    if _DOUBTFUL.search(name) or (counts_hours and _MEETING.search(name)):
        faults.add(line.origin, RuleDoubtful(rule=name), NOTED, cell=line.cell("name"))
    return RuleLine(
        key="",
        code=code,
        name=name,
        name_en=line.shown("name_en"),
        category=line.shown("category"),
        unit=value.unit,
        tenths=value.tenths,
        not_counted=value.not_counted,
        tier=line.shown("tier"),
        cap=squeezed(line["cap"]),
        evidence=line.shown("evidence"),
        credits_to="household" if squeezed(line["credits_to"]).startswith(("户", "家庭")) else "person",
        counts_hours=counts_hours,
        least_minutes=_count(line, "least_minutes", RULES),
        origin=line.origin,
    )


def _item(line: TableLine, taken: set[str], faults: Remarks) -> ItemLine:
    code = _code(line, GOODS)
    value = tenths(line["tenths"])
    if value is None or value <= 0:
        raise _unreadable(line, GOODS, "tenths")
    limit = _limit(line)
    name = _name(line, GOODS)
    return ItemLine(
        key="",
        code=code,
        name=name,
        name_en=line.shown("name_en"),
        unit=squeezed(line["unit"]),
        tenths=value,
        reference_fen=(tenths(line["reference"]) or 0) * 10,
        shelf_days=_count(line, "shelf_days"),
        safety_stock=_count(line, "safety_stock") or 0,
        limit_count=limit[0],
        limit_window=limit[1],
        supply=line.shown("supply"),
        barcode=_barcodes(line, taken, faults),
        kind="service" if re.search(r"\(服务.*?\)|服务券", line.text("name")) else "goods",
        origin=line.origin,
    )


def _code(line: TableLine, columns: Columns) -> str:
    code = squeezed(line["code"]).upper()
    if not code:
        raise _unreadable(line, columns, "code")
    return code


def _name(line: TableLine, columns: Columns) -> str:
    name = line.shown("name")
    if not name:
        raise _unreadable(line, columns, "name")
    return name


def _count(line: TableLine, field: str, columns: Columns = GOODS) -> int | None:
    if is_nothing(line[field]):
        return None
    value = whole(line[field])
    if value is None or value < 0:
        raise _unreadable(line, columns, field)
    return value


def _limit(line: TableLine) -> tuple[int, str]:
    """How many a household may take in which window; "1/年" is one a year, "2" is two a month."""
    if is_nothing(line["limit"]) or squeezed(line["limit"]) in ("不限", "0"):
        return 0, "none"
    match = _LIMIT.fullmatch(squeezed(line["limit"]))
    if match is None:
        raise _unreadable(line, GOODS, "limit")
    return int(match[1]), _WINDOWS[match[2]]


def _barcodes(line: TableLine, taken: set[str], faults: Remarks) -> str:
    """The barcodes of a cell, one behind the other."""
    if is_nothing(line["barcode"]):
        return ""
    found, whole = codes.read_barcodes(text(line["barcode"]))
    fresh = [one for one in found if one not in taken]
    if not whole or len(fresh) < len(found):
        faults.add(line.origin, ValueImpossible(column=GOODS.title("barcode")), NOTED)
    taken.update(fresh)
    return " ".join(fresh)


def _unreadable(line: TableLine, columns: Columns, field: str) -> ReferenceUnreadable:
    cell = line.cell(field)
    return ReferenceUnreadable(
        file=line.origin.file, cell=cell, row=line.origin.row, column=columns.title(field)
    )
