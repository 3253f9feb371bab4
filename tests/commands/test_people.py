"""Accounts and roles made on the command line."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask

from points import people
from points.foundation import Actor, clock, communities, paging, reading
from tests.support.street import Street
from tests.support.town import Town


def run(app: Flask, *args: str, typed: str = "") -> Result:
    return app.test_cli_runner().invoke(args=list(args), input=typed)


def actor_of(username: str) -> Actor:
    known = reading(lambda: people.accounts.find(username))
    assert known is not None
    return reading(lambda: people.actors.of_account(known[1], community_id=known[0]))


@pytest.mark.parametrize("typed", [False, True])
def test_the_first_two_administrators_begin_together_and_confirm_each_other(app: Flask, typed: bool) -> None:
    named = [] if typed else ["--username", "chen", "--username", "wu", "--name", "陈静"]
    result = run(
        app, "create-admin", "--community-name", "锦溪社区", *named, typed="chen\nwu\n" if typed else ""
    )
    assert result.exit_code == 0, result.output
    assert "先要两个人" in result.output
    passwords = re.findall(r"密码: (\S+)", result.output)
    assert len(set(passwords)) == 2
    for username, password in zip(("chen", "wu"), passwords, strict=True):
        assert people.signing_in.sign_in(username, password).account_id == actor_of(username).account_id
        assert actor_of(username).roles == {"admin"}
    chen, wu = actor_of("chen"), actor_of("wu")
    community_id = chen.community_id
    [one] = [
        found
        for found in reading(lambda: people.grants.page(chen, "", paging.PageAsked())).rows
        if found.name == "wu"
    ]
    assert one.confirmed_by == ("chen" if typed else "陈静")
    assert wu.community_id == community_id


def test_one_alone_is_not_enough_to_begin_with(app: Flask) -> None:
    result = run(app, "create-admin", "--community-name", "锦溪社区", "--username", "chen")
    assert result.exit_code != 0
    assert reading(lambda: people.accounts.find("chen")) is None
    assert len(communities()) <= 1


def test_a_password_that_is_too_simple_founds_nothing(app: Flask) -> None:
    before = communities()
    named = ["--username", "chen", "--username", "wu", "--password", "12345678"]
    result = run(app, "create-admin", "--community-name", "枣园社区", *named)
    assert result.exit_code != 0
    assert communities() == before
    assert reading(lambda: people.accounts.find("chen")) is None


def test_beside_one_from_before_a_second_is_made_and_a_third_is_only_proposed(town: Town, app: Flask) -> None:
    assert run(app, "create-admin", "--username", "chief").exit_code == 0
    assert actor_of("chief").roles == {"admin"}
    refused = run(app, "create-admin", "--username", "third")
    assert refused.exit_code != 0
    assert "--more" in refused.output
    more = run(app, "create-admin", "--more", "--username", "third")
    assert more.exit_code == 0, more.output
    assert actor_of("third").roles == frozenset()
    chief = actor_of("chief")
    assert [one.name for one in reading(lambda: people.grants.waiting_for(chief))] == ["third"]


def test_where_points_were_given_a_second_administrator_waits_for_the_street(
    street: Street, app: Flask
) -> None:
    result = run(app, "create-admin", "--username", "chief")
    assert result.exit_code == 0, result.output
    assert actor_of("chief").roles == frozenset()
    [one] = reading(lambda: people.grants.waiting_for(street.staff["street"]))
    assert (one.name, one.body) == ("chief", "street")


def test_whoever_looks_after_the_machine_confirms_where_nobody_else_can(town: Town, app: Flask) -> None:
    run(app, "create-admin", "--username", "chief")
    run(app, "create-admin", "--more", "--username", "third")
    listed = run(app, "confirm-role")
    assert "third" in listed.output
    grant = listed.output.split()[0]
    assert run(app, "confirm-role", "xx").exit_code != 0
    assert run(app, "confirm-role", grant).exit_code == 0
    clock.set_now(clock.now() + timedelta(days=1))
    assert actor_of("third").roles == {"admin"}
    assert run(app, "confirm-role").output == ""


def test_an_account_is_closed_and_opened_again_on_the_command_line(town: Town, app: Flask) -> None:
    asked = run(app, "close-account", "ranting", "--reason", "调走了", typed="n\n")
    assert asked.exit_code != 0
    assert "officer" in asked.output
    assert actor_of("ranting").roles == {"officer"}
    closed = run(app, "close-account", "ranting", "--reason", "调走了", "--yes")
    assert (closed.exit_code, "停用了" in closed.output) == (0, True)
    found = reading(lambda: people.account_list.get(town.officer_account, actor=town.house))
    assert (found.status, list(found.roles)) == ("closed", [])
    assert "已经停用" in run(app, "close-account", "ranting", "--yes").output
    assert "last administrator" in run(app, "close-account", "shilei", "--yes").output
    again = run(app, "reopen-account", "ranting")
    assert (again.exit_code, "重新打开了" in again.output) == (0, True)
    assert actor_of("ranting").roles == frozenset(), "its role waits for a second person"
    assert run(app, "reopen-account", "nobody").exit_code != 0
