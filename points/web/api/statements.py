"""The JSON endpoint of a resident's statement; it shows no page."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from points import ledger, people, statements, volunteering
from points.foundation import clock, reading
from points.web.api.schemas import StatementAnswer, StatementQuery
from points.web.auth import audience, current_actor, language
from points.web.forms import RefusalAnswer

blueprint = Blueprint("statements", __name__, url_prefix="/api/v1", description="Statements")


@blueprint.route("/me/statement", methods=["GET"])
@audience("use_own_purse")
@blueprint.doc(security=[{"bearer": []}])
@blueprint.arguments(StatementQuery(), location="query")
@blueprint.response(200, StatementAnswer)
@blueprint.alt_response(401, schema=RefusalAnswer)
@blueprint.alt_response(403, schema=RefusalAnswer)
@blueprint.alt_response(404, schema=RefusalAnswer)
@blueprint.alt_response(422, schema=RefusalAnswer)
@blueprint.alt_response(503, schema=RefusalAnswer)
def statement(query: dict[str, Any]) -> dict[str, Any]:
    """The balance in tenths, own hours in minutes, and one page of lines, newest first."""
    actor, lang = current_actor(), language()
    limit = query["limit"]

    def statement_page() -> dict[str, Any]:
        own = statements.summary.own_person(actor)
        standing, found = ledger.statements.newest(
            actor.community_id,
            people.purses.account_of(actor),
            before_version=query["before"],
            limit=limit + 1,
        )
        page = found[:limit]
        titles = statements.lines.titles(actor.community_id, page, lang)
        return {
            "available": standing.available,
            "held": standing.held,
            "hours": volunteering.hours.of_person(actor.community_id, own),
            "entries": [
                {
                    "id": str(entry.version),
                    "at": clock.instant(entry.happened_on) if entry.origin == "imported" else entry.at,
                    "tenths": entry.tenths,
                    "balance_after": entry.balance_after,
                    "what": what,
                    "origin": origin,
                }
                for entry, (origin, what) in zip(page, titles, strict=True)
            ],
            "next": str(page[-1].version) if len(found) > limit else None,
        }

    return reading(statement_page)
