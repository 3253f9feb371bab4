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


class BarcodeTaken(Refusal):
    """One barcode means one item."""

    code = "barcode_taken"
    zh = "这个条码已经是“{name}”（{item}）的。"
    en = "This barcode is that of {name} ({item}) already."
    next_zh = "看看是不是同一样；真要换，先从那一样上去掉。"
    next_en = "See whether it is the same thing; to move it, take it off the other one first."


class BarcodeWrong(Refusal):
    """Digits that are no barcode: too few, or one of them misread."""

    code = "barcode_wrong"
    zh = "这个条码不对：位数不对，或者有一位抄错了。"
    en = "This is no barcode: it has a digit too many or too few, or a wrong one."
    next_zh = "用扫码枪扫，或者照包装上 8 位、12 位、13 位的数字再抄一次。"
    next_en = "Scan it, or copy the 8, 12 or 13 digits from the package again."


class BarcodesEnough(Refusal):
    """The house made as many barcodes of its own as there are."""

    code = "barcodes_enough"
    zh = "自己做的条码用完了。"
    en = "There are no more barcodes of our own."
    next_zh = "请用包装上的条码。"
    next_en = "Use the barcode on the package."


class ItemStale(Refusal):
    """It was withdrawn, or brought back, by somebody else meanwhile."""

    code = "item_stale"
    zh = "这一样刚刚有人停换或恢复过了。"
    en = "Somebody has just withdrawn it or brought it back."
    next_zh = "请重新打开这一页看看。"
    next_en = "Open the page again."


class PictureUnfit(Refusal):
    """A file that is no picture, or too large a one."""

    code = "picture_unfit"
    zh = "这张图用不了：要 JPG、PNG 或 WebP，不超过 2 MB。"
    en = "This picture cannot be used: JPG, PNG or WebP of at most 2 MB."
    next_zh = "换一张，或者用手机再拍一张。"
    next_en = "Take another one."
