"""Why something is not decided, or not by this person."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class SettingUnknown(Refusal):
    """A name nobody may decide about."""

    code = "setting_unknown"
    status = 404
    zh = "没有“{name}”这一项设置。"
    en = 'There is no setting called "{name}".'
    next_zh = "请从设置的列表里选。"
    next_en = "Choose one from the list of settings."


class SettingUnfit(Refusal):
    """A value that is none of this setting."""

    code = "setting_unfit"
    status = 422
    zh = "“{title}”不能这样设。"
    en = '"{title}" cannot be set to this.'
    next_zh = "能写的是：{looks}"
    next_en = "It may be: {looks}"


class SettingSame(Refusal):
    """What is to hold holds already."""

    code = "setting_same"
    zh = "那一天起本来就是这样，没有要改的。"
    en = "That is what holds from that day already; there is nothing to change."


class SettingDayPast(Refusal):
    """Days that are over keep what held for them."""

    code = "setting_day_past"
    status = 422
    zh = "过去的日子不能改，最早从今天起。"
    en = "Days that are over keep what held for them; it can begin today."
    next_zh = "请把开始的日子改成今天或以后。"
    next_en = "Let it begin today or later."


class PursesThere(Refusal):
    """Whose purse it is cannot change once somebody has one."""

    code = "purses_there"
    zh = "已经有 {number} 个积分户，积分户归谁不能再改。"
    en = "There are purses already ({number}), so whose purse it is cannot change any more."


class LimitsCross(Refusal):
    """What one person may approve is less than what two may."""

    code = "limits_cross"
    status = 422
    zh = "一人能审的时长不能比两人能审的还长。"
    en = "One person may not approve a longer day than two may."
    next_zh = "请先改另一项，或者换一个数。"
    next_en = "Change the other one first, or take another number."


class ProposalOpen(Refusal):
    """One proposal of a setting at a time."""

    code = "proposal_open"
    zh = "这一项已经有一个提议在等确认。"
    en = "A proposal for this setting is waiting already."
    next_zh = "请先确认或撤回那一个。"
    next_en = "Confirm or withdraw that one first."


class ProposalClosed(Refusal):
    """Somebody was quicker."""

    code = "proposal_closed"
    zh = "这个提议已经有人确认或撤回了。"
    en = "Somebody has confirmed or withdrawn this proposal already."
    next_zh = "请重新打开这一页看结果。"
    next_en = "Open the page again to see what became of it."


class ProposalOfOthers(Refusal):
    """Withdrawing is for who proposed, and for who decides."""

    code = "proposal_of_others"
    status = 403
    zh = "别人的提议，由提的人或能确认的人撤回。"
    en = "A proposal of somebody else is withdrawn by them, or by who may confirm it."


class SecondDeciderNeeded(Refusal):
    """Where points move, two have to agree."""

    code = "second_decider_needed"
    status = 403
    zh = "这一项要另一个人确认：不能是提的人，也不能是同一个人开的账号。"
    en = "Somebody else has to confirm this: not who proposed it, and no account that one of the two opened for the other."
    next_zh = "请社区“两委”的另一位，或街道的人来确认。"
    next_en = "Ask another member of the committee, or the street office."


class OtherHandNeeded(Refusal):
    """Somebody confirms what they or a relative of theirs began."""

    code = "other_hand_needed"
    status = 403
    zh = "这件事您或您的家里人经手过，要别人来确认。"
    en = "You or a relative of yours had a hand in this, so somebody else must confirm it."
    next_zh = "请另一位有这个岗位的人来，或者请街道、监督员代一次。"
    next_en = "Ask somebody else with this role, or the street office or the supervisor to stand in."


class StandInReason(Refusal):
    """Somebody stands in for a second person who is there, and does not say why."""

    code = "stand_in_reason"
    status = 422
    zh = "您是代别人确认，请写明原因。"
    en = "You stand in for somebody else: say why."
    next_zh = "写上为什么由您来确认，再点一次。"
    next_en = "Write why you confirm it, and press again."
