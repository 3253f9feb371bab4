"""Every "no" of the stockroom."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class DeliveryThere(Refusal):
    """This paper was taken in before."""

    code = "delivery_there"
    zh = "这张单子 {at:when} 已经由{name}入过库了。"
    en = "{name} took this delivery in already, {at:when}."
    next_zh = "先看看那一张。真是另一张同号的单子，在下面打勾再交。"
    next_en = "Look at that one first. If this is another paper with the same number, tick the box below and hand in again."
    status = 409


class DeliveryEmpty(Refusal):
    """A delivery without a line."""

    code = "delivery_empty"
    zh = "还没有写一样货。"
    en = "No goods have been written down yet."
    next_zh = "至少写一行：什么货，收到多少。"
    next_en = "Write at least one line: what, and how many."


class QuantityDoubted(Refusal):
    """More than ever came, and not said twice."""

    code = "quantity_doubted"
    zh = "{name}收到 {quantity}，比平常多得多。"
    en = "{quantity} of {name} is far more than usual."
    next_zh = "看一眼单子，把数再填一遍。"
    next_en = "Look at the paper and type the number once more."


class SumDoubted(Refusal):
    """The lines do not make the paper's sum, and that was not said twice."""

    code = "sum_doubted"
    zh = "填的合计和单上的不一样。"
    en = "The lines do not add up to the paper's sum."
    next_zh = "改好数量或单价，或者把单上的合计再填一遍。"
    next_en = "Correct a quantity or a price, or type the paper's sum once more."


class ExpiredOnArrival(Refusal):
    """Goods past their last day when they come."""

    code = "expired_on_arrival"
    zh = "{name}来的时候已经过期，不能收。"
    en = "{name} was past its last day when it came and cannot be taken in."
    next_zh = "退给送货的人，这一行去掉。"
    next_en = "Give it back to whoever brought it and take the line away."


class DayAhead(Refusal):
    """A delivery of a day to come."""

    code = "delivery_ahead"
    zh = "到货的日子还没有到。"
    en = "The day of the delivery is still to come."
    next_zh = "改成货真正到的那天。"
    next_en = "Give the day on which the goods came."


class DayOver(Refusal):
    """Goods expected by a day that is over."""

    code = "expected_day_over"
    zh = "要来的日子已经过了。"
    en = "The day by which they were to come is over."
    next_zh = "写今天或者以后的一天；撤下的不能再放回来，就重新登记一条。"
    next_en = "Give today or a later day; what was withdrawn is noted anew."


class ExpectedElsewhere(Refusal):
    """A delivery named as what was expected, without such goods."""

    code = "expected_elsewhere"
    zh = "勾了要来的{name}，这张单子上没有。"
    en = "{name} was ticked as expected, and is not on this paper."
    next_zh = "去掉那个勾，或者补上那一行货。"
    next_en = "Take that tick away, or add the line of those goods."


class NothingMended(Refusal):
    """A line put right to what it is."""

    code = "nothing_mended"
    zh = "和现在记的一样，没有要改的。"
    en = "That is what is written already."
    next_zh = "改数量，或者改到期的日子。"
    next_en = "Change the quantity or the last day."


class MendingWaits(Refusal):
    """A second change of a line while one waits."""

    code = "mending_waits"
    zh = "这一行已经有人提出要改，在等另一个人确认。"
    en = "Somebody has asked to change this line already; it waits for another person."
    next_zh = "先把那一条办完，再提新的。"
    next_en = "Settle that one first."
    status = 409


class PiecesGone(Refusal):
    """More has left a batch than would have come."""

    code = "pieces_gone"
    zh = "这批已经出去了 {gone} {unit}，不能改成 {wanted} {unit}。"
    en = "{gone} of this batch have gone out; it cannot be changed to {wanted}."
    next_zh = "数一数架上的，按实际的改；还对不上就盘点。"
    next_en = "Count what is on the shelf and give the real number; a stocktake settles the rest."
    status = 409


class SettledBefore(Refusal):
    """Somebody else decided, or it was taken back."""

    code = "stock_settled"
    zh = "这一件已经有人办过了。"
    en = "Somebody has settled this already."
    next_zh = "刷新看看现在是什么样。"
    next_en = "Look at it again to see how it stands."
    status = 409


class NotYours(Refusal):
    """Who takes back is not who asked."""

    code = "stock_of_others"
    zh = "这是别人提的，只有提的人能收回。"
    en = "Somebody else asked for this; only they may take it back."
    next_zh = "不同意的话，请写明原因退回。"
    next_en = "If you do not agree, decline it and say why."
    status = 403


class ProofMissing(Refusal):
    """A write-off with neither photo nor note."""

    code = "proof_missing"
    zh = "要写一句说明，或者拍一张照片。"
    en = "Write a line about it, or take a photo."
    next_zh = "写清楚看到了什么，另一个人才好确认。"
    next_en = "Say what you saw, so that another person can confirm it."


class BatchShort(Refusal):
    """A batch has not so many pieces."""

    code = "batch_short"
    zh = "{name}这一批只剩 {left} {unit}。"
    en = "Only {left} of this batch of {name} are left."
    next_zh = "数一数架上的，改小一点。"
    next_en = "Count what is on the shelf and give a smaller number."
    status = 409


class PhotoUnfit(Refusal):
    """A file that is no picture."""

    code = "photo_unfit"
    zh = "这张照片读不出来。"
    en = "This photo cannot be read."
    next_zh = "请用 JPEG、PNG 或 WebP 的照片，重新拍一张也行。"
    next_en = "Use a photo in JPEG, PNG or WebP, or take a new one."


class SameShop(Refusal):
    """Goods sent to where they are."""

    code = "same_shop"
    zh = "要送去的店就是货现在在的店。"
    en = "The goods stand in that shop already."
    next_zh = "选另一家店。"
    next_en = "Choose another shop."


class ExpiredStaysHere(Refusal):
    """Expired goods sent or put into a kit."""

    code = "expired_stays_here"
    zh = "{name}这一批已经过期，不能送走，也不能装进礼包。"
    en = "This batch of {name} is past its last day: it is neither sent on nor put into a kit."
    next_zh = "在“报损”里报掉。"
    next_en = "Write it off instead."


class DifferenceUnsaid(Refusal):
    """Another number arrived than was sent, and nobody says why."""

    code = "difference_unsaid"
    zh = "到的和送的不一样，要写明怎么回事。"
    en = "What arrived is not what was sent; say what happened."
    next_zh = "写一句：少在哪里、谁看到的。"
    next_en = "Write a line: what is missing, and who saw it."


class KitUnfit(Refusal):
    """A kit of nothing, of itself, of another kit, or of another shop's goods."""

    code = "kit_unfit"
    zh = "这样装不成礼包。"
    en = "No kit can be made of this."
    next_zh = "选同一家店里、没有过期、不是礼包的货，每样写每份几个。"
    next_en = (
        "Choose goods of one shop that are in date and no kits themselves, with how many of each go into one."
    )


class TransferEmpty(Refusal):
    """A transfer without a line."""

    code = "transfer_empty"
    zh = "还没有选要送的货。"
    en = "Nothing was chosen to be sent."
    next_zh = "至少在一批后面写要送几个。"
    next_en = "Write how many to send beside at least one batch."
