"""A service that is typed in later, for people who are searched for and ticked; and evidence that is typed in later."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request, url_for

from points import people, volunteering
from points.foundation import Actor, paging, reading, setting
from points.web import drafts
from points.web.asking import act_once, done, page, read_form, typed
from points.web.auth import audience, current_actor
from points.web.desk.activities import BESIDE
from points.web.desk.base import blueprint
from points.web.desk.forms import BackFillForm, EvidenceForm
from points.web.desk.review import review_again

KEPT = ("rule", "title", "day", "starts", "ends", "reason", "evidence")
BACK_FILL = ("who", *KEPT)
#: so many of those found are shown; so many more are counted
CANDIDATES, COUNTED = 20, 200


@blueprint.get("/back-fill")
@audience("enter_services", card=False)
def back_fill() -> str:
    """An empty form for a service typed in later; with ?person= already for somebody."""
    actor, person = current_actor(), request.args.get("person", "")
    left = drafts.left_here()
    chosen = reading(lambda: _visible(left.get("person", []), actor))
    if person and not chosen:
        chosen = reading(lambda: [people.persons.get_visible(person, actor=actor)])
    return _back_fill(drafts.first(left, *BACK_FILL), chosen)


@blueprint.post("/back-fill")
@audience("enter_services", card=False)
@drafts.keeps("person", *KEPT)
def back_fill_posted() -> Any:
    """Search for people and write nothing, or type the service in for those ticked."""
    actor, form = current_actor(), typed(*BACK_FILL)
    ids = request.form.getlist("person")
    chosen = reading(lambda: _visible(ids, actor))
    if request.form.get("find"):
        found = reading(lambda: _candidates(form["who"], chosen, actor))
        return _back_fill(form, chosen, candidates=found, searched=bool(form["who"].strip()))
    asked, errors = read_form(BackFillForm)
    return act_once(
        lambda: volunteering.back_filling.record(
            [person.person_id for person in _visible(ids, actor)],
            asked["rule"],
            title=asked["title"],
            starts_at=asked["starts_at"],
            ends_at=asked["ends_at"],
            reason=asked["reason"],
            evidence=asked["evidence"],
            actor=actor,
        ),
        of=volunteering.back_filling.record,
        errors=errors,
        beside=BESIDE,
        again=partial(_back_fill, form, chosen),
        ids=lambda closed: {
            "activity": closed.activity.public_id,
            "people": closed.people,
            "minutes": closed.minutes,
        },
        then=_back_filled,
    )


@blueprint.post("/review/<public_id>/evidence")
@audience("plan_activities", card=False)
@drafts.keeps("evidence", on_page=True)
def note_evidence(public_id: str) -> Any:
    """Write down what there is to show for those of a list whose rule is given on evidence."""
    actor, (form, errors) = current_actor(), read_form(EvidenceForm)
    return act_once(
        lambda: volunteering.confirming.note_evidence(public_id, evidence=form["evidence"], actor=actor),
        of=volunteering.confirming.note_evidence,
        errors=errors,
        again=partial(review_again, public_id),
        then=lambda _: done("evidence_noted", "desk.review", facts={}, public_id=public_id),
    )


def _back_filled(ids: dict[str, Any]) -> Any:
    facts = {"people": ids["people"], "minutes": ids["minutes"]}
    if not people.permissions.may(current_actor(), "see_activities"):
        return done("back_filled", "desk.back_fill", facts=facts)
    facts["href"] = url_for("desk.review", public_id=ids["activity"])
    return done("back_filled", "desk.queue", facts=facts)


def _candidates(
    words: str, chosen: list[people.persons.PersonInfo], actor: Actor
) -> list[people.persons.PersonInfo]:
    """Who fits these words and is not chosen yet; who is asking comes last."""
    if not words.strip():
        return []
    found = people.search.by_words(actor, words, limit=CANDIDATES + COUNTED).people
    others = [one for one in found if one not in chosen]
    return sorted(others, key=lambda one: one.person_id == actor.person_id)


def _back_fill(
    form: dict[str, str],
    chosen: list[people.persons.PersonInfo],
    *,
    candidates: list[people.persons.PersonInfo] | None = None,
    searched: bool = False,
    **more: Any,
) -> str:
    actor = current_actor()
    facts = reading(
        lambda: {
            "rules": volunteering.rules.in_force(actor.community_id),
            "points_too": bool(setting(actor.community_id, "backfilled_points")),
            "hours_per_day": setting(actor.community_id, "day_limit_minutes") // 60,
        }
    )
    return page(
        "desk/back_fill.html",
        facts,
        form=form,
        chosen=chosen,
        candidates=(candidates or [])[:CANDIDATES],
        more=max(len(candidates or []) - CANDIDATES, 0),
        counted=COUNTED,
        found_nobody=searched and not candidates,
        searched=searched,
        back_to="desk.queue" if people.permissions.may(actor, "plan_activities") else "desk.home",
        **more,
    )


def _visible(ids: list[str], actor: Actor) -> list[people.persons.PersonInfo]:
    """The ticked people whom this actor may see; anybody else is not there."""
    return people.persons.list_seen(
        [one for one in map(paging.read_id_key, ids) if one is not None], actor=actor
    )
