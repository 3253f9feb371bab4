"""A "no" meant for a person: code, sentence, next step and facts; it knows no room and no page."""

from __future__ import annotations

import re
from datetime import date, datetime
from string import Formatter
from typing import Any, ClassVar

from points.foundation import wording


class Refusal(Exception):
    """Base of every "no". A subclass stands in its room's refusals.py and is a constant with holes for facts.

    In sentences `{gap:points}` prints tenths as points, `{until:day}` a date, `{at:when}` an instant,
    `{until:clock}` the time of day, `{length:hours}` minutes as hours, `{receipt:fours}` a receipt's number as it is
    printed, `{lines:prices}` things that cost something else now, `{held:beside}` what vouchers hold beside it,
    `{would_pay:purse}` what the purse has that would pay, both nothing where it is nothing; anything else prints as it is.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    zh: ClassVar[str] = ""
    en: ClassVar[str] = ""
    next_zh: ClassVar[str] = ""
    next_en: ClassVar[str] = ""

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.code)

    def __str__(self) -> str:
        return f"{self.code}: {self.message('en')}"

    def message(self, language: str) -> str:
        """The fact, in the reader's language ('zh' or 'en')."""
        return _fill(self.zh if language == "zh" else self.en, self.facts, language)

    def next_step(self, language: str) -> str:
        """What would make it a yes; empty where nothing would."""
        return _fill(self.next_zh if language == "zh" else self.next_en, self.facts, language)

    def message_as_known(self, language: str) -> tuple[str, frozenset[str]]:
        """The fact where not all facts were kept, and which it tells: a clause that asks for one that is gone is left out."""
        whole = self.zh if language == "zh" else self.en
        kept = [one for one in _CLAUSES.split(whole) if _asked_by(one) <= set(self.facts)]
        told = "".join(kept).rstrip("，；,; ")
        if len(kept) == len(_CLAUSES.split(whole)):
            told = whole
        elif not told:
            return _HOLE.sub("…", whole), frozenset()
        elif not told.endswith(("。", ".")):
            told += "。" if language == "zh" else "."
        return _fill(told, self.facts, language), frozenset(_asked_by(told))

    def plain_facts(self) -> dict[str, Any]:
        """The facts as JSON can carry them."""
        return {name: _plain(value) for name, value in self.facts.items()}


class NotFound(Refusal):
    """Also given where one may not know that the thing exists."""

    code = "not_found"
    status = 404
    zh = "这里没有您要找的内容。"
    en = "There is nothing here that you may see."
    next_zh = "请回到首页再找一次。"
    next_en = "Go back to the first page and look again."


class NotAllowed(Refusal):
    """The person is known, and this is not theirs to do."""

    code = "not_allowed"
    status = 403
    zh = "这件事不归您的岗位办。"
    en = "Your role does not do this."
    next_zh = "请找社区专干或管理员。"
    next_en = "Ask the community officer or the administrator."


class Busy(Refusal):
    """The database stayed busy for the whole time allowed; nothing was written."""

    code = "busy"
    status = 503
    zh = "现在排队的人多，没办成，分没有动。"
    en = "It is busy right now; nothing was done and no points moved."
    next_zh = "等几秒再按一次，不会重复扣。"
    next_en = "Wait a few seconds and press again; it cannot be charged twice."


class ThereAlready(Refusal):
    """Something would stand in the books twice that may be there once: its number, its code. Nothing was written."""

    code = "there_already"
    zh = "没办成，什么也没有记下：同样的一条账里已经有了，不能再有第二条。"
    en = "This was not done and nothing was written: the books have the same row already and take no second one."
    next_zh = "再按也一样：请核对编号、条码有没有重复；找不到就请系统管理员看这一刻的日志，里面写着是哪一条。"
    next_en = "Pressing again changes nothing: look for a number or barcode that is there twice; else the log of this minute says which."


class BooksAway(Refusal):
    """The database cannot be reached: it is down, starts again, or takes nobody in. Nothing was written."""

    code = "books_away"
    status = 503
    zh = "账本这会儿连不上，没办成，分没有动。"
    en = "The books cannot be reached right now; nothing was done and no points moved."
    next_zh = "等一会儿再按一次，不会重复扣。"
    next_en = "Wait a moment and press again; it cannot be charged twice."


