"""Long or short forms, books to be hurt, and the table at the end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from points.foundation import keys
from tests.drills.served import Served
from tests.drills.tally import LONG, table
from tests.support.databases import Workshop
from tests.support.desk_day import desk_day, morning  # noqa: F401 - fixtures
from tests.support.engines import DURABLE, KEPT, new_folder, stop_postgres


@pytest.fixture(scope="session")
def long() -> bool:
    """Whether the long forms were asked for."""
    return LONG


@pytest.fixture(scope="session")
def yard() -> Iterator[Workshop]:
    """Databases apart from those of all other tests; in the long forms on a disk, with a PostgreSQL that writes as in an
    installation. Beside all other tests processes are killed and no machine, so nothing waits for a disk."""
    folder = new_folder(in_memory=not LONG)
    made = Workshop(folder, "drill", DURABLE if LONG else KEPT)
    yield made
    made.close()
    stop_postgres(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def own_keys() -> Iterator[None]:
    """The keys of this process are those of other tests again afterwards."""
    before = keys._folder
    yield
    if before is not None:
        keys.keep_keys_in(before)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Makes servers, and leaves none behind."""
    made: list[Served] = []

    def make(*facts: object, **more: str) -> Served:
        made.append(Served(*facts, tmp_path / f"server-{len(made)}.log", **more))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.kill()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One table, where the long forms ran."""
    if LONG:
        for line in table():
            terminalreporter.write_line(line)
