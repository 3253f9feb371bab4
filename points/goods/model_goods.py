"""The model list of goods to begin with: everyday things, what others ask for them, and how many a household may have.

Its table has the columns of a list of goods that old books bring. Nothing of it is an item before somebody takes it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from points.goods.wares import WareFacts

TABLE = Path(__file__).with_name("model_goods.csv")
_WINDOWS = {"": "month", "季": "quarter", "年": "year"}
_SERVICE = "服务券"


@dataclass(frozen=True)
class ModelItem:
    """A line of the model: what would be written of the item, its price, what others ask, and where that is from."""

    code: str
    facts: WareFacts
    tenths: int
    elsewhere: str
    elsewhere_en: str
    source: str
    source_en: str


@cache
def list_all() -> tuple[ModelItem, ...]:
    """Every line, in the order of the table."""
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        return tuple(_line(row) for row in csv.DictReader(file))


def _line(row: Mapping[str, str]) -> ModelItem:
    count, _, per = row["每户每月限兑"].partition("/")
    facts = WareFacts(
        name=row["商品"],
        name_en=row["英文"],
        unit=row["单位"],
        kind="service" if row["类别"] == _SERVICE else "goods",
        category=row["类别"],
        limit_count=int(count),
        limit_window=_WINDOWS[per],
        safety_stock=int(row["安全库存"] or 0),
        reference_fen=int(Decimal(row["参考元"]) * 100),
        shelf_days=int(row["保质期天"]) if row["保质期天"] else None,
        supply=row["来货"],
    )
    tenths = int(Decimal(row["分价"]) * 10)
    return ModelItem(
        row["编号"], facts, tenths, row["别处怎么定"], row["英文别处"], row["出处"], row["英文出处"]
    )
