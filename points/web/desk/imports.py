"""What came in from the old books, with every fault and every line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from points import audit, imports, ledger, people, shop, volunteering
from points.foundation import Actor, NotFound, paging, reading, wording
from points.web import exporting, listing
from points.web.addresses import read_id
from points.web.asking import act_once, done, page
from points.web.auth import audience, current_actor, language
from points.web.desk.base import blueprint

#: lines that moved points
MOVING = ("earned", "handout", "opening", "deduction")
#: of them, what only an old book has
_OLD = ("opening", "deduction")
LEVELS = ("left_out", "noted")
#: what to check, the lines that came in, every import there was; and what they are narrowed to
FILTERS = {
    "import": None,
    "tab": ("check", "lines", "every"),
    "level": LEVELS,
    "code": None,
    "kind": MOVING,
    "household": None,
}


@blueprint.get("/intake")
@audience("import_books", "confirm_imports", card=False)
def intake() -> str:
    """The chosen import, the newest where none is; with print=1 its faults or its lines on A4, with print=opening what households had."""
    actor, lang, chosen = current_actor(), language(), listing.chosen(FILTERS)
    if request.args.get("print") == "opening":
        return _opening_sheet(actor)
    if request.args.get("print") == "1":
        return _printed(actor, chosen, lang)
    return page("desk/imports.html", reading(lambda: _facts(actor, lang, chosen)))


@blueprint.post("/intake/checked")
@audience("import_books", card=False)
def check_intake() -> Any:
    """Say that the faults of an import were gone through."""
    actor, lang, chosen = current_actor(), language(), listing.chosen(FILTERS)
    current = reading(lambda: _current(actor.community_id, chosen["import"]))[1]
    if current is None:
        raise NotFound
    return act_once(
        lambda: audit.provenance.check(current.import_id, actor=actor),
        of=audit.provenance.check,
        errors={},
        again=lambda **more: page("desk/imports.html", reading(lambda: _facts(actor, lang, chosen)), **more),
        then=lambda _nothing: done(
            "import_checked", "desk.intake", facts={}, **{"import": current.import_id.hex}
        ),
    )


@blueprint.post("/intake/undo")
@audience("import_books", card=False)
def begin_undo() -> Any:
    """Look at what taking an import back would do; nothing is taken back yet."""
    actor, lang, chosen = current_actor(), language(), listing.chosen(FILTERS)
    begin, meant = imports.intakes.begin_undo, read_id(chosen["import"])
    return act_once(
        lambda: begin(meant, actor=actor),
        of=begin,
        errors={},
        again=lambda **more: page("desk/imports.html", reading(lambda: _facts(actor, lang, chosen)), **more),
        ids=lambda made: {"intake": made.hex},
        then=lambda ids: done("undo_begun", "desk.one_intake", facts={}, intake_id=ids["intake"]),
        subject_id=meant,
    )


@blueprint.post("/intake/export")
@audience("export_lists", card=False)
def export_intake() -> Response:
    """The faults or the lines of an import as a file."""
    actor, lang, chosen = current_actor(), language(), listing.chosen(FILTERS)
    of_lines = chosen["tab"] == "lines"
    home = reading(lambda: people.households.find_typed(actor.community_id, chosen["household"]))
    return exporting.take_out(
        "import_lines" if of_lines else "import_faults",
        str(_("导入的明细") if of_lines else _("要核对的行")),
        LINES if of_lines else FAULTS,
        partial(_lines if of_lines else _faulty, actor, chosen, lang),
        # what was typed for a household may be a name
        filters={
            **{name: one for name, one in chosen.items() if one and name not in ("tab", "household")},
            **({"household_id": home} if home else {}),
        },
        actor=actor,
    )


def _printed(actor: Actor, chosen: dict[str, str], lang: str) -> str:
    of_lines = chosen["tab"] == "lines"
    current = reading(lambda: _current(actor.community_id, chosen["import"]))[1]
    said = [f"《{current.folder}》", wording.full_day(current.at, lang)] if current else []
    return exporting.on_paper(
        _("导入的明细") if of_lines else _("要核对的行"),
        LINES if of_lines else FAULTS,
        partial(_lines if of_lines else _faulty, actor, chosen, lang),
        back=listing.address("desk.intake", chosen),
        filters=[*said, *([chosen["household"]] if of_lines and chosen["household"] else [])],
        signs=() if of_lines else (_("核对人"), _("日期")),
    )


def _opening_sheet(actor: Actor) -> str:
    """The points that were carried over, by household, to be signed beside each and below by the committee."""
    rows = reading(lambda: imports.openings.by_household(actor.community_id))
    return exporting.on_paper(
        _("期初积分签字单"),
        OPENING,
        lambda _asked: paging.PageFound(rows, first=1, total=len(rows)),
        back=url_for("desk.intake"),
        signs=(_("居委会签字（盖章）"), _("经办人"), _("日期")),
    )


def _current(
    community_id: UUID, chosen: str
) -> tuple[list[audit.provenance.BatchInfo], audit.provenance.BatchInfo | None]:
    """All imports, and the one that is meant."""
    every = audit.provenance.batches(community_id)
    return every, next((one for one in every if one.import_id.hex == chosen), every[0] if every else None)


def _facts(actor: Actor, lang: str, chosen: dict[str, str]) -> dict[str, Any]:
    """The chosen import with its faults and lines."""
    every, current = _current(actor.community_id, chosen["import"])
    chosen = {**chosen, "tab": chosen["tab"] or "check"}
    empty: paging.PageFound[Any] = paging.PageFound()
    read = {"lines": _lines, "check": _faulty}.get(chosen["tab"])
    found = read(actor, chosen, lang, listing.asked()) if current and read else empty
    return {
        "list": listing.Listing("desk.intake", found, chosen, people.exports.may(actor)),
        "imports": every,
        "names": _names(actor, every),
        "counts": {one.import_id: _counts(one.report.get("faults", [])) for one in every},
        "current": current,
    }


def _faulty(
    actor: Actor, chosen: dict[str, str], lang: str, _asked: paging.PageAsked
) -> paging.PageFound[dict[str, Any]]:
    """The faults that are asked for, all on one page: they stand in the report."""
    current = _current(actor.community_id, chosen["import"])[1]
    found = _faults(current.report, chosen, lang) if current else []
    return paging.PageFound(found, first=1 if found else 0, total=len(found))


def _lines(
    actor: Actor, chosen: dict[str, str], lang: str, asked: paging.PageAsked
) -> paging.PageFound[dict[str, Any]]:
    """A page of the lines that moved points."""
    community_id, current = actor.community_id, _current(actor.community_id, chosen["import"])[1]
    if current is None:
        return paging.PageFound()
    home = people.households.find_typed(community_id, chosen["household"])
    subjects = _subjects(community_id, home) if chosen["household"] else None
    wanted = audit.provenance.SheetFilter([chosen["kind"]] if chosen["kind"] else MOVING, subjects)
    found = audit.provenance.lines_of_batch(community_id, current.import_id, wanted, asked)
    return found.of(_in_words(community_id, found.rows, lang))


def _subjects(community_id: UUID, home: UUID | None) -> set[UUID]:
    """What the purse of a household was credited and charged for; nothing where there is no such household."""
    members = people.households.members(community_id, home) if home else []
    purse = people.purses.find(community_id, members[0].person_id) if members else None
    found: set[UUID] = set()
    after: str | None = "" if purse else None
    while after is not None and purse:
        asked = paging.PageAsked(after=after, limit=500, counted=False)
        some = ledger.purse_lines.page(community_id, purse.account_id, ledger.purse_lines.LineFilter(), asked)
        found |= {line.subject_id for line in some.rows if line.subject_id}
        after = some.after
    return found


def _names(actor: Actor, every: Sequence[audit.provenance.BatchInfo]) -> dict[UUID, str]:
    """Who imported and who checked, by account."""
    accounts = {one.actor_id for one in every} | {one.checked_by for one in every}
    return people.accounts.names_behind(actor.community_id, {one for one in accounts if one}, ())


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
    """The faults with their sentences in the reader's language: kept as such by older imports, made anew for others."""
    faults = report.get("faults", [])
    english = report.get("messages_en", faults)
    return [
        {**fault, "message": _sentence(fault, words, lang)}
        for fault, words in zip(faults, english, strict=True)
    ]


