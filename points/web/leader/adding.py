"""Somebody who simply came, with neither phone nor card: added to the list by name and building."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response as AnyResponse

from points import people, volunteering
from points.foundation import Actor, NotFound, Refusal, reading
from points.web import form_keys
from points.web.auth import audience, current_actor
from points.web.leader import data
from points.web.leader.base import blueprint
from points.web.refusals import FieldMissing, NobodyOfThatName

#: two of one name in one building happen; more is somebody looking around
HITS = 5


@blueprint.get("/<public_id>/add")
@audience("lead_activities", card=False)
def adding(public_id: str) -> str:
    """Who came: name and building."""
    return _page(public_id, current_actor())


@blueprint.post("/<public_id>/add")
@audience("lead_activities", card=False)
def add(public_id: str) -> AnyResponse | tuple[str, int]:
    """Put them on the list; where two are called so, ask which one."""
    actor = current_actor()
    typed = {name: request.form.get(name, "").strip()[:60] for name in ("name", "door")}
    errors = {name: FieldMissing() for name, value in typed.items() if not value}
    if errors:
        return _page(public_id, actor, typed=typed, errors=errors), 422
    try:
        hits = reading(lambda: _looked_up(public_id, typed, actor))
        chosen = [one for one in hits if one.public_id == request.form.get("who")] or hits
        if len(chosen) > 1:
            return _page(public_id, actor, typed=typed, hits=chosen), 200
        added = form_keys.once(
            lambda: volunteering.attendance.add(public_id, chosen[0].person_id, actor=actor),
            of=volunteering.attendance.add,
            actor=actor,
            ids=lambda new: data.ids(data.Ticked("in" if new else "there", chosen)),
        )
    except NotFound:
        raise
    except NobodyOfThatName as refusal:
        # names could else be tried by the thousand
        people.bad_codes.note(actor=actor)
        return _page(public_id, actor, typed=typed, refusal=refusal), refusal.status
    except Refusal as refusal:
        return _page(public_id, actor, typed=typed, refusal=refusal), refusal.status
    return data.answered(public_id, added.ids)


def _looked_up(public_id: str, typed: dict[str, str], actor: Actor) -> list[people.persons.PersonInfo]:
    """Who is called so and lives there; only for who may add them."""
    volunteering.attendance_list.read(public_id, actor=actor)
    volunteering.attendance.refuse_adding(public_id, actor=actor)
    people.bad_codes.refuse_paused(actor=actor)
    found = people.search.at_counter(actor.community_id, **typed, limit=HITS)
    if not found:
        raise NobodyOfThatName(**typed)
    return found


def _page(
    public_id: str,
    actor: Actor,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, FieldMissing] | None = None,
    hits: list[people.persons.PersonInfo] | None = None,
    refusal: Refusal | None = None,
) -> str:
    found = reading(lambda: volunteering.attendance_list.read(public_id, actor=actor))
    return render_template(
        "leader/adding.html",
        activity=found.activity,
        typed=typed or {},
        errors=errors or {},
        hits=hits or [],
        refusal=refusal,
    )
