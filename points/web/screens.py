"""A screen that is turned to a resident: its session sees one page, until whose it is says their password there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import session

from points import people
from points.web.signed_in import Me

#: under this name the cookie notes that it is turned, and where that goes on afterwards
_TURNED = "turned"


def refuse_turned(signed_in: Callable[[], Me | None], *, everyone: bool, stays: bool) -> None:
    """Who has the screen now is not whose session it is. What is for everyone asks the cookie alone, so that it stays as
    quick; all else the row of the session, which no copied cookie changes."""
    if stays or (everyone and _TURNED not in session):
        return
    me = signed_in()
    if me is not None and me.turned_to is not None:
        raise people.refusals.ScreenTurned


def session_of(me: Me | None) -> UUID:
    """The row of the session in which somebody is signed in."""
    if me is None or me.came_by is None:
        raise people.refusals.SignInNeeded
    return me.came_by.row_id


def note_turned(*, back: str) -> None:
    """It is turned; the page on which whose it is goes on afterwards."""
    session[_TURNED] = {"back": back, "typed": False}


def note_typed() -> None:
    """The PIN is set."""
    session[_TURNED] = {**_noted(), "typed": True}


def is_typed() -> bool:
    """Whether the PIN was set since the screen was turned."""
    return bool(_noted().get("typed"))


def come_back() -> str:
    """It is turned back: the page on which it goes on; '' where nobody knows."""
    return str((session.pop(_TURNED, None) or {}).get("back", ""))


def _noted() -> dict[str, Any]:
    return dict(session.get(_TURNED) or {})
