"""The shop behind the counter: what is on the shelf, what it costs, what came, what was counted."""

from points.web.manager import (
    count,
    day_close,
    deliveries,
    differences,
    goods,
    home,
    item,
    item_edit,
    kits,
    lending,
    liability,
    prices,
    shifts,
    shops,
    stocktakes,
    transfers,
    write_offs,
)
from points.web.manager.base import blueprint

__all__ = [
    "blueprint",
    "count",
    "day_close",
    "deliveries",
    "differences",
    "goods",
    "home",
    "item",
    "item_edit",
    "kits",
    "lending",
    "liability",
    "prices",
    "shifts",
    "shops",
    "stocktakes",
    "transfers",
    "write_offs",
]
