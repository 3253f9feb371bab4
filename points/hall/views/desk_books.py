"""The desk's rule book, imports and front page: what is only looked at; it reads requests and answers."""

from __future__ import annotations

from typing import Any

from flask import request

from points import volunteering
from points.foundation import reading
from points.hall import intake_page, officer_day
from points.hall.views.desk_frame import DECIDERS, ENTERERS, SEERS, WATCHERS, blueprint, language, page
from points.people import audience, current_actor

IMPORTERS = ("officer", "committee", "admin")
DESK = ("officer", "committee", "street", "grid_worker", "panel", "supervisor", "admin")
#: what the front page offers, and to whom
TASKS = (
    ("queue", DECIDERS),
    ("activities", WATCHERS),
    ("people", SEERS),
    ("rules", DESK),
    ("back_fill", ENTERERS),
    ("intake", IMPORTERS),
    ("lead", ("leader",)),
    ("counter", ("clerk", "shop_manager")),
    ("books", ("supervisor", "committee", "street")),
    ("trail", ("supervisor",)),
)


@blueprint.get("/home")
@audience(*DESK, card=False)
def home() -> str:
    """The doors that are open to this reader, with what waits behind them."""
    actor = current_actor()
    waiting = reading(lambda: volunteering.waiting_count(actor.community_id))
    tasks = [
        {"code": code, "number": waiting or None if code == "queue" else None}
        for code, roles in TASKS
        if actor.has(*roles)
    ]
    return page("desk/home.html", {"tasks": tasks})


@blueprint.get("/rules")
@audience(*DESK, card=False)
def rules() -> str:
    """The rule book in force, and what is decided for later."""
    actor, q = current_actor(), request.args.get("q", "")[:60]
    return page(
        "desk/rules.html", {"q": q, "rows": reading(lambda: officer_day.rule_rows(actor.community_id, q))}
    )


@blueprint.get("/intake")
@audience(*IMPORTERS, card=False)
def intake() -> str:
    """What came in from the old books, with every fault and every line."""
    actor, reads = current_actor(), language()
    asked = {name: request.args.get(name, "") for name in ("level", "code", "after")}

    def work() -> dict[str, Any]:
        return intake_page.intake_facts(actor, reads, chosen=request.args.get("import", ""), **asked)

    return page("desk/intake.html", reading(work))
