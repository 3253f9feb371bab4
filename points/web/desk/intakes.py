"""Books brought on the desk: handing them in, and the list of what was."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, request, send_file
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge

from points import audit, imports, people
from points.foundation import Actor, Refusal, clock, reading
from points.web.asking import done, page, refused
from points.web.auth import audience, current_actor, language
from points.web.desk.base import blueprint
from points.web.exporting import WORKBOOK

#: files and what stands between them
LARGEST = imports.bringing.MAX_BYTES + (1 << 20)
PURPOSES = ("take", "compare")


@blueprint.get("/intakes")
@audience("import_books", "confirm_imports", card=False)
def intakes() -> str:
    """The form, and every run there was."""
    return _shown()


@blueprint.post("/intakes")
@audience("import_books", card=False)
def bring_books() -> Any:
    """Take the files in; the same bytes once more lead to the run there is."""
    actor = current_actor()
    request.max_content_length = LARGEST
    try:
        said, until = request.form.get("purpose", ""), request.form.get("until", "").strip()
        files = [*request.files.getlist("books"), *request.files.getlist("folder")]
    except RequestEntityTooLarge:
        # what is too long is not read to its end, so nothing of the form is known
        return refused(imports.bringing.too_much(), _shown)
    purpose = said if said in PURPOSES else PURPOSES[0]
    last = imports.typed_times.day(until, today=clock.today(), sense="past") if until else None
    if until and last is None:
        return _shown(purpose, errors={"until": "not_a_date"}, form={"until": until}), 422
    try:
        brought = imports.bringing.receive((one.filename or "", one.stream) for one in files)
        begin = imports.intakes.begin
        which = audit.records.attempt(
            lambda: begin(brought, purpose=purpose, until=last, actor=actor),
            of=begin,
            actor=actor,
        )
    except Refusal as refusal:
        return refused(refusal, partial(_shown, purpose, form={"until": until}), {"until_outside": "until"})
    again = which != brought.intake_id
    if again:
        imports.bringing.drop(brought)
    facts = {"files": brought.files, "left": brought.left}
    code = "books_brought_before" if again else "books_brought"
    return done(code, "desk.one_intake", facts=facts, intake_id=which)


@blueprint.get("/intakes/blank")
@audience("import_books", "confirm_imports", card=False)
def blank_books() -> Response:
    """Books to fill in, one or all; with filled=1 the tables have the lines that stand in the books."""
    community_id = current_actor().community_id
    name, spoken = request.args.get("book", ""), request.args.get("language", "")
    lang = spoken if spoken in ("zh", "en") else language()
    own = reading(lambda: imports.blank.choices_of(community_id))
    filled = reading(lambda: imports.blank.standing(community_id)) if request.args.get("filled") else {}
    if name in imports.blank.NAMES:
        file, content = imports.blank.one_book(name, lang, own, filled)
        return send_file(content, mimetype=WORKBOOK, as_attachment=True, download_name=file)
    words = gettext("空白表")
    file = f"{words}-{clock.today():%Y%m%d}.zip"
    content = imports.blank.every_book(lang, own, filled)
    return send_file(content, mimetype="application/zip", as_attachment=True, download_name=file)


def _shown(purpose: str = "", **more: Any) -> str:
    actor = current_actor()
    facts = {**reading(lambda: _facts(actor)), "form": {}}
    return page("desk/intakes.html", facts, purpose=purpose, **more)


def _facts(actor: Actor) -> dict[str, Any]:
    every = imports.intakes.list_recent(actor=actor)
    by = {one.by for one in every if one.by}
    return {
        "intakes": every,
        "days": imports.side_by_side.going_days(actor.community_id),
        "names": people.accounts.names_behind(actor.community_id, by, ()),
        "most": {"files": imports.bringing.MAX_FILES, "all": imports.bringing.MAX_BYTES >> 20},
    }
