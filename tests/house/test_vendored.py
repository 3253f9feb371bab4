"""What comes from elsewhere stands here unchanged, with its licence.

`python -m tests.house.test_vendored` writes the list anew.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.house.files import ROOT, named

VENDOR = ROOT / "static" / "vendor"
SUMS = VENDOR / "SHA256SUMS"
NOT_SERVED = {
    ".gitignore",
    "SHA256SUMS",
    "package.json",
    "package-lock.json",
    "vendor.sh",
    "icons.txt",
    "VENDORED.md",
}


def sums() -> dict[str, str]:
    """Name and checksum of every vendored file."""
    served = (
        path for path in sorted(VENDOR.rglob("*")) if path.is_file() and "node_modules" not in path.parts
    )
    kept = (path for path in served if path.name not in NOT_SERVED and path.suffix not in (".gz", ".br"))
    return {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept
    }


def test_no_vendored_file_was_changed_added_or_lost() -> None:
    written = (line.split("  ", 1) for line in SUMS.read_text(encoding="ascii").splitlines())
    assert sums() == {name: checksum for checksum, name in written}


def test_every_vendored_package_has_its_licence() -> None:
    folders = {VENDOR / Path(name).parts[0] for name in sums()}
    assert [named(folder) for folder in sorted(folders) if not list(folder.glob("LICENSE*"))] == []


if __name__ == "__main__":
    SUMS.write_text("".join(f"{checksum}  {name}\n" for name, checksum in sums().items()), encoding="ascii")
