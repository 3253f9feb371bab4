"""Every "no" of the book of points."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class NotEnough(Refusal):
    """The purse has less than is asked, whatever is set aside; what is, is said with it."""

    code = "not_enough"
    zh = "差 {gap:points} 分。要 {wanted:points} 分，现在可用 {available:points} 分。{held:beside}"
    en = "{gap:points} points short. It takes {wanted:points}, and {available:points} are available now.{held:beside}"
    next_zh = "可以少拿一样，或者换一样分少的。分没有动。"
    next_en = "Take one thing less, or something that costs less. No points have moved."


class PointsHeld(Refusal):
    """The purse has enough, but part of it is set aside."""

    code = "points_held"
    zh = "有 {held:points} 分留在没用掉的券里，现在可用 {available:points} 分，要 {wanted:points} 分。"
    en = "{held:points} points are set aside in unused vouchers; {available:points} are available, and it takes {wanted:points}."
    next_zh = "用那张券（在手机“我的券”里，或者打印的纸上），或者退掉券，分马上退回。"
    next_en = 'Use that voucher (under "Vouchers" on the phone, or printed), or return it: its points come back at once.'


class GiftNeedsMatch(Refusal):
    """Gifted points are spent only together with earned ones."""

    code = "gift_needs_match"
    zh = "赠予积分要和任务积分搭着用，现在最多能用 {spendable:points} 分，要 {wanted:points} 分。"
    en = "Gifted points are spent together with earned ones; {spendable:points} can be spent now, and it takes {wanted:points}."
    next_zh = "再参加一次志愿活动，赠予的分就能接着用。"
    next_en = "After the next volunteer activity more of the gifted points can be used."


class RequestKeyReused(Refusal):
    """The same request key came with another body."""

    code = "request_key_reused"
    zh = "这个请求编号已经用在另一笔上，这一笔没有办。"
    en = "This request key was already used for something else; nothing was done."
    next_zh = "换一个新编号再提交。"
    next_en = "Submit it again with a new key."


class HoldEnded(Refusal):
    """A hold is settled once."""

    code = "hold_settled"
    zh = "这笔留着的分已经结清，不能再结一次。"
    en = "These points that were set aside were already settled."
    next_zh = "请看积分明细里的那一笔。"
    next_en = "See that line in the statement."


class AlreadyReversed(Refusal):
    """A transfer is reversed once."""

    code = "already_reversed"
    zh = "这一笔已经冲正过，不能再冲一次。"
    en = "This one was already reversed."
    next_zh = "请看积分明细里的冲正那一行。"
    next_en = "See the reversal line in the statement."


class CapReached(Refusal):
    """A limit stops; it does not only raise a flag."""

    code = "cap_reached"
    zh = "这一项到上限了，没有办。"
    en = "The limit is reached; nothing was done."
    next_zh = "下个周期起又能办。"
    next_en = "It opens again in the next period."
