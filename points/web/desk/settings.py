"""What the community decides with a date: each setting today, what is coming, what was, and the way to a new version."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request

from points import oversight, people
from points.foundation import Actor, NotFound, Refusal, clock, reading
from points.web import drafts
from points.web.asking import act_once, done, in_page, page, read_form
from points.web.auth import audience, current_actor, language
from points.web.desk.base import blueprint
from points.web.fields import Choice, Day, Words
from points.web.forms import Form

#: fields of every kind of value, as the forms have them
_VALUES = ("value", "kind", "months", "times", "when", "hours", *(f"day_{day}" for day in range(7)))


class ChangeForm(Form):
    """From which day a value is to hold, and why; the value itself is read by its kind."""

    effective_on = Day("future")
    reason = Words(most=200)


class ProposalForm(Form):
    """A proposal that is confirmed or withdrawn."""

    proposal = Choice()


@blueprint.get("/settings")
@audience("see_settings", card=False)
def settings() -> str:
    """Every setting today, and what waits for a second person."""
    actor = current_actor()
    found = reading(lambda: people.decisions.standing(actor.community_id))
    return page("desk/settings.html", {"groups": people.catalogue.grouped(), "standing": found})


@blueprint.get("/settings/first")
@audience("see_settings", card=False)
def first_settings() -> str:
    """What has to be decided before a community opens, with what others chose and what is recommended."""
    return _first()


@blueprint.post("/settings/first")
@audience("propose_settings", card=False)
def propose_first() -> Any:
    """Propose what is recommended for those that were ticked, all of them or none, from today."""
    actor, chosen = current_actor(), request.form.getlist("name")
    wanted = [one for one in people.catalogue.ADVICE if one.name in chosen]

    def work() -> list[Any]:
        return [
            people.proposals.propose(one.name, one.value, effective_on=clock.today(), reason="", actor=actor)
            for one in wanted
        ]

    return act_once(
        work,
        of=people.proposals.propose,
        errors={} if wanted else {"name": "nothing_ticked"},
        again=_first,
        ids=lambda made: {"number": len(made)},
        then=lambda answer: done("settings_proposed", "desk.first_settings", facts=answer),
    )


def _first(**more: Any) -> str:
    actor = current_actor()
    found = reading(lambda: people.decisions.standing(actor.community_id))
    shown = [(one, people.catalogue.get(one.name), found[one.name]) for one in people.catalogue.ADVICE]
    left = {one.name for one in people.catalogue.undecided(found)}
    return page("desk/settings_first.html", {"shown": shown, "left": left}, **more)


@blueprint.get("/settings/<name>")
@audience("see_settings", card=False)
def setting(name: str) -> str:
    """One setting with its versions, and the form for a new one."""
    left = drafts.left_here()
    return _again(name, form=drafts.first(left, *_VALUES, "effective_on", "reason") if left else None)


@blueprint.post("/settings/<name>")
@audience("propose_settings", card=False)
@drafts.keeps(*_VALUES, "effective_on", "reason")
def propose(name: str) -> Any:
    """First what it would change, then, when that was seen, the proposal itself."""
    actor = current_actor()
    value, wrong = people.proposals.read(name, request.form)
    form, errors = read_form(ChangeForm)
    wrong = {**wrong, **errors}
    again = partial(_again, name, form=request.form.to_dict())
    if wrong or not request.form.get("seen"):
        return _look(name, value, form, wrong, again)
    return act_once(
        lambda: people.proposals.propose(
            name, value, effective_on=form["effective_on"], reason=form["reason"], actor=actor
        ),
        of=people.proposals.propose,
        errors={},
        again=again,
        ids=lambda made: {"status": made.status},
        then=lambda answer: _done(
            name, "setting_proposed" if answer["status"] == "open" else "setting_decided"
        ),
    )


@blueprint.post("/settings/<name>/confirm")
@audience("decide_settings", card=False)
def confirm(name: str) -> Any:
    """Agree as the second person."""
    return _settle(name, people.proposals.confirm, "setting_decided")


@blueprint.post("/settings/<name>/withdraw")
@audience("propose_settings", "decide_settings", card=False)
def withdraw(name: str) -> Any:
    """Take one's own proposal back, or say no to another's."""
    waiting = reading(lambda: people.decisions.standing(current_actor().community_id)).get(name)
    own = waiting is not None and waiting.open and waiting.open.proposed_by == current_actor().account_id
    return _settle(name, people.proposals.withdraw, "setting_withdrawn" if own else "setting_not_agreed")


def _settle(name: str, use_case: Any, code: str) -> Any:
    actor = current_actor()
    form, errors = read_form(ProposalForm)

    def work() -> Any:
        if people.proposals.get(actor.community_id, form["proposal"]).name != name:
            raise NotFound
        return use_case(form["proposal"], actor=actor)

    return act_once(
        work,
        of=use_case,
        errors=errors,
        again=partial(_again, name),
        then=lambda _: _done(name, code),
        subject_id=form.get("proposal"),
    )


def _done(name: str, code: str) -> Any:
    title = people.catalogue.get(name)
    return done(code, "desk.setting", facts={"title": title.title if title else ("", "")}, name=name)


def _look(name: str, value: Any, form: dict[str, Any], errors: dict[str, str], again: Any) -> Any:
    """What a change would touch, before anything is proposed; or what is wrong with it."""
    if errors:
        return again(errors=errors), 422
    actor = current_actor()
    try:
        reading(lambda: people.proposals.refuse_unfit(actor.community_id, name, value, form["effective_on"]))
    except Refusal as refusal:
        return again(refusal=in_page(refusal)), refusal.status
    touched = oversight.changes.preview(actor.community_id, name, value)
    return again(looking={"value": value, "effective_on": form["effective_on"], "touched": touched})


def _again(name: str, *, form: dict[str, str] | None = None, looking: Any = None, **more: Any) -> str:
    actor = current_actor()
    known = people.catalogue.get(name)
    if known is None:
        raise people.refusals.SettingUnknown(name=name)
    facts = reading(lambda: _facts(known, actor))
    typed = form if form is not None else known.kind.shown(facts["standing"].value, language())
    return page("desk/settings_one.html", {**facts, "one": known}, form=typed, looking=looking, **more)


def _facts(known: people.catalogue.Decidable, actor: Actor) -> dict[str, Any]:
    community_id = actor.community_id
    standing = people.decisions.standing(community_id)[known.name]
    waiting = standing.open
    return {
        "standing": standing,
        "versions": people.decisions.history(community_id, known.name),
        "touched": oversight.changes.preview(community_id, known.name, waiting.value) if waiting else [],
        "own": waiting is not None and waiting.proposed_by == actor.account_id,
        "blocked": _blocked(waiting, actor),
    }


def _blocked(waiting: people.decisions.ProposalInfo | None, actor: Actor) -> Refusal | None:
    """Why this reader is no second person for what waits."""
    try:
        if waiting is not None:
            people.proposals.refuse_first(waiting, actor)
    except Refusal as refusal:
        return refusal
    return None
