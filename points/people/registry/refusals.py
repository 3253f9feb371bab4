"""Why somebody or a household cannot be registered so."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class DoorTaken(Refusal):
    """Somebody of this name lives in this household already."""

    code = "person_known"
    zh = "{number} 户里已经有{name}。"
    en = "Household {number} has a {name} already."
    next_zh = "请先看看是不是这一位；真是同名的另一个人，可以照样登记。"
    next_en = (
        "See first whether it is this one; another person of the same name can be registered all the same."
    )


class HouseholdNumberTaken(Refusal):
    """Numbers of households are unique in a community."""

    code = "household_number_taken"
    zh = "户号 {number} 已经有了。"
    en = "Household number {number} exists already."
    next_zh = "请换一个户号，或打开那一户。"
    next_en = "Take another number, or open that household."


class PurseMissing(Refusal):
    """A person without a household in a community where households have the purses."""

    code = "purse_missing"
    zh = "还没有积分账户。"
    en = "There is no purse yet."
    next_zh = "请社区专干先把人登记到一户。"
    next_en = "Ask the community officer to put the person into a household."


class RelativeOfSelf(Refusal):
    """One person is not two."""

    code = "relative_of_self"
    status = 422
    zh = "不能记成自己的亲属。"
    en = "Nobody is their own relative."
    next_zh = "请选另一位。"
    next_en = "Choose somebody else."


class OwnRelation(Refusal):
    """Who would recuse less by it leaves it to others."""

    code = "own_relation"
    status = 403
    zh = "自己的亲属关系，要别人来撤。"
    en = "A relation of your own is ended by somebody else."
    next_zh = "请另一位专干、社区“两委”或管理员来办。"
    next_en = "Ask another officer, the committee or the administrator."


class RelationEnded(Refusal):
    """It can be ended once."""

    code = "relation_ended"
    zh = "这层关系已经撤了。"
    en = "This relation has been ended already."
