"""Every "no" of a stocktake."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class CountOvertaken(Refusal):
    """A count lacks more pieces than stand there now: what was sold since cannot have been missing."""

    code = "count_overtaken"
    zh = "数完以后又换出去了，现在账上不够减。"
    en = "Pieces were handed out since this count; the books no longer hold what it lacks."
    next_zh = "请别人重数这一样，再签。"
    next_en = "Have somebody else count it once more, then sign."


class NothingToCount(Refusal):
    """A stocktake of no goods at all."""

    code = "nothing_to_count"
    zh = "这一部分没有要数的货。"
    en = "There is nothing to count in this part."
    next_zh = "换一类，或者选几样。"
    next_en = "Choose another kind, or some goods."


class NothingCounted(Refusal):
    """Handed in before anything was counted."""

    code = "nothing_counted"
    zh = "还一样都没数。"
    en = "Nothing has been counted yet."
    next_zh = "先数，再交。"
    next_en = "Count first, then hand in."


class StocktakeHandedIn(Refusal):
    """It was handed in before."""

    code = "stocktake_handed_in"
    zh = "这张盘点单已经交了。"
    en = "This stocktake has been handed in already."
    next_zh = "没数的、要重数的还能接着数。"
    next_en = "What is not counted, or to be counted once more, can still be counted."


class CountClosed(Refusal):
    """A count that is no longer mended, or a step that comes before its time."""

    code = "count_closed"
    zh = "这一样现在不能改。"
    en = "This count cannot be changed now."
    next_zh = "数错了，请对差异的人叫人重数。"
    next_en = "If it is wrong, ask whoever looks at the differences for another count."


class CountedByOthers(Refusal):
    """Somebody else has counted this item; nobody adds to another's number."""

    code = "counted_by_others"
    zh = "{name}别人数过了，不用再数。"
    en = "{name} has been counted by somebody else."
    next_zh = "数下一样。"
    next_en = "Go on with the next one."


class OtherCounterNeeded(Refusal):
    """Who counted it, or asked for another count, does not count it once more."""

    code = "other_counter_needed"
    zh = "这一样要换个人重数。"
    en = "Somebody else has to count this once more."
    next_zh = "请没数过、也没看过差异的人来数。"
    next_en = "Ask somebody who neither counted it nor looked at the differences."


class CountOdd(Refusal):
    """Far more than usual: asked once more, without saying what is usual."""

    code = "count_odd"
    zh = "{name}真的是 {number} {unit}？"
    en = "Is it really {number} of {name}?"
    next_zh = "再看一眼。就是这么多，再按一次。"
    next_en = "Look once more. If that is right, press again."


class NothingToSign(Refusal):
    """No line agrees, and no difference has a reason."""

    code = "nothing_to_sign"
    zh = "还没有能签的。"
    en = "There is nothing to sign yet."
    next_zh = "给对不上的选好原因，或者等重数完。"
    next_en = "Choose a reason for what differs, or wait for the other count."


class RecountNeeded(Refusal):
    """What was counted is too old, or other goods came or went since: it says nothing of what stands there."""

    code = "recount_needed"
    zh = "{names}要重数：数完过了一天，或者后来进过货、报过损。"
    en = "To be counted once more: {names}. A day has gone by, or goods came in or were written off since."
    next_zh = "先叫人重数这几样，别的可以先签。"
    next_en = "Have these counted once more; the others can be signed now."


class DifferenceMoved(Refusal):
    """The difference is another one than the signer saw."""

    code = "difference_moved"
    zh = "{names}的差和刚才看到的不一样了。"
    en = "The difference is another one than you saw: {names}."
    next_zh = "看一看新的数，再签。"
    next_en = "Look at the new figure, then sign."


class CountBeyondLimit(Refusal):
    """Differences that are worth more than the community decided, signed by somebody else than the street office."""

    code = "count_beyond_limit"
    status = 403
    zh = "这张单子的差值 {tenths:points} 分，过了 {limit:points} 分，要街道办的人来签。"
    en = (
        "The differences are worth {tenths:points} points, more than {limit:points}: the street office signs."
    )
    next_zh = "请街道办的人登录来签；没有街道办的人，监督员来签。数错了的，先叫人重数。"
    next_en = "Ask the street office to sign, or the supervisor where there is none. What was counted wrong is counted again first."
