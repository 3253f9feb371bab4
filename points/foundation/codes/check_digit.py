"""One check digit by Damm's table, which sees every single wrong digit and every swap of neighbours."""

from __future__ import annotations

_TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def is_digits(text: str) -> bool:
    """Whether the text is plain 0 to 9; `str.isdigit` alone lets other scripts through."""
    return text.isascii() and text.isdigit()


def check_digit(digits: str) -> str:
    """The digit to write behind these."""
    if not is_digits(digits):
        raise ValueError("a check digit is made of digits only")
    row = 0
    for one in digits:
        row = int(_TABLE[row][int(one)])
    return str(row)


def with_check_digit(digits: str) -> str:
    """These digits and their check digit."""
    return digits + check_digit(digits)


def is_checked(digits: str) -> bool:
    """Whether the last digit is the check digit of those before it."""
    return len(digits) > 1 and is_digits(digits) and check_digit(digits) == "0"
