"""Activities one can join, what each act is worth, signing up and withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from points import audit, volunteering
from points.foundation import Actor, Refusal, reading, wording
from points.web.auth import audience, current_actor, language
from points.web.form_keys import new_request_key
from points.web.resident.base import blueprint, page_facts


def open_for(actor: Actor, language: str) -> list[dict[str, Any]]:
    """Activities one can still join or has joined."""
    return [_activity(one, language) for one in volunteering.lists.open_to(actor)]


def rules(actor: Actor, language: str) -> list[dict[str, Any]]:
    """What each act is worth, category by category."""
    found = volunteering.rules.in_force(actor.community_id)
    return [
        {
            "name": wording.named(one, language),
            "category": one.category,
            "unit": one.unit,
            "tenths": one.tenths,
            "cap": one.cap or None,
            "hours": one.counts_hours,
        }
        for one in sorted(found, key=lambda rule: (rule.category, rule.code))
    ]


def _activity(one: volunteering.lists.OpenActivity, language: str) -> dict[str, Any]:
    found = one.activity
    return {
        "public_id": found.public_id,
        "name": found.title,
        "starts": found.starts_at,
        "ends": found.ends_at,
        "place": found.spot or None,
        "leader": one.leader_name or "",
        "signed_up": one.signed_up,
        "limit": found.capacity,
        "mine": one.mine,
        "quantity": wording.hours(one.minutes, language) if one.minutes else None,
        "worth": one.worth or None,
        "can_withdraw": one.can_withdraw,
        "can_sign_up": one.can_sign_up,
    }


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
        lambda: volunteering.signups.sign_up(public_id, person_id=actor.person_id, actor=actor),
        volunteering.signups.sign_up,
        actor,
    )


@blueprint.post("/activities/<public_id>/withdraw")
@audience("use_own_purse", card=False)
def withdraw(public_id: str) -> AnyResponse | tuple[str, int]:
    """Say that I will not come after all."""
    actor = current_actor()
    return _about_activity(
        lambda: volunteering.signups.withdraw(public_id, actor=actor),
        volunteering.signups.withdraw,
        actor,
    )


def _earn(actor: Actor, refusal: Refusal | None = None) -> str:
    reads = language()

    def work() -> dict[str, Any]:
        return {
            **page_facts(actor),
            "activities": open_for(actor, reads),
            "rules": rules(actor, reads),
            "request_key": new_request_key(),
            "refusal": refusal,
        }

    return render_template("resident/activities.html", **reading(work))


def _about_activity(work: Any, of: Callable[..., Any], actor: Actor) -> AnyResponse | tuple[str, int]:
    try:
        audit.records.attempt(work, of=of, actor=actor)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _earn(actor, refusal), refusal.status
    flash(of.actions[0])  # type: ignore[attr-defined]
    return redirect(url_for("resident.earn"))
