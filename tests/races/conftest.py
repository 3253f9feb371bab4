"""The street for races: points that were awarded, so that every invariant holds before the race begins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from points.foundation import clock, db, keep_keys_in
from tests.races.counter import give
from tests.support.databases import Workshop
from tests.support.street import Street, build_street


@pytest.fixture(scope="module")
def house(engine: str, workshop: Workshop) -> Iterator[Flask]:
    """An application on a database that the races of a module share, each in a community of its own."""
    made = workshop.house(workshop.fresh(engine))
    keep_keys_in(made.config["INSTANCE"] / "keys")
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(house: Flask) -> Iterator[Flask]:
    """That application, inside its context."""
    with house.app_context():
        yield house
    clock.reset()


@pytest.fixture
def corner(app: Flask) -> Street:
    """A street whose resident has 32 points from one credited service."""
    made = build_street(0, signing_in=False)
    give(made, 320)
    return made
