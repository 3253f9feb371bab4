"""Every "no" of what runs an installation, without a person or with one."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class SealingKeyThere(Refusal):
    """Nobody makes another key while there is one."""

    code = "sealing_key_there"
    zh = "密钥文件 keys/sealing 还在，不用重做。"
    en = "The key keys/sealing is there; no other one is made."
    next_zh = "凭条都显示被改过的，多半是放错了别处的 keys 文件夹：请放回这台机器自己的。"
    next_en = "If every receipt reads as altered, the folder keys is probably of another installation: put its own back."


class ClockWasAhead(Refusal):
    """The clock shows less than it has shown, so it cannot have been right all along."""

    code = "clock_was_ahead"
    zh = "账上已经记到 {mark:when}，比现在的钟晚，所以钟不可能一直是对的。"
    en = "The books already go to {mark:when}, later than the clock now: it cannot have been right all along."
    next_zh = "先看电脑的日期和时间。现在对了，就按“以前不对，现在对了”。"
    next_en = "Look at the computer's date and time. If they are right now, press “It was wrong until now”."


class ClockInDoubt(Refusal):
    """While the clock is doubted nobody knows which day is over."""

    code = "clock_in_doubt"
    zh = "电脑的钟还说不准，到期的先不能退回。"
    en = "The computer's clock is in doubt; nothing that lapsed can be taken back yet."
    next_zh = "先在“钟和到期”页上说清楚钟对不对。"
    next_en = "First say on the page “Clock and lapses” whether the clock is right."


class NothingLapsed(Refusal):
    """On that day nothing lapsed that is not back already."""

    code = "nothing_lapsed"
    zh = "这一天没有可以退回的到期。"
    en = "Nothing lapsed on that day that could be taken back."
    next_zh = "请从列出来的日子里选一天。"
    next_en = "Choose one of the days that are listed."


class LapsesAsked(Refusal):
    """Somebody asked for that day already."""

    code = "lapses_asked"
    zh = "这一天已经有人提出退回了。"
    en = "Somebody has asked to take that day back already."
    next_zh = "请另一个人来确认。"
    next_en = "Ask somebody else to confirm it."


class LapsesNotAsked(Refusal):
    """Nobody asks for that, or it was answered."""

    code = "lapses_not_asked"
    zh = "没有人提出退回这一天，或者已经有人答复了。"
    en = "Nobody asks to take that day back, or it has been answered."
    next_zh = "请刷新看看。"
    next_en = "Load the page again."


class OwnLapsesAsked(Refusal):
    """Who asked is no second person."""

    code = "own_lapses_asked"
    status = 403
    zh = "是您自己提出的，不能自己确认。"
    en = "You asked for this yourself, so somebody else confirms it."
    next_zh = "请另一位监督员、社区“两委”或街道的人来确认。"
    next_en = "Ask another supervisor, committee member or the street office."


class LapsesReasonMissing(Refusal):
    """Two people say why, for who reads it in a year."""

    code = "lapses_reason_missing"
    status = 422
    zh = "请写明为什么。"
    en = "Please say why."
    next_zh = "写一句就够，比如“电脑的年份错了”。"
    next_en = "One sentence is enough, for example “the computer had the wrong year”."


class NumberUnknown(Refusal):
    """A closing sheet has a number that no record of these books gives."""

    code = "number_unknown"
    status = 422
    zh = "这本账里没有“{number}”这个号：账比那张纸旧，或者是另一本账。"
    en = "No record of these books has the number {number}: they are older than that sheet, or other books."
    next_zh = "先看号有没有抄错；再找更新的备份，或者看 DATABASE_URL 对不对。没有更新的备份，就运行 flask after-restore。"
    next_en = (
        "Look whether it is copied right; then for a newer backup, and whether DATABASE_URL is right. If there is no newer"
        " one, run flask after-restore."
    )


class BooksMissing(Refusal):
    """Books that lack what this machine wrote into them are no books to adopt."""

    code = "books_missing"
    zh = "这台机器记过的账，这本账里缺了一段。"
    en = "These books lack some of what this machine wrote into them."
    next_zh = "请恢复更新的备份；没有，就运行 flask after-restore。"
    next_en = "Put a newer backup back; if there is none, run flask after-restore."


class FoundingCodeWrong(Refusal):
    """Whoever begins a community has seen this machine start."""

    code = "founding_code_wrong"
    zh = "开办码不对。"
    en = "This is not the code to begin with."
    next_zh = "开办码写在启动程序的窗口里，也在 instance 文件夹的“founding-code.txt”里；12 个字母和数字，不分大小写。"
    next_en = "It stands in the window in which the program started, and in founding-code.txt of the folder instance: 12 signs."


class FoundedAlready(Refusal):
    """Of two who begin at once one does."""

    code = "founded_already"
    status = 409
    zh = "这里已经有社区了。"
    en = "There is a community here already."
    next_zh = "请登录；不知道账号，问开办的那两位。"
    next_en = "Sign in; whoever began it knows the accounts."
