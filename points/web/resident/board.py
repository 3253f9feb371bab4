"""The notice board: what is in publicity, masked, in order of posting."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from flask import render_template, request

from points import people, volunteering
from points.foundation import Actor, calendar, clock, reading
from points.web.auth import audience, current_actor, signed_in
from points.web.resident.base import blueprint, page_facts

BOARD_LINES = 60


@blueprint.get("/board")
@audience("use_own_purse")
def board() -> str:
    """What is in publicity, masked, in order of posting."""
    actor, me = current_actor(), signed_in()
    mine = request.args.get("show") == "mine"
    facts = reading(lambda: {**page_facts(), **_posted(actor, mine=mine)})
    return render_template(
        "resident/board.html", **facts, community_name=me.community_name if me else "", building=_building
    )


def _posted(actor: Actor, *, mine: bool) -> dict[str, Any]:
    """What is in publicity now, in order of posting; names masked, phones nowhere."""
    records = volunteering.publicity.posted(actor.community_id, limit=500)
    own = [record for record in records if record.person_id == actor.person_id]
    last_days = [record.publicity_until for record in records if record.publicity_until]
    ends = clock.instant(min(last_days), time(23, 59)) if last_days else None
    shown = own if mine else records
    return {
        "period_ends": ends,
        "working_days_left": _working_days(ends),
        "all_at_once": len(set(last_days)) < 2,
        "filter": "mine" if mine else "all",
        "total": len(records),
        "mine": len(own),
        "lines": shown[:BOARD_LINES],
        "tenths": volunteering.publicity.expected(actor.community_id, shown[:BOARD_LINES]),
        "persons": people.persons.get_many(actor.community_id, {record.person_id for record in records}),
        "older": None,
        "older_count": max(0, len(shown) - BOARD_LINES),
    }


def _working_days(ends: datetime | None) -> int | None:
    if ends is None:
        return None
    return calendar.working_days_between(clock.today(), clock.shanghai(ends).date(), {})


def _building(door: str) -> str:
    """As much of a door as everybody may read; '' where it names no building."""
    return door.partition("栋")[0] + "栋" if "栋" in door else ""
