"""Doors as people write them are one door."""

from __future__ import annotations

import pytest

from points.foundation.spelling import doors

DOOR = "3栋1单元501"
WRITTEN = (
    "3栋 1单元 501", "3-1-501", "３栋１单元５０１", "3号楼1单元501室", "三栋一单元501", "3#1-501", "03栋01单元0501", "3—1—501",
    " 3 幢 1 门 501 号", "3.1.501", "3/1/501户",
)  # fmt: skip
OTHERS = ("3栋2单元501", "13栋1单元501", "3栋1单元50", "3栋11单元501", "31-501", "无", "")


@pytest.mark.parametrize("text", WRITTEN)
def test_one_door_is_one_however_it_is_written(text: str) -> None:
    assert doors.plain(text) == "3-1-501"
    assert doors.same(text, DOOR)
    assert doors.fits(text, DOOR)


@pytest.mark.parametrize("text", OTHERS)
def test_another_door_is_another(text: str) -> None:
    assert not doors.same(text, DOOR)
    assert not doors.fits(text, DOOR)


@pytest.mark.parametrize("said", ["3栋", "3号楼1单元", "1单元501", "501室", "3栋501", "3-501"])
def test_a_door_may_be_said_by_its_beginning_its_end_or_without_the_stairs(said: str) -> None:
    assert doors.fits(said, DOOR)
    assert not doors.same(said, DOOR)


def test_nothing_is_no_door() -> None:
    assert doors.parts_of(" -－ ") == ()
    assert not doors.same("", "")
    assert not doors.fits("3栋", "")


@pytest.mark.parametrize(
    ("door", "building"),
    [
        (DOOR, "3栋"), ("３号楼1单元501", "3号楼"), ("3-1-501", "3"), ("A座1201", "A座"), ("石板坡院坝", "石板坡院坝"), ("", ""),
        ("东区12幢2-301", "东区12幢"),
    ],
)  # fmt: skip
def test_the_building_is_asked_and_no_more(door: str, building: str) -> None:
    assert doors.building_of(door) == building


def test_numbers_in_words_are_counted() -> None:
    found = [
        doors.parts_of(f"{words}栋")[0] for words in ("十", "十二", "二十", "二十五", "〇三", "两", "十十")
    ]
    assert found == ["10", "12", "20", "25", "3", "2", "十十"]
