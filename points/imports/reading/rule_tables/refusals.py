"""What in a rule table cannot be counted yet, or is taken with a doubt. The table is taken all the same."""

from __future__ import annotations

from points.imports.refusals import LineFault


class ValueNotCounted(LineFault):
    code = "value_not_counted"
    zh = "“{column}”写的是“{words}”（{kind}），还不能自动计分；这条规则照原文存着，先不能按它记新的积分，旧账照收。"
    en = (
        '"{column}" says "{words}" ({kind}), which cannot be counted yet; the rule is kept as it is written and gives no'
        " new points for now, old lines are taken."
    )
    next_zh = "要用它，请写成一个数（如 5 分/次），几种情形就拆成几条，再导入一次。"
    next_en = "To use it, write one number (5 points each time), with a rule for each case, and import again."


class CapNotCounted(LineFault):
    code = "cap_not_counted"
    zh = "封顶写的是“{words}”，还不能自动计分；不会当成不封顶：这条规则先不能记新的积分，旧账照收。"
    en = (
        'The cap says "{words}", which cannot be counted yet. That is not taken for "no cap": the rule gives no new points'
        " for now, old lines are taken."
    )
    next_zh = "要用它，请写成这样：4小时/日、每户每月2次、20分/半年、终身一次；不封顶就写“不限”，再导入一次。"
    next_en = "To use it, write how much in which time (4 hours a day, 2 times a month per household), or none, and import again."


class RuleDoubtful(LineFault):
    code = "rule_doubtful"
    zh = "规则“{rule}”可以用，但容易有争议：迎检加分、开会计时长，请社区两委想清楚。"
    en = 'The rule "{rule}" can be used, but is easily disputed: points for inspections, or hours for meetings.'
    next_zh = "已照写的收下；不合适就改规则表，再导入一次。"
    next_en = "It was taken as written; if it is not right, change the rule table and import again."
