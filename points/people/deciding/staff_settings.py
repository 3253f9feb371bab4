"""What a community decides about those who work: their calendar, their roles, how a counter is handed over, and who signs
a count."""

from __future__ import annotations

from points.people.deciding import kinds, tables
from points.people.deciding.decidable import Decidable, number

HANDING_OVER_AND_COUNTING = (
    Decidable(
        "undo_days",
        "shop",
        number("days", 0, 90),
        ("几天内能冲正", "For how many days a sale may be undone"),
        (
            "换错了的，几天以内店里两个人就能冲正。0 是只有当天。过了的，由社区专干提、居委会或街道同意。",
            (
                "For how many days two of the shop may take a sale back. 0 is the same day alone. Beyond it the officer "
                "asks, and the committee or the street office agrees."
            ),
        ),
    ),
    Decidable(
        "handover_items",
        "shop",
        tables.Codes(),
        ("交班数什么", "What is counted at hand-over"),
        (
            "店员交班时要数的货：写编号，或者写类别。空着就是不数。",
            "Goods that are counted when a clerk hands over, by number or by class. Empty means that nothing is counted.",
        ),
    ),
    Decidable(
        "handover_limit",
        "shop",
        number("pieces", 0, 1000),
        ("交班能差几件", "What may be missing at hand-over"),
        (
            "交班数的和账上差多少以内，店员自己交就行；再多，要另一个人来看过。",
            "How far a count at hand-over may be from the books for the clerk to hand over alone; beyond it somebody else looks.",
        ),
    ),
    Decidable(
        "street_count_tenths",
        "shop",
        kinds.Amount("points", 0, 10_000_000, 10, none=("不用街道签", "never")),
        ("盘点差多少要街道签", "Beyond what difference the street signs a count"),
        (
            (
                "一张盘点单上多的和少的都加起来，值的分超过这么多，第二个签字的要是街道办的人。按进价折成分；没写进价的，"
                "按兑换价。空着就是不用。"
            ),
            (
                "If what is over and what is missing of a stocktake is worth more than this together, the second signature "
                "is the street office's. It is reckoned at the reference price; without one, at what it costs. Empty means "
                "never."
            ),
        ),
    ),
)
CALENDAR_AND_ROLES = (
    Decidable(
        "working_day_overrides",
        "days",
        tables.Overrides(),
        ("调休", "Working days of its own"),
        (
            "国务院每年的放假通知里，程序自带的日历还没有的日子：哪天改上班，哪天改休息。一行写一天。",
            (
                "Days that the State Council's yearly notice turns into working days or days off, beyond the calendar "
                "that is built in. A day on each line."
            ),
        ),
        two=False,
    ),
    Decidable(
        "no_show_pause",
        "days",
        kinds.Pause(),
        ("没来要停报", "Pause after no-shows"),
        (
            "一年里报了名没来多少次，停报几个月。",
            "After how many no-shows in a year signing up pauses, and for how many months.",
        ),
        two=False,
    ),
    Decidable(
        "new_decider_days",
        "roles",
        number("days", 0, 30),
        ("新岗位几天后算数", "When a new role counts"),
        (
            "能做决定的岗位（专干、两委、街道、评议小组、店长、监督员、管理员），确认以后过几天才算数。0 是马上算数。",
            (
                "How many days after its confirmation a role that decides (officer, committee, street office, panel, "
                "shop manager, supervisor, administrator) counts. 0 is at once."
            ),
        ),
    ),
)
