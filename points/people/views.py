"""The pages everybody passes: signing in and out, first password, card link, language, large letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from points import audit
from points.foundation import NotFound, Refusal, reading, transact, wording
from points.people import door
from points.people.accounts import change_password
from points.people.accounts import sign_out_everywhere as end_all_sessions
from points.people.cards import CardCard, card_by_token
from points.people.devices import enrol_device
from points.people.door import audience, current_actor
from points.people.finding import person
from points.people.limits import DEVICE_COOKIE, by_name_and_device, limiter
from points.people.pins import check_pin, note_opened
from points.people.refusals import (
    CardUnknown,
    OldPasswordWrong,
    PasswordsDiffer,
    SlipUnknown,
    WrongPassword,
    WrongPin,
)
from points.people.residents import choose_care, choose_language
from points.people.schemas import (
    ActivateForm,
    DeviceForm,
    PasswordForm,
    PinForm,
    SignInForm,
    SlipForm,
    read_form,
)
from points.people.signing_in import sign_in as find_who
from points.people.slips import activate as use_slip
from points.people.slips import slip_holder

blueprint = Blueprint("people", __name__)


@blueprint.get("/sign-in")
@audience("everyone")
def sign_in() -> Any:
    """The one door for residents, office, counter and watchers."""
    wanted = door.safe_next(request.args.get("next", ""))
    me = door.signed_in()
    if me is not None and not me.by_card:
        return redirect(wanted or door.first_page(me))
    return render_template("people/sign_in.html", next=wanted)


@blueprint.post("/sign-in")
@audience("everyone")
@limiter.limit("30 per minute", key_func=by_name_and_device)
@limiter.limit("300 per minute")
def sign_in_posted() -> Any:
    """Compare, and go on to the page that was asked for."""
    wanted = door.safe_next(request.form.get("next", ""))
    form, errors = read_form(SignInForm, request.form)
    if errors:
        return _again("people/sign_in.html", errors, keep=("username",), next=wanted)
    try:
        who = find_who(form["username"], form["password"])
    except Refusal as refusal:
        field = {"password": refusal} if isinstance(refusal, WrongPassword) else {}
        return _again("people/sign_in.html", field, refusal, keep=("username",), next=wanted)
    me = door.begin_session(who.community_id, who.account_id, who.session_epoch)
    return redirect(wanted or door.first_page(me), 303)


@blueprint.post("/sign-out")
@audience("everyone")
def sign_out() -> Any:
    """Sign out on this device."""
    door.end_session()
    return redirect(url_for("people.sign_in"), 303)


@blueprint.post("/sign-out-everywhere")
@audience("signed_in", card=False)
def sign_out_everywhere() -> Any:
    """Sign out on every device, this one too."""
    actor = current_actor()
    transact(lambda: end_all_sessions(actor=actor))
    door.end_session()
    return redirect(url_for("people.sign_in"), 303)


@blueprint.get("/activate")
@audience("everyone")
def activate() -> Any:
    """Where the code of a printed slip is typed."""
    return render_template("people/activate.html", typed={}, errors={}, person=None)


@blueprint.post("/activate")
@audience("everyone")
@limiter.limit("30 per minute")
def activate_posted() -> Any:
    """First the code, which greets its holder; then the password, which uses the slip up."""
    first, errors = read_form(SlipForm, request.form)
    if errors:
        return _again("people/activate.html", errors, keep=("code",), person=None)
    try:
        name = reading(lambda: slip_holder(first["code"])).name
    except SlipUnknown as refusal:
        transact(lambda: audit.count_refused("account.activated", SlipUnknown.code))
        return _again("people/activate.html", {"code": refusal}, refusal, keep=("code",), person=None)
    if not request.form.get("password") and not request.form.get("again"):
        return render_template("people/activate.html", typed=_typed("code"), errors={}, person=name)
    form, errors = read_form(ActivateForm, request.form)
    errors = errors or _differ(form)
    if errors:
        return _again("people/activate.html", errors, keep=("code",), person=name)
    try:
        holder = use_slip(form["code"], form["password"])
    except Refusal as refusal:
        return _again("people/activate.html", {"password": refusal}, refusal, keep=("code",), person=name)
    me = door.begin_session(holder.community_id, holder.account_id, holder.session_epoch)
    return redirect(door.first_page(me), 303)


@blueprint.get("/password")
@audience("signed_in", card=False)
def password() -> Any:
    """Where the own password is changed."""
    return render_template("people/password.html", errors={})


@blueprint.post("/password")
@audience("signed_in", card=False)
@limiter.limit("10 per minute")
def password_posted() -> Any:
    """Change it; every other device is signed out."""
    actor = current_actor()
    form, errors = read_form(PasswordForm, request.form)
    errors = errors or _differ(form)
    if errors:
        return _again("people/password.html", errors)
    try:
        epoch = change_password(form["old"], form["password"], actor=actor)
    except Refusal as refusal:
        field = "old" if isinstance(refusal, OldPasswordWrong) else "password"
        return _again("people/password.html", {field: refusal}, refusal)
    if actor.account_id is None:
        raise NotFound
    me = door.begin_session(actor.community_id, actor.account_id, epoch)
    return redirect(door.first_page(me), 303)


@blueprint.get("/C/<token>")
@audience("everyone")
@limiter.limit("300 per minute")
def card(token: str) -> Any:
    """What a card's link opens: the PIN is asked for."""
    try:
        seen = _card(token)
    except Refusal as refusal:
        return render_template("people/card.html", token=token, hint="", refusal=refusal), refusal.status
    me = door.signed_in()
    if me is not None and door.is_open(seen.community_id, seen.card_id):
        return redirect(door.first_page(me))
    return render_template("people/card.html", token=token, hint=_hint(seen))


