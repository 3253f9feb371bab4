"""Files that are not ours are the ones VENDORED.md names, unchanged, and no lock names a place to fetch from."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.house.files import ROOT

VENDOR = ROOT / "static/vendor"
FOR_TESTS = ROOT / "tests/browser/vendor"
OF_THE_FOLDER = {
    "VENDORED.md",
    "LICENSE",
    "package.json",
    "package-lock.json",
    "vendor.sh",
    "icons.txt",
    ".gitignore",
}


def listed(folder: Path) -> dict[str, str]:
    """File and sha256 as VENDORED.md says."""
    text = (folder / "VENDORED.md").read_text(encoding="utf-8")
    return dict(re.findall(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", text))


@pytest.mark.parametrize("folder", [VENDOR, FOR_TESTS])
def test_every_vendored_file_is_the_one_written_down(folder: Path) -> None:
    known = listed(folder)
    assert known
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in known} == known


@pytest.mark.parametrize("folder", [VENDOR, FOR_TESTS])
def test_no_vendored_file_is_unlisted(folder: Path) -> None:
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in (".br", ".gz")
        if "node_modules" not in path.parts and path.name not in OF_THE_FOLDER
    }
    assert there == set(listed(folder))


def test_the_lock_keeps_hashes_and_no_download_address() -> None:
    packages = json.loads((VENDOR / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    fetched = {name: one for name, one in packages.items() if name}
    assert all("integrity" in one and "resolved" not in one for one in fetched.values())


def test_every_icon_file_is_listed_once() -> None:
    names = (VENDOR / "icons.txt").read_text(encoding="utf-8").split()
    there = sorted(path.stem for path in (ROOT / "templates/shared/icons").glob("*.svg"))
    assert sorted(names) == there
