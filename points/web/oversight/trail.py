"""The audit trail, searched by what people type; filters stand in the address, names that were typed under a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from flask import current_app, redirect, render_template, request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from points import imports, oversight, people
from points.foundation import NEVER, Actor, clock, paging, reading, wording
from points.web import exporting, listing
from points.web.auth import audience, current_actor, language, signed_in
from points.web.oversight.base import blueprint

#: what the list is called in the trail
LIST = "trail"
#: some twenty sheets; whoever wants more narrows it, or takes it out as a file
MOST_PRINTED = 400
#: filters that may hold a name, so they never stand in an address
WORDS = ("actor", "subject")
#: what else the list may be narrowed to, as it stands in the address; `about` is the id of a thing
FILTERS = {
    "kind": ("sign_ins", "all"),
    "action": None,
    "origin": ("back_filled", "imported"),
    "refused": ("1",),
    "since": None,
    "until": None,
    "about": None,
    listing.FOUND: None,
}


@blueprint.get("/oversight/trail")
@audience("read_trail", card=False)
def trail() -> str:
    """The book of actions, searched; with print=1 as a list on A4."""
    actor, (chosen, errors) = current_actor(), _filter()
    if request.args.get("print") == "1":
        return exporting.on_paper(
            _("操作记录"),
            _columns(),
            partial(_read, actor, chosen),
            back=listing.address("oversight.trail", chosen),
            filters=[one for one in (chosen["since"], chosen["until"]) if one],
            most=MOST_PRINTED,
        )
    asked, day = listing.asked(), request.args.get("day", "").strip()[:40]
    if day:
        found_day = _day(day)
        errors = errors if found_day else {**errors, "day": "not_a_date"}
        asked = replace(asked, start=oversight.trail.key_of_day(found_day)) if found_day else asked
    return render_template(
        "oversight/trail.html", **reading(lambda: _facts(actor, chosen, asked)), errors=errors
    )


@blueprint.post("/oversight/trail")
@audience("read_trail", card=False)
def search_trail() -> Response:
    """Keep the words that were searched for, which may be a name and so stand in no address; then show."""
    actor, chosen = current_actor(), listing.chosen(FILTERS)
    words = {name: request.form.get(name, "") for name in WORDS}
    chosen |= {"about": "", listing.FOUND: listing.keep_search(LIST, words, actor=actor)}
    return redirect(listing.address("oversight.trail", chosen), 303)


@blueprint.post("/oversight/trail/export")
@audience("export_lists", card=False)
def export_trail() -> Response:
    """The filtered list as a file."""
    actor, (chosen, _errors) = current_actor(), _filter()
    return exporting.take_out(
        LIST,
        str(_("操作记录")),
        _columns(),
        partial(_read, actor, chosen),
        filters={name: one for name, one in chosen.items() if one and name not in (listing.FOUND, "about")},
        actor=actor,
    )


def _filter() -> tuple[dict[str, str], dict[str, str]]:
    """What the address asks for, and what of it is no day."""
    chosen = listing.chosen(FILTERS)
    chosen["action"] = (
        chosen["action"] or request.values.get("deed", "")[:60]
    )  # addresses that were kept say so
    errors = {name: "not_a_date" for name in ("since", "until") if chosen[name] and not _day(chosen[name])}
    return chosen, errors


def _day(typed: str) -> date | None:
    """The day that was typed; one that is written whole may also lie ahead."""
    found = imports.typed_times.day(typed, today=clock.today(), sense="past")
    try:
        found = found or date.fromisoformat(typed)
    except ValueError:
        return None
    return found if found < NEVER else None


def _facts(actor: Actor, chosen: Mapping[str, str], asked: paging.PageAsked) -> dict[str, Any]:
    words = listing.searched(LIST, actor)
    found = _read(actor, chosen, asked, words)
    return {
        "list": listing.Listing("oversight.trail", found, chosen, people.exports.may(actor)),
        "words": {name: words.get(name, "") for name in WORDS},
        "lost": bool(chosen[listing.FOUND] and not words),
    }


def _read(
    actor: Actor, chosen: Mapping[str, str], asked: paging.PageAsked, words: Mapping[str, str] | None = None
) -> paging.PageFound[oversight.trail.TrailRow]:
    words = listing.searched(LIST, actor) if words is None else words
    actions = [one for one in chosen["action"].split(",") if one]
    subject = words.get("subject") or chosen["about"]
    # of a person, of what was not allowed, everything is shown
    default = "all" if subject or words.get("actor") or chosen["refused"] else "deeds"
    wanted = oversight.trail.TrailAsked(
        kind=chosen["kind"] or default,
        actions=actions,
        actor=words.get("actor", ""),
        about=subject,
        origin=chosen["origin"],
        refused=bool(chosen["refused"]),
        since=_day(chosen["since"]) if chosen["since"] else None,
        until=_day(chosen["until"]) if chosen["until"] else None,
    )
    return oversight.trail.read(
        actor.community_id,
        wanted,
        asked,
        language=language(),
        names_whole=people.permissions.may(actor, "see_people"),
    )


def _columns() -> tuple[exporting.Column, ...]:
    """The columns of the list outside the program, in the words of the page."""
    lang = language()
    template = current_app.jinja_env.get_template("oversight/_things.html")
    cells: Any = template.make_module({"me": signed_in()})
    action_word, role_word = (
        exporting.words_of("audit", "action_word"),
        exporting.words_of("people", "role_word"),
    )

    def text(markup: Any) -> str:
        return " ".join(markup.striptags().split())

    def who(row: oversight.trail.TrailRow) -> str:
        return row.actor_name or str(role_word.get(row.actor_kind, row.actor_kind))

    return (
        exporting.Column(
            _("什么时候"),
            lambda row: f"{wording.full_day(row.at, lang)} {wording.clock_second(row.at)}",
            kind="moment",
            width=24,
        ),
        exporting.Column(_("谁"), who, width=12),
        exporting.Column(_("做了什么"), lambda row: str(action_word.get(row.action, row.action)), width=16),
        exporting.Column(_("没有准"), lambda row: str(_("没有准")) if row.refused else "", width=10),
        exporting.Column(_("关于"), lambda row: text(cells.subject_words(row)), width=28),
        exporting.Column(_("内容"), lambda row: text(cells.facts_line(row)), width=60),
    )
