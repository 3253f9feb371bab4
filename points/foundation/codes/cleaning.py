"""What scanners, keyboards and print put around a code, taken off again; `static/js/shared/codes.js` does the same."""

from __future__ import annotations

import re
import unicodedata

from points.foundation.codes.check_digit import is_digits

#: longer than any code of ours, so that a page of pasted text costs nothing
LONGEST = 512
#: an input method turns the slash of a link into its own comma; a minus is a dash, though Unicode says it is a sign
_KEYS = str.maketrans({"、": "/", "。": ".", "\u2212": "-"})
#: what a scanner may send before a code to say which kind of picture it saw (ISO/IEC 15424)
_SYMBOLOGY = re.compile(r"^\]([A-Z])[0-9A-Z]")


def squeeze(text: str) -> str:
    """The text as it was printed: one width, upper case, without blanks, line ends and scanner marks."""
    return seen_as(text)[1]


def ungapped(text: str) -> str:
    """The same without the dashes that print puts between the groups of a number."""
    return squeeze(text).replace("-", "")


def seen_as(text: str) -> tuple[str, str]:
    """The letter by which the scanner named the picture, '' where it named none, and the text without it."""
    if len(text) > LONGEST:
        return "", ""
    if is_digits(text):
        return "", text
    plain = unicodedata.normalize("NFKC", text).translate(_KEYS)
    kept = (_plain_sign(one) for one in plain)
    whole = "".join(kept).upper()
    named = _SYMBOLOGY.match(whole)
    return (named[1], whole[named.end() :]) if named else ("", whole)


def _plain_sign(one: str) -> str:
    kind = unicodedata.category(one)
    return "" if kind[0] in "ZC" else "-" if kind == "Pd" else one
