"""Rules picked from the model rule book: lines ticked, figures changed, handed in for a second person to agree."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request

from points import volunteering
from points.foundation import Refusal, reading
from points.web import drafts
from points.web.asking import act_once, done, page, read_form, refused
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint
from points.web.desk.rules import EndForm

#: what may be kept of the form: lines ticked, and the figures of each
KEPT = (
    "take", "effective_on", "reason",
    *(f"{name}-{one.code}" for one in volunteering.model_rules.list_all() for name in ("value", "cap")),
)  # fmt: skip


@blueprint.get("/rules/model")
@audience("propose_rules", card=False)
def rules_model() -> str:
    """Every line of the model, with what others give; what is in the book already is not offered."""
    left = drafts.left_here()
    said = {name: one for name, one in drafts.first(left, *KEPT).items() if one}
    return _again(form=said, ticked=set(left.get("take", ())))


@blueprint.post("/rules/model")
@audience("propose_rules", card=False)
@drafts.keeps(*KEPT)
def take_model_rules() -> Any:
    """First what they would give, said back in words, then the proposals."""
    actor = current_actor()
    form, errors = read_form(EndForm)
    if errors:
        return _again(errors=errors), 422
    figures = {
        code: {name: request.form.get(f"{name}-{code}", "").strip()[:30] for name in ("value", "cap")}
        for code in request.form.getlist("take")
    }
    day = form["effective_on"]
    if not request.form.get("seen"):
        return _look(figures, day)
    return act_once(
        lambda: volunteering.rule_proposals.propose(
            volunteering.model_rules.taken(figures),
            effective_on=day,
            reason=form["reason"],
            is_new=True,
            actor=actor,
            of_model=True,
        ),
        of=volunteering.rule_proposals.propose,
        errors={},
        again=_again,
        ids=lambda made: {"number": len(made)},
        then=lambda ids: done("rules_proposed", "desk.rules", facts={"number": ids["number"]}),
    )


def _look(figures: dict[str, dict[str, str]], day: Any) -> Any:
    actor = current_actor()

    def seen() -> list[Any]:
        wished = volunteering.model_rules.taken(figures)
        see = partial(volunteering.rule_proposals.look, effective_on=day, is_new=True, actor=actor)
        return [see(one)[1] for one in wished]

    try:
        found = reading(seen)
    except Refusal as refusal:
        return refused(refusal, _again, {"rule_day_past": "effective_on"})
    examples = {one.code: volunteering.rule_proposals.examples(one) for one in found}
    return _again(looking={"rules": found, "examples": examples, "figures": figures, "effective_on": day})


def _again(looking: Any = None, form: dict[str, str] | None = None, ticked: Any = None, **more: Any) -> str:
    actor = current_actor()

    def query() -> dict[str, Any]:
        there = {one.code for one in volunteering.rules.standing(actor.community_id).values()}
        waits = {one.code for one in volunteering.rule_proposals.waiting(actor)}
        return {"there": there, "waits": waits}

    facts = {"lines": volunteering.model_rules.list_all(), "looking": looking, **reading(query)}
    ticked = set(request.form.getlist("take")) if ticked is None else ticked
    return page("desk/rules_model.html", facts, form=form or request.form.to_dict(), ticked=ticked, **more)
