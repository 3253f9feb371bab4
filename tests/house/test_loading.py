"""A serving process loads what it serves with; what is needed rarely is loaded when it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.files import ROOT

#: drawing, workbooks, migrations, archives, the sample community
RARE = ("PIL", "qrcode", "openpyxl", "xlrd", "alembic", "flask_migrate", "tarfile", "points.demo")
SQLITE, POSTGRESQL = "sqlite:///{folder}/books.sqlite", "postgresql+psycopg://nobody@/nothing"


def _loaded(folder: Path, address: str) -> set[str]:
    """The modules of a worker that has loaded the application and answered nobody yet."""
    environ = {
        "ENVIRONMENT": "test",
        "DATABASE_URL": address.format(folder=folder),
        "SECRET_KEY": "of-the-tests-only-" * 2,
        "INSTANCE": str(folder),
        "SERVER_SOFTWARE": "gunicorn/of-the-tests",
    }
    words = [sys.executable, "-c", "import sys, wsgi; print(*sys.modules)"]
    said = subprocess.run(
        words, cwd=ROOT, env={**os.environ, **environ}, check=True, capture_output=True, encoding="utf-8"
    )
    return set(said.stdout.split())


@pytest.mark.parametrize(
    ("address", "never"),
    [(SQLITE, ("psycopg",)), (POSTGRESQL, ("sqlite3", "pysqlite3"))],
    ids=["sqlite", "postgresql"],
)
def test_a_worker_starts_without_what_is_rarely_needed(
    tmp_path: Path, address: str, never: tuple[str, ...]
) -> None:
    assert not _loaded(tmp_path, address).intersection((*RARE, *never))
