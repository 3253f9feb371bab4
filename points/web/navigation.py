"""The menu of desk and oversight, and where each role begins: both follow from whom the pages are for."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, request, url_for

from points import people
from points.foundation import clock, reading
from points.web import auth
from points.web.signed_in import Me

#: code and endpoint of every entry, in their order; the words stand in templates/shared/office.html
MENU = (
    ("today", "desk.home"),
    ("queue", "desk.queue"),
    ("activities", "desk.activities"),
    ("people", "desk.people"),
    ("ways", "desk.ways"),
    ("roles", "desk.roles"),
    ("accounts", "desk.accounts"),
    ("rules", "desk.rules"),
    ("settings", "desk.settings"),
    ("places", "desk.places"),
    ("devices", "desk.devices"),
    ("back_fill", "desk.back_fill"),
    ("intake", "desk.intake"),
    ("lead", "leader.activities"),
    ("shop", "manager.home"),
    ("counter", "counter.page"),
    ("installation", "oversight.installation"),
    ("communities", "oversight.communities"),
    ("books", "oversight.books"),
    ("spot_check", "oversight.spot_check"),
    ("trail", "oversight.trail"),
)
#: first pages that stand in no menu
_BESIDE_THE_MENU = ("resident.home",)
#: who is told what concerns the machine they work with
_STAFF = ("use_desk", "serve_counter", "lead_activities")
#: where somebody begins whose role does not count yet, or no longer
_WITHOUT_ROLE = "account.waiting"


def init_app(app: Flask) -> None:
    """Let every template ask for the menu."""
    app.jinja_env.globals["menu_of"] = menu_of
    app.jinja_env.globals["sign_in_notices"] = sign_in_notices
    app.jinja_env.globals["clock_doubt"] = clock_doubt


def menu_of(me: Me | None) -> list[dict[str, str]]:
    """What this person may open, as code and address."""
    return [
        {"code": code, "endpoint": endpoint, "href": url_for(endpoint)}
        for code, endpoint in MENU
        if me is not None and admits(endpoint, me.roles)
    ]


def sign_in_notices() -> list[people.sessions.NoticeInfo]:
    """What the reader is told of about signing in, on their first page and where their sessions stand; asked for only then."""
    me = auth.signed_in()
    by = me.came_by if me else None
    if me is None or by is None or by.notice_id is None or request.endpoint not in _tells(me):
        return []
    return reading(lambda: people.sessions.list_notices(by.row_id, actor=me.actor))


def clock_doubt() -> str:
    """Why the clock of this machine is doubted, for everybody who works with it; '' where it is not."""
    me = auth.signed_in()
    return clock.doubted() if me is not None and people.permissions.may(me.actor, *_STAFF) else ""


def _tells(me: Me) -> tuple[str, ...]:
    return _first(me), "account.sessions"


def admits(endpoint: str, roles: tuple[str, ...]) -> bool:
    """Whether a page is for somebody with these roles, as the page itself says."""
    return bool(set(_view(endpoint).audience) & set(roles))


def first_page(me: Me) -> str:
    """Where somebody begins who asked for nothing else."""
    return url_for(_first(me))


def _first(me: Me) -> str:
    return first_endpoint(me.role) if me.roles else _WITHOUT_ROLE


def first_endpoint(role: str) -> str:
    """The page that is for what this role does first."""
    wanted = people.permissions.first_of(role)
    known = (*(endpoint for _, endpoint in MENU), *_BESIDE_THE_MENU)
    return next((one for one in known if wanted in _view(one).permissions), "resident.home")


def _view(endpoint: str) -> Any:
    return current_app.view_functions[endpoint]
