"""The book of things: items, barcodes, prices with dates, batches by source and last day, stock moves."""

from points.goods.history import (
    KnownItem,
    OldPick,
    hand_out_history,
    known_batches,
    known_items,
    lock_batches,
)
from points.goods.items import (
    ItemCard,
    NewItem,
    add_items,
    find_items,
    item_names,
    items_on_offer,
    set_price,
)
from points.goods.policy import BatchLeft, Pick, choose_batches
from points.goods.refusals import BatchExpired, BatchNumberTaken, ItemUnknown, QuantityWrong, StockShort
from points.goods.shelf import Delivery, correct, last_days_given, put_back, receive, source_id, take

__all__ = [
    "BatchExpired",
    "BatchLeft",
    "BatchNumberTaken",
    "Delivery",
    "ItemCard",
    "ItemUnknown",
    "KnownItem",
    "NewItem",
    "OldPick",
    "Pick",
    "QuantityWrong",
    "StockShort",
    "add_items",
    "choose_batches",
    "correct",
    "find_items",
    "hand_out_history",
    "item_names",
    "items_on_offer",
    "known_batches",
    "known_items",
    "last_days_given",
    "lock_batches",
    "put_back",
    "receive",
    "set_price",
    "source_id",
    "take",
]
