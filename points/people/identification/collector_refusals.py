"""Why somebody may not collect for another: not known, of the same purse, over, or more than was agreed."""

from points.foundation.refusal import Refusal


class CollectorUnknown(Refusal):
    """Nobody, or more than one, is registered under this name and door."""

    code = "collector_unknown"
    status = 422
    zh = "没有找到这一位。"
    en = "Nobody was found under this name and door."
    next_zh = "名字和门牌要和登记的一样；不清楚，请到社区窗口办。"
    next_en = "Name and door must be as registered; if you are not sure, ask at the office."


class CollectorAtHome(Refusal):
    """Who shares the purse needs nobody's leave."""

    code = "collector_at_home"
    status = 422
    zh = "这一位和您用的是同一份积分，不用另外办。"
    en = "This person shares these points already, so there is nothing to arrange."
    next_zh = "请他带自己的卡或手机，直接去换。"
    next_en = "They bring their own card or phone to the shop."


class CollectorTerms(Refusal):
    """Until a day after today and within a year; for whole tenths above nought."""

    code = "collector_terms"
    status = 422
    zh = "日子要在今天以后、一年以内，每月至少 1 分。"
    en = "The day must be after today and within a year, and a month at least 1 point."
    next_zh = "改一改，再按一次。"
    next_en = "Correct it and press again."


class CollectorEnded(Refusal):
    """Ended by the household or the office, past its day, not confirmed yet, or settled by somebody else."""

    code = "collector_ended"
    zh = "这份代领已经停了、到期了，或者还没确认。"
    en = "This permission to collect has ended, is past its day, or is not confirmed yet."
    next_zh = "分都在。请本人自己来，或请本人再办一次代领。"
    next_en = "All points are still there. The owner comes themselves, or names the collector again."


class CollectorLimit(Refusal):
    """A collector has an own limit for each month."""

    code = "collector_limit"
    zh = "这个月还能代领 {left:points} 分，这次要 {wanted:points} 分。"
    en = "{left:points} more points may be collected this month, and this takes {wanted:points}."
    next_zh = "请少拿一点；要多领，请本人在手机上或社区窗口改。"
    next_en = "Take less; for more, the owner changes it on their phone or at the office."
