"""Which test runs which line of the program: a plugin of pytest that watches one run; it judges nothing."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import pytest


@dataclass
class Map:
    """What was seen: seconds of every test that passed, and for each module and line the tests that ran it."""

    took: dict[str, float] = field(default_factory=dict)
    ran: dict[str, dict[int, list[str]]] = field(default_factory=dict)

    def tests(self, module: str, lines: Iterable[int]) -> set[str]:
        """The tests that ran one of these lines."""
        return {test for line in lines for test in self.ran.get(module, {}).get(line, ())}

    def tests_of(self, module: str) -> set[str]:
        """The tests that ran anything of a module inside a function."""
        return self.tests(module, self.ran.get(module, {}))


class Watch:
    """Watches the modules it is given, in all threads of a test."""

    def __init__(self, root: str, modules: Iterable[str]) -> None:
        self.names = {f"{root}/{module}": module for module in modules}
        self.seen: set[tuple[str, int]] = set()
        self.failed: set[str] = set()
        self.map = Map()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Watch one test, with what it sets up."""
        self.seen.clear()
        began = time.perf_counter()
        threading.settrace(self._enter)
        sys.settrace(self._enter)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)  # type: ignore[arg-type]
            if item.nodeid not in self.failed:
                self._keep(item.nodeid, time.perf_counter() - began)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that fails or is left out proves nothing."""
        if report.outcome != "passed":
            self.failed.add(report.nodeid)

    def _keep(self, test: str, seconds: float) -> None:
        self.map.took[test] = seconds
        for module, line in self.seen:
            self.map.ran.setdefault(module, {}).setdefault(line, []).append(test)

    def _enter(self, frame: FrameType, event: str, arg: object) -> Any:
        if frame.f_code.co_filename not in self.names or frame.f_code.co_name == "<module>":
            return None
        return self._step

    def _step(self, frame: FrameType, event: str, arg: object) -> Any:
        self.seen.add((self.names[frame.f_code.co_filename], frame.f_lineno))
        return self._step
