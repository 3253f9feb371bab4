"""The JSON endpoint of a resident's statement; it shows no page."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from points import ledger, statements
from points.foundation import clock, reading
from points.web.api.schemas import StatementAnswer, StatementQuery
from points.web.auth import audience, current_actor, language
from points.web.forms import RefusalAnswer

blueprint = Blueprint("statements", __name__, url_prefix="/api/v1", description="Statements")


@blueprint.route("/me/statement", methods=["GET"])
@audience("use_own_purse")
@blueprint.doc(security=[{"bearer": []}])
@blueprint.arguments(StatementQuery, location="query")
@blueprint.response(200, StatementAnswer)
@blueprint.alt_response(401, schema=RefusalAnswer)
@blueprint.alt_response(404, schema=RefusalAnswer)
@blueprint.alt_response(422, schema=RefusalAnswer)
@blueprint.alt_response(503, schema=RefusalAnswer)
def statement(query: dict[str, Any]) -> dict[str, Any]:
    """The balance in tenths, own hours in minutes, and one page of lines, newest first."""
    actor, lang = current_actor(), language()

    def statement_page() -> dict[str, Any]:
        seen = statements.summary.of_purse(actor)
        account_id = statements.summary.my_purse(actor).account_id
        limit = query["limit"]
        found = ledger.statements.lines(
            actor.community_id, account_id, before_version=query["before"], limit=limit + 1
        )
        page = found[:limit]
        worded = statements.lines.in_words(actor.community_id, page, lang)
        return {
            "available": seen.available,
            "held": seen.held,
            "hours": seen.minutes,
            "entries": [
                {
                    "id": line.public_id,
                    "at": clock.instant(entry.happened_on) if entry.origin == "imported" else entry.at,
                    "tenths": entry.tenths,
                    "balance_after": entry.balance_after,
                    "what": line.what,
                    "origin": line.origin,
                }
                for entry, line in zip(page, worded, strict=True)
            ],
            "next": str(page[-1].version) if len(found) > limit else None,
        }

    return reading(statement_page)
