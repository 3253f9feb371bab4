"""What a reader or a machine prefers: language, large pages, being a known counter."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from points import people, shop
from points.foundation import reading, transact
from points.web import auth, cookies, form_keys
from points.web.account.base import back, blueprint
from points.web.asking import done
from points.web.auth import audience, current_actor
from points.web.forms import DeviceForm, read_form


@blueprint.post("/language")
@audience("everyone")
def language() -> Any:
    """Chinese or English, from now on and, for who is signed in, everywhere."""
    chosen = request.form.get("lang", "")
    if chosen in auth.LANGUAGES:
        _everywhere(lambda actor: people.residents.choose_language(actor.person_id, chosen, actor=actor))
        return cookies.keep(back(), cookies.LANGUAGE, chosen)
    return back()


@blueprint.post("/care")
@audience("everyone")
def care() -> Any:
    """Large pages or ordinary ones."""
    wanted = request.form.get("care") == "1"
    _everywhere(lambda actor: people.residents.choose_care(actor.person_id, wanted, actor=actor))
    return cookies.keep(back(), cookies.CARE, "1" if wanted else "0")


@blueprint.post("/device")
@audience("enrol_devices")
def device() -> Any:
    """This machine becomes a known counter or office PC."""
    actor = current_actor()
    form, errors = read_form(DeviceForm, request.form)
    if errors:
        raise next(iter(errors.values()))
    token = form_keys.draw("device").token()
    form_keys.once(
        lambda: people.devices.enrol(form["name"], actor=actor, token=token),
        of=people.devices.enrol,
        actor=actor,
        ids=lambda fresh: {"device": str(fresh.device_id)},
    )
    found = reading(lambda: people.devices.find(token))
    if found is None:
        # another session, which may not have it
        return redirect(url_for("desk.devices"), 303)
    shops = reading(lambda: shop.shops.list_all(actor.community_id))
    asked = {"confirm": "shop", "device": found.device_id, "_anchor": "confirm"} if shops else {}
    facts = {"name": found.name, "asks": bool(asked)}
    return cookies.keep(done("device_enrolled", "desk.devices", facts=facts, **asked), cookies.DEVICE, token)


def _everywhere(choose: Any) -> None:
    me = auth.signed_in()
    if me is not None and not me.by_card and me.actor.person_id is not None:
        transact(lambda: choose(me.actor))
