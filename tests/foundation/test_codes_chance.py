"""Secrets that are drawn again: the same for the same press and purpose, of this instance alone, in the shape of any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from points.foundation import codes, keep_keys_in, keys
from points.people.identification.policy import draw_pin, fit_pin

pytestmark = pytest.mark.only_on("sqlite")
PRESS = ("person", "session", "mark", "digest")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Keys of an instance of its own."""
    before = keys._folder
    keep_keys_in(tmp_path / "keys")
    yield tmp_path
    if before is not None:
        keep_keys_in(before)


def drawn(purpose: str = "card token", press: tuple[str, ...] = PRESS) -> list[object]:
    draw = keys.drawn_for(purpose, *press)
    return [codes.new_card(draw), draw_pin(draw.below), draw.token(), draw.choice("ABCDEFGH")]


def test_the_same_press_draws_the_same_and_every_other_something_else(folder: Path) -> None:
    assert drawn() == drawn()
    others = [drawn("card pin")]
    others += [drawn(press=(*PRESS[:at], "other", *PRESS[at + 1 :])) for at in range(len(PRESS))]
    assert len({str(one[:3]) for one in (drawn(), *others)}) == 1 + len(others)


def test_another_instance_draws_something_else(folder: Path) -> None:
    here = drawn()
    keep_keys_in(folder / "other keys")
    assert drawn()[:3] != here[:3]


def test_what_is_drawn_has_the_shape_of_what_chance_draws(folder: Path) -> None:
    for draw in (codes.CHANCE, keys.drawn_for("any", *PRESS)):
        assert codes.read_card(codes.new_card(draw))
        assert fit_pin(draw_pin(draw.below))
        assert len(draw.token()) == 43
        assert {draw.choice("AB") for _ in range(64)} == {"A", "B"}
        assert {draw.below(3) for _ in range(64)} == {0, 1, 2}
