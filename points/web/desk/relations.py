"""Two people: who is whose relative beyond one household, and who may collect for whom. The list, one person's, writing one
down, ending one; and confirming a collector whom somebody else wrote down."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import request
from marshmallow import fields, validate

from points import people
from points.foundation import Actor, paging, reading, setting
from points.web import drafts
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form, typed_or_left
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint
from points.web.desk.forms import ReasonForm
from points.web.fields import Choice, Day, Words, missing
from points.web.forms import Form

#: so many lines the list shows, and so many people a search offers
MOST, CANDIDATES = 300, 8


class RelationForm(Form):
    """Another person, what kind of relative, and who said so or which paper."""

    other = Choice()
    kind = Words(most=20, among=people.relations.KINDS)
    source = Words(most=200)


class CollectorForm(Form):
    """Another person, until when, how many points a month, and what was seen of the resident's word."""

    other = Choice()
    until = Day("future")
    points = fields.Integer(
        required=True,
        validate=validate.Range(min=1, max=10_000, error="out_of_range"),
        error_messages=missing("not_a_number", "too_large"),
    )
    seen = Words(most=200)


class EndRelationForm(ReasonForm):
    """A relation to end, and why."""

    relation = Choice()


@blueprint.get("/relations")
@audience("relate_people", card=False)
def relations() -> str:
    """Everything written down, what counts first."""
    actor = current_actor()

    def query() -> dict[str, Any]:
        found = people.relations.list_all(actor.community_id, limit=MOST)
        return {"relations": found, "names": _names(found, actor), "most": MOST}

    return page("desk/relations.html", reading(query))


@blueprint.get("/people/<public_id>/relations")
@audience("relate_people", card=False)
def relations_of(public_id: str) -> str:
    """One person's relatives, and the form to write one down."""
    return _again(public_id, ending=request.args.get("end", ""))


@blueprint.post("/people/<public_id>/relations")
@audience("relate_people", card=False)
@drafts.keeps("kind", "source", on_page=True)
def relate(public_id: str) -> Any:
    """Search for the other person and write nothing, or write down that the two are relatives."""
    actor = current_actor()
    if request.form.get("find"):
        return _again(public_id, searched=True)
    form, errors = read_form(RelationForm)

    def work() -> UUID:
        found = people.persons.get_visible(public_id, actor=actor)
        other = people.persons.get_seen(form["other"], actor=actor)
        people.relations.relate(
            found.person_id, other.person_id, kind=form["kind"], source=form["source"], actor=actor
        )
        return other.person_id

    return act_once(
        work,
        of=people.relations.relate,
        errors=errors,
        again=partial(_again, public_id, searched=True),
        ids=lambda other: {"other": str(other)},
        then=partial(_related, public_id),
    )


def _related(public_id: str, ids: dict[str, Any]) -> Any:
    actor = current_actor()
    one = reading(lambda: people.persons.get_visible(public_id, actor=actor))
    other = reading(lambda: people.persons.get_seen(UUID(ids["other"]), actor=actor))
    facts = {"name": one.name, "other": other.name}
    return done("related", "desk.relations_of", facts=facts, public_id=public_id)


@blueprint.post("/people/<public_id>/relations/end")
@audience("relate_people", card=False)
@drafts.keeps("reason", on_page=True)
def end_relation(public_id: str) -> Any:
    """End one, with the reason; it counts no more, from both sides."""
    actor = current_actor()
    form, errors = read_form(EndRelationForm)

    def work() -> None:
        found = people.persons.get_visible(public_id, actor=actor)
        known = people.relations.of_persons(actor.community_id, [found.person_id])
        if form["relation"] not in {one.relation_id for one in known}:
            raise people.refusals.RelationEnded
        people.relations.end(form["relation"], reason=form["reason"], actor=actor)

    return act_once(
        work,
        of=people.relations.end,
        errors=errors,
        again=partial(_again, public_id, ending=request.form.get("relation", "")),
        then=lambda _: done("relation_ended", "desk.relations_of", facts={}, public_id=public_id),
    )


def relatives_of(
    persons: list[UUID], actor: Actor
) -> list[tuple[people.relations.RelationInfo, list[people.persons.PersonInfo]]]:
    """What is written down about these persons, each with those of the two whom the reader sees and who are not of them."""
    found = people.relations.of_persons(actor.community_id, persons)
    names = _names(found, actor)
    return [
        (one, [names[key] for key in (one.person_id, one.other_id) if key in names and key not in persons])
        for one in found
    ]


