"""Names with signs that nobody sees, or letters that pass for others, are known; ordinary ones of any script are not."""

from __future__ import annotations

import pytest

from points.foundation.refusal import LettersDisguised, SignsUnseen
from points.foundation.spelling import signs

UNSEEN = (
    "\u200b",
    "\u200d",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\u00ad",
    "\u3164",
    "\u2800",
    "\u034f",
    "\ufe0f",
    "\x00",
)


@pytest.mark.parametrize("sign", UNSEEN)
def test_a_sign_that_nobody_sees_is_refused_wherever_it_stands(sign: str) -> None:
    for name in (f"杨{sign}志强", f"{sign}杨志强", f"杨志强{sign}", sign):
        with pytest.raises(SignsUnseen):
            signs.refuse(name)


@pytest.mark.parametrize("name", ["аdmin", "rаnting", "рор", "大米 СОСА", "ΡΟΡ", "pοp"])
def test_letters_that_pass_for_latin_ones_are_refused(name: str) -> None:
    with pytest.raises(LettersDisguised):
        signs.refuse(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "杨志强",
            "阿依古丽·买买提",
            "大米（5kg）",
            "Ａ级牛奶 250ml",
            "Zoë",
            "Анна Иванова",
            "Ελένη",
            "བཀྲ་ཤིས",
            "ئايگۈل",
        ),
        *("❤️爱心", "👨‍👩‍👧 家庭装", "5μm 口罩", "第一行\n第二行", ""),
    ],
)
def test_names_that_are_what_they_look_like_are_taken(name: str) -> None:
    signs.refuse(name)


def test_two_names_are_one_where_only_signs_tell_them_apart() -> None:
    for other in ("杨\u200b志强", "杨 志强", " 杨志强", "杨志强\ufe0f"):
        assert signs.same("杨志强", other)
    assert signs.same("Ｃoca", "СОСА")
    assert not signs.same("杨志强", "杨志刚")


def test_old_papers_are_read_without_them() -> None:
    assert signs.visible("\ufeff杨\u200b志\u202e强") == "杨志强"
