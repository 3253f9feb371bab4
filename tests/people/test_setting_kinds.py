"""How what is decided is typed, kept, shown and said: every kind, with what it refuses and in which field."""

from __future__ import annotations

from typing import Any

import pytest

from points.people.deciding import kinds, tables
from points.people.deciding.kinds import Unfit

FREE = kinds.Amount("points", 0, 500, scale=10, none=("不限", "no limit"))
DAYS = kinds.Amount("days", 1, 9)
YES = kinds.YesNo(("给", "yes"), ("不给", "no"))
ONE = kinds.OneOf((("a", "甲", "A"), ("b", "乙", "B")))
TIMES, OFF, DECAY, CODES = tables.ExchangeTimes(), tables.Overrides(), tables.Decay(), tables.Codes()
VALID, PAUSE = kinds.Validity(), kinds.Pause()
ALWAYS = list(range(7))
MORNING = {"days": [0, 2], "hours": [["8:30", "11:30"], ["14:00", "17:00"]]}
STEPS = [[20, 1], [80, 2], [None, 4]]
FREE_DAY = {"2026-02-14": True, "2026-02-10": False}

#: kind, what was typed, what is kept
READ: list[tuple[Any, dict[str, str], Any]] = [
    (FREE, {"value": " "}, None), (FREE, {}, None), (FREE, {"value": " 2.5 "}, 25), (FREE, {"value": "0"}, 0),
    (FREE, {"value": "50"}, 500), (DAYS, {"value": "1e0"}, 1), (DAYS, {"value": "9"}, 9),
    (YES, {"value": "yes"}, True), (YES, {"value": "no"}, False), (ONE, {"value": "b"}, "b"),
    (VALID, {"kind": "none", "months": "3"}, {"kind": "none"}), (VALID, {"kind": "year_end"}, {"kind": "year_end"}),
    (VALID, {"kind": "months", "months": "36"}, {"kind": "months", "months": 36}),
    (PAUSE, {"times": "5", "months": "3"}, {"times": 5, "months": 3}),
    (TIMES, {"when": "always", "day_1": "1"}, None),
    (TIMES, {"when": "some", "day_2": "1", "day_0": "1", "hours": " 08:30-11:30, ,14:00-17:00 "}, MORNING),
    (TIMES, {"when": "some", "day_6": "1"}, {"days": [6], "hours": []}),
    (OFF, {"value": "\n2026-02-14  上班\n 2026-02-10 off \n"}, FREE_DAY), (OFF, {}, {}),
    (DECAY, {"value": "20 1\n\n80 2\n以上 4"}, STEPS), (DECAY, {"value": "20 1\n80 2\nrest 4\n"}, STEPS),
    (DECAY, {"value": " \n"}, None), (DECAY, {}, None),
    (CODES, {"value": " G01 , 粮油,\nG01"}, ["G01", "粮油"]), (CODES, {}, []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "kept"), READ)
def test_what_is_typed_is_kept_so(kind: Any, typed: dict[str, str], kept: Any) -> None:
    assert kind.read(typed) == kept
    assert kind.check(kept) == kept
    for language in ("zh", "en"):
        assert kind.read(kind.shown(kept, language)) == kept


