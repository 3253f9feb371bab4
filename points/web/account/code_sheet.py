"""A sheet of numbered codes in place of an app: printing it, typing its first code, a new one when few are left."""

from __future__ import annotations

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from points import people
from points.foundation import NotFound, Refusal, clock, reading
from points.web import auth, form_keys, machines, navigation, second_factor
from points.web.account.base import blueprint, door, form_again
from points.web.auth import audience, current_actor
from points.web.forms import SecondFactorForm, read_form
from points.web.limits import limiter


@blueprint.get("/second-factor/sheet", endpoint="second_factor_sheet")
@audience("prove_twice", card=False)
def sheet() -> Any:
    """How many codes are left, and what printing one means."""
    return door("account/code_sheet.html", errors={}, **_standing())


@blueprint.post("/second-factor/sheet", endpoint="second_factor_sheet_printed")
@audience("prove_twice", card=False)
@limiter.limit("5 per minute")
def print_sheet() -> Any:
    """The codes, on paper."""
    actor, typed = current_actor(), request.form.get("password", "")[:1024]
    draw = form_keys.draw("code sheet")
    try:
        pressed = form_keys.once_inside(
            lambda also: people.code_sheets.begin(typed, actor=actor, draw=draw, also=also),
            of=people.code_sheets.begin,
            actor=actor,
        )
        codes = form_keys.shown_again(pressed, lambda: people.code_sheets.printed_before(draw, actor=actor))
    except Refusal as refusal:
        wrong = isinstance(refusal, people.refusals.OldPasswordWrong)
        return form_again(
            "account/code_sheet.html", {"password": refusal} if wrong else {}, refusal, **_standing()
        )
    return _paper(codes)


@blueprint.post("/second-factor/sheet/confirm", endpoint="second_factor_sheet_confirmed")
@audience("prove_twice", card=False)
@limiter.limit("10 per minute")
def confirm_sheet() -> Any:
    """The first code, from the paper in somebody's hand."""
    actor = current_actor()
    form, errors = read_form(SecondFactorForm, request.form)
    if errors:
        return form_again("account/code_sheet.html", errors, **_standing())
    try:
        form_keys.once_inside(
            lambda also: people.code_sheets.confirm(
                form["number"], actor=actor, machine=machines.at_hand(), also=also
            ),
            of=people.code_sheets.confirm,
            actor=actor,
        )
    except people.refusals.SheetCodeWrong as refusal:
        return form_again("account/code_sheet.html", {"number": refusal}, refusal, **_standing())
    second_factor.mark(proved=True)
    return redirect(url_for("account.second_factor_sheet", done=1), 303)


def _paper(codes: list[str]) -> Response:
    """Paper with secrets on it: kept by no cache, and reached by no address."""
    me = auth.signed_in()
    page = render_template(
        "print/code_sheet.html",
        codes=codes,
        whose=me.name if me else "",
        username=(me.username if me else None) or "",
        community_name=me.community_name if me else "",
        day=clock.today(),
        back_url=url_for("account.second_factor_sheet"),
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _standing() -> dict[str, Any]:
    actor, me = current_actor(), auth.signed_in()
    if actor.account_id is None or me is None:
        raise NotFound
    home, account_id = actor.account_home, actor.account_id
    return {
        "standing": reading(lambda: people.second_factor.standing(home, account_id)),
        "begun": reading(lambda: people.code_sheets.is_begun(actor=actor)),
        "done": request.args.get("done") == "1",
        "first": auth.safe_next(request.args.get("next", "")) or navigation.first_page(me),
    }
