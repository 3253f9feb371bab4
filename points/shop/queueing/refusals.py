"""Every "no" of the queue."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class NumberTaken(Refusal):
    """One number for a household and day."""

    code = "number_taken"
    zh = "这一户那天已经有号了：{number} 号。"
    en = "This household has a number for that day already: {number}."
    next_zh = "就用这个号。想换时段，先退掉再取。"
    next_en = "Use that one. For another time, give it back first."


class SlotFull(Refusal):
    """Somebody was quicker."""

    code = "slot_full"
    zh = "这个时段的号刚刚取完了。"
    en = "The numbers for this time have just run out."
    next_zh = "换一个时段，或者直接到店里取纸号。"
    next_en = "Choose another time, or take a paper number at the shop."


class SlotNotOffered(Refusal):
    """Over, too far ahead, or not in the shop's hours."""

    code = "slot_not_offered"
    zh = "这个时段不发号了。"
    en = "No numbers are given for this time."
    next_zh = "从页面上的时段里选一个。"
    next_en = "Choose one of the times on the page."


class NobodyDue(Refusal):
    """Nobody waits whose time has come."""

    code = "nobody_due"
    zh = "现在没有轮到的号。"
    en = "Nobody is due now."
    next_zh = "人已经到了的，在名单里点“叫这一号”。"
    next_en = "If somebody is here already, press “Call this one” in the list."


class NumberSettled(Refusal):
    """It was served, given back, or is of another day."""

    code = "number_settled"
    zh = "{number} 号已经办过、退掉，或者不是今天的。"
    en = "Number {number} was served or given back, or is not of today."
    next_zh = "请看一下名单，需要就再发一张。"
    next_en = "Look at the list, and give another number if one is needed."
