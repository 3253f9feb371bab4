"""What the pages of signing in share: the blueprint, a form once more with sentences beside its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from points import people
from points.foundation import Refusal
from points.web import auth, navigation, office
from points.web.signed_in import Me

blueprint = Blueprint("account", __name__)


def passwords_differ(form: Mapping[str, str]) -> dict[str, Refusal]:
    """What is wrong where a new password was not typed twice alike."""
    return {} if form["password"] == form["again"] else {"again": people.refusals.PasswordsDiffer()}


def typed(*names: str) -> dict[str, str]:
    """What stands in these fields, to be shown again."""
    return {name: request.form.get(name, "") for name in names}


def form_again(
    template: str,
    errors: Mapping[str, Refusal],
    refusal: Refusal | None = None,
    *,
    keep: tuple[str, ...] = (),
    **more: Any,
) -> Any:
    """The form once more: sentences beside the fields, what was typed still there, passwords never."""
    lang = auth.language()
    stop = "" if lang == "zh" else " "
    words = {
        name: stop.join(filter(None, (one.message(lang), one.next_step(lang))))
        for name, one in errors.items()
    }
    page = door(template, errors=words, refusal=refusal, typed=typed(*keep), **more)
    headers = {"Retry-After": str(refusal.facts["seconds"])} if refusal and "seconds" in refusal.facts else {}
    return page, refusal.status if refusal else 422, headers


def door(template: str, **facts: Any) -> str:
    """A page of these, with whom to ask."""
    return render_template(template, office=office.find(), **facts)


def after(me: Me | None) -> Response:
    """Where whoever is still signed in begins, else the door."""
    return redirect(navigation.first_page(me) if me else url_for("account.sign_in"), 303)


def back() -> Response:
    """The page the form stood on, or the first."""
    return redirect(auth.safe_next(request.form.get("next", "")) or "/", 303)
