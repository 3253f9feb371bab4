"""Why somebody or a household cannot be registered so."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class DoorTaken(Refusal):
    """Somebody of this name lives in this household already."""

    code = "person_known"
    zh = "{number} 户里已经有{name}。"
    en = "Household {number} has a {name} already."
    next_zh = "请先查找；真是同名的两个人，请在姓名后加一个字区分。"
    next_en = "Look for the person first; two people of one name need something to tell them apart."


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
