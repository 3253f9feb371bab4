"""The kinds of values that a rule table may hold and that cannot be counted yet, in the words of both languages."""

from __future__ import annotations

from points import volunteering
from points.imports.reading.rule_tables.refusals import ValueNotCounted

KINDS = {
    "empty": ("空着", "nothing"),
    "case_by_case": ("一事一议", "decided case by case"),
    "zeroing": ("积分归零", "all points lost"),
    "quota": ("限额评选", "so many are chosen"),
    "decider": ("由人评定", "somebody decides"),
    "score_sheet": ("几项相加的评分", "a sheet of scores"),
    "decay": ("时长递减", "hours that count less and less"),
    "date_ladder": ("按日期分档", "steps by date"),
    "minus": ("扣分", "points taken away"),
    "award_ladder": ("按级别分档", "steps by level"),
    "by_status": ("按身份分档", "by status of the household"),
    "range": ("一个范围", "a range"),
    "once": ("写着事由", "it names an occasion"),
    "part_of_a_unit": ("不是按一个单位算", "not for one unit"),
    "two_units": ("和“单位”一栏说的不一样", "not the unit of its column"),
    "finer": ("比 0.1 分还细", "finer than a tenth of a point"),
    "unknown": ("看不懂", "not understood"),
}


def not_counted(value: volunteering.rules.Value, cap: str = "") -> ValueNotCounted:
    """The fault of a value that cannot be counted yet; with the words of the `cap` where that cannot be either."""
    zh, en = KINDS[value.kind]
    column, words = ("分值、封顶", f"{value.not_counted}；{cap}") if cap else ("分值", value.not_counted)
    return ValueNotCounted(column=column, words=words, kind=zh, kind_en=en)
