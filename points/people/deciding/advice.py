"""What has to be decided before a community opens: what is recommended to begin with, and what others chose and why.

Of rules that villages and communities published, and of what became of their schemes; see docs/COMMUNITIES.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Advice:
    """Of one setting: a value to begin with, and in both languages what others chose and why."""

    name: str
    value: Any
    why: tuple[str, str]

    def said(self, language: str) -> str:
        """What others chose and why."""
        return self.why[language == "en"]


#: in the order in which they are decided
ADVICE = (
    Advice(
        "purse_of",
        "household",
        (
            "多数地方一户一个，全家一起攒、一起换，老人不用自己来；一人一个的，多是按志愿者算的。登记居民以前要定好。",
            (
                "Most have one for the household: a family saves together, and old people need not come themselves. One for each person "
                "is mostly found where volunteers are counted. It is decided before anybody is registered."
            ),
        ),
    ),
    Advice(
        "exchange_days",
        {"days": [2, 4], "hours": [["8:30", "11:30"], ["15:00", "17:00"]]},
        (
            "有的一周两个半天，有的每月一天、每季一次。一周两天，来的人不挤，店员也排得开。",
            (
                "Some have two half days a week, some a day a month or one in a quarter. With two days a week nobody has to crowd, and "
                "clerks can be found."
            ),
        ),
    ),
    Advice(
        "validity",
        {"kind": "months", "months": 36},
        (
            "有的年底清零，有的三年，有的一直有效。一直有效的，分会越积越多，货跟不上；年底清零的，老人来不及换。三年两头都顾到。",
            (
                "Some end them on 31 December, some after three years, some never. Points that never end outgrow the goods; at the end of "
                "a year old people come too late. Three years heed both."
            ),
        ),
    ),
    Advice(
        "publicity_days",
        3,
        (
            "各地都公示三天以上再入账，有异议的先停下来。",
            "It hangs out for three working days or more everywhere before it is credited; what is objected to stops.",
        ),
    ),
    Advice(
        "backfilled_points",
        False,
        (
            "事后补录最容易掺假：多数地方补的只记时长，不记分。",
            "What is typed in afterwards is where most is made up: mostly it gives hours and no points.",
        ),
    ),
    Advice(
        "month_budget_tenths",
        15000,
        (
            "许多超市是分发得比货多才办不下去的。按一年有多少钱、多少捐的货来定，超了会提醒。二三百户的社区，一个月发一千多分。",
            (
                "Many shops ended because more points were given than there were goods. Set it by the money and gifts of a year; beyond it "
                "a warning comes. A community of two or three hundred households gives out a little over a thousand a month."
            ),
        ),
    ),
    Advice(
        "fen_per_point",
        100,
        (
            "多数一分当一块钱，也有一角、两块、五块的。只用来看发的分和货够不够，不用来定价。",
            "Mostly a point is worth one yuan, elsewhere 0.1, 2 or 5. It only compares points with goods, and prices nothing.",
        ),
    ),
    Advice(
        "card_no_pin_tenths",
        200,
        (
            "老人记不住密码，卡丢了又怕人用：没有密码的卡一天花得少一点，两头都顾到。",
            "Old people forget a PIN, and a lost card may be used: a card without one spends only a little in a day.",
        ),
    ),
    Advice(
        "price_approval",
        "second",
        (
            "换货的分价由另一个人点头，店里一个人定不了；公示一天没人反对就算，也有地方这样办。",
            "Somebody outside the shop approves what goods cost in points; in some places it hangs out for a day instead.",
        ),
    ),
)


def undecided(standing: Mapping[str, Any]) -> Iterator[Advice]:
    """What nobody decided or proposed yet, where what holds now is not what is recommended; by how each setting stands."""
    for one in ADVICE:
        now = standing[one.name]
        if now.since is None and not now.coming and now.open is None and now.value != one.value:
            yield one
