"""Why a second proof is not one."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class SecondFactorNeeded(Refusal):
    """The password alone is not enough for this account."""

    code = "second_factor_needed"
    status = 403
    zh = "这个账号登录还要一个动态数字。"
    en = "This account signs in with a number of its app as well."
    next_zh = "请打开手机上的动态口令，把 6 位数字一起交上来；手机不在，用一个备用码。"
    next_en = "Send the six digits the app shows, or one of the recovery codes, along with the password."


class SecondFactorMissing(Refusal):
    """Staff of this installation have one, and this account has none yet."""

    code = "second_factor_missing"
    status = 403
    zh = "您的岗位要先设好第二道验证。"
    en = "Your role needs a second proof first."
    next_zh = "请在网页上登录一次，按提示设好，再来。"
    next_en = "Sign in on the web pages once and set it up as they say, then come back."


class SecondFactorWrong(Refusal):
    """Mistyped, used before or out of date: the same words, so that a stranger learns nothing."""

    code = "second_factor_wrong"
    status = 403
    zh = "这个数字用不了：输错了、用过了，或者过了时间。"
    en = "This number cannot be used: mistyped, used already, or out of date."
    next_zh = "请等手机上换一个新的数字再输；备用码每个只能用一次。"
    next_en = "Wait for the app to show a new number and type that; a recovery code is good once."


class SecondFactorLocked(Refusal):
    """Too many wrong ones in a row."""

    code = "second_factor_locked"
    status = 429
    zh = "错了好几次，{minutes} 分钟后再试（{until:when}）。"
    en = "Too many tries: try again in {minutes} minutes ({until:when})."
    next_zh = "等不及，请找系统管理员重设第二道验证。"
    next_en = "Cannot wait? Ask an administrator to reset the second proof."


class SecondFactorThere(Refusal):
    """One at a time; the old one is turned off first."""

    code = "second_factor_there"
    zh = "第二道验证已经设好了。"
    en = "The second proof is set up already."
    next_zh = "换手机，请先关掉，再重新设。"
    next_en = "For another telephone turn it off first, then set it up again."


class SheetCodeWrong(Refusal):
    """The first code of a sheet that was just printed."""

    code = "sheet_code_wrong"
    status = 422
    zh = "这不是新密码纸上的第 1 号。"
    en = "This is not code no. 1 of the new sheet."
    next_zh = "看看手里是不是刚打印的那一张，再输一次。"
    next_en = "Check that the sheet in your hand is the one just printed, and type it again."


class ResetAsked(Refusal):
    """One ask at a time."""

    code = "reset_asked"
    zh = "已经有人提出给这个账号重设第二道验证了。"
    en = "Somebody has asked to reset the second proof of this account already."
    next_zh = "请另一个人去确认。"
    next_en = "Another person has to confirm it."


class ResetClosed(Refusal):
    """Confirmed or declined before."""

    code = "reset_closed"
    zh = "这件事已经有人办了。"
    en = "Somebody has decided about this already."


class NotTheResetter(Refusal):
    """A second person confirms, and not just anybody."""

    code = "not_the_resetter"
    status = 403
    zh = "重设要另一个人确认，您不行：是您提的、是您自己的账号，或者该由别的人来确认。"
    en = "Another person confirms the reset: you asked for it, the account is yours, or it is for others to confirm."


class NothingToReset(Refusal):
    """An account without a second proof."""

    code = "nothing_to_reset"
    zh = "这个账号没有设第二道验证。"
    en = "This account has no second proof."
