"""Every "no" of the book of things."""

from __future__ import annotations

from points.foundation.refusal import Refusal
from points.goods.count_refusals import *  # noqa: F403 - those of counting, reached as any other


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
    en = "{name}: only {left} left, {wanted} wanted."
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


class PriceSame(Refusal):
    """It would cost then what it costs anyhow."""

    code = "price_same"
    status = 422
    zh = "那时候的价钱本来就是 {tenths:points} 分。"
    en = "It will cost {tenths:points} points then anyhow."
    next_zh = "改一下分数或日子，不用改就不提。"
    next_en = "Change the points or the day, or leave it as it is."


class PriceMomentPast(Refusal):
    """A price cannot begin before now: what was sold stays as it was."""

    code = "price_moment_past"
    status = 422
    zh = "那个时间已经过了，价钱只能从现在或以后改。"
    en = "That moment is past; a price changes from now on or later."
    next_zh = "写以后的时间，或者空着，同意了马上改。"
    next_en = "Choose a later moment, or leave it empty: then it changes once it is approved."


class PriceProposalOpen(Refusal):
    """Of one thing one new price is proposed at a time."""

    code = "price_proposal_open"
    zh = "{name}已经提过一个新价，还在等人同意。"
    en = "A new price of {name} is proposed already and waits for approval."
    next_zh = "先等那一个有结果，或者请提的人撤回。"
    next_en = "Wait for that one, or ask whoever proposed it to take it back."


class PriceProposalClosed(Refusal):
    """It was approved, declined, taken back or stopped meanwhile."""

    code = "price_proposal_closed"
    zh = "这个新价已经有结果了。"
    en = "This price has been decided about meanwhile."
    next_zh = "刷新看看现在是多少。"
    next_en = "Load the page again to see what it is now."


class PriceBegun(Refusal):
    """A price that has begun is ended by the next, not stopped."""

    code = "price_begun"
    zh = "这个价钱已经开始用了，停不了。"
    en = "This price is in use already and cannot be stopped."
    next_zh = "要改回去，请再提一个新价。"
    next_en = "To go back, propose a new price."


class NearPriceNotLower(Refusal):
    """What ends soon is given for less, not for more."""

    code = "near_price_not_lower"
    status = 422
    zh = "临期价要比现在的 {tenths:points} 分低。"
    en = "The price near expiry must be below {tenths:points} points, which it costs now."
    next_zh = "写低一点。"
    next_en = "Choose a lower one."


class BatchNotThere(Refusal):
    """A batch that is none of this item, has nothing left or is past its date."""

    code = "batch_not_there"
    status = 422
    zh = "有一批已经没有了或过期了，不能定临期价。"
    en = "One of these batches has nothing left or is past its date, so it gets no price of its own."
    next_zh = "看一下还剩哪几批，再选。"
    next_en = "See which batches are left and choose again."


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
