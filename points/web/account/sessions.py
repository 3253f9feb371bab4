"""Where the reader is signed in, and the programs that have a token of theirs: looking, signing out there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, request, url_for

from points import people
from points.foundation import NotFound, paging, reading, transact
from points.web import auth, form_keys, navigation
from points.web.account.base import back, blueprint, door
from points.web.addresses import read_id
from points.web.auth import audience, current_actor


@blueprint.get("/sessions")
@audience("signed_in", card=False)
def sessions() -> Any:
    """The machines somebody is signed in on, this one first, and their tokens."""
    actor, me = current_actor(), auth.signed_in()
    mine = me.came_by.row_id if me and me.came_by else None

    def query() -> dict[str, Any]:
        found = people.sessions.list_own(actor=actor)
        return {
            "here": [one for one in found if one.session_id == mine],
            "elsewhere": [one for one in found if one.session_id != mine],
            "tokens": people.tokens.list_own(actor=actor),
        }

    first = navigation.first_page(me) if me else "/"
    return door("account/sessions.html", **reading(query), ended=request.args.get("ended", ""), first=first)


@blueprint.post("/sessions/end")
@audience("signed_in", card=False)
def end_session() -> Any:
    """Sign out there; where that was what the notice asked about, it is answered too."""
    actor, session_id, here = current_actor(), read_id(request.form.get("session", "")), _here()

    def work() -> None:
        people.sessions.end_own(session_id, actor=actor)
        # what tells of a session goes by its number
        people.sessions.understand([session_id], here, actor=actor)

    form_keys.once(work, of=people.sessions.end_own, actor=actor)
    return redirect(url_for("account.sessions", ended="session"), 303)


@blueprint.post("/sessions/understood")
@audience("signed_in", card=False)
def understood_session() -> Any:
    """The reader knows of what was shown: it is not shown again. Only who is told can answer."""
    actor, here = current_actor(), _here()
    shown = [one for text in request.form.getlist("notice") if (one := paging.read_id_key(text))]
    transact(lambda: people.sessions.understand(shown, here, actor=actor))
    return back()


@blueprint.post("/tokens/end")
@audience("signed_in", card=False)
def end_token() -> Any:
    """The program with this token no longer comes in."""
    actor, token_id = current_actor(), read_id(request.form.get("token", ""))
    form_keys.once(lambda: people.tokens.end(token_id, actor=actor), of=people.tokens.end, actor=actor)
    return redirect(url_for("account.sessions", ended="token"), 303)


def _here() -> UUID:
    """The session this is asked in."""
    me = auth.signed_in()
    if me is None or me.came_by is None:
        raise NotFound
    return me.came_by.row_id