#: kind, what was typed, the field that is wrong and why
REFUSED: list[tuple[Any, dict[str, str], str, str]] = [
    (DAYS, {}, "value", "required"), (DAYS, {"value": " "}, "value", "required"), (DAYS, {"value": "x"}, "value", "not_a_number"),
    (DAYS, {"value": "1.5"}, "value", "not_a_number"), (DAYS, {"value": "NaN"}, "value", "not_a_number"),
    (DAYS, {"value": "Infinity"}, "value", "not_a_number"), (DAYS, {"value": "1" + "0" * 12}, "value", "out_of_range"),
    (DAYS, {"value": "1" + "0" * 11 + "1"}, "value", "not_a_number"), (DAYS, {"value": "10"}, "value", "out_of_range"),
    (DAYS, {"value": "-1" + "0" * 13}, "value", "not_a_number"), (DAYS, {"value": "0"}, "value", "out_of_range"),
    (FREE, {"value": "0.05"}, "value", "not_a_number"), (FREE, {"value": "50.1"}, "value", "out_of_range"),
    (YES, {"value": "maybe"}, "value", "not_a_choice"), (YES, {}, "value", "not_a_choice"),
    (ONE, {"value": "c"}, "value", "not_a_choice"),
    (ONE, {}, "value", "not_a_choice"), (VALID, {}, "kind", "not_a_choice"), (VALID, {"kind": "months"}, "months", "required"),
    (VALID, {"kind": "months", "months": "0"}, "months", "out_of_range"), (PAUSE, {"times": "1"}, "months", "required"),
    (PAUSE, {"months": "1"}, "times", "required"), (PAUSE, {"times": "100", "months": "1"}, "times", "out_of_range"),
    (PAUSE, {"times": "1", "months": "13"}, "months", "out_of_range"),
    (TIMES, {}, "when", "not_a_choice"), (TIMES, {"when": "some"}, "day_0", "required"),
    (TIMES, {"when": "some", "day_0": "1", "hours": "x"}, "hours", "not_hours"),
    (TIMES, {"when": "some", "day_0": "1", "hours": "11:30-8:30"}, "hours", "not_hours"),
    (OFF, {"value": "2026-02-14"}, "value", "not_day_lines"), (OFF, {"value": "2026-02-30 work"}, "value", "not_day_lines"),
    (OFF, {"value": "x work"}, "value", "not_day_lines"), (DECAY, {"value": "20"}, "value", "not_steps"),
    (DECAY, {"value": "20 1 1"}, "value", "not_steps"), (DECAY, {"value": "x 1\nrest 2"}, "value", "not_steps"),
    (DECAY, {"value": "20 x\nrest 2"}, "value", "not_steps"), (DECAY, {"value": "20 1"}, "value", "not_steps"),
    (DECAY, {"value": "80 1\n20 2\nrest 3"}, "value", "not_steps"), (DECAY, {"value": "20 1\n20 2\nrest 3"}, "value", "not_steps"),
    (DECAY, {"value": "0 1\nrest 3"}, "value", "not_steps"), (DECAY, {"value": "20 0\nrest 3"}, "value", "not_steps"),
    (CODES, {"value": "G" * 41}, "value", "not_codes"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "field", "why"), REFUSED)
def test_what_is_typed_wrong_is_refused_in_its_field(
    kind: Any, typed: dict[str, str], field: str, why: str
) -> None:
    with pytest.raises(Unfit) as no:
        kind.read(typed)
    assert (no.value.field, no.value.code) == (field, why)


#: what nobody could type, and a file could hold
HELD: list[tuple[Any, Any, str, str]] = [
    (DAYS, True, "value", "not_a_number"), (DAYS, "1", "value", "not_a_number"), (DAYS, None, "value", "not_a_number"),
    (YES, 1, "value", "not_a_choice"), (ONE, 1, "value", "not_a_choice"), (ONE, ["a"], "value", "not_a_choice"),
    (VALID, "none", "kind", "not_a_choice"), (VALID, {"kind": ["none"]}, "kind", "not_a_choice"), (PAUSE, [], "times", "not_a_number"),
    (TIMES, [], "when", "not_a_choice"), (TIMES, {"days": 1}, "day_0", "required"), (TIMES, {"days": [7]}, "day_0", "required"),
    (TIMES, {"days": [0, 7]}, "day_0", "required"), (TIMES, {"hours": "8"}, "hours", "not_hours"),
    (TIMES, {"hours": [1]}, "hours", "not_hours"),
    (TIMES, {"hours": [["8:00"]]}, "hours", "not_hours"), (TIMES, {"hours": [["8:00", "9:00", "10:00"]]}, "hours", "not_hours"),
    (TIMES, {"hours": [["8:00", "x"]]}, "hours", "not_hours"), (TIMES, {"hours": [["8:00", "9:60"]]}, "hours", "not_hours"),
    (TIMES, {"hours": [["8:00", "24:01"]]}, "hours", "not_hours"), (TIMES, {"hours": [["9:00", "9:00"]]}, "hours", "not_hours"),
    (OFF, [], "value", "not_day_lines"), (OFF, {1: True}, "value", "not_day_lines"), (OFF, {"2026-02-14": 1}, "value", "not_day_lines"),
    (OFF, {"2026-02-14": True, "2026-02-15": 0}, "value", "not_day_lines"), (DECAY, {}, "value", "not_steps"),
    (DECAY, [], "value", "not_steps"),
    (DECAY, [1], "value", "not_steps"), (DECAY, [[None]], "value", "not_steps"), (DECAY, [[None, 1, 1]], "value", "not_steps"),
    (DECAY, [[20, 1]], "value", "not_steps"), (DECAY, [[None, 1], [None, 2]], "value", "not_steps"),
    (DECAY, [[None, True]], "value", "not_steps"),
    (DECAY, [[True, 1], [None, 1]], "value", "not_steps"), (CODES, "G01", "value", "not_codes"), (CODES, [1], "value", "not_codes"),
    (CODES, [""], "value", "not_codes"), (CODES, ["G01", ""], "value", "not_codes"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "field", "why"), HELD)
