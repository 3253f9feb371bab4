"""The desk's rule book, imports and front page: what is only looked at; it reads requests and answers."""

from __future__ import annotations

from points import volunteering
from points.foundation import reading
from points.web import navigation
from points.web.auth import audience, current_actor, signed_in
from points.web.desk.base import blueprint, page


@blueprint.get("/home")
@audience("use_desk", card=False)
def home() -> str:
    """The pages this reader may open, with what waits in them."""
    actor = current_actor()
    waiting = reading(lambda: volunteering.queue.waiting_count(actor.community_id))
    tasks = [
        {**one, "number": waiting or None if one["code"] == "queue" else None}
        for one in navigation.menu_of(signed_in())
    ]
    return page("desk/home.html", {"tasks": tasks})
