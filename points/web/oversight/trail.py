"""The audit trail, searched by what people type."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from points import oversight, people
from points.foundation import reading
from points.web.auth import audience, current_actor, language
from points.web.oversight.base import blueprint

#: filters that may hold a name, so they never stand in an address
WORDS = ("actor", "subject")


@blueprint.get("/oversight/trail")
@audience("read_trail", card=False)
def trail() -> str:
    """The book of actions, searched."""
    community_id, lang = current_actor().community_id, language()
    words = {name: str(session.get(f"trail.{name}", "")) for name in WORDS}
    typed = {**{name: request.args.get(name, "")[:100] for name in oversight.trail.FILTERS}, **words}
    typed["action"] = typed["action"] or request.args.get("deed", "")[:100]  # addresses that were kept say so
    typed["subject"] = typed["subject"] or request.args.get("about", "")[:36]
    after = request.args.get("after", "")[:200]
    page = reading(lambda: oversight.trail.read(community_id, typed, after=after, language=lang, names_whole=people.permissions.may(current_actor(), "see_people")))
    return render_template(
        "oversight/trail.html",
        filter=typed,
        rows=page.rows,
        next_key=page.next_key,
        first_page=not after,
        errors=page.errors,
    )


@blueprint.post("/oversight/trail")
@audience("read_trail", card=False)
def search_trail() -> Response:
    """Keep the words that were searched for, which may be a name and so stand in no address; then show."""
    for name in WORDS:
        session[f"trail.{name}"] = request.form.get(name, "").strip()[:60]
    rest = {name: request.form.get(name, "")[:100] for name in oversight.trail.FILTERS if name not in WORDS}
    chosen = urlencode({name: value for name, value in rest.items() if value})
    return redirect(url_for("oversight.trail") + (f"?{chosen}" if chosen else ""), 303)
