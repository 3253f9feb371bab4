"""Every address names whom it is for, and everybody else is told that there is no such page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from points import shop
from points.foundation import system_actor, transact
from points.foundation.actor import ROLES as ALL_ROLES
from tests.support.staff import ROLES, signed_in, small_community, staff_of
from tests.support.visitors import Visitor

EVERYONE = {"everyone"}
#: what stands for the parts of an address; nothing of that name exists
UNKNOWN = "xxxxxxxxxxxxxx"
#: pages that begin without anything existing: whoever may see them gets them
MAY_BE_ELSEWHERE = (301, 302, 303)


def rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every address with every verb it takes."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def audience(app: Flask, rule: Rule) -> tuple[str, ...]:
    """Whom a view names."""
    found: tuple[str, ...] = getattr(app.view_functions[rule.endpoint], "audience", ())
    return found


def address(rule: Rule) -> str:
    """An address with something in every hole."""
    parts = {
        name: "1" if "int" in type(rule._converters[name]).__name__.lower() else UNKNOWN
        for name in rule.arguments
    }
    built = rule.build(parts)
    assert built is not None, rule
    return built[1]


def ask(client: Visitor, rule: Rule, method: str) -> int:
    """The answer's number."""
    more = {"json": {}} if rule.rule.startswith(("/api/", "/counter")) and method != "GET" else {}
    return client.open(address(rule), method=method, **more).status_code


@pytest.mark.only_on("sqlite")
def test_every_address_names_its_audience(app: Flask) -> None:
    silent = [f"{method} {rule.rule}" for rule, method in rules(app) if not audience(app, rule)]
    assert silent == []


@pytest.mark.only_on("sqlite")
def test_an_audience_is_made_of_roles(app: Flask) -> None:
    known = {*ALL_ROLES, "everyone", "signed_in"}
    assert [rule.rule for rule, _ in rules(app) if set(audience(app, rule)) - known] == []


def test_nobody_gets_in_without_signing_in(app: Flask, client: Visitor) -> None:
    small_community()
    open_doors = []
    for rule, method in rules(app):
        if set(audience(app, rule)) & EVERYONE:
            continue
        answer = client.open(address(rule), method=method)
        away = answer.status_code in MAY_BE_ELSEWHERE and answer.location.startswith("/sign-in")
        if not away and answer.status_code != 401:
            open_doors.append(f"{method} {rule.rule} {answer.status_code}")
    assert open_doors == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_refused_every_page_that_is_not_its_own(app: Flask, role: str) -> None:
    community_id = small_community()
    account = staff_of(community_id)[role]
    client = signed_in(app, community_id, account)
    wrong = []
    for rule, method in rules(app):
        wanted = set(audience(app, rule))
        if wanted & {*EVERYONE, "signed_in", role} or rule.rule == "/":
            continue
        status = ask(client, rule, method)
        expected = 401 if rule.rule.startswith("/api/") else 404
        if status != expected:
            wrong.append(f"{method} {rule.rule} {status}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_every_page_that_is_its_own(app: Flask, role: str) -> None:
    community_id = small_community()
    account = staff_of(community_id)[role]
    transact(lambda: shop.shops.add("锦溪店", actor=system_actor(community_id)))
    client = signed_in(app, community_id, account)
    refused = []
    for rule, method in rules(app):
        mine = set(audience(app, rule)) & {"signed_in", role}
        if not mine or method != "GET" or rule.arguments or rule.rule.startswith("/api/"):
            continue
        status = ask(client, rule, method)
        if status not in (200, *MAY_BE_ELSEWHERE):
            refused.append(f"{rule.rule} {status}")
    assert refused == []


@pytest.mark.parametrize("role", ROLES)
def test_what_does_not_exist_is_not_there_for_anybody(app: Flask, role: str) -> None:
    community_id = small_community()
    client = signed_in(app, community_id, staff_of(community_id)[role])
    odd = []
    for rule, method in rules(app):
        if method != "GET" or not rule.arguments or set(audience(app, rule)) & EVERYONE:
            continue
        # a print page may lead back to the page it belongs to, which is not there either
        status = client.get(address(rule), follow_redirects=True).status_code
        if status not in (404, 401):
            odd.append(f"{rule.rule} {status}")
    assert odd == []
