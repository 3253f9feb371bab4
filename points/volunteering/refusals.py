"""Every "no" on the way from an activity to its points."""

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


class StartInPast(Refusal):
    code = "in_the_past"
    zh = "开始时间 {starts:when} 已经过了。"
    en = "The start, {starts:when}, is over already."
    next_zh = "请改到以后的时间；已经办完的活动走补录。"
    next_en = "Choose a later time; what is over is entered by back-fill."


class StartInFuture(Refusal):
    code = "in_the_future"
    zh = "{ends:when} 还没到，不能先补录。"
    en = "{ends:when} has not come yet; it cannot be back-filled."
    next_zh = "还没办的活动请先发布，当天签到。"
    next_en = "Plan the activity and check people in on the day."


class EndBeforeStart(Refusal):
    code = "before_start"
    zh = "结束时间要晚于开始时间。"
    en = "The end must be after the start."
    next_zh = "请改一下起止时间。"
    next_en = "Correct the two times."


class DayTooLong(Refusal):
    code = "day_too_long"
    zh = "一次活动最长 24 小时。"
    en = "One activity takes 24 hours at most."
    next_zh = "请按天分开发布。"
    next_en = "Plan one activity for each day."


class OutOfRange(Refusal):
    code = "out_of_range"
    zh = "这里最少 {least}，最多 {most}。"
    en = "Between {least} and {most}, please."


class ReasonMissing(Refusal):
    code = "reason_needed"
    zh = "还差一句原因。"
    en = "A reason is needed."
    next_zh = "请写一句，对方能看到。"
    next_en = "Write one sentence; the other side can read it."


class EvidenceMissing(Refusal):
    code = "evidence_needed"
    zh = "补录要写明凭什么：签到表、照片或者谁能作证。"
    en = "A back-fill says what there is to show: a list, a picture, a witness."
    next_zh = "请补上佐证再提交。"
    next_en = "Add the evidence and submit it again."


class ActivityOver(Refusal):
    code = "activity_closed"
    zh = "“{title}”的名单已经确认，不能再改。"
    en = 'The list of "{title}" is closed and cannot be changed.'
    next_zh = "漏了人，请社区专干补录。"
    next_en = "Ask the community officer to back-fill whoever is missing."


class ActivityCancelled(Refusal):
    code = "activity_cancelled"
    zh = "“{title}”取消了。"
    en = '"{title}" was cancelled.'
    next_zh = "看看别的活动。"
    next_en = "Have a look at the other activities."


class ActivityAhead(Refusal):
    code = "activity_ahead"
    zh = "“{title}”{starts:when}才开始。"
    en = '"{title}" begins only {starts:when}.'
    next_zh = "到时候再来。"
    next_en = "Come back then."


class SignUpLate(Refusal):
    code = "sign_up_late"
    zh = "“{title}”已经开始了，名单收走了。"
    en = '"{title}" has begun; the list is closed.'
    next_zh = "直接到现场找领队签到。"
    next_en = "Go there and check in with the leader."


class ActivityFull(Refusal):
    code = "activity_full"
    zh = "“{title}”{capacity} 个人报满了。"
    en = 'All {capacity} places of "{title}" are taken.'
    next_zh = "看看别的活动，或者过一天再来，有人退了就空出来。"
    next_en = "Look at the other activities, or come back: somebody may withdraw."


class AlreadySignedUp(Refusal):
    code = "already_signed_up"
    zh = "“{title}”已经报上名了。"
    en = 'The name is on the list of "{title}" already.'
    next_zh = "不用再报，{starts:when}见。"
    next_en = "No need to do it again; see you {starts:when}."


class NotSignedUp(Refusal):
    code = "not_signed_up"
    zh = "“{title}”的名单上没有这个人。"
    en = 'This person is not on the list of "{title}".'


class SignUpPaused(Refusal):
    code = "sign_up_paused"
    zh = "今年有 {times} 次报了名没有来，报名先停到 {until:day}。分和兑换不受影响。"
    en = "{times} no-shows this year: sign-up is paused until {until:day}. Points and goods are not touched."
    next_zh = "有特殊情况，请跟社区专干说一声。"
    next_en = "If there was a reason, tell the community officer."


class Overlapping(Refusal):
    code = "overlap"
    zh = "{starts:when}起已经有“{title}”，时间碰上了。"
    en = '"{title}" begins {starts:when}: the times overlap.'
    next_zh = "请换一个时间，或者先退掉那一个。"
    next_en = "Choose another time, or give up the other one first."


class AlreadyIn(Refusal):
    code = "already_in"
    zh = "{at:when}已经签到了。"
    en = "Checked in already, {at:when}."
    next_zh = "走的时候再签退。"
    next_en = "Check out when leaving."


class AlreadyOut(Refusal):
    code = "already_out"
    zh = "{at:when}已经签退了。"
    en = "Checked out already, {at:when}."


class NotIn(Refusal):
    code = "not_in"
    zh = "还没有签到，不能签退。"
    en = "There is no check-in to check out from."
    next_zh = "请先签到。"
    next_en = "Check in first."


class NotYourActivity(Refusal):
    code = "not_your_activity"
    status = 403
    zh = "这个活动不是您带的。"
    en = "You do not lead this activity."
    next_zh = "请找这个活动的领队，或社区专干。"
    next_en = "Ask its leader, or the community officer."


class NotClosed(Refusal):
    code = "not_closed"
    zh = "“{title}”的名单领队还没有确认。"
    en = 'The leader has not confirmed the list of "{title}" yet.'
    next_zh = "请领队在手机上点“确认名单”。"
    next_en = "Ask the leader to confirm the list."


class NothingWaiting(Refusal):
    code = "nothing_waiting"
    zh = "这里没有等着审核的人。"
    en = "Nobody is waiting here."
    next_zh = "请回到待审核看下一个。"
    next_en = "Go back to the queue."


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


class OwnActivity(Refusal):
    code = "own_activity"
    zh = "这个活动是您带的，要别人审。"
    en = "You led this activity; somebody else decides."
    next_zh = "请转给另一位专干。"
    next_en = "Ask another officer."


class SecondNeeded(Refusal):
    code = "second_needed"
    zh = "这一天一共 {minutes:hours} 小时，您已经审过一次，还要另一位审。"
    en = "{minutes:hours} hours on one day: you approved it once, another person has to as well."
    next_zh = "请转给另一位专干。"
    next_en = "Ask another officer."


class StreetNeeded(Refusal):
    code = "street_needed"
    zh = "这一天一共 {minutes:hours} 小时，第二次要街道审。"
    en = "{minutes:hours} hours on one day: the second approval is the street office's."
    next_zh = "请联系街道管理员。"
    next_en = "Ask the street office."


class FirstNeeded(Refusal):
    code = "first_needed"
    zh = "这一天一共 {minutes:hours} 小时，先要社区专干审，再由街道审。"
    en = "{minutes:hours} hours on one day: the community officer approves first, then the street office."
    next_zh = "请社区专干先审。"
    next_en = "Ask the community officer to approve it first."


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


class NotInPublicity(Refusal):
    code = "not_in_publicity"
    zh = "这条不在公示期里。"
    en = "This is not in its publicity period."
    next_zh = "请到社区窗口说明，可以复查。"
    next_en = "Tell the office; it can be looked into."
