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


class PersonGone(Refusal):
    """Who died or moved away is kept in the books and gets nothing new."""

    code = "person_gone"
    zh = "{name}登记的是去世或迁走，不能再办新的。"
    en = "{name} is registered as deceased or moved away; nothing new can be made out."
    next_zh = "家里其他人可以照常办；登记错了，请联系管理员。"
    next_en = (
        "Others of the household can go on as before; if the registration is wrong, tell the administrator."
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


class PlaceKnown(Refusal):
    """Names of places are unique under one place."""

    code = "place_known"
    zh = "这里已经有“{name}”了。"
    en = "There is a {name} here already."
    next_zh = "请换一个名字。"
    next_en = "Take another name."


class PlaceMisplaced(Refusal):
    """A kind of place stands under some kinds only."""

    code = "place_misplaced"
    status = 422
    zh = "这一种地方不能放在这里：区下面是街道，街道下面是社区，社区下面是网格。"
    en = "A place of this kind does not stand here: streets stand under a district, communities under a street, grids in a community."


class PlaceInUse(Refusal):
    """Something is still open there."""

    code = "place_in_use"
    zh = "“{name}”还不能关：下面还有地方 {places} 个，住户 {households} 户，岗位 {roles} 个。"
    en = "{name} cannot be closed yet: places under it {places}, households {households}, roles {roles}."
    next_zh = "请先把这些转走或收回，再来关。"
    next_en = "Move or end these first."


class BooksOpen(Refusal):
    """A community whose books still hold something for somebody."""

    code = "books_open"
    zh = "“{name}”的账上还有没了结的：有分的积分户 {purses} 个，没用的券 {vouchers} 张，等审和公示的记录 {records} 条。"
    en = "The books of {name} still hold something: purses with points {purses}, open vouchers {vouchers}, records on their way {records}."
    next_zh = "请先办完这些，再来关。"
    next_en = "Settle these first."
