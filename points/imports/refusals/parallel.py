"""What stands in the way while paper and program go on side by side, and after the switch."""

from __future__ import annotations

from points.foundation.refusal import Refusal
from points.imports.refusals.lines import LineFault


class LineInParallel(LineFault):
    code = "line_in_parallel"
    zh = "{day:day}的这一行（{whose}）没有收：{first:day}起并行对账，这些天的账系统自己在记。"
    en = "This line of {day:day} ({whose}) was not taken: from {first:day} on paper and program go on side by side."
    next_zh = "系统里没有的，请在系统里补录；要比一比，请选“只比一比”再交。"
    next_en = (
        'What the program lacks is entered in the program; to compare, hand the books in as "compare only".'
    )


class LineAfterSwitch(LineFault):
    code = "line_after_switch"
    zh = "{day:day}的这一行（{whose}）没有收：{switch:day}起系统记账，以后的纸质账不再收。"
    en = "This line of {day:day} ({whose}) was not taken: from {switch:day} on the program keeps the books, and later paper is not taken."
    next_zh = "系统里没有的，请在系统里补录。"
    next_en = "Enter in the program what it lacks."


class ParallelGoing(Refusal):
    code = "parallel_going"
    zh = "这个社区正在并行对账，从{first:day}开始的。"
    en = "This community has paper and program side by side already, since {first:day}."
    next_zh = "请先办完这一次，或者停下来，再开始新的。"
    next_en = "Finish that one first, or stop it, and then begin anew."


class ParallelOver(Refusal):
    code = "parallel_over"
    zh = "这一次并行对账已经结束了。"
    en = "These days side by side have ended."
    next_zh = "请回到并行对账，看现在的。"
    next_en = "Go back to the page and look at what stands now."


class ProgramKeepsBooks(Refusal):
    code = "program_keeps_books"
    zh = "{switch:day}起已经是系统记账，不再并行。"
    en = "The program has kept the books since {switch:day}; nothing goes on beside it."
    next_zh = "旧的并行对账还可以看、可以打印。"
    next_en = "What was compared can still be looked at and printed."


class ParallelDays(Refusal):
    code = "parallel_days"
    status = 422
    zh = "切换的日子要在开始以后，并行最长 {most} 天。"
    en = "The switch has to be after the first day, and {most} days at most may go side by side."
    next_zh = "请改一改日子，再交一次。"
    next_en = "Change the days and hand in again."


class UntilOutside(Refusal):
    code = "until_outside"
    status = 422
    zh = "纸质账记到的日子要在{first:day}和{last:day}之间。"
    en = "The last day of paper has to be between {first:day} and {last:day}."
    next_zh = "请改一改日子，再交一次。"
    next_en = "Change the day and hand in again."


class DifferenceGone(Refusal):
    code = "difference_gone"
    zh = "最近一次比下来，这一处两边已经一样了，不用再定。"
    en = "In the newest comparison both sides agree here; nothing is left to decide."
    next_zh = "请看现在的列表。"
    next_en = "Look at the list as it is now."


class VerdictChanged(Refusal):
    code = "verdict_changed"
    zh = "您看的时候，别人已经定了这一处。"
    en = "Somebody decided this while you looked."
    next_zh = "请先看现在怎么定的；要改，请定的人先收回。"
    next_en = "Look at what was decided; to change it, who decided takes it back first."


class RemarkMissing(Refusal):
    code = "remark_missing"
    status = 422
    zh = "没有写说明。"
    en = "There is no remark."
    next_zh = "请写一句怎么回事、怎么改，签字的人要看。"
    next_en = "Write in a sentence what happened and what is put right; who signs will read it."


class VerdictOfAnother(Refusal):
    code = "verdict_of_another"
    zh = "这一处是别人定的，不能替他收回。"
    en = "Somebody else decided this, and it is theirs to take back."
    next_zh = "请定的人自己收回，或者请居委会成员、街道办的人收回。"
    next_en = "Ask whoever decided, or a committee member or the street office, to take it back."


class DifferencesUndecided(Refusal):
    code = "differences_undecided"
    zh = "还有 {count} 处不一样没有定是谁记错了，不能切换。"
    en = "{count} differences are not decided yet; the switch has to wait."
    next_zh = "请先一处一处定完。"
    next_en = "Decide them one by one first."


class NotComparedYet(Refusal):
    code = "not_compared_yet"
    zh = "纸质账要比到{last:day}（切换前一天）才能切换，现在比到{until:day}。"
    en = (
        "Paper has to be compared up to {last:day}, the day before the switch; it has been up to {until:day}."
    )
    next_zh = "请把记到那天的纸质账交来再比一次，或者把切换的日子改一改。"
    next_en = "Hand in paper up to that day and compare again, or move the day of the switch."


class PaperUnanswered(Refusal):
    code = "paper_unanswered"
    zh = "最近一次的纸质账里还有 {count} 个影响积分的问题没有答，没有比完。"
    en = "The newest paper has {count} questions on which points depend and nobody answered; it is not compared to the end."
    next_zh = "请先打开那一份答完，答完会再比一次。"
    next_en = "Open those books and answer them; they are compared again by themselves."


class ProgramMoved(Refusal):
    code = "program_moved"
    zh = "比完以后，系统里又记了或者改了这些天的账。"
    en = "Since the comparison something of these days was entered or put right in the program."
    next_zh = "请打开最近一次交来的纸质账，点“再读一遍”，看过再切换。"
    next_en = 'Open the paper that was handed in last, press "Read again", and look before the switch.'


class ComparedAgain(Refusal):
    code = "compared_again"
    zh = "您看的时候，又比过一次，结果可能不一样了。"
    en = "It was compared again while you looked; what differs may be otherwise now."
    next_zh = "请先看现在的结果，再点一次。"
    next_en = "Look at what stands now, then press again."


class SwitchNotProposed(Refusal):
    code = "switch_not_proposed"
    zh = "没有人提出切换，或者提出以后又比过、改过。"
    en = "Nobody has proposed the switch, or it was compared or changed since."
    next_zh = "请一个人先提出，再由另一个人确认。"
    next_en = "One person proposes it first; another confirms."


class OwnSwitch(Refusal):
    code = "own_switch"
    status = 422
    zh = "这是您自己提出的，或者由您开户的人提出的，要另一个人确认。"
    en = "You proposed this yourself, or somebody whose account you made did; another person has to confirm."
    next_zh = "请居委会成员或街道办的人打开这一页确认。"
    next_en = "Have a committee member or the street office open this page and confirm."
