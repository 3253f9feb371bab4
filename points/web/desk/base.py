"""What all desk pages share: the blueprint and the side bar's numbers; it knows no subject."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g

from points import imports, people, volunteering
from points.foundation import Actor, reading
from points.web.auth import signed_in

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

#: where a page notes the side bar's number for the rest of its request
_WAITING = "desk_waiting"
_ROLES = "desk_roles"
_INTAKES = "desk_intakes"


@blueprint.context_processor
def side_bar() -> dict[str, Any]:
    """The numbers beside the queue, the roles and the imports, for those who have them."""
    me = signed_in()
    if me is None:
        return {}
    badges = {"roles": roles_waiting(me.actor), "intake": intakes_waiting(me.actor)}
    if people.permissions.may(me.actor, "approve_services"):
        badges["queue"] = turn_of(me.actor).activities
    return {"badges": badges}


def turn_of(actor: Actor) -> volunteering.queue.Turn:
    """Which activities wait for this reader, and how many for others; read once a request."""
    if _WAITING not in g:
        setattr(g, _WAITING, reading(lambda: volunteering.queue.turn_of(actor)))
    found: volunteering.queue.Turn = g.get(_WAITING)
    return found


def roles_waiting(actor: Actor) -> int:
    """How many roles wait for this reader's yes; read once a request."""
    if not people.permissions.may(actor, "confirm_roles"):
        return 0
    if _ROLES not in g:
        setattr(g, _ROLES, reading(lambda: len(people.grants.waiting_for(actor))))
    return int(g.get(_ROLES))


def intakes_waiting(actor: Actor) -> int:
    """How many runs of old books wait for this reader's yes; read once a request."""
    if not people.permissions.may(actor, "confirm_imports"):
        return 0
    if _INTAKES not in g:
        setattr(g, _INTAKES, reading(lambda: imports.intakes.waiting_count(actor)))
    return int(g.get(_INTAKES))


def waits(turn: volunteering.queue.Turn) -> None:
    """Say what the side bar's number is, where the page of this request has read it itself."""
    setattr(g, _WAITING, turn)
