"""Objections to what is in publicity: the list, writing one down that was said at the office, deciding about one."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import request

from points import people, volunteering
from points.foundation import Actor, reading
from points.web import drafts
from points.web.asking import act_once, done, page, read_form, typed
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint
from points.web.desk.forms import ReasonForm
from points.web.fields import Words
from points.web.forms import Form

#: so many people a search offers
CANDIDATES = 8


class VerdictForm(Form):
    """Whether an objection holds, and the answer both sides read."""

    verdict = Words(most=10, among=("upheld", "dismissed"))
    reason = Words(most=200)


@blueprint.get("/objections")
@audience("see_activities", card=False)
def objections() -> str:
    """Those that wait, then the latest that were decided; with ?decide= the question about one."""
    return _list(deciding=request.args.get("decide", ""))


@blueprint.get("/objections/<public_id>")
@audience("enter_services", card=False)
def objection(public_id: str) -> str:
    """A line in publicity, and the form for what somebody says against it."""
    return _line(public_id)


@blueprint.post("/objections/<public_id>")
@audience("enter_services", card=False)
@drafts.keeps("reason", on_page=True)
def raise_objection(public_id: str) -> Any:
    """Search for who objects and write nothing, or write down what they said."""
    if request.form.get("find"):
        return _line(public_id, searched=True)
    actor, (form, errors) = current_actor(), read_form(ReasonForm)

    def work() -> None:
        record = volunteering.publicity.get(actor.community_id, public_id)
        objector = _chosen(actor)
        volunteering.objections.raise_one(
            record.service_id,
            reason=form["reason"],
            person_id=objector[0].person_id if objector else None,
            orally=True,
            actor=actor,
        )

    return act_once(
        work,
        of=volunteering.objections.raise_one,
        errors=errors,
        again=partial(_line, public_id, searched=True),
        then=lambda _: done("objection_raised", "desk.objections", facts={}),
    )


@blueprint.post("/objections/<public_id>/decide")
@audience("decide_objections", card=False)
@drafts.keeps("reason", on_page=True)
def decide_objection(public_id: str) -> Any:
    """It holds and the line gives nothing, or it does not and the line goes back into publicity."""
    actor, (form, errors) = current_actor(), read_form(VerdictForm)

    def work() -> None:
        record = volunteering.publicity.get(actor.community_id, public_id)
        volunteering.objections.decide(
            record.service_id, upheld=form["verdict"] == "upheld", reason=form["reason"], actor=actor
        )

    return act_once(
        work,
        of=volunteering.objections.decide,
        errors=errors,
        again=partial(_list, deciding=public_id),
        then=lambda _: done(f"objection_{form['verdict']}", "desk.objections", facts={}),
    )


def _list(*, deciding: str = "", **more: Any) -> str:
    actor = current_actor()
    found = reading(lambda: volunteering.objection_list.list_all(actor))
    waiting = [one for one in found if one.status == "open"]
    return page(
        "desk/objections.html",
        {"waiting": waiting, "decided": [one for one in found if one.status != "open"]},
        deciding=deciding if any(one.record.public_id == deciding for one in waiting) else "",
        form=typed("reason", "verdict"),
        names_whole=people.permissions.may(actor, "see_people"),
        **more,
    )


def _line(public_id: str, *, searched: bool = False, **more: Any) -> str:
    actor, form = current_actor(), typed("who", "person", "reason")

    def query() -> dict[str, Any]:
        record = volunteering.publicity.get(actor.community_id, public_id)
        words = form["who"].strip() if searched else ""
        hits = people.search.by_words(actor, words, limit=CANDIDATES).people if words else []
        both = {one.person_id: one for one in (*_chosen(actor), *hits)}
        return {
            "line": record,
            "person": people.persons.get_seen(record.person_id, actor=actor),
            "candidates": list(both.values())[:CANDIDATES],
            "found_nobody": bool(words) and not both,
        }

    return page("desk/objections_line.html", reading(query), form=form, **more)


def _chosen(actor: Actor) -> list[people.persons.PersonInfo]:
    """Who objects, where somebody of those found was ticked."""
    try:
        return people.persons.list_seen([UUID(request.form.get("person", ""))], actor=actor)
    except ValueError:
        return []