def _sentence(fault: dict[str, Any], english: Any, lang: str) -> str:
    if "said" in fault:
        return imports.kept.sentence(fault["said"], fault["figures"], lang)
    return str(english if lang != "zh" and isinstance(english, str) else fault["message"])


def _in_words(
    community_id: UUID, lines: Sequence[audit.provenance.ImportedLine], lang: str
) -> list[dict[str, Any]]:
    """Lines of workbooks with the points they moved; `tenths` is None where they move none any more."""
    subjects = [line.subject_id for line in lines if line.subject_id]
    awards = volunteering.origin.of_lines(community_id, subjects)
    receipts = shop.receipts.of_redemptions(community_id, subjects)
    old = ledger.old_lines.get_many(
        community_id, [one.subject_id for one in lines if one.kind in _OLD and one.subject_id]
    )
    owners = {one.person_id for one in awards.values()} | {
        one.person_id for one in old.values() if one.person_id
    }
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
        elif line.subject_id in old:
            one = old[line.subject_id]
            owner = one.person_id
            sign = 1 if one.kind == "opening" else -1
            moved = {"at": one.happened_on, "what": one.matter, "tenths": sign * one.tenths}
        else:
            owner, moved = None, {"at": None, "what": "", "tenths": None}
        person = persons[owner] if owner else None
        rows.append({**moved, "person": person, "line": line})
    return rows


