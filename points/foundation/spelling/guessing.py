"""Whether a password or a PIN is among the first ones anybody would try who knows its owner. Pure.

A text is taken apart into what is known (the owner's names, days and numbers, words everybody uses, runs of the
keyboard); what is left over is all there is to guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_ROWS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "q1w2e3r4t5y6u7i8o9p0",
    "a1b2c3d4e5f6g7h8",
)


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


#: what many take for a password, alone or with a number behind it: love, luck, names of services and of this one
_WORDS = _split("""
    password passw0rd mima admin root guest user test login welcome hello letmein iloveyou woaini
    woaiwojia aini xihuanni laopo laogong baobao baobei mama baba qq wechat weixin wx taobao alipay
    zhifubao huawei xiaomi abc asd qwe zxc aixin jifen chaoshi aixinchaoshi aixinjifen shequ juweihui
    zhiyuan yigong points zhongguo china beijing shanghai pingan jiankang xingfu kuaile facai shunli
    dragon monkey master sunshine princess superman football qwerty nihao aa a 密码 我爱你 我爱我家 爱心超市 爱心积分 积分
    社区 恭喜发财 身体健康 万事如意 平安
""")

#: numbers that say something: "I love you", "all my life", "all the way to riches", and walks over a telephone's keys
_NUMBERS = _split("""
    5201314 1314520 1314521 131452 521131 520131 131425 7758521 7758258 775885 1314 520 521 168 1688 518
    5188 888 666 110 119 120 10086 12345 147258 258369 147852 258963 159357 357159 159753 753159 741852
    852963 963852 147369 369147 789456 456789 123654 321654 987456 142536 102030 112358 314159 101010
    010203 100200 100000 200000 123000 000123 888168 168168 518518 110120
""")

_COMMON = tuple(sorted((*_WORDS, *_NUMBERS), key=len, reverse=True))

#: less than this left over is no idea of anybody's own
_FEW_DIGITS = 5
_FEW_LETTERS = 3
#: beside something of the owner's own, however many digits there are
_FEW_LETTERS_BESIDE = 5
#: counting in twos, from one and from two, on and on
_COUNTS = ("135790135790", "1357911131517", "2468024680", "24681012141618", "0246802468", "9753197531")
#: the keys of a telephone as places on a plane; a step along is one, a step down is one across
_KEYS = {key: complex(at % 3, at // 3) for at, key in enumerate("123456789*0")}
_ROWS_OF_KEYS = ("123", "456", "789", "147", "258", "369", "159", "357", "580")
_LINES = frozenset(one for row in _ROWS_OF_KEYS for one in (row, row[::-1]))
#: a year with two digits behind or before it
_YEAR = re.compile(r"(?:19|20)\d{4}|\d{2}(?:19|20)\d{2}")
_LEET = str.maketrans("@$!|03457", "asiioeast")
_GAPS = re.compile(r"\s+")


@dataclass(frozen=True)
class Owner:
    """What others know of whom a secret is for: name and user name, birthday, phone and card numbers."""

    names: tuple[str, ...] = ()
    born: date | None = None
    numbers: tuple[str, ...] = ()


NOBODY = Owner()


def is_easy_pin(pin: str, owner: Owner = NOBODY) -> bool:
    """Whether digits alone are among the first ones tried."""
    if _is_pattern(pin) or _is_figure(pin) or pin in _NUMBERS or pin in _birthdays(owner.born):
        return True
    if len(set(pin)) < 3 or _YEAR.fullmatch(pin):
        return True
    return any(pin in number or pin[::-1] in number for number in owner.numbers)


def is_easy_password(password: str, owner: Owner = NOBODY) -> bool:
    """Whether next to nothing of a password is its owner's own idea."""
    low = _plain(password)
    spelt = low.translate(_LEET) if any(sign.isalpha() for sign in low) else low
    return any(_is_easy(text, owner) for text in dict.fromkeys((low, spelt)))


