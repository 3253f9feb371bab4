"""From a form in the office to what was done, and the page that says so; it knows no subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from marshmallow import Schema, ValidationError
from werkzeug.wrappers import Response

from points.foundation import NotFound, Refusal, clock, wording
from points.web import drafts, form_keys
from points.web.auth import current_actor, language

T = TypeVar("T")

#: refusals that say that there is nothing to show, or that the wrong person asks: a page of their own
_AWAY = (401, 403, 404, 429, 503)


def page(template: str, facts: Mapping[str, Any], **more: Any) -> str:
    """A page with today's date, which every desk page says."""
    return render_template(template, **{"today": clock.today(), **facts, **more})


def read_form(schema: type[Schema], **known: str) -> tuple[dict[str, Any], dict[str, str]]:
    """What a form says, and by field the code of what is wrong with it; `known` are fields that need not be typed."""
    typed: dict[str, Any] = {**request.form.to_dict(), **known}
    typed.update({name: request.form.getlist(name) for name in ("activity", "service", "person")})
    try:
        return dict(schema().load(typed)), {}
    except ValidationError as error:
        found = error.messages if isinstance(error.messages, dict) else {}
        return {}, {str(name): _first(codes) for name, codes in found.items()}


def typed(*names: str) -> dict[str, str]:
    """What stands in these fields of the request, to be shown again."""
    return {name: request.values.get(name, "") for name in names}


def typed_or_left(*names: str) -> dict[str, str]:
    """The same for a question on a page about something else; or what was left in it when the session was over."""
    left = drafts.left_here() if drafts.asked_for() else {}
    return {**typed(*names), **{name: said[0] for name, said in left.items() if name in names and said}}


def act_once(
    work: Callable[[], T],
    *,
    of: Callable[..., Any],
    errors: Mapping[str, str],
    again: Callable[..., str],
    then: Callable[[dict[str, Any]], Any],
    ids: Callable[[T], dict[str, Any]] = form_keys.no_ids,
    shown: Callable[[T], Any] | None = None,
    shown_again: Callable[[dict[str, Any]], Any] | None = None,
    beside: Mapping[str, str] | None = None,
    subject_id: UUID | None = None,
) -> Any:
    """Do what a form asks for, as the use case `of`, and answer with `then` from the `ids` of what was done: so a press
    that is repeated is answered as the first was.

    Where a field is wrong or the use case refuses, the page is shown `again` and nothing was done. `beside` says
    beside which field a refusal of some code belongs; any other stands in the box at the top. `shown` answers the first
    press with paper that has a code on it, and `shown_again` the same press for some minutes, from the ids, where that
    code is still good; afterwards `then` says `at` what time it was printed. What lay as a draft of the form is gone
    when it is done.
    """
    if errors:
        return again(errors=errors), 422
    try:
        pressed = form_keys.once(work, of=of, actor=current_actor(), ids=ids, subject_id=subject_id)
    except Refusal as refusal:
        return refused(refusal, again, beside)
    drafts.handed_in()
    if shown and pressed.done is not None:
        return shown(pressed.done)
    paper = shown_again(pressed.ids) if shown_again and pressed.may_show_again else None
    said = {"at": wording.clock_time(pressed.before)} if shown and pressed.before else {}
    return paper or then({**pressed.ids, **said})


def refused(
    refusal: Refusal, again: Callable[..., str], beside: Mapping[str, str] | None = None
) -> tuple[str, int]:
    """The page again, with what stands in the way."""
    field = (beside or {}).get(refusal.code)
    wrong = {"errors": {field: refusal.message(language())}} if field else {"refusal": in_page(refusal)}
    return again(**wrong), refusal.status


def in_page(refusal: Refusal) -> dict[str, str]:
    """A refusal as the box at the top of a desk page shows it; one that has to be a page of its own goes on."""
    if refusal.status in _AWAY or isinstance(refusal, NotFound):
        raise refusal
    lang = language()
    return {"sentence": refusal.message(lang), "next": refusal.next_step(lang), "code": refusal.code}


def done(code: str, endpoint: str, /, *, facts: Mapping[str, Any], **where: Any) -> Response:
    """Say what was done on the page that follows; `href` among the facts is the address of the thing itself."""
    flash(dict(facts), code)  # type: ignore[arg-type]
    return redirect(url_for(endpoint, **where), 303)


def _first(codes: Any) -> str:
    while isinstance(codes, Mapping):
        codes = next(iter(codes.values()))
    return str(codes[0]) if isinstance(codes, list) and codes else str(codes)
