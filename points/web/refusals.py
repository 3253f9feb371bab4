"""What is wrong with a field of a form, with a try to come in, with asking for others' pages, or with saying who came."""

from __future__ import annotations

from points.foundation.refusal import NotFound, Refusal


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


class WrongPasswordHere(Refusal):
    """A wrong password, and how often it may be tried again at most.

    Counted for the name, whether somebody has it or not: what the account knows would tell whether there is one.
    """

    code = "wrong_password_here"
    status = 401
    zh = "账号或手机号和密码对不上，最多还可以试 {left} 次。"
    en = "User name or phone number and password do not belong together. Tries left, at most: {left}."
    next_zh = "请看清大小写再输一次；忘了密码，到社区窗口领一张开通单。"
    next_en = (
        "Check upper and lower case and type again. Forgotten it? Ask the office for an activation slip."
    )


class PageOfOthers(NotFound):
    """A page of the house that is for other roles, whatever stands behind its address; said to staff alone."""

    code = "page_of_others"
    zh = "这一页您的岗位看不到。"
    en = "Your role does not see this page."
    next_zh = "要看的话，请找系统管理员开通。"
    next_en = "If you need it, ask the administrator."


class TokenForOther(Refusal):
    """The owner of the token may; the token was given for something else."""

    code = "token_for_other"
    status = 403
    zh = "这个登录凭证不能办这件事。"
    en = "This token is not for that."
    next_zh = "请用对应的用途（scope）重新取一个登录凭证。"
    next_en = "Ask for another token, with the scope for it."


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


class PrintedBefore(Refusal):
    """What this press gave was given once, some time ago, or is no longer good."""

    code = "printed_before"
    zh = "{at:when} 已经给过，只给一次。"
    en = "This was given on {at:when}, and is given once."
    next_zh = "没有拿到，就重新要一份，旧的就作废。"
    next_en = "If it did not reach you, ask for a new one in its place."


class NotPractised(Refusal):
    """The practice till knows its own story alone."""

    code = "not_practised"
    zh = "练习里没有这一样，什么都没有动。"
    en = "This is not part of the practice; nothing moved."
    next_zh = "照上面那一行做就行。"
    next_en = "Just do what the line at the top says."
