"""The notice board: what is in publicity, masked, in order of posting."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from flask import render_template, request

from points import people, volunteering
from points.foundation import Actor, calendar, clock, reading, wording
from points.web.auth import audience, current_actor, language, signed_in
from points.web.resident.base import blueprint, page_facts


@blueprint.get("/board")
@audience("use_own_purse")
def board() -> str:
    """What is in publicity, masked, in order of posting."""
    actor, reads = current_actor(), language()
    mine = request.args.get("show") == "mine"
    me = signed_in()

    def work() -> dict[str, Any]:
        found = on_board(actor, reads, mine=mine)
        return {**page_facts(actor), "community_name": me.community_name if me else "", **found}

    return render_template("resident/board.html", **reading(work))


BOARD_LINES = 60


def on_board(actor: Actor, language: str, *, mine: bool) -> dict[str, Any]:
    """What is in publicity now, in order of posting; names masked, phones nowhere."""
    records = volunteering.publicity.posted(actor.community_id, limit=500)
    cards = people.persons.get_many(actor.community_id, {one.person_id for one in records})
    own = [one for one in records if one.person_id == actor.person_id]
    last_days = [one.publicity_until for one in records if one.publicity_until]
    ends = clock.instant(min(last_days), time(23, 59)) if last_days else None
    shown = own if mine else records
    return {
        "period_ends": ends,
        "working_days_left": _working_days(ends),
        "filter": "mine" if mine else "all",
        "total": len(records),
        "mine": len(own),
        "lines": [_posted(one, cards[one.person_id], language) for one in shown[:BOARD_LINES]],
        "older": None,
        "older_count": max(0, len(shown) - BOARD_LINES),
    }


def _working_days(ends: datetime | None) -> int | None:
    if ends is None:
        return None
    return calendar.working_days_between(clock.today(), clock.shanghai(ends).date(), {})


def _posted(
    one: volunteering.publicity.ServiceRecord, card: people.persons.PersonInfo, language: str
) -> dict[str, Any]:
    return {
        "public_id": one.public_id,
        "name": wording.masked(card.name, language),
        "place": card.door.split("栋")[0] + "栋" if "栋" in card.door else None,
        "what": one.what,
        "quantity": wording.hours(one.minutes, language) if one.minutes else None,
        "tenths": 0,
        "back_filled": one.origin == "back_filled",
    }
