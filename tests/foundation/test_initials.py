"""First letters of how words sound, for a search box."""

from __future__ import annotations

import pytest

from points.foundation.spelling import initials


@pytest.mark.parametrize(
    "words, letters",
    [
        ("大米5kg", "dm5kg"),
        ("卷筒纸一提", "jtzyt"),
        ("洗衣粉1kg", "xyf1kg"),
        ("鹅蛋", "ed"),
        ("馄饨", "ht"),
        ("A4 纸", "a4z"),
        ("🙂、𠮷", ""),
        ("", ""),
    ],
)
def test_words_have_the_letters_of_their_sounds(words: str, letters: str) -> None:
    assert initials.of(words) == letters
