"""Why a second person cannot decide this, or not yet."""

from __future__ import annotations

from points.foundation.refusal import Refusal


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


class SecondNeeded(Refusal):
    code = "second_needed"
    zh = "这一天一共 {minutes:hours} 小时，您已经审过一次，还要另一位审。"
    en = "{minutes:hours} hours on one day: you approved it once, another person has to as well."
    next_zh = "请转给另一位专干。"
    next_en = "Ask another officer."


class SecondLook(Refusal):
    code = "second_look"
    zh = "第一次是您审的，或者您和第一次审的人，一个的账号是另一个开的。还要另一个人看一次。"
    en = "You looked first, or one of you and whoever did made the other's account: another person has to look."
    next_zh = "请转给另一位专干，或者社区两委、街道。"
    next_en = "Ask another officer, the committee or the street office."


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


class NotInPublicity(Refusal):
    code = "not_in_publicity"
    zh = "这条不在公示期里。"
    en = "This is not in its publicity period."
    next_zh = "请到社区窗口说明，可以复查。"
    next_en = "Tell the office; it can be looked into."


class AlreadyPosted(Refusal):
    code = "already_posted"
    zh = "已经入账，不能撤回了。"
    en = "It has been posted and cannot be taken back any more."
    next_zh = "要改就走更正：请另一位专干冲正。"
    next_en = "To change it, ask another officer to reverse it."


class AboveWhole(Refusal):
    code = "above_whole"
    zh = "这场只有 {whole:hours} 小时，最多记 {whole:hours} 小时。"
    en = "This was {whole:hours} hours; at most {whole:hours} can be recorded."
    next_zh = "请改小，或者写几点走的。"
    next_en = "Enter less, or when they left."


class NotAfterComing(Refusal):
    code = "not_after_coming"
    zh = "{came:when}才到，走的时间要比这晚。"
    en = "They came {came:when}; they left later than that."
    next_zh = "请再问一下几点走的。"
    next_en = "Ask again when they left."


class OthersDecide(Refusal):
    code = "others_decide"
    status = 403
    zh = "这条有别人能审。"
    en = "Somebody else may decide about this."
    next_zh = "请社区专干、社区两委或者街道来审；他们都要回避的，才由您审。"
    next_en = (
        "It is for the officer, the committee or the street office; yours is what none of them may decide."
    )


class EvidenceFirst(Refusal):
    code = "evidence_first"
    zh = "这条规则不看钟点，看佐证；这里还没有写佐证。"
    en = "This rule is given on evidence, not on hours, and no evidence is written here."
    next_zh = "请先在这一场里写上：签到表编号、照片，或者哪份文件。没有佐证的，退回。"
    next_en = "First write it on the activity's page: the number of a list, a picture, or which document; else send it back."


class NotSignedOut(Refusal):
    code = "not_signed_out"
    zh = "没有签退，要写几点走的，或者记几小时。"
    en = "Nobody saw them leave: enter when they left, or how many hours."
    next_zh = "请打开这一场，一个一个看。"
    next_en = "Open the activity and look at them one by one."


class ReversalAsked(Refusal):
    code = "reversal_asked"
    zh = "已经有人申请冲正这一笔了，等另一个人确认。"
    en = "Somebody has asked for this reversal already; it waits for another person."
    next_zh = "请那一位来办，不用再申请。"
    next_en = "Let that person confirm it; nothing more is needed."


class ReversalNotAsked(Refusal):
    code = "reversal_not_asked"
    zh = "没有人申请冲正这一笔，或者刚刚有人办了。"
    en = "Nobody asks for this reversal, or somebody has just answered."
    next_zh = "请刷新一下看结果。"
    next_en = "Reload the page to see the outcome."


class OwnReversalAsk(Refusal):
    code = "own_reversal_ask"
    status = 403
    zh = "冲正是您申请的，要另一个人确认。"
    en = "You asked for this reversal; another person confirms it."
    next_zh = "请另一位专干、社区两委或者街道来看。"
    next_en = "Ask another officer, the committee or the street office."


class ReversalOfOne(Refusal):
    code = "reversal_of_one"
    status = 403
    zh = "申请的人或者当初审的人，和您的账号是一边的，要别人确认。"
    en = "You made the account of whoever asked or approved, or they made yours; somebody else confirms."
    next_zh = "请另一位专干、社区两委或者街道来看。"
    next_en = "Ask another officer, the committee or the street office."


class NotObjected(Refusal):
    code = "not_objected"
    zh = "这条没有等答复的异议，或者刚刚有人答复了。"
    en = "Nobody objects to this, or somebody has just decided."
    next_zh = "请刷新一下看结果。"
    next_en = "Reload the page to see the outcome."


class ObjectedFirst(Refusal):
    code = "objected_first"
    zh = "这条有人提了异议，要先答复异议。"
    en = "Somebody objects to this; the objection is decided first."
    next_zh = "请到“异议”那一页答复。"
    next_en = "Decide it on the page of objections."


class ObjectedBefore(Refusal):
    code = "objected_before"
    zh = "这条已经提过异议，答复过了。"
    en = "This was objected to before and has been answered."
    next_zh = "还有不同的说法，请到社区窗口说。"
    next_en = "If there is more to say, tell the office."


class ObjectionsMany(Refusal):
    code = "objections_many"
    zh = "您有 {most} 条异议还在等答复，先不再加。"
    en = "{most} objections of yours are waiting for an answer; no more for now."
    next_zh = "急的话，请到社区窗口说。"
    next_en = "If it is urgent, tell the office."


class OwnObjection(Refusal):
    code = "own_objection"
    status = 403
    zh = "这条异议是您或您家里人提的，或者是您记下的，要别人答复。"
    en = "You or your family raised this objection, or you wrote it down; somebody else decides."
    next_zh = "请另一位专干、社区两委、街道或者监督员来答复。"
    next_en = "Ask another officer, the committee, the street office or the supervisor."


class OwnApprovalObjected(Refusal):
    code = "own_approval_objected"
    status = 403
    zh = "这条是您审过的，异议要别人答复。"
    en = "You approved this; somebody else decides about the objection."
    next_zh = "请另一位专干、社区两委、街道或者监督员来答复。"
    next_en = "Ask another officer, the committee, the street office or the supervisor."


class ObjectionOfOne(Refusal):
    code = "objection_of_one"
    status = 403
    zh = "审这条的人和您的账号是一边的，异议要别人答复。"
    en = "You made the account of whoever approved this, or they made yours; somebody else decides."
    next_zh = "请另一位专干、社区两委、街道或者监督员来答复。"
    next_en = "Ask another officer, the committee, the street office or the supervisor."
