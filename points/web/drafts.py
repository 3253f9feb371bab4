"""Nothing typed is lost: what a form holds lies with the account for a day. It knows forms by what their views say of them.

A view that takes a form says with `@keeps(…)` which fields may be kept; what it does not name (passwords, PINs, codes,
searches) never is. The draft has the address of the page on which the form stands: mostly that of the form itself. A
question on a page about something else (`on_page`) is kept only where its session was over when it came.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from points import people
from points.foundation import Actor, reading, transact
from points.web import auth, cookies, machines

View = TypeVar("View", bound=Callable[..., Any])

#: with this in its address a form opens as it was left
AS_LEFT = "draft"
#: so much of a field is kept, and so many values of one that may be there several times
LONGEST, MOST_VALUES = 2000, 200


def init_app(app: Flask) -> None:
    """Let every form offer what was left in it."""
    app.jinja_env.globals["draft_left"] = lambda: g.get("draft_left")
    app.jinja_env.globals["draft_shown"] = lambda: g.get("draft_shown")


def keeps(*fields: str, on_page: bool = False) -> Callable[[View], View]:
    """Say on a view that takes a form which fields of it may be kept, and whether it stands `on_page` about another thing."""

    def mark(view: View) -> View:
        view.draft_fields, view.draft_on_page = fields, on_page  # type: ignore[attr-defined]
        return view

    return mark


def left_here() -> dict[str, list[str]]:
    """What was left in the form of this address, where its page is asked to open so; else it is offered on the page."""
    actor = auth.current_actor()
    if actor.account_id is None:
        return {}
    found = reading(lambda: people.drafts.find(actor.account_home, _account(actor), request.path))
    if found is None:
        return {}
    if not asked_for():
        g.draft_left = found
        return {}
    g.draft_shown = found
    return found.fields


def asked_for() -> bool:
    """Whether the page is to open with its form as it was left."""
    return request.args.get(AS_LEFT) == "1"


def save(address: str, typed: MultiDict[str, str], actor: Actor) -> bytes:
    """Keep what may be kept of a form that is being written; hands back the mark of this machine."""
    view = _view(address, actor)
    fields = view.draft_fields if view and not view.draft_on_page else ()
    return _keep(address, typed, actor, fields)


def _keep(address: str, typed: MultiDict[str, str], actor: Actor, fields: Sequence[str]) -> bytes:
    machine = machines.mark() or secrets.token_bytes(machines.MARK_BYTES)
    kept = {name: [one[:LONGEST] for one in typed.getlist(name)[:MOST_VALUES]] for name in fields}
    kept = {name: said for name, said in kept.items() if any(one.strip() for one in said)}

    def work() -> None:
        if kept:
            people.drafts.keep(
                actor.account_home, _account(actor), address, kept, machine=machines.digest(machine)
            )
        elif fields:
            people.drafts.forget(actor.account_home, _account(actor), address)

    if actor.account_id is not None:
        transact(work)
    return machine


def handed_in() -> None:
    """The form of this request is done: what was left in it is gone."""
    view: Any = current_app.view_functions[request.endpoint or ""]
    if getattr(view, "draft_fields", ()):
        forget(page_before().partition("?")[0] if view.draft_on_page else request.path)


def page_before() -> str:
    """The page of ours on which a button was pressed; '' where nobody says."""
    asked = urlsplit(request.referrer or "")
    return f"{asked.path}?{asked.query}".rstrip("?") if asked.netloc == request.host else ""


def forget(address: str) -> None:
    """What was left in the form of this address is not wanted."""
    actor = auth.current_actor()
    if actor.account_id is not None:
        transact(lambda: people.drafts.forget(actor.account_home, _account(actor), address))


def keep_of_expired() -> tuple[str, bytes] | None:
    """The form of this request came when its session was over: keep it for whom that session names, and nobody else.

    Hands back the page that opens with the form as it was left, and the mark of this machine.
    """
    actor = auth.actor_of_the_past()
    view = _view(request.path, actor) if actor else None
    if actor is None or view is None:
        return None
    page = page_before() if view.draft_on_page else request.path
    if not page:
        return None
    machine = _keep(page.partition("?")[0], request.form, actor, view.draft_fields)
    return f"{page}{'&' if '?' in page else '?'}{AS_LEFT}=1", machine


def mark_machine(answer: Response, machine: bytes) -> Response:
    """Let this machine be known, so that what was typed here goes when somebody else signs in here."""
    return cookies.keep(answer, cookies.MACHINE, machine.hex())


def _view(address: str, actor: Actor) -> Any:
    """The view that takes the form of this address, if it keeps something and is for this reader; else None."""
    try:
        endpoint, _ = current_app.url_map.bind_to_environ(request.environ).match(address, method="POST")
    except HTTPException:
        return None
    view: Any = current_app.view_functions[endpoint]
    return view if getattr(view, "draft_fields", ()) and actor.has(*view.audience) else None


def _account(actor: Actor) -> Any:
    return actor.account_id


def first(left: Mapping[str, list[str]], *names: str) -> dict[str, str]:
    """Fields that are there once, as a form has them; empty where nothing was left."""
    return {name: (left.get(name) or [""])[0] for name in names}
