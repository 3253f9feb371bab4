"""Who may collect for me: naming a carer or neighbour, ending it, and what somebody collected in the last days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from points import people, shop, statements
from points.foundation import Actor, Refusal, clock, reading, setting
from points.web import form_keys
from points.web.addresses import read_id
from points.web.auth import audience, current_actor
from points.web.limits import limiter
from points.web.resident.base import blueprint, page_facts

#: for so many days somebody may be named on the phone; the office names any day
SPANS = (30, 90, 365)
#: fields of the form
_TYPED = ("name", "door", "points", "days")


@blueprint.get("/me/collectors")
@audience("use_own_purse")
def collectors() -> str:
    """Who may, until when, for how much of which something was collected; and a form to name somebody."""
    return _page()


@blueprint.post("/me/collectors")
@audience("use_own_purse", card=False)
@limiter.limit("10 per minute")
def name_collector() -> Any:
    """Name somebody by name and door; who was named before is named anew."""
    actor, form = current_actor(), request.form
    typed = {name: form.get(name, "").strip()[:40] for name in _TYPED}
    days, points = _number(typed["days"]), _number(typed["points"])
    return _done(
        lambda: people.collectors.name_own(
            typed["name"],
            typed["door"],
            until=clock.today() + timedelta(days=days if days in SPANS else 0),
            month_tenths=points * 10,
            actor=actor,
        ),
        people.collectors.name_own,
        typed,
    )


@blueprint.post("/me/collectors/<collector_id>/end")
@audience("use_own_purse", card=False)
def end_collector(collector_id: str) -> Any:
    """One may no longer, from now on."""
    actor, wanted = current_actor(), read_id(collector_id)
    return _done(lambda: people.collectors.end(wanted, actor=actor), people.collectors.end, {})


def told(actor: Actor, purse: people.purses.PurseInfo) -> dict[str, Any]:
    """What the first page tells: what others collected lately, and whom the office wrote down lately."""
    if not purse.collected:
        return {"fetched": [], "named": []}
    since = clock.now() - shop.collected.TOLD
    named = people.collectors.of_purse(actor.community_id, purse.purse_id)
    return {
        "fetched": shop.collected.lately(actor.community_id, purse.account_id),
        "named": [one for one in named if one.by_office and one.made_at > since],
    }


def _done(work: Callable[[], Any], of: Callable[..., Any], typed: dict[str, str]) -> Any:
    try:
        form_keys.once(work, of=of, actor=current_actor())
    except Refusal as refusal:
        return _page(refusal, typed), refusal.status
    flash(gettext("记下了，马上算数。"))
    return redirect(url_for("resident.collectors"), 303)


def _number(typed: str) -> int:
    """A whole number as it was typed; 0 where it is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len("10000") else 0


def _page(refusal: Refusal | None = None, typed: dict[str, str] | None = None) -> str:
    actor = current_actor()

    def query() -> dict[str, Any]:
        purse = statements.summary.holder(actor)
        found = people.collectors.of_purse(actor.community_id, purse.purse_id)
        ids = [one.collector_id for one in found]
        usual = setting(actor.community_id, "collect_month_tenths")
        return {
            "purse": purse,
            "collectors": found,
            "used": people.collectors.used_this_month(actor.community_id, ids),
            "fetched": shop.collected.lately(actor.community_id, purse.account_id),
            "typed": typed or {"points": str(usual // 10), "days": str(SPANS[1])},
        }

    today = clock.today()
    spans: list[tuple[int, date]] = [(days, today + timedelta(days=days)) for days in SPANS]
    return render_template(
        "resident/collectors.html",
        refusal=refusal,
        spans=spans,
        today=today,
        **page_facts(),
        **reading(query),
    )
