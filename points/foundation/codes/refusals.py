"""Every "no" a code can earn by itself; it knows nothing of balances, people or days."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class CodeError(Refusal):
    """Base of what can be wrong with a code before anything is looked up."""

    code = "code_unreadable"
    zh = "这个码读不出来。"
    en = "This code cannot be read."
    next_zh = "请再扫一次。"
    next_en = "Scan it once more."


class CodeLengthWrong(CodeError):
    """Cut off, run together with another scan, or not digits at all."""

    code = "code_length"
    zh = "这个码没有读全。"
    en = "The code was not read completely."
    next_zh = "请把码放平再扫一次；还不行，可以手输旁边的号码。"
    next_en = "Hold the code flat and scan again, or type the number printed beside it."


class DigitMissing(CodeLengthWrong):
    """One digit too few of a number that was said or typed."""

    code = "digit_missing"
    zh = "少了一位：这里只有 {have} 位，要 {need} 位。"
    en = "One digit is missing: {have} of {need}."
    next_zh = "请照着再念一遍，从头再输一次。"
    next_en = "Read it out once more and type it from the beginning."


class CodePrefixUnknown(CodeError):
    """Digits of another issuer, a payment app for instance."""

    code = "code_prefix"
    zh = "这不是我们的码。"
    en = "This is not one of our codes."
    next_zh = "请居民打开兑换券、积分卡或“我的码”再扫。"
    next_en = 'Ask for the voucher, the card or "my code", and scan that.'


class CodeKeyUnknown(CodeError):
    """Signed by a key this reader has not got; perhaps only not yet."""

    code = "code_key"
    zh = "这张券用的签发钥匙，这里没有。"
    en = "The key that signed this voucher is not known here."
    next_zh = "连上网再扫一次；还不行，请社区专干看看。"
    next_en = "Go online and scan again, or ask the community officer."


class CodeSignatureWrong(CodeError):
    """Altered, mistyped or made by somebody else."""

    code = "code_signature"
    zh = "这张券和签名对不上，不能用。"
    en = "The voucher does not match its signature and cannot be used."
    next_zh = "请居民重新打开这张券再扫；还不行，请社区专干看看。"
    next_en = "Ask the resident to open the voucher again, or ask the community officer."


class CodeFieldsWrong(CodeError):
    """Truly signed, but with contents this reader does not understand."""

    code = "code_fields"
    zh = "这张券的内容，这台机器看不懂。"
    en = "This reader does not understand what the voucher says."
    next_zh = "请把程序更新后再扫，或请社区专干看看。"
    next_en = "Update this device and scan again, or ask the community officer."


class CheckDigitWrong(CodeError):
    """One digit misread or two swapped."""

    code = "code_check_digit"
    zh = "号码里有数字不对。"
    en = "A digit of the number is wrong."
    next_zh = "请再扫一次，或照着再输一遍。"
    next_en = "Scan again, or type the number once more."


class CodeExpired(CodeError):
    """A rotating code of an earlier half minute, or one that was never made here."""

    code = "code_expired"
    zh = "码过期了。"
    en = "This code is out of date."
    next_zh = "请居民点一下“换个新码”。"
    next_en = 'Ask the resident to press "new code".'
