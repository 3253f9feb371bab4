"""Runs tests on the program with a mistake in it: in a process of its own, split off before the program is loaded."""

from __future__ import annotations

import ast
import importlib
import importlib.machinery
import importlib.util
import multiprocessing
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

from tests.mutations.choosing import ROOT, source_of
from tests.mutations.lines import Map, Watch
from tests.mutations.mistakes import Mistake, planted
from tests.support.engines import new_folder

#: what the program stands on; loaded once, so that a process with a mistake begins quickly
UNDERNEATH = (
    "cryptography.hazmat.primitives.asymmetric.ed25519", "flask_babel", "flask_limiter", "flask_login", "flask_migrate",
    "flask_smorest", "flask_sqlalchemy", "hypothesis.stateful", "marshmallow", "psycopg", "sqlalchemy.dialects.postgresql",
    "whitenoise", "xml.etree.ElementTree",
)  # fmt: skip
#: seconds after which a program that goes round and round is noticed
PATIENCE = 300.0
QUIET = ("-q", "-p", "no:cacheprovider", "--engine", "sqlite", "-m", "not browser")

_fork = multiprocessing.get_context("fork")


class Trials:
    """A folder with a migrated database of the sound program; every trial begins with a copy of it."""

    def __init__(self) -> None:
        assert "points" not in sys.modules, "a mistake can only be planted in a program that is not loaded"
        for name in UNDERNEATH:
            importlib.import_module(name)
        self.folder = new_folder(in_memory=True)

    def close(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def lines(self, tests: Iterable[str], modules: Iterable[str]) -> Map:
        """Which of these tests runs which line; only those that pass."""
        watch = Watch(str(ROOT), modules)

        def run(sending: Connection) -> None:
            code = pytest.main([*QUIET, *tests], plugins=[watch, Worker(self.folder)])
            sending.send((code, watch.map))

        code, seen = _apart(run, None)
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            raise RuntimeError(f"the tests do not run on the sound program: {code!r}")
        return seen

    def noticed(self, mistake: Mistake | None, tests: list[str]) -> str:
        """The first test that fails, "" where none does. Without a mistake it is the sound program."""
        copy = self.folder.with_name(f"{self.folder.name}-trial")
        shutil.copytree(self.folder, copy)

        def run(sending: Connection) -> None:
            first = First()
            if mistake:
                sys.meta_path.insert(0, Planting(mistake))
            code = pytest.main([*QUIET, "-x", *tests], plugins=[first, Worker(copy)])
            sending.send(first.failed or ("" if code == pytest.ExitCode.OK else f"pytest: {code!r}"))

        try:
            return _apart(run, PATIENCE) or ""
        except TimeoutError:
            return "it did not end"
        except EOFError:
            return "it did not begin"
        finally:
            shutil.rmtree(copy, ignore_errors=True)


class Worker:
    """Tells the tests where their folder is, as pytest-xdist tells its workers."""

    def __init__(self, folder: Path) -> None:
        self.input = {"folder": str(folder), "workerid": "alone"}

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: Any) -> None:
        """Before the conftest asks."""
        config.workerinput = self.input


class First:
    """Remembers the test that failed first."""

    failed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What failed: the test, or what it needed."""
        if report.failed and not self.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A program that cannot even be loaded is noticed too."""
        if report.failed and not self.failed:
            self.failed = report.nodeid


class Planting:
    """Finds one module of the program before anything else does, and reads it with a mistake."""

    def __init__(self, mistake: Mistake) -> None:
        self.name = mistake.module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self.path = str(ROOT / mistake.module)
        self.tree = planted(source_of(mistake.module), mistake)

    def find_spec(self, name: str, path: object, target: ModuleType | None = None) -> Any:
        """The module, or nothing where another is asked for."""
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(
            name, self.path, loader=Planted(name, self.path, self.tree)
        )


class Planted(importlib.machinery.SourceFileLoader):
    """Loads a module from a tree instead of its file."""

    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        super().__init__(name, path)
        self.tree = tree

    def get_code(self, fullname: str) -> CodeType:
        """What is run."""
        return compile(self.tree, self.path, "exec", dont_inherit=True)


def _apart(run: Callable[[Connection], None], seconds: float | None) -> Any:
    """What `run` sends from a process split off here, which is ended with all it began."""
    receiving, sending = _fork.Pipe(duplex=False)

    def work() -> None:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for one in (0, 1, 2):
            os.dup2(nothing, one)
        run(sending)

    process = _fork.Process(target=work)
    process.start()
    sending.close()
    try:
        if not receiving.poll(seconds):
            raise TimeoutError
        return receiving.recv()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid or 0, signal.SIGKILL)
        process.join()
