"""Into which database the sample community goes."""

from __future__ import annotations

import pytest
from flask import Flask

from points.app import server
from points.foundation import db, found_community, transact


@pytest.fixture
def asked(app: Flask) -> Flask:
    """An installation started as a demo."""
    app.config["ENVIRONMENT"] = "demo"
    yield app  # type: ignore[misc]
    app.config.update(ENVIRONMENT="test", DEMO=False)


def test_an_empty_file_gets_it_and_an_empty_server_only_when_asked(asked: Flask) -> None:
    assert server.wants_demo(asked) is (db.engine.dialect.name == "sqlite")
    asked.config["DEMO"] = True
    assert server.wants_demo(asked)


def test_a_database_with_a_community_never_gets_it(asked: Flask) -> None:
    asked.config["DEMO"] = True
    transact(lambda: found_community("真实社区"))
    assert not server.wants_demo(asked)


def test_a_demo_that_is_there_is_kept_fresh(asked: Flask) -> None:
    transact(lambda: found_community("锦溪社区", demo=True))
    assert server.wants_demo(asked)


def test_production_and_tests_never_want_one(app: Flask) -> None:
    app.config["DEMO"] = True
    try:
        assert not server.wants_demo(app)
    finally:
        app.config["DEMO"] = False
