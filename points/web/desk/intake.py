"""One run of books: how far it is, what was found, and what two people say about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import request

from points import imports, people
from points.foundation import Actor, community, reading
from points.web.addresses import read_id
from points.web.asking import act_once, done, page
from points.web.auth import audience, current_actor, language
from points.web.desk.base import blueprint

#: rows of one list on the page; the rest is counted
MOST = 50
QUESTIONS = ("propose", "confirm", "give_up")


@blueprint.get("/intakes/<intake_id>")
@audience("import_books", "confirm_imports", card=False)
def one_intake(intake_id: str) -> str:
    """How it stands; `confirm` names what is to be asked before it is done."""
    return intake_again(intake_id)


@blueprint.post("/intakes/<intake_id>/propose")
@audience("import_books", card=False)
def propose_intake(intake_id: str) -> Any:
    """Ask that it be taken in."""
    use_case = imports.intakes.propose
    return _act(intake_id, use_case, partial(use_case, seen=read_seen()), "intake_proposed")


@blueprint.post("/intakes/<intake_id>/confirm")
@audience("confirm_imports", card=False)
def confirm_intake(intake_id: str) -> Any:
    """Say yes as a second person."""
    use_case = imports.intakes.confirm
    return _act(intake_id, use_case, partial(use_case, seen=read_seen()), "intake_confirmed")


@blueprint.post("/intakes/<intake_id>/read-again")
@audience("import_books", card=False)
def read_intake_again(intake_id: str) -> Any:
    """Have it read once more."""
    use_case = imports.intakes.read_again
    return _act(intake_id, use_case, partial(use_case, seen=read_seen()), "intake_read_again")


@blueprint.post("/intakes/<intake_id>/give-up")
@audience("import_books", "confirm_imports", card=False)
def give_intake_up(intake_id: str) -> Any:
    """Take nothing in."""
    use_case = imports.intakes.give_up
    return _act(intake_id, use_case, use_case, "intake_given_up")


def intake_again(intake_id: str, **more: Any) -> str:
    """The page, after something was asked of it."""
    actor, lang = current_actor(), language()
    facts = reading(lambda: _facts(intake_id, actor, lang))
    asked = request.args.get("confirm", "")
    return page("desk/intake.html", {**facts, "asking": asked if asked in QUESTIONS else ""}, **more)


def _act(intake_id: str, use_case: Callable[..., None], work: Callable[..., None], said: str) -> Any:
    actor, which = current_actor(), read_id(intake_id)
    return act_once(
        lambda: work(which, actor=actor),
        of=use_case,
        errors={},
        again=partial(intake_again, intake_id),
        then=lambda _: done(said, "desk.one_intake", facts={}, intake_id=which),
        subject_id=which,
    )


def read_seen() -> int:
    """Which reading the page showed that asks."""
    typed = request.form.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def _facts(intake_id: str, actor: Actor, lang: str) -> dict[str, Any]:
    which = read_id(intake_id)
    one = imports.intakes.get(which, actor=actor)
    shown = one.state in ("read", "proposed")
    found = imports.intakes.found_in(which, actor=actor).get(lang, {}) if shown else {}
    named = str(found.get("community", ""))
    accounts = {one.by, one.proposed_by, one.confirmed_by, one.ended_by}
    return {
        "one": one,
        "found": found,
        "other_community": named if named != community(actor.community_id).name else "",
        "refused": imports.intakes.refused_of(which, actor=actor).get(lang, {})
        if one.state == "failed"
        else {},
        "names": people.accounts.names_behind(actor.community_id, {each for each in accounts if each}, ()),
        "most": MOST,
        "period": imports.side_by_side.period_of(actor.community_id, which)
        if one.purpose == "compare"
        else None,
        "plan": imports.intakes.plan_of(which, actor=actor) if one.undoes else None,
    }
