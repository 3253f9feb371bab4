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
