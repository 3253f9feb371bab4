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
