"""Everything a community may decide: what it is called and means, how it is typed, and whether two persons must agree.

The one source of these words: pages, commands and docs/SETTINGS.md say them. Defaults: `points/foundation/settings.py`.
"""

from __future__ import annotations

from points.people.deciding import advice, decidable, kinds, staff_settings, tables
from points.people.deciding.decidable import number

#: what callers get back
Decidable = decidable.Decidable
#: what has to be decided before a community opens
ADVICE, undecided = advice.ADVICE, advice.undecided


#: groups in the order of the page
GROUPS = {
    "points": ("积分", "Points"),
    "review": ("审核和公示", "Review and publicity"),
    "shop": ("兑换", "The shop"),
    "days": ("日历和报名", "Calendar and sign-up"),
    "roles": ("岗位", "Roles"),
}
_NO_LIMIT = ("不限", "no limit")


_ALL = (
    Decidable(
        "purse_of",
        "points",
        kinds.OneOf(
            (
                ("household", "一户一个", "one for the household"),
                ("person", "一人一个", "one for each person"),
            )
        ),
        ("积分户", "Whose purse"),
        (
            "积分记到谁的账户：全家一个，或一人一个。要在登记居民以前定好，登记以后不能再改。导入旧账只能用全家一个。",
            (
                "Whose purse points go to: one for the household, or one for each person. It is decided before "
                "anybody is registered, and never after. Books can only be taken in with a purse for the household."
            ),
        ),
    ),
    Decidable(
        "validity",
        "points",
        kinds.Validity(),
        ("积分有效期", "How long points last"),
        (
            "积分从入账那天起多久有效。已经有的分，日子不变。",
            "How long points last, from the day they are credited. Points that are there keep their day.",
        ),
    ),
    Decidable(
        "grace_days",
        "points",
        number("days", 0, 60),
        ("退回积分的宽限", "Grace for points given back"),
        (
            "退回来的分如果已经过期，还能用几天。",
            "How many days points that were given back after their last day can still be spent.",
        ),
    ),
    Decidable(
        "backfilled_points",
        "points",
        kinds.YesNo(("记积分", "points and hours"), ("只记时长", "hours alone")),
        ("补录记不记分", "Points for back-fills"),
        (
            "事后补录的服务，记积分，还是只记时长。",
            "Whether a service that was typed in later gives points, or hours alone.",
        ),
    ),
    Decidable(
        "decay",
        "points",
        tables.Decay(),
        ("时长递减", "Hours that count less"),
        (
            "一个人的时长累计越多，后面的算得越少。一行写一段：到多少小时，算几分之一。空着就是不递减。",
            (
                "The more hours a person has in all, the less the next ones count: up to so many hours, one part in "
                "so many. Empty means that they count whole."
            ),
        ),
    ),
    Decidable(
        "gift_match",
        "points",
        kinds.Amount("for_each", 0, 100, none=_NO_LIMIT),
        ("赠分搭配", "Gifted beside earned"),
        (
            "每花 1 分自己挣的，最多能搭几分获赠的。空着就是不限。",
            "How many gifted points may be spent beside each earned one. Empty means no limit.",
        ),
    ),
    Decidable(
        "month_budget_tenths",
        "points",
        number("points", 0, 10_000_000, 10),
        ("每月预算", "Budget of a month"),
        (
            "社区一个月打算发多少分。超过了，“账对不对”那页提醒，不会拦住。",
            (
                "How many points the community means to give out in a month. Beyond it the page of the books warns; "
                "nothing is refused."
            ),
        ),
    ),
    Decidable(
        "fen_per_point",
        "points",
        number("yuan", 1, 100_000, 100),
        ("一分值多少钱", "What a point is worth"),
        (
            "比较没花的分和货架上的货时，一分按多少钱算。不用来定价。",
            (
                "What a point counts for when points that are out are compared with goods on the shelf. It prices "
                "nothing."
            ),
        ),
        two=False,
    ),
    Decidable(
        "publicity_days",
        "review",
        number("working_days", 0, 30),
        ("公示天数", "Days in publicity"),
        (
            "服务通过以后，公示几个工作日再入账。0 是马上入账。",
            "How many working days a service hangs out before it is credited. 0 credits it at once.",
        ),
    ),
    Decidable(
        "takeback_seconds",
        "review",
        number("seconds", 0, 3600),
        ("撤回时间", "Time to take back"),
        (
            "不公示的时候，通过以后多少秒内还能撤回，过了才入账。0 是马上入账。有公示的，公示完以前都能撤回。",
            (
                "Without days in publicity: how many seconds who approved may take it back before points are posted. "
                "0 posts at once. With days in publicity it can be taken back until they are over."
            ),
        ),
        two=False,
    ),
    Decidable(
        "day_limit_minutes",
        "review",
        number("hours", 60, 1440, 60),
        ("一人能审的一天时长", "A day that one may approve"),
        (
            "一个人一天的服务，多少小时以内一个人审就行。",
            "How long a person's day of service may be for one person to approve it.",
        ),
    ),
    Decidable(
        "street_limit_minutes",
        "review",
        number("hours", 60, 1440, 60),
        ("两人能审的一天时长", "A day that two may approve"),
        (
            "一个人一天的服务，多少小时以内两个人审就行；再多，由街道定。",
            (
                "How long a person's day of service may be for two to approve it; beyond it the street office "
                "decides."
            ),
        ),
    ),
    Decidable(
        "exchange_days",
        "shop",
        tables.ExchangeTimes(),
        ("兑换时间", "When the shop exchanges"),
        (
            "店里哪几天、几点能兑换。不写几点就是整天。",
            "On which days, and from when to when, the shop exchanges. Without times it is the whole day.",
        ),
        two=False,
    ),
    Decidable(
        "elders_first_minutes",
        "shop",
        number("minutes", 0, 180),
        ("老人先办", "Old people first"),
        (
            "每次开门以后多少分钟里，60 岁以上的和替他们来的先办。写在门口和柜台，不拦任何人。0 是不分先后。",
            "For how many minutes after each opening people of 60 and whoever comes for them go first. It refuses nobody.",
        ),
        two=False,
    ),
    Decidable(
        "served_after_minutes",
        "shop",
        number("minutes", 0, 180),
        ("关门以后", "After closing"),
        (
            "关门以后多少分钟里，已经排着队的还能办。0 是到点就停。",
            "For how many minutes after closing those who stand in the queue are still served. 0 ends on the minute.",
        ),
        two=False,
    ),
    Decidable(
        "queue_places",
        "shop",
        number("numbers", 0, 60),
        ("手机取号", "Numbers taken by phone"),
        (
            "兑换日每半个钟头，手机上能取几个号。0 是手机上不发号；店里的纸号不受影响。",
            (
                "How many numbers may be taken by phone for each half hour of an exchange day. 0 gives none by phone; "
                "paper numbers are given at the shop all the same."
            ),
        ),
        two=False,
    ),
    Decidable(
        "voucher_days",
        "shop",
        number("days", 1, 60),
        ("兑换券有效期", "How long a voucher is good"),
        (
            "兑换券几天内有效，开券那天也算。已经开的券，日子不变。",
            "How many days a voucher is good, the day it was made included. Vouchers that are out keep their day.",
        ),
        two=False,
    ),
    Decidable(
        "card_no_pin_tenths",
        "shop",
        number("points", 0, 100_000, 10),
        ("没有密码的卡", "A card without a PIN"),
        (
            "没有密码的卡，一天最多花多少分。",
            "How many points a card without a PIN may spend in a day.",
        ),
    ),
    Decidable(
        "collect_month_tenths",
        "shop",
        number("points", 10, 100_000, 10),
        ("代领每月多少分", "How much is collected for somebody in a month"),
        (
            "办代领的时候，先写上每月最多多少分；本人可以改多改少。",
            "What stands first in the form that names a collector; whose points they are may write more or less.",
        ),
        two=False,
    ),
    Decidable(
        "cooling_days",
        "shop",
        number("days", 1, 60),
        ("新卡、新账号的等候期", "How long what is new waits"),
        (
            "新办的卡和账号没有人确认的时候，等几天能先用一点：要这一家之后又用老办法来过。",
            (
                "After how many days a new card or account that nobody confirmed may pay a little, where its household "
                "came again by an older one meanwhile."
            ),
        ),
    ),
    Decidable(
        "price_approval",
        "shop",
        kinds.OneOf(
            (("second", "别人同意以后", "once approved"), ("shown", "先亮一天", "after a day on show"))
        ),
        ("新价什么时候算数", "When a new price counts"),
        (
            "店长提的新价，要“两委”的人同意才算；或者先亮出来一天，没有人叫停就算。",
            "A new price counts once somebody of the committee approves it; or after a day on show, unless somebody stops it.",
        ),
    ),
    *staff_settings.HANDING_OVER_AND_COUNTING,
    *staff_settings.CALENDAR_AND_ROLES,
)
CATALOGUE = {one.name: one for one in _ALL}


def get(name: str) -> Decidable | None:
    """What this name means; None for a name there is not."""
    return CATALOGUE.get(name)


def grouped() -> list[tuple[tuple[str, str], list[Decidable]]]:
    """Everything, group by group."""
    return [(words, [one for one in _ALL if one.group == group]) for group, words in GROUPS.items()]
