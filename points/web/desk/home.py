"""Today at the desk: what waits, what is on this week, what lapses soon; and the doors of who sees none of it."""

from __future__ import annotations

from points import operation, oversight, people, volunteering
from points.foundation import Actor, reading
from points.web import navigation
from points.web.asking import page
from points.web.auth import audience, current_actor, signed_in
from points.web.desk.base import blueprint, intakes_waiting, roles_waiting, turn_of


@blueprint.get("/home")
@audience("use_desk", card=False)
def home() -> str:
    """The week of who sees activities, each number a way to its list; for others the pages they may open."""
    actor = current_actor()
    waiting = reading(lambda: _waiting(actor))
    beginning = reading(lambda: operation.opening.is_beginning(actor))
    if not people.permissions.may(actor, "see_activities"):
        doors = [one for one in navigation.menu_of(signed_in()) if one["code"] != "today"]
        return page("desk/home.html", {"tasks": doors, "week": None, "beginning": beginning, **waiting})
    week = reading(lambda: oversight.week.read(actor.community_id))
    turn = turn_of(actor) if people.permissions.may(actor, "approve_services") else None
    return page(
        "desk/home.html", {"tasks": [], "week": week, "turn": turn, "beginning": beginning, **waiting}
    )


def _waiting(actor: Actor) -> dict[str, int]:
    """What this reader can settle, by what it is: nothing that only others may."""
    ways = resets = 0
    if people.permissions.may(actor, "confirm_ways"):
        ways = people.confirmations.waiting_count(actor) + people.collectors.waiting_count(actor)
    if people.permissions.may(actor, "confirm_resets"):
        resets = sum(one.may_confirm for one in people.resets.list_open(actor=actor))
    return {
        "ways": ways,
        "roles": roles_waiting(actor),
        "resets": resets,
        "reversals": sum(one.why_not is None for one in volunteering.corrections.waiting(actor)),
        "intakes": intakes_waiting(actor),
        "rules": volunteering.rule_proposals.waiting_count(actor),
        "settings": people.proposals.waiting_count(actor),
        "left": volunteering.queue.left_count(actor),
        "objections": volunteering.objection_list.waiting_count(actor),
    }
