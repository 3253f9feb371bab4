"""What the books of one run would change: by household and under headings, by state, searched, printed, taken out."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import redirect, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from points import imports, people
from points.foundation import Actor, paging, reading, wording
from points.web import exporting, listing
from points.web.addresses import read_id
from points.web.asking import page
from points.web.auth import audience, current_actor, language
from points.web.desk.base import blueprint

PARTS, STATES = imports.differing.PARTS, imports.differing.STATES
#: what the list is called in the trail
LIST = "intake_difference"
FILTERS = {"part": PARTS, "state": STATES, listing.FOUND: None}
#: lines of a household beside others, and of one that was searched for
FEW, MANY = 12, 400


@blueprint.get("/intakes/<intake_id>/difference")
@audience("import_books", "confirm_imports", card=False)
def intake_difference(intake_id: str) -> str:
    """A page of it; with print=1 on A4."""
    actor, chosen, lang = current_actor(), listing.chosen(FILTERS), language()
    if request.args.get("print") == "1":
        one = reading(lambda: imports.intakes.get(read_id(intake_id), actor=actor))
        said = [
            f"《{one.label}》",
            *(str(_word("state_word", chosen["state"])) for _unused in chosen["state"][:1]),
        ]
        return exporting.on_paper(
            _("台账会改什么"),
            COLUMNS,
            partial(_lines, intake_id, chosen, actor),
            back=listing.address("desk.intake_difference", chosen, intake_id=intake_id),
            filters=said,
            signs=(_("核对人"), _("日期")),
        )
    return page("desk/intake_difference.html", reading(lambda: _facts(intake_id, chosen, actor, lang)))


@blueprint.post("/intakes/<intake_id>/difference")
@audience("import_books", "confirm_imports", card=False)
def search_intake_difference(intake_id: str) -> Response:
    """Show the households of a number, a name or a door; a name has no place in an address."""
    actor, chosen = current_actor(), {**listing.chosen(FILTERS), listing.FOUND: ""}
    words = request.form.get("q", "").strip()[:60]
    if words:
        chosen[listing.FOUND] = listing.keep_search(LIST, {"q": words}, actor=actor)
    return redirect(listing.address("desk.intake_difference", chosen, intake_id=intake_id), 303)


@blueprint.post("/intakes/<intake_id>/difference/export")
@audience("export_lists", card=False)
def export_intake_difference(intake_id: str) -> Response:
    """The lines of a part as a file, each with its cell."""
    actor, chosen = current_actor(), listing.chosen(FILTERS)
    return exporting.take_out(
        LIST,
        str(_("台账会改什么")),
        COLUMNS,
        partial(_lines, intake_id, chosen, actor),
        filters={name: one for name, one in chosen.items() if one and name != listing.FOUND},
        actor=actor,
    )


def _facts(intake_id: str, chosen: dict[str, str], actor: Actor, lang: str) -> dict[str, Any]:
    which = read_id(intake_id)
    one = imports.intakes.get(which, actor=actor)
    kept = imports.intakes.difference_of(which, actor=actor)
    wanted = _wanted(chosen, actor)
    found = (
        imports.differing.find(kept, wanted, listing.asked(counted=False))
        if kept
        else paging.PageFound[Any]()
    )
    return {
        "one": one,
        "is_kept": kept is not None,
        "list": listing.Listing(
            "desk.intake_difference", found, chosen, people.exports.may(actor), {"intake_id": intake_id}
        ),
        "part": wanted.part,
        "parts": {part: sum(kept.counts(part).values()) for part in kept.parts} if kept else {},
        "counts": kept.counts(wanted.part) if kept else {},
        "q": wanted.search,
        "lost": bool(chosen[listing.FOUND]) and not wanted.search,
        "most": MANY if wanted.search else FEW,
        "said": partial(_said, lang=lang),
    }


def _wanted(chosen: dict[str, str], actor: Actor) -> imports.differing.DifferenceFilter:
    words = listing.searched(LIST, actor).get("q", "")
    return imports.differing.DifferenceFilter(chosen["part"] or PARTS[0], chosen["state"], words)


def _lines(
    intake_id: str, chosen: dict[str, str], actor: Actor, asked: paging.PageAsked
) -> paging.PageFound[imports.differing.LineOfHome]:
    kept = imports.intakes.difference_of(read_id(intake_id), actor=actor)
    return imports.differing.find_lines(kept, _wanted(chosen, actor), asked) if kept else paging.PageFound()


def _said(line: imports.differing.DifferenceLine, value: Any, lang: str) -> str:
    """What stands in a column of a table, as it is read; points elsewhere."""
    if line.about in ("", "tenths"):
        return "" if value is None else wording.points(value, lang)
    if line.about == "counts_hours":
        return gettext("是") if value else gettext("否")
    if line.about == "credits_to":
        return gettext("户") if value == "household" else gettext("个人")
    if line.about == "reference" and isinstance(value, int):
        return gettext("%(yuan)s 元", yuan=f"{value / 100:g}")
    if line.about == "shelf_days" and value is None:
        return gettext("长期")
    if line.about == "limit" and value:
        count, _stroke, window = str(value).partition("/")
        words = exporting.words_of("goods", "window_word")
        return gettext("%(window)s %(count)s 件", window=words.get(window, window), count=count)
    return gettext("没有") if value in (None, "") else str(value)


def _word(table: str, code: str) -> Any:
    return exporting.words_of("imports", table).get(code, code)


def _kind(line: imports.differing.DifferenceLine) -> str:
    known = _word("kind_word", line.kind)
    return str(known if known != line.kind else _word("fault_word", line.kind))


def _tenths(line: imports.differing.DifferenceLine, value: Any) -> int | None:
    return value if line.about in ("", "tenths") and isinstance(value, int) else None


def _cell(line: imports.differing.DifferenceLine, value: Any) -> str:
    """What a table says where it is not points."""
    return _said(line, value, language()) if line.about not in ("", "tenths") else ""


COLUMNS = (
    exporting.Column(_("户号"), lambda row: row[0].number if row[0] else "", width=8),
    exporting.Column(_("姓名"), lambda row: "、".join(row[0].names) if row[0] else "", width=14),
    exporting.Column(_("门牌"), lambda row: row[0].door if row[0] else "", width=14),
    exporting.Column(_("怎么变"), lambda row: str(_word("state_word", row[1].state)), width=10),
    exporting.Column(_("哪一种"), lambda row: _kind(row[1]), width=12),
    exporting.Column(_("哪天"), lambda row: row[1].day, kind="day"),
    exporting.Column(_("内容"), lambda row: row[1].what, width=30),
    exporting.Column(_("哪一栏"), lambda row: str(_word("about_word", row[1].about)) if row[1].about else "", width=10),
    exporting.Column(_("原来的分"), lambda row: _tenths(row[1], row[1].was), kind="points", width=10),
    exporting.Column(_("收后的分"), lambda row: _tenths(row[1], row[1].becomes), kind="points", width=10),
    exporting.Column(_("原来写的"), lambda row: _cell(row[1], row[1].was), width=14),
    exporting.Column(_("这次写的"), lambda row: _cell(row[1], row[1].becomes), width=14),
    exporting.Column(_("现在余额"), lambda row: row[0].balance if row[0] else None, kind="points", width=10),
    exporting.Column(_("收后余额"), lambda row: row[0].becomes if row[0] else None, kind="points", width=10),
    exporting.Column(_("文件"), lambda row: row[1].file, width=22),
    exporting.Column(_("表"), lambda row: row[1].sheet, width=10),
    exporting.Column(_("格或行"), lambda row: row[1].place, width=8),
    exporting.Column(_("说明"), lambda row: row[1].said(language()), width=50),
)  # fmt: skip
