"""The commits that are compared: this folder, and others checked out beside it; each seeds books with its own code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SEEDING = Path(__file__).resolve().parent / "seeding.py"


@dataclass(frozen=True)
class Tree:
    """A commit in a folder of its own."""

    name: str
    root: Path

    def seeding(self, environ: dict[str, str], *words: str) -> subprocess.Popen[str]:
        """The script that fills books with this commit's code, begun."""
        return subprocess.Popen(
            [sys.executable, str(SEEDING), *words],
            cwd=self.root,
            env={**os.environ, **environ, "PYTHONPATH": str(self.root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )


def this() -> Tree:
    """The folder this runs in, with what is not committed yet."""
    return Tree("this", ROOT)


def checked_out(commit: str, folder: Path) -> Tree:
    """Another commit, unpacked below this folder."""
    root = folder / commit
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(root, filter="data")
    compile_catalogues(root)
    return Tree(commit, root)


def compile_catalogues(root: Path) -> None:
    """The catalogues a commit has as text only; `make install` does the same."""
    words = ["-m", "babel.messages.frontend", "--quiet", "compile", "-d", "points/translations"]
    subprocess.run([sys.executable, *words], cwd=root, check=True)


def finished(processes: Sequence[subprocess.Popen[str]]) -> list[str]:
    """What each of these said, when all are done; an error where one failed."""
    said = [one.communicate()[0] for one in processes]
    for one, text in zip(processes, said, strict=True):
        if one.returncode:
            raise RuntimeError(f"filling the books failed:\n{text[-3000:]}")
    return said


def read(path: Path) -> dict[str, Any]:
    """What a seeding wrote down."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
