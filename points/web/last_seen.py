"""When a session, a token or an enrolled machine was last seen: written now and then, where something is written anyway,
and never by reading; but which pages a machine has is written when they are others, and once a day."""

from __future__ import annotations

import re
from contextlib import suppress

from flask import Flask, request
from werkzeug.wrappers import Response

from points import people
from points.foundation import BooksAway, Busy, DiskFull, NotKnown, clock, transact
from points.web import auth
from points.web.signed_in import Me

#: in this header the counter's pages say which they are: the version in the address of their own files
PAGES = "X-Pages"
_VERSION = re.compile("[0-9a-f]{12}")

#: what was done stands, whatever becomes of the note
_NO_MATTER = (Busy, BooksAway, DiskFull, NotKnown)


def init_app(app: Flask) -> None:
    """Look after every request that changed something, and after those that say which pages asked."""
    app.after_request(_note)
    app.after_request(_note_pages)


def _note(answer: Response) -> Response:
    if request.method in ("GET", "HEAD", "OPTIONS") or answer.status_code >= 400:
        return answer
    me = auth.signed_in()
    by, now = me.came_by if me else None, clock.now()
    if me is None or by is None or (by.seen_at and now - by.seen_at < people.sessions.SEEN_EVERY):
        return answer
    with suppress(*_NO_MATTER):
        transact(lambda: _write(me))
    return answer


def _note_pages(answer: Response) -> Response:
    said = request.headers.get(PAGES, "")
    if not _VERSION.fullmatch(said) or answer.status_code >= 400:
        return answer
    me = auth.signed_in()
    device = me.device if me else None
    if device is not None and not device.has_said(said):
        note, home = people.devices.note_pages, device.community_id
        with suppress(*_NO_MATTER):
            transact(lambda: note(device.device_id, said, community_id=home))
    return answer


def _write(me: Me) -> None:
    by, home = me.came_by, me.actor.account_home
    if by is not None:
        note = people.tokens.note_used if by.scope else people.sessions.note_seen
        note(home, by.row_id)
    if me.actor.device_id is not None:
        people.devices.note_seen(me.actor.device_id, community_id=home)
