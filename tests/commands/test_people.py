"""Accounts made on the command line."""

from __future__ import annotations

from flask import Flask

from points import people
from tests.support.town import Town


def test_an_administrator_is_made_on_the_command_line(town: Town, app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["create-admin", "--username", "chief"])
    assert result.exit_code == 0, result.output
    password = result.output.strip().rsplit(" ", 1)[-1]
    who = people.signing_in.sign_in("chief", password)
    assert people.actors.of_account(who.account_id, community_id=who.community_id).roles == {"admin"}
