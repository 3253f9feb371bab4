"""Which enrolled machines are still about: noted now and then when something was done at one, never by looking."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from flask import Flask, Response, request

from points import people
from points.foundation import Busy, clock, transact
from points.web import auth

#: when this process noted a machine last, so that most requests cost nothing
_noted: dict[UUID, datetime] = {}


def init_app(app: Flask) -> None:
    """Note a machine after what was done at it; what was done stands, whatever becomes of the note."""
    app.after_request(_note)


def _note(answer: Response) -> Response:
    me = auth.signed_in() if request.method == "POST" and answer.status_code < 400 else None
    if me is not None and me.actor.device_id is not None and _is_due(me.actor.device_id):
        device_id, community_id = me.actor.device_id, me.actor.community_id
        with suppress(Busy):
            transact(lambda: people.devices.note_seen(device_id, community_id=community_id))
            _noted[device_id] = clock.now()
    return answer


def _is_due(device_id: UUID) -> bool:
    last = _noted.get(device_id)
    return last is None or abs(clock.now() - last) >= people.devices.SEEN_EVERY
