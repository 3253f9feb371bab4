"""The mark of a day at a counter: a colour and a word that nobody knows before it, so that an old picture of "done" is seen to be one."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from uuid import UUID

#: the colours a page has for it (`--day-0` and on in tokens.css), by their names; green is every other "done"
MARK_COLOURS = (
    ("玫红", "rose"),
    ("橙色", "orange"),
    ("黄色", "yellow"),
    ("蓝色", "blue"),
    ("灰色", "grey"),
    ("黑色", "black"),
)
#: things everybody here can name at a glance, in both languages
WORDS = (
    ("梅花", "plum"), ("竹子", "bamboo"), ("荷花", "lotus"), ("松树", "pine"), ("枫叶", "maple"), ("稻穗", "rice"),
    ("茶叶", "tea"), ("橘子", "orange"), ("板栗", "chestnut"), ("葫芦", "gourd"), ("辣椒", "pepper"), ("玉米", "corn"),
    ("喜鹊", "magpie"), ("燕子", "swallow"), ("白鹭", "heron"), ("蜜蜂", "bee"), ("蝴蝶", "butterfly"), ("鲤鱼", "carp"),
    ("水牛", "buffalo"), ("公鸡", "rooster"), ("石桥", "bridge"), ("水车", "mill"), ("小船", "boat"), ("灯笼", "lantern"),
    ("风筝", "kite"), ("铜鼓", "drum"), ("竹篮", "basket"), ("花伞", "umbrella"), ("蓑衣", "cape"), ("月亮", "moon"),
)  # fmt: skip


@dataclass(frozen=True)
class DayMark:
    """A colour by its number, with its name, and a word."""

    number: int
    colour: str
    word: str


def day_mark(community_id: UUID, shop_name: str, day: date, *, key: str, language: str) -> DayMark:
    """The mark of a day in a shop: the same for every sale of it, and known to nobody without the installation's key."""
    said = f"day mark\n{community_id}\n{shop_name}\n{day.isoformat()}".encode()
    drawn = hmac.new(key.encode(), said, hashlib.sha256).digest()
    number, word = drawn[0] % len(MARK_COLOURS), WORDS[int.from_bytes(drawn[1:5], "big") % len(WORDS)]
    other = language == "en"
    return DayMark(number, MARK_COLOURS[number][other], word[other])
