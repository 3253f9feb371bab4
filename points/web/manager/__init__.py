"""The shop behind the counter: what is on the shelf, what it costs, what came, what was counted."""

from points.web.manager import (
    count,
    differences,
    goods,
    home,
    item,
    item_edit,
    prices,
    shops,
    stocktakes,
)
from points.web.manager.base import blueprint

__all__ = [
    "blueprint",
    "count",
    "differences",
    "goods",
    "home",
    "item",
    "item_edit",
    "prices",
    "shops",
    "stocktakes",
]
