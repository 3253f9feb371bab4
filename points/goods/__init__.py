"""The book of things: items, barcodes, prices with dates, batches by source and last day, stock moves."""

from points.goods.items import (
    ItemCard,
    NewItem,
    add_items,
    find_items,
    item_names,
    items_on_offer,
    set_price,
)
from points.goods.refusals import BatchExpired, BatchNumberTaken, ItemUnknown, QuantityWrong, StockShort
from points.goods.rules import BatchLeft, Pick, choose_batches
from points.goods.shelf import Delivery, correct, put_back, receive, source_id, take

__all__ = [
    "BatchExpired",
    "BatchLeft",
    "BatchNumberTaken",
    "Delivery",
    "ItemCard",
    "ItemUnknown",
    "NewItem",
    "Pick",
    "QuantityWrong",
    "StockShort",
    "add_items",
    "choose_batches",
    "correct",
    "find_items",
    "item_names",
    "items_on_offer",
    "put_back",
    "receive",
    "set_price",
    "source_id",
    "take",
]
