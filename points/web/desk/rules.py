"""The rule book in force and what is decided for later; a rule made, changed or ended, proposed by one, agreed to by another."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask import request
from marshmallow import fields

from points import volunteering
from points.foundation import Actor, Refusal, clock, reading, setting
from points.web import drafts
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form, refused
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint
from points.web.fields import Day, Number, Words
from points.web.forms import Form

#: fields of a rule, in their order, and those beside them
WORDS = (
    "rule_code", "name", "name_en", "category", "value", "unit", "cap", "evidence", "credits_to", "counts_hours", "least_minutes",
)  # fmt: skip
ASKED = (*WORDS, "effective_on", "reason")
#: what a rule mostly gives for; a rule that gives for something else keeps it
UNITS = ("小时", "次", "半天", "天", "件", "场", "人", "户·月", "户·周")
#: beside which field a refusal is said
BESIDE = {
    "rule_value_unread": "value",
    "rule_too_dear": "value",
    "rule_unit_missing": "unit",
    "rule_cap_unread": "cap",
    "rule_code_taken": "rule_code",
    "rule_day_past": "effective_on",
}


class EndForm(Form):
    """From which day, and why."""

    effective_on = Day("future")
    reason = Words(most=200)


class RuleForm(EndForm):
    """What a rule says; value, unit and cap are read by the reader of rule tables."""

    code = Words(most=12, data_key="rule_code")
    name = Words(most=40)
    name_en = Words(most=80, required=False)
    category = Words(most=12, required=False)
    value = Words(most=30)
    unit = Words(most=10, required=False)
    cap = Words(most=30, required=False)
    evidence = Words(most=60, required=False)
    credits_to = Words(most=10, among=("person", "household"))
    counts_hours = fields.Boolean(load_default=False)
    least_minutes = Number(least=0, most=600)


@blueprint.get("/rules")
@audience("use_desk", card=False)
def rules() -> str:
    """The rule book in force, and what is decided for later; on top what waits for a second person."""
    return rules_again()


def rules_again(**more: Any) -> str:
    """The same, after something stood in the way."""
    actor, q = current_actor(), request.args.get("q", "")[:60]

    def query() -> dict[str, Any]:
        return {
            "rules": _found(actor.community_id, q),
            "waiting": [] if q else volunteering.rule_proposals.waiting(actor),
            "own_id": actor.account_id,
            "ended": volunteering.rules.ended(actor.community_id),
        }

    return page("desk/rules.html", {"q": q, **reading(query)}, **more)


@blueprint.get("/rules/new")
@audience("propose_rules", card=False)
def new_rule() -> str:
    """The empty form."""
    left = drafts.left_here()
    return _form("", form=drafts.first(left, *ASKED) if left else None)


@blueprint.post("/rules/new")
@audience("propose_rules", card=False)
@drafts.keeps(*ASKED)
def propose_new_rule() -> Any:
    """First what it would say, then, when that was seen, the proposal itself."""
    return _propose("")


@blueprint.get("/rules/<rule_id>")
@audience("use_desk", card=False)
def rule(rule_id: str) -> str:
    """One rule with its versions, and the forms for the next one and for its end."""
    left = drafts.left_here()
    return _form(rule_id, form=drafts.first(left, *ASKED) if left else None)


@blueprint.post("/rules/<rule_id>")
@audience("propose_rules", card=False)
@drafts.keeps(*ASKED)
def propose_rule(rule_id: str) -> Any:
    """First old and new beside each other, then the proposal."""
    return _propose(rule_id)


@blueprint.post("/rules/<rule_id>/end")
@audience("propose_rules", card=False)
def end_rule(rule_id: str) -> Any:
    """Propose that it ends; what that means is seen first."""
    actor, code = current_actor(), _code(rule_id)
    ends = {f"end_{name}": request.form.get(f"end_{name}", "") for name in ("effective_on", "reason")}
    form, errors = read_form(EndForm, **{name.removeprefix("end_"): said for name, said in ends.items()})
    again = partial(_form, rule_id, form=None, ends=ends)
    if errors:
        return again(errors={f"end_{name}": one for name, one in errors.items()}), 422
    day = form["effective_on"]
    if not request.form.get("seen"):
        return _look(
            lambda: volunteering.rule_proposals.ending(code, effective_on=day, actor=actor), day, False, again
        )
    return act_once(
        lambda: volunteering.rule_proposals.propose_end(
            code, effective_on=day, reason=form["reason"], actor=actor
        ),
        of=volunteering.rule_proposals.propose,
        errors={},
        again=again,
        then=lambda _: done("rule_proposed", "desk.rules", facts={"code": code}),
    )


@blueprint.post("/rules/agree")
@audience("change_rules", card=False)
def agree_to_rules() -> Any:
    """Put those that are ticked in force, as the second person."""
    return act_once(
        lambda: volunteering.rule_proposals.agree(
            [read_id(one) for one in request.form.getlist("proposal")], actor=current_actor()
        ),
        of=volunteering.rule_proposals.agree,
        errors={},
        again=rules_again,
        ids=lambda codes: {"number": len(codes)},
        then=lambda ids: done("rules_decided", "desk.rules", facts={"number": ids["number"]}),
    )


@blueprint.post("/rules/withdraw")
@audience("propose_rules", "change_rules", card=False)
def withdraw_rule() -> Any:
    """Take one proposal back."""
    return act_once(
        lambda: volunteering.rule_proposals.withdraw(
            read_id(request.form.get("withdraw", "")), actor=current_actor()
        ),
        of=volunteering.rule_proposals.withdraw,
        errors={},
        again=rules_again,
        ids=lambda code: {"code": code},
        then=lambda ids: done("rule_withdrawn", "desk.rules", facts={"code": ids["code"]}),
    )


def _propose(rule_id: str) -> Any:
    actor, code = current_actor(), _code(rule_id) if rule_id else ""
    form, errors = read_form(RuleForm, **({"rule_code": code} if code else {}))
    again = partial(_form, rule_id, form=request.form.to_dict())
    if errors:
        return again(errors=errors), 422
    day, reason = form.pop("effective_on"), form.pop("reason")

    def wished() -> volunteering.rules.NewRule:
        return volunteering.rule_proposals.read(volunteering.rule_proposals.TypedRule(**form))

    if not request.form.get("seen"):
        return _look(wished, day, not code, again)
    return act_once(
        lambda: volunteering.rule_proposals.propose(
            [wished()], effective_on=day, reason=reason, is_new=not code, actor=actor
        ),
        of=volunteering.rule_proposals.propose,
        errors={},
        again=again,
        beside=BESIDE,
        then=lambda _: done("rule_proposed", "desk.rules", facts={"code": form["code"]}),
    )


def _look(wished: Any, day: Any, is_new: bool, again: Any) -> Any:
    """What a rule would say, in words, before anything is proposed; or what is wrong with it."""
    actor = current_actor()
    try:
        now, then = reading(
            lambda: volunteering.rule_proposals.look(wished(), effective_on=day, is_new=is_new, actor=actor)
        )
    except Refusal as refusal:
        return refused(refusal, again, BESIDE)
    decays = bool(reading(lambda: setting(actor.community_id, "decay")))
    examples = volunteering.rule_proposals.examples(then)
    return again(looking={"now": now, "then": then, "examples": examples, "decays": decays})


def _form(
    rule_id: str,
    *,
    form: dict[str, str] | None,
    ends: dict[str, str] | None = None,
    looking: Any = None,
    **more: Any,
) -> str:
    actor = current_actor()
    versions = (
        reading(lambda: volunteering.rules.history(actor.community_id, read_id(rule_id))) if rule_id else []
    )
    waits = any(one.code == versions[-1].code for one in _waiting(actor)) if versions else False
    if form is None and versions:
        form = _typed(versions[-1])
    empty = {
        "rule_code": reading(lambda: volunteering.rules.next_code(actor.community_id)),
        "credits_to": "person",
    }
    shown = {**(form or empty), **(ends or {})}
    own = [shown["unit"]] if shown.get("unit", "") not in ("", *UNITS) else []
    facts = {
        "rule_id": rule_id,
        "versions": versions[::-1],
        "waits": waits,
        "looking": looking,
        "units": [*UNITS, *own],
    }
    return page("desk/rules_one.html", facts, form=shown, **more)


def _waiting(actor: Actor) -> list[volunteering.rule_proposals.RuleWish]:
    return reading(lambda: volunteering.rule_proposals.waiting(actor))


def _code(rule_id: str) -> str:
    actor = current_actor()
    return reading(lambda: volunteering.rules.history(actor.community_id, read_id(rule_id)))[-1].code


def _typed(one: volunteering.rules.RuleInfo) -> dict[str, str]:
    """What a version says, as it stands in the fields."""
    apart = ("rule_code", "value", "counts_hours")
    said = {name: str(getattr(one, name)) for name in WORDS if name not in apart}
    value = one.not_counted or f"{one.tenths / 10:g}"
    return {**said, "rule_code": one.code, "value": value, "counts_hours": "1" if one.counts_hours else ""}


def _found(community_id: UUID, q: str) -> list[list[volunteering.rules.RuleInfo]]:
    """The rule book in force and what is to come within a year, narrowed by words: of each rule what holds now, then the
    version that is to come."""
    today = clock.today()
    now = volunteering.rules.in_force(community_id, today)
    later = volunteering.rules.in_force(community_id, today + timedelta(days=365))
    known = {rule.rule_id for rule in now}
    by_code = {rule.code: [rule] for rule in now}
    for rule in later:
        if rule.rule_id not in known:
            by_code.setdefault(rule.code, []).append(rule)
    words = q.casefold().split()
    return [
        versions
        for _code, versions in sorted(by_code.items())
        if all(any(word in _searched(rule) for rule in versions) for word in words)
    ]


def _searched(rule: volunteering.rules.RuleInfo) -> str:
    return f"{rule.code} {rule.name} {rule.name_en} {rule.category}".casefold()