def test_what_a_file_holds_wrong_is_refused_in_its_field(kind: Any, value: Any, field: str, why: str) -> None:
    with pytest.raises(Unfit) as no:
        kind.check(value)
    assert (no.value.field, no.value.code) == (field, why)


def test_what_is_left_out_of_a_week_is_all_of_it() -> None:
    assert TIMES.check({}) == {"days": ALWAYS, "hours": []}
    assert TIMES.check({"days": [6, 0, 6], "hours": None}) == {"days": [0, 6], "hours": []}
    assert TIMES.shown({}) == {"when": "some", "hours": "", **{f"day_{day}": "1" for day in ALWAYS}}
    assert TIMES.said({}, "zh") == TIMES.said({"days": ALWAYS}, "zh")


#: kind, value, in Chinese, in English
SAID: list[tuple[Any, Any, str, str]] = [
    (FREE, None, "不限", "no limit"), (FREE, 25, "2.5 分", "2.5 points"), (FREE, 10, "1 分", "1 point"), (DAYS, 1, "1 天", "1 day"),
    (DAYS, 9, "9 天", "9 days"), (YES, True, "给", "yes"), (YES, False, "不给", "no"), (ONE, "b", "乙", "B"),
    (VALID, {"kind": "none"}, "一直有效", "for ever"), (VALID, {"kind": "year_end"}, "到当年年底", "until the end of the year"),
    (VALID, {"kind": "months", "months": 36}, "36 个月", "36 months"),
    (PAUSE, {"times": 5, "months": 3}, "5 次没来，停 3 个月", "5 times, then 3 months"), (TIMES, None, "随时", "at any time"),
    (OFF, {}, "照国家日历", "as the public calendar"),
    (OFF, FREE_DAY, "2026-02-10 休息；2026-02-14 上班", "2026-02-10 off; 2026-02-14 work"), (DECAY, None, "不递减", "hours count whole"),
    (DECAY, STEPS, "20 小时以内全算；80 小时以内算 1/2；再往上算 1/4", "up to 20 h: whole; up to 80 h: 1/2; beyond: 1/4"),
    (CODES, [], "不数", "nothing"), (CODES, ["G01", "粮油"], "G01、粮油", "G01, 粮油"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "chinese", "english"), SAID)
def test_what_is_decided_is_said_in_words(kind: Any, value: Any, chinese: str, english: str) -> None:
    assert (kind.said(value, "zh"), kind.said(value, "en")) == (chinese, english)


def test_hours_are_said_behind_their_days() -> None:
    assert TIMES.said(MORNING, "en").endswith(" 8:30–11:30, 14:00–17:00")
    assert not TIMES.said({"days": [0], "hours": []}, "en").endswith(" ")
    assert TIMES.shown(MORNING) == {
        "when": "some", "hours": "8:30-11:30, 14:00-17:00", "day_0": "1", "day_2": "1",
    }  # fmt: skip
    assert TIMES.shown(None) == {"when": "always", "hours": ""}


@pytest.mark.parametrize(
    ("kind", "value", "chinese", "english"),
    [
        (OFF, FREE_DAY, "2026-02-10 休息\n2026-02-14 上班", "2026-02-10 off\n2026-02-14 work"),
        (DECAY, STEPS, "20 1\n80 2\n以上 4", "20 1\n80 2\nrest 4"),
        (CODES, ["G01", "粮油"], "G01，粮油", "G01, 粮油"),
        (FREE, None, "", ""),
        (YES, False, "no", "no"),
    ],
)
def test_it_is_shown_as_it_is_typed(kind: Any, value: Any, chinese: str, english: str) -> None:
    assert (kind.shown(value)["value"], kind.shown(value, "en")["value"]) == (chinese, english)


def test_how_it_looks_where_it_is_kept() -> None:
    assert FREE.looks() == "`null` or tenths of a point: a whole number from 0 to 500"
    assert DAYS.looks() == "days: a whole number from 1 to 9"
    assert kinds.Amount("hours", 1, 24, scale=60).looks() == "minutes: a whole number from 1 to 24"
    assert kinds.Amount("yuan", 1, 24, scale=100).looks() == "fen: a whole number from 1 to 24"
    assert FREE.range("zh") == ("0 分", "50 分")
    assert ONE.looks() == '`"a"`, `"b"`'
    assert all(one.looks() for one in (YES, VALID, PAUSE, TIMES, OFF, DECAY, CODES))
