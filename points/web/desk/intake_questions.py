"""What books leave open: asked in groups, answered once, with exceptions for single cells; then they are read again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from flask import request

from points import imports
from points.foundation import Actor, reading
from points.web.addresses import read_id
from points.web.asking import act_once, done, page
from points.web.auth import audience, current_actor, language
from points.web.desk.base import blueprint
from points.web.desk.intake import read_seen

#: cells of a question that may be answered otherwise one by one; more are answered with the question
MOST_CELLS = 40
_LONGEST = 200


@blueprint.get("/intakes/<intake_id>/questions")
@audience("import_books", "confirm_imports", card=False)
def intake_questions(intake_id: str) -> str:
    """Every question of the last reading with what was answered before."""
    return _shown(intake_id)


@blueprint.post("/intakes/<intake_id>/questions")
@audience("import_books", card=False)
def answer_intake(intake_id: str) -> Any:
    """Keep what was chosen, and have the books read again."""
    actor, which = current_actor(), read_id(intake_id)
    asked = reading(lambda: _questions(which, actor, language()))
    answers = list(_answers(asked))
    errors = {
        f"value-{number}": "required"
        for number, one in enumerate(asked)
        if _wants(one, _field("choice", number)) and not _field("value", number)
    }
    return act_once(
        lambda: imports.intakes.answer(which, answers, seen=read_seen(), actor=actor),
        of=imports.intakes.answer,
        errors=errors,
        again=partial(_shown, intake_id),
        then=lambda _: done("intake_answered", "desk.one_intake", facts={}, intake_id=which),
        subject_id=which,
    )


def _shown(intake_id: str, **more: Any) -> str:
    actor, lang = current_actor(), language()
    facts = reading(lambda: _facts(intake_id, actor, lang))
    return page("desk/intake_questions.html", facts, **more)


def _facts(intake_id: str, actor: Actor, lang: str) -> dict[str, Any]:
    which = read_id(intake_id)
    one = imports.intakes.get(which, actor=actor)
    given = {each.question: each for each in one.answers}
    asked = _questions(which, actor, lang)
    sent = request.method == "POST"
    shown = [
        {
            **each,
            "number": number,
            "chosen": _field("choice", number) if sent else _given(given.get(each["id"]), "choice"),
            "value": _field("value", number) if sent else _given(given.get(each["id"]), "value"),
            "cells": _cells(each, number) if sent else _kept_cells(given.get(each["id"])),
        }
        for number, each in enumerate(asked)
    ]
    return {
        "one": one,
        "moving": [each for each in shown if each["moves_points"]],
        "others": [each for each in shown if not each["moves_points"]],
        "most_cells": MOST_CELLS,
        "place_of": place_of,
    }


def _questions(which: Any, actor: Actor, lang: str) -> list[dict[str, Any]]:
    found = imports.intakes.found_in(which, actor=actor).get(lang, {})
    return list(found.get("questions", []))


def _answers(asked: list[dict[str, Any]]) -> Iterator[imports.importing.Answer]:
    for number, one in enumerate(asked):
        choice = _field("choice", number)
        if choice in {each["key"] for each in one["choices"]}:
            value = _field("value", number) if _wants(one, choice) else ""
            yield imports.importing.Answer(one["id"], one["digest"], choice, value, _cells(one, number))


def _cells(one: dict[str, Any], number: int) -> dict[str, str]:
    """The cells that are answered otherwise than the question, by how an answer names them."""
    keys = {each["key"] for each in one["choices"] if not each["wants"]}
    said = {
        place_of(each): _field(f"cell-{number}", at) for at, each in enumerate(one["places"][:MOST_CELLS])
    }
    return {place: choice for place, choice in said.items() if choice in keys}


def place_of(place: dict[str, str]) -> str:
    """A cell as an answer names it."""
    return " ".join((place["file"], place["sheet"], place["cell"]))


def _kept_cells(given: imports.importing.Answer | None) -> dict[str, str]:
    return dict(given.cells) if given else {}


def _given(answer: imports.importing.Answer | None, name: str) -> str:
    return str(getattr(answer, name)) if answer else ""


def _wants(one: dict[str, Any], choice: str) -> bool:
    return any(each["key"] == choice and each["wants"] for each in one["choices"])


def _field(name: str, number: int) -> str:
    return request.form.get(f"{name}-{number}", "").strip()[:_LONGEST]
