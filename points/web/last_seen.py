"""When a session or a token was last seen: written now and then, where something is written anyway, and never by reading."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.wrappers import Response

from points import people
from points.foundation import clock, transact
from points.web import auth


def init_app(app: Flask) -> None:
    """Look after every request that changed something."""
    app.after_request(_note)


def _note(answer: Response) -> Response:
    if request.method in ("GET", "HEAD", "OPTIONS") or answer.status_code >= 400:
        return answer
    me = auth.signed_in()
    by, now = me.came_by if me else None, clock.now()
    if me is None or by is None or (by.seen_at and now - by.seen_at < people.sessions.SEEN_EVERY):
        return answer
    note = people.tokens.note_used if by.scope else people.sessions.note_seen
    transact(lambda: note(me.actor.community_id, by.row_id))
    return answer