def _again(public_id: str, *, ending: str = "", searched: bool = False, **more: Any) -> str:
    actor = current_actor()
    form = typed_or_left("who", "other", "kind", "source", "reason")

    def query() -> dict[str, Any]:
        person = people.persons.get_visible(public_id, actor=actor)
        found = people.relations.of_persons(actor.community_id, [person.person_id])
        candidates = _candidates(form, person, actor) if searched else []
        return {
            "person": person,
            "relations": found,
            "names": _names(found, actor),
            "candidates": candidates,
            "found_nobody": searched and not candidates,
            "ending": next((one for one in found if str(one.relation_id) == ending), None),
        }

    facts = reading(query)
    return page("desk/relations_of.html", facts, form=form, kinds=people.relations.KINDS, **more)


def _candidates(
    form: dict[str, str], person: people.persons.PersonInfo, actor: Actor
) -> list[people.persons.PersonInfo]:
    """Who fits the words, and who was chosen before."""
    before = paging.read_id_key(form["other"])
    chosen = people.persons.list_seen([before], actor=actor) if before else []
    words = form["who"].strip()
    found = people.search.by_words(actor, words, limit=CANDIDATES).people if words else []
    both = {one.person_id: one for one in (*chosen, *found) if one.person_id != person.person_id}
    return list(both.values())[:CANDIDATES]


def _names(found: list[people.relations.RelationInfo], actor: Actor) -> dict[UUID, people.persons.PersonInfo]:
    ids = [one for relation in found for one in (relation.person_id, relation.other_id)]
    return {one.person_id: one for one in people.persons.list_seen(ids, actor=actor)}


@blueprint.get("/collectors")
@audience("confirm_ways", "issue_cards", card=False)
def collectors() -> str:
    """Everybody who may collect for somebody, and who waits to be confirmed."""
    return _all_collecting()


@blueprint.post("/collectors/<collector_id>/confirm")
@audience("confirm_ways", card=False)
def confirm_collector(collector_id: str) -> Any:
    """A second person says yes to what the office wrote down."""
    actor, wanted = current_actor(), read_id(collector_id)
    return act_once(
        lambda: people.collectors.confirm(wanted, actor=actor),
        of=people.collectors.confirm,
        errors={},
        again=_all_collecting,
        then=lambda _none: done("collector_confirmed", "desk.collectors", facts={}),
    )


@blueprint.post("/collectors/<collector_id>/end")
@audience("confirm_ways", "issue_cards", card=False)
def end_collector(collector_id: str) -> Any:
    """End one at once."""
    actor, wanted = current_actor(), read_id(collector_id)
    return act_once(
        lambda: people.collectors.end(wanted, actor=actor),
        of=people.collectors.end,
        errors={},
        again=_all_collecting,
        then=lambda _none: done("collector_ended", "desk.collectors", facts={}),
    )


@blueprint.get("/people/<public_id>/collectors")
@audience("issue_cards", card=False)
def collectors_of(public_id: str) -> str:
    """Who may collect for this person, and the form to write somebody down."""
    return _collecting(public_id)


@blueprint.post("/people/<public_id>/collectors")
@audience("issue_cards", card=False)
@drafts.keeps("until", "points", "seen", on_page=True)
def name_collector(public_id: str) -> Any:
    """Search for the other person and write nothing, or write down what the resident said."""
    actor = current_actor()
    if request.form.get("find"):
        return _collecting(public_id, searched=True)
    form, errors = read_form(CollectorForm)

    def work() -> UUID:
        owner = people.persons.get_visible(public_id, actor=actor)
        return people.collectors.name_for(
            owner.person_id,
            form["other"],
            until=form["until"],
            month_tenths=form["points"] * 10,
            seen=form["seen"],
            actor=actor,
        )

    return act_once(
        work,
        of=people.collectors.name_for,
        errors=errors,
        beside={"collector_terms": "until", "collector_at_home": "other"},
        again=partial(_collecting, public_id, searched=True),
        then=lambda _none: done("collector_named", "desk.collectors_of", facts={}, public_id=public_id),
    )


def _all_collecting(**more: Any) -> str:
    actor = current_actor()
    return page(
        "desk/relations_collecting.html",
        {"collectors": reading(lambda: people.collectors.list_seen(actor))},
        **more,
    )


def _collecting(public_id: str, *, searched: bool = False, **more: Any) -> str:
    actor = current_actor()
    form = typed_or_left("who", "other", "until", "points", "seen")

    def query() -> dict[str, Any]:
        person = people.persons.get_visible(public_id, actor=actor)
        purse = people.purses.find(actor.community_id, person.person_id)
        candidates = _candidates(form, person, actor) if searched else []
        form["points"] = form["points"] or str(setting(actor.community_id, "collect_month_tenths") // 10)
        return {
            "person": person,
            "collectors": people.collectors.of_purse(actor.community_id, purse.purse_id) if purse else [],
            "candidates": candidates,
            "found_nobody": searched and not candidates,
        }

    facts = reading(query)
    return page("desk/relations_collecting_of.html", facts, form=form, **more)
