"""Every "no" that counts: what a voucher, a card, a household's limit and the hours of a shop leave."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class VoucherTooSmall(Refusal):
    """The basket is worth more than the voucher; where the purse it came from would do, that is said."""

    code = "voucher_too_small"
    zh = "差 {gap:points} 分。这些要 {wanted:points} 分，券里有 {tenths:points} 分。"
    en = "{gap:points} points short. This takes {wanted:points}, and the voucher holds {tenths:points}."
    next_zh = "{would_pay:purse}少拿一样，或者换一样分少的。"
    next_en = "{would_pay:purse}Take one thing less, or something that costs less."


class LimitReached(Refusal):
    """The household has had its share of this item, or wants more than is left of it."""

    code = "limit_reached"
    zh = (
        "{name}还能换 {left} {unit}，这次要 {wanted} {unit}。每户最多 {allowed} {unit}，{opens:day}起重新算。"
    )
    en = "{name_en}: {left} left for this household, {wanted} wanted. The limit is {allowed}; it begins anew on {opens:day}."
    next_zh = "少拿一点，或者换一样别的。分没有动。"
    next_en = "Take fewer, or choose something else. No points have moved."


class PinNeeded(Refusal):
    """A card alone pays only a little a day."""

    code = "pin_needed"
    zh = "只刷卡今天还能用 {left:points} 分，这次要 {wanted:points} 分。一天最多 {allowed:points} 分，明天重新算。"
    en = "A card alone pays {left:points} more points today; this takes {wanted:points}. It is {allowed:points} a day, from tomorrow anew."
    next_zh = "请居民输一下 6 位密码，或者出示手机上的码。"
    next_en = "Ask for the 6-digit PIN, or for the code on the phone."


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
