"""The watchers' pages: do the books hold, and who did what. They move nothing but a check."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from points.foundation import clock, community, reading
from points.oversight import accounts, invariants, watch
from points.oversight.findings import Finding, Report, grouped
from points.oversight.proofs.form import HEADLINES
from points.oversight.records import FILTERS, read_trail
from points.people import audience, current_actor, language

#: filters that may hold a name, so they never stand in an address
WORDS = ("actor", "subject")
WATCHERS = ("supervisor", "committee", "street", "admin")

blueprint = Blueprint("oversight", __name__)


@blueprint.get("/oversight")
@audience(*WATCHERS, card=False)
def books() -> str:
    """The books, the rules as last proved, and what wants an eye."""
    community_id = current_actor().community_id
    return render_template("oversight/books.html", **reading(lambda: _books(community_id)))


@blueprint.post("/oversight/check")
@audience(*WATCHERS, card=False)
def check() -> Response:
    """Prove everything now."""
    actor = current_actor()
    invariants.check_books(actor.community_id, actor=actor)
    flash({}, "checked")  # type: ignore[arg-type]
    return redirect(url_for("oversight.books"), 303)


@blueprint.get("/oversight/print")
@audience(*WATCHERS, card=False)
def books_print() -> str:
    """The same on A4, with what the points would cost and what the shelf is worth."""
    community_id = current_actor().community_id
    context = reading(lambda: {**_books(community_id), **_for_paper(community_id)})
    return render_template(
        "print/books.html", **context, printed_at=clock.now(), back_url=url_for("oversight.books")
    )


@blueprint.get("/oversight/trail")
@audience("supervisor", "street", "admin", card=False)
def trail() -> str:
    """The book of deeds, searched."""
    community_id, said = current_actor().community_id, language()
    words = {name: str(session.get(f"trail.{name}", "")) for name in WORDS}
    typed = {**{name: request.args.get(name, "")[:100] for name in FILTERS}, **words}
    after = request.args.get("after", "")[:200]
    page = reading(lambda: read_trail(community_id, typed, after=after, language=said))
    return render_template(
        "oversight/trail.html",
        filter=typed,
        deeds=page.deeds,
        rows=page.rows,
        next_key=page.next_key,
        first_page=not after,
        errors=page.errors,
    )


@blueprint.post("/oversight/trail")
@audience("supervisor", "street", "admin", card=False)
def search_trail() -> Response:
    """Keep the words that were searched for, which may be a name and so stand in no address; then show."""
    for name in WORDS:
        session[f"trail.{name}"] = request.form.get(name, "").strip()[:60]
    rest = {name: request.form.get(name, "")[:100] for name in FILTERS if name not in WORDS}
    chosen = urlencode({name: value for name, value in rest.items() if value})
    return redirect(url_for("oversight.trail") + (f"?{chosen}" if chosen else ""), 303)


def _books(community_id: UUID) -> dict[str, Any]:
    found = accounts.books(community_id)
    report = invariants.last_check(community_id)
    looks = watch.watch_list(community_id)
    rules = _rules(report)
    return {
        "until": clock.now(),
        "checked_at": report.at if report else None,
        "balanced": bool(report and report.balanced),
        "gap": abs(found.totals.balance),
        "broken": sum(not one["ok"] for one in rules),
        "accounts": found.accounts,
        "totals": found.totals,
        "rules": rules,
        "watch": [{"code": one.code, "facts": one.facts, "href": None} for one in looks],
        "seal": None,
        "engine": accounts.engine_line(),
        "badges": {"watch": len(looks)},
    }


def _rules(report: Report | None) -> list[dict[str, Any]]:
    if report is None:
        return []
    return [_rule(code, found) for code, found in grouped(report.findings)]


def _rule(code: str, found: list[Finding]) -> dict[str, Any]:
    said = language()
    first = next((one for one in found if one.name == HEADLINES.get(code)), found[0])
    title = invariants.RULES.get(code, (first.zh, first.en))
    findings = [
        f"{one.zh if said == 'zh' else one.en}: {row}" for one in found if not one.ok for row in one.rows
    ]
    return {
        "code": code,
        "name": title[0 if said == "zh" else 1],
        "ok": all(one.ok for one in found),
        "number": first.counted,
        "unit": first.unit,
        "findings": findings,
    }


def _for_paper(community_id: UUID) -> dict[str, Any]:
    found = watch.solvency(community_id)
    return {
        "community_name": community(community_id).name,
        "solvency": {
            "tenths": found.tenths,
            "rate": _yuan(found.fen_per_point),
            "stock_yuan": _yuan(found.stock_fen),
            "unspent_yuan": _yuan(found.unspent_fen),
            "share": found.percent,
        },
    }


def _yuan(fen: int) -> str:
    whole, part = divmod(fen, 100)
    return f"{whole:,}.{part:02d}" if part else f"{whole:,}"
