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


class RowUnreadable(LineFault):
    """A row of a reference table that cannot be entered."""

    code = "reference_unreadable"
    zh = "“{column}”写的是“{words}”，读不出来；这一行没有收下，表里其他行照收。"
    en = '"{column}" says "{words}", which cannot be read; this row was not taken, all others of the table were.'
    next_zh = "请在表里改好这一格，再导入一次。"
    next_en = "Correct the cell in the table and import again."


class RowIncomplete(RowUnreadable):
    """The same of a cell that is empty."""

    zh = "“{column}”空着；这一行没有收下，表里其他行照收。"
    en = '"{column}" is empty; this row was not taken, all others of the table were.'
    next_zh = "请在表里补上，再导入一次。"
    next_en = "Fill it in and import again."


class RowReadAs(LineFault):
    """A cell of such a row that is read otherwise than it is typed, or as nothing."""

    code = "reference_read_as"
    zh = "“{column}”写的是“{words}”，按{taken}收下。"
    en = '"{column}" says "{words}" and was taken as {taken}.'
    next_zh = "不对的话请在表里改好，再导入一次。"
    next_en = "If that is wrong, correct the table and import again."


class NumberMade(LineFault):
    code = "number_made"
    zh = "有 {count} 行没有自己的编号，替它们编了：{numbers}。"
    en = "{count} rows have no number of their own and were given one: {numbers}."
    next_zh = "请在表里填上编号，就填这些也可以。"
    next_en = "Write numbers into the table; these will do."


class RowNotThere(LineFault):
    """A line of a book that is about a row that was not taken."""

    code = "reference_left"
    zh = "“{name}”在“{file}”第 {row} 行，那一行没有收下，这里也没有入账。"
    en = '"{name}" stands in row {row} of "{file}", which was not taken; neither was this.'
    next_zh = "请先改好那一行，再导入一次。"
    next_en = "Correct that row first, then import again."
