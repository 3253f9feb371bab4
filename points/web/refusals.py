"""What is wrong with a field of a form, and why a code or a name does not say who came."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class FieldMissing(Refusal):
    """A form field left empty."""

    code = "required"
    status = 422
    zh = "这一格还没有填。"
    en = "This is still empty."


class FieldUnfit(Refusal):
    """A form field with something else in it."""

    code = "unfit"
    status = 422
    zh = "这一格填得不对。"
    en = "This does not fit here."


class NobodyOfThatName(Refusal):
    """Nobody is registered so; whoever is not, can only be written down."""

    code = "nobody_of_that_name"
    zh = "没有找到住{door}的{name}。"
    en = "No {name} of {door} is registered here."
    next_zh = "看看姓名和楼栋写对没有。没登记过的，先记在纸上，请社区专干登记、补录。"
    next_en = (
        "Check the name and the building. Write down who is not registered, and ask the community officer."
    )


class NotAResidentsCode(Refusal):
    """A voucher, a receipt or a thing: none of them says who stands here."""

    code = "not_a_residents_code"
    zh = "这个码看不出是谁。"
    en = "This code does not say who came."
    next_zh = "请居民打开“我的码”，或者扫积分卡；都没有，点“加一个人”。"
    next_en = 'Scan "my code" or the card; without either, press "Add somebody".'