def _is_easy(text: str, owner: Owner) -> bool:
    plain = "".join(sign for sign in text if sign.isalnum())
    if not plain or _is_pattern(plain) or (plain.isdigit() and _is_figure(plain)):
        return True
    rest, named = plain, False
    for piece in _of_owner(owner):
        named, rest = named or piece in rest, rest.replace(piece, " ")
    for piece in _COMMON:
        rest = _take(rest, piece)
    rest = _without_runs(rest)
    if rest == plain:
        return False
    # a Chinese sign is one of thousands
    letters = sum(1 if sign.isascii() else 2 for sign in rest if sign.isalpha())
    digits = sum(sign.isdigit() for sign in rest)
    return letters < _FEW_LETTERS_BESIDE if named else letters < _FEW_LETTERS and digits < _FEW_DIGITS


def _plain(text: str) -> str:
    return _GAPS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _is_pattern(text: str) -> bool:
    """One part over and over, a run or a step of a row, there and back, or each sign of such a one twice."""
    halves = any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1))
    mirrored = len(text) > 3 and text == text[::-1] and _is_run(text[: (len(text) + 1) // 2])
    doubled = len(text) > 3 and text[::2] == text[1::2]
    return halves or _is_run(text) or mirrored or (doubled and (_is_run(text[::2]) or len(set(text)) < 3))


def _is_run(text: str) -> bool:
    return any(text in row or text in row[::-1] for row in _ROWS)


def _is_figure(digits: str) -> bool:
    """Even steps round the clock of ten (147036), a count in steps (246810, 135790), there and back (123321), pairs
    (114477), lines and walks over the keys of a telephone or of a keyboard (147258, 159357, 258963)."""
    if not digits.isascii() or not digits.isdigit():
        return False
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    counted = any(digits in one or digits[::-1] in one for one in _COUNTS)
    back = digits == digits[::-1] or digits[::2] == digits[1::2]
    return len(steps) == 1 or counted or back or _is_drawn(digits)


def _is_drawn(digits: str) -> bool:
    """Whether a finger that types them draws lines of three keys, or goes from each key to the one beside it."""
    lines = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    if all(one in _LINES for one in lines):
        return True
    beside = all(abs(_KEYS[one] - _KEYS[other]) == 1 for one, other in pairwise(digits))
    return beside and len(set(digits)) == len(digits)


def _without_runs(text: str) -> str:
    """The text without its runs of four and more, and without what is the same sign three times."""
    text, kept, at = re.sub(r"(.)\1\1+", " ", text), [], 0
    while at < len(text):
        longest = next((n for n in range(len(text) - at, 3, -1) if _is_run(text[at : at + n])), 0)
        kept.append(" " if longest else text[at])
        at += longest or 1
    return "".join(kept)


def _take(text: str, piece: str) -> str:
    """The text without a piece; a short one counts only where it stands between other signs than its own kind."""
    if len(piece) > 3 or not piece.isascii():
        return text.replace(piece, " ")
    same = r"a-z" if piece.isalpha() else r"0-9"
    return re.sub(rf"(?<![{same}]){piece}(?![{same}])", " ", text)


def _of_owner(owner: Owner) -> list[str]:
    """Every spelling of the owner that might stand in a password, longest first."""
    names = [one for name in owner.names for plain in [_letters(name)] for one in (plain, plain[::-1])]
    numbers = [number[-size:] for number in owner.numbers for size in (len(number), 8, 6, 4)]
    pieces = {*names, *numbers, *_birthdays(owner.born)}
    return sorted((one for one in pieces if len(one) > 2 or not one.isascii()), key=len, reverse=True)


def _letters(name: str) -> str:
    """A user name without the digits and signs that often stand behind it."""
    return "".join(sign for sign in _plain(name) if sign.isalpha())


def _birthdays(born: date | None) -> frozenset[str]:
    return frozenset(_spelt(born)) if born else frozenset()


def _spelt(born: date) -> Iterator[str]:
    """A day in every order of its parts, with noughts and without, the year long and short."""
    for day, month in ((f"{born.day:02}", f"{born.month:02}"), (str(born.day), str(born.month))):
        yield from (month + day, day + month) if len(month + day) > 3 else ()
        for year in (str(born.year), f"{born.year % 100:02}"):
            yield from (year + month + day, year + day + month, month + day + year, day + month + year)
            yield from (month + year + day, day + year + month, year + month, month + year)
    yield str(born.year)
