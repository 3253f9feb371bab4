"""A test client that behaves as a browser does: a context of its own, and the headers of its own site."""

from __future__ import annotations

import contextvars
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ORIGIN = "http://localhost"


class Visitor(FlaskClient):
    """Each request in an empty context; else it would share the test's own, `g` and database session too."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """One request, as from a page of this site unless the test says otherwise."""
        if args and isinstance(args[0], str):
            headers = dict(kwargs.pop("headers", None) or {})
            headers.setdefault("Sec-Fetch-Site", "same-origin")
            headers.setdefault("Origin", ORIGIN)
            kwargs["headers"] = {name: value for name, value in headers.items() if value is not None}
        return contextvars.Context().run(super().open, *args, **kwargs)
