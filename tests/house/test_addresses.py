"""Addresses that were given out stay: each of the first release answers, or leads on for ever (308)."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.routing import RequestRedirect, Rule

from tests.house.files import ROOT

#: method and pattern of the 82 addresses of the first release, static files and documents included
GIVEN = [
    tuple(pair) for pair in json.loads((ROOT / "tests/house/addresses.json").read_text(encoding="utf-8"))
]
#: commands of the first release; scripts and timers of an installation know them
COMMANDS = {
    "after-restore", "backup", "check-books", "check-migrations", "create-admin", "demo-accounts", "import-books", "nightly",
    "prepare", "serve",
}  # fmt: skip
#: other programs and printed paper know these, so they may not even move
FIXED = ("/api/", "/R/", "/C/", "/A/")


def leads_to(app: Flask, method: str, pattern: str) -> Rule | str | None:
    """The rule that answers an address, or where it leads on to."""
    filled = "/".join("x" if part.startswith("<") else part for part in pattern.split("/"))
    adapter = app.url_map.bind("localhost")
    try:
        return adapter.match(filled, method=method, return_rule=True)[0]
    except RequestRedirect as redirect:
        return redirect.new_url if redirect.code == 308 else None
    except NotFound:
        return None


@pytest.mark.only_on("sqlite")
def test_there_are_as_many_as_were_given_out() -> None:
    assert len({pattern for _, pattern in GIVEN}) == 70
    assert len(GIVEN) == 82


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(("method", "pattern"), GIVEN, ids=str)
def test_an_address_that_was_given_out_still_answers(app: Flask, method: str, pattern: str) -> None:
    found = leads_to(app, method, pattern)
    assert found is not None
    if pattern.startswith(FIXED):
        assert isinstance(found, Rule)
        assert found.rule == pattern


@pytest.mark.only_on("sqlite")
def test_an_address_that_nobody_gave_out_does_not(app: Flask) -> None:
    """The control: the test above can see an address that is gone."""
    assert leads_to(app, "GET", "/desk/nowhere") is None


@pytest.mark.only_on("sqlite")
def test_a_command_that_was_given_out_is_still_there(app: Flask) -> None:
    assert set(app.cli.commands) >= COMMANDS
