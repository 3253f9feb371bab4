"""What every test may ask for: an application on a fresh database of either engine, a clock, a browser."""

from __future__ import annotations

import gc
import os
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from points.foundation import clock as house_clock
from tests.support.chromium import browser, camera, desk, driver, phone, served  # noqa: F401 - fixtures
from tests.support.databases import ENGINES, Workshop
from tests.support.engines import new_folder, stop_postgres
from tests.support.plans import full_books  # noqa: F401 - fixture
from tests.support.pressing import PRESSED_ALREADY, Presser, break_after_commits, broken
from tests.support.quick_hashes import make_hashes_quick
from tests.support.street import street  # noqa: F401 - fixture
from tests.support.tied import refuse_untied
from tests.support.visitors import Visitor
from tests.support.world import community_id, filled_purse  # noqa: F401 - fixtures

SOAK = os.environ.get("SOAK") == "1"
LONG = SOAK or os.environ.get("DRILLS") == "1"
TESTS = Path(__file__).parent
LANGUAGES = ("zh", "en")
#: what stands above the rooms, or brings things through their doors
OUTER = {TESTS / name for name in ("web", "app", "commands", "security", "imports")}

_quiet = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "print_blob": True}
hypothesis_settings.register_profile("short", max_examples=60, **_quiet)
hypothesis_settings.register_profile("long", max_examples=5000, **_quiet)
hypothesis_settings.load_profile("long" if SOAK else "short")

_folder = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--break", action="store_true", help="every deed breaks after its COMMIT and is pressed again"
    )
    parser.addoption("--engine", choices=ENGINES, help="only on this database engine (default: on both)")


def pytest_configure(config: pytest.Config) -> None:
    """One folder for all workers; whoever needs PostgreSQL first starts it there."""
    shared = getattr(config, "workerinput", {}).get("folder")
    make_hashes_quick()
    refuse_untied()
    if config.getoption("--break"):
        break_after_commits()
    config.stash[_folder] = Path(shared) if shared else new_folder(in_memory=not SOAK)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell a worker of pytest-xdist where the folder is."""
    node.workerinput["folder"] = str(node.config.stash[_folder])  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and _folder in config.stash:
        stop_postgres(config.stash[_folder])
        shutil.rmtree(config.stash[_folder], ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many deeds broke, where they were told to."""
    if broken:
        terminalreporter.write_line(
            f"{len(broken)} kinds of deeds broke after their COMMIT, {broken.total()} times"
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`-m "not browser"` leaves out what needs Chromium; `--break` what presses twice for a reason of its own."""
    if items and items[0].config.getoption("--break"):
        items[:] = [one for one in items if one.originalname not in PRESSED_ALREADY]  # type: ignore[attr-defined]
    for item in items:
        if "driver" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_collection_finish() -> None:
    """Thousands of tests stay until the end: what is thrown away is looked for among what came after them, and not so often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that touches a database runs on both engines, unless it says what it is about: `only_on` the one, or
    `shortly_on` the one and with SOAK=1 on both. What a page or a command does is its rooms', whose tests run on both: in the
    short form such a test runs on the one that its name draws, so that each page meets both; and so does one that asks for a
    `language`."""
    if "language" in metafunc.fixturenames and not _chosen(metafunc, "language"):
        metafunc.parametrize("language", LANGUAGES if SOAK else _drawn(metafunc, LANGUAGES))
    if "engine" not in metafunc.fixturenames:
        return
    of = metafunc.definition.get_closest_marker
    only = of("only_on") or (None if LONG else of("shortly_on"))
    asked = metafunc.config.getoption("--engine")
    engines = only.args if only else ENGINES
    above = set(metafunc.definition.path.parents)
    # the tests of the API share a database, a module one
    draws = OUTER & above and TESTS / "web" / "api" not in above and not of("on_both")
    if draws and not only and asked is None and not SOAK:
        engines = _drawn(metafunc, ENGINES)
    metafunc.parametrize("engine", [one for one in engines if asked in (None, one)], scope="session")


def _drawn(metafunc: pytest.Metafunc, some: tuple[str, ...]) -> tuple[str]:
    return (some[zlib.crc32(metafunc.definition.nodeid.encode()) % len(some)],)


def _chosen(metafunc: pytest.Metafunc, name: str) -> bool:
    marks = metafunc.definition.iter_markers("parametrize")
    return any(name in str(mark.args[0]).replace(",", " ").split() for mark in marks)


@pytest.fixture(scope="session")
def workshop(request: pytest.FixtureRequest) -> Iterator[Workshop]:
    """Makes databases; one for each worker."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    made = Workshop(request.config.stash[_folder], worker)
    yield made
    made.close()


@pytest.fixture
def engine_url(engine: str, workshop: Workshop) -> str:
    """The address of a migrated database with no rows, for this test alone."""
    return workshop.fresh(engine)


@pytest.fixture
def app(engine: str, workshop: Workshop, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on such a database, inside its context. A client of it has a context of its own."""
    house = workshop.application(engine, *_worlds_of(request.node))
    house.test_client_class = Presser if request.config.getoption("--break") else Visitor
    with house.app_context():
        yield house
    house_clock.reset()


def _worlds_of(item: pytest.Item) -> list[str]:
    """The worlds that fixtures of a test settle (`settles`): what stands on another before what it stands on."""
    asked = [known[-1].func for known in item._fixtureinfo.name2fixturedefs.values()]  # type: ignore[attr-defined]
    marked = [getattr(build, "worlds", ()) for build in asked]
    return [one for worlds in sorted(marked, key=len, reverse=True) for one in worlds]


@pytest.fixture
def client(app: Flask) -> Visitor:
    """A browser without a screen. Its posts say that they come from the same site."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def clock() -> Iterator[object]:
    """The house's clock, to be set; it runs again afterwards."""
    yield house_clock
    house_clock.reset()


@pytest.fixture(scope="session")
def soak() -> bool:
    """Whether the long forms were asked for."""
    return SOAK
