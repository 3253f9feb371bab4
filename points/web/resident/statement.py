"""Every line of the own purse with where it came from, on the phone and on one printed sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template, request, url_for

from points import people, shop, statements, volunteering
from points.foundation import Actor, clock, reading
from points.foundation.calendar import months_back_to
from points.web.auth import audience, current_actor, language, signed_in
from points.web.resident import vouchers
from points.web.resident.base import blueprint, page_facts

PAGE = 20
SHOWS = ("all", "in", "out", "held")
#: no purse has so many lines; a greater number fits no column
MOST_LINES = 2**31 - 1
#: pieces of work without points that are told of
MOST_WAITING = 10
#: months to choose from
MOST_MONTHS = 60


@blueprint.get("/statement")
@audience("use_own_purse")
def statement() -> str:
    """Every line with where it came from, paged by key."""
    actor, lang, today = current_actor(), language(), clock.today()
    show = request.args.get("show", "all")
    show = show if show in SHOWS else "all"
    before = max(0, min(request.args.get("before", 0, type=int), MOST_LINES)) or None
    month, who = _month(request.args.get("month", "")), request.args.get("who", 0, type=int)

    def query() -> dict[str, Any]:
        purse = statements.summary.holder(actor)
        # a member by place in the household: no name and no number of a person stands in an address
        about = list(purse.names)[who - 1] if 0 < who <= len(purse.names) else None
        wanted = statements.months.Wanted(show, month, about, before)
        found = statements.months.read(actor, lang, purse, wanted, limit=PAGE)
        kept: dict[str, Any] = {"show": show if show != "all" else None}
        kept |= {"month": f"{month:%Y-%m}" if month else None, "who": who if about else None}
        return {
            **page_facts(),
            "purse": purse,
            "statement": found,
            "kept": kept,
            "choices": months_back_to(found.since or today, today, most=MOST_MONTHS),
            "waiting": _waiting(actor) if wanted == statements.months.Wanted() else [],
            "newer": url_for("resident.statement", **kept) if before else None,
            "older": url_for("resident.statement", **kept, before=found.older) if found.older else None,
        }

    return render_template("resident/statement.html", **reading(query))


def _waiting(actor: Actor) -> list[volunteering.waiting.Waiting]:
    """What the reader did and has nothing for yet."""
    assert actor.person_id is not None
    return volunteering.waiting.of_person(actor.community_id, actor.person_id, limit=MOST_WAITING)


def _month(text: str) -> date | None:
    """The first day of a month that is written 2025-11; None for anything else."""
    year, _, month = text.partition("-")
    if not (
        text.isascii() and len(year) == 4 and year.startswith("20") and year.isdigit() and month.isdigit()
    ):
        return None
    return date(int(year), int(month), 1) if 1 <= int(month) <= 12 else None


@blueprint.get("/print/balance")
@audience("use_own_purse")
def balance_print() -> str:
    """The balance on one A5 sheet, for the notice board at home."""
    actor, lang = current_actor(), language()
    who = signed_in()

    def query() -> dict[str, Any]:
        shops = shop.shops.list_all(actor.community_id)
        return {
            "purse": statements.summary.of_purse(actor),
            "community_name": who.community_name if who else "",
            "printed_at": clock.now(),
            "lines": statements.lines.latest(actor, lang, limit=12),
            "lapsing": statements.lines.lapsing(actor),
            "ways": people.ways.of_purse(actor.community_id, statements.summary.holder(actor).purse_id),
            "vouchers": vouchers.my_vouchers(actor, lang, shops),
            "seal": None,
        }

    return render_template("print/balance.html", **reading(query))
