"""The notice board: what is in publicity, masked, in order of posting; and objecting to a line of it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from points import people, volunteering
from points.foundation import Actor, Refusal, calendar, clock, reading
from points.web import form_keys
from points.web.auth import audience, current_actor, signed_in
from points.web.resident.base import blueprint, page_facts

BOARD_LINES = 60
#: so long an objection may be
MOST_WORDS = 200


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


@blueprint.get("/board/<public_id>")
@audience("use_own_purse", card=False)
def board_line(public_id: str) -> str:
    """One line, and what is wrong with it."""
    return _line(public_id)


@blueprint.post("/board/<public_id>")
@audience("use_own_purse", card=False)
def object_to(public_id: str) -> AnyResponse | tuple[str, int]:
    """Object to a line: it gives nothing until somebody has decided."""
    actor, reason = current_actor(), request.form.get("reason", "").strip()[:MOST_WORDS]

    def work() -> None:
        found = volunteering.publicity.get(actor.community_id, public_id)
        volunteering.objections.raise_one(found.service_id, reason=reason, actor=actor)

    try:
        form_keys.once(work, of=volunteering.objections.raise_one, actor=actor)
    except Refusal as refusal:
        if refusal.code == "not_in_publicity":
            raise
        return _line(public_id, reason=reason, refusal=refusal), refusal.status
    flash(gettext("记下了。7 个工作日内答复，答复会写在您的首页上，不会告诉别人是谁提的。"))
    return redirect(url_for("resident.board"), 303)


def _line(public_id: str, *, reason: str = "", refusal: Refusal | None = None) -> str:
    community_id = current_actor().community_id

    def query() -> dict[str, Any]:
        found = volunteering.publicity.get(community_id, public_id)
        return {
            **page_facts(),
            "line": found,
            "person": people.persons.get(community_id, found.person_id),
            "tenths": volunteering.publicity.expected(community_id, [found])[found.service_id],
        }

    return render_template(
        "resident/board_line.html", **reading(query), building=_building, typed=reason, refusal=refusal
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
