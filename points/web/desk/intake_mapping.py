"""What was understood of the tables of a run: which column is what, said by hand, kept, and read again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flask import request

from points import imports, people
from points.foundation import Actor, NotFound, reading
from points.web.addresses import read_id
from points.web.asking import act_once, done, page
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint
from points.web.desk.intake import read_seen

#: where what was understood is of the books as they are: read, and not written or given up
SHOWN = ("read", "proposed", "failed")
_LONGEST = 60


@blueprint.get("/intakes/<intake_id>/mapping")
@audience("import_books", card=False)
def intake_mapping(intake_id: str) -> str:
    """One kind of table with its first lines: `table` is which, `book` and `row` what it is looked at as."""
    return _shown(intake_id)


@blueprint.post("/intakes/<intake_id>/mapping")
@audience("import_books", card=False)
def keep_mapping(intake_id: str) -> Any:
    """Keep what was chosen for each column, and have the books read again by it."""
    actor, which = current_actor(), read_id(intake_id)
    use_case = imports.mappings.keep
    told = imports.importing.ColumnMapping(_typed("name"), _typed("book"), _chosen())
    return act_once(
        lambda: use_case(told, source=_typed("source"), actor=actor, intake_id=which, seen=read_seen()),
        of=use_case,
        errors={name: "required" for name in ("name", "source") if not _typed(name)},
        again=partial(_shown, intake_id),
        then=lambda _: done("mapping_kept", "desk.one_intake", facts={}, intake_id=which),
    )


@blueprint.post("/intakes/<intake_id>/mapping/sample")
@audience("import_books", card=False)
def load_mapping(intake_id: str) -> Any:
    """Keep one of the invented samples, to be changed afterwards."""
    use_case = imports.mappings.load_sample
    number = _number("number")
    return _act(intake_id, use_case, partial(use_case, -1 if number is None else number), "mapping_loaded")


@blueprint.post("/intakes/<intake_id>/mapping/end")
@audience("import_books", card=False)
def end_mapping(intake_id: str) -> Any:
    """Use one no more."""
    use_case = imports.mappings.end
    return _act(
        intake_id, use_case, partial(use_case, read_id(request.form.get("mapping", ""))), "mapping_ended"
    )


def _act(intake_id: str, use_case: Any, work: Any, said: str) -> Any:
    actor = current_actor()
    return act_once(
        lambda: work(actor=actor),
        of=use_case,
        errors={},
        again=partial(_shown, intake_id),
        then=lambda _: done(said, "desk.intake_mapping", facts={}, intake_id=read_id(intake_id)),
    )


def _shown(intake_id: str, **more: Any) -> str:
    actor, which = current_actor(), read_id(intake_id)
    facts = reading(lambda: _facts(which, actor))
    return page("desk/intake_mapping.html", facts, **more)


def _facts(which: UUID, actor: Actor) -> dict[str, Any]:
    one = imports.intakes.get(which, actor=actor)
    tables = imports.intakes.understood_of(which, actor=actor) if one.state in SHOWN else []
    every = imports.mappings.list_all(actor=actor)
    standing = [each for each in every if each.ended_at is None]
    return {
        "one": one,
        "tables": tables,
        "standing": standing,
        "names": people.accounts.names_behind(
            actor.community_id, {each.by for each in standing if each.by}, ()
        ),
        "books": imports.mappings.books(),
        "samples": [
            (number, each)
            for number, each in enumerate(imports.mappings.samples())
            if each.told.signature not in {kept.signature for kept in standing}
        ],
        **(_table(tables, standing) if tables else {"at": 0}),
    }


def _table(tables: list[Any], standing: list[imports.mappings.MappingInfo]) -> dict[str, Any]:
    """The table that is looked at, as which book, and what each of its headings may be."""
    books = imports.mappings.books()
    first = next((at for at, each in enumerate(tables) if not each.book or each.missing), 0)
    asked = _number("table")
    at = first if asked is None else asked
    if at >= len(tables):
        raise NotFound
    row = _number("row")
    table = tables[at] if row is None else tables[at].headed_by(row)
    kept = next((each for each in standing if each.signature == table.signature), None)
    asked_book = request.values.get("book", "")
    book = asked_book if asked_book in books else table.book or (kept.book if kept else "")
    sent = request.method == "POST" and "name" in request.form
    chosen = _chosen() if sent else imports.mappings.proposed(table, book, kept) if book else {}
    fields = imports.mappings.fields_of(book) if book else []
    return {
        "at": at,
        "table": table,
        "book": book,
        "kept": kept,
        "fields": fields,
        "chosen": chosen,
        "lacking": _lacking(book, fields, chosen),
        "form": _words(table, kept, sent=sent),
    }


def _lacking(
    book: str, fields: list[imports.mappings.FieldInfo], chosen: Mapping[str, str]
) -> list[imports.mappings.FieldInfo]:
    missing = imports.mappings.lacking(book, chosen.values()) if book else ()
    return [each for each in fields if each.name in missing]


def _words(table: Any, kept: imports.mappings.MappingInfo | None, *, sent: bool) -> Mapping[str, str]:
    if sent:
        return {"name": _typed("name"), "source": _typed("source")}
    if kept is not None:
        return {"name": kept.name, "source": kept.source}
    return {"name": table.file.rpartition(".")[0][:_LONGEST], "source": ""}


def _chosen() -> dict[str, str]:
    """The field of each heading, by the numbers in which they were shown."""
    headings = request.form.getlist("heading")
    return {one: request.form.get(f"field-{at}", "")[:_LONGEST] for at, one in enumerate(headings) if one}


def _typed(name: str) -> str:
    return request.form.get(name, "").strip()[:_LONGEST]


def _number(name: str) -> int | None:
    typed = request.values.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else None
