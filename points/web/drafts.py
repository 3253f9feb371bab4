"""Nothing typed is lost: what a form holds lies with the account for a day. It knows forms by what their views say of them.

A view that takes a form says with `@keeps(…)` which fields may be kept; what it does not name (passwords, PINs, codes,
searches) never is. The draft has the address of the form, and the form's page, by GET, has the same.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from points import people
from points.foundation import Actor, reading, transact
from points.web import auth

View = TypeVar("View", bound=Callable[..., Any])

#: with this in its address a form opens as it was left
AS_LEFT = "draft"
#: so much of a field is kept, and so many values of one that may be there several times
LONGEST, MOST_VALUES = 2000, 200


def init_app(app: Flask) -> None:
    """Let every form offer what was left in it."""
    app.jinja_env.globals["draft_left"] = lambda: g.get("draft_left")
    app.jinja_env.globals["draft_shown"] = lambda: g.get("draft_shown")


def keeps(*fields: str) -> Callable[[View], View]:
    """Say on a view that takes a form which fields of it may be kept."""

    def mark(view: View) -> View:
        view.draft_fields = fields  # type: ignore[attr-defined]
        return view

    return mark


def left_here() -> dict[str, list[str]]:
    """What was left in the form of this address, where its page is asked to open so; else it is offered on the page."""
    actor = auth.current_actor()
    if actor.account_id is None:
        return {}
    found = reading(lambda: people.drafts.find(actor.community_id, _account(actor), request.path))
    if found is None:
        return {}
    if request.args.get(AS_LEFT) != "1":
        g.draft_left = found
        return {}
    g.draft_shown = found
    return found.fields


def save(address: str, typed: MultiDict[str, str], actor: Actor) -> bytes:
    """Keep what may be kept of a form that is being written; hands back the mark of this machine."""
    machine = _machine()
    fields = _fields_of(address, actor)
    kept = {name: [one[:LONGEST] for one in typed.getlist(name)[:MOST_VALUES]] for name in fields}
    kept = {name: said for name, said in kept.items() if any(one.strip() for one in said)}

    def work() -> None:
        if kept:
            people.drafts.keep(
                actor.community_id, _account(actor), address, kept, machine=hashlib.sha256(machine).digest()
            )
        elif fields:
            people.drafts.forget(actor.community_id, _account(actor), address)

    if actor.account_id is not None:
        transact(work)
    return machine


def forget(address: str) -> None:
    """The form of this address was handed in, or what was left in it is not wanted."""
    actor = auth.current_actor()
    if actor.account_id is not None:
        transact(lambda: people.drafts.forget(actor.community_id, _account(actor), address))


def keep_of_expired() -> bytes | None:
    """The form of this request came when its session was over: keep it for whom that session names, and nobody else."""
    actor = auth.actor_of_the_past()
    if actor is None or not _fields_of(request.path, actor):
        return None
    return save(request.path, request.form, actor)


def mark_machine(answer: Response, machine: bytes) -> Response:
    """Let this machine be known, so that what was typed here goes when somebody else signs in here."""
    return auth.remember(answer, auth.MACHINE_COOKIE, machine.hex())


def _machine() -> bytes:
    try:
        found = bytes.fromhex(request.cookies.get(auth.MACHINE_COOKIE, ""))
    except ValueError:
        found = b""
    return found if len(found) == auth.MACHINE_BYTES else secrets.token_bytes(auth.MACHINE_BYTES)


def _fields_of(address: str, actor: Actor) -> tuple[str, ...]:
    """What the view that takes the form of this address keeps, if it is for this reader."""
    try:
        endpoint, _ = current_app.url_map.bind_to_environ(request.environ).match(address, method="POST")
    except HTTPException:
        return ()
    view: Any = current_app.view_functions[endpoint]
    fields: tuple[str, ...] = getattr(view, "draft_fields", ())
    return fields if fields and actor.has(*view.audience) else ()


def _account(actor: Actor) -> Any:
    return actor.account_id


def first(left: Mapping[str, list[str]], *names: str) -> dict[str, str]:
    """Fields that are there once, as a form has them; empty where nothing was left."""
    return {name: (left.get(name) or [""])[0] for name in names}
