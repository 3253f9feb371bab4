"""Every "no" of the book of things."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class ItemUnknown(Refusal):
    """No item has this code or barcode here."""

    code = "item_unknown"
    zh = "这个条码还没登记成商品。"
    en = "This barcode is not registered as an item."
    next_zh = "点一下商品图块，或者请店长登记条码。"
    next_en = "Touch the item's tile, or ask the shop manager to register the barcode."


class ItemGone(Refusal):
    """It was on offer, and is not any more."""

    code = "item_gone"
    zh = "{name}现在不能换了。"
    en = "{name} cannot be had any more."
    next_zh = "拿掉它，换一样别的。分没有动。"
    next_en = "Leave it out and choose something else. No points have moved."


class StockShort(Refusal):
    """There are not so many pieces left that may be given out."""

    code = "stock_short"
    zh = "{name}只剩 {left} {unit}，要 {wanted} {unit}。"
    en = "Only {left} of {name} left; {wanted} wanted."
    next_zh = "少拿一点，或者换一样。"
    next_en = "Take fewer, or choose something else."


class BatchExpired(Refusal):
    """What is left is past its date."""

    code = "batch_expired"
    zh = "{name}剩下的已经过期，不能给。"
    en = "What is left of {name} is past its date and may not be given out."
    next_zh = "请换一样，过期的放到一边等店长报损。"
    next_en = "Choose something else, and set the expired pieces aside for the shop manager."


class QuantityWrong(Refusal):
    """A number of pieces that cannot be."""

    code = "quantity_wrong"
    zh = "数量要写 1 以上的整数。"
    en = "The quantity must be a whole number from 1 up."
    next_zh = "改一下数量再来。"
    next_en = "Correct the quantity and try again."


class PriceChanged(Refusal):
    """What the screen said is not what it costs now: nothing is sold for another sum than was shown."""

    code = "price_changed"
    zh = "价钱变了：{lines:prices}一共 {shown:points} → {tenths:points} 分。"
    en = "The price has changed: {lines:prices}in all {shown:points} → {tenths:points} points."
    next_zh = "分没有动。请和居民再看一眼，愿意再按新价兑换。"
    next_en = (
        "No points moved. Look again together with the resident, and exchange at the new price if they agree."
    )


class PricesUnseen(Refusal):
    """A page from before an update confirms without saying what it showed."""

    code = "prices_unseen"
    zh = "这一页是更新以前打开的，没有带上价钱。"
    en = "This page was opened before an update and did not say what it showed."
    next_zh = "分没有动。请刷新页面，再扫一次。"
    next_en = "No points moved. Load the page again and scan once more."