@blueprint.post("/C/<token>")
@audience("everyone")
@limiter.limit("30 per minute")
def card_posted(token: str) -> Any:
    """The right PIN lets its holder read for half an hour."""
    hint = ""
    try:
        seen = _card(token)
        hint = _hint(seen)
        form, errors = read_form(PinForm, request.form)
        if errors:
            return _again("people/card.html", errors, token=token, hint=hint)
        check_pin(seen.community_id, seen.card_id, form["pin"])
    except Refusal as refusal:
        left = refusal.facts.get("tries_left") if isinstance(refusal, WrongPin) else None
        return _again("people/card.html", {"pin": refusal}, refusal, token=token, hint=hint, tries_left=left)
    transact(lambda: note_opened(seen.community_id, seen.card_id, seen.person_id))
    me = door.begin_card_session(seen.community_id, seen.card_id)
    return redirect(door.first_page(me), 303)


@blueprint.post("/language")
@audience("everyone")
def language() -> Any:
    """Chinese or English, from now on and, for who is signed in, everywhere."""
    chosen = request.form.get("lang", "")
    if chosen in door.LANGUAGES:
        _everywhere(lambda actor: choose_language(actor.person_id, chosen, actor=actor))
        return door.remember(_back(), door.LANGUAGE_COOKIE, chosen)
    return _back()


@blueprint.post("/care")
@audience("everyone")
def care() -> Any:
    """Large pages or ordinary ones."""
    wanted = request.form.get("care") == "1"
    _everywhere(lambda actor: choose_care(actor.person_id, wanted, actor=actor))
    return door.remember(_back(), door.CARE_COOKIE, "1" if wanted else "0")


@blueprint.post("/device")
@audience("shop_manager", "admin")
def device() -> Any:
    """This machine becomes a known counter or office PC."""
    actor = current_actor()
    form, errors = read_form(DeviceForm, request.form)
    if errors:
        raise next(iter(errors.values()))
    fresh = transact(lambda: enrol_device(form["name"], actor=actor))
    return door.remember(_back(), DEVICE_COOKIE, fresh.token)


def _card(token: str) -> CardCard:
    try:
        return reading(lambda: card_by_token(token))
    except CardUnknown as unknown:
        transact(lambda: audit.count_refused("card.opened", CardUnknown.code))
        raise NotFound from unknown


def _hint(seen: CardCard) -> str:
    return wording.masked(reading(lambda: person(seen.community_id, seen.person_id)).name)


def _differ(form: Mapping[str, str]) -> dict[str, Refusal]:
    return {} if form["password"] == form["again"] else {"again": PasswordsDiffer()}


def _everywhere(choose: Any) -> None:
    me = door.signed_in()
    if me is not None and not me.by_card and me.actor.person_id is not None:
        transact(lambda: choose(me.actor))


def _typed(*names: str) -> dict[str, str]:
    return {name: request.form.get(name, "") for name in names}


def _again(
    template: str,
    errors: Mapping[str, Refusal],
    refusal: Refusal | None = None,
    *,
    keep: tuple[str, ...] = (),
    **more: Any,
) -> Any:
    """The form once more: sentences beside the fields, what was typed still there, passwords never."""
    lang = door.language()
    words = {name: one.message(lang) for name, one in errors.items()}
    page = render_template(template, errors=words, refusal=refusal, typed=_typed(*keep), **more)
    headers = {"Retry-After": str(refusal.facts["seconds"])} if refusal and "seconds" in refusal.facts else {}
    return page, refusal.status if refusal else 422, headers


def _back() -> Response:
    return redirect(door.safe_next(request.form.get("next", "")) or "/", 303)
