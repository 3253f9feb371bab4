"""Why a sale is not taken back: nobody asked, it is too late, or too few people are there."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class UndoTooLate(Refusal):
    """The shop itself takes a sale back for so many days only."""

    code = "undo_too_late"
    zh = "这一笔过了 {days} 天，店里不能自己冲正。"
    en = "More than {days} days ago; the shop itself cannot take this one back."
    next_zh = "请社区专干在“店里的事”的“找一笔”里提，居委会或街道办同意。"
    next_en = (
        "Let the officer ask for it under The shop, Find a sale; the committee or the street office agrees."
    )


class UndoOfOne(Refusal):
    """Asker, confirmer and payer are one person, or as good as one."""

    code = "undo_of_one"
    zh = "请人冲正的、同意的和付分的，在这里只算一个人：一家人算一个，给人开账号的和他开的账号也算一个。"
    en = "Who asks, who agrees and who paid count as one here: a family is one, and so are an account and who opened it."
    next_zh = "请另一位店员、店长或社区专干来同意，他来了再办也行。"
    next_en = "Ask another clerk, the shop manager or the officer to agree; it can wait until they are here."


class UndoByTwo(Refusal):
    """Asker, confirmer and payer are only two people; somebody has to say why."""

    code = "undo_by_two"
    status = 422
    zh = "请人冲正的、同意的和付分的，只有两个人：一家人算一个，给人开账号的和他开的账号也算一个。"
    en = "Who asks, who agrees and who paid are only two people: a family is one, and so are an account and who opened it."
    next_zh = "请换一个人来同意；实在没有，就写明为什么，监督员会看到。"
    next_en = "Let somebody else agree; if nobody is there, write down why. The supervisor will see it."


class UndoOfNothing(Refusal):
    """All of it is kept, or more than was sold."""

    code = "undo_of_nothing"
    status = 422
    zh = "这样没有东西要退：留下的和换走的一样多，或者更多。"
    en = "Nothing would come back: as much is kept as was taken, or more."
    next_zh = "看看每样留几件，至少有一件要退。"
    next_en = "Look at how many of each are kept; at least one has to come back."


class ExchangeCostsMore(Refusal):
    """What is taken instead costs more than comes back: nobody pays without showing that they may."""

    code = "exchange_costs_more"
    zh = "换的要 {wanted:points} 分，退的只有 {tenths:points} 分，多了 {gap:points} 分。"
    en = "What is taken costs {wanted:points} points, and only {tenths:points} come back: {gap:points} too many."
    next_zh = "少换一点；或者先冲正，再请居民刷卡或出示码，在柜台办一笔。"
    next_en = "Take less; or take the sale back first, and serve the resident at the counter with their card or code."


class UndoAsked(Refusal):
    """Somebody asked before, and it waits."""

    code = "undo_asked"
    zh = "这一笔已经有人请冲正了，正等第二个人同意。"
    en = "Somebody asked for this one to be undone already; it waits for a second person."
    next_zh = "请第二个人来同意；要改的，请提的人先撤回，再重新提。"
    next_en = "Let a second person agree; to change it, whoever asked withdraws it and asks again."


class UndoDone(Refusal):
    """It was taken back already."""

    code = "undo_done"
    zh = "这一笔已经冲正过了，不能再退一次。"
    en = "This one was undone already; it does not come back twice."
    next_zh = "退了什么、什么时候退的，都写在这一笔里。"
    next_en = "What came back, and when, stands on the page of this sale."


class UndoDecided(Refusal):
    """Nobody asked, or it was decided meanwhile."""

    code = "undo_decided"
    zh = "这一笔没有等确认的冲正。"
    en = "There is nothing to confirm for this one."
    next_zh = "刷新一下，看看这一笔现在怎样了。"
    next_en = "Load the page again to see how this one stands."
