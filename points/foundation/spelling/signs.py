"""Names as others read them: signs that nobody sees, and letters of one script that pass for another's.

In the spirit of Unicode's security rules (UTS 39): what cannot be seen, or is not what it looks like, is refused; what is
one sign in two spellings is kept in one.
"""

from __future__ import annotations

import re
import unicodedata

from points.foundation.refusal import LettersDisguised, SignsUnseen

#: letters by their class, and nothing to see all the same: fillers of Hangul, the empty pattern of Braille, and so on
_BLANK = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
#: CJK and Kangxi radicals, which look like signs and are none
_FIRST_RADICAL, _LAST_RADICAL = "\u2e80", "\u2fd5"
#: single letters of Hangul, which stand beside each other and join in their other form
_FIRST_JAMO, _LAST_JAMO = "\u3131", "\u318e"
_ZERO_JOINER, _PICTURE = "\u200d", "\ufe0f"

#: the same as one pattern, for a whole workbook
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)

#: what the letters of Greek and Cyrillic pass for; a name that is of these alone, or has them beside Latin ones, is
#: read as another name
_PASSES_FOR = str.maketrans(
    "аеорсухіјѕһԁԛԝӏАВЕКМНОРСТХУІЈЅԌԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυχικϲϳ",
    "aeopcyxijshdqwlABEKMHOPCTXYIJSGQWABEZHIKMNOPTYXavopuxikcj",
)


def unseen(text: str) -> bool:
    """Whether something stands in a text that nobody sees. A gap and a new line are seen, and so is a picture."""
    shown = ""
    for sign in text:
        joins = sign in (_ZERO_JOINER, _PICTURE) and unicodedata.category(shown or "a") in ("So", "Sk")
        if not joins and _is_unseen(sign, shown):
            return True
        shown = shown if joins else sign
    return False


def disguised(text: str) -> bool:
    """Whether letters of a text pass for those of another script: mixed with them, or nothing but such ones."""
    letters = [sign for sign in unicodedata.normalize("NFKC", text) if sign.isalpha()]
    if not any(ord(sign) in _PASSES_FOR for sign in letters):
        return False
    latin = any(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)
    return latin or all(ord(sign) in _PASSES_FOR or not _has_case(sign) for sign in letters)


def refuse(*names: str) -> None:
    """Refuse names that are not what they look like."""
    for name in names:
        if unseen(name):
            raise SignsUnseen
        if disguised(name):
            raise LettersDisguised


def plain(name: str) -> str:
    """A name as it is kept, without blanks around it: one spelling of each sign (NFC), whole width, and no radical of a
    dictionary in the place of the sign that looks like it. Refused where it is not what it looks like."""
    refuse(name)
    return unicodedata.normalize("NFC", "".join(map(_usual, name))).strip()


def same(one: str, other: str) -> bool:
    """Whether two names are read as one: whatever their width, case, gaps and signs that are not seen."""
    return _skeleton(one) == _skeleton(other)


def visible(text: str) -> str:
    """The text without what is not seen; for old papers, where nobody can be asked to type again."""
    return _UNSEEN.sub("", text)


def _usual(sign: str) -> str:
    """The letter or digit that another form of it stands for; any other sign as it is."""
    if sign.isascii() or _FIRST_JAMO <= sign <= _LAST_JAMO:
        return sign
    usual = unicodedata.normalize("NFKC", sign)
    is_letter = len(usual) == 1 and unicodedata.category(usual)[0] in "LN"
    is_form = (
        unicodedata.category(sign) in ("Lo", "Lu", "Ll", "Nd") or _FIRST_RADICAL <= sign <= _LAST_RADICAL
    )
    return usual if is_letter and is_form else sign


def _skeleton(text: str) -> str:
    plain = visible(unicodedata.normalize("NFKC", text)).translate(_PASSES_FOR)
    return "".join(plain.split()).casefold()


def _is_unseen(sign: str, before: str) -> bool:
    kind = unicodedata.category(sign)
    if kind in ("Cf", "Co", "Cs", "Cn", "Zl", "Zp") or sign in _BLANK or _varies(sign):
        return True
    if kind == "Cc":
        return sign not in "\t\n\r"
    # a mark that stands on nothing it belongs to
    return kind == "Me" or (
        kind == "Mn" and not before.isalpha() and unicodedata.category(before or "a") != "Mn"
    )


def _varies(sign: str) -> bool:
    return (
        "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef" or "\u180b" <= sign <= "\u180f"
    )


def _has_case(sign: str) -> bool:
    return sign.lower() != sign.upper()
