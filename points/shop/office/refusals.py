"""Every "no" of the shop's office."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class ShopNameTaken(Refusal):
    """Two shops of one name would be mixed up."""

    code = "shop_name_taken"
    zh = "已经有一家店叫“{name}”。"
    en = "There is a shop called {name} already."
    next_zh = "换一个名字。"
    next_en = "Choose another name."


class ShopAsked(Refusal):
    """Somebody was quicker, or the shop is closed."""

    code = "shop_settled"
    zh = "这家店刚刚有人定过了。"
    en = "Somebody has just decided about this shop."
    next_zh = "请重新打开这一页看看。"
    next_en = "Open the page again."


class ShopNotEmpty(Refusal):
    """A shop with something in it is not closed for good."""

    code = "shop_not_empty"
    zh = "店里还有 {pieces} 件货、{vouchers} 张只能在这里用的券，不能关。"
    en = "It still has {pieces} pieces, and {vouchers} vouchers that are good there alone: it cannot be closed."
    next_zh = "先把货调到别的店，等券用完或者退掉。"
    next_en = "Move the goods to another shop first, and wait until the vouchers are used or given back."


class ShopClosed(Refusal):
    """Nothing comes into a shop that is closed for good, and nothing is sold there."""

    code = "shop_closed"
    zh = "这家店刚刚关了。"
    en = "This shop has just been closed."
    next_zh = "换一家开着的店再办。"
    next_en = "Choose a shop that is open."


class DayNotedAlready(Refusal):
    """One word about a day."""

    code = "day_noted_already"
    zh = "这一天已经写过了。"
    en = "Something is noted for this day already."
    next_zh = "先撤掉那一条，再写新的。"
    next_en = "Take that back first."


class DayNotNoted(Refusal):
    """Nothing to take back."""

    code = "day_not_noted"
    zh = "这一天没有写过什么，或者已经撤了。"
    en = "Nothing is noted for this day, or it was taken back already."
    next_zh = "请重新打开这一页看看。"
    next_en = "Open the page again."


class DayTooFar(Refusal):
    """A day that is over, or too far ahead to know."""

    code = "day_too_far"
    zh = "只能写今天起一年里的日子。"
    en = "Only days of the coming year can be noted."
    next_zh = "改一下日子。"
    next_en = "Choose another day."


class DayMoved(Refusal):
    """The books of the time that was added up have changed since."""

    code = "day_moved"
    zh = "加好以后账又动了，这张不能签。"
    en = "The books have changed since this was added up, so it cannot be signed."
    next_zh = "请重新加一次，再签。"
    next_en = "Add the day up again, then sign."


class NotExchangeDay(Refusal):
    """The shop exchanges on certain days and hours, and this is none."""

    code = "not_exchange_day"
    zh = "现在不是兑换时间，{opens:when} 开。"
    en = "The shop does not exchange now; it opens on {opens:when}."
    next_zh = "请居民到时候再来，分和券都留着。"
    next_en = "Please come then: points and vouchers stay as they are."


class NoExchangeAhead(NotExchangeDay):
    """It does not exchange now, and no day is noted on which it will."""

    code = "no_exchange_ahead"
    zh = "现在不是兑换时间，哪天再开还没有定。"
    en = "The shop does not exchange now, and no day is set on which it will."
    next_zh = "请店长定好兑换时间，或者写一天补开。"
    next_en = "Ask the shop manager to set the times, or to note an extra day."


class ModelNotTicked(Refusal):
    """Nothing of the model list is ticked, or something that does not stand in it."""

    code = "model_not_ticked"
    zh = "没有勾样本里的商品。"
    en = "Nothing of the model is ticked."
    next_zh = "请先勾上要的，再按一次。"
    next_en = "Tick what you want, then press again."
