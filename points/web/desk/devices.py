"""Machines that are enrolled: what each is called, when it was last about; renaming one, and ending one that is gone."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import current_app, request

from points import audit, people, shop
from points.foundation import Actor, reading
from points.web import drafts
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form, typed_or_left
from points.web.auth import audience, current_actor
from points.web.desk.base import blueprint
from points.web.desk.forms import ReasonForm
from points.web.fields import Words
from points.web.forms import Form

#: so many ends of machines are looked up for their reasons
ENDS_SHOWN = 200


class NameForm(Form):
    """What a machine is called."""

    name = Words(most=60)


class StandForm(Form):
    """The shop at whose counter a machine stands; none for a PC of the office."""

    shop = Words(most=40, required=False)


@blueprint.get("/devices")
@audience("enrol_devices", card=False)
def devices() -> str:
    """Every machine, those that still count first."""
    return _again(request.args.get("confirm", ""), request.args.get("device", ""))


@blueprint.post("/devices/<device_id>/name")
@audience("enrol_devices", card=False)
@drafts.keeps("name", on_page=True)
def rename_device(device_id: str) -> Any:
    """Call a machine something else."""
    form, errors = read_form(NameForm)
    return act_once(
        lambda: people.devices.rename(read_id(device_id), form["name"], actor=current_actor()),
        of=people.devices.rename,
        errors=errors,
        again=partial(_again, "name", device_id),
        then=partial(_changed, "device_renamed", device_id),
    )


@blueprint.post("/devices/<device_id>/end")
@audience("enrol_devices", card=False)
@drafts.keeps("reason", on_page=True)
def end_device(device_id: str) -> Any:
    """A machine is lost, broken or given away."""
    form, errors = read_form(ReasonForm)
    return act_once(
        lambda: people.devices.revoke(read_id(device_id), reason=form["reason"], actor=current_actor()),
        of=people.devices.revoke,
        errors=errors,
        again=partial(_again, "end", device_id),
        then=partial(_changed, "device_ended", device_id),
    )


@blueprint.post("/devices/<device_id>/shop")
@audience("enrol_devices", card=False)
def place_device(device_id: str) -> Any:
    """Say at which shop's counter a machine stands."""
    form, errors = read_form(StandForm)
    actor = current_actor()

    def work() -> people.devices.DeviceInfo:
        where = shop.shops.get(actor.community_id, read_id(form["shop"])).id if form["shop"] else None
        return people.devices.place(read_id(device_id), where, actor=actor)

    return act_once(
        work,
        of=people.devices.place,
        errors=errors,
        again=partial(_again, "shop", device_id),
        then=partial(_changed, "device_placed", device_id),
    )


def _changed(code: str, device_id: str, _ids: dict[str, Any]) -> Any:
    which, here = read_id(device_id), current_actor().community_id
    every = reading(lambda: people.devices.of_community(here))
    return done(
        code, "desk.devices", facts={"name": next(one.name for one in every if one.device_id == which)}
    )


def _again(asked: str, about: str, **more: Any) -> str:
    actor = current_actor()
    facts = reading(lambda: _facts(actor))
    one = next((one for one in facts["active"] if str(one.device_id) == about), None)
    asking = {"action": asked, "device": one, **typed_or_left("name", "reason")} if one else None
    return page(
        "desk/devices.html",
        facts,
        asking=asking,
        here=actor.device_id,
        pages=current_app.extensions["pages"],
        **more,
    )


def _facts(actor: Actor) -> dict[str, Any]:
    community_id = actor.community_id
    found = people.devices.of_community(community_id)
    wanted = audit.trail.TrailFilter(action="device.revoked")
    ends = audit.trail.read(community_id, wanted, limit=ENDS_SHOWN)
    return {
        "active": [one for one in found if one.status == "active"],
        "ended": [one for one in found if one.status != "active"],
        "ends": {one.subject_id: (one.at, one.words.get("reason", "")) for one in reversed(ends)},
        "shops": {one.id: one for one in shop.shops.list_all(community_id)},
    }
