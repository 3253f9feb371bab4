"""What came in from the old books, with every fault and every line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import request

from points import audit, people, shop, volunteering
from points.foundation import Actor, reading, wording
from points.web.auth import audience, current_actor, language
from points.web.desk.base import blueprint, page

#: lines on one page
PAGE = 50
#: lines that moved points
MOVING = ("earned", "handout")
LEVELS = ("left_out", "noted")


@blueprint.get("/intake")
@audience("import_books", card=False)
def intake() -> str:
    """What came in from the old books, with every fault and every line."""
    actor, lang = current_actor(), language()
    asked = {name: request.args.get(name, "") for name in ("level", "code", "after")}
    chosen = request.args.get("import", "")
    return page("desk/imports.html", reading(lambda: _facts(actor, lang, chosen=chosen, **asked)))


def _facts(actor: Actor, lang: str, *, chosen: str, level: str, code: str, after: str) -> dict[str, Any]:
    """The chosen import, the newest where none is, with its faults and lines."""
    every = audit.provenance.batches(actor.community_id)
    current = next((one for one in every if one.import_id.hex == chosen), every[0] if every else None)
    wanted = {"level": level if level in LEVELS else "", "code": code}
    lines, next_key = _page(actor.community_id, current, after) if current else ([], None)
    return {
        "imports": every,
        "names": _names(actor, every),
        "counts": {one.import_id: _counts(one.report.get("faults", [])) for one in every},
        "current": current,
        "faults": _faults(current.report, wanted, lang) if current else [],
        "filter": wanted,
        "lines": _in_words(actor.community_id, lines, lang),
        "next_key": next_key,
        "first_page": not after,
    }


def _page(
    community_id: UUID, current: audit.provenance.BatchInfo, after: str
) -> tuple[list[audit.provenance.ImportedLine], str | None]:
    """One page of its lines that moved points, and the key of the next."""
    found = audit.provenance.lines_of_batch(
        community_id, current.import_id, MOVING, after=after, limit=PAGE + 1
    )
    shown = found[:PAGE]
    return shown, shown[-1].key if len(found) > PAGE else None


def _names(actor: Actor, every: Sequence[audit.provenance.BatchInfo]) -> dict[UUID, str]:
    """Who imported, by account."""
    return people.accounts.names_behind(
        actor.community_id, {one.actor_id for one in every if one.actor_id}, ()
    )


def _counts(faults: Sequence[dict[str, Any]]) -> dict[str, int]:
    return {level: sum(fault["level"] == level for fault in faults) for level in LEVELS}


def _faults(report: dict[str, Any], wanted: dict[str, str], lang: str) -> list[dict[str, Any]]:
    """The faults that are asked for, with their sentences in the reader's language."""
    return [
        fault
        for fault in _in_language(report, lang)
        if wanted["level"] in ("", fault["level"]) and wanted["code"] in ("", fault["code"])
    ]


def _in_language(report: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    """The faults with their sentences in the reader's language, where the import kept both."""
    faults = report.get("faults", [])
    english = report.get("messages_en", [])
    if lang == "zh" or len(english) != len(faults):
        return list(faults)
    return [{**fault, "message": words} for fault, words in zip(faults, english, strict=True)]


def _in_words(
    community_id: UUID, lines: Sequence[audit.provenance.ImportedLine], lang: str
) -> list[dict[str, Any]]:
    """Lines of workbooks with the points they moved; those that moved none any more are left out."""
    subjects = [line.subject_id for line in lines if line.subject_id]
    awards = volunteering.origin.of_lines(community_id, subjects)
    receipts = shop.receipts.of_redemptions(community_id, subjects)
    owners = {one.person_id for one in awards.values()}
    owners |= {one.person_id for one in receipts.values() if one.person_id}
    persons = people.persons.get_many(community_id, owners)
    rows = []
    for line in lines:
        award = awards.get(line.subject_id) if line.subject_id else None
        receipt = receipts.get(line.subject_id) if line.subject_id else None
        if award is not None:
            owner: UUID | None = award.person_id
            moved = {"at": award.served_on, "what": award.what, "tenths": award.tenths}
        elif receipt is not None:
            owner = receipt.person_id
            what = ", ".join(wording.named(one, lang) for one in receipt.lines)
            moved = {"at": receipt.redeemed_on, "what": what, "tenths": -receipt.tenths}
        else:
            continue
        number = persons[owner].household_number if owner else ""
        rows.append({**moved, "household_number": number, "line": line})
    return rows