class NotKnown(Refusal):
    """The connection was lost while something was being committed: it may have been kept or not."""

    code = "not_known"
    status = 503
    zh = "还不知道办成了没有：正在记账的时候，连接断了。"
    en = "It is not known yet whether this was done: the connection was lost while it was being written down."
    next_zh = "请再按一次同一个按钮：不会办两遍。"
    next_en = "Press the same button again: nothing is done twice."


class DiskFull(Refusal):
    """The disk does not take what is written down. What its last words were worth is not known before it does again."""

    code = "disk_full"
    status = 503
    zh = "账本写不进去：机器的硬盘满了，或者坏了。"
    en = "The books cannot be written: the machine's disk is full, or broken."
    next_zh = "请告诉管机器的人，腾出地方后再按一次同一个按钮：不会办两遍。"
    next_en = "Tell whoever looks after the machine; when there is room, press the same button again: nothing is done twice."


class BooksWentBack(Refusal):
    """The books lack what this machine told somebody is in them: an older copy was put in their place, or the newest was
    lost."""

    code = "books_went_back"
    status = 503
    zh = "账本退回到了以前：{since:when}到{until:when}记的账不见了。现在只能查看，分不能动。"
    en = "The books went back: what was written from {since:when} to {until:when} is missing. They can be read, but no points move."
    next_zh = "请先别兑换，要紧的记在纸上，马上告诉系统管理员。"
    next_en = "Stop exchanging, write what is urgent on paper, and tell the administrator at once."


class BooksOfOthers(Refusal):
    """The books are not those this machine kept."""

    code = "books_of_others"
    status = 503
    zh = "这不是这台机器原来的账本。现在只能查看，分不能动。"
    en = "These are not the books this machine kept. They can be read, but no points move."
    next_zh = "请马上告诉系统管理员。"
    next_en = "Tell the administrator at once."


class SealingKeyLost(Refusal):
    """The key of this installation is gone from its folder."""

    code = "sealing_key_lost"
    status = 503
    zh = "这套系统的密钥文件 keys/sealing 不见了。现在只能查看，分不能动。"
    en = "The key of this installation, keys/sealing, is gone. The books can be read, but no points move."
    next_zh = "请系统管理员从任何一份备份的 keys.tar 里放回来，它从不更换；确实一份都没有了，再运行 flask renew-sealing-key。"
    next_en = (
        "Put it back from the keys.tar of any backup: it is never changed. Only where there is none left, run "
        "flask renew-sealing-key."
    )


class SignsUnseen(Refusal):
    """Two names that look alike would be two people's, or two goods'."""

    code = "signs_unseen"
    status = 422
    zh = "名称里有看不见的符号，和别的分不清。"
    en = "There are signs in this name that nobody sees; it could not be told from another."
    next_zh = "多半是从别处粘贴来的：请清空这一格，用键盘重新打一遍。"
    next_en = "It was probably pasted: empty the field and type it by hand."


class LettersDisguised(Refusal):
    """Letters of Greek or Cyrillic that pass for Latin ones."""

    code = "letters_disguised"
    status = 422
    zh = "名称里有的字母，看着像英文，其实不是。"
    en = "Some letters of this name look like Latin ones and are not."
    next_zh = "请把输入法换成英文或中文，重新打一遍。"
    next_en = "Set the keyboard to English or Chinese and type it again."


_CLAUSES = re.compile(r"(?<=[，；。,;])")
_HOLE = re.compile(r"\{(\w+)[^}]*\}")


def _asked_by(sentence: str) -> set[str]:
    return set(_HOLE.findall(sentence))


class _Sentence(Formatter):
    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "points":
            return wording.points(value, self.language)
        if format_spec == "day":
            return wording.day(value, self.language)
        if format_spec == "when":
            return wording.when(value, self.language)
        if format_spec == "clock":
            return wording.clock_second(value, self.language)
        if format_spec == "beside":
            return wording.held_beside(value, self.language)
        if format_spec == "purse":
            return wording.purse_would_pay(value, self.language)
        if format_spec == "fours":
            return wording.in_fours(str(value))
        if format_spec == "hours":
            return wording.hours(value, self.language)
        if format_spec == "prices":
            return wording.new_prices(value, self.language)
        return str(super().format_field(value, format_spec))


def _fill(sentence: str, facts: dict[str, Any], language: str) -> str:
    """The sentence with its facts; a thing by its English name where it is said in English and has one."""
    if language != "zh":
        facts = {**facts, **{one[:-3]: name for one, name in facts.items() if one.endswith("_en") and name}}
    return _Sentence(language).vformat(sentence, (), facts)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return str(value)
