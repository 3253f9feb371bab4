"""Activities one can join, what each act is worth, signing up and withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from points import volunteering
from points.foundation import Actor, Refusal, clock, reading, wording
from points.web import form_keys
from points.web.auth import audience, current_actor, language
from points.web.resident.base import blueprint, page_facts


@blueprint.get("/earn")
@audience("use_own_purse")
def earn() -> str:
    """How to get more: activities to sign up for, and the rules in words."""
    return _earn(current_actor())


@blueprint.post("/activities/<public_id>/sign-up")
@audience("use_own_purse", card=False)
def sign_up(public_id: str) -> AnyResponse | tuple[str, int]:
    """Say that I will come."""
    actor = current_actor()
    assert actor.person_id is not None
    return _about_activity(
        public_id,
        lambda: volunteering.signups.sign_up(public_id, person_id=actor.person_id, actor=actor),
        volunteering.signups.sign_up,
        actor,
        lambda done: _("报上了：%(when)s %(what)s", when=_when(done), what=done.title),
    )


@blueprint.post("/activities/<public_id>/withdraw")
@audience("use_own_purse", card=False)
def withdraw(public_id: str) -> AnyResponse | tuple[str, int]:
    """Say that I will not come after all."""
    actor = current_actor()
    return _about_activity(
        public_id,
        lambda: volunteering.signups.withdraw(public_id, actor=actor),
        volunteering.signups.withdraw,
        actor,
        lambda done: _("退了，名额让给别人：%(when)s %(what)s", when=_when(done), what=done.title),
    )


def _earn(actor: Actor, refusal: Refusal | None = None) -> str:
    def query() -> dict[str, Any]:
        rules = volunteering.rules.in_force(actor.community_id)
        return {
            **page_facts(),
            "activities": volunteering.lists.open_to(actor),
            "called_off": volunteering.lists.called_off(actor.community_id),
            "today": clock.today(),
            "rules": sorted(rules, key=lambda rule: (rule.category, rule.code)),
        }

    return render_template("resident/activities.html", **reading(query), refusal=refusal)


def _when(done: Any) -> str:
    """When the activity begins."""
    return wording.when(done.starts_at, language())


def _about_activity(
    public_id: str, work: Any, of: Callable[..., Any], actor: Actor, said: Callable[[Any], str]
) -> AnyResponse | tuple[str, int]:
    try:
        pressed = form_keys.once(work, of=of, actor=actor)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _earn(actor, refusal), refusal.status
    there = pressed.done or reading(
        lambda: volunteering.activities.announced(public_id, community_id=actor.community_id)
    )
    flash(said(there))
    return redirect(url_for("resident.home" if request.form.get("back") == "home" else "resident.earn"))
