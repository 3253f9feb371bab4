"""Who can use my points: every card and account that reaches the purse, since when and by whom; saying yes, ending one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from points import people, statements
from points.foundation import Refusal, reading
from points.web import form_keys
from points.web.addresses import read_id
from points.web.auth import audience, current_actor
from points.web.resident.base import blueprint, page_facts


@blueprint.get("/me/ways")
@audience("use_own_purse")
def ways() -> str:
    """Cards and accounts of this purse; what is new is asked about."""
    return _page()


@blueprint.post("/me/ways/<way_id>/ours")
@audience("use_own_purse", card=False)
def way_ours(way_id: str) -> Any:
    """A new one is the household's: it pays from now on."""
    actor, wanted = current_actor(), read_id(way_id)
    return _done(
        lambda: people.confirmations.answer(wanted, ours=True, actor=actor), people.confirmations.answer
    )


@blueprint.post("/me/ways/<way_id>/not-ours")
@audience("use_own_purse", card=False)
def way_not_ours(way_id: str) -> Any:
    """A new one is not: it ends."""
    actor, wanted = current_actor(), read_id(way_id)
    return _done(
        lambda: people.confirmations.answer(wanted, ours=False, actor=actor), people.confirmations.answer
    )


@blueprint.post("/me/ways/<way_id>/end")
@audience("use_own_purse", card=False)
def way_end(way_id: str) -> Any:
    """One is no longer wanted."""
    actor, wanted = current_actor(), read_id(way_id)
    return _done(lambda: people.confirmations.end(wanted, actor=actor), people.confirmations.end)


def _done(work: Callable[[], None], of: Callable[..., Any]) -> Any:
    try:
        form_keys.once(work, of=of, actor=current_actor())
    except Refusal as refusal:
        return _page(refusal), refusal.status
    flash(gettext("记下了，马上算数。"))
    return redirect(url_for("resident.ways"), 303)


def _page(refusal: Refusal | None = None) -> str:
    actor = current_actor()

    def query() -> dict[str, Any]:
        purse = statements.summary.holder(actor)
        found = people.ways.of_purse(actor.community_id, purse.purse_id)
        own = [one for one in found if one.account_id and one.account_id == actor.account_id]
        return {
            "purse": purse,
            "ways": found,
            "own": own[0].way_id if own else None,
            "answers": any(one.confirmed for one in own),
        }

    return render_template("resident/ways.html", refusal=refusal, **page_facts(), **reading(query))
