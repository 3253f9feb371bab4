"""What came in from the old books, with every fault and every line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import request

from points import audit, people, shop, volunteering
from points.foundation import Actor, reading, wording
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint, language, page


@blueprint.get("/intake")
@audience("import_books", card=False)
def intake() -> str:
    """What came in from the old books, with every fault and every line."""
    actor, reads = current_actor(), language()
    asked = {name: request.args.get(name, "") for name in ("level", "code", "after")}

    def work() -> dict[str, Any]:
        return intake_facts(actor, reads, chosen=request.args.get("import", ""), **asked)

    return page("desk/imports.html", reading(work))


PAGE = 50


#: lines that moved points
MOVING = ("earned", "handout")


LEVELS = ("left_out", "noted")


def intake_facts(
    actor: Actor, language: str, *, chosen: str, level: str, code: str, after: str
) -> dict[str, Any]:
    """The chosen import, the newest where none is, with its faults and lines."""
    every = audit.provenance.batches(actor.community_id)
    current = next((one for one in every if one.import_id.hex == chosen), every[0] if every else None)
    wanted = {"level": level if level in LEVELS else "", "code": code}
    facts: dict[str, Any] = {
        "imports": [_listed(one, current, _names(actor, every)) for one in every],
        "report": None,
        "filter": wanted,
        "lines": [],
        "next_key": None,
        "first_page": not after,
    }
    if current is None:
        return facts
    found = audit.provenance.lines_of_batch(
        actor.community_id, current.import_id, MOVING, after=after, limit=PAGE + 1
    )
    shown = found[:PAGE]
    return {
        **facts,
        "report": _report(current, wanted, language),
        "lines": _lines(actor.community_id, shown, language),
        "next_key": shown[-1].key if len(found) > PAGE else None,
    }


def _names(actor: Actor, every: Sequence[audit.provenance.BatchInfo]) -> dict[UUID, str]:
    accounts = people.accounts.persons_of(actor.community_id, {one.actor_id for one in every if one.actor_id})
    cards = people.persons.get_many(actor.community_id, set(accounts.values()))
    return {account: cards[person].name for account, person in accounts.items()}


def _listed(
    one: audit.provenance.BatchInfo, current: audit.provenance.BatchInfo | None, names: dict[UUID, str]
) -> dict[str, Any]:
    counts = _counts(one.report.get("faults", []))
    return {
        "public_id": one.import_id.hex,
        "at": one.at,
        "by_name": names.get(one.actor_id) if one.actor_id else None,
        "folder": one.folder,
        "taken": one.lines,
        **counts,
        "current": current is not None and one.import_id == current.import_id,
    }


def _report(one: audit.provenance.BatchInfo, wanted: dict[str, str], language: str) -> dict[str, Any]:
    report = one.report
    faults = _in_language(report, language)
    return {
        "public_id": one.import_id.hex,
        "folder": one.folder,
        "at": one.at,
        "taken": one.lines,
        "sums": {name: report.get(name, 0) for name in ("households", "people", "earned", "redeemed")},
        "faults": [
            fault
            for fault in faults
            if wanted["level"] in ("", fault["level"]) and wanted["code"] in ("", fault["code"])
        ],
        "fault_counts": _counts(faults),
        "vanished": report.get("vanished", []),
        "skipped": report.get("sheets_skipped", []),
    }


def _counts(faults: Sequence[dict[str, Any]]) -> dict[str, int]:
    return {level: sum(fault["level"] == level for fault in faults) for level in LEVELS}


def _in_language(report: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """The faults with their sentences in the reader's language, where the import kept both."""
    faults = report.get("faults", [])
    english = report.get("messages_en", [])
    if language == "zh" or len(english) != len(faults):
        return list(faults)
    return [{**fault, "message": words} for fault, words in zip(faults, english, strict=True)]


def _lines(
    community_id: UUID, found: Sequence[audit.provenance.ImportedLine], language: str
) -> list[dict[str, Any]]:
    subjects = [one.subject_id for one in found if one.subject_id]
    awards = volunteering.origin.of_lines(community_id, subjects)
    receipts = shop.receipts.of_redemptions(community_id, subjects)
    persons = {one.person_id for one in awards.values()}
    persons |= {one.person_id for one in receipts.values() if one.person_id}
    cards = people.persons.get_many(community_id, persons)
    rows = []
    for one in found:
        award = awards.get(one.subject_id) if one.subject_id else None
        receipt = receipts.get(one.subject_id) if one.subject_id else None
        person = award.person_id if award else receipt.person_id if receipt else None
        place = {"file": one.file, "sheet": one.sheet, "row": one.row}
        number = cards[person].household_number if person else ""
        if award is not None:
            rows.append(
                {
                    "at": award.served_on,
                    "household_number": number,
                    "what": award.what,
                    "tenths": award.tenths,
                    **place,
                }
            )
        elif receipt is not None:
            what = ", ".join(wording.named(line, language) for line in receipt.lines)
            rows.append(
                {
                    "at": receipt.redeemed_on,
                    "household_number": number,
                    "what": what,
                    "tenths": -receipt.tenths,
                    **place,
                }
            )
    return rows
