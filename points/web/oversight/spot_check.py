"""A spot check: from a number or a name to the family, and from a service to the bag; nothing is changed here."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from points import oversight, people
from points.foundation import reading, wording
from points.web.auth import audience, current_actor, language
from points.web.oversight.base import blueprint

#: by kind of what was found, the page about it and the name of its key
_PAGES = {
    "household": ("oversight.household", "number"),
    "person": ("oversight.person", "public_id"),
    "receipt": ("oversight.receipt", "receipt"),
    "batch": ("oversight.batch", "number"),
}


@blueprint.get("/oversight/spot-check")
@audience("spot_check", card=False)
def spot_check() -> str:
    """Where to begin."""
    return _found("", [])


@blueprint.post("/oversight/spot-check")
@audience("spot_check", card=False)
def find() -> str | Response:
    """What was meant: its page where it is one thing, else a choice. What was typed may be a name, and stands in no address."""
    community_id, typed = current_actor().community_id, request.form.get("q", "").strip()[:200]
    hits = reading(lambda: oversight.spot_check.hits(community_id, typed))
    if len(hits) == 1:
        return redirect(_page_of(hits[0]), 303)
    shown = hits[: oversight.spot_check.MOST]
    named = [{"hit": one, "href": _page_of(one), "name": _name(one)} for one in shown]
    return _found(typed, named, more=len(hits) > len(shown))


@blueprint.get("/oversight/households/<number>")
@audience("spot_check", card=False)
def household(number: str) -> str:
    """A household from the service to the bag."""
    community_id = current_actor().community_id
    return _family(reading(lambda: oversight.families.of_household(community_id, number)), "")


@blueprint.get("/oversight/people/<public_id>")
@audience("spot_check", card=False)
def person(public_id: str) -> str:
    """Somebody in their family."""
    community_id = current_actor().community_id
    return _family(reading(lambda: oversight.families.of_person(community_id, public_id)), public_id)


def _found(typed: str, hits: list[dict[str, Any]], *, more: bool = False) -> str:
    community_id = current_actor().community_id
    pairs = [] if typed else reading(lambda: oversight.habits.ticked_pairs(community_id))
    return render_template(
        "oversight/spot_check.html", q=typed, hits=hits, more=more, pairs=pairs, days=oversight.habits.DAYS
    )


def _family(family: oversight.families.Family, about: str) -> str:
    whole = people.permissions.may(current_actor(), "see_people")

    def called(name: str | None) -> str:
        return (name or "") if whole else wording.masked(name or "", language())

    return render_template("oversight/spot_check_family.html", family=family, about=about, called=called)


def _page_of(hit: Any) -> str:
    endpoint, key = _PAGES[hit.kind]
    return url_for(endpoint, **{key: hit.key_word})


def _name(hit: Any) -> str:
    if hit.kind != "person" or people.permissions.may(current_actor(), "see_people"):
        return str(hit.words or "")
    return wording.masked(hit.words or "", language())
