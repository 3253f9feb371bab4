"""Why a service cannot be decided by this person, or not again."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class ReasonMissing(Refusal):
    code = "reason_needed"
    zh = "还差一句原因。"
    en = "A reason is needed."
    next_zh = "请写一句，对方能看到。"
    next_en = "Write one sentence; the other side can read it."


class Overlapping(Refusal):
    code = "overlap"
    zh = "{starts:when}起已经有“{title}”，时间碰上了。"
    en = '"{title}" begins {starts:when}: the times overlap.'
    next_zh = "请换一个时间，或者先退掉那一个。"
    next_en = "Choose another time, or give up the other one first."


class AlreadyDecided(Refusal):
    code = "already_decided"
    zh = "这条刚刚有人审过了，没有重复办。"
    en = "Somebody has decided this already; nothing was done twice."
    next_zh = "请刷新一下看结果。"
    next_en = "Reload the page to see the outcome."


class OwnService(Refusal):
    code = "own_service"
    zh = "这条是您自己的服务，要别人审。"
    en = "This is your own service; somebody else decides."
    next_zh = "请转给另一位专干。"
    next_en = "Ask another officer."


class RelativesService(Refusal):
    code = "relative"
    zh = "这条是您家里人的，要别人审。"
    en = "This is a relative's service; somebody else decides."
    next_zh = "请转给另一位专干。"
    next_en = "Ask another officer."


class OwnEntry(Refusal):
    code = "own_entry"
    zh = "这条是您录入的，要别人审。"
    en = "You entered this; somebody else decides."
    next_zh = "请转给另一位专干。"
    next_en = "Ask another officer."


class EntryOfOne(Refusal):
    code = "entry_of_one"
    zh = "录这条的账号是您开的（或者您的账号是他开的），要别人审。"
    en = "You made the account of whoever entered this, or they made yours; somebody else decides."
    next_zh = "请转给另一位专干，或者社区两委、街道。"
    next_en = "Ask another officer, the committee or the street office."


class OwnActivity(Refusal):
    code = "own_activity"
    zh = "这个活动是您带的，要别人审。"
    en = "You led this activity; somebody else decides."
    next_zh = "请转给另一位专干。"
    next_en = "Ask another officer."


class NotCredited(Refusal):
    code = "not_credited"
    zh = "这条没有入账，没有可冲正的。"
    en = "This was not credited; there is nothing to reverse."
    next_zh = "还在公示的，可以驳回。"
    next_en = "What is still in publicity can be rejected."


class OwnApproval(Refusal):
    code = "own_approval"
    zh = "这条是您审过的，冲正要另一位来办。"
    en = "You approved this; another person reverses it."
    next_zh = "请转给另一位专干。"
    next_en = "Ask another officer."
