"""The menu and the first page of every role: both follow from whom the pages are for."""

from __future__ import annotations

import pytest
from flask import Flask

from points.foundation.actor import ROLES
from points.web import navigation
from tests.support.street import PASSWORD, Street, enter
from tests.support.visitors import Visitor
from tests.web.test_signed_in import me

FIRST = {
    "tian": "/",
    "officer0": "/desk",
    "leader1": "/lead",
    "clerk2": "/counter",
    "shop_manager3": "/counter",
    "supervisor4": "/oversight",
    "admin5": "/oversight/installation",
    "street6": "/oversight/communities",
}


@pytest.mark.parametrize("username", FIRST)
def test_signing_in_leads_to_the_first_page_of_the_role(
    street: Street, client: Visitor, username: str
) -> None:
    answer = client.post("/sign-in", data={"username": username, "password": PASSWORD})
    assert answer.location == FIRST[username]
    assert client.get(answer.location).status_code == 200


@pytest.mark.only_on("sqlite")
def test_every_role_has_a_first_page_that_is_for_it(app: Flask) -> None:
    for role in ROLES:
        endpoint = navigation.first_endpoint(role)
        assert endpoint in app.view_functions
        assert navigation.admits(endpoint, (role,)) or role in ("merchant", "donor"), (role, endpoint)


@pytest.mark.only_on("sqlite")
def test_the_menu_offers_what_admits_and_nothing_else(app: Flask) -> None:
    with app.test_request_context("/"):
        offered = {role: [one["code"] for one in navigation.menu_of(me(role))] for role in ROLES}
        assert navigation.menu_of(None) == []
    assert offered["resident"] == []
    assert "counter" in offered["clerk"]
    assert "queue" not in offered["clerk"]
    assert {"books", "trail"} <= set(offered["supervisor"])
    assert offered["officer"][:3] == ["today", "queue", "activities"]


def test_who_is_signed_in_already_goes_on_from_the_door(street: Street, client: Visitor) -> None:
    enter(client, "clerk2")
    assert client.get("/sign-in").location == "/counter"
    assert client.get("/sign-in?next=/password").location == "/password"
    assert client.get("/sign-in?next=//evil.example").location == "/counter"


@pytest.mark.only_on("sqlite")
def test_who_only_uses_the_desk_begins_at_its_home(app: Flask) -> None:
    """The home of the desk stands in no menu, and is still where a grid worker and the panel begin."""
    with app.app_context():
        for role in ("grid_worker", "panel"):
            assert navigation.first_endpoint(role) == "desk.home"
        assert navigation.first_endpoint("resident") == "resident.home"
        assert navigation.first_endpoint("committee") == "desk.queue"
