"""My rotating code, large, and its picture."""

from __future__ import annotations

from flask import Response, render_template

from points import people, statements
from points.foundation import clock, codes, reading, transact
from points.web.auth import audience, current_actor
from points.web.resident.base import blueprint, page_facts

CODE_SECONDS = 30


@blueprint.get("/code")
@audience("use_own_purse", card=False)
def code() -> str:
    """My rotating code, large."""
    actor = current_actor()
    shown = transact(lambda: people.rotating_codes.current(actor=actor))
    purse = reading(lambda: statements.summary.of_purse(actor))
    facts = page_facts()
    return render_template(
        "resident/code.html",
        purse=purse,
        seconds=CODE_SECONDS,
        issued_at=clock.now(),
        digits=shown.digits,
        **facts,
    )


@blueprint.get("/code/qr.svg")
@audience("use_own_purse", card=False)
def code_qr() -> Response:
    """The picture of the code of this half minute."""
    actor = current_actor()
    shown = transact(lambda: people.rotating_codes.current(actor=actor))
    answer = Response(codes.qr_svg(shown.digits, level="Q"), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "no-store"
    return answer
