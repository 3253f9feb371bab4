"""Why an activity cannot be planned, joined or attended so."""

from __future__ import annotations

from points.foundation.refusal import Refusal


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


class EvidenceMissing(Refusal):
    code = "evidence_needed"
    zh = "补录要写明凭什么：签到表、照片或者谁能作证。"
    en = "A back-fill says what there is to show: a list, a picture, a witness."
    next_zh = "请补上佐证再提交。"
    next_en = "Add the evidence and submit it again."


class ListEvidenceMissing(Refusal):
    code = "list_evidence_needed"
    zh = "“{title}”不看钟点，看佐证：交名单要写凭什么。"
    en = '"{title}" is given on evidence, not on hours: say what there is to show.'
    next_zh = "请写签到表编号、照片几张，或者哪份文件。"
    next_en = "Write the number of the list, how many pictures, or which document."


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


class SomebodyCame(Refusal):
    code = "somebody_came"
    zh = "“{title}”已经有人签到了，不能取消。"
    en = 'Somebody has checked in to "{title}"; it cannot be cancelled any more.'
    next_zh = "提前散了的，照实签退、交名单；签错了的，先撤回签到。"
    next_en = (
        "If it ended early, check people out and hand the list in; a wrong check-in is taken back first."
    )


class NotCancelled(Refusal):
    code = "not_cancelled"
    zh = "“{title}”没有取消。"
    en = '"{title}" was not cancelled.'
    next_zh = "请刷新一下看现在怎么样。"
    next_en = "Reload the page to see how it stands."


class ResumedLate(Refusal):
    code = "resumed_late"
    zh = "“{title}”{starts:when}就该开始了，来不及恢复。"
    en = '"{title}" would have begun {starts:when}; it is too late to take it up again.'
    next_zh = "还要办的，另外发布一场。"
    next_en = "Plan another one if it is still to take place."


class ActivityAhead(Refusal):
    code = "activity_ahead"
    zh = "“{title}”{starts:when}才开始。"
    en = '"{title}" begins only {starts:when}.'
    next_zh = "开始前 1 小时起能签到，开始以后才能交名单。"
    next_en = "People can be checked in from an hour before; the list is handed in once it has begun."


class NobodyHere(Refusal):
    code = "nobody_here"
    zh = "“{title}”还没有人签到，名单先不交。"
    en = 'Nobody has checked in to "{title}" yet; the list stays with you.'
    next_zh = "有人来了先签到；真没人来，{ends:when}以后再交。"
    next_en = "Check people in first; if nobody comes, hand it in after {ends:when}."


class LeaderNeeded(Refusal):
    code = "leader_needed"
    zh = "还有活动要交给别人带，请选一位能带队的。"
    en = "There are activities to hand on: choose somebody who may lead."
    next_zh = "没有人可选，先给一个人领队的岗位，确认以后再停用。"
    next_en = "With nobody to choose, give somebody the role of leader first."


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
