"""What a cell of points, pieces or hours says, in every way people write one."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest

from points.imports.reading import amounts
from points.imports.reading.amounts import Pieces


@pytest.mark.parametrize(
    ("cell", "shape", "tenths"),
    [
        (4, "", 40),
        (2.4, "", 24),
        ("４", "", 40),
        ("4分", "", 40),
        ("+3", "", 30),
        ("加3分", "", 30),
        ("1,000", "", 10_000),
        (0.5, "#,##0.0", 5),
        (1234.5, "#,##0.0", 12_345),
        ("3。5", "", 35),
        ("半分", "", 5),
        ("一分半", "", 15),
        ("两分", "", 20),
        ("壹", "", 10),
        ("一百二十", "", 1200),
        ("扣5", "", -50),
        ("扣5分", "", -50),
        ("—5", "", -50),
        ("–5", "", -50),
        ("−5", "", -50),
        ("-5", "", -50),
        ("（5）", "", -50),
        ("▲5", "", -50),
        ("负5", "", -50),
        (-3, "0;[Red]0", -30),
        (3, '"扣"0', -30),
    ],
)
def test_points_are_what_the_screen_shows(cell: Any, shape: str, tenths: int) -> None:
    assert amounts.points(cell, shape).tenths == tenths


@pytest.mark.parametrize(
    ("cell", "shape", "problem"),
    [
        (None, "", "none"),
        ("/", "", "none"),
        ("2+1", "", "unclear"),
        ("1.5×2", "", "unclear"),
        ("约3", "", "unclear"),
        ("3?", "", "unclear"),
        ("共3", "", "unclear"),
        ("3-5", "", "unclear"),
        ("2小时", "", "unclear"),
        ("300%", "", "unclear"),
        (0.3, "0%", "unclear"),
        (1.23e17, "0.00E+00", "unclear"),
        (True, "", "unclear"),
        (time(2), "", "unclear"),
        ("0.25", "", "fine"),
        (0.25, "", "fine"),
    ],
)
def test_what_is_no_number_of_points_is_none(cell: Any, shape: str, problem: str) -> None:
    assert amounts.points(cell, shape) == amounts.PointsRead(None, problem)


@pytest.mark.parametrize(
    ("cell", "pieces"),
    [
        (2, Pieces(2)),
        ("2", Pieces(2)),
        ("2袋", Pieces(2, "袋")),
        ("一条", Pieces(1, "条")),
        ("十二瓶", Pieces(12, "瓶")),
        (-2, Pieces(-2)),
        ("-2", Pieces(-2)),
        ("（2）", Pieces(-2)),
        ("1提（10袋）", Pieces(1, "提", Pieces(10, "袋"))),
        ("2箱（共20袋）", Pieces(2, "箱", Pieces(20, "袋"))),
        (2.5, None),
        ("半袋", None),
        ("2+1", None),
        ("若干", None),
    ],
)
def test_pieces_are_counted_in_the_unit_that_is_written(cell: Any, pieces: Pieces | None) -> None:
    assert amounts.pieces(cell) == pieces


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        (2, 120),
        ("2", 120),
        ("1.5", 90),
        ("2小时", 120),
        ("2.5h", 150),
        ("2:00", 120),
        ("2时30分", 150),
        ("2小时30分钟", 150),
        ("两个半小时", 150),
        ("半小时", 30),
        ("90分钟", 90),
        (time(2), 120),
        (timedelta(hours=4), 240),
        ("忘记签退", None),
        ("2人", None),
    ],
)
def test_hours_are_read_as_people_say_them(cell: Any, minutes: int | None) -> None:
    assert amounts.minutes(cell) == minutes


def test_a_heading_may_say_that_figures_are_minutes() -> None:
    assert amounts.minutes(20, in_minutes=True) == 20
    assert amounts.minutes("2小时", in_minutes=True) == 120


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=4*1", "4"),
        ("=2+3", "5"),
        ("=10/4", "2.5"),
        ("=6-1", "5"),
        ("=SUM(A1:A4)", None),
        ("=G4", None),
        ("=1/0", None),
    ],
)
def test_only_formulas_of_figures_are_worked_out(formula: str, value: str | None) -> None:
    found = amounts.arithmetic(formula)
    assert (None if found is None else f"{found:f}") == value
