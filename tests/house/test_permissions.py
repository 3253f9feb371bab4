"""Who may do what is one table; audiences, menu and first pages follow from it."""

from __future__ import annotations

import ast
import re

import pytest
from flask import Flask

from points import people
from points.foundation.actor import ROLES
from points.web import navigation
from tests.house.files import ROOT, modules, named, templates, tree

TABLE = people.permissions.ALLOWED
#: where roles may be named: what they are, what they may do, and who the sample's people are
HOMES = {"points/foundation/actor.py", "points/people/permissions.py", "points/demo/cast.py"}
#: functions whose arguments would be roles or permissions
ASKING = {"has", "may", "need", "audience", "covers", "roles_for"}


def test_the_table_knows_roles_and_nothing_else() -> None:
    assert {what: set(roles) - set(ROLES) for what, roles in TABLE.items() if set(roles) - set(ROLES)} == {}
    assert [what for what, roles in TABLE.items() if not roles or len(set(roles)) != len(roles)] == []


def test_roles_are_named_in_the_table_only() -> None:
    """Two roles side by side in one literal, or a role handed to a question, are a second table."""
    lists = [
        f"{named(path)}:{node.lineno}"
        for path in modules()
        if named(path) not in HOMES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Tuple | ast.List | ast.Set)
        if sum(isinstance(one, ast.Constant) and one.value in ROLES for one in node.elts) > 1
    ]
    asked = [
        f"{named(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node) in ASKING
        if any(isinstance(one, ast.Constant) and one.value in ROLES for one in node.args)
    ]
    assert lists + asked == []


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def test_no_template_asks_for_a_role() -> None:
    asked = re.compile(r"""\bme\.roles?\b|["']\s+in\s+[\w.]*roles|\bactor\.has\b""")
    assert [named(path) for path in templates() if asked.search(path.read_text(encoding="utf-8"))] == []


def test_every_permission_is_asked_for_by_somebody() -> None:
    said = " ".join(
        path.read_text(encoding="utf-8") for path in [*modules(), *templates()] if path.stem != "permissions"
    )
    assert [what for what in TABLE if f'"{what}"' not in said and f"'{what}'" not in said] == []


def test_every_permission_asked_for_is_in_the_table() -> None:
    asked = [
        (named(path), one.value)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node) in ASKING
        for one in node.args
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    known = {*TABLE, "everyone", "signed_in"}
    assert [pair for pair in asked if pair[1] not in known] == []
    in_pages = [
        (named(path), what)
        for path in templates()
        for what in re.findall(r"""me\.may\(["'](\w+)["']""", path.read_text(encoding="utf-8"))
    ]
    assert [pair for pair in in_pages if pair[1] not in TABLE] == []


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("role", ROLES)
def test_the_menu_shows_a_role_what_its_pages_admit(app: Flask, role: str) -> None:
    with app.app_context():
        for _, endpoint in navigation.MENU:
            audience = app.view_functions[endpoint].audience  # type: ignore[attr-defined]
            assert navigation.admits(endpoint, (role,)) is (role in audience)


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("role", sorted(set(ROLES) - {"merchant", "donor"}))
def test_the_first_page_of_a_role_is_open_to_it(app: Flask, role: str) -> None:
    """Merchants and donors have no pages of their own yet and begin with their purse, as residents."""
    with app.app_context():
        assert navigation.admits(navigation.first_endpoint(role), (role,))


def test_every_role_has_a_place_in_the_greeting() -> None:
    assert {role for role in ROLES if people.permissions.main_role([role]) != role} == set()


def test_the_document_says_of_every_permission_who_has_it_and_whether_they_need_another() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (.+?) \| ([\w, ]+) \| (.+?) \|$",
        (ROOT / "SECURITY.md").read_text(encoding="utf-8"),
        re.M,
    )
    assert {name: tuple(roles.split(", ")) for name, _what, roles, _alone in rows} == TABLE
    wrong = [
        name for name, _what, _roles, alone in rows if not alone.startswith(("alone", "two", "reading only"))
    ]
    assert wrong == []
