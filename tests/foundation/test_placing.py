"""A file that takes the place of another one: at once, and where somebody is reading that on Windows, in a moment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast

import pytest

from points.foundation import placing


class Read:
    """A draft whose place is somebody reading's for so many tries."""

    def __init__(self, tries: int) -> None:
        self.left = tries

    def replace(self, target: Path) -> None:
        if self.left:
            self.left -= 1
            raise PermissionError(13, "The process cannot access the file because it is being used")


@pytest.mark.parametrize(
    ("system", "tries", "goes"), [("nt", 3, True), ("nt", 9, False), ("posix", 1, False), ("posix", 0, True)]
)
def test_it_is_tried_again_on_windows_alone(
    monkeypatch: pytest.MonkeyPatch, system: str, tries: int, goes: bool
) -> None:
    monkeypatch.setattr(placing, "WAITS", (0.0,) * 5)
    draft, target = cast("Any", Read(tries)), Path("target")
    with monkeypatch.context() as there:
        there.setattr(os, "name", system)
        try:
            placing.put(draft, target)
            went = True
        except PermissionError:
            went = False
    assert went is goes


def test_of_two_new_ones_the_first_stays(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).write_text(name, encoding="utf-8")
        placing.put_new(tmp_path / name, tmp_path / "key")
    assert (tmp_path / "key").read_text(encoding="utf-8") == "first"
    assert [one.name for one in tmp_path.iterdir()] == ["key"]
