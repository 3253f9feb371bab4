"""People of one street and of another, each with a browser of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from points.web.limits import limiter
from tests.support.desk_day import desk_day, morning
from tests.support.street import PASSWORD
from tests.support.visitors import Visitor

__all__ = ["desk_day", "morning"]

Enter = Callable[[str], Visitor]


@pytest.fixture(autouse=True)
def fresh_counts(app: Flask) -> None:
    """What one test tried is not held against the next."""
    limiter.reset()


@pytest.fixture
def enter(app: Flask) -> Enter:
    """A browser in which this user name is signed in."""

    def sign_in(username: str) -> Visitor:
        client: Any = app.test_client()
        assert client.post("/sign-in", data={"username": username, "password": PASSWORD}).status_code == 303
        return client  # type: ignore[no-any-return]

    return sign_in


@pytest.fixture
def answering(app: Flask) -> Flask:
    """The application as it is served: a fault is an answer, not an exception of the test."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app
