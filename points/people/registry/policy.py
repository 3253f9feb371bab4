"""Pure decisions about how names and numbers are spelt."""

from __future__ import annotations

import re
import unicodedata

_PHONE = re.compile(r"\+?\d{5,20}")


def plain_name(name: str) -> str:
    """What somebody typed as a name, in the spelling we compare."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def ways_to_number(words: str) -> tuple[str, ...]:
    """A household's number as it was typed, and with the noughts that people leave out; none where nothing was typed."""
    plain = words.strip()
    padded = plain.zfill(3) if plain.isascii() and plain.isdigit() else plain
    return tuple(dict.fromkeys(one for one in (plain, padded) if one))


def plain_phone(text: str) -> str:
    """A telephone number as it is stored: digits only, the country's own prefix taken off; '' where it is none."""
    digits = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", text))
    if not _PHONE.fullmatch(digits):
        return ""
    for prefix in ("+86", "0086"):
        digits = digits.removeprefix(prefix)
    return digits.removeprefix("+")
