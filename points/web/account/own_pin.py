"""The turned screen: a card's holder types a PIN, in both languages; whose session it is comes back by their password."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from points import people
from points.foundation import Refusal, reading
from points.web import auth, form_keys, navigation, screens
from points.web.account.base import blueprint
from points.web.auth import audience, current_actor, signed_in
from points.web.forms import OwnPinForm, TurnBackForm, read_form
from points.web.limits import limiter


@blueprint.get("/own-pin")
@audience("turn_screen", card=False, turned=True)
def own_pin() -> Any:
    """The keypad, and nothing of whose session it is."""
    me = signed_in()
    if me is not None and me.turned_to is None:
        return redirect(navigation.first_page(me))
    return _page()


@blueprint.post("/own-pin")
@audience("turn_screen", card=False, turned=True)
@limiter.limit("60 per minute")
def own_pin_typed() -> Any:
    """Six digits once, to hear whether they will do; twice, to be the PIN. No answer says them back."""
    actor, session_id = current_actor(), screens.session_of(signed_in())
    form, errors = read_form(OwnPinForm, request.get_json(silent=True) or {})
    try:
        if errors:
            raise people.refusals.PinUnfit
        if not form["again"]:
            reading(lambda: people.pins.refuse_unfit(form["pin"], session_id=session_id, actor=actor))
            return jsonify(fits=True)
        form_keys.once(
            lambda: people.pins.take(form["pin"], form["again"], session_id=session_id, actor=actor),
            of=people.pins.take,
            actor=actor,
        )
    except Refusal as refusal:
        said = {one: [refusal.message(one), refusal.next_step(one)] for one in auth.LANGUAGES}
        return jsonify(code=refusal.code, said=said), refusal.status
    screens.note_typed()
    return jsonify(set=True)


@blueprint.post("/own-pin/back")
@audience("turn_screen", card=False, turned=True)
@limiter.limit("30 per minute")
def turn_back() -> Any:
    """The password of whose session it is, and on with what they were doing."""
    form, errors = read_form(TurnBackForm, request.form)
    if errors:
        return _page(wrong=errors["password"]), 422
    try:
        people.pins.turn_back(
            form["password"], session_id=screens.session_of(signed_in()), actor=current_actor()
        )
    except people.refusals.ScreenPasswordWrong as refusal:
        if not refusal.facts["tries_left"]:
            auth.end_session()
            return redirect(url_for("account.sign_in"), 303)
        return _page(wrong=refusal), refusal.status
    typed = screens.is_typed()
    onward = auth.safe_next(screens.come_back())
    if onward.startswith(url_for("desk.people")):
        flash({}, "pin_typed" if typed else "pin_not_typed")  # type: ignore[arg-type]
    me = signed_in()
    return redirect(onward or (navigation.first_page(me) if me else "/"), 303)


def _page(*, wrong: Refusal | None = None) -> str:
    session_id, actor, me = screens.session_of(signed_in()), current_actor(), signed_in()
    card = reading(lambda: people.pins.on_screen(session_id=session_id, actor=actor))
    return render_template(
        "account/own_pin.html",
        words={one: _words(one, card) for one in auth.LANGUAGES},
        step="back" if wrong else "done" if screens.is_typed() else "first",
        wrong=wrong.message(auth.language()) if wrong else "",
        staff=me.name if me else "",
    )


def _words(said: str, card: people.pins.TurnedTo) -> dict[str, str]:
    """What the page says in one language; whoever reads it is not whose language the session knows."""
    with force_locale(said):
        return {
            "card": _("%(family)s家的卡，尾号 %(tail)s", family=card.family, tail=card.number_tail),
            "first": _("请按 6 位数，当卡的密码"),
            "first_hint": _("想一个别人猜不到的。工作人员请转过身。"),
            "again": _("再按一遍，一样的 6 位"),
            "again_hint": _("怕按错，所以要两遍。"),
            "clear": _("重按"),
            "less": _("退一格"),
            "digits": _("按了 %(number)s 位", number="{n}"),
            "later": _("今天先不设"),
            "done": _("密码设好了"),
            "done_hint": _("只有您自己知道，忘了就到窗口再设一个。要等另一个人确认，卡才能用。"),
            "back": _("请把屏幕转回去给工作人员"),
            "lost": _("网络断了，还没有设好。请从头再按一遍。"),
        }
