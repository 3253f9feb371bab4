"""Passwords and PINs that others guess are known for it, and a thought of one's own is not."""

from __future__ import annotations

from datetime import date

import pytest

from points.foundation.spelling.guessing import Owner, is_easy_password, is_easy_pin
from points.people import passwords

YANG = Owner(("杨志强", "yangzq2"), date(1962, 3, 5), ("15200780963", "63529182"))

EASY_PINS = (
    *("520520", "131452", "112233", "123123", "121212", "111111", "654321", "123321", "147258", "168168"),
    *("620305", "050362", "030562", "196203", "031962", "196235"),
    # even steps, pairs, there and back, lines and walks over the keys, two digits over and over, years
    *("246810", "135790", "975310", "024680", "147036", "630741", "114477", "135531", "135135", "112122"),
    *("159357", "369258", "789123", "741852", "580258", "125896", "236589", "147896", "852147"),
    *("198807", "200512", "121995", "072011"),
    *("780963", "007809", "369087", "352918"),
)
EASY_PASSWORDS = (
    *("qq123456", "12345678", "52013145", "woaini520", "woaini1314", "p@ssw0rd", "Password1", "aixin2026"),
    *("1qaz2wsx", "qwertyui", "asdf1234", "a1b2c3d4", "q1w2e3r4", "ｑｑ１２３４５６", "恭喜发财 888"),
    *("abcdabcd", "wangwang", "12344321", "aaaa1111", "aabbccdd", "111111a!"),
    *("24681012", "13579111", "147258369", "159357159", "12211221", "9876543210", "14725836"),
    *("19620305", "yang0305", "620305aa", "05-03-1962", "15200780963", "a52918200780963"),
    *("yangzq88", "yangzq2026731", "88yangzq", "qzgnay88", "杨志强123456", "Yangzq2!"),
)
GOOD_PASSWORDS = (
    *(
        "门口有三棵桂花树",
        "三棵树2019",
        "three trees by the gate",
        "bench-Clerk-77",
        "73508264",
        "zebra-kiosk 12",
    ),
    *("一起帮邻居 2025", "另外一句 888"),
)


@pytest.mark.parametrize("pin", EASY_PINS)
def test_a_pin_that_others_guess_is_known(pin: str) -> None:
    assert is_easy_pin(pin, YANG)


@pytest.mark.parametrize("pin", ["275318", "739182", "306518", "864209", "741863", "482917", "189907"])
def test_any_other_six_digits_will_do(pin: str) -> None:
    assert not is_easy_pin(pin, YANG)


@pytest.mark.parametrize("password", EASY_PASSWORDS)
def test_a_password_that_others_guess_is_known(password: str) -> None:
    assert is_easy_password(password, YANG)


@pytest.mark.parametrize("password", GOOD_PASSWORDS)
def test_a_few_words_of_ones_own_will_do(password: str) -> None:
    assert not is_easy_password(password, YANG)


def test_somebody_elses_birthday_and_name_are_no_pattern() -> None:
    assert not is_easy_pin("620305")
    assert not is_easy_password("yangzq20267")


def test_what_the_system_draws_is_never_refused() -> None:
    assert not any(is_easy_password(passwords.new(), YANG) for _ in range(300))
