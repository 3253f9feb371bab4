"""Today at the desk: what waits, what is on this week, what lapses soon; and the doors of who sees none of it."""

from __future__ import annotations

from points import operation, oversight, people, volunteering
from points.foundation import reading
from points.web import navigation
from points.web.asking import page
from points.web.auth import audience, current_actor, signed_in
from points.web.desk.base import blueprint, intakes_waiting, roles_waiting, waits


@blueprint.get("/home")
@audience("use_desk", card=False)
def home() -> str:
    """The week of who sees activities, each number a way to its list; for others the pages they may open."""
    actor = current_actor()
    ways, roles = 0, roles_waiting(actor)
    if people.permissions.may(actor, "confirm_ways", "issue_cards"):
        ways = reading(lambda: people.ways.waiting_count(actor) + people.collectors.waiting_count(actor))
    asks = reading(lambda: volunteering.corrections.waiting(actor))
    resets = 0
    if people.permissions.may(actor, "confirm_resets"):
        resets = sum(one.may_confirm for one in reading(lambda: people.resets.list_open(actor=actor)))
    waiting = {
        "ways": ways,
        "roles": roles,
        "resets": resets,
        "reversals": sum(one.why_not is None for one in asks),
        "intakes": intakes_waiting(actor),
        "rules": reading(lambda: volunteering.rule_proposals.waiting_count(actor)),
        "beginning": reading(lambda: operation.opening.is_beginning(actor)),
        "left": reading(lambda: volunteering.queue.left_count(actor)),
        "objections": reading(lambda: volunteering.objection_list.waiting_count(actor)),
    }
    if not people.permissions.may(actor, "see_activities"):
        doors = [one for one in navigation.menu_of(signed_in()) if one["code"] != "today"]
        return page("desk/home.html", {"tasks": doors, "week": None, **waiting})
    week = reading(lambda: oversight.week.read(actor.community_id))
    waits(week.waiting)
    return page("desk/home.html", {"tasks": [], "week": week, **waiting})
