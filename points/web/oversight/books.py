"""Do the books hold: the accounts, the rules as last checked, what wants an eye; checking again changes nothing else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from points import audit, oversight, shop
from points.foundation import clock, community, reading
from points.web.auth import audience, current_actor, language
from points.web.oversight.base import blueprint


@blueprint.get("/oversight")
@audience("check_books", card=False)
def books() -> str:
    """The books, the rules as last proved, and what wants an eye."""
    community_id = current_actor().community_id
    return render_template("oversight/books.html", **reading(lambda: _books(community_id)))


@blueprint.post("/oversight/check")
@audience("check_books", card=False)
def check() -> Response:
    """Prove everything now."""
    actor = current_actor()
    oversight.checking.check(actor.community_id, actor=actor)
    flash({}, "checked")  # type: ignore[arg-type]
    return redirect(url_for("oversight.books"), 303)


@blueprint.get("/oversight/print")
@audience("check_books", card=False)
def books_print() -> str:
    """The same on A4, with what the points would cost and what the shelf is worth."""
    community_id = current_actor().community_id
    context = reading(lambda: {**_books(community_id), **_for_paper(community_id)})
    return render_template(
        "print/books.html", **context, printed_at=clock.now(), back_url=url_for("oversight.books")
    )


def _books(community_id: UUID) -> dict[str, Any]:
    found = oversight.accounts.balance_sheet(community_id)
    report = oversight.checking.find_last(community_id)
    looks = oversight.warnings.open_now(community_id)
    rules = _rules(report)
    return {
        "until": clock.now(),
        "checked_at": report.at if report else None,
        "hashed_at": report.full_at if report and not report.full else None,
        "balanced": bool(report and report.balanced),
        "gap": abs(found.totals.balance),
        "broken": sum(not one["ok"] for one in rules),
        "accounts": found.accounts,
        "totals": found.totals,
        "rules": rules,
        "watch": [{"code": one.code, "facts": one.facts, "href": _behind(one)} for one in looks],
        "seals": shop.day_close.sealed_last(community_id),
        "badges": {"watch": len(looks)},
    }


#: by what is watched, the list behind it
_BEHIND: dict[str, tuple[str, str | None]] = {
    "points_outgrow_goods": ("oversight.batches", "all"),
    "expired_on_shelf": ("oversight.batches", "expired"),
    "under_safety": ("oversight.batches", "scarce"),
    "back_filled_month": ("oversight.back_fills", None),
    "undo_waiting": ("manager.sales", None),
    "undone_by_two": ("oversight.undoings", None),
}


def _behind(notice: oversight.warnings.Notice) -> str | None:
    """Where to look closer, if there is such a page."""
    if notice.code == "expiring_soon":
        soon = notice.facts["days"] == oversight.batches.SOON.days
        return url_for("oversight.batches", state="soon" if soon else "later")
    if notice.code == "recoverable":
        return url_for("oversight.trail", action="redemption.undone,award.reversed")
    endpoint, state = _BEHIND.get(notice.code, ("", None))
    return url_for(endpoint, state=state) if endpoint else None


def _rules(report: oversight.findings.Report | None) -> list[dict[str, Any]]:
    if report is None:
        return []
    return [_rule(code, found) for code, found in oversight.findings.grouped(report.findings)]


def _rule(code: str, found: list[oversight.findings.Finding]) -> dict[str, Any]:
    lang = language()
    first = next((one for one in found if one.name == oversight.checking.HEADLINES.get(code)), found[0])
    title = oversight.checking.RULES.get(code, (first.zh, first.en))
    findings = [
        f"{one.zh if lang == 'zh' else one.en}: {row}" for one in found if not one.ok for row in one.rows
    ]
    return {
        "code": code,
        "name": title[0 if lang == "zh" else 1],
        "ok": all(one.ok for one in found),
        "number": first.counted,
        "unit": first.unit,
        "findings": findings,
    }


def _for_paper(community_id: UUID) -> dict[str, Any]:
    found = oversight.warnings.solvency(community_id)
    return {
        "community_name": community(community_id).name,
        "number": audit.marks.number(community_id),
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
