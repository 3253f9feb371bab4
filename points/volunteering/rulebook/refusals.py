"""Why a rule cannot be found or added so."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class RuleUnknown(Refusal):
    code = "rule_unknown"
    zh = "{day:day}还没有规则 {rule}。"
    en = "There is no rule {rule} on {day:day}."
    next_zh = "请在规则表里挑一条当天有效的。"
    next_en = "Choose a rule that is in force on that day."


class RuleBackdated(Refusal):
    code = "rule_backdated"
    zh = "新规则最早从今天起用，{rule} 写的是 {day:day}。"
    en = "A new version begins today at the earliest; {rule} says {day:day}."
    next_zh = "请把生效日期改到今天或以后。"
    next_en = "Set the first day to today or later."


class RuleNotCounted(Refusal):
    code = "rule_not_counted"
    zh = "规则 {rule} 写的“{words}”还不能自动计分，不能按它记新的积分。"
    en = 'What rule {rule} says ("{words}") cannot be counted yet, so it gives no new points.'
    next_zh = "请换一条规则；要用这一条，请管理员在规则表里改成一个数（如 5 分/次）和看得懂的封顶（如 4 次/月），再导入一次。"
    next_en = (
        "Choose another rule; to use this one, have the administrator write one number (5 points each time) and a plain cap"
        " (4 times a month) in the rule table and import it again."
    )
