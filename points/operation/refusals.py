"""Every "no" of what runs an installation."""

from __future__ import annotations

from points.foundation.refusal import Refusal


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