def _place(one: Any) -> str:
    return "·".join(part for part in (one.file, one.sheet) if part)


OPENING = (
    exporting.Column(_("户号"), lambda one: one.number, width=8),
    exporting.Column(_("户主"), lambda one: one.name, width=10),
    exporting.Column(_("门牌"), lambda one: one.door, width=24),
    exporting.Column(_("期初积分"), lambda one: one.tenths, kind="points", summed=True, width=12),
    exporting.Column(_("签字"), lambda _one: "", width=16),
)
FAULTS = (
    exporting.Column(_("文件"), lambda one: one["file"], width=24),
    exporting.Column(_("表"), lambda one: one["sheet"] or "", width=10),
    exporting.Column(_("行"), lambda one: one["row"], kind="number", width=8),
    exporting.Column(_("什么问题"), lambda one: _called("fault_word", one["code"]), width=20),
    exporting.Column(_("说明"), lambda one: one["message"], width=50),
    exporting.Column(_("怎么办的"), lambda one: _called("level_word", one["level"]), width=12),
)
LINES = (
    exporting.Column(_("哪天"), lambda one: one["at"], kind="day"),
    exporting.Column(_("户号"), lambda one: one["person"].household_number if one["person"] else "", width=8),
    exporting.Column(_("姓名"), lambda one: one["person"].name if one["person"] else "", width=10),
    exporting.Column(_("事项"), lambda one: one["what"], width=30),
    exporting.Column(_("积分"), lambda one: one["tenths"], kind="points", summed=True, width=10),
    exporting.Column(_("来自"), lambda one: _place(one["line"]), width=30),
    exporting.Column(_("行"), lambda one: one["line"].row, kind="number", width=8),
)


def _called(table: str, code: str) -> str:
    return str(exporting.words_of("imports", table).get(code, code))
