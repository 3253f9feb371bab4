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


class RuleEnded(Refusal):
    code = "rule_ended"
    zh = "规则 {rule} 从{day:day}起停用了。"
    en = "Rule {rule} ended on {day:day}."
    next_zh = "请换一条规则；还要用它，请在“积分规则”里给它写一个新版本。"
    next_en = "Choose another rule; to use this one again, write a new version of it on the page of rules."


class RuleValueUnread(Refusal):
    code = "rule_value_unread"
    zh = "“{words}”系统算不出是几分。"
    en = 'What "{words}" gives cannot be counted.'
    next_zh = "分值只写一个数，最多一位小数，如 5；每什么给，在旁边选。"
    next_en = "Write one number with at most one decimal, like 5, and choose beside it for what it is given."


class RuleUnitMissing(Refusal):
    code = "rule_unit_missing"
    zh = "没有写每什么给 {words} 分。"
    en = "It does not say for what {words} points are given."
    next_zh = "请选上每什么给：小时、次、半天、户·月，或者别的。"
    next_en = "Choose what it is given for: an hour, a time, half a day, a household and month, or another."


class RuleTooDear(Refusal):
    code = "rule_too_dear"
    zh = "一条规则最多一次给 10000 分，这里写的是“{words}”。"
    en = 'A rule gives at most 10,000 points at once; this says "{words}".'
    next_zh = "请看看是不是多写了零。"
    next_en = "See whether a zero is too many."


class RuleCapUnread(Refusal):
    code = "rule_cap_unread"
    zh = "封顶写的“{words}”系统看不懂，不能当成不封顶。"
    en = 'The cap "{words}" is not understood, and it is not taken for none.'
    next_zh = "请写成这样：4小时/日、2次/周、每户每月2次、20分/半年；不封顶就空着。"
    next_en = "Write it as rule tables do, in Chinese: so many hours a day, times a week or points in half a year; empty means none."


class RuleDayPast(Refusal):
    code = "rule_day_past"
    zh = "新写的规则最早从今天起用，以前记的分不会变。"
    en = "A rule begins today at the earliest; what was given before does not change."
    next_zh = "请选今天或以后。"
    next_en = "Choose today or later."


class RuleCodeTaken(Refusal):
    code = "rule_code_taken"
    status = 409
    zh = "编号 {rule} 已经有规则了。"
    en = "There is a rule {rule} already."
    next_zh = "请换一个编号；要改原来那条，请打开它再改。"
    next_en = "Take another number; to change the rule that is there, open it."


class RuleSame(Refusal):
    code = "rule_same"
    zh = "规则 {rule} 那一天本来就是这样，没有改什么。"
    en = "Rule {rule} says just that on that day already."
    next_zh = "要改哪一处，请先改好再交。"
    next_en = "Change something before you hand it in."


class RuleStillPlanned(Refusal):
    code = "rule_still_planned"
    status = 409
    zh = "那天起还有 {number} 场活动按规则 {rule} 发布，停了就没法给它们记分。"
    en = "From that day on {number} activities are planned under rule {rule}; ended, it could give them nothing."
    next_zh = "请先取消这些活动，或者把停用的日子往后写。"
    next_en = "Call these activities off first, or let the rule end later."


class RuleNothingTicked(Refusal):
    code = "rule_nothing_ticked"
    zh = "一条都没有勾。"
    en = "Nothing is ticked."
    next_zh = "请先勾上要交的，再按一次。"
    next_en = "Tick what you want, then press again."


class RuleUnknownInModel(Refusal):
    code = "rule_unknown_in_model"
    zh = "样本里没有勾的这一条。"
    en = "The model has no such line."
    next_zh = "请重新打开这一页再勾。"
    next_en = "Open the page again and tick."
