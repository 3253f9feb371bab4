"""The first day: what to do in which order, who does it, and what of it the books say is done. On the screen and on one A4."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _

from points import operation
from points.foundation import Actor, paging, reading
from points.web import exporting, navigation
from points.web.addresses import origin
from points.web.asking import page
from points.web.auth import audience, current_actor, signed_in
from points.web.desk.base import blueprint

#: what is done under which heading, in this order; what each is called stands in templates/words/imports.html
PARTS = {
    "house": ("clock", "disk", "backup", "elsewhere", "address"),
    "people": ("admins", "deciders", "counter", "watch"),
    "decide": ("places", "settings", "times", "rules", "goods"),
    "books": ("books", "checked", "opening"),
    "opening": ("shop", "device", "count", "cards", "confirmed", "practice"),
    "exchange": ("exchange",),
}
#: by step, the page where it is done; of some there is none
PAGES = {
    "clock": "oversight.lapses", "disk": "oversight.installation", "backup": "oversight.installation", "admins": "desk.accounts",
    "deciders": "desk.people", "counter": "desk.people", "watch": "desk.people", "places": "desk.places",
    "settings": "desk.first_settings", "times": "desk.setting", "rules": "desk.rules", "goods": "manager.goods_list",
    "books": "desk.intakes", "checked": "desk.intake", "opening": "desk.intakes", "shop": "manager.shops",
    "device": "desk.devices", "count": "manager.stocktakes", "cards": "desk.people", "confirmed": "desk.ways",
    "practice": "counter.practice", "exchange": "counter.page",
}  # fmt: skip

COLUMNS = (
    exporting.Column(_("做什么"), lambda one: _what(*one), width=84),
    exporting.Column(_("谁来办"), lambda one: _called("first_day_who", one[1].code), width=20),
    exporting.Column(_("办好了"), lambda _one: "□", width=10),
)


@blueprint.get("/first-day")
@audience("use_desk", card=False)
def first_day() -> str:
    """The list in its order, each thing done or not; with print=1 what is left on paper, to be ticked by hand."""
    actor = current_actor()
    if request.args.get("print") == "1":
        return exporting.on_paper(
            _("第一天先做什么"),
            COLUMNS,
            lambda _asked: _on_paper(actor),
            back=url_for("desk.first_day"),
            signs=(),
        )
    steps, batch = reading(lambda: (_steps(actor), operation.opening.find_import_without_cards(actor)))
    shown = {part: [steps[code] for code in codes] for part, codes in PARTS.items()}
    known = [one for one in steps.values() if one.done is not None]
    return page(
        "desk/first_day.html",
        {
            "parts": shown,
            "done": sum(bool(one.done) for one in known),
            "all": len(known),
            "ways": {code: _way(code, batch) for code in steps},
        },
    )


def _way(code: str, batch: UUID | None) -> str:
    """The page of a step, for who may open it; '' for others, and where there is none."""
    endpoint = PAGES.get(code, "")
    where: dict[str, Any] = {"name": "exchange_days"} if code == "times" else {}
    if code == "cards" and batch:
        endpoint, where = "desk.import_cards", {"import_id": str(batch)}
    me = signed_in()
    may = bool(endpoint) and me is not None and navigation.admits(endpoint, me.roles)
    return url_for(endpoint, **where) if may else ""


def _steps(actor: Actor) -> dict[str, operation.opening.OpeningStep]:
    config = current_app.config
    return operation.opening.steps(
        actor, backups=config["BACKUPS"], instance=config["INSTANCE"], address=origin()
    )


def _on_paper(actor: Actor) -> paging.PageFound[Any]:
    steps = _steps(actor)
    rows = []
    for part, codes in PARTS.items():
        # what is done needs no paper, and without it all stands on one sheet
        left = [steps[code] for code in codes if not steps[code].done]
        rows += [("" if at else part, one) for at, one in enumerate(left)]
    return paging.PageFound(rows, first=1, total=len(rows))


def _what(part: str, one: operation.opening.OpeningStep) -> str:
    """What is done; the first of a part says which it is."""
    said = _called("first_day_word", one.code)
    return str(_("%(part)s：%(said)s", part=_called("first_day_part", part), said=said)) if part else said


def _called(table: str, code: str) -> str:
    return str(exporting.words_of("imports", table).get(code, code))
