"""The supervisor at sound books."""

from __future__ import annotations

import pytest

from tests.support.books import Books, books
from tests.support.street import enter
from tests.support.visitors import Visitor

__all__ = ["books", "watcher"]


@pytest.fixture
def watcher(client: Visitor, books: Books) -> Visitor:
    """The supervisor, signed in."""
    return enter(client, "supervisor4")
